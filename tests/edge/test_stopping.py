"""An edge that is asked to stop ends in order, whatever its readers do, and keeps every hit."""

import socket
from pathlib import Path

import pytest

from edge.running import RunningEdge, eventually, running_edge

REPORT = bytes(30_000_000)  # more than what the kernel takes for a reader who takes nothing


def connected(edge: RunningEdge, said: bytes) -> socket.socket:
    reader = socket.create_connection(("127.0.0.1", edge.port))
    reader.sendall(said)
    return reader


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: edge\r\n\r\n".encode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    documents = tmp_path / "media" / "documents"
    documents.mkdir(parents=True)
    (documents / "report.pdf").write_bytes(REPORT)
    return tmp_path


def test_an_edge_whose_readers_take_nothing_still_ends_by_itself(home: Path) -> None:
    with running_edge(home) as edge:
        readers = [
            connected(edge, get("/media/documents/report.pdf")),  # a download that nobody takes
            connected(edge, b"GET / HT"),  # half a question
            connected(edge, get("/")),  # kept open for the next question
            connected(edge, b""),  # opened on suspicion
        ]
        eventually(lambda: readers[0].recv(1), wanted=bool)
        code = edge.stop()
        for reader in readers:
            reader.close()

        assert code == 0
        assert "refused to gracefully stop" not in edge.log
        assert (home / "hits.stopped").exists()
        assert "edge_worker_cut_off" in edge.log


def test_an_edge_without_readers_ends_at_once_and_calls_no_worker_deaf(home: Path) -> None:
    for _ in range(3):
        with running_edge(home) as edge:
            edge.client.get("/")
            edge.client.close()
            edge.stop()

    assert "refused to gracefully stop" not in edge.log
    assert "edge_worker_cut_off" not in edge.log
    assert edge.log.count("edge_stopped") == 3


def test_an_edge_stops_cleanly_when_asked(tmp_path: Path) -> None:
    with running_edge(tmp_path) as running:
        running.process.terminate()

        assert running.process.wait(timeout=10) == 0
        assert (tmp_path / "hits.stopped").exists()
