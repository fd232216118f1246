"""What readers read most, now, today and this week: each on a page of its own that says how it is counted."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.contracts.audience import PopularList
from broadsheet.contracts.pieces import Page
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import PopularView, SectionLink
from broadsheet.look.slots import render_parts
from broadsheet.popular.ranking import RANKS, SPANS, Span
from broadsheet.popular.wording import hours_in_words
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.plates import Plates, page_piece
from broadsheet.press.composing.schema import breadcrumbs
from broadsheet.stories.addresses import POPULAR_PATH, POPULAR_PATHS, POPULARITY_PATH

SPAN_PATHS: Mapping[Span, str] = dict(zip((Span.NOW, Span.TODAY, Span.WEEK), POPULAR_PATHS, strict=True))
SPAN_NAMES = {
    Span.NOW: gettext_lazy("Popular now"),
    Span.TODAY: gettext_lazy("Popular today"),
    Span.WEEK: gettext_lazy("Popular this week"),
}
_TABS = {
    Span.NOW: gettext_lazy("Now"),
    Span.TODAY: gettext_lazy("Today"),
    Span.WEEK: gettext_lazy("This week"),
}


def popular_page(span: Span, ranking: PopularList | None, *, kept_out: int, edition: Edition) -> Plates:
    """
    The page of one span. Its list is filled in at the edge: a killed story is out at once, and an old list hides.

    `kept_out` is how many stories editors keep out at the edition's moment.
    """
    path, window = SPAN_PATHS[span], hours_in_words(SPANS[span].hours)
    view = PopularView(
        name=str(SPAN_NAMES[span]),
        url=path,
        trail=_trail(span),
        spans=tuple(SectionLink(name=str(_TABS[each]), url=SPAN_PATHS[each]) for each in Span),
        stories=look_lists.ranked_list(sources=(f"list/popular/{span}",), limit=RANKS),
        window=window,
        half_life=hours_in_words(round(SPANS[span].half_life_hours)),
        figures_url=POPULARITY_PATH,
        kept_out=kept_out,
        told_at=edition.now,
        readers=ranking.counted_readers if ranking else 0,
        readers_written=number_format(ranking.counted_readers, force_grouping=True) if ranking else "",
        counted_at=ranking.made_at if ranking else None,
    )
    said = _("What readers of %(paper)s read most in the past %(window)s, and how we count it")
    way = breadcrumbs((*view.trail, SectionLink(name=view.name, url=path)), edition=edition)
    described = said % {"paper": edition.paper, "window": window}
    head = edition.head(title=view.name, path=path, description=described, json_ld=(way,))
    page = Page(parts=render_parts("press/popular.html", {"head": head, "popular": view}))
    return Plates(pieces={page_piece(path): page})


def _trail(span: Span) -> tuple[SectionLink, ...]:
    return () if span is Span.NOW else (SectionLink(name=_("Popular Stories"), url=POPULAR_PATH),)
