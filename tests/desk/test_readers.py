"""The newsroom's screen of readers: who reads now, where, where they came from, what was not counted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.contracts.audience import Source
from broadsheet.desk.readers_views import PANELS
from broadsheet.environment import places
from broadsheet.popular.actions import keep_reading
from broadsheet.popular.audience import MOST_STORIES, Crowd
from broadsheet.popular.folding import Dropped
from broadsheet.popular.rising import StoryReaders
from broadsheet.stories.actions import publish_story, withdraw_story
from broadsheet.stories.models import StoryPage
from broadsheet.stories.queries import address_of
from desk.counted import crowd_of, keep_crowds
from desk.newsroom_day import client_of, page_for, written
from wire.newsroom import Paper


def published(paper: Paper, headline: str = "Ferry returns", *, owner: User | None = None) -> StoryPage:
    story = written(paper, headline, owner=owner)
    publish_story(story, by=None, now=timezone.now())
    return story


def screen(person: User, **asked: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return page_for(person, f"{reverse('desk_readers')}?{query}")


def panel_in(page: str, name: str) -> str:
    return page.partition(f'data-panel="{name}"')[2].partition("</section>")[0]


def row_of(page: str, headline: str) -> str:
    return next(row for row in panel_in(page, "stories").split("<tr ")[1:] if headline in row)


def edit_address(story: StoryPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def test_a_story_stands_with_its_readers_its_line_and_where_they_come_from(paper: Paper) -> None:
    crowd = crowd_of(1200, sources={Source.ENGINE: 90, Source.FRONT: 30})
    keep_crowds({published(paper): crowd})

    row = row_of(screen(paper.editor), "Ferry returns")

    for words in (">1,200<", ">2,400<", ">12,000<", "Search engines", "75%", paper.europe.title, ": 9,600; since"):
        assert words in row, words


def test_the_whole_paper_stands_with_its_numbers_chart_and_sources(paper: Paper) -> None:
    keep_crowds({}, everyone=crowd_of(1500, sources={Source.FRONT: 3, Source.DIRECT: 1}))

    page = screen(paper.reporter)

    whole, sources = panel_in(page, "everyone"), panel_in(page, "sources")
    for words in ("<dd>1,500</dd>", "<dd>3,000</dd>", "<dd>15,000</dd>", 'class="pygal-chart"', "<dd>12,000</dd>"):
        assert words in whole, words
    assert sources.index("Front pages") < sources.index("Directly") < sources.index("Lists beside stories")
    assert "75%" in sources


def test_a_reporter_is_led_to_the_editor_of_own_stories_and_to_readers_page_of_others(paper: Paper) -> None:
    mine, others = published(paper, "Mine"), published(paper, "Of others", owner=paper.editor)
    keep_crowds({mine: crowd_of(2), others: crowd_of(1)})

    pages = {who: screen(getattr(paper, who)) for who in ("reporter", "chief")}

    assert f'href="{edit_address(mine)}"' in row_of(pages["reporter"], "Mine")
    assert edit_address(others) not in pages["reporter"]
    assert f'href="{places.site_url()}{address_of(others)}"' in row_of(pages["reporter"], "Of others")
    assert f'href="{edit_address(others)}"' in row_of(pages["chief"], "Of others")


def test_what_is_no_longer_on_the_site_is_counted_and_not_named(paper: Paper) -> None:
    gone, there = published(paper, "Taken back"), published(paper, "Still there")
    withdraw_story(gone, notice="No.", by=paper.editor, now=timezone.now())
    keep_crowds({gone: crowd_of(5), there: crowd_of(1)})

    stories = panel_in(screen(paper.chief), "stories")

    assert "Taken back" not in stories
    assert "Still there" in stories
    assert "1 more story that is no longer on the site was read and counts in the sums." in stories


def test_a_headline_and_a_section_are_words_and_never_markup(paper: Paper) -> None:
    paper.europe.title = "<i>Europe</i>"
    paper.europe.save()
    keep_crowds({published(paper, "<script>alert(1)</script>"): crowd_of(1)}, sections={paper.europe: crowd_of(1)})

    page = screen(paper.editor, section=paper.europe.pk)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page
    assert "Stories in &lt;i&gt;Europe&lt;/i&gt;" in page
    assert "<i>Europe" not in page


def test_a_section_shows_its_stories_whatever_lies_below_it(paper: Paper) -> None:
    world = paper.europe.get_parent()
    below = published(paper, "From Europe")
    keep_crowds({below: crowd_of(4)}, sections={world.specific: crowd_of(4), paper.europe: crowd_of(4)})

    page = screen(paper.editor, section=world.pk)
    elsewhere = screen(paper.editor, section="'; drop")

    assert f"Stories in {world.title}" in panel_in(page, "stories")
    assert "From Europe" in panel_in(page, "stories")
    assert f'?section={world.pk}#stories" aria-current="true"' in panel_in(page, "sections")
    assert f'data-live="{reverse("desk_readers_panels")}?section={world.pk}"' in page
    assert "From Europe" in panel_in(elsewhere, "stories")
    assert "Stories in" not in panel_in(elsewhere, "stories")


def test_a_section_without_readers_says_so(paper: Paper) -> None:
    keep_crowds({})

    assert f"No story in {paper.europe.title} is among those read" in screen(paper.editor, section=paper.europe.pk)


def test_a_story_in_popular_stands_with_its_rank_and_movement(paper: Paper) -> None:
    first, second = published(paper, "First"), published(paper, "Second")
    keep_crowds({first: crowd_of(2), second: crowd_of(1)})
    lines = [StoryReaders(story_id=story.pk, readers=9, last_hour=1) for story in (second, first)]
    now = timezone.now()
    keep_reading(lines[::-1], window_hours=24, now=now - timedelta(hours=1))
    keep_reading(lines, window_hours=24, now=now)

    row = row_of(screen(paper.reporter), "Second")

    assert "<strong>1</strong>" in row
    assert "up 1 place" in row


def test_what_was_not_counted_stands_with_its_reason_and_who_asked_for_it(paper: Paper) -> None:
    keep_crowds({}, dropped={Dropped.AGENT_BOT: 4213, "not_counting": 7}, unhashed_views=1204)

    told = panel_in(screen(paper.reporter), "dropped")

    assert told.index("4,213") < told.index("While nobody counted")
    assert "a crawler, a monitor, a script" in told
    assert "1,204 more came from browsers that ask not to be counted" in told


def test_figures_older_than_two_minutes_say_so(paper: Paper) -> None:
    keep_crowds({}, made_at=timezone.now() - timedelta(seconds=110))
    young = screen(paper.reporter)
    keep_crowds({}, made_at=timezone.now() - timedelta(seconds=130))
    old = screen(paper.reporter)

    assert "These figures are old" not in young
    assert "New readers, counted until" in young
    assert "These figures are old: readers have not been counted since" in old


def test_before_anybody_was_counted_the_screen_says_what_will_stand_there(paper: Paper) -> None:
    page = screen(paper.reporter)

    assert "No reader has been counted yet." in page
    assert page.count("<section") == page.count('<section class="home-panel"') == 0
    assert [name for name in PANELS if f'data-panel="{name}"' not in page] == []


def test_a_night_without_readers_is_no_error(paper: Paper) -> None:
    keep_crowds({}, everyone=Crowd())

    page = screen(paper.reporter)

    assert "Nobody has read a story in the last 24 hours." in page
    assert "No section was read" in page
    assert "Nobody came within the hour." in page
    assert "No readers in 24 hours" in page


def test_the_same_figures_have_the_same_prints_and_news_changes_what_it_is_about(paper: Paper) -> None:
    def prints() -> dict[str, str]:
        page = page_for(paper.editor, reverse("desk_readers_panels"))
        return dict(
            part.split('" data-print="') for part in (p.partition('">')[0] for p in page.split('data-panel="')[1:])
        )

    made_at = timezone.now()
    keep_crowds({}, made_at=made_at)
    before, again = prints(), prints()
    keep_crowds({}, dropped={Dropped.TOKEN_BAD: 1}, made_at=made_at)
    after = prints()

    assert before == again
    assert list(before) == list(PANELS)
    assert {name for name in before if before[name] != after[name]} == {"dropped"}


def test_the_panels_are_kept_in_no_cache_and_take_no_post(paper: Paper) -> None:
    client = client_of(paper.reporter)

    assert client.get(reverse("desk_readers_panels")).headers["Cache-Control"].startswith("no-store")
    assert client.post(reverse("desk_readers_panels")).status_code == 405


@pytest.mark.parametrize("who", ["reporter", "editor", "chief"])
def test_the_screen_asks_as_often_for_many_stories_as_for_few(paper: Paper, who: str) -> None:
    def asked() -> int:
        client = client_of(getattr(paper, who))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk_readers_panels"))
        return len(queries)

    stories = [published(paper, f"Story {number}", owner=paper.chief) for number in range(12)]
    keep_crowds({stories[0]: crowd_of(1)}, sections={paper.europe: crowd_of(1)})
    asked()
    few = asked()
    keep_crowds({story: crowd_of(1) for story in stories}, sections={paper.europe: crowd_of(1)})

    assert asked() == few


def test_a_list_that_ends_says_so(paper: Paper) -> None:
    story = published(paper)
    taken = [StoryPage(pk=story.pk + number) for number in range(1, MOST_STORIES)]
    keep_crowds({each: crowd_of(1) for each in (story, *taken)})

    assert "The hundred most read stories of the paper are kept here." in screen(paper.reporter)
