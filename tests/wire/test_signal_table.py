"""
The signal table (DESIGN section 3), a row a test: documents as agencies send them, and the state that must follow.

Each case delivers its documents in order through a route that publishes by itself; the state is read afterwards.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import receive
from broadsheet.wire.models import Alarm, Use, WireItem
from wire.newsroom import NOON, Agency, ninjs

TEXT = "Rain fell on the harbour of Port Merrin all day and the ferries stayed in until the evening."
LATER = (NOON + timedelta(hours=3)).isoformat()
EARLIER = (NOON - timedelta(hours=3)).isoformat()


def g2(*, version: int = 1, status: str = "usable", more: str = "", body: str = TEXT, headline: str = "Rain") -> bytes:
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:g2" version="{version}">
      <itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-06-01T0{version}:00:00Z</versionCreated>
      <pubStatus qcode="stat:{status}"/>{more}</itemMeta>
      <contentMeta><headline>{headline}</headline></contentMeta>
      <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
      <p>{body}</p></body></html></inlineXML></contentSet></newsItem>""".encode()


def nitf(
    *, guid: str = "urn:nitf", docdata: str = "", attributes: str = "", headline: str = "Rain", version: int = 1
) -> bytes:
    return f"""<nitf><head><docdata {attributes}><doc-id id-string="{guid}"/><du-key generation="{version}"/>
      <date.issue norm="20260601T0{version}0000Z"/>{docdata}</docdata></head>
      <body><body.head><hedline><hl1>Rain</hl1></hedline></body.head>
      <body.content><p>{TEXT}</p></body.content></body></nitf>""".encode()


def ap(
    *, version: int = 1, types: tuple[str, ...] = (), signals: tuple[str, ...] = ("newscontent",), **fields: Any
) -> bytes:
    nitf_text = f"<nitf><body><body.content><block><p>{TEXT}</p></block></body.content></body></nitf>"
    item = {
        "type": "text",
        "uri": "https://api.example.org/media/v/content/1",
        "altids": {"itemid": "1", "etag": f"1_{version}"},
        "version": version,
        "versioncreated": f"2026-06-01T0{version}:00:00Z",
        "pubstatus": "usable",
        "headline": "Rain falls on the harbour",
        "editorialtypes": list(types),
        "signals": list(signals),
        "broadsheet_nitf": nitf_text,
        **fields,
    }
    return json.dumps({"api_version": "1.2", "data": {"item": item}}).encode()


def dpa(*, version: int = 1, headline: str = "Regen in Port Merrin", **fields: Any) -> bytes:
    entry = {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "entry_id": "a1",
        "urn": "urn:newsml:example.org:20260101:260601-1",
        "version": version,
        "version_created": f"2026-06-01T0{version}:00:00+00:00",
        "pubstatus": "usable",
        "language": "de",
        "urgency": 4,
        "headline": headline,
        "article_html": f'<section class="main"><p>{TEXT}</p></section>',
        **fields,
    }
    return json.dumps(entry).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What must follow: of the item that came last unless `guid` names one."""

    verdict: str
    live: int = 0  # stories that readers can open
    withdrawn: int = 0
    alarms: tuple[str, ...] = ()  # kinds, sorted
    items: int = 1
    corrections: int = 0
    guid: str = ""


CASES: dict[str, tuple[list[bytes], State]] = {
    # canceled; AP Kill; STORY WITHDRAWN; dpa KILL
    "canceled in NewsML-G2": (
        [g2(), g2(version=2, status="canceled", body="")],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    "canceled in ninjs with an empty body": (
        [ninjs(), ninjs(version=2, pubstatus="canceled", body_xhtml=None)],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    "management-status canceled in NITF": (
        [nitf(), nitf(version=2, attributes='management-status="canceled"')],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    "AP Kill": (
        [ap(), ap(version=2, types=("Kill",))],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    "STORY WITHDRAWN in a note": (
        [ninjs(), ninjs(version=2, ednote="STORY WITHDRAWN: the source was wrong")],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    "dpa KILL": (
        [dpa(), dpa(version=2, headline="KILL: Regen in Port Merrin")],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    "a kill before its item": (
        [g2(version=2, status="canceled", body=""), g2()],
        State(verdict="killed", alarms=("kill",)),
    ),
    "a kill of a lower number than what is out": (
        [g2(version=3), g2(version=2, status="canceled", body="")],
        State(verdict="killed", withdrawn=1, alarms=("kill",)),
    ),
    # withheld; AP Withhold; dpa HOLD
    "withheld": (
        [g2(), g2(version=2, status="withheld")],
        State(verdict="withheld", alarms=("withhold",)),
    ),
    "AP Withhold": (
        [ap(), ap(version=2, types=("Withhold",))],
        State(verdict="withheld", alarms=("withhold",)),
    ),
    "dpa HOLD": (
        [dpa(), dpa(version=2, headline="HOLD: Regen in Port Merrin")],
        State(verdict="withheld", alarms=("withhold",)),
    ),
    "usable again after a hold": (
        [g2(), g2(version=2, status="withheld"), g2(version=3)],
        State(verdict="publishable", live=1, alarms=("withhold",)),
    ),
    # embargoed in any format; HoldForRelease; NITF date.release
    "embargoed in NewsML-G2": (
        [g2(more=f"<embargoed>{LATER}</embargoed>")],
        State(verdict="embargoed"),
    ),
    "AP HoldForRelease": (
        [ap(types=("HoldForRelease",))],
        State(verdict="embargo-unreadable"),
    ),
    "NITF date.release": (
        [nitf(docdata='<date.release norm="20260601T150000Z"/>')],
        State(verdict="embargoed"),
    ),
    "a date without a time": (
        [ninjs(embargoed="2026-06-02")],
        State(verdict="embargo-unreadable"),
    ),
    "an embargo on what is published": (
        [g2(), g2(version=2, more=f"<embargoed>{LATER}</embargoed>")],
        State(verdict="embargoed", alarms=("embargo",)),
    ),
    "a newer version without the embargo": (
        [g2(more=f"<embargoed>{LATER}</embargoed>"), g2(version=2)],
        State(verdict="publishable", live=1, alarms=("embargo-lifted",)),
    ),
    "an embargo that is over": (
        [g2(more=f"<embargoed>{EARLIER}</embargoed>")],
        State(verdict="publishable", live=1),
    ),
    # expires
    "expired": (
        [nitf(docdata='<date.expire norm="20260601T060000Z"/>')],
        State(verdict="publishable"),
    ),
    # correction, corrective, CORRECTED
    "a correction in NewsML-G2": (
        [g2(), g2(version=2, body=TEXT.replace("all day", "all night"), more='<signal qcode="sig:correction"/>')],
        State(verdict="publishable", live=1, alarms=("correction",), corrections=1),
    ),
    "AP Corrective": (
        [ap(), ap(version=2, types=("Corrective",), headline="Rain fell on the harbour")],
        State(verdict="publishable", live=1, alarms=("correction",), corrections=1),
    ),
    "CORRECTED in a headline": (
        [g2(), g2(version=2, headline="CORRECTED-Rain falls")],
        State(verdict="publishable", live=1, alarms=("correction",), corrections=1),
    ),
    # update, writethru
    "a writethru": (
        [ap(), ap(version=2, types=("Writethru",), headline="Rain goes on")],
        State(verdict="publishable", live=1),
    ),
    # add, takes
    "a take without its story": (
        [ninjs(slugline="BC-Rain, 1st Add")],
        State(verdict="desk-only"),
    ),
    # repeat
    "the same bytes": ([g2(), g2()], State(verdict="publishable", live=1)),
    "the same words in other bytes": ([g2(), g2() + b"\n"], State(verdict="publishable", live=1)),
    # advisory, daybook, digest, AP without newscontent, test
    "AP Advisory": ([ap(types=("Advisory",))], State(verdict="desk-only")),
    "AP without newscontent": ([ap(signals=())], State(verdict="desk-only")),
    "a daybook": ([ninjs(headline="DAYBOOK for Monday")], State(verdict="desk-only")),
    "a test": ([ninjs(headline="TEST - please ignore")], State(verdict="desk-only")),
    # flash, bulletin, urgent
    "a flash": ([ninjs(urgency=1)], State(verdict="publishable", live=1, alarms=("flash",))),
    "a bulletin": ([ninjs(urgency=2)], State(verdict="publishable", live=1)),
    # headline-only alert
    "a headline, then its body": (
        [ninjs(body_xhtml=None), ninjs(version=2)],
        State(verdict="publishable", live=1),
    ),
    # usage terms, ednote
    "usage terms that nobody allowed": (
        [ninjs(usageterms="No use in Ruritania")],
        State(verdict="publishable"),
    ),
    "an editor's note that somebody has to read": (
        [ninjs(ednote="No use in Ruritania")],
        State(verdict="publishable"),
    ),
    # NITF management-doc-idref, kill in prose
    "a document that cancels another": (
        [
            nitf(),
            nitf(guid="urn:notice", attributes='management-doc-idref="urn:nitf" management-idref-status="canceled"'),
        ],
        State(verdict="killed", withdrawn=1, alarms=("kill",), items=2, guid="urn:nitf"),
    ),
    "a note that speaks of another item's kill": (
        [
            ninjs("urn:a", headline="Ferry captain held after collision"),
            ninjs("urn:b", headline="Note", ednote="The ferry captain piece is wrong, kill it"),
        ],
        State(verdict="desk-only", live=1, alarms=("kill-in-prose",), items=2, guid="urn:b"),
    ),
}


@pytest.mark.parametrize(("documents", "expected"), CASES.values(), ids=CASES.keys())
def test_the_state_that_must_follow(publishing: Agency, documents: list[bytes], expected: State) -> None:
    for number, document in enumerate(documents):
        received = receive(publishing.source, data=document, name=str(number), now=NOON + timedelta(seconds=number))
        assert received.error == ""

    newest = WireItem.objects.order_by("-moved_at", "-pk")[0]
    item = WireItem.objects.get(guid=expected.guid) if expected.guid else newest
    stories = StoryPage.objects.all()
    assert (
        State(
            verdict=item.verdict,
            live=stories.filter(live=True).count(),
            withdrawn=stories.filter(withdrawn_at__isnull=False).count(),
            alarms=tuple(sorted(Alarm.objects.values_list("kind", flat=True))),
            items=WireItem.objects.count(),
            corrections=sum(story.corrections.count() for story in stories),
            guid=expected.guid,
        )
        == expected
    )
    assert Use.objects.filter(kind=Use.Kind.MADE).count() == stories.count()
