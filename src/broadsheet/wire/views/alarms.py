"""What wants somebody's eyes."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.wire.alarms import (
    AlreadyAcknowledgedError,
    NotAcknowledgedError,
    acknowledge,
    acknowledge_all,
    take_back_acknowledgement,
)
from broadsheet.wire.models import Acknowledgement, Alarm, AlarmSound
from broadsheet.wire.views.framing import FramedView

PAGE = 50
# Readers are harmed while these wait, or the whole newsroom wants to know: they sound otherwise.
URGENT = (Alarm.Kind.KILL, Alarm.Kind.WITHHOLD, Alarm.Kind.FLASH)


class AlarmsView(FramedView):
    """Open alarms, or all that there were; the urgent ones stand out."""

    template_name = "broadsheet_wire/alarms.html"
    page_title = gettext_lazy("Alarms")
    header_icon = "warning"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [HeaderButton(_("Kill receipts"), reverse("broadsheet_wire:receipts"), icon_name="doc-full")]
        if self.request.user.has_perm("broadsheet_wire.change_source"):
            buttons.append(HeaderButton(_("Who is told"), reverse("broadsheet_wire:alarm_rules"), icon_name="mail"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_history = "history" in self.request.GET
        kind = self.request.GET.get("kind", "")
        alarms = _shown(is_history=is_history, kind=kind)
        page = Paginator(alarms, PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            **kwargs,
            page=page,
            is_history=is_history,
            kind=kind if kind in Alarm.Kind.values else "",
            kinds=Alarm.Kind.choices,
            urgent=[str(one) for one in URGENT],
            newest=max((alarm.pk for alarm in page), default=0),
            sound=_sound_of(self.request),
            sounds=AlarmSound.Choice.choices,
        )


def _shown(*, is_history: bool, kind: str) -> QuerySet[Alarm]:
    past = Acknowledgement.objects.select_related("made_by", "undone_by").order_by("-made_at", "-pk")
    alarms = Alarm.objects.select_related("item__source", "item__kill_receipt", "source", "story", "outgoing").order_by(
        "-made_at", "-pk"
    )
    alarms = alarms.prefetch_related("attempts", "suggested", Prefetch("acknowledgements", queryset=past))
    if not is_history:
        alarms = alarms.filter(acknowledged_at__isnull=True)
    return alarms.filter(kind=kind) if kind in Alarm.Kind.values else alarms


@require_POST
def acknowledge_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    alarm = get_object_or_404(Alarm, pk=pk)
    try:
        acknowledge(alarm, by=request.user, now=timezone.now(), note=request.POST.get("note", ""))  # type: ignore[arg-type]
    except AlreadyAcknowledgedError as error:
        messages.warning(request, str(error))
    else:
        facts = {"kind": alarm.get_kind_display(), "item": alarm.item or alarm.source}
        said = _("Acknowledged: %(kind)s, %(item)s.") % facts
        _offer_undo(request, [alarm], text=said)
    return _back(request)


@require_POST
def acknowledge_many(request: HttpRequest) -> HttpResponse:
    """Acknowledge all open alarms of the filter that the page showed; what came after it was opened stays."""
    newest = request.POST.get("newest", "")
    alarms = _shown(is_history=False, kind=request.POST.get("kind", ""))
    alarms = alarms.filter(pk__lte=int(newest) if newest.isascii() and newest.isdecimal() and len(newest) < 19 else 0)  # noqa: PLR2004
    count = acknowledge_all(alarms, by=request.user, now=timezone.now(), note=request.POST.get("note", ""))  # type: ignore[arg-type]
    said = ngettext(
        "Acknowledged %(count)d alarm. They stand in the history.",
        "Acknowledged %(count)d alarms. They stand in the history.",
        count,
    )
    messages.success(request, said % {"count": count})
    return _back(request)


@require_POST
def reopen_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an acknowledgement back."""
    try:
        take_back_acknowledgement(get_object_or_404(Alarm, pk=pk), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except NotAcknowledgedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The alarm is open again."))
    return _back(request)


@require_POST
def choose_sound(request: HttpRequest) -> HttpResponse:
    """Say of which alarms one wants to hear."""
    choice = request.POST.get("choice", "")
    if choice in AlarmSound.Choice.values:
        AlarmSound.objects.update_or_create(person_id=request.user.pk, defaults={"choice": choice})
        messages.success(request, f"{AlarmSound.Choice(choice).label}.")
    return _back(request)


def ringing(request: HttpRequest) -> JsonResponse:
    """What every page of the newsroom asks every few seconds: how many are open, and the newest."""
    opened = Alarm.objects.filter(acknowledged_at__isnull=True)
    newest = opened.order_by("-pk").values_list("pk", "kind").first()
    return JsonResponse(
        {
            "open": opened.count(),
            "newest": newest[0] if newest else 0,
            "urgent": opened.filter(kind__in=URGENT).order_by("-pk").values_list("pk", flat=True).first() or 0,
            "sound": _sound_of(request),
        }
    )


def _sound_of(request: HttpRequest) -> str:
    chosen = AlarmSound.objects.filter(person_id=request.user.pk).values_list("choice", flat=True).first()
    return chosen or AlarmSound.Choice.ALL


def _offer_undo(request: HttpRequest, alarms: Iterable[Alarm], *, text: str) -> None:
    from wagtail.admin import messages as wagtail_messages

    history = f"{reverse('broadsheet_wire:alarms')}?history"
    buttons = [wagtail_messages.button(f"{history}#alarm-{alarm.pk}", _("History")) for alarm in alarms]
    wagtail_messages.success(request, text, buttons=buttons)


def _back(request: HttpRequest) -> HttpResponse:
    """Where the form stood."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse("broadsheet_wire:alarms")
    return redirect(target)
