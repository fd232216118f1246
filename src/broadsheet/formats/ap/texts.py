"""The text of an AP item: NITF, joined to its JSON."""

import re
from dataclasses import dataclass

from broadsheet.contracts.news import ItemPicture, WireFormatError
from broadsheet.formats.nitf import read_nitf
from broadsheet.formats.xml import local, parse_xml

_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the NITF adds to an item's JSON."""

    headline: str = ""
    standfirst: str = ""
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    body_html: str = ""
    pictures: tuple[ItemPicture, ...] = ()


def read_story(nitf: object, *, guid: str) -> Story:
    """
    The story in the NITF document of an item; an empty one where there is none.

    :raises WireFormatError: if it is damaged or out of proportion
    """
    if not isinstance(nitf, str) or not nitf.strip():
        return Story()
    # The string is Unicode by now, whatever its declaration said of the bytes that it came in.
    copy = nitf.lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(copy)
    root = parse_xml(copy[declaration.end() if declaration else 0 :].encode(errors="replace"))
    if local(root) != "nitf":
        raise WireFormatError(f"The text of the AP item is no NITF but <{local(root)[:80]}>")
    read = read_nitf(root, guid=guid)
    return Story(
        headline=read.headline,
        standfirst=read.standfirst,
        bylines=read.bylines,
        dateline=read.dateline,
        body_html=read.body_html,
        pictures=read.pictures,
    )
