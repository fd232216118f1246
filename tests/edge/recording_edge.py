"""A real edge whose hits go to a file, one JSON line each: started as a process by the tests."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from broadsheet.edge.server import serve
from broadsheet.edge.settings import edge_settings


class RecordingTaker:
    """Keeps the HitTaker Protocol and writes down what it is handed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(
        self,
        *,
        token: str,
        came_from: str,
        address: str,
        user_agent: str,
        origin: str,
        do_not_count: bool,
        now: float,  # noqa: ARG002
    ) -> None:
        hit = {"token": token, "came_from": came_from, "address": address, "user_agent": user_agent}
        with self._path.open("a") as file:
            file.write(json.dumps({**hit, "origin": origin, "do_not_count": do_not_count}) + "\n")

    def dropped(self) -> Mapping[str, int]:
        return {"robot": 3}

    def start(self) -> None:
        self._path.touch()

    def stop(self) -> None:
        self._path.with_suffix(".stopped").touch()


if __name__ == "__main__":
    port, hits = int(sys.argv[1]), Path(sys.argv[2])
    serve(host="127.0.0.1", port=port, settings=edge_settings(port=port), hit_taker=partial(RecordingTaker, hits))
