"""What people do in the newsroom, as far as several tests do it; and what a browser must never have to say."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebError, expect

from browser.newsday import PASSWORD
from browser.running_site import RunningSite

# Chromium writes of violations into the console by itself; this also names those in frames and workers.
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation",
  (event) => console.error("CSP", event.violatedDirective, event.blockedURI))"""

# Wagtail takes the form for unchanged until two seconds after it was opened.
WATCHED = """() => window.wagtail?.app?.getControllerForElementAndIdentifier(
  document.getElementById("page-edit-form"), "w-unsaved")?.initialFormData"""

# Whoever signed in once in a site goes on with the cookies of then: form, password and redirect cost what a test does.
signed_in: dict[tuple[Path, str], Any] = {}


@dataclass  # without slots: Playwright hangs its own marks on whatever listens
class Troubles:
    """Everything that a browser complains of on any page of a context."""

    told: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not is_half_filled_draft(message):
            self.told.append(f"{message.location['url']}: {message.text}")

    def _catch(self, error: WebError) -> None:
        self.told.append(f"{error.page.url if error.page else ''}: {error.error}")


def is_half_filled_draft(message: ConsoleMessage) -> bool:
    """Wagtail saves drafts by itself while somebody types, and answers 400 until the form makes sense."""
    return "/admin/pages/" in message.location["url"] and "status of 400" in message.text


def sign_in(page: Page, site: RunningSite, who: str) -> Page:
    """Sign in, by the form the first time; gives the page, which shows the newsroom's home."""
    cookies = signed_in.get((site.home, who))
    if cookies:
        page.context.add_cookies(cookies)
        page.goto(f"{site.newsroom}/admin/")
    else:
        give_password(page, site, who)
    expect(page.get_by_role("heading", name="The Test Courier")).to_be_visible()
    signed_in[site.home, who] = page.context.cookies()
    return page


def sign_out(page: Page) -> None:
    """Forget who it was, on no page of the newsroom's: one that is open would ask for its notices and be refused."""
    page.goto("about:blank")
    page.context.clear_cookies()


def give_password(page: Page, site: RunningSite, who: str) -> None:
    """Send the form of the newsroom's door."""
    page.goto(f"{site.newsroom}/sign-in/")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_story(page: Page, site: RunningSite, headline: str) -> None:
    """Open the editor of a story by the list of all stories."""
    page.goto(f"{site.newsroom}/admin/stories/")
    page.get_by_role("link", name=headline, exact=True).click()
    expect(field(page, "Headline")).to_have_value(headline)


def field(page: Page, name: str) -> Locator:
    """A text field by its label; Wagtail's panels have links and buttons of the same name."""
    return page.get_by_role("textbox", name=name)


def write_body(page: Page, text: str) -> None:
    """Put a text block into a story's empty body."""
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    rewrite_body(page, text)


def rewrite_body(page: Page, text: str) -> None:
    """Type over a story's first text block; the editor puts it into the form a quarter of a second later."""
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(text)))


def begin_story(page: Page, site: RunningSite, *, section: str = "World") -> None:
    """Open the empty form of a new story, once Wagtail watches it for changes to keep by itself."""
    page.goto(f"{site.newsroom}/admin/stories/choose_parent/")
    page.get_by_label(section).check()
    page.get_by_role("button", name="Start writing").click()
    page.wait_for_function(WATCHED)


def upload_picture(form: Page | Locator, picture: bytes) -> None:
    """Send a picture by Wagtail's form, which proposes the file's name as title."""
    form.get_by_label("File").set_input_files({"name": "ferry.jpg", "mimeType": "image/jpeg", "buffer": picture})
    expect(form.get_by_role("textbox", name="Title")).to_have_value("ferry")
    form.get_by_role("button", name="Upload").click()
