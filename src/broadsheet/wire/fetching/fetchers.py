"""Who fetches what: one fetcher a kind."""

from collections.abc import Callable, Mapping

from broadsheet.contracts.fetching import Fetcher, SourceKind
from broadsheet.environment.fetching import fetch_allowed
from broadsheet.fetching.addresses import read_allowed

FetcherFor = Callable[[SourceKind], Fetcher]


class Fetchers:
    """The fetchers, each made once, when the first source of its kind is looked at: a site of folders loads no SSH."""

    def __init__(self) -> None:
        self._made: dict[SourceKind, Fetcher] = {}

    def __call__(self, kind: SourceKind) -> Fetcher:
        if kind not in self._made:
            self._made[kind] = _MAKERS[kind]()
        return self._made[kind]


def _http() -> Fetcher:
    from broadsheet.fetching.polling import HttpFetcher

    return HttpFetcher()


def _associated_press() -> Fetcher:
    """Handed the format that joins its stories: fetching itself knows no formats."""
    from broadsheet.fetching.ap import ApFetcher
    from broadsheet.formats import ap

    return ApFetcher(ap)


def _remote() -> Fetcher:
    from broadsheet.fetching.remote.fetcher import RemoteFetcher

    return RemoteFetcher(allowed=read_allowed(fetch_allowed()))


def _mailbox() -> Fetcher:
    from broadsheet.fetching.mailbox.fetcher import MailboxFetcher

    return MailboxFetcher(allowed=read_allowed(fetch_allowed()))


_MAKERS: Mapping[SourceKind, Callable[[], Fetcher]] = {
    SourceKind.HTTP: _http,
    SourceKind.AP: _associated_press,
    SourceKind.REMOTE: _remote,
    SourceKind.MAILBOX: _mailbox,
}
