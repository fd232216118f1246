"""What people of the newsroom are told of, one row a person and event, and how they want to hear of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.stories.models import StoryPage


class Notice(models.Model):
    """
    Something that happened to a story that concerns somebody.

    Written in the transaction of what it tells of. It holds no headline: what a reader of it may know of the story is
    asked when it is shown or mailed, not when it is written.
    """

    class Event(models.TextChoices):
        SUBMITTED = "submitted", _("waits for your approval")
        APPROVED = "approved", _("was approved")
        PUBLISHED = "published", _("was published")
        CHANGES_ASKED = "changes-asked", _("needs changes")
        COMMENTED = "commented", _("has a comment")
        MENTIONED = "mentioned", _("has a comment that names you")
        WENT_OUT = "went-out", _("went out as scheduled")
        REFUSED = "refused", _("could not go out")
        CORRECTED = "corrected", _("was corrected")
        WITHDRAWN = "withdrawn", _("was withdrawn")
        TAKEN_OFF = "taken-off", _("was taken off the site")
        WIRE_CHANGED = "wire-changed", _("was brought up to a newer version of the agency")
        WIRE_WAITS = "wire-waits", _("has news from the agency that waits for you")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    event = models.CharField(max_length=16, choices=Event)
    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="notices")
    comment = models.ForeignKey(
        "wagtailcore.Comment",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The thread it is about"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(blank=True, help_text=_("What was said: a comment, a note, a reason"))
    key = models.CharField(max_length=80, help_text=_("The same for the same event, however often it is told"))
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it is mailed, or tried again; empty: not")
    )
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()  # everybody has their own
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="somebody_is_told_of_an_event_once")]
        indexes = [
            models.Index(fields=["person", "-made_at", "-id"], name="desk_notices_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="desk_notices_unread"),
            models.Index(fields=["person"], condition=Q(comment__isnull=False), name="desk_notices_of_comments"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="desk_notices_to_mail"),
            models.Index(fields=["made_at"], name="desk_notices_oldest"),
            models.Index(fields=["key"], condition=Q(read_at__isnull=True), name="desk_notices_to_settle"),
        ]


class MailChoice(models.Model):
    """Of which notices somebody hears by mail, beside those that Wagtail's own account settings ask about."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice")
    schedules = models.BooleanField(
        _("Schedules"), default=True, help_text=_("Your scheduled story went out, or could not")
    )
    changes = models.BooleanField(
        _("Changes by others"),
        default=True,
        help_text=_("Your story was corrected or withdrawn, by an agency's kill too"),
    )
    wire = models.BooleanField(
        _("The wire"), default=False, help_text=_("An agency sent something newer for your story")
    )

    class Meta:
        default_permissions = ()
