"""What a search's address says, read leniently: what cannot be read is as if it were not there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from broadsheet.searching.finding import A_PAGE, Order
from broadsheet.searching.wanted import Wanted, read_wanted

ADDRESS = "/search/"
LONGEST_QUERY_STRING = 4_096
_MOST_FIELDS = 20
_LONGEST_NUMBER = 6


class Within(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


SPANS: Mapping[Within, timedelta] = {
    Within.DAY: timedelta(days=1),
    Within.WEEK: timedelta(days=7),
    Within.MONTH: timedelta(days=30),
    Within.YEAR: timedelta(days=365),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One search. `section` is as it was written; whether there is such a section is for others to know."""

    wanted: Wanted
    section: str = ""
    within: Within | None = None
    since: date | None = None
    until: date | None = None
    order: Order = Order.RELEVANCE
    page: int = 1

    @property
    def is_held(self) -> bool:
        """Whether it does not go to all sections and all times."""
        return bool(self.section or self.within or self.since or self.until)

    def url(self, **changes: object) -> str:
        """The address of this search with those changes; the first page unless one is named."""
        changed: Asked = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        fields = {
            "q": changed.wanted.text,
            "section": changed.section,
            "within": changed.within or "",
            "since": changed.since.isoformat() if changed.since else "",
            "until": changed.until.isoformat() if changed.until else "",
            "sort": "" if changed.order is Order.RELEVANCE else changed.order,
            "page": "" if changed.page == 1 else changed.page,
        }
        return f"{ADDRESS}?{urlencode({name: value for name, value in fields.items() if value})}"

    def within_pages(self, hits: int) -> "Asked":
        """The search on the last page that there is, where a later one was asked for."""
        return replace(self, page=min(self.page, pages_of(hits)))

    def span(self, *, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """From when to before when, where the site's days begin and end; the narrower of both ways to say it."""
        starts = [_midnight(self.since, zone)] if self.since else []
        if self.within:
            starts.append(now - SPANS[self.within])
        end = _midnight(self.until + timedelta(days=1), zone) if self.until else None
        return max(starts, default=None), end


def pages_of(hits: int) -> int:
    """How many pages so many stories fill."""
    return max(1, -(-hits // A_PAGE))


def read_asked(query_string: str) -> Asked:
    """The search that a query string asks for."""
    fields = _fields(query_string)
    within, order = fields.get("within", ""), fields.get("sort", "")
    page = fields.get("page", "")
    return Asked(
        wanted=read_wanted(fields.get("q", "")),
        section=fields.get("section", "")[:LONGEST_QUERY_STRING],
        within=Within(within) if within in set(Within) else None,
        since=_date(fields.get("since", "")),
        until=_date(fields.get("until", "")),
        order=Order(order) if order in set(Order) else Order.RELEVANCE,
        page=max(1, int(page)) if len(page) < _LONGEST_NUMBER and page.isascii() and page.isdecimal() else 1,
    )


def _fields(query_string: str) -> dict[str, str]:
    """The first value of each field."""
    try:
        pairs = parse_qsl(query_string, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        return {}
    return dict(reversed(pairs))


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
    # The first and last years of the calendar have no room for zones.
    return found if found is not None and 1970 <= found.year <= 9000 else None  # noqa: PLR2004


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
