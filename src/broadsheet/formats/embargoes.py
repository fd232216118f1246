"""When an item may be published, from what a wire writes in a field of its own and in its prose."""

from datetime import datetime

from broadsheet.formats.prose import embargo_in_prose
from broadsheet.formats.times import read_exact_time
from broadsheet.formats.wording import one_line


def read_embargo(field: str | None, *, headline: str = "", editors_note: str = "") -> tuple[datetime | None, str]:
    """
    The second from which an item is free, and the wire's own words where an embargo is meant but no second told.

    `field` is None where the wire has none; an empty one means "until further notice" (NewsML-G2 specification,
    section `embargoed`). Prose counts only where there is no readable field.
    """
    moment = read_exact_time(field)
    if moment is not None:
        return moment, ""
    if field is not None:
        return None, one_line(field) or "embargoed until further notice"
    return None, embargo_in_prose(headline=headline, editors_note=editors_note)
