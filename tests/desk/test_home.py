"""The newsroom's home: what rings, what happens by itself soon, what came in last."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.stories.actions import draft_story
from broadsheet.stories.models import StoryPage
from scheduling import schedule_story
from wire.newsroom import NOON, Agency, Paper, ninjs


def home_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def panel_of(home: str, name: str) -> str:
    return home.partition(f'id="home-{name}"')[2].partition("</section>")[0]


def written(paper: Paper, headline: str, **words: Any) -> StoryPage:
    return draft_story(paper.europe, headline=headline, body_html="<p>Rain.</p>", owner=paper.editor, now=NOON, **words)


@pytest.mark.parametrize("who", ["reporter", "editor", "chief"])
def test_an_empty_newsroom_says_so_in_words(paper: Paper, who: str) -> None:
    home = home_of(getattr(paper, who))

    assert "Nothing rings" in home
    assert "No story is scheduled and no embargo ends in the next 12 hours" in home
    assert "Nothing has come in yet" in home


def test_the_home_counts_alarms_and_leads_to_them(agency: Agency, paper: Paper) -> None:
    for number in range(7):
        agency.sends(ninjs(f"urn:{number}", headline=f"Flash {number}", urgency=1), name=f"{number}.json")

    home = home_of(paper.editor)

    assert ">7</span>" in panel_of(home, "alarms")
    assert reverse("broadsheet_wire:alarms") in home
    assert "See and acknowledge all 7" in home
    assert "Flash 6" in panel_of(home, "alarms")


def test_the_home_shows_what_happens_by_itself_in_the_next_hours(agency: Agency, paper: Paper) -> None:
    now = timezone.now()
    schedule_story(written(paper, "Goes out soon"), at=now + timedelta(hours=2), by=paper.editor, now=now)
    schedule_story(written(paper, "Goes out next week"), at=now + timedelta(days=7), by=paper.editor, now=now)
    written(paper, "Held by its own embargo", embargoed_until=now + timedelta(hours=1))
    agency.sends(ninjs(headline="Held by the agency", embargoed=(now + timedelta(hours=3)).isoformat()))

    home = home_of(paper.editor)

    places = [home.index(words) for words in ("Held by its own embargo", "Goes out soon", "Held by the agency")]
    assert places == sorted(places)
    assert "nobody has scheduled it" in home
    assert "Embargo of Harbour Wire ends" in home
    assert "Goes out next week" not in panel_of(home, "agenda")


def test_a_story_that_its_embargo_schedules_stands_once(paper: Paper) -> None:
    now = timezone.now()
    ends = now + timedelta(hours=1)
    schedule_story(written(paper, "Told at one", embargoed_until=ends), at=ends, by=paper.editor, now=now)

    home = home_of(paper.chief)

    agenda = panel_of(home, "agenda")
    assert agenda.count("Told at one") == 1
    assert "Goes out" in agenda


def test_only_who_may_edit_a_story_is_told_when_it_goes_out(paper: Paper) -> None:
    now = timezone.now()
    story = written(paper, "Goes out soon")
    schedule_story(story, at=now + timedelta(hours=2), by=paper.editor, now=now)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])

    homes = {who: home_of(getattr(paper, who)) for who in ("reporter", "editor")}

    assert "Goes out soon" not in homes["reporter"]
    assert "Goes out soon" in homes["editor"]
    assert address in homes["editor"]


def test_the_home_asks_the_database_as_often_for_many_things_as_for_few(agency: Agency, paper: Paper) -> None:
    bring_in(1, agency=agency, paper=paper)
    home_of(paper.editor)

    with CaptureQueriesContext(connection) as few:
        home_of(paper.editor)
    bring_in(6, agency=agency, paper=paper)
    with CaptureQueriesContext(connection) as many:
        home_of(paper.editor)

    # One more: alarms are counted only where the home does not show them all.
    assert len(many) <= len(few) + 1


def bring_in(number: int, *, agency: Agency, paper: Paper) -> None:
    """That many items under embargo that ring, and that many scheduled stories."""
    now = timezone.now()
    for place in range(number):
        ends = (now + timedelta(hours=place + 1)).isoformat()
        name = f"{number}-{place}"
        agency.sends(ninjs(f"urn:{name}", urgency=1, embargoed=ends), name=f"{name}.json")
        schedule_story(written(paper, f"Story {name}"), at=now + timedelta(hours=1), by=paper.editor, now=now)
