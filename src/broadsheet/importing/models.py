"""What came from other systems, so that it never comes twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedStory(models.Model):
    """
    A story of an archive and the page that it became, written in the transaction that made the page.

    It is the place of resumption: whatever stands here is done. `page_id` outlives its page, so that a story which an
    editor deleted stays deleted when the archive is read once more.
    """

    archive = models.CharField(_("archive"), max_length=200)
    key = models.CharField(_("key"), max_length=200)
    page_id = models.BigIntegerField(_("page"), db_index=True)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["archive", "key"], name="one_page_a_story_of_an_archive")]
        verbose_name = _("imported story")
        verbose_name_plural = _("imported stories")

    def __str__(self) -> str:
        return f"{self.archive} {self.key}"
