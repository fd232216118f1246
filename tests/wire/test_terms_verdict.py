"""An item whose machine-readable terms refuse publication stays on the desk."""

from datetime import UTC, datetime

from broadsheet.contracts.news import NewsItem
from broadsheet.wire.verdict import VerdictKind, verdict_of

NOON = datetime(2026, 4, 24, 12, tzinfo=UTC)


def test_refused_uses_keep_an_item_on_the_desk_and_say_why() -> None:
    item = NewsItem(
        guid="a", format="x", headline="H", body_html="<p>x</p>", refused_uses=("The terms forbid distributing it",)
    )

    verdict = verdict_of(item, now=NOON)

    assert verdict.kind is VerdictKind.DESK_ONLY
    assert verdict.reasons == ("It may not be published here: The terms forbid distributing it",)


def test_plain_terms_alone_leave_it_free() -> None:
    item = NewsItem(guid="a", format="x", headline="H", body_html="<p>x</p>", usage_terms="No use in Norway")

    assert verdict_of(item, now=NOON).is_publishable
