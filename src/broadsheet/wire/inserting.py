"""Putting an item's text into a story that is there already: from then on a kill of the item reaches the story."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.accounts.models import User
from broadsheet.stories.actions import add_to_body
from broadsheet.stories.locking import locked_page
from broadsheet.stories.models import StoryPage
from broadsheet.stories.wording import plain_text
from broadsheet.wire.actions import CopyForgottenError, NotForUseError, WireError, refusal
from broadsheet.wire.models import Use, WireItem
from broadsheet.wire.queries import news_of, standing_verdict
from broadsheet.wire.verdict import has_expired


class InsertedAlreadyError(WireError):
    """The story holds the item's words."""


class NothingToInsertError(WireError):
    """The item has no text."""


@transaction.atomic
def insert_item(item: WireItem, *, story: StoryPage, by: User, now: datetime) -> Use:
    """
    Put an item's text at the end of a story's draft and remember that the story holds a part of it.

    :raises PermissionDenied: if `by` may not edit the story
    :raises NotForUseError: if the item must not be used, or the story is withdrawn
    :raises CopyForgottenError: if its copy is no longer kept
    :raises InsertedAlreadyError: if the story holds the item already
    :raises NothingToInsertError: if the item has no text
    """
    if not story.permissions_for_user(by).can_edit():
        raise PermissionDenied(_("You may not edit this story."))
    locked = WireItem.objects.select_for_update(of=("self",)).select_related("source", "current").get(pk=item.pk)
    verdict = standing_verdict(locked, now=now, is_within=True)
    if verdict.kind.is_unusable:
        raise NotForUseError(refusal(verdict))
    if has_expired(news_of(locked), now=now):
        raise NotForUseError(_("The agency no longer offers this item: it has expired."))
    if locked.is_forgotten:
        raise CopyForgottenError(_("Its copy is no longer kept: the agency's licence ended."))
    if locked_page(story).withdrawn_at is not None:
        raise NotForUseError(_("That story is withdrawn."))
    if locked.uses.filter(story=story).exists():
        raise InsertedAlreadyError(
            _("“%(story)s” holds this item already.") % {"story": story.get_admin_display_title()}
        )
    body = news_of(locked).body_html
    if not plain_text(body):
        raise NothingToInsertError(_("The item has no text to put into a story."))
    add_to_body(story, body_html=body, by=by, now=now)
    return Use.objects.create(
        item=locked, story=story, kind=Use.Kind.PART, taken=locked.current, made_at=now, made_by=by
    )
