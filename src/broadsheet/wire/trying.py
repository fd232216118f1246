"""One look at a source that keeps nothing: what would come in, or why nothing does."""

from dataclasses import dataclass
from time import monotonic

from django.utils.translation import gettext as _

from broadsheet.contracts.fetching import FetchError, FetchOrder, SourceKind
from broadsheet.contracts.news import WireFormatError
from broadsheet.formats.reading import read_items
from broadsheet.wire.fetching.fetchers import FetcherFor, Fetchers

PATIENCE = 15.0  # seconds; an editor waits for it
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedDocument:
    """A document that came: the headlines in it, or why it cannot be read."""

    name: str
    size: int
    formats: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    items: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    documents: tuple[TriedDocument, ...] = ()
    count: int = 0
    troubles: tuple[str, ...] = ()
    is_more: bool = False
    error: str = ""


def try_out(kind: SourceKind, order: FetchOrder, *, fetcher_for: FetcherFor | None = None) -> Trial:
    """Look once as at the first time, and tell what came; nothing is kept here or changed there."""
    until = monotonic() + PATIENCE
    fetcher_for = fetcher_for or Fetchers()
    try:
        fetched = fetcher_for(kind).fetch(order, stop=lambda: monotonic() > until)
    except FetchError as error:
        if monotonic() > until:
            return Trial(error=_("Nothing came within %(seconds)d seconds.") % {"seconds": PATIENCE})
        return Trial(error=str(error))
    documents = tuple(
        _read(document.data, name=document.name, charset=document.charset, address=document.address)
        for document in fetched.documents[:_MOST_SHOWN]
    )
    return Trial(documents=documents, count=len(fetched.documents), troubles=fetched.troubles, is_more=fetched.is_more)


def _read(data: bytes, *, name: str, charset: str, address: str) -> TriedDocument:
    try:
        items = read_items(data, name=name, charset=charset, address=address)
    except WireFormatError as error:
        return TriedDocument(name=name, size=len(data), error=str(error))
    except Exception as error:  # noqa: BLE001  as when it is received: a reader that breaks is told, not shown as a crash
        text = _("The reader broke on it (%(error)s)") % {"error": f"{type(error).__name__}: {error}"}
        return TriedDocument(name=name, size=len(data), error=text)
    return TriedDocument(
        name=name,
        size=len(data),
        formats=tuple(sorted({item.format for item in items})),
        headlines=tuple(item.headline or item.slug or item.guid for item in items[:_MOST_SHOWN]),
        items=len(items),
    )
