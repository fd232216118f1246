"""The sections of the menu as a field: which stand there, and in which order. Works without a script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuPlace:
    """A section, whether the menu shows it, and its place there, counted from 1."""

    section_id: int
    name: str
    is_shown: bool
    place: int


class MenuWidget(forms.Widget):
    """A line a section: a box to tick and a number."""

    template_name = "stories/menu_order.html"
    use_fieldset = True

    class Media:
        css = {"all": ["broadsheet_stories/menu-order.css"]}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return {**context, "places": [(place, *_names(name, place.section_id)) for place in value or ()]}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[tuple[int, bool, str]]:  # noqa: ARG002
        """Number, tick and place of each line that was sent."""
        numbers = data.getlist(f"{name}-section") if hasattr(data, "getlist") else data.get(f"{name}-section", ())
        sent = [int(number) for number in numbers if str(number).isascii() and str(number).isdecimal()]
        return [(one, _names(name, one)[0] in data, str(data.get(_names(name, one)[1], ""))) for one in sent]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return f"{name}-section" not in data


class MenuField(forms.Field):
    """Its value is the places in their order; lines of sections that are not there are left out, others follow."""

    widget = MenuWidget

    def prepare_value(self, value: Any) -> Any:
        """What was sent and refused, as lines to show again."""
        if value and not isinstance(value[0], MenuPlace):
            return self._places(value)
        return value

    def to_python(self, value: Any) -> tuple[MenuPlace, ...]:
        return self._places(value or ())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(initial or ()) != self._places(data or ())

    def _places(self, sent: Iterable[tuple[int, bool, str]]) -> tuple[MenuPlace, ...]:
        known = {place.section_id: place for place in self.initial or ()}
        wished = {number: (is_shown, _number(place)) for number, is_shown, place in sent if number in known}
        lines = [
            replace(place, is_shown=wished[number][0], place=wished[number][1]) if number in wished else place
            for number, place in known.items()
        ]
        # Two of one number keep the order that they had.
        ordered = sorted(lines, key=lambda line: line.place)
        return tuple(replace(line, place=number) for number, line in enumerate(ordered, start=1))


_LAST = 10_000


def _number(text: str) -> int:
    return min(int(text), _LAST) if text.isascii() and text.isdecimal() and len(text) < len(str(_LAST)) else _LAST


def _names(field: str, section_id: int) -> tuple[str, str]:
    return f"{field}-{section_id}-shown", f"{field}-{section_id}-place"
