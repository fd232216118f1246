"""
A topic as a page: its stories, the newest first, and its feeds.

It is there as long as a story about it may stand in Latest Stories. A topic that lost its last one is gone (410), as a
closed section is: an empty page would go on naming what a kill may have been about. It comes back with its next story.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import Page
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import ListingView, SectionLink, TopicLink
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.archives import newest_page
from broadsheet.press.composing.edition import Edition
from broadsheet.press.composing.feeds import Channel, feed_links, gone_with_feeds
from broadsheet.press.composing.indexes import index_page
from broadsheet.press.composing.lists import latest_piece
from broadsheet.press.composing.plates import Notes, Plates
from broadsheet.press.composing.schema import collection_data
from broadsheet.press.shelf import Kind, Standing, shelf_of
from broadsheet.stories.addresses import TOPICS_PATH, topic_address
from broadsheet.stories.models import StoryPage

_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)


def topic_list(topic_id: int) -> str:
    """The name of the list of a topic's newest stories."""
    return latest_piece(str(shelf_of(Kind.TOPIC, topic_id)))


def topic_page(
    topic_id: int,
    *,
    name: str,
    path: str,
    standing: Standing,
    former: Sequence[str],
    edition: Edition,
    older_url: str = "",
    carried: int = 1,
) -> Plates:
    """A topic that has stories; the addresses that it had before lead to it. `carried` is how many carry it."""
    source = topic_list(topic_id)
    channel = _channel(topic_id, name=name, path=path, edition=edition)
    feeds = feed_links(channel)
    view = ListingView(
        name=name,
        kind=_("Topic"),
        trail=(topics_link(),),
        stories=look_lists.river_list(sources=(source,), limit=len(standing.shown)),
        feeds=feeds,
        older_url=older_url,
    )
    json_ld = collection_data(name=name, path=path, description=channel.description, above=view.trail, edition=edition)
    head = edition.head(title=name, path=path, description=channel.description, feeds=feeds, json_ld=json_ld)
    page = Page(parts=render_parts("press/listing.html", {"head": head, "listing": view}))
    plates = newest_page(page, channel, standing=standing, former=former, edition=edition)
    return replace(plates, topics={path: topic_id}, notes=Notes(about={topic_id: carried}))


def gone_topic(topic_id: int, *, former: Sequence[str], edition: Edition) -> Plates:
    """A topic without a story, or one that is no longer there: a plain notice wherever readers knew it."""
    return Plates(
        former=gone_with_feeds(edition=edition, former=former),
        removed=frozenset({topic_list(topic_id)}),
        notes=Notes(about={topic_id: 0}),
    )


def topic_index(named: Sequence[tuple[str, str]], *, edition: Edition) -> Plates:
    """The topics that have a page, by their names and addresses."""
    said = _("What %(paper)s writes about") % {"paper": edition.paper}
    filed = _filed if edition.language.startswith("en") else str
    return index_page(named, place=topics_link(), description=said, filed=filed, edition=edition)


def topics_link() -> SectionLink:
    return SectionLink(name=_("Topics"), url=TOPICS_PATH)


def _filed(name: str) -> str:
    """The words under which a name is looked up: in English without its article."""
    return _ARTICLE.sub("", name)


def topic_links(story: StoryPage, *, edition: Edition) -> tuple[TopicLink, ...]:
    """
    A story's topics, with their pages where these are sure to be there.

    One that is kept out of Latest Stories may be the only one about its topic: it names it without a link.
    """
    is_linked = story.in_latest and edition.has_own(TOPICS_PATH)
    return tuple(
        TopicLink(name=topic.name, url=topic_address(topic.slug) if is_linked else "") for topic in story.topics.all()
    )


def _channel(topic_id: int, *, name: str, path: str, edition: Edition) -> Channel:
    return Channel(
        guid=f"{edition.guid}#topic-{topic_id}",
        title=f"{name} · {edition.paper}",
        description=_("The latest news and reports from %(paper)s about %(topic)s")
        % {"paper": edition.paper, "topic": name},
        path=path,
        newest=topic_list(topic_id),
    )
