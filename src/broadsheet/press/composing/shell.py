"""What stands on every page: masthead, menu, footer."""

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Fragment
from broadsheet.look.pages import FooterView, MastheadView, SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.feeds import feed_links, paper_channel
from broadsheet.press.composing.plates import Plates
from broadsheet.stories.addresses import CORRECTIONS_PATH


def shell(edition: Edition) -> Plates:
    """The fragments that every page has a slot for."""
    menu = tuple(section.link for section in edition.top_sections if section.in_menu)
    masthead = MastheadView(paper=edition.paper, sections=menu)
    footer = FooterView(
        paper=edition.paper,
        sections=tuple(section.link for section in edition.top_sections),
        feeds=feed_links(paper_channel(edition)),
        links=(SectionLink(name=_("Corrections"), url=CORRECTIONS_PATH),),
    )
    return Plates(
        pieces={
            "shell/masthead": _fragment("press/masthead.html", {"masthead": masthead}),
            "shell/footer": _fragment("press/footer.html", {"footer": footer}),
        }
    )


def _fragment(template: str, context: dict[str, object]) -> Fragment:
    return Fragment(html="".join(part for part in render_parts(template, context) if isinstance(part, str)))
