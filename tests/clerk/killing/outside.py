"""
The world outside the newsroom, a process of its own: agencies' feeds and pictures, and a webhook for alarms.

`python -m clerk.killing.outside FOLDER` serves the files of the folder on a free port of loopback, which it writes to
standard output; what is posted is added to the file `posted` there, a line a message.
"""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_SLOW = 0.03  # seconds until an answer goes on: a network is no function call


def _answers_from(folder: Path) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            path = folder / Path(self.path).name
            data = path.read_bytes() if path.is_file() else b""
            time.sleep(_SLOW)
            self.send_response(200 if data else 404)
            is_picture = path.suffix == ".jpg"
            self.send_header("Content-Type", "image/jpeg" if is_picture else "application/feed+json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
            time.sleep(_SLOW)
            self.wfile.write(data[len(data) // 2 :])

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(_SLOW)
            with (folder / "posted").open("ab") as posted:
                posted.write(data + b"\n")
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
            """Keep quiet."""

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:  # whoever asked was killed
                self.close_connection = True

    return Answers


def main(folder: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _answers_from(folder)) as server:
        server.daemon_threads = True
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
