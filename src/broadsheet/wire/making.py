"""Making a story from a wire item."""

from datetime import datetime
from typing import Any

from broadsheet.accounts.models import User
from broadsheet.media.models import Picture
from broadsheet.stories.actions import draft_story
from broadsheet.stories.models import SectionPage
from broadsheet.wire.listed import keep_marks
from broadsheet.wire.models import Route, Use, WireItem
from broadsheet.wire.parts import keep_part_uses, whole_news
from broadsheet.wire.uses import lead_picture_of, story_words, topics_named, wire_words


def make_use(item: WireItem, *, section: SectionPage, route: Route | None, by: User | None, now: datetime) -> Use:
    """Draft a story from the ruling revision of an item; part of the caller's transaction."""
    if item.current is None:
        raise LookupError(f"wire item {item.pk} has no revision")
    words = wire_words(whole_news(item, now=now), source=item.source, lead_picture=lead_picture_of(item.current))
    story = draft_story(section, **_story_arguments(words), owner=by, now=now)
    if route is not None and not route.in_latest:
        story.in_latest = False
        story.save()
        story.save_revision(user=by)
    use = Use.objects.create(
        item=item,
        story=story,
        route=route,
        taken=item.current,
        taken_words={"wire": words, "story": story_words(story)},
        made_at=now,
        made_by=by,
    )
    keep_part_uses(use, lets_go=False, now=now)
    keep_marks(item, now=now)
    return use


def _story_arguments(words: dict[str, Any]) -> dict[str, Any]:
    arguments = {name: value for name, value in words.items() if name not in {"body", "topics", "lead_picture"}}
    return {
        **arguments,
        "body_html": words["body"],
        "topics": topics_named(words["topics"]),
        "lead_picture": Picture.objects.filter(pk=words["lead_picture"]).first(),
    }
