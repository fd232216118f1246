"""Who fetches what: one fetcher a kind."""

from collections.abc import Callable, Mapping
from importlib import import_module

from broadsheet.contracts.fetching import Fetcher, SourceKind

FetcherFor = Callable[[SourceKind], Fetcher]

# Imported when the first source of its kind is looked at: a site of folders loads no mail or SSH.
_PLACES: Mapping[SourceKind, str] = {
    SourceKind.HTTP: "broadsheet.fetching.polling:HttpFetcher",
    SourceKind.AP: "broadsheet.wire.fetching.associated_press:ap_fetcher",
    SourceKind.REMOTE: "broadsheet.fetching.remote.fetcher:RemoteFetcher",
    SourceKind.MAILBOX: "broadsheet.fetching.mailbox.fetcher:MailboxFetcher",
}


class Fetchers:
    """The fetchers, each made once."""

    def __init__(self) -> None:
        self._made: dict[SourceKind, Fetcher] = {}

    def __call__(self, kind: SourceKind) -> Fetcher:
        if kind not in self._made:
            module, _, name = _PLACES[kind].partition(":")
            self._made[kind] = getattr(import_module(module), name)()
        return self._made[kind]
