"""Lighthouse on front, section and story, as a phone sees them, where `npm ci` was run in tests/npm."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from browser.conftest import CHROMIUM, QUIET
from browser.running_site import RunningSite

LIGHTHOUSE = Path(__file__).parents[1] / "npm/node_modules/lighthouse/cli/index.js"
NODE = shutil.which("node")
PICTURED = "/world/harbour-lights/"
PUBLISH = """
from django.utils import timezone
from broadsheet.media.actions import add_picture
from broadsheet.stories.actions import draft_story, publish_story
from broadsheet.stories.models import SectionPage
from browser.newsday import picture_bytes
world, now = SectionPage.objects.get(slug="world"), timezone.now()
picture = add_picture(picture_bytes(60), name="lights.jpg", owner=None)
story = draft_story(world, headline="Harbour lights", standfirst="They burn again.", bylines=["Rita Rowe"],
                    body_html="<p>The lights burn again.</p>" * 12, lead_picture=picture, owner=None, now=now)
publish_story(story, by=None, now=now)
"""
GROUPS = ("accessibility", "best-practices", "seo")  # how quick a page is, `bench/lighthouse.py` measures

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NODE is None or not LIGHTHOUSE.exists(), reason="no Node.js, or no `npm ci` in tests/npm"),
]


@pytest.fixture(scope="module")
def pictured(site: RunningSite) -> RunningSite:
    """Its newest story has a picture, in every size that phones ask for."""
    site.broadsheet("manage", "shell", "-c", PUBLISH)
    site.wait_for_readers(PICTURED, words="image/avif", seconds=60)
    site.wait_for_readers("/world/", words="Harbour lights")
    return site


@pytest.mark.parametrize("path", ["/", "/world/", PICTURED])
def test_lighthouse_has_nothing_against_how_a_page_is_made(pictured: RunningSite, path: str, tmp_path: Path) -> None:
    written = tmp_path / "report.json"
    command = [str(NODE), str(LIGHTHOUSE), pictured.readers + path, "--output=json", f"--output-path={written}"]
    flags = " ".join(["--headless=new", *QUIET])

    subprocess.run(
        [*command, "--quiet", f"--chrome-flags={flags}", f"--only-categories={','.join(GROUPS)}"],
        env={**os.environ, "CHROME_PATH": str(CHROMIUM)},
        check=True,
        capture_output=True,
        timeout=180,
    )

    said = json.loads(written.read_text("utf-8"))["categories"]
    assert {name: group["score"] for name, group in said.items()} == dict.fromkeys(GROUPS, 1)
