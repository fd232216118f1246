"""
The edition in text alone: no picture, no script, no font, for slow lines, small screens and whoever likes to read so.

Only its front and one frame are pressed: the edge puts the text that a story's entry holds into the frame, so that a
paper of 100,000 stories has no page more, and what takes a story away takes this away too (decision 026).
"""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import TEXT_FRAME, Page
from broadsheet.formats.syndication import without_pictures
from broadsheet.look import lists as look_lists
from broadsheet.look import pages as look
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.stories.addresses import TEXT_PATH

_LATEST_SHOWN = 12
_SECTION_SHOWN = 8


def text_edition(edition: Edition) -> Plates:
    """The front of headlines, and the frame of the stories."""
    if not edition.has_own(TEXT_PATH):
        return Plates(removed=frozenset({TEXT_FRAME}))
    return Plates(pieces={page_piece(TEXT_PATH): _front(edition), TEXT_FRAME: _frame(edition)})


def text_url(path: str, *, edition: Edition) -> str:
    """Where the text of the story at an address stands; empty where there is no such edition."""
    return f"{TEXT_PATH}{path.lstrip('/')}" if edition.has_own(TEXT_PATH) else ""


def text_article(view: look.StoryView, *, html: str, url: str, edition: Edition) -> str:
    """A story from its title on, as the frame takes it; `html` is its portable text, `url` its whole address."""
    story = {
        "story": view,
        "html": without_pictures(html),
        "url": url,
        "paper": edition.paper,
        "front_url": TEXT_PATH,
        "section": _in_text(view.trail[0]) if view.trail else None,
    }
    return render_to_string("press/text_story.html", story)


def _front(edition: Edition) -> Page:
    sections = tuple(
        look_lists.text_list(
            heading=section.name,
            anchor=_anchor(section.link),
            sources=(f"list/latest/{section.page_id}",),
            limit=_SECTION_SHOWN,
        )
        for section in edition.top_sections
    )
    latest = look_lists.text_list(
        heading=_("Latest Stories"), anchor="latest-stories", sources=("list/latest/all",), limit=_LATEST_SHOWN
    )
    links = tuple(_in_text(section.link) for section in edition.top_sections)
    context = {"head": edition.head(title=_("Text only"), path="/"), "links": links, "lists": (latest, *sections)}
    return Page(parts=render_parts("press/text_front.html", context))


def _in_text(section: look.SectionLink) -> look.SectionLink:
    """Where its headlines stand on the front of this edition."""
    return look.SectionLink(name=section.name, url=f"{TEXT_PATH}#{_anchor(section)}")


def _anchor(section: look.SectionLink) -> str:
    """The section's slug; a top section's address is no more than that."""
    return section.url.strip("/")


def _frame(edition: Edition) -> Page:
    context = {"head": edition.head(), "article": look_lists.text_article_list()}
    return Page(parts=render_parts("press/text_frame.html", context))
