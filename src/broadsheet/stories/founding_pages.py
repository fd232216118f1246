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
            description=_("What %(paper)s knows of its readers") % {"paper": paper},
            body=tuple(_privacy()),
            names_others=True,
        ),
    )


def _about(paper: str) -> Iterator[Block]:
    yield _text(_("%(paper)s is a news site.") % {"paper": paper})
    yield "heading", _("Whose words these are")
    yield _text(
        _(
            "Where a story is an agency's, or rests on one, the story names the agency. Stories without such a line "
            "are our own."
        )
    )
    yield "heading", _("When we are wrong")
    yield _text(
        _(
            "We say so under the story, with what was wrong and what is right. All such notes stand together under "
            "Corrections, and readers can compare the versions of a story. A story that is withdrawn leaves a notice "
            "at its address."
        )
    )
    yield "heading", _("What is popular")
    yield _text(
        _(
            "Popular Stories is ranked by how many readers saw a story, not by us and not for you: everybody sees the "
            "same list. How it is counted stands on its own page; editors can keep a story out of it, and how many "
            "are kept out is stated."
        )
    )


def _contact() -> Iterator[Block]:
    yield _text(
        _("Tell us of a mistake, of something that we should look into, or of what you think."),
        _("Name the story that you write about."),
    )


def _privacy() -> Iterator[Block]:
    yield _text(
        _(
            "This site sets no cookies, has no sign-in for readers, and loads nothing by itself from anybody who is "
            "not named on this page."
        ),
    )
    yield "heading", _("How readers are counted")
    yield _text(
        _(
            "When a story has become visible on your screen, your browser tells this site which story it was, and "
            "whether you came from one of our lists, another page of ours, a search engine, another site or directly: "
            "the kind of place, not its address."
        ),
        _(
            "Your network address and what your browser calls itself are turned into a number that cannot be turned "
            "back, with a secret that is kept in memory alone and thrown away every day. The address itself is not "
            "kept for this. The numbers are not kept one by one either: each story has a summary from which only how "
            "many there were can be told."
        ),
        _("A browser that asks not to be tracked (Global Privacy Control, Do Not Track) is given no number at all."),
        _(
            "While you go from a list to a story, your browser remembers the list's name in the tab, and forgets it on "
            "the story's page. Nothing else is kept on your device but the pages themselves."
        ),
    )
    yield "heading", _("Things from other sites")
    yield _text(
        _(
            "A story may show a film, a post or a chart of another site. You see a card with a link; nothing of that "
            "site is loaded until you press the button on the card, which says who will then see you."
        )
    )
    yield "heading", _("What else is recorded")
    yield _text(
        _(
            "The software behind this site keeps no record of who asked for which page, nor of what was searched for. "
            "A company that hosts or delivers these pages may keep records of its own."
        )
    )


def _text(*paragraphs: str) -> Block:
    return "text", "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
