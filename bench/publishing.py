"""Stories published by the newsroom's own button, one after the other, each timed to its page at the edge."""

import json
import time
from uuid import uuid4

import httpx
from lxml import html
from running import READY_WITHIN, Site, status, wait
from story_desk import Desk

_LONGEST = 20.0  # seconds until a story that does not come is called lost
_WARM = 3  # the first ones build what all others find


def publish_all(site: Site, desk: Desk, *, stories: int) -> list[float]:
    """Seconds from each press of the button until readers have the page; newsroom, clerk and edge are started."""
    for word in ("newsroom", "clerk", "edge"):
        site.start(word)
    newsroom = f"http://localhost:{site.environment['BROADSHEET_NEWSROOM_PORT']}"
    cookies = {"sessionid": desk.session("chief")}
    with (
        httpx.Client(base_url=f"http://127.0.0.1:{site.port}") as readers,
        httpx.Client(base_url=newsroom, cookies=cookies, timeout=30) as editor,
    ):
        wait(lambda: bool(status(readers, "/")) and status(editor, "/sign-in/") > 0, longest=READY_WITHIN)
        drafts = desk.drafts(count=stories + _WARM)
        return [_publish(number, path, editor=editor, readers=readers) for number, path in drafts][_WARM:]


def _publish(number: int, path: str, *, editor: httpx.Client, readers: httpx.Client) -> float:
    address = f"/admin/pages/{number}/edit/"
    form = _filled(editor.get(address).text)
    began = time.monotonic()
    answer = editor.post(address, data=form, headers={"Referer": str(editor.base_url)})
    assert answer.status_code == httpx.codes.FOUND, answer.text
    wait(lambda: status(readers, path) == httpx.codes.OK, longest=_LONGEST)
    return time.monotonic() - began


def _filled(page: str) -> dict[str, str]:
    """The story's form as a browser would send it; the body, which is a script's, in new words."""
    form = html.fromstring(page).get_element_by_id("page-edit-form")
    words = {"key": "a", "text": "Two more boats came with the tide.", "type": "unstyled", "depth": 0}
    body = {"blocks": [{**words, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
    return {
        **{name: value for name, value in form.form_values() if not name.startswith("body-")},
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": str(uuid4()),
        "body-0-value": json.dumps(body),
        "action-publish": "action-publish",
    }
