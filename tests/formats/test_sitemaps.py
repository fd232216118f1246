"""Sitemaps as sitemaps.org and Google's news want them spelled."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from broadsheet.formats.sitemaps import (
    CLOSING,
    NEWS_OPENING,
    OPENING,
    NewsEntry,
    SitemapEntry,
    news_entry,
    sitemap_entry,
    sitemap_index,
)

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


def news(*, language: str = "en-gb", headline: str = "Ferry sails") -> NewsEntry:
    return NewsEntry(
        address="https://example.org/world/ferry/",
        paper="The Test Courier",
        language=language,
        published_at=NOON,
        headline=headline,
    )


def test_an_address_stands_in_a_sitemap_escaped_with_the_moment_that_it_changed() -> None:
    entry = SitemapEntry(address="https://example.org/a/?b=1&c='2'", changed_at=NOON)

    tree = etree.fromstring(f"{OPENING}{sitemap_entry(entry)}{CLOSING}".encode())

    assert tree.xpath("string(s:url/s:loc)", namespaces=NAMES) == entry.address
    assert tree.xpath("string(s:url/s:lastmod)", namespaces=NAMES) == "2026-03-05T12:00:00Z"


def test_an_address_whose_change_nobody_knows_says_none() -> None:
    tree = etree.fromstring(f"{OPENING}{sitemap_entry(SitemapEntry(address='https://example.org/'))}{CLOSING}".encode())

    assert tree.xpath("s:url/*", namespaces=NAMES)[0].tag.endswith("}loc")
    assert len(tree.xpath("s:url/*", namespaces=NAMES)) == 1


def test_news_say_paper_language_moment_and_headline() -> None:
    headline = 'Ferry & crew <back> ]]> "\x01'

    tree = etree.fromstring(f"{NEWS_OPENING}{news_entry(news(headline=headline))}{CLOSING}".encode())

    found = {name: tree.xpath(f"string(//n:{name})", namespaces=NAMES) for name in ("name", "language", "title")}
    assert found == {"name": "The Test Courier", "language": "en", "title": 'Ferry & crew <back> ]]> "'}
    assert tree.xpath("string(//n:publication_date)", namespaces=NAMES) == "2026-03-05T12:00:00Z"
    assert [child.tag.rpartition("}")[2] for child in tree.xpath("//n:news", namespaces=NAMES)[0]] == [
        "publication", "publication_date", "title",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "said"),
    [("de", "de"), ("pt-BR", "pt"), ("zh-hans", "zh-cn"), ("zh-Hant-HK", "zh-tw"), ("zh", "zh-cn"), ("gsw-ch", "gsw")],
)
def test_the_language_of_news_is_told_without_its_country_but_for_chinese(tag: str, said: str) -> None:
    assert f"<news:language>{said}</news:language>" in news_entry(news(language=tag))


def test_an_index_names_sitemaps_with_the_moments_that_they_changed() -> None:
    entries = [SitemapEntry(address=f"https://example.org/{number}.xml", changed_at=NOON) for number in range(3)]

    tree = etree.fromstring(sitemap_index(entries).encode())

    assert tree.tag.endswith("}sitemapindex")
    assert tree.xpath("s:sitemap/s:loc/text()", namespaces=NAMES) == [entry.address for entry in entries]
    assert set(tree.xpath("s:sitemap/s:lastmod/text()", namespaces=NAMES)) == {"2026-03-05T12:00:00Z"}
