"""
The lists that stand on readers' pages, as slots with their headings, in our own markup.

A list's heading is part of its slot: where no story is left, the edge writes neither. `list_name` is what the beacon
says a reader came from.
"""

from dataclasses import replace
from html import escape

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Candidate, ListSlot, Role, Shape
from broadsheet.look.pages import SectionLink

_POPULAR_PAGE = "/popular/"
_LATEST_PAGE = "/latest/"


def popular_list(*, sources: tuple[str, ...], limit: int = 5, role: Role = Role.POPULAR, section: str = "") -> ListSlot:
    """
    Ranks are a public claim, so this one is an `ol`. On a front it is given `Role.FRONT`: its place decides.

    That of one `section` says so; that of the whole paper leads to the page that says how it is counted.
    """
    if section:
        heading = escape(_("Popular Stories in %(section)s") % {"section": section})
    else:
        heading = _link(SectionLink(name=_("Popular Stories"), url=_POPULAR_PAGE))
    return _headed(role, "popular", heading, tag="ol", sources=sources, limit=limit)


def ranked_list(*, sources: tuple[str, ...], limit: int) -> ListSlot:
    """The whole ranking on a page of its own; its hits count as those of any other Popular list."""
    return ListSlot(
        role=Role.PIN,
        list_name="popular",
        shape=Shape.RANKED,
        limit=limit,
        sources=sources,
        opening='<ol class="ranks" data-list="popular">',
        closing="</ol>",
        item_opening='<li class="card">',
    )


def latest_list(*, sources: tuple[str, ...], limit: int = 5, role: Role = Role.LATEST) -> ListSlot:
    """
    On a front it is given `Role.FRONT`: it stands high there, and must not be left what the rows below spare.

    It leads to the archive by day.
    """
    heading = _link(SectionLink(name=_("Latest Stories"), url=_LATEST_PAGE))
    return _headed(role, "latest", heading, sources=sources, limit=limit)


def related_list(
    *,
    candidates: tuple[Candidate, ...],
    pins: tuple[Candidate, ...] = (),
    sources: tuple[str, ...] = (),
    source_notes: tuple[str, ...] = (),
    barred: tuple[int, ...] = (),
    limit: int = 5,
) -> ListSlot:
    """Each entry says why it stands there: a pin, a candidate and what a source gives."""
    heading = escape(_("Related Stories"))
    headed = _headed(Role.RELATED, "related", heading, candidates=candidates, sources=sources, limit=limit)
    return replace(headed, pins=pins, source_notes=source_notes, barred=barred)


def follow_up_list(*, candidates: tuple[Candidate, ...], limit: int = 3) -> ListSlot:
    """What happened after an older story, on top of its body; an aside, for extractors take a section for words."""
    headed = _headed(Role.RELATED, "since", escape(_("Since then")), candidates=candidates, limit=limit)
    opening = headed.opening.replace("<section", "<aside", 1)
    return replace(headed, opening=opening, closing="</ul></aside>")


def neighbour_list(*, candidates: tuple[Candidate, ...], section: str, is_later: bool) -> ListSlot:
    """The nearest story before or after one in its section that no list of the page names."""
    heading = _("Later in %(section)s") if is_later else _("Earlier in %(section)s")
    return _headed(
        Role.NEIGHBOUR,
        "later" if is_later else "earlier",
        escape(heading % {"section": section}),
        candidates=candidates,
        limit=1,
    )


def in_body_list(*, story_ids: tuple[int, ...], label: str = "") -> ListSlot:
    """Stories named inside a body. They are an editor's pins: no other list of the page names them again."""
    name = escape(label or _("Read more"))
    return ListSlot(
        role=Role.PIN,
        list_name="inbody",
        shape=Shape.TEASER,
        limit=len(story_ids),
        candidates=tuple(Candidate(story_id=story_id) for story_id in story_ids),
        opening=f'<aside class="in-body" data-list="inbody" aria-label="{name}"><p>{name}</p><ul>',
        closing="</ul></aside>",
        item_opening='<li class="card">',
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


def banner_list(*, story_id: int, url: str, text: str) -> ListSlot:
    """The same band with a line of the editors' own words; it goes with the story that it leads to."""
    link = f'<a class="headline" href="{escape(url)}">{escape(text)}</a>'
    return breaking_list(candidates=(Candidate(story_id=story_id, instead=link),))


def package_list(*, story_ids: tuple[int, ...], label: str) -> ListSlot:
    """Stories that hang under the lead; an editor's pins, so nothing else on the front names them again."""
    return ListSlot(
        role=Role.PIN,
        list_name="front",
        shape=Shape.LINE,
        limit=len(story_ids),
        candidates=tuple(Candidate(story_id=story_id) for story_id in story_ids),
        opening=_section("package", name="front", key="package", heading=escape(label)) + "<ul>",
        closing="</ul></section>",
    )


def lead_list(
    *, candidates: tuple[Candidate, ...] = (), sources: tuple[str, ...] = (), barred: tuple[int, ...] = ()
) -> ListSlot:
    """The one story on top of a front."""
    return ListSlot(
        role=Role.FRONT,
        list_name="front",
        shape=Shape.LEAD,
        limit=1,
        candidates=candidates,
        sources=sources,
        barred=barred,
        opening='<div class="lead" data-list="front">',
        closing="</div>",
        item_opening='<article class="card">',
        item_closing="</article>",
    )


def tier_list(
    *,
    candidates: tuple[Candidate, ...] = (),
    sources: tuple[str, ...] = (),
    barred: tuple[int, ...] = (),
    limit: int = 4,
) -> ListSlot:
    """The stories beside the lead."""
    return replace(_cards("tier", Shape.TEASER, candidates=candidates, sources=sources, limit=limit), barred=barred)


def river_list(
    *, candidates: tuple[Candidate, ...] = (), sources: tuple[str, ...] = (), limit: int = 20, role: Role = Role.FRONT
) -> ListSlot:
    """A long run of stories, newest first: the rest of a section's front, a topic, an archive."""
    return _cards("river", Shape.TEASER, candidates=candidates, sources=sources, limit=limit, role=role)


def day_list(*, candidates: tuple[Candidate, ...] = (), sources: tuple[str, ...] = (), limit: int) -> ListSlot:
    """The stories of a day, newest first, each with the time at which it came."""
    return ListSlot(
        role=Role.LATEST,
        list_name="latest",
        shape=Shape.LINE,
        limit=limit,
        candidates=candidates,
        sources=sources,
        opening='<ol class="list hours card" data-list="latest" reversed>',
        closing="</ol>",
    )


def text_list(*, heading: str, anchor: str, sources: tuple[str, ...], limit: int) -> ListSlot:
    """Headlines on the front of the edition in text alone, under a heading that `#anchor` leads to."""
    return ListSlot(
        role=Role.FRONT,
        list_name="front",
        shape=Shape.PLAIN,
        limit=limit,
        sources=sources,
        opening=f'<h2 id="{escape(anchor)}">{escape(heading)}</h2><ul>',
        closing="</ul>",
    )


def text_article_list() -> ListSlot:
    """The story in the frame of that edition; the edge names it."""
    return ListSlot(
        role=Role.PIN, list_name="text", shape=Shape.TEXT, limit=1, item_opening="", item_closing=""
    )  # fmt: skip


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
    barred: tuple[int, ...] = (),
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
        barred=barred,
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
        opening=_section("list", name=name, key=f"list-{name}", heading=heading) + f"<{tag}>",
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
