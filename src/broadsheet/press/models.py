"""The outbox between publishing and the press, and the addresses that readers may know."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.press.shelf import Spot


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


class KnownTopic(models.Model):
    """
    An address at which readers may know the page of a topic ("/topics/ferries/"). `topic_id` outlives the topic.

    `stories` is how many carry it where its page stands there, drafts among them: the index of topics goes by it. It is
    0 where something else stands by now.
    """

    path = models.CharField(_("path"), max_length=200, unique=True)
    topic_id = models.BigIntegerField(_("topic"), db_index=True)
    stories = models.PositiveIntegerField(_("stories"), default=0)

    class Meta:
        verbose_name = _("known address of a topic")
        verbose_name_plural = _("known addresses of topics")

    def __str__(self) -> str:
        return self.path


class Sitemap(models.Model):
    """A sitemap that is there, by its name ("stories-12"), for the index of them; `changed_at` is when it last did."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("sitemap")
        verbose_name_plural = _("sitemaps")

    def __str__(self) -> str:
        return self.name


class KnownAuthor(models.Model):
    """An address at which readers may know the page of an author ("/authors/…/"). `author_id` outlives the author."""

    path = models.CharField(_("path"), max_length=200, unique=True)
    author_id = models.BigIntegerField(_("author"), db_index=True)

    class Meta:
        verbose_name = _("known address of an author")
        verbose_name_plural = _("known addresses of authors")

    def __str__(self) -> str:
        return self.path


class KnownDay(models.Model):
    """A day in the site's zone whose page readers may know, with how many stories stood there when it was pressed."""

    day = models.DateField(_("day"), unique=True)
    stories = models.PositiveIntegerField(_("stories"))

    class Meta:
        verbose_name = _("day of the archive")
        verbose_name_plural = _("days of the archive")

    def __str__(self) -> str:
        return str(self.day)


class PageStart(models.Model):
    """
    The story that a page of a shelf begins at (`press.shelf`); `story_id` outlives the story.

    The first page has a row only where readers are led to it by its number. It begins with the oldest story, whatever
    comes in before that.
    """

    shelf = models.CharField(_("shelf"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("first published at"))
    story_id = models.BigIntegerField(_("story"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "number"], name="pages_of_a_shelf_are_numbered_once")]
        verbose_name = _("page of the archive")
        verbose_name_plural = _("pages of the archive")

    def __str__(self) -> str:
        return f"{self.shelf}:{self.number}"

    @property
    def spot(self) -> Spot:
        return Spot(self.at, self.story_id)
