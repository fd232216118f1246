"""One content item of AP's Media API as a NewsItem."""

from collections.abc import Iterator
from dataclasses import replace

from broadsheet.contracts.news import Kind, Link, NewsItem, Signal, Subject, WireFormatError
from broadsheet.formats.ap.parts import NITF_PROPERTY, nitf_address
from broadsheet.formats.ap.pictures import in_order, linked_pictures, note_of, own_pictures
from broadsheet.formats.ap.texts import Story, read_story
from broadsheet.formats.crediting import agency_of_code, credit_line, first_credit
from broadsheet.formats.fields import Fields
from broadsheet.formats.figures import joined_pictures
from broadsheet.formats.judging import judged
from broadsheet.formats.numbers import urgency_number, version_number
from broadsheet.formats.prose import told_in_headline
from broadsheet.formats.times import read_time
from broadsheet.formats.vocabularies import distinct_subjects, subject_of
from broadsheet.formats.wording import byline_name, distinct, language_tag, place_of_dateline, same_words

FORMAT = "ap"
_KINDS = {
    "text": Kind.TEXT,
    "picture": Kind.PICTURE,
    "photo": Kind.PICTURE,
    "graphic": Kind.GRAPHIC,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
}
# What AP calls an editorial type, where the common codes have another word for it.
_EDITORIAL_TYPES = {"takes": "take", "disregard": "withhold"}
_HOLD_FOR_RELEASE = "holdforrelease"
_NEWS = "newscontent"
# Signals that an editor should read before use.
_MARKS = {
    "singlesource": "AP has this from a single source",
    "explicitcontent": "AP marks this as explicit content",
}
# AP's one-letter priorities (ANPA 1312), for items without a number.
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_ABOUT = ("subject", "person", "organisation", "event")
_NOT_FETCHED = "The text of this item was not fetched with it: AP keeps it behind an address of its own"
_MOST_LINKS = 500


def identity_of(fields: Fields) -> str:
    """What stays the same over all revisions of an item."""
    return fields.object("altids").line("itemid")


def read_item(document: object) -> NewsItem:
    """
    The item that a content item object holds, with its text if that was joined to it (see the package).

    :raises WireFormatError: if it has no item id, or a text that is damaged or out of proportion
    """
    fields = Fields.of(document)
    guid = identity_of(fields)
    if not guid:
        raise WireFormatError(
            "The item of AP's Media API has no altids.itemid: without it no revision, correction or kill can find it"
        )
    story = read_story(fields.values.get(NITF_PROPERTY), guid=guid)
    read = _with_content(_described(fields, guid=guid, story=story), fields, story=story)
    return _judged(read, fields)


def _described(fields: Fields, *, guid: str, story: Story) -> NewsItem:
    """The item's identity, times and lines of words."""
    headline = fields.line("headline", "headline_extended", "title") or story.headline
    return NewsItem(
        guid=guid,
        format=FORMAT,
        version=version_number(fields.line("version")),
        version_created_at=read_time(fields.line("versioncreated")),
        first_created_at=read_time(fields.line("firstcreated")),
        kind=_KINDS.get(fields.line("type").casefold() or "text", Kind.OTHER),
        expires_at=read_time(fields.line("expires")),
        language=language_tag(fields.line("language")),
        urgency=_urgency(fields),
        slug=fields.line("slugline"),
        headline=headline,
        standfirst=_standfirst(fields, story=story, headline=headline),
        bylines=_bylines(fields) or story.bylines,
        dateline=_dateline(fields, story=story),
        credit=_credit(fields),
        copyright_notice=fields.line("copyrightnotice"),
        usage_terms=_usage_terms(fields),
        editors_note="\n".join(distinct([note_of(fields), fields.line("specialinstructions")])),
    )


def _urgency(fields: Fields) -> int | None:
    return urgency_number(fields.number("urgency")) or _PRIORITIES.get(fields.line("editorialpriority").casefold())


def _standfirst(fields: Fields, *, story: Story, headline: str) -> str:
    """The summary, unless it only says one of the headlines again, as AP's abstracts do."""
    said = (headline, fields.line("headline_extended"), fields.line("title"))
    lines = (fields.line("description_summary"), story.standfirst)
    return next((line for line in lines if line and not any(same_words(line, other) for other in said)), "")


def _bylines(fields: Fields) -> tuple[str, ...]:
    return distinct([byline_name(entry.line("by", "name")) for entry in fields.entries("bylines")])


def _dateline(fields: Fields, *, story: Story) -> str:
    if fields.line("type").casefold() not in {"", "text"}:
        return ""
    return place_of_dateline(fields.line("located")) or story.dateline or fields.object("datelinelocation").line("city")


def _credit(fields: Fields) -> str:
    return first_credit(
        [
            credit_line(fields.line("description_creditline")),
            *(agency_of_code(entry.line("name")) for entry in fields.entries("provider")),
            *(agency_of_code(entry.line("name")) for entry in fields.entries("infosource")),
        ]
    )


def _usage_terms(fields: Fields) -> str:
    listed = [entry.line("name") for name in ("usageterms", "rightsline") for entry in fields.entries(name)]
    return "\n".join(distinct(listed))


def _with_content(read: NewsItem, fields: Fields, *, story: Story) -> NewsItem:
    """The item with body, pictures, links, subjects and places."""
    is_missing = read.kind is Kind.TEXT and not story.body_html and bool(nitf_address(fields.values))
    return replace(
        read,
        body_html=story.body_html if read.kind is Kind.TEXT else "",
        pictures=joined_pictures(own_pictures(fields, read=read), linked_pictures(fields), story.pictures),
        subjects=_subjects(fields),
        places=distinct([place.line("name") for place in fields.entries("place") if not _is_inferred(place)]),
        links=tuple(_links(fields))[:_MOST_LINKS],
        canonical_url=_canonical_url(fields),
        warnings=(_NOT_FETCHED,) if is_missing else (),
    )


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    """What AP's editors and classification say it is about; what only follows from it by hierarchy comes last."""
    entries = list(fields.entries(*_ABOUT))
    about = [_subject(entry) for entry in sorted(entries, key=_is_inferred)]
    keywords = [subject_of(name=entry.line("name"), scheme="keyword") for entry in fields.entries("keywords")]
    return distinct_subjects([*about, *keywords])


def _subject(entry: Fields) -> Subject | None:
    kinds = _rels(entry)
    scheme = entry.line("scheme")
    if "category" in kinds:
        scheme = "apcategorycode"
    elif "suppcategory" in kinds:
        scheme = "apsuppcategory"
    return subject_of(name=entry.line("name"), code=entry.line("code"), scheme=scheme)


def _rels(entry: Fields) -> set[str]:
    return {rel.line("name").casefold() for rel in entry.entries("rels")}


def _is_inferred(entry: Fields) -> bool:
    kinds = _rels(entry)
    return bool(kinds) and kinds <= {"ancestor", "inferred"}


def _links(fields: Fields) -> Iterator[Link]:
    for name, entry in in_order(fields):
        guid = identity_of(entry)
        if guid:
            yield Link(guid=guid, rel=name, headline=entry.line("headline", "title"))
    for rel in ("refersto", "derivedfrom"):
        if fields.line(rel):
            yield Link(guid=fields.line(rel), rel=rel)


def _canonical_url(fields: Fields) -> str:
    found = (link.line("href") for link in fields.entries("links") if link.line("rel").casefold() == "canonical")
    return next((href for href in found if href.startswith(("http://", "https://"))), "")


def _judged(read: NewsItem, fields: Fields) -> NewsItem:
    types = [entry.line("name").replace(" ", "").casefold() for entry in fields.entries("editorialtypes")]
    stated = [entry.line("name") for entry in fields.entries("signals")]
    profile = fields.line("profile")
    done = judged(
        read,
        status_word=fields.line("pubstatus"),
        codes=(*(_EDITORIAL_TYPES.get(kind, kind) for kind in types), *stated, profile),
        embargo_field=_embargo(fields, is_held=_HOLD_FOR_RELEASE in types),
    )
    return _without_mistaken_alert(_marked(done, {signal.casefold() for signal in stated}))


def _embargo(fields: Fields, *, is_held: bool) -> str | None:
    """The time in `embargoed`; an item that is held for release without one is embargoed until further notice."""
    stated = fields.line("embargoed")
    is_meant = is_held or fields.line("pubstatus").casefold() == "embargoed" or fields.has("embargoed")
    return stated if stated or is_meant else None


def _marked(read: NewsItem, stated: set[str]) -> NewsItem:
    """
    The item with what AP's signals tell an editor.

    A text that AP does not call news is for the desk: its advisories, schedules, digests and notes to members.
    """
    warnings = [*read.warnings, *(words for signal, words in _MARKS.items() if signal in stated)]
    if read.kind is not Kind.TEXT or _NEWS in stated:
        return replace(read, warnings=tuple(warnings))
    warnings.append("AP does not mark this text as news (signal newscontent): it is for editors only")
    return replace(read, signals=read.signals | {Signal.ADVISORY}, warnings=tuple(warnings))


def _without_mistaken_alert(read: NewsItem) -> NewsItem:
    """A text that was only not fetched is no alert."""
    if _NOT_FETCHED not in read.warnings or Signal.ALERT in set(told_in_headline(read.headline)):
        return read
    return replace(read, signals=read.signals - {Signal.ALERT})
