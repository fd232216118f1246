"""What AP's and dpa's own marks come to on the desk: documents as they arrive, and the verdict on them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.formats.reading import read_items
from broadsheet.wire.verdict import Verdict, VerdictKind, verdict_of

NOON = datetime(2026, 4, 24, 12, tzinfo=UTC)
EVENING = "2026-04-24T18:00:00Z"
NITF = "<nitf><body><body.content><p>The causeway is closed.</p></body.content></body></nitf>"


def ap(**fields: Any) -> Verdict:
    item = {
        "type": "text",
        "headline": "Causeway closes",
        "signals": ["newscontent"],
        "broadsheet_nitf": NITF,
        **fields,
    }
    return verdict_on({"api_version": "2.2", "data": {"item": {"altids": {"itemid": "a"}, **item}}})


def dpa(**fields: Any) -> Verdict:
    entry = {"headline": "Damm hält", "article_html": "<p>Der Damm hält.</p>", **fields}
    return verdict_on({"format": "digitalwires@0.9.1", "entry_id": "e", "urn": "urn:newsml:example.org:1", **entry})


def verdict_on(document: dict[str, Any]) -> Verdict:
    (item,) = read_items(json.dumps(document).encode())
    return verdict_of(item, now=NOON)


def note(words: str, role: str = "editorialnote") -> list[dict[str, Any]]:
    return [{"role": f"dpaednoterole:{role}", "ednote": words, "is_publishable": False}]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, VerdictKind.PUBLISHABLE),
        ({"editorialtypes": ["Lead"]}, VerdictKind.PUBLISHABLE),
        ({"editorialtypes": ["Corrective"]}, VerdictKind.PUBLISHABLE),
        ({"pubstatus": "canceled"}, VerdictKind.KILLED),
        ({"pubstatus": "canceled", "broadsheet_nitf": "", "headline": ""}, VerdictKind.KILLED),
        ({"editorialtypes": ["Kill"]}, VerdictKind.KILLED),
        ({"ednote": "Editors: Kill BC-CP--Causeway. It is open."}, VerdictKind.KILLED),
        ({"pubstatus": "withheld"}, VerdictKind.WITHHELD),
        ({"editorialtypes": ["Withhold"]}, VerdictKind.WITHHELD),
        ({"editorialtypes": ["Disregard"]}, VerdictKind.WITHHELD),
        ({"pubstatus": "suspended"}, VerdictKind.WITHHELD),
        ({"pubstatus": "embargoed", "embargoed": EVENING}, VerdictKind.EMBARGOED),
        ({"editorialtypes": ["HoldForRelease"], "embargoed": EVENING}, VerdictKind.EMBARGOED),
        ({"editorialtypes": ["HoldForRelease"]}, VerdictKind.EMBARGO_UNREADABLE),
        ({"embargoed": "2026-04-24"}, VerdictKind.EMBARGO_UNREADABLE),
        ({"editorialtypes": ["Kill"], "embargoed": EVENING}, VerdictKind.KILLED),
        ({"signals": []}, VerdictKind.DESK_ONLY),
        ({"signals": ["Test", "newscontent"]}, VerdictKind.DESK_ONLY),
        ({"editorialtypes": ["Advisory"]}, VerdictKind.DESK_ONLY),
        ({"editorialtypes": ["Takes"]}, VerdictKind.DESK_ONLY),
        ({"editorialtypes": ["Add"]}, VerdictKind.DESK_ONLY),
        ({"type": "video"}, VerdictKind.DESK_ONLY),
    ],
)
def test_what_ap_marks_is_what_the_desk_does(fields: dict[str, Any], kind: VerdictKind) -> None:
    assert ap(**fields).kind is kind


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, VerdictKind.PUBLISHABLE),
        ({"pubstatus": None}, VerdictKind.PUBLISHABLE),
        ({"signal": "sig:correction"}, VerdictKind.PUBLISHABLE),
        ({"pubstatus": "canceled", "article_html": None}, VerdictKind.KILLED),
        ({"signal": "sig:kill"}, VerdictKind.KILLED),
        ({"headline": "dpa-KILL: Damm hält"}, VerdictKind.KILLED),
        ({"ednotes": note("Die Meldung wird zurückgezogen.")}, VerdictKind.KILLED),
        ({"pubstatus": "withheld"}, VerdictKind.WITHHELD),
        ({"categories": [{"type": "dnltype:signal", "qcode": "sig:hold"}]}, VerdictKind.WITHHELD),
        ({"headline": "dpa-HOLD: Damm hält"}, VerdictKind.WITHHELD),
        ({"ednotes": note("HOLD bis auf Weiteres")}, VerdictKind.WITHHELD),
        ({"embargoed": EVENING}, VerdictKind.EMBARGOED),
        ({"embargoed": "2026-04-24T10:00:00+02:00"}, VerdictKind.PUBLISHABLE),
        ({"ednotes": note("Nicht vor 18 Uhr verwenden", role="embargo")}, VerdictKind.EMBARGO_UNREADABLE),
        ({"categories": [{"type": "dnltype:genre", "name": "Achtung"}]}, VerdictKind.DESK_ONLY),
        ({"headline": "dpa-Tagesvorschau Hafenstadt"}, VerdictKind.DESK_ONLY),
    ],
)
def test_what_dpa_marks_is_what_the_desk_does(fields: dict[str, Any], kind: VerdictKind) -> None:
    assert dpa(**fields).kind is kind


def test_a_kill_that_is_said_in_several_places_is_told_once_by_field_and_once_by_word() -> None:
    verdict = ap(
        pubstatus="canceled",
        editorialtypes=["Kill"],
        ednote="Editors: Kill BC-CP--Causeway. It is open.",
        headline="BC-CP--Causeway, KILL",
    )

    assert verdict.reasons == (
        "The wire canceled this item",
        "The editor's note kills it: Editors: Kill BC-CP--Causeway. It is open.",
    )
