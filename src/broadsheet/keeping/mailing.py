"""A message that shows whether mail goes out."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from broadsheet.environment.mail import has_mail
from broadsheet.environment.places import newsroom_url
from broadsheet.keeping import KeepingError


class MailError(KeepingError):
    """A message that was not taken."""


def send_test_mail(address: str, *, now: datetime) -> str:
    """
    Send one to that address, and say which server took it.

    :raises MailError: if none is named, or it does not take the message; the text is what it said
    """
    if not has_mail():
        raise MailError("no mail server is named: set BROADSHEET_SMTP_URL=smtp://user:password@host:587")
    message = EmailMessage(
        subject="Broadsheet can send mail",
        body=f"The newsroom at {newsroom_url()} sent this at {now:%d %B %Y, %H:%M} UTC, to try its mail server.\n",
        to=[address],
        connection=get_connection(fail_silently=False),
    )
    server = str(getattr(settings, "EMAIL_HOST", ""))
    try:
        message.send()
    except OSError as error:  # SMTPException is one
        raise MailError(f"{server} did not take it: {error}") from error
    return server
