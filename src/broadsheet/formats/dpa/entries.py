"""One entry of dpa's digital wires as a NewsItem."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from broadsheet.contracts.news import ItemPicture, Kind, Link, NewsItem, Subject, WireFormatError
from broadsheet.formats.crediting import credit_line, first_credit
from broadsheet.formats.dpa import notes
from broadsheet.formats.dpa.bodies import body_of_entry, links_in
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import joined_pictures
from broadsheet.formats.judging import judged
from broadsheet.formats.numbers import urgency_number, version_number
from broadsheet.formats.signals import code_tail
from broadsheet.formats.times import read_time
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, language_tag, place_of_dateline, same_words

FORMAT = "dpa-digitalwires"
_KINDS = {"image": Kind.PICTURE, "audio": Kind.AUDIO, "video": Kind.VIDEO, "graphic": Kind.GRAPHIC}
# Types of a category (dnltype) that say what an entry is about. The others are its way through dpa's house.
_ABOUT = frozenset(("dpasubject", "subject", "person", "organisation", "organization", "event", "desk"))
_PLACES = ("geosubject", "located")
# Genres (dpatextgenre) of what is written for desks: notes to editors, and calendars of what is planned.
_DESK_GENRES = frozenset(("achtung", "vorschau", "planungshinweis"))
_MOST_LINKS = 500


def is_dpa(document: Mapping[str, Any]) -> bool:
    """Whether a JSON object is an entry of a digital wire."""
    stated = document.get("format")
    return "entry_id" in document or (isinstance(stated, str) and stated.startswith("digitalwires"))


def read_dpa(document: Mapping[str, Any]) -> NewsItem:
    """
    The item that an entry (parsed JSON) holds.

    :raises WireFormatError: if it has neither urn nor entry_id, or a body out of proportion
    """
    fields = Fields.of(document)
    guid = fields.line("urn", "entry_id")
    if not guid:
        raise WireFormatError("The dpa entry has neither urn nor entry_id: no revision, correction or kill can find it")
    read = _with_content(_described(fields, guid=guid), fields)
    return _judged(read, fields)


def _described(fields: Fields, *, guid: str) -> NewsItem:
    """The entry's identity, times and lines of words."""
    headline = fields.line("headline")
    credit = _credit(fields)
    return NewsItem(
        guid=guid,
        format=FORMAT,
        version=version_number(fields.line("version")),
        version_created_at=read_time(fields.line("version_created")) or read_time(fields.line("updated")),
        first_created_at=read_time(fields.line("content_created")),
        kind=_kind(fields),
        language=language_tag(fields.line("language")),
        urgency=urgency_number(fields.number("urgency")),
        slug="/".join(_names(fields, "keyword")),
        headline=headline,
        standfirst=_standfirst(fields, headline=headline),
        bylines=_bylines(fields, credit=credit),
        dateline=place_of_dateline(fields.line("dateline")),
        credit=credit,
        copyright_notice=fields.line("copyrightnotice", "autopublishnotice"),
        usage_terms="\n".join(distinct([line.strip() for line in fields.text("usageterms").splitlines()])),
        editors_note=notes.editors_note_of(fields),
        warnings=notes.public_notes_of(fields),
    )


def _kind(fields: Fields) -> Kind:
    """A text, unless there is no word and something to see or hear: every entry calls itself "composite"."""
    if fields.text("article_html"):
        return Kind.TEXT
    types = [entry.line("type").casefold() for entry in fields.entries("associations")]
    return next((_KINDS[kind] for kind in types if kind in _KINDS), Kind.TEXT)


def _credit(fields: Fields) -> str:
    return first_credit([credit_line(fields.line("creditline")), *map(credit_line, _names(fields, "provider"))])


def _standfirst(fields: Fields, *, headline: str) -> str:
    lines = (fields.line("teaser"), fields.line("subhead"))
    return next((line for line in lines if line and not same_words(line, headline)), "")


def _bylines(fields: Fields, *, credit: str) -> tuple[str, ...]:
    """The people in "Von Marco Roe und Ilse Brandt, dpa"; "Von dpa" names nobody."""
    line = byline_name(fields.line("byline"))
    names, _, agency = line.rpartition(", ")
    if names and same_words(agency, credit):
        line = names
    return (line,) if line and not same_words(line, credit) else ()


def _categories(fields: Fields, *types: str) -> Iterator[Fields]:
    return (entry for entry in fields.entries("categories") if code_tail(entry.line("type")) in types)


def _names(fields: Fields, kind: str) -> tuple[str, ...]:
    return distinct([entry.line("name") for entry in _categories(fields, kind)])


def _with_content(read: NewsItem, fields: Fields) -> NewsItem:
    """The item with body, pictures, links, subjects and places."""
    body, in_body = body_of_entry(fields, repeats=(read.headline, *read.bylines))
    places = [entry.line("name") for kind in _PLACES for entry in _categories(fields, kind)]
    return replace(
        read,
        body_html=body,
        pictures=joined_pictures(_pictures(fields, read=read), in_body),
        subjects=_subjects(fields),
        places=distinct(places),
        links=tuple([*_associated(fields), *links_in(fields.text("linkbox_html"))][:_MOST_LINKS]),
    )


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    """What dpa says it is about, keywords, and the customer's own rubrics that it was sorted into."""
    entries = (entry for entry in fields.entries("categories") if code_tail(entry.line("type")) in _ABOUT)
    about = [subject_of(name=entry.line("name"), code=entry.line("qcode")) for entry in entries]
    keywords = [subject_of(name=name, scheme="keyword") for name in _names(fields, "keyword")]
    rubrics = [subject_of(name=entry.line("name"), scheme="rubric") for entry in fields.entries("rubric_names")]
    return distinct_subjects([*about, *keywords, *rubrics])


def _pictures(fields: Fields, *, read: NewsItem) -> list[ItemPicture]:
    """The associated pictures: the lead first, then in dpa's order."""
    images = [entry for entry in fields.entries("associations") if entry.line("type").casefold() == "image"]
    images.sort(key=_rank)
    pictures = [notes.picture_of(entry) for entry in images]
    if read.kind is Kind.PICTURE:
        return [replace(found, usage_terms=found.usage_terms or read.usage_terms) for found in pictures]
    return pictures


def _rank(entry: Fields) -> tuple[bool, int]:
    return entry.number("is_featureimage") is not True, version_number(entry.line("rank"))


def _associated(fields: Fields) -> list[Link]:
    entries = ((entry, entry.line("urn")) for entry in fields.entries("associations"))
    return [Link(guid=urn, rel=entry.line("type"), headline=entry.line("headline")) for entry, urn in entries if urn]


def _judged(read: NewsItem, fields: Fields) -> NewsItem:
    genres = [entry.line("name") for entry in _categories(fields, "genre")]
    signals = [entry.line("qcode", "name") for entry in _categories(fields, "signal")]
    is_for_desks = any(genre.casefold() in _DESK_GENRES for genre in genres)
    return judged(
        read,
        status_word=fields.line("pubstatus"),
        codes=(fields.line("signal"), *signals, *genres, *(("advisory",) if is_for_desks else ())),
        embargo_field=notes.embargo_of(fields),
    )
