"""From a page's place in the tree to its address for readers. Asks no database."""

HOME_DEPTH = 2  # in Wagtail's tree: below its root
SITES_OWN = frozenset({"assets", "hit", "media", "search"})  # what the edge answers by itself; no section can be there


def address_in(url_path: str) -> str:
    """Give "/world/some-slug/" for a `url_path` "/home/world/some-slug/", whose first name is the home's own."""
    return "/" + url_path.lstrip("/").partition("/")[2]
