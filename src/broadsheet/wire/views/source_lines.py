"""A source's line on the screen: finished values for the template."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.wire.colours import hex_of
from broadsheet.wire.health import SourceHealth
from broadsheet.wire.models import Source
from broadsheet.wire.standing import Standing

_TALLEST = 20.0
_BAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: int
    y: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    source: Source
    standing: Standing
    hex: str
    rate: str
    last: datetime | None
    quarantined: int
    bars: tuple[Bar, ...]
    bars_in_words: str


def line_of(health: SourceHealth) -> Line:
    return Line(
        source=health.source,
        standing=health.standing,
        hex=hex_of(health.source.colour),
        rate=_rate(health),
        last=health.source.last_item_at,
        quarantined=health.quarantined,
        bars=_bars(health.hours),
        bars_in_words=_("Items an hour in the last 24 hours, the newest last: %(numbers)s")
        % {"numbers": ", ".join(map(str, health.hours))},
    )


def _rate(health: SourceHealth) -> str:
    if health.usual is None:
        return str(health.last_hour)
    return _("%(number)s (usually %(usual).0f)") % {"number": health.last_hour, "usual": health.usual}


def _bars(hours: tuple[int, ...]) -> tuple[Bar, ...]:
    """Bars of a sparkline of 24 hours; an hour without items has none."""
    most = max(hours, default=0)
    bars = []
    for place, items in enumerate(hours):
        if items:
            height = max(1.5, _TALLEST * items / most)
            bars.append(Bar(x=place * _BAR, y=f"{_TALLEST - height:.1f}", height=f"{height:.1f}"))
    return tuple(bars)


def span_in_words(span: timedelta) -> str:
    """A span of time as one says it: 40 s, 12 min, 5 h, 3 days."""
    seconds = round(span.total_seconds())
    days, hours, minutes = seconds // 86_400, seconds // 3_600, seconds // 60
    if days > 1:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if hours > 1:
        return _("%(count)s h") % {"count": hours}
    return (_("%(count)s min") if minutes > 1 else _("%(count)s s")) % {"count": minutes if minutes > 1 else seconds}
