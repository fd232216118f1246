"""A WordPress export made by code: a newspaper's twenty years, the same for the same number of stories."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search import Vocabulary

WORDS_A_STORY = 320
CATEGORIES = ("World", "Sport", "Harbour", "Letters")  # two sections that a made site has, and two that become topics
AUTHORS = 40
TOPICS = 2_000
TAGS_A_STORY = 3
SITE = "https://old.example"
_NEWEST = datetime(2026, 6, 1, 6, tzinfo=UTC)
_HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Old Courier</title><link>{SITE}</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{SITE}</wp:base_site_url><wp:base_blog_url>{SITE}</wp:base_blog_url>
"""


def write_archive(path: Path, *, stories: int) -> None:
    chance = random.Random(29)  # noqa: S311  the same archive in every run
    vocabulary = Vocabulary(chance)
    topics = [" ".join(vocabulary.text(2)).title() + f" {number}" for number in range(TOPICS)]
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in range(AUTHORS):
            file.write(
                f"<wp:author><wp:author_login>author{number}</wp:author_login>"
                f"<wp:author_display_name>Author Number {number}</wp:author_display_name></wp:author>\n"
            )
        for number in range(1, stories + 1):
            file.write(_item(number, stories=stories, chance=chance, vocabulary=vocabulary, topics=topics))
        file.write("</channel></rss>\n")


def old_address(number: int, *, stories: int) -> str:
    return f"/{_published(number, stories=stories):%Y/%m/%d}/story-{number}/"


def _published(number: int, *, stories: int) -> datetime:
    return _NEWEST - timedelta(minutes=90) * (stories - number)


def _item(number: int, *, stories: int, chance: random.Random, vocabulary: Vocabulary, topics: list[str]) -> str:
    published = _published(number, stories=stories)
    about = chance.sample(topics, TAGS_A_STORY)
    tags = "".join(
        f'<category domain="post_tag" nicename="{topic.lower().replace(" ", "-")}"><![CDATA[{topic}]]></category>'
        for topic in about
    )
    category = CATEGORIES[number % len(CATEGORIES)]
    return (
        f"<item><title><![CDATA[{_sentence(vocabulary, 9)}]]></title>"
        f"<link>{SITE}{old_address(number, stories=stories)}</link>"
        f"<dc:creator><![CDATA[author{number % AUTHORS}]]></dc:creator>"
        f'<guid isPermaLink="false">{SITE}/?p={number}</guid>'
        f"<content:encoded><![CDATA[{''.join(_body(vocabulary, about))}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{_sentence(vocabulary, 16)}]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{published:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<wp:post_modified_gmt>{published:%Y-%m-%d %H:%M:%S}</wp:post_modified_gmt>"
        f"<wp:post_name>story-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent>"
        "<wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>"
        f'<category domain="category" nicename="{category.lower()}"><![CDATA[{category}]]></category>{tags}</item>\n'
    )


def _body(vocabulary: Vocabulary, about: list[str]) -> Iterator[str]:
    for paragraph in range(8):
        if paragraph == 4:
            yield f"<!-- wp:heading --><h2>{about[0]}</h2><!-- /wp:heading -->\n"
        words = _sentence(vocabulary, WORDS_A_STORY // 8)
        yield f"<!-- wp:paragraph --><p>{words} <em>{about[1]}</em> {about[2]}.</p><!-- /wp:paragraph -->\n"


def _sentence(vocabulary: Vocabulary, words: int) -> str:
    return " ".join(vocabulary.text(words)).capitalize() + "."
