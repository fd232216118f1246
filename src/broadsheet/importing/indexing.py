"""The newsroom's own search, as Wagtail keeps it in the database, told of many pages at once."""

from collections.abc import Sequence

from wagtail.search.backends import get_search_backend

from broadsheet.stories.models import StoryPage


def index_for_editors(pages: Sequence[StoryPage]) -> None:
    """What saving each page would have had indexed."""
    index = get_search_backend().get_index_for_model(StoryPage)
    index.add_items(StoryPage, pages)
