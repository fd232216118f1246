"""The words by which the newsroom finds pictures, written anew where a release reads more of them than the last."""

from wagtail.search.backends import get_search_backend

from broadsheet.media.models import Picture

_AT_ONCE = 500


def index_pictures() -> int:
    """Write every picture's words into the database's search index, in batches of their own; how many."""
    backend, last, written = get_search_backend(), 0, 0
    while batch := list(Picture.objects.filter(pk__gt=last).prefetch_related("tags").order_by("pk")[:_AT_ONCE]):
        backend.add_bulk(Picture, batch)
        last, written = batch[-1].pk, written + len(batch)
    return written
