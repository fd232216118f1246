"""From a page's place in the tree to its address for readers. Asks no database."""

HOME_DEPTH = 2  # in Wagtail's tree: below its root
CORRECTIONS_PATH = "/corrections/"
SITES_OWN = frozenset(
    {"assets", "corrections", "hit", "media", "search"}
)  # pages of the site itself; no section can be there


def address_in(url_path: str) -> str:
    """Give "/world/some-slug/" for a `url_path` "/home/world/some-slug/", whose first name is the home's own."""
    return "/" + url_path.lstrip("/").partition("/")[2]


def history_address(path: str) -> str:
    """Where the public history of the story at an address stands; a story has no pages below it."""
    return f"{path}versions/"
