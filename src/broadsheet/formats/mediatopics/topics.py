"""The tables of Media Topics, read when they are first asked: 4 ms for the topics, 1 ms for the names of a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_ENGLISH = "en"
_PREFIX = "medtop:"


@dataclass(frozen=True, slots=True)
class Topic:
    """A line of topics.txt; codes without prefix, "" where there is none."""

    code: str
    broader: str
    is_retired: bool
    replacement: str
    subject_codes: tuple[str, ...]  # of the older IPTC vocabulary: the same
    close_subject_codes: tuple[str, ...]  # nearly the same
    wikidata: tuple[str, ...]


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by its code, retired ones too."""
    lines = (_FOLDER / "topics.txt").read_text(encoding="utf-8").splitlines()
    return {topic.code: topic for topic in map(_topic, lines)}


def _topic(line: str) -> Topic:
    code, broader, retired, replacement, exact, close, wikidata = line.split("\t")
    return Topic(
        code, broader, bool(retired), replacement, tuple(exact.split()), tuple(close.split()), tuple(wikidata.split())
    )


@cache
def languages() -> frozenset[str]:
    return frozenset(path.stem for path in (_FOLDER / "names").glob("*.txt"))


@cache
def names_in(language: str) -> Mapping[str, str]:
    """The names in one of `languages()`, by code."""
    lines = (_FOLDER / "names" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


@lru_cache(maxsize=256)
def language_for(tag: str) -> str:
    """The language of the tables that a BCP 47 tag means ("pt-BR", "de-AT"), or ""."""
    whole = tag.casefold()
    return next((name for name in (whole, whole.partition("-")[0]) if name in languages()), "")


def topic_name(code: str, *, language: str) -> str:
    """The standard's name in this language; "" where it has none, and for no language the English one."""
    known = language_for(language) if language else _ENGLISH
    return names_in(known).get(code, "") if known else ""


def current_code(code: str) -> str:
    """The code to use for this one: its replacement where the standard names one."""
    topic = topics().get(code)
    return topic.replacement or code if topic is not None else code


@lru_cache(maxsize=4096)
def broader_codes(code: str) -> tuple[str, ...]:
    """The codes above a topic, nearest first: tennis, then competition discipline, then sport. Empty if unknown."""
    chain: list[str] = []
    above = _broader_code(code)
    while above and above != code and above not in chain:
        chain.append(above)
        above = _broader_code(above)
    return tuple(chain)


def _broader_code(code: str) -> str:
    topic = topics().get(code)
    return current_code(topic.broader) if topic is not None else ""


@cache
def _codes_by_name() -> Mapping[str, frozenset[str]]:
    """The codes of current topics by their names in all languages, in small letters."""
    found: dict[str, set[str]] = {}
    for language in languages():
        for code, name in names_in(language).items():
            if not topics()[code].is_retired:
                found.setdefault(name.casefold(), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


@lru_cache(maxsize=1024)
def codes_meant(word: str) -> frozenset[str]:
    """The topics that somebody means who writes a code ("15000000", "medtop:15000000") or a name in any language."""
    bare = word.strip().casefold().removeprefix(_PREFIX)
    code = current_code(bare)
    return frozenset((code,)) if code in topics() else _codes_by_name().get(bare, frozenset())
