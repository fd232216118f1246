"""A real edge whose hits go to a file, one JSON line each: started as a process by the tests."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from broadsheet.contracts.audience import Hit
from broadsheet.edge.server import serve
from broadsheet.edge.settings import edge_settings


class RecordingTaker:
    """Keeps the HitTaker Protocol and writes down what it is handed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, hit: Hit) -> None:
        said = {name: value for name, value in hit._asdict().items() if name != "now"}
        with self._path.open("a") as file:
            file.write(json.dumps(said) + "\n")

    def dropped(self) -> Mapping[str, int]:
        return {"robot": 3}

    def start(self) -> None:
        self._path.touch()

    def stop(self) -> None:
        self._path.with_suffix(".stopped").touch()


if __name__ == "__main__":
    port, hits = int(sys.argv[1]), Path(sys.argv[2])
    serve(host="127.0.0.1", port=port, settings=edge_settings(port=port), hit_taker=partial(RecordingTaker, hits))
