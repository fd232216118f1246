"""
The edition in text alone: for the address of a story there, its page in the frame that the press made.

A story's text stands in its entry, so nothing is pressed for it but that; where its own page moved or is a notice, the
text follows.
"""

from dataclasses import replace

from broadsheet.contracts.pieces import TEXT_FRAME, Candidate, Card, ListSlot, Page, Withdrawn
from broadsheet.joining.joiner import WITHDRAWN, ReadPiece

PREFIX = "/text"


def is_text(address: str) -> bool:
    """Whether the address may be that of a story in text alone."""
    return address.startswith(f"{PREFIX}/")


def text_page(name: str, page: Page, *, read: ReadPiece) -> Page | None:
    """
    The page to answer with for the text of what stands in that page's piece; None where there is none.

    :raises PieceError: if a piece that decides it cannot be read
    """
    if page.status != 200:  # noqa: PLR2004  a notice is the same in both editions
        return page
    entry = read(f"entry/{page.story_id}") if page.story_id is not None else None
    frame, withdrawn = read(TEXT_FRAME), read(WITHDRAWN)
    # The history of a story stands beside it, with the same story's number.
    is_its_own = isinstance(entry, Card) and f"page/{entry.url.strip('/')}" == name
    is_gone = isinstance(withdrawn, Withdrawn) and page.story_id in withdrawn.story_ids
    if not (isinstance(entry, Card) and is_its_own and isinstance(frame, Page)) or is_gone:
        return None
    named = (Candidate(story_id=entry.story_id),)
    parts = (replace(part, candidates=named) if isinstance(part, ListSlot) else part for part in frame.parts)
    return replace(frame, parts=tuple(parts))
