"""Who is told of alarms outside the newsroom's screens, what was tried, and who saw to what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.wire.models.alarms import Alarm


class AlarmRules(models.Model):
    """The one row that says who is told of which alarms. Without it nobody is."""

    emails = models.TextField(blank=True, help_text=_("One a line"))
    webhook = models.CharField(max_length=1000, blank=True)
    webhook_turn = models.PositiveIntegerField(default=1, help_text="Counts up when its secret is renewed")
    kinds = models.JSONField(default=list, help_text="Of which kinds of alarms they are told")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="alarm_rules_are_one_row")]

    @property
    def addresses(self) -> list[str]:
        return self.emails.split()


class Outgoing(models.Model):
    """An alarm on its way out: how often it was told, and when it is told next; None: no more."""

    alarm = models.OneToOneField(Alarm, on_delete=models.CASCADE, related_name="outgoing")
    turn = models.PositiveSmallIntegerField(default=0, help_text="How often somebody was told")
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="wire_alarms_to_tell")]


class Attempt(models.Model):
    """One message about an alarm: by which way, and what became of it."""

    class Way(models.TextChoices):
        MAIL = "mail", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="attempts")
    way = models.CharField(max_length=8, choices=Way)
    to = models.TextField()
    turn = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    was_taken = models.BooleanField()
    said = models.TextField(blank=True, help_text="What the other side answered, or why it failed")

    class Meta:
        ordering = ["-made_at", "-pk"]


class Acknowledgement(models.Model):
    """Somebody saw to an alarm; one that was taken back stays in the history."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="acknowledgements")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alarm"], condition=Q(undone_at__isnull=True), name="one_standing_acknowledgement_an_alarm"
            )
        ]


class AlarmSound(models.Model):
    """Of which alarms somebody wants to hear; without a row, of all."""

    class Choice(models.TextChoices):
        ALL = "all", _("Sound for every alarm")
        URGENT = "urgent", _("Sound for kills, holds and flashes alone")
        NONE = "none", _("No sound")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alarm_sound")
    choice = models.CharField(max_length=6, choices=Choice, default=Choice.ALL)
