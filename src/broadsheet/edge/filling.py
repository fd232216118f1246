"""What the edge fills into the pages of a search: values by the names that the press left for them, as HTML."""

from html import escape

from broadsheet.edge.asking import Asked, pages_of
from broadsheet.searching.finding import A_PAGE, DEPTH, Order
from broadsheet.searching.wanted import Wanted

Values = dict[str, str]

_SELECTED, _OPEN = " selected", " open"


def form_values(asked: Asked) -> Values:
    """The form as the reader left it."""
    typed = {
        "query": asked.wanted.text,
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
        "sort": "" if asked.order is Order.RELEVANCE else asked.order,
    }
    values = {name: escape(text) for name, text in typed.items() if text}
    values |= {choice: _SELECTED for choice in (asked.section, asked.within) if choice}
    values |= {"refined": _OPEN} if asked.is_held else {}
    return values | ({"cut": ""} if asked.wanted.is_cut else {})


def nothing_values(asked: Asked) -> Values:
    """For the page that says that nothing was found."""
    values = form_values(asked) | {"typed": escape(asked.wanted.text)}
    if asked.wanted.phrases:
        values["quoted"] = ""
    if asked.is_held:
        values["everywhere_url"] = escape(asked.url(section="", within=None, since=None, until=None))
    return values


def found_values(
    asked: Asked, *, shown: int, hits: int, is_deep: bool, looked_for: Wanted, meant: Wanted | None
) -> Values:
    """
    For a page with `shown` stories of `hits`; `is_deep` where there are more than were ranked.

    `looked_for` is what was looked for, `meant` what else the reader may have meant.
    """
    # Stories that left since are counted out where they were seen: on this page.
    missing = min(A_PAGE, hits - (asked.page - 1) * A_PAGE) - shown
    total = hits - missing
    first = (asked.page - 1) * A_PAGE + 1
    values = form_values(asked) | {"first": str(first), "last": str(first + shown - 1)}
    values |= {"more_than": str(DEPTH)} if is_deep else {"single": ""} if total == 1 else {"total": str(total)}
    if total > 1:
        other = Order.NEWEST if asked.order is Order.RELEVANCE else Order.RELEVANCE
        values[f"{other}_url"] = escape(asked.url(order=other))
    if looked_for is not asked.wanted:
        values |= {"typed": escape(asked.wanted.text), "corrected": escape(looked_for.text)}
    if meant is not None:
        values |= {"meant": escape(meant.text), "meant_url": escape(asked.url(wanted=meant))}
    return values | _pager_values(asked, pages=pages_of(hits))


def _pager_values(asked: Asked, *, pages: int) -> dict[str, str]:
    if pages == 1:
        return {}
    values = {"pages": "".join(_page_item(asked, page) for page in _numbers(asked.page, pages))}
    if asked.page > 1:
        values["previous_url"] = escape(asked.url(page=asked.page - 1))
    if asked.page < pages:
        values["next_url"] = escape(asked.url(page=asked.page + 1))
    return values


def _numbers(page: int, pages: int) -> list[int]:
    """The pages that a pager names: the first, the last, and those around this one; 0 for a gap."""
    named = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    numbers: list[int] = []
    for number in named:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


def _page_item(asked: Asked, page: int) -> str:
    if page == 0:
        return "<li>…</li>"
    if page == asked.page:
        return f'<li><b aria-current="page">{page}</b></li>'
    return f'<li><a href="{escape(asked.url(page=page))}">{page}</a></li>'
