"""A wire item's words as a story takes them, and a story's words as they stand: what a merge compares."""

from typing import Any

from broadsheet.contracts.news import NewsItem
from broadsheet.media.models import Picture
from broadsheet.stories.actions import know_topic
from broadsheet.stories.models import StoryPage, Topic
from broadsheet.stories.prose import body_words
from broadsheet.stories.wording import plain_text
from broadsheet.stories.words import StoryWords
from broadsheet.wire.models import Revision, Source

DEFAULT_URGENCY = 5
MOST_TOPICS = 12
_LEAST_RELEVANCE = 20  # of 100; below that agencies name in passing


def wire_words(item: NewsItem, *, source: Source, lead_picture: Picture | None) -> dict[str, Any]:
    """What a revision would put into a story, field by field, as JSON (see `merging.FIELDS`)."""
    return {
        "headline": item.headline or item.slug or "Untitled",
        "standfirst": plain_text(item.standfirst),
        "bylines": list(item.bylines),
        "dateline": item.dateline,
        "source_credit": item.credit or source.credit,
        "body": item.body_html,
        "lead_picture": lead_picture.pk if lead_picture else None,
        "lead_caption": "",
        "urgency": item.urgency or DEFAULT_URGENCY,
        "topics": [[subject.name, _mediatopic(subject.scheme, subject.code)] for subject in _main_subjects(item)],
    }


def story_words(story: StoryPage) -> dict[str, Any]:
    """The words of a story's newest draft, in a form that opening and saving it does not change."""
    return comparable(kept_words(story))


def kept_words(story: StoryPage) -> dict[str, Any]:
    """The words of a story's newest draft, whole, so that they can be put back (see `words_put_back`)."""
    return page_words(story.get_latest_revision_as_object())


def page_words(draft: StoryPage) -> dict[str, Any]:
    """The same of a draft, or of the story as readers have it."""
    bylines = draft.bylines.all()
    return {
        "headline": draft.title,
        "standfirst": draft.standfirst,
        "bylines": [byline.author.name if byline.author else byline.name for byline in bylines],
        "dateline": draft.dateline,
        "source_credit": draft.source_credit,
        "body": list(draft.body.get_prep_value()),
        "lead_picture": draft.lead_picture_id,
        "lead_caption": draft.lead_caption,
        "urgency": draft.urgency,
        "topics": sorted(topic.pk for topic in draft.topics.all()),
    }


def comparable(kept: dict[str, Any]) -> dict[str, Any]:
    """Kept words without what a form changes by itself: block keys, markup, line ends."""
    return {name: _comparable(name, value) for name, value in kept.items()}


def _comparable(name: str, value: Any) -> Any:
    if name == "body":
        return body_words(value)
    return " ".join(value.split()) if isinstance(value, str) else value


def words_put_back(kept: dict[str, Any]) -> StoryWords:
    """Kept words as the stories slice takes them; a topic or picture that was deleted meanwhile is left out."""
    words = dict(kept)
    if "topics" in words:
        words["topics"] = list(Topic.objects.filter(pk__in=words["topics"]))
    if "lead_picture" in words:
        words["lead_picture"] = Picture.objects.filter(pk=words["lead_picture"]).first()
    return StoryWords(**words)


def changes_from(words: dict[str, Any], *, fields: frozenset[str]) -> StoryWords:
    """The wire's words for these fields, as the stories slice takes them."""
    chosen = {name: words[name] for name in fields}
    if "body" in chosen:
        chosen["body_html"] = chosen.pop("body")
    if "topics" in chosen:
        chosen["topics"] = topics_named(chosen["topics"])
    if "lead_picture" in chosen:
        chosen["lead_picture"] = Picture.objects.filter(pk=chosen["lead_picture"]).first()
    return StoryWords(**chosen)


def topics_named(names: list[list[str]]) -> list[Topic]:
    """Topics for names with their Media Topics code: those with a code are made, others only where known."""
    topics = []
    for name, code in names:
        topic = know_topic(name, mediatopic=code) if code and name else Topic.objects.filter(name__iexact=name).first()
        if topic is not None and topic not in topics:
            topics.append(topic)
    return topics


def lead_picture_of(revision: Revision) -> Picture | None:
    """The first picture that came with a revision and was not killed."""
    kept = revision.pictures.filter(picture__killed_at__isnull=True).select_related("picture")
    first = kept.order_by("position", "pk").first()
    return first.picture if first else None


def _main_subjects(item: NewsItem) -> list[Any]:
    named = [subject for subject in item.subjects if subject.name.strip()]
    main = [subject for subject in named if subject.relevance is None or subject.relevance >= _LEAST_RELEVANCE]
    return main[:MOST_TOPICS]


def _mediatopic(scheme: str, code: str) -> str:
    return code if scheme == "mediatopic" and code.isdecimal() and len(code) == 8 else ""  # noqa: PLR2004
