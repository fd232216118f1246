"""An edge starts without a store, and outlives its loss."""

import shutil
from pathlib import Path

from broadsheet.contracts.pieces import Page
from edge.running import eventually, running_edge


def test_an_edge_may_start_before_there_is_a_store_and_outlives_its_loss(tmp_path: Path) -> None:
    with running_edge(tmp_path, BROADSHEET_URL="https://news.example") as early:
        empty = early.client.get("/")
        early.store.press({"page/": Page(parts=("<h1>Front</h1>",))})
        full = eventually(lambda: early.client.get("/"), wanted=lambda answer: answer.status_code == 200)
        shutil.rmtree(tmp_path / "pieces")
        eventually(lambda: early.client.get("/").status_code, wanted=lambda status: status == 404)
        early.store.press({"page/": Page(parts=("<h1>Again</h1>",))})
        eventually(lambda: early.client.get("/").text, wanted=lambda text: text == "<h1>Again</h1>")

        assert empty.status_code == 404
        assert full.headers["strict-transport-security"] == "max-age=31536000"
