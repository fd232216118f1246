"""NewsML-G2 packages: their members in order, and what stands beside them in a message."""

from pathlib import Path

import pytest
from lxml import etree

from broadsheet.contracts.news import Kind, NewsItem
from broadsheet.formats.reading import read_items
from formats.sample_pairs import SAMPLES

GUID = "urn:newsml:islandnews.example:"
PACKAGE = (SAMPLES / "storm_package.newsml-g2.xml").read_text().partition("?>")[2]
WIRES = Path(__file__).parents[2].parent / "shared" / "wire"


def news(name: str, *, kind: str, headline: str, picture: str = "") -> str:
    content = f'<contentSet><remoteContent href="{picture}" contenttype="image/jpeg"/></contentSet>' if picture else ""
    return (
        f'<newsItem guid="{GUID}{name}"><itemMeta><itemClass qcode="ninat:{kind}"/></itemMeta>'
        f"<contentMeta><headline>{headline}</headline></contentMeta>{content}</newsItem>"
    )


def message(*items: str) -> list[NewsItem]:
    return read_items(f"<newsMessage><itemSet>{''.join(items)}</itemSet></newsMessage>".encode())


def test_members_come_in_the_order_of_the_groups_and_say_their_groups_role() -> None:
    (package,) = read_items(PACKAGE.encode())

    assert package.kind is Kind.PACKAGE
    assert (package.headline, package.standfirst) == (
        "Storm over the island: everything we have",
        "Text, pictures and a map.",
    )
    assert [(link.guid.removeprefix(GUID), link.rel, link.role, link.headline) for link in package.links] == [
        ("storm-text", "member", "main", "Storm hits Nordvik"),
        ("pier", "member", "pictures, one of several", ""),
        ("tower", "member", "pictures, one of several", ""),
        ("medtop:20001128", "concept", "main", "weather warning"),
        ("goat", "member", "sidebar", "Goat on a roof"),
        ("1999", "member", "archive", ""),
    ]


def test_items_beside_a_package_lend_it_their_headlines_and_its_lead_the_pictures() -> None:
    package, text, aside, pier = message(
        PACKAGE,
        news("storm-text", kind="text", headline="Storm"),
        news("goat", kind="text", headline="Goat"),
        news("pier", kind="picture", headline="The pier", picture="pier.jpg"),
    )

    assert [link.headline for link in package.links][:2] == ["Storm hits Nordvik", "The pier"]
    assert text.pictures == pier.pictures
    assert aside.pictures == ()


def test_a_package_without_groups_that_lead_anywhere_still_has_its_members() -> None:
    loose = PACKAGE.replace('root="top"', 'root="nowhere"').replace('idref="main"', 'idref="nowhere"')

    (package,) = read_items(loose.encode())

    assert {link.guid.removeprefix(GUID) for link in package.links if link.rel == "member"} == {
        "storm-text", "pier", "tower", "goat", "1999",
    }  # fmt: skip


def test_a_message_of_a_thousand_packages_and_stories_is_put_together_in_one_pass() -> None:
    packages = [
        f'<packageItem guid="p{n}"><groupSet root="g"><group id="g">'
        f'<itemRef residref="{GUID}{n}"/><itemRef residref="{GUID}a"/></group></groupSet></packageItem>'
        for n in range(499)
    ]
    stories = [news(str(n), kind="text", headline=f"Story {n}") for n in range(499)]

    items = message(*packages, *stories, news("a", kind="picture", headline="A", picture="a.jpg"))

    assert sum(bool(item.pictures) for item in items if item.kind is Kind.TEXT) == 499


@pytest.mark.slow
@pytest.mark.skipif(not WIRES.is_dir(), reason="the collection of real wire files is not beside the repository")
def test_every_real_package_has_all_its_members() -> None:
    checked = 0

    for path in (path for path in sorted(WIRES.rglob("*")) if path.is_file() and "should_fail" not in str(path)):
        data = path.read_bytes()
        named = members_named(data) if b"<packageItem" in data else set()
        if named:
            items = read_items(data, name=path.name)
            assert {link.guid for item in items for link in item.links if link.rel == "member"} == named, path
            checked += 1

    assert checked >= 15


def members_named(data: bytes) -> set[str]:
    """What the itemRefs of packages with a guid name, told by a search that knows nothing of groups."""
    root = etree.fromstring(data)
    packages = (part for part in root.iter("{http://iptc.org/std/nar/2006-10-01/}packageItem") if part.get("guid"))
    references = (part for one in packages for part in one.iter("{http://iptc.org/std/nar/2006-10-01/}itemRef"))
    return {part.get("residref") or part.get("guidref") or part.get("href") or "" for part in references} - {""}
