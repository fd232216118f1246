"""How a small file is written: whole or not at all, whatever happens in between."""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """
    Put these bytes into a file, in place of one that is there; the folder is made where it is missing.

    Written under another name that begins with a dot (which folder sources leave alone), made durable, then renamed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
