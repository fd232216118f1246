"""When the demo was opened: its stories' ages count back from there, however often the setup is run."""

from datetime import datetime
from pathlib import Path


def opened(path: Path, *, now: datetime) -> datetime:
    """The moment of the first setup, which is now if there was none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_text(now.isoformat())
        draft.replace(path)
    return datetime.fromisoformat(path.read_text())
