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
