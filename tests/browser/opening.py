"""Opening addresses one after the other in one page, and what the browser had to say of each."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response, WebError

from browser.desk import TELL_VIOLATIONS, is_half_filled_draft

# A page left before its last request is answered ends that request; the next address is no fault of it.
_LEFT = "net::ERR_ABORTED"
# A file to keep, or a refusal in no words: neither makes a page.
_NO_PAGE = ("Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE")
_DRAWN_TWICE = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What became of an address: the status of the answer, where it led, what the browser complained of."""

    status: int
    led_to: str
    troubles: tuple[str, ...]


@dataclass  # without slots: Playwright hangs its own marks on whatever listens
class Opening:
    """One page of a browser, and everything that it complains of: violations, errors, requests that failed."""

    page: Page
    newsroom: str
    status: int = 0
    led_to: str = ""
    told: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("requestfailed", self._miss)
        context.on("response", self._weigh)

    def look_at(self, path: str) -> Opened:
        """Open an address and let the page draw itself."""
        self.told.clear()
        try:
            self.page.goto(f"{self.newsroom}{path}", wait_until="load")
        except Error as error:
            if not any(reason in error.message for reason in _NO_PAGE):
                raise
        else:
            self.page.evaluate(_DRAWN_TWICE)
        return Opened(status=self.status, led_to=self.led_to, troubles=tuple(self.told))

    def _hear(self, message: ConsoleMessage) -> None:
        # The status of the address itself is given with what became of it.
        address = message.location["url"]
        is_of_the_page = address == self.newsroom + self.led_to and message.text.startswith("Failed to load resource")
        if address.endswith("/favicon.ico"):  # asked for where an answer is no page and can name none
            return
        if message.type == "error" and not is_half_filled_draft(message) and not is_of_the_page:
            self.told.append(f"{address}: {message.text}")

    def _catch(self, error: WebError) -> None:
        self.told.append(str(error.error))

    def _miss(self, request: Request) -> None:
        if request.failure != _LEFT and not self._is_the_page(request):
            self.told.append(f"{request.url}: {request.failure}")

    def _weigh(self, response: Response) -> None:
        if self._is_the_page(response.request):
            self.status, self.led_to = response.status, response.url.removeprefix(self.newsroom)
        if response.status >= 500:
            self.told.append(f"{response.url}: {response.status}")

    def _is_the_page(self, request: Request) -> bool:
        return request.is_navigation_request() and request.frame == self.page.main_frame
