"""When the demo was opened: its stories' ages count back from there, however often the setup is run."""

from datetime import datetime
from pathlib import Path

from broadsheet.environment.files import write_whole


def opened(path: Path, *, now: datetime) -> datetime:
    """The moment of the first setup, which is now if there was none."""
    if not path.exists():
        write_whole(path, now.isoformat().encode())
    return datetime.fromisoformat(path.read_text())
