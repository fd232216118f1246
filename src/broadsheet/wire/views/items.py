"""One item: how it would read, what an editor has to know before using it, making a story, its embargo."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.stories.models import SectionPage
from broadsheet.wire.actions import StoryTakenError, WireError, make_story, rule_on_embargo
from broadsheet.wire.dossiers import history_of, killed_uses, link_lines, picture_lines, use_lines
from broadsheet.wire.embargoes import UnreadableMomentError, moment_from
from broadsheet.wire.forms import MakeForm, RuleForm
from broadsheet.wire.models import Use, WireItem
from broadsheet.wire.queries import (
    alarms_of,
    likely_section,
    revisions_of,
    sections_open_to,
    shown_news,
    standing_verdict,
)
from broadsheet.wire.verdict import embargo_words, has_expired
from broadsheet.wire.views.framing import ComparingView
from broadsheet.wire.views.versions import RAW_RIGHT
from broadsheet.wire.wording import markup_paragraphs


class ItemView(ComparingView):
    """One item as it would read, with everything that an editor has to know before using it."""

    template_name = "broadsheet_wire/item.html"
    header_icon = "wire"

    @cached_property
    def item(self) -> WireItem:
        items = WireItem.objects.select_related("source", "current", "ruled_by", "kill_receipt")
        return get_object_or_404(items, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, news, now = self.item, shown_news(self.item), timezone.now()
        verdict = standing_verdict(item, now=now)
        sections = sections_open_to(self.request.user)
        uses = use_lines(item, person=self.request.user)
        revisions, alarms = revisions_of(item), alarms_of(item)
        receipt = getattr(item, "kill_receipt", None)
        context = {
            "item": item,
            "news": news,
            "paragraphs": markup_paragraphs(news.body_html),
            "verdict": verdict,
            "has_expired": has_expired(news, now=now),
            "is_usable": not verdict.kind.is_unusable
            and bool(sections)
            and not has_expired(news, now=now)
            and not item.is_forgotten,
            "has_embargo": bool(embargo_words(news)),
            "may_rule": self.request.user.has_perm("broadsheet_wire.change_wireitem"),
            "may_fetch": self.request.user.has_perm(RAW_RIGHT),
            "is_taken": any(line.use.kind == Use.Kind.MADE for line in uses),
            "is_insertable": item.current is not None
            and not item.is_forgotten
            and not standing_verdict(item, now=now, is_within=True).kind.is_unusable,
            "parts": item.parts.order_by("received_at", "pk"),
            "make_form": MakeForm(sections=sections, chosen=likely_section(item, sections=sections)),
            "rule_form": RuleForm(),
            "uses": uses,
            "revisions": revisions,
            "pictures": picture_lines(item, news=news),
            "links": link_lines(item, news=news),
            "alarms": alarms,
            "receipt": receipt,
            "killed_uses": killed_uses(receipt, person=self.request.user) if receipt else [],
            "history": history_of(item, revisions=revisions, uses=uses, alarms=alarms),
        }
        return super().get_context_data(**{**kwargs, **context})


@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a story and open the editor; where somebody has it already, say who and open theirs."""
    item = get_object_or_404(WireItem.objects.select_related("source"), pk=pk)
    sections = sections_open_to(request.user)
    chosen = request.POST.get("section", "")
    section: SectionPage | None = likely_section(item, sections=sections)
    if chosen:
        section = next((place for place in sections if str(place.pk) == chosen), None)
    if section is None:
        raise PermissionDenied
    try:
        story = make_story(item, section=section, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except StoryTakenError as taken:
        messages.warning(request, str(taken))
        story = taken.story
    except WireError as error:
        messages.error(request, str(error))
        return redirect("broadsheet_wire:item", pk)
    return redirect("wagtailadmin_pages:edit", story.pk)


@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set or lift an embargo: a chief's right, with a reason."""
    if not request.user.has_perm("broadsheet_wire.change_wireitem"):
        raise PermissionDenied
    item = get_object_or_404(WireItem, pk=pk)
    reason = request.POST.get("reason", "").strip()
    try:
        until: datetime | None = moment_from(request.POST.get("until", ""))
        if not reason:
            raise UnreadableMomentError(_("Say why."))  # noqa: TRY301  one place tells the editor
        rule_on_embargo(item, until=until, reason=reason, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except (WireError, UnreadableMomentError) as error:
        messages.error(request, str(error))
    return redirect("broadsheet_wire:item", pk)
