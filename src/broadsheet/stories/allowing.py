"""An administrator's word on other sites: whether readers may have their things loaded on the paper's pages."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.stories.models import EmbedSite
from broadsheet.stories.signals import embed_site_changed

MAY_ALLOW = "broadsheet_stories.change_embedsite"


@transaction.atomic
def allow_embeds(site: EmbedSite, *, is_allowed: bool, by: User, now: datetime) -> None:
    """
    Let readers load a site's things in place, or no longer. Saying what holds already changes nothing.

    :raises PermissionDenied: if `by` may not say that
    """
    if not by.has_perm(MAY_ALLOW):
        raise PermissionDenied("Only an administrator decides which other sites may see readers.")
    current = EmbedSite.objects.select_for_update().get(pk=site.pk)
    site.is_allowed = is_allowed
    if current.is_allowed == is_allowed:
        return
    site.save(update_fields=["is_allowed"])
    log(instance=site, action="broadsheet.embed_allowed" if is_allowed else "broadsheet.embed_forbidden", user=by)
    embed_site_changed.send(EmbedSite, site=site, now=now)
