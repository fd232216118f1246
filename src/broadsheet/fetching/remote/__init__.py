"""A folder on an FTP, FTPS or SFTP server, as agencies offer their copy."""

from broadsheet.fetching.remote.fetcher import RemoteFetcher

__all__ = ["RemoteFetcher"]
