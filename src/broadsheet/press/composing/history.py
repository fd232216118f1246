"""The public history of a story as a page beside it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from broadsheet.contracts.pieces import Page, Redirect
from broadsheet.look.histories import HistoryLine, HistoryPart, HistoryView, VersionView, Wording
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.stories.addresses import history_address
from broadsheet.stories.differing import Piece as Words
from broadsheet.stories.differing import Row
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of
from broadsheet.stories.versions import Part, ToldVersion


def history_page(story: StoryPage, *, told: Sequence[ToldVersion], edition: Edition, former: Sequence[str]) -> Plates:
    """The versions of a live story, told one from another; `former` are the addresses readers may know it by."""
    path = address_of(story)
    place = history_address(path)
    view = HistoryView(
        headline=story.title,
        url=path,
        trail=tuple(section.link for section in edition.around(story.path)),
        versions=tuple(_version(version) for version in told),
    )
    head = edition.head(title=story.title, path=place, is_indexed=False)
    page = Page(parts=render_parts("press/history.html", {"head": head, "history": view}), story_id=story.pk)
    return Plates(
        pieces={page_piece(place): page},
        former={page_piece(history_address(old)): Redirect(location=place) for old in former if old != path},
    )


def _version(told: ToldVersion) -> VersionView:
    return VersionView(
        number=told.number,
        published_at=told.published_at,
        kind=told.kind,
        notes=told.notes,
        since=told.since,
        parts=tuple(_part(part, is_whole=told.since is None) for part in told.parts),
        withheld=told.withheld,
    )


def _part(part: Part, *, is_whole: bool) -> HistoryPart:
    lines = (_line(row) for row in part.rows) if is_whole else _changed(part.rows)
    return HistoryPart(label=part.label, lines=tuple(lines))


def _changed(rows: Sequence[Row]) -> Iterator[HistoryLine]:
    """The changed paragraphs; a stretch between them that stayed is counted."""
    for is_changed, stretch in groupby(rows, key=lambda row: row.is_changed):
        if is_changed:
            yield from (_line(row) for row in stretch)
        else:
            yield HistoryLine(skipped=sum(1 for _ in stretch))


def _line(row: Row) -> HistoryLine:
    return HistoryLine(kind=row.kind, wordings=tuple(part for words in row.pieces for part in _wordings(words)))


def _wordings(words: Words) -> Iterator[Wording]:
    """The space before a word that came or went is neither."""
    mark = "ins" if words.is_new else "del" if words.is_gone else ""
    text = words.text.lstrip() if mark else words.text
    if len(text) < len(words.text):
        yield Wording(text=" ")
    yield Wording(text=text, mark=mark)
