"""What the press reads of topics and authors: which have a page, and at which addresses readers know them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from broadsheet.press.models import KnownAuthor, KnownTopic
from broadsheet.stories.addresses import author_address
from broadsheet.stories.models import Author, Byline, StoryPage, Topic

_Link = StoryPage.topics.through


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """A topic, None where there is none any more; `former` are its known addresses, `carried` how many carry it."""

    topic_id: int
    topic: Topic | None
    former: tuple[str, ...]
    carried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorFacts:
    """An author, None where there is none any more; `former` are the known addresses."""

    author_id: int
    author: Author | None
    former: tuple[str, ...]


def topic_facts(topic_id: int) -> TopicFacts:
    """As the topic stands now; three queries."""
    known = KnownTopic.objects.filter(topic_id=topic_id).order_by("path")
    return TopicFacts(
        topic_id=topic_id,
        topic=Topic.objects.filter(pk=topic_id).first(),
        former=tuple(known.values_list("path", flat=True)),
        carried=_Link.objects.filter(topic_id=topic_id).count(),
    )


def author_facts(author_id: int) -> AuthorFacts:
    """As the author stands now; four queries."""
    known = KnownAuthor.objects.filter(author_id=author_id).order_by("path")
    authors = Author.objects.select_related("portrait").prefetch_related("portrait__renditions")
    return AuthorFacts(
        author_id=author_id,
        author=authors.filter(pk=author_id).first(),
        former=tuple(known.values_list("path", flat=True)),
    )


def every_topic() -> Sequence[int]:
    """
    The ids of the topics of all stories, and of those that readers know from before.

    Drafts count too: to ask which stories are live took seconds, and pressing a topic without any writes nothing.
    """
    ids = set(_Link.objects.order_by().values_list("topic_id", flat=True).distinct())
    return sorted(ids.union(KnownTopic.objects.values_list("topic_id", flat=True)))


def every_author() -> Sequence[int]:
    """The same of authors."""
    bylines = Byline.objects.filter(author__isnull=False).order_by()
    ids = set(bylines.values_list("author_id", flat=True).distinct())
    return sorted(ids.union(KnownAuthor.objects.values_list("author_id", flat=True)))


def named_topics(most: int) -> Sequence[tuple[str, str]]:
    """The names and addresses of the topics that have a page, those that most stories carry."""
    rows = KnownTopic.objects.filter(stories__gt=0).order_by("-stories", "pk").values_list("topic_id", "path")[:most]
    paths = dict(rows)
    names = Topic.objects.in_bulk(list(paths))
    return [(topic.name, paths[topic_id]) for topic_id, topic in names.items()]


def named_authors(most: int) -> Sequence[tuple[str, str]]:
    """The names and addresses of the authors who have a page, those of most stories."""
    rows = authors_with_pages().annotate(stories=Count("bylines")).order_by("-stories", "pk")
    return [(name, author_address(slug)) for name, slug in rows.values_list("name", "slug")[:most]]


def authors_with_pages() -> QuerySet[Author]:
    """Those of whom a story may stand in Latest Stories."""
    open_stories = StoryPage.objects.filter(live=True, withdrawn_at=None, in_latest=True)
    return Author.objects.filter(Exists(Byline.objects.filter(author=OuterRef("pk"), story__in=open_stories)))


def unknown_topics(addresses: Mapping[str, int]) -> Mapping[str, int]:
    """Those of the addresses that are not known yet, or known as another topic's."""
    if not addresses:
        return {}
    known = dict(KnownTopic.objects.filter(path__in=list(addresses)).values_list("path", "topic_id"))
    return {path: topic_id for path, topic_id in addresses.items() if known.get(path) != topic_id}


def unknown_authors(addresses: Mapping[str, int]) -> Mapping[str, int]:
    """The same of authors' addresses."""
    if not addresses:
        return {}
    known = dict(KnownAuthor.objects.filter(path__in=list(addresses)).values_list("path", "author_id"))
    return {path: author_id for path, author_id in addresses.items() if known.get(path) != author_id}
