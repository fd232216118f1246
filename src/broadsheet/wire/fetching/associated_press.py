"""AP's fetcher, handed the format that joins its stories: fetching itself knows no formats."""

from broadsheet.fetching.ap import ApFetcher
from broadsheet.formats import ap


def ap_fetcher() -> ApFetcher:
    return ApFetcher(ap)
