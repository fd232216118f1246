"""A newer revision meets a story that holds an earlier one: merged field by field, or left to an editor."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from broadsheet.contracts.news import NewsItem, Signal
from broadsheet.stories.actions import correct_story, publish_story, revise_story
from broadsheet.stories.guards import PublishRefusedError
from broadsheet.stories.models import StoryPage
from broadsheet.stories.wording import plain_text
from broadsheet.wire import sentences
from broadsheet.wire.alarms import raise_alarm
from broadsheet.wire.changes import keep_change
from broadsheet.wire.facts import item_from
from broadsheet.wire.merging import FIELD_NAMES, FIELDS, Merge, has_body_shrunk, merge
from broadsheet.wire.models import Alarm, Use
from broadsheet.wire.parts import keep_part_uses, whole_news
from broadsheet.wire.queries import news_of
from broadsheet.wire.uses import changes_from, kept_words, lead_picture_of, story_words, wire_words

_CORRECTED = {
    "headline": gettext_noop("the headline"),
    "standfirst": gettext_noop("the summary"),
    "bylines": gettext_noop("the byline"),
    "dateline": gettext_noop("the dateline"),
    "source_credit": gettext_noop("the source credit"),
    "body": gettext_noop("the text"),
    "lead_picture": gettext_noop("the picture"),
}


_GROWING = ("body", "lead_picture")


def follow_wire(use: Use, *, now: datetime, is_withdrawn: bool = False) -> None:
    """
    Bring a story up to the ruling revision of its item as far as that overwrites nobody's words.

    A withdrawn story is left alone unless `is_withdrawn` says that its draft is meant.
    """
    item, story = use.item, use.story
    if story is None or item.current is None or (story.withdrawn_at is not None and not is_withdrawn):
        return
    if use.kind == Use.Kind.PART:
        _follow_part(use, now=now)
        return
    news = whole_news(item, now=now)
    words = wire_words(news, source=item.source, lead_picture=lead_picture_of(item.current))
    if item.current_id == use.taken_id and not _has_changed_since(use, words=words):
        return
    if reason := reason_to_wait(use, news=news_of(item)):
        text = sentences.STORY_KEEPS % {"reason": reason}
        raise_alarm(item, kind=Alarm.Kind.UPDATE_WAITS, text=text, story=story, now=now)
        return
    plan = merge(
        wire_before=use.taken_words["wire"],
        wire_now=words,
        story_before=use.taken_words["story"],
        story_now=story_words(story),
        own=use.own_fields,
    )
    fresh = _fresh_conflicts(use, plan=plan, words=words)
    _apply(use, plan=plan, words=words, news=news, now=now)
    _tell(use, plan=plan, fresh=fresh, news=news, now=now)


def _has_changed_since(use: Use, *, words: dict[str, Any]) -> bool:
    """Whether the same revision says more than when it was taken: a take came or went, or its picture did."""
    before = use.taken_words["wire"]
    return any(words[name] != before[name] and name not in use.conflicts for name in _GROWING)


def _follow_part(use: Use, *, now: datetime) -> None:
    """What was put into a story by hand is the newsroom's to change; a take goes with the item that it belongs to."""
    if use.item.is_part or use.item.current_id == use.taken_id:
        return
    text = gettext_noop("A newer version came of an item that this story holds a part of; the story keeps what it has")
    raise_alarm(use.item, kind=Alarm.Kind.UPDATE_WAITS, text=text, story=use.story, now=now)


def _apply(use: Use, *, plan: Merge, words: dict[str, Any], news: NewsItem, now: datetime) -> None:
    story = use.story
    if story is None:
        return
    has_unpublished_work = story.live and story.has_unpublished_changes
    if plan.take:
        before = kept_words(story)
        revise_story(story, changes=changes_from(words, fields=plan.take), by=None, now=now)
        if story.live and not has_unpublished_work:
            _publish_again(use, plan=plan, news=news, now=now)
        elif "body" in plan.take:
            # What readers may still see keeps its takes bound, so that a hold of one finds it.
            keep_part_uses(use, lets_go=not story.live, now=now)
        keep_change(use, fields=plan.take, before=before, now=now)
    _remember(use, plan=plan, words=words)


def _remember(use: Use, *, plan: Merge, words: dict[str, Any]) -> None:
    """
    Keep what both sides say now as what the next merge compares with.

    A field that the newsroom changed keeps its old story words, so that it counts as changed for ever; one that both
    changed keeps the wire's old words too, so that a comparison can show what was.
    """
    if use.story is None:
        return
    before, after = use.taken_words, story_words(use.story)
    settled = plan.take | plan.agreed
    use.taken_words = {
        "wire": {name: before["wire"].get(name) if name in plan.conflicts else words[name] for name in words},
        "story": {name: after[name] if name in settled else before["story"].get(name) for name in after},
    }
    use.taken = use.item.current
    use.conflicts = list(plan.conflicts)
    use.own_fields = sorted(set(use.own_fields) - settled)
    use.save(update_fields=["taken_words", "taken", "conflicts", "own_fields"])


def _fresh_conflicts(use: Use, *, plan: Merge, words: dict[str, Any]) -> list[str]:
    """Conflicts that nobody was told of yet: an alarm that rings again at every revision is soon not listened to."""
    if use.taken is None:
        return list(plan.conflicts)
    picture = lead_picture_of(use.taken)
    last = wire_words(item_from(use.taken.facts), source=use.item.source, lead_picture=picture)
    return [name for name in plan.conflicts if name not in use.conflicts or words[name] != last[name]]


def _publish_again(use: Use, *, plan: Merge, news: NewsItem, now: datetime) -> None:
    story = use.story
    if story is None:
        return
    try:
        with override(sentences.KEPT_IN), transaction.atomic():  # why it is refused is kept with the alarm
            if "body" in plan.take:
                keep_part_uses(use, lets_go=True, now=now)
            if Signal.CORRECTION in news.signals:
                correct_story(story, note=public_note(plan.take), by=None, now=now)
            else:
                publish_story(story, by=None, now=now)
    except PublishRefusedError as error:
        raise_alarm(use.item, kind=Alarm.Kind.UPDATE_WAITS, text=str(error), story=story, now=now)


def public_note(changed: Collection[str]) -> str:
    """
    A sentence of our own on what a correction changed, in the paper's language.

    The wire's own note is for editors and never published.
    """
    with override(settings.LANGUAGE_CODE):
        parts = [_(name) for field, name in _CORRECTED.items() if field in changed]
        what = ", ".join(parts[:-1])
        what = _("%(parts)s and %(last)s") % {"parts": what, "last": parts[-1]} if what else "".join(parts)
        text = ngettext(
            "The news agency has corrected its report; %(what)s of this story was changed.",
            "The news agency has corrected its report; %(what)s of this story were changed.",
            1 if len(parts) == 1 else 2,
        )
        return text % {"what": what or _("details")}


def _tell(use: Use, *, plan: Merge, fresh: list[str], news: NewsItem, now: datetime) -> None:
    story = use.story
    if Signal.CORRECTION in news.signals:
        text = " ".join((sentences.WIRE_CORRECTED % {"item": use.item}, _applied(plan)))
        raise_alarm(use.item, kind=Alarm.Kind.CORRECTION, text=text, story=story, now=now)
    if fresh:
        names = ", ".join(FIELD_NAMES[name] for name in fresh)
        said = [
            sentences.BOTH_CHANGED % {"fields": names},
            gettext_noop("The newsroom's words stand until somebody settles it."),
        ]
        if "headline" in fresh:
            said.append(sentences.WIRE_HEADLINE % {"headline": news.headline})
        text = " ".join(said)
        raise_alarm(use.item, kind=Alarm.Kind.CONFLICT, text=text, story=story, now=now)
    if plan.take and _has_unpublished_changes(story):
        text = gettext_noop(
            "The newer version is merged into the draft, which holds unpublished work: publish it when it is ready."
        )
        raise_alarm(use.item, kind=Alarm.Kind.UPDATE_WAITS, text=text, story=story, now=now)


def _applied(plan: Merge) -> str:
    names = [FIELD_NAMES[name] for name in FIELDS if name in plan.take]
    if not names:
        return gettext_noop("Nothing changed in the story.")
    return sentences.CHANGED_IN_STORY % {"fields": ", ".join(names)}


def _has_unpublished_changes(story: StoryPage | None) -> bool:
    return story is not None and story.live and story.has_unpublished_changes


def reason_to_wait(use: Use, *, news: NewsItem) -> str:
    """Why a newer revision is not merged by itself, in English for the desk (see `wording.told`); empty lets it be."""
    if not use.follows_wire:
        return gettext_noop("A newer version came and the story does not follow the wire")
    before = item_from(use.taken.facts) if use.taken else None
    if before is None:
        return ""
    if has_body_shrunk(before=plain_text(before.body_html), now=plain_text(news.body_html)):
        return gettext_noop("A newer version came that lost half of its words or more")
    if news.usage_terms.strip() and news.usage_terms != before.usage_terms:
        return sentences.NEW_TERMS % {"terms": news.usage_terms[:300]}
    return ""
