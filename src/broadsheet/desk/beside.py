"""Beside a story in its editor: the wire with what binds it and what waits, and where each field came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from broadsheet.contracts.news import NewsItem
from broadsheet.stories.differing import Paragraph, Row, differences
from broadsheet.stories.models import StoryPage
from broadsheet.wire.dossiers import UseLine, use_lines_of
from broadsheet.wire.facts import item_from
from broadsheet.wire.queries import news_of, standing_verdict
from broadsheet.wire.tracing import provenance_of
from broadsheet.wire.verdict import Verdict
from broadsheet.wire.wording import markup_paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One item beside a story; `rows` tell its newest text from the one that the story holds."""

    line: UseLine
    news: NewsItem
    verdict: Verdict
    has_expired: bool
    is_newer: bool
    headline: tuple[Row, ...]
    rows: tuple[Row, ...]


class WireSidePanel(BaseSidePanel):
    """Wagtail's side panel, opened by its own button above the story's form."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle the wire beside the story")
        icon_name = "wire"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "count": sum(line.use.is_waiting for line in self.panel.lines)}

    name = "wire"
    title = _("The wire")
    template_name = "desk/beside.html"
    order = 90

    def __init__(self, story: StoryPage, request: Any) -> None:
        super().__init__(story, request)
        self.lines = use_lines_of(story, person=request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        now = timezone.now()
        return {**context, "sources": [beside(line, now=now) for line in self.lines], "next_url": self.request.path}


class OriginSidePanel(BaseSidePanel):
    """Where each field came from, and what the newsroom changed; for the paper's own stories, that they are."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle where it comes from")
        icon_name = "globe"

    name = "origin"
    title = _("Where it comes from")
    template_name = "desk/origin.html"
    order = 95

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        story: StoryPage = self.object
        owner = story.owner
        name = owner.display_name if owner else ""
        return {**context, "provenance": provenance_of(story), "owner": name, "begun_at": story.first_published_at}


def beside(line: UseLine, *, now: datetime) -> Beside:
    """What an editor wants to see of an item while writing."""
    news = news_of(line.use.item)
    taken = line.use.taken
    is_newer = taken is not None and taken.pk != line.use.item.current_id
    held = item_from(taken.facts) if taken is not None and is_newer else news
    return Beside(
        line=line,
        news=news,
        verdict=standing_verdict(line.use.item, now=now),
        is_newer=is_newer,
        has_expired=news.expires_at is not None and news.expires_at <= now,
        headline=differences([Paragraph(text=held.headline)], [Paragraph(text=news.headline)]),
        rows=differences(markup_paragraphs(held.body_html), markup_paragraphs(news.body_html)),
    )
