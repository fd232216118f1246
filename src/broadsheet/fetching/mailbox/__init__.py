"""An IMAP mailbox to which press offices write."""

from broadsheet.fetching.mailbox.fetcher import MailboxFetcher

__all__ = ["MailboxFetcher"]
