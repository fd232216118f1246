"""A feed that is polled: what it brings to the desk, and what it brings no second time."""

from broadsheet.wire.models import Delivery, WireItem
from wire.newsroom import Agency, story_of

ENTRY = (
    "<entry><id>tag:example:1</id><title>Ferry back</title><updated>2026-06-01T10:00:00Z</updated>"
    "<content type='html'>&lt;p&gt;It sails.&lt;/p&gt;&lt;p&gt;At nine.&lt;/p&gt;</content></entry>"
)
DELETED = "<at:deleted-entry ref='tag:example:1' when='2026-06-01T11:00:00Z'/>"


def atom(*entries: str, updated: str = "") -> bytes:
    opening = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
    return f"{opening}<updated>{updated}</updated>{''.join(entries)}</feed>".encode()


def test_a_feed_that_only_has_a_new_date_brings_nothing_new(agency: Agency) -> None:
    item = agency.sends(atom(ENTRY, updated="2026-06-01T10:00:00Z"), name="a.xml")

    agency.sends(atom(ENTRY, updated="2026-06-01T10:01:00Z"), name="b.xml")

    item.refresh_from_db()
    assert (WireItem.objects.count(), item.revision_count, item.repeats) == (1, 1, 1)


def test_an_empty_feed_is_neither_news_nor_trouble(agency: Agency) -> None:
    agency.drop("empty.xml", atom())
    agency.work()

    assert Delivery.objects.count() == 0
    assert not (agency.folder / "empty.xml").exists()


def test_a_deleted_entry_withdraws_the_story_that_was_made_of_it(publishing: Agency) -> None:
    item = publishing.sends(atom(ENTRY), name="a.xml")
    assert story_of(item).live

    publishing.sends(atom(DELETED), name="b.xml")

    item.refresh_from_db()
    assert item.killed_at is not None
    assert story_of(item).withdrawn_at is not None
