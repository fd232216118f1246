"""
Subjects of any vocabulary as Media Topics, where a standard or an agency's documentation says that they are the same.

A subject that cannot be mapped stays as the wire said it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from broadsheet.contracts.news import NewsItem, Subject
from broadsheet.formats.mediatopics.topics import current_code, language_for, names_in, topic_name, topics
from broadsheet.formats.vocabularies import MEDIA_TOPICS, SUBJECT_CODES, distinct_subjects

_ENGLISH = "en"
_WIKIDATA = frozenset(("http://www.wikidata.org/entity", "https://www.wikidata.org/entity", "wikidata", "wd"))
# ANPA 1312 categories, which AP and many after it use. "a" (domestic) and "i" (international) say where, not what.
_CATEGORIES = {
    "e": "01000000",  # entertainment and culture
    "f": "04000000",  # financial
    "l": "10000000",  # lifestyle
    "o": "17000000",  # weather
    "p": "11000000",  # politics
    "q": "15000000",  # results of sport
    "s": "15000000",  # sport
    "w": "11000000",  # Washington
}
_CATEGORY_SCHEMES = frozenset(("apcategorycode", "anpa", "anpacategory", "anpa_category", "anpa-1312", "apcat"))
# The broad subjects of AP's taxonomy (api.ap.org/media/v/docs, "AP Classification Metadata").
_AP_SUBJECTS = {
    "16cb0ba3e6d24d97ace39f5a1924669a": "01000000",  # arts and entertainment
    "5b4319707dd310048b23df092526b43e": "01000000",  # entertainment
    "3e37e4b87df7100483d5df092526b43e": "10000000",  # lifestyle
    "54df6c687df7100483dedf092526b43e": "15000000",  # sports
    "86aad5207dac100488ecba7fa5283c3e": "11000000",  # government and politics
    "8783d248894710048286ba0a2b2ca13e": "06000000",  # environment and nature
    "c8e409f8858510048872ff2260dd383e": "04000000",  # business
    "cc7a76087e4e10048482df092526b43e": "07000000",  # health
}
# dpa's desks (dpacat): culture, politics, sport, economy. Its "vm" is everything else.
_DESKS = {"ku": "01000000", "pl": "11000000", "sp": "15000000", "wi": "04000000"}
_DESK_SCHEME = "dpacat"
# What a name alone never makes a topic: the newsroom's own sorting, people and places.
_NEVER_TOPICS = frozenset(("rubric", "section", "apperson", "apgeo", "apgeography", "dpaarea", "dpacountry"))


def with_media_topics(item: NewsItem) -> NewsItem:
    """The item with every subject that is a Media Topic under its code and the standard's name in its language."""
    if not item.subjects:
        return item
    mapped = [topic for subject in item.subjects for topic in _mapped(subject, language=item.language)]
    return replace(item, subjects=distinct_subjects(mapped))


def _mapped(subject: Subject, *, language: str) -> Iterator[Subject]:
    """
    The subject, as a topic where it is one.

    A subject code that only has a wider counterpart stays, followed by that topic: "15002001" and then "alpine skiing".
    """
    code = _topic_code(subject.scheme, subject.code, subject.name, language)
    if code:
        name = topic_name(code, language=language) or subject.name or topic_name(code, language="")
        yield Subject(name=name, scheme=MEDIA_TOPICS, code=code, relevance=subject.relevance)
        return
    yield subject
    wider = _wider_topic(subject.code) if subject.scheme == SUBJECT_CODES else ""
    if wider:
        name = topic_name(wider, language=language) or topic_name(wider, language="")
        yield Subject(name=name, scheme=MEDIA_TOPICS, code=wider, relevance=subject.relevance)


@lru_cache(maxsize=8192)
def _topic_code(scheme: str, code: str, name: str, language: str) -> str:
    """The topic that is the same as a subject, or ""."""
    if scheme == MEDIA_TOPICS and code in topics():
        return current_code(code)
    if scheme == SUBJECT_CODES and code in _by_subject_code():
        return _by_subject_code()[code]
    kind = scheme.casefold()
    if kind in _CATEGORY_SCHEMES:
        return _CATEGORIES.get(code.casefold(), "")
    if kind == _DESK_SCHEME:
        return _DESKS.get(code.casefold(), "")
    found = _AP_SUBJECTS.get(code) or (_by_wikidata().get(code) if kind in _WIKIDATA else None)
    if found:
        return found
    return "" if kind in _NEVER_TOPICS or scheme in {MEDIA_TOPICS, SUBJECT_CODES} else _named(name, language)


def _named(name: str, language: str) -> str:
    words = name.casefold()
    known = language_for(language)
    return (_by_name(known).get(words, "") if known else "") or _by_name(_ENGLISH).get(words, "")


def _wider_topic(code: str) -> str:
    """The topic of the subject code one or two levels up: its matter (ends in 000), its subject (ends in 000000)."""
    ways = (code[:5] + "000", code[:2] + "000000")
    return next((_by_subject_code()[way] for way in ways if way in _by_subject_code()), "")


@cache
def _by_subject_code() -> Mapping[str, str]:
    """Topics by subject code: the same before the nearly same, current topics before retired ones."""
    found: dict[str, str] = {}
    ranked = sorted(topics().values(), key=lambda topic: topic.is_retired)
    for kind in ("subject_codes", "close_subject_codes"):
        for topic in ranked:
            for code in getattr(topic, kind):
                found.setdefault(code, current_code(topic.code))
    return found


@cache
def _by_wikidata() -> Mapping[str, str]:
    ranked = sorted(topics().values(), key=lambda topic: topic.is_retired, reverse=True)
    return {entity: current_code(topic.code) for topic in ranked for entity in topic.wikidata}


@cache
def _by_name(language: str) -> Mapping[str, str]:
    """Current topics by name, in small letters; a name that two of them bear means neither."""
    found: dict[str, str] = {}
    for code, name in names_in(language).items():
        if not topics()[code].is_retired:
            key = name.casefold()
            found[key] = "" if key in found else code
    return found
