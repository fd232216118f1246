"""
The lists that stand on readers' pages, as slots with their headings, in our own markup.

A list's heading is part of its slot: where no story is left, the edge writes neither. `list_name` is what the beacon
says a reader came from.
"""

from html import escape

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Candidate, ListSlot, Role, Shape
from broadsheet.look.pages import SectionLink


def popular_list(*, sources: tuple[str, ...], limit: int = 5, role: Role = Role.POPULAR) -> ListSlot:
    """Ranks are a public claim, so this one is an `ol`. On a front it is given `Role.FRONT`: its place decides."""
    return _headed(role, "popular", _("Popular Stories"), tag="ol", sources=sources, limit=limit)


def latest_list(*, sources: tuple[str, ...], limit: int = 5, role: Role = Role.LATEST) -> ListSlot:
    """On a front it is given `Role.FRONT`: it stands high there, and must not be left what the rows below spare."""
    return _headed(role, "latest", _("Latest Stories"), sources=sources, limit=limit)


def related_list(*, candidates: tuple[Candidate, ...], sources: tuple[str, ...] = (), limit: int = 5) -> ListSlot:
    return _headed(Role.RELATED, "related", _("Related Stories"), candidates=candidates, sources=sources, limit=limit)


def follow_up_list(*, candidates: tuple[Candidate, ...], limit: int = 3) -> ListSlot:
    """What happened after an older story; stands on top of its body."""
    return _headed(Role.RELATED, "since", _("Since then"), candidates=candidates, limit=limit)


def in_body_list(*, story_id: int, label: str = "") -> ListSlot:
    """One story named inside a body."""
    return ListSlot(
        role=Role.PIN,
        list_name="inbody",
        shape=Shape.LINE,
        limit=1,
        candidates=(Candidate(story_id=story_id),),
        opening=f'<aside class="in-body" data-list="inbody"><p>{escape(label or _("Read more"))}</p><ul>',
        closing="</ul></aside>",
    )


def breaking_list(*, candidates: tuple[Candidate, ...], limit: int = 1) -> ListSlot:
    """The band on top of a front; a slot, so that a killed flash goes with its story."""
    return ListSlot(
        role=Role.PIN,
        list_name="breaking",
        shape=Shape.LINE,
        limit=limit,
        candidates=candidates,
        opening=_section("breaking", name="breaking", key="breaking", heading=escape(_("Breaking"))) + "<ul>",
        closing="</ul></section>",
    )


def lead_list(*, candidates: tuple[Candidate, ...] = (), sources: tuple[str, ...] = ()) -> ListSlot:
    """The one story on top of a front."""
    return ListSlot(
        role=Role.FRONT,
        list_name="front",
        shape=Shape.LEAD,
        limit=1,
        candidates=candidates,
        sources=sources,
        opening='<div class="lead" data-list="front">',
        closing="</div>",
        item_opening='<article class="card">',
        item_closing="</article>",
    )


def tier_list(*, candidates: tuple[Candidate, ...] = (), sources: tuple[str, ...] = (), limit: int = 4) -> ListSlot:
    """The stories beside the lead."""
    return _cards("tier", Shape.TEASER, candidates=candidates, sources=sources, limit=limit)


def river_list(
    *, candidates: tuple[Candidate, ...] = (), sources: tuple[str, ...] = (), limit: int = 20, role: Role = Role.FRONT
) -> ListSlot:
    """A long run of stories, newest first: the rest of a section's front, a topic, an archive."""
    return _cards("river", Shape.TEASER, candidates=candidates, sources=sources, limit=limit, role=role)


def results_list(*, limit: int) -> ListSlot:
    """What a search found, best first; the edge names the stories, each with the words by which it was found."""
    return ListSlot(
        role=Role.PIN,
        list_name="search",
        shape=Shape.TEASER,
        limit=limit,
        opening='<ol class="results" data-list="search">',
        closing="</ol>",
        item_opening='<li class="card">',
    )


def strip_list(
    *,
    section: SectionLink,
    key: str,
    candidates: tuple[Candidate, ...] = (),
    sources: tuple[str, ...] = (),
    limit: int = 4,
) -> ListSlot:
    """A section's row on the home front. `key` is unique on the page (the section's id or slug)."""
    return ListSlot(
        role=Role.FRONT,
        list_name="front",
        shape=Shape.STRIP,
        limit=limit,
        candidates=candidates,
        sources=sources,
        opening=_section("strip", name="front", key=f"strip-{key}", heading=_link(section)) + "<ul>",
        closing="</ul></section>",
        item_opening='<li class="card">',
    )


def _headed(
    role: Role,
    name: str,
    heading: str,
    *,
    limit: int,
    tag: str = "ul",
    candidates: tuple[Candidate, ...] = (),
    sources: tuple[str, ...] = (),
) -> ListSlot:
    return ListSlot(
        role=role,
        list_name=name,
        shape=Shape.LINE,
        limit=limit,
        candidates=candidates,
        sources=sources,
        opening=_section("list", name=name, key=f"list-{name}", heading=escape(heading)) + f"<{tag}>",
        closing=f"</{tag}></section>",
    )


def _cards(
    name: str,
    shape: Shape,
    *,
    candidates: tuple[Candidate, ...],
    sources: tuple[str, ...],
    limit: int,
    role: Role = Role.FRONT,
) -> ListSlot:
    return ListSlot(
        role=role,
        list_name="front",
        shape=shape,
        limit=limit,
        candidates=candidates,
        sources=sources,
        opening=f'<ul class="{name}" data-list="front">',
        closing="</ul>",
        item_opening='<li class="card">',
    )


def _section(kind: str, *, name: str, key: str, heading: str) -> str:
    label = escape(key)
    return f'<section class="{kind}" data-list="{name}" aria-labelledby="{label}"><h2 id="{label}">{heading}</h2>'


def _link(section: SectionLink) -> str:
    return f'<a href="{escape(section.url)}">{escape(section.name)}</a>'
