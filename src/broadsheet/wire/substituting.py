"""A story at the address of a killed one, without the killed words: a chief's decision (DESIGN section 3)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.accounts.models import User
from broadsheet.stories.actions import restore_story
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.models import StoryPage
from broadsheet.wire.actions import WireError
from broadsheet.wire.killed_words import killed_words_in, said_by
from broadsheet.wire.models import Use


class KilledWordsError(WireError):
    """The draft still holds words of the killed item; the text quotes them."""


@transaction.atomic
def publish_substitute(story: StoryPage, *, reason: str, by: User, now: datetime) -> None:
    """
    Publish the newest draft of a withdrawn story, once it holds no words of the killed items that it was made from.

    :raises KilledWordsError: if it still shares a run of words with any revision of one of them
    :raises PermissionDenied: if `by` may not restore stories
    :raises NotWithdrawnError: if it is not withdrawn
    :raises EmptyNoteError: if no reason is given
    :raises PublishRefusedError: if a guard refuses
    """
    lock_pages([story.pk])
    killed = Use.objects.filter(story=story, freed_at__isnull=True, item__killed_at__isnull=False)
    for use in killed.select_related("item").select_for_update(of=("self",)).order_by("pk"):
        _refuse_killed_words(story, use=use)
        use.freed_at, use.freed_by, use.freed_reason = now, by, reason.strip()
        use.save(update_fields=["freed_at", "freed_by", "freed_reason"])
    restore_story(story, reason=reason, by=by, now=now)


def _refuse_killed_words(story: StoryPage, *, use: Use) -> None:
    """Say so in the draft's terms; the guard looks again at what goes out, under the story's lock."""
    draft = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    words = killed_words_in(said_by(draft), use=use)
    if not words:
        return
    if words == draft.title.strip():
        text = _("The draft still carries the killed headline: “%(headline)s”. Write another one.")
        raise KilledWordsError(text % {"headline": words})
    text = _("The draft still holds words of the killed item: “%(words)s”. Take them out first.")
    raise KilledWordsError(text % {"words": words})
