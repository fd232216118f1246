"""The catalogues: every text that is marked has its translation, and what is compiled is what is written."""

import gettext
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "broadsheet"
CATALOGUES = sorted(path.parent for path in PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))

pytestmark = pytest.mark.skipif(shutil.which("msgcmp") is None, reason="no gettext (Debian: apt-get install gettext)")


def test_there_is_another_language_than_english() -> None:
    assert [folder.parent.name for folder in CATALOGUES] == ["de"]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text that is marked in code and templates today, as gettext's own tool finds it."""
    copy = tmp_path_factory.mktemp("marked") / "broadsheet"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "xx", "--no-location"],
        cwd=copy,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return copy / "locale" / "xx" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_every_text_that_is_marked_is_translated(marked: Path, folder: Path) -> None:
    compared = subprocess.run(
        ["msgcmp", folder / "django.po", marked], check=False, capture_output=True, text=True, timeout=60
    )

    assert (compared.returncode, compared.stderr) == (0, "")


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_what_is_compiled_is_what_is_written(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.mo"
    subprocess.run(
        ["msgfmt", "--check", "--output-file", made, folder / "django.po"], check=True, capture_output=True, timeout=60
    )

    assert texts_of(folder / "django.mo") == texts_of(made)


def texts_of(compiled: Path) -> object:
    with compiled.open("rb") as file:
        return vars(gettext.GNUTranslations(file))["_catalog"]
