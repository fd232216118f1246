"""Files belong to the user whom the processes run as; what another one writes, they cannot."""

import os
import pwd
from pathlib import Path

from broadsheet.keeping import KeepingError


class WrongUserError(KeepingError):
    """Another user than the site's would write into its home."""


def require_own(home: Path) -> None:
    """
    Refuse to work as root in a home that is somebody else's: SQLite's log would then be root's.

    :raises WrongUserError: if it is
    """
    if os.geteuid() != 0 or not home.exists():
        return
    owner = home.stat().st_uid
    if owner != 0:
        raise WrongUserError(
            f"{home} belongs to {user_name(owner)}, and you are root: files made now could not be written by the "
            f"newsroom. Run it as that user: sudo -u {user_name(owner)} broadsheet …"
        )


def user_name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"#{number}"
