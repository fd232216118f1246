"""Writes of fronts: an editor arranges one, or brings an earlier arrangement back."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from broadsheet.accounts.journal import in_words, tell
from broadsheet.fronts.differing import Names, differences
from broadsheet.fronts.models import Arrangement
from broadsheet.fronts.queries import current_arrangement, slots_in
from broadsheet.fronts.signals import front_arranged
from broadsheet.fronts.slots import Slots, SlotsError, check, write_slots
from broadsheet.stories.models import SectionPage, StoryPage
from broadsheet.stories.visibility import may_see

KEPT = 20  # of a front's arrangements; the journal remembers all


class ArrangedMeanwhileError(Exception):
    """Somebody else arranged the front since it was looked at."""


class NoSuchArrangementError(Exception):
    """The front has no arrangement of that number, or not any more."""


def arrange(page: Page, *, slots: Slots, based_on: int, by: Any, now: datetime) -> Arrangement:
    """
    Let a front stand so, and have it pressed; `based_on` is the number of the arrangement that was looked at.

    :raises ArrangedMeanwhileError: if another one is in force by now; nothing was changed
    :raises SlotsError: if the arrangement breaks its rules, ends something in the past, or names a story that this
        person knows nothing of
    """
    return _store(page, slots=check(slots), based_on=based_on, by=by, now=now)


def bring_back(page: Page, *, number: int, based_on: int, by: Any, now: datetime) -> Arrangement:
    """
    Let a front stand as an earlier arrangement had it, the ones in between stay in the history; 0 lets it fill itself.

    :raises NoSuchArrangementError: if there is none of that number
    :raises ArrangedMeanwhileError: as `arrange` does
    """
    earlier = Arrangement.objects.filter(front_id=page.pk, number=number).first()
    if earlier is None and number:
        raise NoSuchArrangementError(f"front {page.pk} has no arrangement {number}")
    slots = slots_in(earlier) if earlier else Slots()
    return _store(page, slots=slots, based_on=based_on, by=by, now=now, brought_back=number)


@transaction.atomic
def _store(
    page: Page, *, slots: Slots, based_on: int, by: Any, now: datetime, brought_back: int | None = None
) -> Arrangement:
    current = current_arrangement(page.pk)
    if (current.number if current else 0) != based_on:
        raise ArrangedMeanwhileError(str(current))
    before = slots_in(current) if current else Slots()
    if brought_back is None:
        _refuse_unknown_stories(slots.named_ids - before.named_ids, by=by)
        _refuse_past_times(slots.ends - before.ends, now=now)
    arrangement = _next(page, slots=slots, number=based_on + 1, by=by, now=now, brought_back=brought_back)
    Arrangement.objects.filter(front_id=page.pk, number__lte=arrangement.number - KEPT).delete()
    _tell(page, before=before, after=slots, by=by, brought_back=brought_back)
    front_arranged.send(sender=Arrangement, page_id=page.pk, now=now)
    return arrangement


def _next(page: Page, *, slots: Slots, number: int, by: Any, now: datetime, brought_back: int | None) -> Arrangement:
    """
    The row itself.

    :raises ArrangedMeanwhileError: if another transaction made it first
    """
    try:
        with transaction.atomic():
            return Arrangement.objects.create(
                front_id=page.pk,
                number=number,
                slots=write_slots(slots),
                made_at=now,
                made_by=by,
                brought_back=brought_back,
            )
    except IntegrityError as error:
        raise ArrangedMeanwhileError(f"front {page.pk} has an arrangement {number}") from error


def _refuse_unknown_stories(story_ids: frozenset[int], *, by: Any) -> None:
    """As for a number that no story has: who may not know of a story is not told that there is one."""
    known = [story.pk for story in StoryPage.objects.filter(pk__in=story_ids) if may_see(story, by)]
    if story_ids.difference(known):
        raise SlotsError(_("One of these stories is not there, or not any more. Take it away and choose another."))


def _refuse_past_times(ends: frozenset[datetime], *, now: datetime) -> None:
    """What ran out since it was saved may stay: it is marked on the board."""
    if past := [end for end in sorted(ends) if end <= now]:
        raise SlotsError(
            _("“Until %(time)s” is past. Give a later time, or leave it empty.")
            % {"time": localtime(past[0]).replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")}
        )


def _tell(page: Page, *, before: Slots, after: Slots, by: Any, brought_back: int | None) -> None:
    with override("en"):  # the journal is kept in English, and told in the language of whoever looks
        changes = [
            (each.place, in_words(each.before or _("fills itself")), in_words(each.after or _("fills itself")))
            for each in differences(before, after, names=_published_names(before, after))
        ]
        reason = _("Arrangement %(number)d brought back") % {"number": brought_back} if brought_back is not None else ""
    tell(page, "broadsheet.front_arranged", title=page.title, by=by, reason=reason, changes=changes)


def _published_names(*slots: Slots) -> Names:
    """The journal outlives who may know of a draft: it has published headlines alone."""
    numbers = frozenset().union(*(each.named_ids for each in slots))
    stories = dict(StoryPage.objects.filter(pk__in=numbers, live=True).values_list("pk", "title"))
    strips = {page_id for each in slots for page_id in each.strips or ()}
    sections = dict(SectionPage.objects.filter(pk__in=strips).values_list("pk", "title"))
    return Names(
        story=lambda story_id: stories.get(story_id, _("a story that is not published")),
        section=lambda page_id: sections.get(page_id, _("a section that is gone")),
    )
