"""Press releases and wire documents by e-mail (RFC 5322, MIME)."""

from broadsheet.formats.mail.documents import read_mail
from broadsheet.formats.mail.recognising import is_mail

__all__ = ["is_mail", "read_mail"]
