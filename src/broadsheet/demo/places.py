"""Where the demo keeps what is its own: a folder in the site's home."""

from pathlib import Path

from broadsheet.environment.places import home


def demo_folder() -> Path:
    return home() / "demo"


def wire_folder() -> Path:
    """The folder that holds one folder for each source of the demo's agencies."""
    return demo_folder() / "wire"


def state_path() -> Path:
    """How far the scripted agency has come."""
    return demo_folder() / "state.json"


def people_path() -> Path:
    """The user names and passwords of the demo, readable by the site's user alone."""
    return demo_folder() / "people.json"


def opening_path() -> Path:
    """The moment of the first setup: a setup that was stopped half-way goes on with the same times."""
    return demo_folder() / "opened_at"


def plates_folder() -> Path:
    """The pictures of the edition, drawn ahead of the setup and thrown away after it."""
    return demo_folder() / "plates"


def printed_path() -> Path:
    """There once readers had the whole edition: from then on the scripted agency plays."""
    return demo_folder() / "printed"


def log_path() -> Path:
    """What the processes of the demo have to say."""
    return demo_folder() / "log.txt"
