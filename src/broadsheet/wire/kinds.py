"""What each kind of source needs to be told: pure. Screens and commands ask the same questions from here."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from broadsheet.contracts.fetching import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """One setting of a kind, as the fetcher takes it in `FetchOrder.options`."""

    name: str
    label: str
    help_text: str
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFacts:
    """
    What a source of a kind is asked for.

    `fields` are columns of Source beside those that every kind has; `labels` and `helps` say them in the kind's own
    words. `interval` is the pause in seconds that is proposed.
    """

    label: str
    summary: str
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    labels: dict[str, str]
    helps: dict[str, str]
    options: tuple[OptionFacts, ...] = ()
    interval: int = 60


_FETCHED = ("address", "user", "secret", "interval")
_PAUSE = "Seconds between two looks. A server that asks for more is left alone for longer."

KIND_FACTS: dict[SourceKind, KindFacts] = {
    SourceKind.FOLDER: KindFacts(
        label="Folder on this machine",
        summary="The agency's own program, or a file transfer, drops files in a folder of this machine.",
        fields=("folder",),
        required=("folder",),
        labels={"folder": "Folder"},
        helps={"folder": "Absolute path, such as /srv/wire/ap. It is made if it is missing; read files move to done/."},
    ),
    SourceKind.HTTP: KindFacts(
        label="Feed or address on the web",
        summary="An address that is looked at again and again: RSS, Atom, JSON Feed, or any wire document.",
        fields=_FETCHED,
        required=("address",),
        schemes=("https", "http"),
        labels={"address": "Address", "user": "User name", "secret": "Password or token"},
        helps={
            "address": "Such as https://agency.example/feed.xml. It is only asked what changed, not fetched whole.",
            "user": "Only where the address asks for one.",
            "secret": "With a user name it is a password; without one it is sent as a bearer token.",
            "interval": _PAUSE,
        },
        options=(
            OptionFacts(
                name="header",
                label="Header for the token",
                help_text="Only where the address wants its token in a header of its own, such as X-Api-Key.",
            ),
        ),
    ),
    SourceKind.AP: KindFacts(
        label="AP Media API",
        summary="The Associated Press' own interface, which answers the moment something comes.",
        fields=_FETCHED,
        required=("address", "secret"),
        schemes=("https", "http"),
        labels={"address": "Feed address", "user": "User name", "secret": "API key"},
        helps={
            "address": "Such as https://api.ap.org/media/v/content/feed with the parameters of your plan.",
            "user": "Left empty; AP knows you by the key.",
            "secret": "The key from your AP account.",
            "interval": "Seconds between two questions; each waits at AP until something comes.",
        },
        interval=5,
    ),
    SourceKind.PUSH: KindFacts(
        label="Push: the agency posts to us",
        summary="The agency sends each item to an address of this newsroom, with a token that you give to it.",
        fields=(),
        labels={},
        helps={},
    ),
    SourceKind.REMOTE: KindFacts(
        label="FTP or SFTP server",
        summary="A folder on a file server, ours or the agency's, from which new files are taken.",
        fields=_FETCHED,
        required=("address",),
        schemes=("sftp", "ftps", "ftp"),
        labels={"address": "Server and folder", "user": "User name", "secret": "Password"},
        helps={
            "address": "Such as sftp://files.agency.example/outgoing or ftp://files.agency.example:2121/wire.",
            "user": "As the server knows us; empty is anonymous.",
            "secret": "Kept encrypted; never shown again.",
            "interval": _PAUSE,
        },
        options=(
            OptionFacts(
                name="pattern",
                label="Files",
                help_text="Names with * and ?, by comma: *.xml, *.json. Empty takes all files but pictures.",
            ),
            OptionFacts(
                name="after",
                label="After a file was read",
                help_text="Files that stay are known by name, size and time, and not taken twice.",
                choices=(("leave", "leave it there"), ("move", "move it into a folder"), ("delete", "delete it")),
                default="leave",
            ),
            OptionFacts(
                name="done",
                label="Folder for files that were read",
                help_text="Inside the source's folder; used where files are moved.",
                default="done",
            ),
            OptionFacts(
                name="fingerprint",
                label="The server's fingerprint",
                help_text="Of its host key, as ssh-keygen -lf prints it (SHA256:…), or of its certificate.",
            ),
        ),
    ),
    SourceKind.MAILBOX: KindFacts(
        label="Mailbox",
        summary="A mailbox that press releases are sent to, read by IMAP.",
        fields=_FETCHED,
        required=("address", "user", "secret"),
        schemes=("imaps", "imap"),
        labels={"address": "Mailbox", "user": "User name", "secret": "Password"},
        helps={
            "address": "Such as imaps://mail.paper.example/INBOX or imaps://mail.paper.example/Press.",
            "user": "Often the mail address: press@paper.example.",
            "secret": "Kept encrypted; never shown again. Many providers want a password made for one program.",
            "interval": _PAUSE,
        },
        options=(
            OptionFacts(
                name="after",
                label="After a message was read",
                help_text="Messages that stay are known by number, and not taken twice.",
                choices=(
                    ("seen", "mark it as read"),
                    ("leave", "leave it as it is"),
                    ("move", "move it into a folder"),
                    ("delete", "delete it"),
                ),
                default="seen",
            ),
            OptionFacts(
                name="done",
                label="Folder for messages that were read",
                help_text="Used where messages are moved.",
                default="Broadsheet",
            ),
            OptionFacts(
                name="days",
                label="Days to look back at first",
                help_text="0 takes all messages that are there.",
                default="7",
            ),
            OptionFacts(
                name="login",
                label="Sign in with",
                help_text="Microsoft and Google may ask for a token instead of a password.",
                choices=(("password", "a password"), ("xoauth2", "an OAuth 2 token")),
                default="password",
            ),
            OptionFacts(
                name="fingerprint",
                label="The server's fingerprint",
                help_text="SHA-256 of its certificate, where nobody has signed it.",
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
        _ = parts.port  # raises where it is no number
    except ValueError as error:
        return f"This address cannot be read: {error}."
    example = facts.helps["address"].partition(". ")[0]
    if parts.scheme not in facts.schemes or not host:
        return f"Give an address that begins with {' or '.join(f'{scheme}://' for scheme in facts.schemes)}. {example}."
    if has_name:
        return "Leave user name and password out of the address; they have fields of their own, and are kept encrypted."
    if any(letter.isspace() or not letter.isprintable() for letter in address):
        return "An address holds no spaces."
    return ""
