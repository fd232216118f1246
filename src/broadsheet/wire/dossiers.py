"""Everything that an editor wants to know of one item: its pictures, its links, its uses, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from broadsheet.contracts.news import ItemPicture, Link, NewsItem
from broadsheet.media.models import Picture
from broadsheet.stories.actions import may_restore
from broadsheet.stories.models import StoryPage
from broadsheet.stories.visibility import NOT_YOURS, may_work_on
from broadsheet.wire.merging import FIELD_NAMES
from broadsheet.wire.models import Alarm, KilledUse, KillReceipt, Revision, Use, WireChange, WireItem

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLine:
    """A picture as the item names it, with the library's own where it was read."""

    said: ItemPicture
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """Another item that this one names; `item` is None where it never came."""

    said: Link
    item: WireItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLine:
    """A story made from the item, and what this person may do there."""

    use: Use
    changes: Sequence[WireChange]
    may_edit: bool
    may_restore: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened; `who` is empty for what happened by itself."""

    at: datetime
    what: str
    who: str = ""


def picture_lines(item: WireItem, *, news: NewsItem) -> list[PictureLine]:
    """The pictures of the ruling revision in its order."""
    if item.current is None:
        return []
    held = {line.position: line.picture for line in item.current.pictures.select_related("picture")}
    return [PictureLine(said=said, picture=held.get(place)) for place, said in enumerate(news.pictures)]


def link_lines(item: WireItem, *, news: NewsItem) -> list[LinkLine]:
    """The items that the ruling revision names, those that we have with their pages."""
    guids = [link.guid for link in news.links]
    known = {other.guid: other for other in WireItem.objects.filter(source_id=item.source_id, guid__in=guids)}
    return [LinkLine(said=link, item=known.get(link.guid)) for link in news.links]


def use_lines(item: WireItem, *, person: Any) -> list[UseLine]:
    """The item's uses in stories that still are, each with what the wire changed there, the last first."""
    uses = _with_changes(item.uses.filter(story__isnull=False).defer("taken__facts"))
    for use in uses:
        use.item = item
    return [_use_line(use, person=person) for use in uses]


def use_lines_of(story: StoryPage, *, person: Any) -> list[UseLine]:
    """The items that a story was made from or holds, each with what the wire changed."""
    uses = _with_changes(Use.objects.filter(story=story).select_related("item__source", "item__current"))
    return [_use_line(use, person=person) for use in uses]


def killed_uses(receipt: KillReceipt, *, person: Any) -> list[KilledUse]:
    """What a kill took down; a draft that readers never saw is named to those alone who may work on it, and chiefs."""
    uses = list(receipt.uses.order_by("pk"))
    drafts = StoryPage.objects.in_bulk([use.story_id for use in uses if not use.was_live])
    for use in uses:
        draft = drafts.get(use.story_id)
        is_known = use.was_live or person.has_perm("broadsheet_wire.change_wireitem")
        if not is_known and (draft is None or not may_work_on(draft, person)):
            use.title, use.url_path = _(NOT_YOURS), ""
    return uses


def _with_changes(uses: QuerySet[Use]) -> QuerySet[Use]:
    changes = WireChange.objects.select_related("made_by", "from_revision", "to_revision", "undone_by").defer(
        "before", "from_revision__facts", "to_revision__facts", "undone_by__before", "undone_by__after"
    )
    uses = uses.select_related("story", "made_by", "taken", "route__section").order_by("pk")
    return uses.prefetch_related(Prefetch("changes", queryset=changes, to_attr="kept_changes"))


def _use_line(use: Use, *, person: Any) -> UseLine:
    may_edit = use.story is not None and use.story.permissions_for_user(person).can_edit()
    return UseLine(
        use=use,
        changes=use.kept_changes,  # type: ignore[attr-defined]
        may_edit=may_edit,
        may_restore=use.story is not None and use.story.withdrawn_at is not None and may_restore(person, use.story),
    )


def history_of(
    item: WireItem, *, revisions: Sequence[Revision], uses: Sequence[UseLine], alarms: Sequence[Alarm]
) -> list[Entry]:
    """What happened to an item and by whom, the last first."""
    entries = [
        Entry(at=revision.received_at, what=_("Version %(version)s came in") % {"version": revision.version})
        for revision in revisions
    ]
    for line in uses:
        what = _("Became “%(story)s”") % {"story": _headline(line.use)}
        entries.append(Entry(at=line.use.made_at, what=what, who=_name(line.use.made_by)))
        entries += [_of_change(change, line.use) for change in line.changes]
    for alarm in alarms:
        kind = {"kind": alarm.get_kind_display()}
        entries.append(Entry(at=alarm.made_at, what=_("Alarm: %(kind)s") % kind))
        if alarm.acknowledged_at is not None:
            what = _("Acknowledged: %(kind)s") % kind
            entries.append(Entry(at=alarm.acknowledged_at, what=what, who=_name(alarm.acknowledged_by)))
    if item.ruled_at is not None:
        what = _("Embargo set: %(reason)s") if item.ruled_until else _("Embargo lifted: %(reason)s")
        entries.append(Entry(at=item.ruled_at, what=what % {"reason": item.ruled_reason}, who=_name(item.ruled_by)))
    if item.killed_at is not None:
        entries.append(Entry(at=item.killed_at, what=_("Killed; every use was withdrawn"), who=_name(item.killed_by)))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]


def _of_change(change: WireChange, use: Use) -> Entry:
    names = ", ".join(_(FIELD_NAMES[name]) for name in change.fields)
    if change.undoes_id:
        what = _("Put back in “%(story)s”: %(fields)s")
    elif change.made_by_id:
        what = _("Settled in “%(story)s”: %(fields)s")
    else:
        what = _("The wire changed in “%(story)s”: %(fields)s")
    said = what % {"story": _headline(use), "fields": names}
    return Entry(at=change.made_at, what=said, who=_name(change.made_by))


def _headline(use: Use) -> str:
    """What the story is called to whoever asks; it may be a draft of another desk."""
    return use.story.get_admin_display_title() if use.story is not None else ""


def _name(person: Any) -> str:
    return person.display_name if person else ""
