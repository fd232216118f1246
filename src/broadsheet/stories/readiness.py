"""What stories themselves demand before one goes out: no embargo, no withdrawal, credits."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from broadsheet.media.models import Picture, Recording
from broadsheet.stories.anatomy import Leaf, numbers_of

if TYPE_CHECKING:
    from broadsheet.stories.models import StoryPage


def no_embargo(story: "StoryPage", now: datetime) -> tuple[str, ...]:
    """Nothing goes out before the second its embargo ends."""
    until = story.embargoed_until
    if until is None or until <= now:
        return ()
    end = date_format(timezone.localtime(until), pgettext("date", "d F Y, H:i:s T"))
    return (_("Embargoed until %(time)s.") % {"time": end},)


def not_withdrawn(story: "StoryPage", now: datetime) -> tuple[str, ...]:
    """A withdrawal is final until a chief takes it back (`actions.restore_story`)."""
    if story.withdrawn_at is None or story.withdrawn_at > now:
        return ()
    time = _told(timezone.localtime(story.withdrawn_at))
    return (_("Withdrawn on %(time)s. Only a chief may publish it again.") % {"time": time},)


def pictures_are_ready(story: "StoryPage", now: datetime) -> tuple[str, ...]:
    """Every picture names who made it, none was killed, and none comes in whose right to use is over by then."""
    pictures = list(pictures_of(story))
    reasons = [reason for picture in pictures for reason in _reasons_against(picture)]
    ended = [picture for picture in pictures if picture.has_ended(now)]
    if ended:
        shown = _shown_already(story)
        reasons += [_reason_of_the_end(picture) for picture in ended if picture.pk not in shown]
    return tuple(reasons)


def recordings_are_ready(story: "StoryPage", now: datetime) -> tuple[str, ...]:  # noqa: ARG001
    """Every recording names who made it, and none of them was killed."""
    return tuple(reason for recording in recordings_of(story) for reason in _reasons_against(recording))


def recordings_of(story: "StoryPage") -> list[Recording]:
    """The recordings of the body, each once, with no query where there are none."""
    numbers = numbers_of(Leaf.RECORDING, story.body.get_prep_value())
    found = Recording.objects.in_bulk(numbers) if numbers else {}
    return [found[number] for number in numbers if number in found]


def pictures_of(story: "StoryPage") -> list[Picture]:
    """The lead picture, those of the body and those that stand in its recordings' places, each once."""
    posters = [recording.poster_id for recording in recordings_of(story)]
    numbers = [story.lead_picture_id, *numbers_of(Leaf.PICTURE, story.body.get_prep_value()), *posters]
    wanted = dict.fromkeys(number for number in numbers if number is not None)
    found = Picture.objects.in_bulk(wanted) if wanted else {}
    return [found[number] for number in wanted if number in found]


def _reasons_against(shown: Picture | Recording) -> Iterator[str]:
    is_picture, named = isinstance(shown, Picture), {"title": shown.title}
    if shown.killed_at is not None:
        of_a_picture = _("The picture “%(title)s” was killed; take it out or choose another.")
        of_a_recording = _("The recording “%(title)s” was killed; take it out or choose another.")
        yield (of_a_picture if is_picture else of_a_recording) % named
    elif not shown.credit.strip():
        of_a_picture = _("The picture “%(title)s” has no credit; say who made it.")
        of_a_recording = _("The recording “%(title)s” has no credit; say who made it.")
        yield (of_a_picture if is_picture else of_a_recording) % named


def _shown_already(story: "StoryPage") -> set[int]:
    """What readers see of it now: that a right ends takes nothing off a page, nor may it hold back a correction."""
    live = type(story).objects.filter(pk=story.pk, live=True).first() if story.pk else None
    return {picture.pk for picture in pictures_of(live)} if live else set()


def _reason_of_the_end(picture: Picture) -> str:
    text = _(
        "The right to use the picture “%(title)s” ends on %(time)s, before this goes out; "
        "choose another, or enter a new end on the picture's page if the right was prolonged."
    )
    return text % {"title": picture.title, "time": _told(timezone.localtime(picture.usage_ends_at))}


def _told(at: datetime) -> str:
    return date_format(at, pgettext("date", r"d F Y \a\t H:i"))
