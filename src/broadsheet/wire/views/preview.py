"""An item beside the list: what an editor has to know before using it, then how it would read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.stories.wording import paragraphs
from broadsheet.wire.colours import colour_of
from broadsheet.wire.forms import MakeForm
from broadsheet.wire.models import WireItem
from broadsheet.wire.queries import likely_section, news_of, sections_open_to, standing_verdict


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of a page, for the pane beside the list."""
    item = get_object_or_404(WireItem.objects.select_related("source", "current"), pk=pk)
    news, sections = news_of(item), sections_open_to(request.user)
    verdict = standing_verdict(item, now=timezone.now())
    context = {
        "item": item,
        "news": news,
        "paragraphs": paragraphs(news.body_html),
        "verdict": verdict,
        "colour": colour_of(item.source.slug, chosen=getattr(item.source, "colour", "")),
        "uses": item.uses.filter(story__isnull=False).select_related("story", "made_by", "taken").order_by("pk"),
        "is_usable": not verdict.kind.is_unusable and bool(sections) and not item.is_forgotten,
        "make_form": MakeForm(sections=sections, chosen=likely_section(item, sections=sections)),
    }
    return render(request, "broadsheet_wire/preview.html", context)
