"""
What a paper says of itself before anybody has written it: three pages that are true of every Broadsheet.

They say what the software does and nothing that only the paper's people can know. An administrator makes them theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from broadsheet.stories.identity import Identity
from broadsheet.stories.locking import locked_page
from broadsheet.stories.models import HomePage
from broadsheet.stories.paper_pages import PaperPage

Block = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCopy:
    """The words of a page; `slug` is its address."""

    slug: str
    title: str
    body: tuple[Block, ...]
    description: str = ""
    shows_contact: bool = False
    names_others: bool = False


@transaction.atomic
def found_paper_pages(home: HomePage, *, now: datetime) -> tuple[str, ...]:
    """
    Make them, once in the life of a paper, and give the addresses of those that were made.

    Whoever deletes or renames one does not get it back. An address that a section has stays the section's.
    """
    identity = Identity.objects.select_for_update().order_by("pk").first() or Identity.objects.create()
    if identity.pages_founded_at is not None:
        return ()
    place = locked_page(home)
    taken = set(place.get_children().values_list("slug", flat=True))
    made = [copy for copy in first_pages(place.title) if copy.slug not in taken]
    for copy in made:
        place.add_child(
            instance=PaperPage(
                title=copy.title,
                slug=copy.slug,
                search_description=copy.description,
                body=list(copy.body),
                shows_contact=copy.shows_contact,
                names_others=copy.names_others,
                first_published_at=now,
                last_published_at=now,
            )
        )
    Identity.objects.filter(pk=identity.pk).update(pages_founded_at=now)
    return tuple(f"/{copy.slug}/" for copy in made)


def first_pages(paper: str) -> Sequence[PaperCopy]:
    """About, contact and privacy of a paper of that name."""
    return (
        PaperCopy(
            slug="about",
            title=_("About"),
            description=_("How %(paper)s works") % {"paper": paper},
            body=tuple(_about(paper)),
        ),
        PaperCopy(slug="contact", title=_("Contact"), body=tuple(_contact()), shows_contact=True),
        PaperCopy(
            slug="privacy",
            title=_("Privacy"),
            description=_("What %(paper)s knows about its readers") % {"paper": paper},
            body=tuple(_privacy()),
            names_others=True,
        ),
    )


def _about(paper: str) -> Iterator[Block]:
    yield _text(
        _(
            "%(paper)s reports the news. This page says how we work: who writes our stories, what we do when we get "
            "something wrong, and how Popular Stories is ranked."
        )
        % {"paper": paper}
    )
    yield "heading", _("Who writes our stories")
    yield _text(
        _(
            "Where a story comes from an agency, or rests on its reporting, the story names the agency. Stories "
            "without such a line are our own."
        )
    )
    yield "heading", _("When we get something wrong")
    yield _text(
        _(
            "We say so beneath the story: what was wrong, and what is right. All these notes are listed under "
            "Corrections, and readers can compare the versions of a story. When we withdraw a story, a notice takes "
            "its place."
        )
    )
    yield "heading", _("What is popular")
    yield _text(
        _(
            "Popular Stories is ranked by how many readers saw a story. We do not choose the order, and it is not "
            "tailored to you: everyone sees the same list. We explain how on a separate page. Editors can keep a "
            "story off the list; that page says how many they keep off."
        )
    )


def _contact() -> Iterator[Block]:
    yield _text(
        _("Tell us about a mistake, about something we should look into, or what you think."),
        _("Tell us which story you mean."),
    )


def _privacy() -> Iterator[Block]:
    yield _text(
        _(
            "This site sets no cookies, has no sign-in for readers, and loads nothing of its own accord from anyone "
            "who is not named on this page."
        ),
    )
    yield "heading", _("How we count readers")
    yield _text(
        _(
            "When a story appears on your screen, your browser tells this site which story it is, and whether you came "
            "from one of our lists, another page of ours, a search engine, another site or directly: the kind of "
            "place, not its address."
        ),
        _(
            "Your network address and the name that your browser gives itself are turned into a number that cannot be "
            "turned back, with a secret that is held only in memory and thrown away every day. We do not keep the "
            "address for this. Nor do we keep the numbers one by one: each story has a summary that shows only how "
            "many there were."
        ),
        _("A browser that asks not to be tracked (Global Privacy Control, Do Not Track) is given no number at all."),
        _(
            "As you go from a list to a story, your browser remembers the name of the list in the tab, and forgets it "
            "once the story is open. Nothing else is kept on your device but the pages themselves."
        ),
    )
    yield "heading", _("Material from other sites")
    yield _text(
        _(
            "A story may include a film, a post or a chart from another site. You see a card with a link; nothing is "
            "loaded from that site until you press the button on the card, which says who will then see you."
        )
    )
    yield "heading", _("What else is recorded")
    yield _text(
        _(
            "The software behind this site keeps no record of who opened which page, or of what anyone searched for. "
            "A company that hosts or delivers these pages may keep records of its own."
        )
    )


def _text(*paragraphs: str) -> Block:
    return "text", "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
