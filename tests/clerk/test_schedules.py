"""Schedules outlive the clerk: what fell due while none was there goes out when one is, and nothing goes out twice."""

import json
from pathlib import Path

import pytest

from broadsheet.stores.pieces import FolderPieceStore
from clerk.running_site import Site, wait_until

pytestmark = pytest.mark.slow

_SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from broadsheet.stories.actions import draft_story
from broadsheet.stories.models import SectionPage
from scheduling import schedule_story
now, world = timezone.now(), SectionPage.objects.get(slug="world")
for name, seconds in (("soon", 1), ("meanwhile", 2), ("far", 100_000)):
    story = draft_story(world, headline=name, body_html="<p>Words.</p>", owner=None, now=now)
    schedule_story(story, at=now + timedelta(seconds=seconds), by=None, now=now)
"""
_TELL = """
import json
from wagtail.models import PageLogEntry
from broadsheet.stories.models import StoryPage
print(json.dumps({
    story.slug: [story.live, PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish.scheduled").count()]
    for story in StoryPage.objects.all()
}))
"""


def test_a_killed_clerk_leaves_its_schedules_to_the_next_one(tmp_path: Path, courier_home: Path) -> None:
    site = Site(tmp_path)
    site.found(like=courier_home)
    store = FolderPieceStore(site.home / "pieces")
    site.start()
    try:
        site.broadsheet("manage", "shell", "--no-imports", "-c", _SCHEDULE)
        wait_until(lambda: store.read("page/world/soon") is not None, site=site)
        site.kill()
        site.start()
        wait_until(lambda: store.read("page/world/meanwhile") is not None, site=site)
    finally:
        site.kill()

    told = json.loads(site.broadsheet("manage", "shell", "--no-imports", "-c", _TELL).splitlines()[-1])
    assert told == {"soon": [True, 1], "meanwhile": [True, 1], "far": [False, 0]}
