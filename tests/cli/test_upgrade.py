"""`broadsheet upgrade` on a site of its own, as a process beside a running clerk."""

import signal
from pathlib import Path

import pytest

from broadsheet.keeping.archive.reading import check
from clerk.running_site import Site

pytestmark = pytest.mark.slow


def test_it_refuses_beside_a_clerk_then_backs_up_and_does_its_work_once(tmp_path: Path, courier_home: Path) -> None:
    site = Site(tmp_path)
    site.found(like=courier_home)
    site.start()
    try:
        with pytest.raises(AssertionError, match="A clerk runs, or another upgrade"):
            site.broadsheet("upgrade")
    finally:
        site.kill(number=signal.SIGTERM)
    refused = (site.home / "backups").exists()
    script = "from django.contrib.auth.models import Group; Group.objects.get(name='Chiefs').permissions.clear()"
    site.broadsheet("manage", "shell", "-v", "0", "-c", script)

    first, second = site.broadsheet("upgrade"), site.broadsheet("upgrade", "--no-backup")

    backups = list((site.home / "backups").iterdir())
    assert not refused
    assert "Chiefs may now also: " in first
    assert "Everything was as this release wants it." in second
    assert [check(backup).closing.holds_pieces for backup in backups] == [True]
