"""Mail to people of the newsroom, sent beside the request that asked for it."""

import threading
from smtplib import SMTPException

import structlog
from django.core.mail import EmailMessage

log = structlog.get_logger(__name__)
THREAD = "mail"


def send_later(message: EmailMessage) -> None:
    """
    Send a mail from a thread of its own; what fails is logged.

    How long a mail server takes would tell a stranger whether there is somebody of an address, and one that is down
    must keep nobody from signing in. A mail that is lost with the process is asked for again.
    """
    threading.Thread(target=_send, args=(message,), name=THREAD, daemon=True).start()


def wait_for_mail() -> None:
    """Wait until what was sent is with the mail server, or has failed: a command would end before."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as error:
        log.warning("mail_not_sent", subject=message.subject, error=str(error))
