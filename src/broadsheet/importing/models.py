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


class ImportedFile(models.Model):
    """A document or recording of an archive (its key says which) and its row here, made in one transaction."""

    archive = models.CharField(_("archive"), max_length=200)
    key = models.CharField(_("key"), max_length=220)
    number = models.BigIntegerField(_("number"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["archive", "key"], name="one_row_a_file_of_an_archive")]
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")

    def __str__(self) -> str:
        return f"{self.archive} {self.key}"


class UnfinishedPicks(models.Model):
    """
    Which stories its editors want first in a story's Related Stories, and never there, by their names for good.

    Written in the transaction that made its page, as with blocks below.
    """

    archive = models.CharField(_("archive"), max_length=200, db_index=True)
    page_id = models.BigIntegerField(_("page"))
    pinned = models.JSONField(_("pinned"))
    banned = models.JSONField(_("banned"))

    class Meta:
        verbose_name = _("unfinished picks")
        verbose_name_plural = _("unfinished picks")

    def __str__(self) -> str:
        return f"picks of page {self.page_id}"


class UnfinishedBlock(models.Model):
    """
    A block that names other stories, as the archive has it: finished when all of them are here (`completing`).

    Written in the transaction that made its page, in which the block waits under `block_id`.
    """

    archive = models.CharField(_("archive"), max_length=200, db_index=True)
    page_id = models.BigIntegerField(_("page"))
    block_id = models.UUIDField(_("block"))
    kind = models.CharField(_("kind"), max_length=40)
    value = models.JSONField(_("value"))

    class Meta:
        verbose_name = _("unfinished block")
        verbose_name_plural = _("unfinished blocks")

    def __str__(self) -> str:
        return f"{self.kind} of page {self.page_id}"
