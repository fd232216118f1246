"""One look at a mailbox: the messages behind the bookmark, a batch at a time."""

import imaplib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from broadsheet.contracts.fetching import Document, Fetched, FetchError, FetchOrder
from broadsheet.fetching.addresses import Allowed
from broadsheet.fetching.connecting import Resolver, resolve
from broadsheet.fetching.deadlines import Deadline, broken
from broadsheet.fetching.dialling import Dialler
from broadsheet.fetching.mailbox.boxes import After, Bookmark, Box, bookmark_from, box_of
from broadsheet.fetching.mailbox.session import LARGEST_MESSAGE, MailRefusedError, Opened, Session
from broadsheet.fetching.patience import never

BATCH = 50
BATCH_BYTES = 16_000_000  # no message is begun beyond
PATIENCE = 3  # looks in which a message may be refused before it is passed by
_BROKEN = (OSError, EOFError, imaplib.IMAP4.error, ValueError)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxFetcher:
    """
    Takes messages from a folder of an IMAP mailbox; a document's bytes are the message (RFC 822) as it stands there.

    The bookmark is the last UID. Where the server numbers its messages anew (UIDVALIDITY), the last days are read
    again: what came before is known by its bytes.
    """

    allowed: Allowed
    resolver: Resolver = resolve
    seconds: float = 60.0  # of one look, all in all
    clock: Callable[[], datetime] = _now

    def fetch(self, order: FetchOrder, *, stop: Callable[[], bool]) -> Fetched:
        """
        Take a batch of messages behind the bookmark.

        :raises FetchError: if the mailbox cannot be read
        """
        box, bookmark = box_of(order), bookmark_from(order.cursor)
        with Deadline(self.seconds, stop=stop) as deadline:
            look = _Look(bookmark=bookmark, deadline=deadline)
            try:
                with self._open(order, box=box, deadline=deadline) as session:
                    look.take(session, box=box, today=self.clock())
            except FetchError as error:
                if not deadline.is_stopped:
                    look.bear(error)
            return look.fetched(cursor=order.cursor)

    def finish(self, order: FetchOrder, documents: Sequence[Document]) -> None:
        """
        Mark, move or delete these messages, unless the server numbered its messages anew meanwhile.

        :raises FetchError: if the server cannot be reached or refuses
        """
        box = box_of(order)
        marks = [bookmark_from(document.key) for document in documents]
        if box.after is After.LEAVE or not marks:
            return
        with Deadline(self.seconds, stop=never) as deadline, self._open(order, box=box, deadline=deadline) as session:
            validity = session.open(to_write=True).validity
            uids = [mark.last for mark in marks if mark.validity == validity]
            if not uids:
                return
            if box.after is After.SEEN:
                session.mark_seen(uids)
            elif box.after is After.MOVE:
                session.move(uids, to=box.done)
            else:
                session.delete(uids)

    @contextmanager
    def _open(self, order: FetchOrder, *, box: Box, deadline: Deadline) -> Iterator[Session]:
        """Sign in for this block; what breaks in it becomes a FetchError with the reason."""
        dialler = Dialler(host=box.host, port=box.port, allowed=self.allowed, deadline=deadline, resolver=self.resolver)
        try:
            session = Session(box, dialler=dialler, user=order.user, secret=order.secret)
            try:
                yield session
            finally:
                session.close()
        except _BROKEN as error:
            raise broken(error, host=box.host, deadline=deadline) from error


@dataclass(slots=True, kw_only=True)
class _Look:
    """What one look has taken so far, and how far it came."""

    bookmark: Bookmark
    deadline: Deadline
    documents: list[Document] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    is_more: bool = False
    has_begun: bool = False

    def take(self, session: Session, *, box: Box, today: datetime) -> None:
        opened = session.open(to_write=False)
        validity = opened.validity
        is_new = validity != self.bookmark.validity
        since = (today - timedelta(days=box.days)).date() if is_new and box.days else None
        if is_new:
            self.bookmark = Bookmark(validity=validity)
        uids = session.uids(after=self.bookmark.last, since=since)
        if since is not None and not uids:
            self.bookmark = Bookmark(validity=validity, last=_last_uid(session, opened))
        self.has_begun = True
        batch = uids[:BATCH]
        sizes = session.sizes(batch) if batch else {}
        for uid in batch:
            if self.deadline.is_over or sum(len(document.data) for document in self.documents) >= BATCH_BYTES:
                break
            try:
                self._take(session, uid, size=sizes.get(uid), folder=box.folder)
            except MailRefusedError as error:
                if not self._passes_by(uid, error=error):
                    return
            self.bookmark = Bookmark(validity=validity, last=uid)
        self.is_more = bool(uids) and self.bookmark.last < uids[-1]

    def _passes_by(self, uid: int, *, error: MailRefusedError) -> bool:
        """Whether a message was refused often enough not to keep the others waiting any longer."""
        refusals = self.bookmark.refusals + 1
        if refusals >= PATIENCE:
            self.troubles.append(f"Message {uid} is passed by after {refusals} tries and stays in the mailbox: {error}")
            return True
        self.bookmark = replace(self.bookmark, refusals=refusals)
        self.troubles.append(f"Message {uid}: {error}")
        return False

    def bear(self, error: FetchError) -> None:
        """Keep what came before an error, or raise it where nothing did."""
        if not self.documents:
            raise error
        self.troubles.append(str(error))

    def fetched(self, *, cursor: str) -> Fetched:
        return Fetched(
            documents=tuple(self.documents),
            cursor=str(self.bookmark) if self.has_begun else cursor,
            is_more=self.is_more,
            troubles=tuple(self.troubles),
        )

    def _take(self, session: Session, uid: int, *, size: int | None, folder: str) -> None:
        name = f"{folder} {uid}"
        if size is not None and size > LARGEST_MESSAGE:
            self.troubles.append(
                f"Message {name} has {size:,} bytes, more than a press release may have ({LARGEST_MESSAGE:,}); it "
                "stays in the mailbox and is not asked for again"
            )
            return
        data = session.message(uid)
        if data is None:
            return  # gone since the search
        key = Bookmark(validity=self.bookmark.validity, last=uid)
        self.documents.append(Document(data=data, name=f"{name}.eml"[-255:], key=str(key)))


def _last_uid(session: Session, opened: Opened) -> int:
    """The number of the newest message: where a first look finds nothing new, the older ones are passed by."""
    if opened.following:
        return opened.following - 1
    return max(session.uids(after=0, since=None), default=0)
