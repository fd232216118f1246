"""What a request asks of the list."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from broadsheet.wire.asking import Asked, asked_from, names_in
from broadsheet.wire.models import Preset
from broadsheet.wire.places import LAST_PLACE
from broadsheet.wire.presets import find_preset, presets_of

_PLACE = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A filter, the preset that it came from, and the place from which on the list is wanted."""

    asked: Asked
    preset: Preset | None = None
    before: int = LAST_PLACE
    is_further: bool = False


def opening_of(request: HttpRequest) -> Opening:
    """What an address asks for: a filter, a preset, or, where it says nothing, what this person opens with."""
    address = request.GET
    preset = _preset(request)
    asked = asked_of_preset(preset) if preset is not None else asked_from(dict(address.lists()))
    before = address.get("before", "")
    return Opening(
        asked=asked,
        preset=preset,
        before=int(before) if _PLACE.fullmatch(before) else LAST_PLACE,
        is_further="further" in address,
    )


def asked_of_preset(preset: Preset) -> Asked:
    return asked_from(dict(QueryDict(preset.asked).lists()))


def _preset(request: HttpRequest) -> Preset | None:
    address = request.GET
    named = address.get("preset", "")
    if _PLACE.fullmatch(named):
        return find_preset(int(named), person=request.user)  # type: ignore[arg-type]
    if names_in(address) or "all" in address or "before" in address:
        return None
    kept = presets_of(request.user)  # type: ignore[arg-type]
    return next((one.preset for one in kept if one.is_default), None)
