"""The pages of the archive, of sections, topics and authors: numbered from the oldest, so that full ones stay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.contracts.pieces import Candidate, Page, Piece, Redirect, StoryList
from broadsheet.environment import site
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import ListingView, SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.feeds import Channel, feed_pages, moved_with_feeds
from broadsheet.press.composing.gone import gone_page
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.press.composing.schema import breadcrumbs
from broadsheet.press.shelf import Kind, Shelf, Spot, Standing
from broadsheet.stories.addresses import older_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """
    What an archive is of, and where: `path` is that of its front, `former` are those that readers may know it by.

    `top` is the number of its open page. That of a section has an address by its number; elsewhere it is the front.
    """

    shelf: Shelf
    name: str
    path: str
    top: int
    former: tuple[str, ...] = ()
    trail: tuple[SectionLink, ...] = ()

    def address(self, number: int) -> str:
        """Where a page stands."""
        is_front = number >= self.top and self.shelf.kind is not Kind.SECTION
        return self.path if is_front else self.below(self.path, number)

    def below(self, path: str, number: int) -> str:
        """Where the page of that number stands where the archive is at `path`."""
        return f"{path}{number}/" if self.shelf.kind is Kind.DAY else older_address(path, number)

    def older_url(self, number: int) -> str:
        return self.address(number - 1) if number > 1 else ""

    def newer_url(self, number: int) -> str:
        return self.address(number + 1) if number < self.top else ""


def newest_page(page: Page, channel: Channel, *, standing: Standing, former: Sequence[str], edition: Edition) -> Plates:
    """The page of a topic or an author, its list and its feeds; the addresses that it had before lead to it."""
    newest = StoryList(story_ids=tuple(spot.story_id for spot in standing.newest))
    return Plates(
        pieces={page_piece(channel.path): page, channel.newest: newest, **feed_pages(channel, edition=edition)},
        former=moved_with_feeds(channel.path, former=[old for old in former if old != channel.path]),
    )


def archive_page(archived: Archived, *, number: int, stories: Sequence[Spot], edition: Edition) -> Plates:
    """
    A numbered page with these stories, the newest first; where the archive stood before, an address leads to it.

    It names stories by their ids alone: one that is withdrawn is gone from it with its card, unpressed.
    """
    path = archived.address(number)
    kind = _("Archive, page %(number)s") % {"number": number}
    view = ListingView(
        name=archived.name,
        kind=kind,
        description=_span(stories),
        trail=archived.trail,
        stories=look_lists.river_list(candidates=candidates_of(stories), limit=max(len(stories), 1)),
        newer_url=archived.newer_url(number),
        older_url=archived.older_url(number),
        page=number,
    )
    said = _("%(name)s: older stories, %(span)s") % {"name": archived.name, "span": view.description}
    way = breadcrumbs((*view.trail, SectionLink(name=kind, url=path)), edition=edition)
    head = edition.head(title=f"{archived.name}: {kind}", path=path, description=said, json_ld=(way,))
    page = Page(parts=render_parts("press/listing.html", {"head": head, "listing": view}))
    return Plates(pieces={page_piece(path): page}, former=moved_page(archived, number))


def gone_archive_page(archived: Archived, *, number: int, edition: Edition) -> Plates:
    """Of a section, topic or author that is no longer there: a plain notice wherever the page stood."""
    page = gone_page(edition=edition)
    return Plates(former={page_piece(archived.below(old, number)): page for old in archived.former})


def moved_page(archived: Archived, number: int) -> dict[str, Piece]:
    """What stands at the addresses that a numbered page had before."""
    moved: Iterable[str] = (old for old in archived.former if old != archived.path)
    return {page_piece(archived.below(old, number)): Redirect(location=archived.address(number)) for old in moved}


def candidates_of(stories: Iterable[Spot]) -> tuple[Candidate, ...]:
    return tuple(Candidate(story_id=spot.story_id) for spot in stories)


def _span(stories: Sequence[Spot]) -> str:
    """From when to when they are: "3 March 2026 to 8 March 2026"."""
    if not stories:
        return ""
    zone = site.zone()
    first, last = (
        str(date_format(spot.at.astimezone(zone), pgettext("date", "j F Y"))) for spot in (stories[-1], stories[0])
    )
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
