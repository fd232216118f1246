"""What each kind of source needs to be told: pure. Screens and commands ask the same questions from here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from broadsheet.contracts.fetching import SourceKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """One setting of a kind, as the fetcher takes it in `FetchOrder.options`."""

    name: str
    label: "StrOrPromise"
    help_text: "StrOrPromise"
    choices: "tuple[tuple[str, StrOrPromise], ...]" = ()
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFacts:
    """
    What a source of a kind is asked for.

    `fields` are columns of Source beside those that every kind has; `labels` and `helps` say them in the kind's own
    words. `interval` is the pause in seconds that is proposed.
    """

    label: "StrOrPromise"
    summary: "StrOrPromise"
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    labels: "dict[str, StrOrPromise]"
    helps: "dict[str, StrOrPromise]"
    options: tuple[OptionFacts, ...] = ()
    interval: int = 60


_FETCHED = ("address", "user", "secret", "interval")
_PAUSE = _("Seconds between two looks. A server that asks for more is left alone for longer.")

KIND_FACTS: dict[SourceKind, KindFacts] = {
    SourceKind.FOLDER: KindFacts(
        label=_("Folder on this machine"),
        summary=_("The agency's own program, or a file transfer, drops files in a folder of this machine."),
        fields=("folder",),
        required=("folder",),
        labels={"folder": _("Folder")},
        helps={
            "folder": _("Absolute path, such as /srv/wire/ap. It is made if it is missing; read files move to done/.")
        },
    ),
    SourceKind.HTTP: KindFacts(
        label=_("Feed or address on the web"),
        summary=_("An address that is looked at again and again: RSS, Atom, JSON Feed, or any wire document."),
        fields=_FETCHED,
        required=("address",),
        schemes=("https", "http"),
        labels={
            "address": _("Address"),
            "user": _("User name"),
            "secret": _("Password or token"),
            "interval": _("Interval"),
        },
        helps={
            "address": _("Such as https://agency.example/feed.xml. It is only asked what changed, not fetched whole."),
            "user": _("Only where the address asks for one."),
            "secret": _("With a user name it is a password; without one it is sent as a bearer token."),
            "interval": _PAUSE,
        },
        options=(
            OptionFacts(
                name="header",
                label=_("Header for the token"),
                help_text=_("Only where the address wants its token in a header of its own, such as X-Api-Key."),
            ),
        ),
    ),
    SourceKind.AP: KindFacts(
        label=_("AP Media API"),
        summary=_("The Associated Press' own interface, which answers the moment something comes."),
        fields=_FETCHED,
        required=("address", "secret"),
        schemes=("https", "http"),
        labels={
            "address": _("Feed address"),
            "user": _("User name"),
            "secret": _("API key"),
            "interval": _("Interval"),
        },
        helps={
            "address": _("Such as https://api.ap.org/media/v/content/feed with the parameters of your plan."),
            "user": _("Left empty; AP knows you by the key."),
            "secret": _("The key from your AP account."),
            "interval": _("Seconds between two questions; each waits at AP until something comes."),
        },
        interval=5,
    ),
    SourceKind.PUSH: KindFacts(
        label=_("Push: the agency posts to us"),
        summary=_("The agency sends each item to an address of this newsroom, with a token that you give to it."),
        fields=(),
        labels={},
        helps={},
    ),
    SourceKind.REMOTE: KindFacts(
        label=_("FTP or SFTP server"),
        summary=_("A folder on a file server, ours or the agency's, from which new files are taken."),
        fields=_FETCHED,
        required=("address",),
        schemes=("sftp", "ftps", "ftp"),
        labels={
            "address": _("Server and folder"),
            "user": _("User name"),
            "secret": _("Password"),
            "interval": _("Interval"),
        },
        helps={
            "address": _("Such as sftp://files.agency.example/outgoing or ftp://files.agency.example:2121/wire."),
            "user": _("As the server knows us; empty is anonymous."),
            "secret": _("Kept encrypted; never shown again."),
            "interval": _PAUSE,
        },
        options=(
            OptionFacts(
                name="pattern",
                label=_("Files"),
                help_text=_("Names with * and ?, by comma: *.xml, *.json. Empty takes all files but pictures."),
            ),
            OptionFacts(
                name="after",
                label=_("After a file was read"),
                help_text=_("Files that stay are known by name, size and time, and not taken twice."),
                choices=(
                    ("leave", _("leave it there")),
                    ("move", _("move it into a folder")),
                    ("delete", _("delete it")),
                ),
                default="leave",
            ),
            OptionFacts(
                name="done",
                label=_("Folder for files that were read"),
                help_text=_("Inside the source's folder; used where files are moved."),
                default="done",
            ),
            OptionFacts(
                name="fingerprint",
                label=_("The server's fingerprint"),
                help_text=_("Of its host key, as ssh-keygen -lf prints it (SHA256:…), or of its certificate."),
            ),
        ),
    ),
    SourceKind.MAILBOX: KindFacts(
        label=_("Mailbox"),
        summary=_("A mailbox that press releases are sent to, read by IMAP."),
        fields=_FETCHED,
        required=("address", "user", "secret"),
        schemes=("imaps", "imap"),
        labels={"address": _("Mailbox"), "user": _("User name"), "secret": _("Password"), "interval": _("Interval")},
        helps={
            "address": _("Such as imaps://mail.paper.example/INBOX or imaps://mail.paper.example/Press."),
            "user": _("Often the mail address: press@paper.example."),
            "secret": _("Kept encrypted; never shown again. Many providers want a password made for one program."),
            "interval": _PAUSE,
        },
        options=(
            OptionFacts(
                name="after",
                label=_("After a message was read"),
                help_text=_("Messages that stay are known by number, and not taken twice."),
                choices=(
                    ("seen", _("mark it as read")),
                    ("leave", _("leave it as it is")),
                    ("move", _("move it into a folder")),
                    ("delete", _("delete it")),
                ),
                default="seen",
            ),
            OptionFacts(
                name="done",
                label=_("Folder for messages that were read"),
                help_text=_("Used where messages are moved."),
                default="Broadsheet",
            ),
            OptionFacts(
                name="days",
                label=_("Days to look back at first"),
                help_text=_("0 takes all messages that are there."),
                default="7",
            ),
            OptionFacts(
                name="login",
                label=_("Sign in with"),
                help_text=_("Microsoft and Google may ask for a token instead of a password."),
                choices=(("password", _("a password")), ("xoauth2", _("an OAuth 2 token"))),
                default="password",
            ),
            OptionFacts(
                name="fingerprint",
                label=_("The server's fingerprint"),
                help_text=_("SHA-256 of its certificate, where nobody has signed it."),
            ),
        ),
    ),
}


def address_trouble(address: str, *, kind: SourceKind) -> str:
    """What is wrong with an address of that kind, "" where nothing is."""
    facts = KIND_FACTS[kind]
    try:
        parts = urlsplit(address)
        host, has_name = parts.hostname, parts.username is not None or parts.password is not None
        bool(parts.port)  # raises where it is no number
    except ValueError as error:
        return gettext("This address cannot be read: %(error)s.") % {"error": error}
    example = facts.helps["address"].partition(". ")[0].removesuffix(".")
    if parts.scheme not in facts.schemes or not host:
        either = gettext("or")
        begins = f" {either} ".join(f"{scheme}://" for scheme in facts.schemes)
        text = gettext("Give an address that begins with %(schemes)s. %(example)s.")
        return text % {"schemes": begins, "example": example}
    if has_name:
        return gettext(
            "Leave user name and password out of the address; they have fields of their own, and are kept encrypted."
        )
    if any(letter.isspace() or not letter.isprintable() for letter in address):
        return gettext("An address holds no spaces.")
    return ""
