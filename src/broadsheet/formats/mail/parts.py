"""The parts of a mail: which say its words, and what they bring along."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.encodings import decode
from broadsheet.formats.mail.fields import DAMAGE, file_name, ids_in, is_attachment, parameter, type_of, words_of
from broadsheet.formats.mail.recognising import refuse_excess, without_opening
from broadsheet.formats.wording import one_line

_MOST_PARTS = 300
_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that holds no other parts. `cid` is what an HTML part names it by."""

    content_type: str
    data: bytes = field(repr=False)
    charset: str = ""
    name: str = ""
    cid: str = ""
    description: str = ""
    is_attachment: bool = False
    is_flowed: bool = False  # RFC 3676
    deletes_spaces: bool = False

    @property
    def text(self) -> str:
        words, _ = decode(self.data, headers=self.charset)
        return words

    @property
    def is_words(self) -> bool:
        return self.content_type in {"text/plain", "text/html"} and not self.is_attachment


def parsed_mail(data: bytes) -> EmailMessage:
    """:raises WireFormatError: if the mail is out of proportion, or so damaged that it cannot be parsed"""
    mail = without_opening(data)
    refuse_excess(mail)
    try:
        message = BytesParser(policy=policy.default).parsebytes(mail)
    except DAMAGE as error:
        raise WireFormatError(f"The mail cannot be parsed: {one_line(str(error))[:300]}") from error
    if not isinstance(message, EmailMessage):
        raise WireFormatError("The mail cannot be parsed")
    return message


def wording_parts(message: EmailMessage, *, prefer: str) -> list[Part]:
    """The parts that say the mail's words in order; of alternatives that of the type `prefer`, else the last."""
    return list(_wording(message, prefer=prefer, depth=0))


def all_parts(message: EmailMessage) -> Iterator[Part]:
    """Every part that holds no others, in order; a mail inside the mail is one part, and not looked into."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inner = _inner(part)
        if inner:
            waiting.extend(reversed(inner))
        else:
            yield _part(part)


def _wording(message: EmailMessage, *, prefer: str, depth: int) -> Iterator[Part]:
    inner = _inner(message)
    if depth > _DEEPEST:
        return
    if not inner:
        part = _part(message)
        if part.is_words:
            yield part
        return
    kind = type_of(message)
    if kind == "multipart/alternative":
        choices = [list(_wording(one, prefer=prefer, depth=depth + 1)) for one in inner]
        spoken = [choice for choice in choices if choice]
        preferred = [one for one in spoken if any(part.content_type == prefer for part in one)]
        yield from next(iter(preferred), spoken[-1] if spoken else ())
        return
    for one in inner[:1] if kind == "multipart/related" else inner:
        yield from _wording(one, prefer=prefer, depth=depth + 1)


def _inner(message: EmailMessage) -> list[EmailMessage]:
    """The parts in a multipart; none in a mail inside the mail."""
    if not type_of(message).startswith("multipart/"):
        return []
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, EmailMessage)] if isinstance(payload, list) else []


def _part(message: EmailMessage) -> Part:
    return Part(
        content_type=type_of(message),
        data=_bytes_of(message),
        charset=parameter(message, "charset"),
        name=file_name(message),
        cid=next(iter(ids_in(message, "content-id")), ""),
        description=words_of(message, "content-description"),
        is_attachment=is_attachment(message),
        is_flowed=parameter(message, "format").casefold() == "flowed",
        deletes_spaces=parameter(message, "delsp").casefold() == "yes",
    )


def _bytes_of(message: EmailMessage) -> bytes:
    try:
        payload = message.get_payload(decode=True)
    except DAMAGE:
        return b""
    return payload if isinstance(payload, bytes) else b""
