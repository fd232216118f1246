"""The process that makes pictures' smaller files: how it ends."""

import os
import subprocess
import sys

import pytest

BEGUN = """
import threading, time
from broadsheet.cli.picture_files import _end_with_input
threading.Thread(target=_end_with_input, daemon=True).start()
time.sleep(0.3)
"""


@pytest.mark.parametrize("ends_with_input", [False, True])
def test_it_ends_quietly_with_its_work_and_with_its_input(ends_with_input: bool) -> None:
    reading, writing = os.pipe()
    if ends_with_input:
        os.close(writing)
    work = "time.sleep(60)" if ends_with_input else ""

    ended = subprocess.run(
        [sys.executable, "-c", BEGUN + work], stdin=reading, capture_output=True, text=True, timeout=30, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    os.close(reading)
    if not ends_with_input:
        os.close(writing)
