"""
What the desk listens to, all sent from inside the transaction of the event.

Wagtail's own mails about workflows are kept out: they are sent inside the request, where a slow mail server holds
SQLite's one write lock, and what is rolled back has been mailed by then. The clerk mails notices instead. Their places
are taken under their own names: this app is ready before Wagtail's, and a name is connected once.
"""

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState, WorkflowState
from wagtail.signals import task_rejected, task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from broadsheet.desk import hearing
from broadsheet.stories.signals import schedule_refused
from broadsheet.wire.models import Alarm, WireChange

_WAGTAILS_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def connect() -> None:
    for signal, sender, name in _WAGTAILS_MAILS:
        signal.connect(in_place_of_wagtails_mail, sender=sender, dispatch_uid=name)
    task_submitted.connect(on_task_submitted, dispatch_uid="desk_notices")
    task_rejected.connect(on_task_rejected, dispatch_uid="desk_notices")
    workflow_approved.connect(on_workflow_approved, dispatch_uid="desk_notices")
    schedule_refused.connect(on_schedule_refused, dispatch_uid="desk_notices")
    post_save.connect(on_log_entry, sender=PageLogEntry, dispatch_uid="desk_notices")
    post_save.connect(on_wire_change, sender=WireChange, dispatch_uid="desk_notices")
    post_save.connect(on_alarm, sender=Alarm, dispatch_uid="desk_notices")


def in_place_of_wagtails_mail(**_: Any) -> None:
    """Nothing is mailed from inside a request."""


def on_task_submitted(instance: TaskState, user: Any = None, **_: Any) -> None:
    hearing.hear_submission(instance, by=user, now=timezone.now())


def on_task_rejected(instance: TaskState, user: Any = None, **_: Any) -> None:
    hearing.hear_refusal(instance, by=user, now=timezone.now())


def on_workflow_approved(instance: WorkflowState, user: Any = None, **_: Any) -> None:
    hearing.hear_approval(instance, by=user, now=timezone.now())


def on_schedule_refused(story: Any, revision_id: int, reasons: tuple[str, ...], now: Any, **_: Any) -> None:
    hearing.hear_schedule_refused(story, revision_id=revision_id, reasons=reasons, now=now)


def on_log_entry(instance: PageLogEntry, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        hearing.hear_log(instance)


def on_wire_change(instance: WireChange, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        hearing.hear_wire_change(instance)


def on_alarm(instance: Alarm, created: bool, raw: bool = False, **_: Any) -> None:
    if created and not raw:
        hearing.hear_alarm(instance)
