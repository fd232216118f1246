"""What the desk makes of what it hears of stories, workflows, comments and the wire: whom to tell of it, and how."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from wagtail.models import Comment, PageLogEntry, TaskState, WorkflowState

from broadsheet.accounts.models import User
from broadsheet.desk.models import Notice
from broadsheet.desk.noticing import Again, News, approvers_of, named_in, people_of, people_of_thread, settle, tell
from broadsheet.stories.models import StoryPage
from broadsheet.wire.merging import FIELD_NAMES
from broadsheet.wire.models import Alarm, WireChange

_Event = Notice.Event
# What an alarm about one story says to those whose it is; kills and corrections are told as what they did to it.
_TOLD_ALARMS = frozenset(
    {
        Alarm.Kind.WITHHOLD,
        Alarm.Kind.EMBARGO,
        Alarm.Kind.EMBARGO_LIFTED,
        Alarm.Kind.CONFLICT,
        Alarm.Kind.UPDATE_WAITS,
        Alarm.Kind.EXPIRED,
        Alarm.Kind.REPLACED,
        Alarm.Kind.OFFERED_BACK,
    }
)


def hear_submission(state: TaskState, *, by: User | None, now: datetime) -> None:
    """A story waits for an approval: everybody who may give it is told."""
    story = _story_of(state.workflow_state)
    if story is None:
        return
    news = News(event=_Event.SUBMITTED, story=story, key=f"task-{state.pk}", actor=by, now=now)
    groups = getattr(state.task.specific, "groups", None)
    people = approvers_of(story) if groups is None else User.objects.filter(groups__in=groups.all(), is_active=True)
    tell(news, people=list(people))


def hear_refusal(state: TaskState, *, by: User | None, now: datetime) -> None:
    """Changes are asked for: who submitted the story and whose it is are told why."""
    story = _story_of(state.workflow_state)
    if story is None:
        return
    settle(key=f"task-{state.pk}", now=now)
    key = f"asked-{state.pk}"
    news = News(event=_Event.CHANGES_ASKED, story=story, key=key, actor=by, text=state.comment, now=now)
    tell(news, people=_with(people_of(story), state.workflow_state.requested_by))


def hear_approval(state: WorkflowState, *, by: User | None, now: datetime) -> None:
    """A story is approved; where that published it, this is the better account of the same event."""
    story, last = _story_of(state), state.current_task_state
    if story is None or last is None:
        return
    settle(key=f"task-{last.pk}", now=now)
    is_out = story.live and story.live_revision_id == last.revision_id
    news = News(
        event=_Event.PUBLISHED if is_out else _Event.APPROVED,
        story=story,
        key=f"out-{last.revision_id}",
        actor=by,
        text=last.comment,
        now=now,
        again=Again.REWORDS,
    )
    tell(news, people=_with(people_of(story), state.requested_by))


def hear_log(entry: PageLogEntry) -> None:
    """Everything that is done to a story is written into its history, in the same transaction: that is listened to."""
    heard = _HEARD.get(entry.action)
    if entry.user_id is None and entry.action in _OF_PEOPLE:
        return
    story = StoryPage.objects.filter(pk=entry.page_id).first() if heard else None
    if heard is not None and story is not None:
        heard(entry, story)


def hear_schedule_refused(story: StoryPage, *, reasons: tuple[str, ...], revision_id: int, now: datetime) -> None:
    """A scheduled story was due and guards hold it back; told once for each revision and set of reasons."""
    text = " ".join(reasons)
    key = f"refused-{revision_id}-{_print_of(text)}"
    tell(News(event=_Event.REFUSED, story=story, key=key, text=text, now=now), people=people_of(story))


def hear_wire_change(change: WireChange) -> None:
    """The wire changed a story by itself."""
    story = change.use.story
    if change.made_by_id is not None or change.undoes_id is not None or story is None:
        return
    with translation.override(None):  # it is kept in English; `wording.told_text` tells it in the reader's language
        names = ", ".join(str(FIELD_NAMES[name]) for name in change.fields)
    version = f"Version {change.to_revision.version}" if change.to_revision else "A newer version"
    agency = change.use.item.source.name
    news = News(
        event=_Event.WIRE_CHANGED,
        story=story,
        key=f"wire-{story.pk}",
        text=f"{version} of {agency} changed: {names}.",
        now=change.made_at,
        again=Again.RENEWS,
    )
    tell(news, people=people_of(story))


def hear_alarm(alarm: Alarm) -> None:
    """An alarm that is about one story concerns those whose it is before all others."""
    story = alarm.story
    if story is None or alarm.kind not in _TOLD_ALARMS:
        return
    with translation.override(None):
        text = f"{alarm.get_kind_display()}. {alarm.text}"
    news = News(event=_Event.WIRE_WAITS, story=story, key=f"alarm-{alarm.pk}", text=text, now=alarm.made_at)
    tell(news, people=people_of(story))


def _published(entry: PageLogEntry, story: StoryPage) -> None:
    key = f"out-{entry.revision_id or story.live_revision_id}"
    news = News(event=_Event.PUBLISHED, story=story, key=key, actor=entry.user, now=entry.timestamp)
    tell(news, people=people_of(story))


def _went_out(entry: PageLogEntry, story: StoryPage) -> None:
    revision = entry.revision
    key = f"out-{entry.revision_id or story.live_revision_id}"
    news = News(event=_Event.WENT_OUT, story=story, key=key, now=entry.timestamp)
    tell(news, people=_with(people_of(story), revision.user if revision else None))


def _corrected(entry: PageLogEntry, story: StoryPage) -> None:
    # The publishing of the same revision is told of after this, and adds nothing.
    key = f"out-{story.latest_revision_id}"
    text = str(entry.data.get("note", ""))
    news = News(event=_Event.CORRECTED, story=story, key=key, actor=entry.user, text=text, now=entry.timestamp)
    tell(news, people=people_of(story))


def _withdrawn(entry: PageLogEntry, story: StoryPage) -> None:
    key = f"withdrawn-{entry.pk}"
    text = str(entry.data.get("notice", ""))
    news = News(event=_Event.WITHDRAWN, story=story, key=key, actor=entry.user, text=text, now=entry.timestamp)
    tell(news, people=people_of(story))


def _taken_off(entry: PageLogEntry, story: StoryPage) -> None:
    # A withdrawal takes a story off, too, and says why; what the wire hides rings as an alarm.
    if story.withdrawn_at is None:
        key = f"off-{entry.pk}"
        news = News(event=_Event.TAKEN_OFF, story=story, key=key, actor=entry.user, now=entry.timestamp)
        tell(news, people=people_of(story))


def _commented(entry: PageLogEntry, story: StoryPage) -> None:
    thread = entry.data.get("comment") or {}
    said = entry.data.get("reply") or thread
    comment = Comment.objects.filter(pk=thread.get("id"), page_id=story.pk).first()
    if comment is None:
        return
    text, key = str(said.get("text", "")), f"said-{'reply' if 'reply' in entry.data else 'comment'}-{said.get('id')}"
    named = named_in(text)

    def news(event: Notice.Event) -> News:
        return News(
            event=event, story=story, key=key, actor=entry.user, text=text, comment=comment, now=entry.timestamp
        )

    tell(news(_Event.MENTIONED), people=named)
    tell(news(_Event.COMMENTED), people=people_of_thread(comment, story=story))


_HEARD: dict[str, Callable[[PageLogEntry, StoryPage], None]] = {
    "wagtail.publish": _published,
    "wagtail.publish.scheduled": _went_out,
    "wagtail.unpublish": _taken_off,
    "wagtail.comments.create": _commented,
    "wagtail.comments.create_reply": _commented,
    "broadsheet.correct": _corrected,
    "broadsheet.withdraw": _withdrawn,
}


# What Broadsheet does by itself, a route's publishing among it, is told in other words or rings.
_OF_PEOPLE = frozenset({"wagtail.publish", "wagtail.unpublish"})


def _story_of(state: WorkflowState) -> StoryPage | None:
    story: StoryPage | None = StoryPage.objects.filter(pk=int(state.object_id)).first()
    return story


def _with(people: list[User], another: User | None) -> list[User]:
    if another is None or not another.is_active or another in people:
        return people
    return [*people, another]


def _print_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
