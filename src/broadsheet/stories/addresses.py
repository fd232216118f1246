"""From a page's place in the tree to its address for readers. Asks no database."""

HOME_DEPTH = 2  # in Wagtail's tree: below its root
CORRECTIONS_PATH = "/corrections/"
POPULAR_PATH = "/popular/"
POPULAR_PATHS = (POPULAR_PATH, f"{POPULAR_PATH}today/", f"{POPULAR_PATH}week/")
POPULARITY_PATH = "/popularity.json"
TEXT_PATH = "/text/"
TOPICS_PATH = "/topics/"
SEARCH_PATH = "/search/"
AUTHORS_PATH = "/authors/"
LATEST_PATH = "/latest/"
OLDER = "older"  # what the numbered pages of an archive stand below: no section can be there, wherever it lies
SITES_OWN = frozenset(
    {
        "assets",
        "authors",
        "corrections",
        "hit",
        "latest",
        "media",
        "popular",
        "popularity.json",
        "search",
        "text",
        "topics",
    }
)  # pages of the site itself; no section can be there

SITES_OWN_PAGES = frozenset({CORRECTIONS_PATH, TEXT_PATH, *POPULAR_PATHS})


def address_in(url_path: str) -> str:
    """Give "/world/some-slug/" for a `url_path` "/home/world/some-slug/", whose first name is the home's own."""
    return "/" + url_path.lstrip("/").partition("/")[2]


def history_address(path: str) -> str:
    """Where the public history of the story at an address stands; a story has no pages below it."""
    return f"{path}versions/"


def topic_address(slug: str) -> str:
    """Where the page of a topic stands."""
    return f"{TOPICS_PATH}{slug}/"


def author_address(slug: str) -> str:
    """Where the page of an author stands."""
    return f"{AUTHORS_PATH}{slug}/"


def older_address(path: str, number: int) -> str:
    """Where a page of the archive of what stands at `path` is; they are counted from the oldest."""
    return f"{archive_address(path)}{number}/"


def archive_address(path: str) -> str:
    """Below which the older pages of what stands at `path` are."""
    return f"{path}{OLDER}/"
