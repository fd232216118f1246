"""The outbox between publishing and the press, and the addresses that readers may know."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PressOrder(models.Model):
    """
    Something to press anew, written in the transaction that changed it.

    `generation` grows with each order of the same key, so that one given while the press is at work is not lost:
    an order is deleted only at the generation that was pressed.
    """

    key = models.CharField(_("key"), max_length=120, unique=True)
    priority = models.SmallIntegerField(_("priority"))
    generation = models.BigIntegerField(_("generation"), default=1)
    made_at = models.DateTimeField(_("made at"), help_text=_("The oldest order of this key that still waits"))
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["priority", "made_at", "id"])]
        verbose_name = _("press order")
        verbose_name_plural = _("press orders")

    def __str__(self) -> str:
        return self.key


class KnownAddress(models.Model):
    """
    An address at which readers may know a page, as a path with both slashes. `page_id` outlives its page.

    Written before the piece is: whatever happens then, the press knows where to put the notice or the redirect. An
    import writes those of the system that a story came from ("/2019/05/12/slug/", "/?p=12").
    """

    path = models.CharField(_("path"), max_length=2000, unique=True)
    page_id = models.BigIntegerField(_("page"), db_index=True)
    is_story = models.BooleanField(_("is a story's"), default=True)

    class Meta:
        verbose_name = _("known address")
        verbose_name_plural = _("known addresses")

    def __str__(self) -> str:
        return self.path
