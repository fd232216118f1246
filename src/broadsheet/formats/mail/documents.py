"""A mail as NewsItems: the press release that it is, or the wire documents that it brings."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage

from broadsheet.contracts.news import ItemPicture, Link, NewsItem, Rendition, WireFormatError
from broadsheet.formats.crediting import credit_line
from broadsheet.formats.embargoes import embargo_in_copy
from broadsheet.formats.embedding import embedded_rendition
from broadsheet.formats.figures import joined_pictures, picture
from broadsheet.formats.identities import identity
from broadsheet.formats.judging import judged
from broadsheet.formats.mail.fields import ids_in, sender_of, type_of, words_of
from broadsheet.formats.mail.parts import Part, all_parts, parsed_mail, wording_parts
from broadsheet.formats.mail.wording import copy_of
from broadsheet.formats.mail_times import read_mail_time
from broadsheet.formats.wording import byline_name, language_tag, one_line, same_words

FORMAT = "mail"
DocumentReader = Callable[..., list[NewsItem]]

_FORWARDED = re.compile(r"^(?:\s*(?:fwd?|wg|tr|vs|rv)\s*:\s*)+", re.IGNORECASE)
_REPLIED = re.compile(r"^\s*(?:re|aw|sv|antw?|odp)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_DOCUMENT = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml\b|<[A-Za-z]|[{\[])|[\x01\x16]")
_NO_DOCUMENTS = ("text/html", "image/", "message/", "text/calendar", "application/pdf", "video/", "audio/")
_MACHINES = frozenset(("mailer-daemon", "postmaster", "no-reply-dmarc", "bounce", "bounces"))
_MOST_DOCUMENTS = 50
_OPENING_LINES = 8


@dataclass(slots=True, kw_only=True)
class _Brought:
    """What a mail brings beside its words."""

    items: list[NewsItem] = field(default_factory=list)
    pictures: list[ItemPicture] = field(default_factory=list)
    inline: dict[str, Rendition] = field(default_factory=dict)  # by the address that HTML names them by
    files: dict[str, Rendition] = field(default_factory=dict)  # by name
    warnings: list[str] = field(default_factory=list)


def read_mail(data: bytes, *, read_document: DocumentReader) -> list[NewsItem]:
    """
    The wire documents in a mail, each as itself, by `read_document`; where there are none, the mail as one item.

    :raises WireFormatError: if the mail is damaged or out of proportion
    """
    message = parsed_mail(data)
    brought = _brought(message, read_document=read_document)
    if brought.items:
        items = [_with_bytes(item, files=brought.files) for item in dict.fromkeys(brought.items)]
        carried = f"It came attached to the mail “{words_of(message, 'subject')[:200]}”"
        return [replace(items[0], warnings=(*items[0].warnings, carried, *brought.warnings)), *items[1:]]
    return [_release(message, brought=brought)]


def _brought(message: EmailMessage, *, read_document: DocumentReader) -> _Brought:
    brought = _Brought()
    documents = 0
    for part in all_parts(message):
        rendition = embedded_rendition(part.data)
        if rendition is not None:
            _take_picture(part, rendition, brought=brought)
        elif _may_be_document(part) and documents < _MOST_DOCUMENTS:
            documents += 1
            _take_document(part, brought=brought, read_document=read_document)
        elif not part.is_words and not part.content_type.startswith("multipart/") and part.data:
            brought.warnings.append(f"The mail also brings {_shown(part)}, which is not read")
    return brought


def _take_picture(part: Part, rendition: Rendition, *, brought: _Brought) -> None:
    for address in filter(None, (part.cid and f"cid:{part.cid}", part.name and f"cid:{part.name}")):
        brought.inline.setdefault(address, rendition)
    if part.name:
        brought.files.setdefault(part.name, rendition)
    caption = "" if part.description == part.name else part.description
    brought.pictures.append(picture(caption=caption, renditions=[rendition]))


def _with_bytes(item: NewsItem, *, files: dict[str, Rendition]) -> NewsItem:
    """A wire item with the pictures that the same mail brings under the names that it gives them."""
    if not files or not item.pictures:
        return item
    return replace(item, pictures=tuple(_filled(one, files=files) for one in item.pictures))


def _filled(one: ItemPicture, *, files: dict[str, Rendition]) -> ItemPicture:
    known = [(rendition, files.get(rendition.href.rpartition("/")[2])) for rendition in one.renditions]
    return replace(
        one,
        renditions=tuple(replace(found, purpose=named.purpose) if found else named for named, found in known),
    )


def _may_be_document(part: Part) -> bool:
    return not part.content_type.startswith(_NO_DOCUMENTS) and _DOCUMENT.match(part.data) is not None


def _take_document(part: Part, *, brought: _Brought, read_document: DocumentReader) -> None:
    """Read a wire document; a mail's own words that only look like one stay its words."""
    try:
        brought.items.extend(read_document(part.data, name=part.name, charset=part.charset))
    except WireFormatError as error:
        if not part.is_words:
            brought.warnings.append(f"The mail also brings {_shown(part)}, which cannot be read: {error}")


def _shown(part: Part) -> str:
    return f"{part.name} ({part.content_type})" if part.name else f"a part of the type {part.content_type}"


def _release(message: EmailMessage, *, brought: _Brought) -> NewsItem:
    """The mail itself."""
    subject = words_of(message, "subject")
    sent = read_mail_time(words_of(message, "date"))
    headline = _FORWARDED.sub("", subject)
    body, in_copy = _body(message, headline=headline, brought=brought)
    lines = _opening_lines(body)
    embargo, until = embargo_in_copy([subject, *lines], sent=sent)
    if embargo in lines:
        body = _without_line(body, embargo)
    sender, address = sender_of(message)
    credit = credit_line(words_of(message, "organization") or sender or address.rpartition("@")[2])
    read = NewsItem(
        guid=_guid_of(message, address=address, sent=sent, headline=headline),
        format=FORMAT,
        version_created_at=sent,
        first_created_at=sent,
        language=language_tag(words_of(message, "content-language").partition(",")[0]),
        headline=headline,
        bylines=(byline_name(sender),) if sender and not same_words(sender, credit) else (),
        credit=credit,
        editors_note=embargo,
        body_html=body,
        pictures=joined_pictures(brought.pictures, in_copy),
        links=tuple(Link(guid=identity(one), rel="inReplyTo") for one in ids_in(message, "in-reply-to")[:1]),
        warnings=tuple(brought.warnings),
    )
    field_ = until.isoformat() if until else embargo or None
    codes = ("advisory",) if _is_correspondence(message, subject=subject, address=address) else ()
    return judged(read, status_word="", codes=codes, embargo_field=field_)


def _body(message: EmailMessage, *, headline: str, brought: _Brought) -> tuple[str, list[ItemPicture]]:
    """The copy of the HTML parts, of the plain ones where those say nothing, and the pictures in it."""
    for prefer in ("text/html", "text/plain"):
        parts = wording_parts(message, prefer=prefer)
        body, pictures = copy_of(parts, repeats=(headline,), embedded=brought.inline)
        if body:
            return body, pictures
    return "", []


def _opening_lines(body: str) -> list[str]:
    lines = [line for block in body.split("\n")[:_OPENING_LINES] for line in block.split("<br>")]
    return [one_line(html.unescape(re.sub(r"<[^<>]*>", " ", line))) for line in lines[:_OPENING_LINES]]


def _without_line(body: str, line: str) -> str:
    """The body without the block that is this line and nothing else: the desk has it as a note."""
    blocks = body.split("\n")
    kept = [block for block in blocks[:_OPENING_LINES] if _opening_lines(block) != [line]]
    return "\n".join(kept + blocks[_OPENING_LINES:])


def _guid_of(message: EmailMessage, *, address: str, sent: datetime | None, headline: str) -> str:
    """
    The Message-ID, else sender, second and subject.

    :raises WireFormatError: if the mail has none of these
    """
    stated = next(iter(ids_in(message, "message-id")), "")
    if stated:
        return identity(stated)
    if not (address or sent or headline):
        raise WireFormatError("The mail has no Message-ID, and neither sender, date nor subject to know it by")
    moment = sent.isoformat() if sent else ""
    return identity(f"mail:{address.casefold()}:{moment}:{headline}")


def _is_correspondence(message: EmailMessage, *, subject: str, address: str) -> bool:
    """Whether the mail is somebody's answer, or a machine's (RFC 3834, RFC 6522): for the desk, not for readers."""
    automatic = words_of(message, "auto-submitted").casefold().partition(";")[0].strip()
    if automatic not in {"", "no"} or type_of(message) == "multipart/report":
        return True
    if words_of(message, "return-path") == "<>" or words_of(message, "x-failed-recipients"):
        return True
    if words_of(message, "x-autoreply") or words_of(message, "precedence").casefold() == "auto_reply":
        return True
    if address.casefold().partition("@")[0] in _MACHINES:
        return True
    return bool(_REPLIED.match(subject)) or bool(ids_in(message, "in-reply-to"))
