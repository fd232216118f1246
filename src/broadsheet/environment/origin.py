"""What a process was started as: the journal names it where no person acted."""

import getpass

BY_ITSELF = frozenset({"", "clerk", "demo", "edge", "newsroom", "run"})
_started_as = [""]


def start_as(command: str) -> None:
    _started_as[0] = command


def origin() -> str:
    """Who acts where nobody is signed in: "broadsheet import, by anna"; empty for what happens by itself."""
    command = _started_as[0]
    return "" if command in BY_ITSELF else f"broadsheet {command}, by {_user()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "a user without a name"
