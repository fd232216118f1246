"""The samples beside this file: a document of our own invention and the items expected of it, in pairs."""

from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"


def pairs() -> list[tuple[Path, Path]]:
    """Each document, whatever its ending, with its expectation: `ferry.ninjs1.json` with `ferry.ninjs1.expected`."""
    found = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".expected")
    return [(path, path.with_suffix(".expected")) for path in found]


def documents() -> list[bytes]:
    return [document.read_bytes() for document, _ in pairs()]
