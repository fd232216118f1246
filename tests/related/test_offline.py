"""`broadsheet related_rank`: the engine over a corpus, replayed day by day."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.related.offline import CorpusError, rank_corpus, read_corpus

ROWS = [
    {"id": "a", "date": "2026-01-01", "title": "", "text": "Ferry strike at Aldmoor.", "entities": ["Aldmoor"]},
    {"id": "b", "date": "2026-01-02", "title": "", "text": "Aldmoor ferry strike goes on.", "leaf": "truth"},
    {"id": "c", "date": "2026-01-03", "title": "", "text": "A pumpkin in Westby.", "entities": []},
    {"id": "d", "date": "2026-01-03", "title": "", "text": "Ferry strike over at Aldmoor.", "entities": ["Aldmoor"]},
    {"id": "e", "date": "2026-01-04", "title": "", "text": "Ferry strike remembered at Aldmoor."},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_a_query_sees_only_stories_of_earlier_days(corpus: Path) -> None:
    ranked = list(rank_corpus(read_corpus(corpus), ["d", "b"]))

    assert [(query, story) for query, story, _ in ranked if query == "b"] == [("b", "a")]
    assert {story for query, story, _ in ranked if query == "d"} == {"a", "b"}


def test_an_unknown_query_and_a_broken_line_are_named(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere is not in the corpus"):
        list(rank_corpus(read_corpus(corpus), ["nowhere"]))
    corpus.write_text(corpus.read_text() + "{no json\n")
    with pytest.raises(CorpusError, match="line 6"):
        read_corpus(corpus)


def test_the_command_prints_a_line_a_pair_and_never_loads_django(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "queries.txt").write_text("d\n")
    code = (
        "import sys; from broadsheet.cli.related_rank import related_rank;"
        "related_rank(sys.argv[1:], standalone_mode=False); assert 'django' not in sys.modules"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, "--corpus", str(corpus), "--queries", str(tmp_path / "queries.txt")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [line[:2] for line in lines] == [["d", "b"], ["d", "a"]] or [line[:2] for line in lines] == [
        ["d", "a"],
        ["d", "b"],
    ]
    assert all(float(line[2]) > 0 for line in lines)
