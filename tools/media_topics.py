# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""
Make the tables of IPTC's Media Topics that Broadsheet ships, from IPTC's own files (Creative Commons Attribution 4.0).

    curl -o english.json 'https://cv.iptc.org/newscodes/mediatopic?format=json&lang=en-US'
    curl -o all.json 'https://cv.iptc.org/newscodes/mediatopic?format=json&lang=x-all'
    uv run tools/media_topics.py src/broadsheet/formats/mediatopics english.json all.json

Any number of releases, newest first: of what two of them say, the first stands; names in other languages and notes on
retired topics may come from an older one. Lines are sorted, so that a new release is a short diff.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Concept = dict[str, Any]

# IPTC's file calls Swedish and Danish by the names of their countries.
LANGUAGES = {"en-us": "en", "en-gb": "en", "se": "sv", "dk": "da", "pt-pt": "pt", "zh-hans": "zh"}
REPLACED_BY_CODE = re.compile(r"(?:\buse\b|\bmerged into\b)[^.]*?\(?(?:medtop:)?(\d{8})", re.IGNORECASE)
REPLACED_BY_NAME = re.compile(r"\bUse Media Topic\s*([a-z ]+?)\s*\+")


def main(folder: Path, releases: list[Path]) -> None:
    concepts: dict[str, list[Concept]] = {}
    for release in releases:
        for concept in json.loads(release.read_bytes())["conceptSet"]:
            concepts.setdefault(concept["qcode"].removeprefix("medtop:"), []).append(concept)
    names = {code: dict(names_of(told)) for code, told in concepts.items()}
    codes = {known["en"]: code for code, known in names.items() if "retired" not in concepts[code][0]}
    write(folder / "topics.txt", [line_of(code, told, codes=codes) for code, told in concepts.items()])
    for language in sorted({language for known in names.values() for language in known}):
        known_here = [f"{code}\t{known[language]}" for code, known in names.items() if language in known]
        write(folder / "names" / f"{language}.txt", known_here)


def names_of(told: list[Concept]) -> Iterator[tuple[str, str]]:
    """Names by language; later ones are overwritten by the first, so the oldest release goes first."""
    for concept in reversed(told):
        for tag, name in concept["prefLabel"].items():
            if " ".join(name.split()):
                yield LANGUAGES.get(tag.lower(), tag.lower()), " ".join(name.split())


def line_of(code: str, told: list[Concept], *, codes: dict[str, str]) -> str:
    """Code, broader code, "retired" or nothing, replacement, exact and close subject codes, Wikidata."""
    newest = told[0]
    is_retired = "retired" in newest
    matches = {kind: [last_part(uri) for uri in newest.get(kind, ())] for kind in ("exactMatch", "closeMatch")}
    broader = [last_part(uri) for uri in newest.get("broader", ())]
    columns = (
        code,
        " ".join(broader[:1]),
        "retired" if is_retired else "",
        replacement_of(told, codes=codes) if is_retired else "",
        " ".join(match for match in matches["exactMatch"] if match.isdigit()),
        " ".join(match for match in matches["closeMatch"] if match.isdigit()),
        " ".join(match for match in matches["exactMatch"] if match.startswith("Q")),
    )
    return "\t".join(columns)


def replacement_of(told: list[Concept], *, codes: dict[str, str]) -> str:
    """The topic that a note of the standard says to use instead, "" where none does."""
    texts = [text for concept in told for kind in ("changeNote", "note") for text in concept.get(kind, {}).values()]
    for text in texts:
        by_code, by_name = REPLACED_BY_CODE.search(text), REPLACED_BY_NAME.search(text)
        if by_code or by_name:
            return by_code[1] if by_code else codes.get(by_name[1], "")
    return ""


def last_part(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2]


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
