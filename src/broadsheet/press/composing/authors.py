"""
An author as a page: who that is, the newest stories under the name, and its feeds.

It is there as long as a story of the author's may stand in Latest Stories, as a topic's is.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Page
from broadsheet.look import lists as look_lists
from broadsheet.look.archives import AuthorView
from broadsheet.look.pages import Byline, ListingView, SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.archives import newest_page
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.feeds import Channel, feed_links, gone_with_feeds
from broadsheet.press.composing.indexes import index_page
from broadsheet.press.composing.lists import latest_piece
from broadsheet.press.composing.pictures import picture_view
from broadsheet.press.composing.plates import Plates
from broadsheet.press.composing.schema import profile_data
from broadsheet.press.shelf import Kind, Standing, shelf_of
from broadsheet.stories.addresses import AUTHORS_PATH, author_address
from broadsheet.stories.models import Author, StoryPage

_DESCRIBED = 200  # letters of a biography that stand below the page's name in a search engine


def author_page(
    author: Author, *, standing: Standing, former: Sequence[str], older_url: str, edition: Edition
) -> Plates:
    """An author who has stories; the addresses that the page had before lead to it."""
    path = author_address(author.slug)
    source = latest_piece(str(standing.shelf))
    channel = _channel(author, path=path, source=source, edition=edition)
    feeds = feed_links(channel)
    listing = ListingView(
        name=author.name,
        trail=(authors_link(),),
        stories=look_lists.river_list(sources=(source,), limit=len(standing.shown)),
        feeds=feeds,
        older_url=older_url,
    )
    view = author_view(author)
    about = " ".join(view.biography)[:_DESCRIBED] or channel.description
    head = edition.head(
        title=author.name,
        path=path,
        description=about,
        picture=view.portrait,
        feeds=feeds,
        json_ld=profile_data(author.name, view, path=path, above=listing.trail, edition=edition),
    )
    page = Page(parts=render_parts("press/author.html", {"head": head, "listing": listing, "author": view}))
    plates = newest_page(page, channel, standing=standing, former=former, edition=edition)
    return replace(plates, authors={path: author.pk})


def gone_author(author_id: int, *, former: Sequence[str], edition: Edition) -> Plates:
    """An author without a story, or one who is no longer there: a plain notice wherever readers knew the page."""
    source = latest_piece(str(shelf_of(Kind.AUTHOR, author_id)))
    return Plates(former=gone_with_feeds(edition=edition, former=former), removed=frozenset({source}))


def author_index(named: Sequence[tuple[str, str]], *, edition: Edition) -> Plates:
    """The authors who have a page, by their names and addresses."""
    said = _("Who writes for %(paper)s") % {"paper": edition.paper}
    return index_page(named, place=authors_link(), description=said, edition=edition)


def authors_link() -> SectionLink:
    return SectionLink(name=_("Authors"), url=AUTHORS_PATH)


def author_view(author: Author) -> AuthorView:
    return AuthorView(
        role=author.role,
        biography=author.paragraphs,
        portrait=picture_view(author.portrait),
        email=author.email,
        elsewhere=tuple(SectionLink(name=name, url=link) for name, link in author.places_elsewhere),
    )


def bylines_of(story: StoryPage, *, edition: Edition) -> tuple[Byline, ...]:
    """
    Who wrote a story, with their pages where these are sure to be there.

    A story that is kept out of Latest Stories may be its author's only one: it names them without a link.
    """
    is_linked = story.in_latest and edition.has_own(AUTHORS_PATH)
    return tuple(
        _byline(byline.author, is_linked=is_linked, edition=edition) if byline.author else Byline(name=byline.name)
        for byline in story.bylines.all()
    )


def _byline(author: Author, *, is_linked: bool, edition: Edition) -> Byline:
    path = author_address(author.slug) if is_linked else ""
    profile = edition.whole_address(path) if path else ""
    return Byline(name=author.name, role=author.role, url=path, profile=profile)


def _channel(author: Author, *, path: str, source: str, edition: Edition) -> Channel:
    return Channel(
        guid=f"{edition.guid}#author-{author.pk}",
        title=f"{author.name} · {edition.paper}",
        description=_("The latest stories by %(author)s") % {"author": author.name},
        path=path,
        newest=source,
    )
