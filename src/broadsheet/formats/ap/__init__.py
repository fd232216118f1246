"""
AP Media API JSON (developer.ap.org/ap-media-api): feed and search answers, a single item, the agent's item files.

**How an item and its text join.** AP's JSON holds everything of a story but its words: these are NITF behind the
address `renditions.nitf.href`. A linked picture likewise stands in `associations` as a stub (`uri`, `altids`,
`headline`) without caption, credit and files. Whoever fetches therefore

1. takes the answer apart with `single_items`, so that one bad item is kept in quarantine alone,
2. fetches every address that `parts_to_fetch` names, with the API key that the answer itself was fetched with,
3. puts what came into the item with `with_parts`, and delivers the result as one JSON document.

`with_parts` writes the NITF, as a string, into the property `broadsheet_nitf` (`NITF_PROPERTY`) of the item, and the
linked picture's own item in place of its stub. `read_items` reads such a document whole. A part that could not be
fetched is simply not there: the item is read all the same, with a warning, and named by `parts_to_fetch` again.
"""

from broadsheet.formats.ap.answers import is_ap, read_ap
from broadsheet.formats.ap.parts import NITF_PROPERTY, parts_to_fetch, single_items, with_parts

__all__ = ["NITF_PROPERTY", "is_ap", "parts_to_fetch", "read_ap", "single_items", "with_parts"]
