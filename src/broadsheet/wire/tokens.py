"""The token with which an agency posts to a push source: shown once, kept as a digest."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.contracts.fetching import SourceKind
from broadsheet.wire.models import Source
from broadsheet.wire.sources import SourceError

PREFIX = "broadsheet_"  # lets secret scanners know one that was lost in public


def renew_token(source: Source, *, now: datetime) -> str:
    """
    Make a new token for a push source and give it, this once; an earlier one is void at once.

    :raises SourceError: if nobody posts to a source of this kind
    """
    if source.kind != SourceKind.PUSH:
        raise SourceError(_("%(source)s is no push source; only those have a token.") % {"source": source})
    token = PREFIX + secrets.token_urlsafe(32)
    source.token_digest, source.token_made_at = _digest(token), now
    source.save(update_fields=["token_digest", "token_made_at"])
    return token


def is_token_of(source: Source | None, token: str) -> bool:
    """Whether a token opens a source; takes as long where there is no such source, so that no name can be guessed."""
    expected = source.token_digest if source is not None and source.token_digest else _digest("")
    is_same = hmac.compare_digest(expected, _digest(token))
    return is_same and source is not None and bool(source.token_digest)


def _digest(token: str) -> str:
    """256 random bits need no slow hash: there is nothing to guess."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
