"""What the desk does with an item, in plain sentences: pure, for its page and `broadsheet wire_read --explain`."""

from collections.abc import Iterator
from datetime import datetime

from broadsheet.contracts.news import Kind, NewsItem, Signal, Status
from broadsheet.wire.routing import Brakes, reasons_to_brake
from broadsheet.wire.verdict import Verdict, VerdictKind, speaks_of_a_kill

_NO_ROUTE_YET = Brakes(allowed_terms=frozenset(), published_last_hour=0, hourly_cap=1, are_routes_stopped=False)
_PICTURES = frozenset((Kind.PICTURE, Kind.GRAPHIC))
_URGENCIES = {
    Signal.FLASH: "It is pinned on top of the desk's list and rings, with a sound, until somebody acknowledges it.",
    Signal.BULLETIN: "It goes on the desk's list of alerts.",
    Signal.URGENT: "It is marked as urgent on the desk's list.",
}


def what_the_desk_does(item: NewsItem, *, verdict: Verdict, now: datetime) -> tuple[str, ...]:
    """
    Everything that happens by itself, and what an editor can do, in the order in which it matters.

    `verdict` is `verdict_of` the item at `now`. What a source's settings decide is told as it is without any.
    """
    return tuple(_sentences(item, verdict=verdict, now=now))


def _sentences(item: NewsItem, *, verdict: Verdict, now: datetime) -> Iterator[str]:
    yield from _of_verdict(item, verdict=verdict)
    if verdict.kind not in {VerdictKind.KILLED, VerdictKind.WITHHELD}:
        yield from _of_signals(item, verdict=verdict)
        yield from _of_terms(item, now=now)
    yield from _of_others(item)
    if verdict.is_publishable:
        yield _of_routes(item, now=now)


def _of_verdict(item: NewsItem, *, verdict: Verdict) -> Iterator[str]:
    if verdict.kind is VerdictKind.KILLED:
        yield from _of_kill(item)
    elif verdict.kind is VerdictKind.WITHHELD:
        yield "Every published story that holds it is hidden at once, with an alarm; none can be made of it."
        yield "A later revision that is usable brings them back."
    elif verdict.kind is VerdictKind.EMBARGO_UNREADABLE:
        yield "Editors may prepare a story; nothing publishes it until an editor has set when the embargo ends."
        yield "A published story that holds it is taken off readers' pages, with an alarm."
    elif verdict.kind is VerdictKind.EMBARGOED:
        end = f"{verdict.until:%d %B %Y %H:%M:%S %Z}" if verdict.until else "the embargo ends"
        yield f"Editors may prepare a story; no path publishes it before {end}."
        yield "A published story that holds it is taken off readers' pages until then, with an alarm."
    elif verdict.kind is VerdictKind.DESK_ONLY:
        yield from _of_desk_only(item)
    else:
        yield "An editor can make a story of it, or insert it into one."


def _of_kill(item: NewsItem) -> Iterator[str]:
    if item.kind in _PICTURES:
        yield "The picture and all its renditions leave every page at once; a replacement is a new item."
    yield "Every story that holds it is withdrawn at once: its page says so (410); lists, search and feeds drop it."
    yield "Drafts that hold it are locked, the desk rings, and a kill receipt is kept."
    yield "The kill is final for the item, whatever comes later."


def _of_desk_only(item: NewsItem) -> Iterator[str]:
    if Signal.TEST in item.signals:
        yield "It is a test: the desk's list does not show it unless asked to."
    elif Signal.ADD in item.signals:
        yield "It waits beside the story that it adds to, for an editor to take it in."
    elif item.kind is Kind.PACKAGE:
        yield f"The desk shows its {_counted(item)}; each is used on its own."
    elif item.kind in _PICTURES:
        yield "Its picture can be placed in stories."
    else:
        yield "The desk shows it, and no story can be made of it."
    if speaks_of_a_kill(item):
        yield "An alarm asks an editor to read its note: the kill that it speaks of may mean another item."


def _counted(item: NewsItem) -> str:
    members = sum(link.rel == "member" for link in item.links)
    return "one member" if members == 1 else f"{members} members in their order"


def _of_signals(item: NewsItem, *, verdict: Verdict) -> Iterator[str]:
    yield from (words for signal, words in _URGENCIES.items() if signal in item.signals)
    if Signal.ALERT in item.signals:
        yield "It is a headline alone: the body that follows under the same id joins the story."
    if verdict.kind is VerdictKind.DESK_ONLY:
        return
    if Signal.CORRECTION in item.signals:
        yield (
            "A story that holds it is corrected at once where its words are the agency's, "
            "and says so to readers in a public correction note; the desk is shown what changed."
        )
    elif Signal.REPEAT in item.signals:
        yield "It repeats what came before: where nothing changed it is counted and dropped."
    elif Signal.UPDATE in item.signals or item.version > 1:
        yield "A story that holds an earlier version is brought up to date; what the newsroom changed itself stays."


def _of_terms(item: NewsItem, *, now: datetime) -> Iterator[str]:
    yield from (f"Refused here: {use}." for use in item.refused_uses)
    if item.usage_terms.strip():
        yield "Its usage terms are shown before it is used."
    if item.editors_note.strip():
        yield "Its editor's note is shown on the desk and never published."
    if item.expires_at is not None and item.expires_at <= now:
        yield "It has expired: it is no longer offered, and stories that hold it are flagged."
    elif item.expires_at is not None:
        yield f"It is offered until {item.expires_at:%d %B %Y %H:%M %Z}."


def _of_others(item: NewsItem) -> Iterator[str]:
    for link in item.links:
        if link.rel.partition(":")[0] == "idref":
            wanted = link.rel.partition(":")[2] or "looked at"
            yield f"It wants another item to be {wanted} ({link.guid}): an alarm names it."
    if item.status is Status.USABLE and item.warnings:
        yield f"It was read leniently: {'; '.join(item.warnings).rstrip('.')}."


def _of_routes(item: NewsItem, *, now: datetime) -> str:
    reasons = reasons_to_brake(item, brakes=_NO_ROUTE_YET, now=now)
    if not reasons:
        return "A route that publishes by itself may publish it, under its hourly cap."
    lowered = "; ".join(reason[:1].lower() + reason[1:] for reason in reasons)
    return f"A route that publishes by itself leaves it to the desk: {lowered}."
