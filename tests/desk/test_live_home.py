"""The home's panels that keep themselves up to date: what waits for each, what is read, how the sources do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.desk.waiting import Why, waiting_for
from broadsheet.environment import places
from broadsheet.popular.actions import keep_reading
from broadsheet.popular.rising import StoryReaders
from broadsheet.stories.actions import publish_story
from broadsheet.stories.queries import address_of
from broadsheet.wire.models import Source
from desk.newsroom_day import approve, ask_for_changes, client_of, comment_on, page_for, submit, written
from scheduling import schedule_story
from wire.newsroom import Agency, Paper


def waiting(person: User) -> list[tuple[Why, str]]:
    return [(task.why, task.headline) for task in waiting_for(person, limit_each=5).tasks]


def panels_of(person: User) -> str:
    return page_for(person, reverse("desk_home_panels"))


def panel_of(page: str, name: str) -> str:
    return page.partition(f'id="home-{name}"')[2].partition("</section>")[0]


def test_each_finds_what_waits_for_them_and_nobody_else(paper: Paper) -> None:
    story = written(paper)
    submit(story, by=paper.reporter)
    asked = waiting(paper.editor), waiting(paper.reporter)
    ask_for_changes(story, by=paper.editor, comment="Who says so?")
    comment_on(story, by=paper.chief, text="I wonder")

    assert asked == ([(Why.APPROVE, "Ferry returns")], [])
    assert waiting(paper.editor) == []
    assert waiting(paper.reporter) == [(Why.CHANGES, "Ferry returns"), (Why.COMMENT, "Ferry returns")]


def test_a_resolved_comment_waits_no_more(paper: Paper) -> None:
    comment = comment_on(written(paper, owner=paper.editor), by=paper.chief, text="I wonder")
    before = waiting(paper.editor)

    comment.resolved_at, comment.resolved_by = timezone.now(), paper.editor
    comment.save()

    assert (Why.COMMENT, "Ferry returns") in before
    assert waiting(paper.editor) == [(Why.DRAFT, "Ferry returns")]


def test_drafts_that_others_act_on_or_that_go_out_by_themselves_do_not_wait(paper: Paper) -> None:
    now = timezone.now()
    submit(written(paper, "Submitted"), by=paper.reporter)
    schedule_story(written(paper, "Scheduled"), at=now + timedelta(hours=2), by=paper.editor, now=now)
    publish_story(written(paper, "Out"), by=None, now=now)
    approved = written(paper, "Approved")
    submit(approved, by=paper.reporter)
    approve(approved, by=paper.editor)
    written(paper, "Still mine")

    assert waiting(paper.reporter) == [(Why.DRAFT, "Still mine")]


@pytest.mark.parametrize("who", ["reporter", "chief"])
def test_the_home_never_names_a_draft_to_who_may_not_edit_it(paper: Paper, who: str) -> None:
    story = written(paper, "Secret inquiry", owner=paper.editor)
    submit(story, by=paper.editor)
    comment_on(story, by=paper.editor, text="For @reporter and @chief")

    page = panels_of(getattr(paper, who))

    assert ("Secret inquiry" in page) is (who == "chief")
    assert ("For @reporter" in page) is (who == "chief")


def test_the_most_read_stories_stand_with_their_readers_and_movement(paper: Paper) -> None:
    now = timezone.now()
    stories = [written(paper, headline) for headline in ("First", "Second")]
    for story in stories:
        publish_story(story, by=None, now=now)
    lines = [StoryReaders(story_id=story.pk, readers=1200 + place, last_hour=34) for place, story in enumerate(stories)]
    keep_reading(lines, window_hours=6, now=now - timedelta(hours=1))
    keep_reading(lines[::-1], window_hours=6, now=now)

    panel = panel_of(panels_of(paper.reporter), "most-read")

    assert panel.index("Second") < panel.index("First")
    assert "up 1 place" in panel
    assert "down 1 place" in panel
    assert "1201" in panel
    assert "+34" in panel


def test_who_may_not_edit_a_most_read_story_is_led_to_readers_page_of_it(paper: Paper) -> None:
    story, now = written(paper, owner=paper.editor), timezone.now()
    publish_story(story, by=None, now=now)
    keep_reading([StoryReaders(story_id=story.pk, readers=5, last_hour=5)], window_hours=6, now=now)

    panels = {who: panel_of(panels_of(getattr(paper, who)), "most-read") for who in ("reporter", "chief")}

    assert f'href="{places.site_url()}{address_of(story)}"' in panels["reporter"]
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[story.pk])}"' in panels["chief"]


def test_a_withdrawn_story_stands_in_no_rank(paper: Paper) -> None:
    now = timezone.now()
    draft = written(paper, "Never out", owner=paper.editor)
    keep_reading([StoryReaders(story_id=draft.pk, readers=5, last_hour=5)], window_hours=6, now=now)

    assert "Never out" not in panels_of(paper.reporter)


def test_figures_that_are_old_say_so(paper: Paper) -> None:
    story, now = written(paper), timezone.now()
    publish_story(story, by=None, now=now)
    keep_reading(
        [StoryReaders(story_id=story.pk, readers=5, last_hour=5)], window_hours=6, now=now - timedelta(minutes=20)
    )

    assert "Readers have not been counted since" in panels_of(paper.reporter)


def test_sources_in_trouble_are_told_to_those_who_may_know(agency: Agency, paper: Paper) -> None:
    Source.objects.update(quiet_since=timezone.now(), last_item_at=timezone.now())

    pages = {who: panels_of(getattr(paper, who)) for who in ("reporter", "editor")}

    assert "Gone quiet" in panel_of(pages["editor"], "sources")
    assert 'id="home-sources"' not in pages["reporter"]


def test_the_same_home_has_the_same_prints_and_news_changes_one(paper: Paper) -> None:
    def prints() -> dict[str, str]:
        page = panels_of(paper.editor)
        return dict(
            part.split('" data-print="') for part in (p.partition('">')[0] for p in page.split('data-panel="')[1:])
        )

    before, again = prints(), prints()
    submit(written(paper), by=paper.reporter)
    after = prints()

    assert before == again
    assert {name for name in before if before[name] != after[name]} == {"waiting"}


def test_the_home_asks_as_often_for_much_that_waits_as_for_little(paper: Paper) -> None:
    def asked() -> int:
        client = client_of(paper.editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk_home_panels"))
        return len(queries)

    def bring(number: int) -> None:
        for place in range(number):
            submit(written(paper, f"Submitted {number} {place}"), by=paper.reporter)
            mine = written(paper, f"Mine {number} {place}", owner=paper.editor)
            comment_on(mine, by=paper.chief, text="Hm")
            refused = written(paper, f"Refused {number} {place}", owner=paper.editor)
            submit(refused, by=paper.editor)
            ask_for_changes(refused, by=paper.chief, comment="No")

    bring(1)
    asked()
    few = asked()
    bring(4)

    assert asked() == few
