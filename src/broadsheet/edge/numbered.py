"""
Addresses of other systems in which the query says which story is meant ("/?p=123").

A redirect that an import left stands in a piece of that name. No other query makes another page. Such systems stood at
the root of a site or in a folder of it, so deeper addresses are not looked at.
"""

import re

_NUMBER = re.compile(r"(?:p|page_id|attachment_id)=[1-9]\d{0,17}", re.ASCII)
_MOST_PARTS = 8
MOST_SLASHES = 2  # "/blog/", "/index.php"


def may_be_numbered(query: str) -> bool:
    """A quick look, for every request of an address that is not too deep."""
    return "p=" in query or "_id=" in query


def numbered_address(path: str, query: str) -> str:
    """The address as an import wrote it down ("/?p=123", "/blog/?p=123"), or "" where no part of the query is one."""
    found = next(filter(_NUMBER.fullmatch, query.split("&", _MOST_PARTS)[:_MOST_PARTS]), "")
    if not found:
        return ""
    return f"{path.removesuffix('index.php').rstrip('/')}/?{found}"
