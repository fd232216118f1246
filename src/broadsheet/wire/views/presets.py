"""Keeping filters: under a name, in an order, for oneself or for the newsroom."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from broadsheet.accounts.models import User
from broadsheet.wire.asking import address_of, asked_from
from broadsheet.wire.listing import span_of
from broadsheet.wire.models import Preset
from broadsheet.wire.presets import (
    PresetError,
    delete_preset,
    find_preset,
    keep_preset,
    may_change,
    may_share,
    move_preset,
    open_with,
    presets_of,
    rename_preset,
    share_preset,
    take_back,
)
from broadsheet.wire.views.asking import asked_of_preset
from broadsheet.wire.views.framing import FramedView
from broadsheet.wire.walking import walk

MOST_COUNTED = 99
_SECONDS_A_COUNT = 0.02


class PresetsView(FramedView):
    """A person's presets, to be named, ordered, shared and deleted."""

    template_name = "broadsheet_wire/presets.html"
    page_title = gettext_lazy("Presets")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = _person(self.request)
        kept = [
            {"kept": one, "may_change": may_change(one.preset, person=person), "is_first": place == 0}
            for place, one in enumerate(presets_of(person))
        ]
        deleted = self.request.GET.get("deleted", "")
        gone = Preset.objects.filter(pk=int(deleted), deleted_at__isnull=False).first() if deleted.isdecimal() else None
        return super().get_context_data(
            **kwargs,
            presets=kept,
            may_share=may_share(person),
            has_default=any(one["kept"].is_default for one in kept),  # type: ignore[attr-defined]
            gone=gone if gone is not None and may_change(gone, person=person) else None,
        )


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the list shows, and show it under its name."""
    asked = address_of(asked_from({name: request.POST.getlist(name) for name in request.POST}))
    try:
        preset = keep_preset(
            _person(request), name=request.POST.get("name", ""), asked=asked, is_shared="shared" in request.POST
        )
    except PresetError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('broadsheet_wire:list')}?{asked}")
    return redirect(f"{reverse('broadsheet_wire:list')}?{urlencode({'preset': preset.pk})}")


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, order, share or delete a preset, or open the list with it."""
    person, preset = _person(request), find_preset(pk, person=_person(request))
    if preset is None:
        raise Http404
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(preset, person, request)
    except PresetError as error:
        messages.error(request, str(error))
    deleted = f"?deleted={preset.pk}" if preset.deleted_at else ""
    return redirect(reverse("broadsheet_wire:presets") + deleted)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a deletion back."""
    preset = Preset.objects.filter(pk=pk, deleted_at__isnull=False).first()
    if preset is None:
        messages.error(request, _("That preset is gone for good."))
        return redirect("broadsheet_wire:presets")
    try:
        take_back(preset, by=_person(request))
    except PresetError as error:
        messages.error(request, str(error))
    return redirect("broadsheet_wire:presets")


@require_safe
def counts(request: HttpRequest) -> JsonResponse:
    """How many items each preset holds that this person has not been shown there; at most 99 are counted."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    counted = {}
    for kept in presets_of(_person(request)):
        asked = asked_of_preset(kept.preset)
        floor, ceiling = span_of(asked, now=now, zone=zone)
        floor = max(floor, kept.seen + 1)
        found = walk(asked, most=MOST_COUNTED + 1, before=ceiling, floor=floor, seconds=_SECONDS_A_COUNT)
        is_more = len(found.items) > MOST_COUNTED or found.looked_to is not None
        counted[kept.preset.pk] = f"{min(len(found.items), MOST_COUNTED)}{'+' if is_more else ''}"
    return JsonResponse({"counts": counted}, headers={"Cache-Control": "no-store"})


def _person(request: HttpRequest) -> User:
    person: User = request.user  # type: ignore[assignment]  # Wagtail lets nobody else in
    return person


_ACTS: dict[str, Callable[[Preset, User, HttpRequest], None]] = {
    "rename": lambda preset, person, request: rename_preset(preset, name=request.POST.get("name", ""), by=person),
    "up": lambda preset, person, _: move_preset(preset, person=person, steps=-1),
    "down": lambda preset, person, _: move_preset(preset, person=person, steps=1),
    "share": lambda preset, person, _: share_preset(preset, by=person),
    "default": lambda preset, person, _: open_with(preset, person=person),
    "no-default": lambda _preset, person, _: open_with(None, person=person),
    "delete": lambda preset, person, _: delete_preset(preset, by=person, now=timezone.now()),
}
