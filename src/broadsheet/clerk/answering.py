"""`/healthz` and `/metrics` of the clerk, on this machine alone."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from broadsheet.clerk.status import Status


class StatusServer:
    """Answers from memory, in a thread of its own, so that a busy or hanging clerk still says so."""

    def __init__(self, status: Status, *, port: int) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _answers_for(status))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="clerk-status", daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _answers_for(status: Status) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            match self.path.partition("?")[0]:
                case "/healthz":
                    is_alive, words = status.health()
                    self._answer(HTTPStatus.OK if is_alive else HTTPStatus.SERVICE_UNAVAILABLE, words + "\n")
                case "/metrics":
                    self._answer(HTTPStatus.OK, status.metrics())
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, "There are /healthz and /metrics here.\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
            """Say nothing: a probe every few seconds is no news."""

        def _answer(self, code: HTTPStatus, text: str) -> None:
            body = text.encode()
            self.send_response(code)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Answers
