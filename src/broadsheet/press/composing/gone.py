"""Pages that stand where nothing is, or nothing is any longer."""

from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.contracts.pieces import ListSlot, Page
from broadsheet.look import lists as look_lists
from broadsheet.look.pages import NoticeView
from broadsheet.look.slots import render_parts
from broadsheet.press.composing.edition import Edition

_GONE, _NOT_FOUND = 410, 404


def gone_page(*, edition: Edition, notice: str = "", withdrawn_at: datetime | None = None) -> Page:
    """410 with a plain notice; nothing of the story's own words, its headline included."""
    view = NoticeView(text=notice, withdrawn_at=withdrawn_at, latest=_latest(), popular=_popular())
    title = _("Story withdrawn") if withdrawn_at else _("Page no longer available")
    head = edition.head(title=title, is_indexed=False)
    return Page(parts=render_parts("press/withdrawn.html", {"head": head, "notice": view}), status=_GONE)


def missing_page(*, edition: Edition) -> Page:
    """What stands at every address where there is no page."""
    view = NoticeView(latest=_latest(), popular=_popular())
    head = edition.head(title=_("Page not found"), is_indexed=False)
    return Page(parts=render_parts("press/404.html", {"head": head, "notice": view}), status=_NOT_FOUND)


def _latest() -> ListSlot:
    return look_lists.latest_list(sources=("list/latest/all",))


def _popular() -> ListSlot:
    return look_lists.popular_list(sources=("list/popular/all",))
