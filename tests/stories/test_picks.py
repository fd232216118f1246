"""The form's pins and bans of Related Stories: who may name which story, what contradicts, and what versions tell."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from broadsheet.press.previewing import draw
from broadsheet.stories.actions import publish_story, withdraw_story
from broadsheet.stories.models import RelatedBan, RelatedPin, StoryPage
from broadsheet.stories.picking import BOTH, ITSELF, TWICE
from broadsheet.stories.visibility import NOT_YOURS, asked_by
from stories.conftest import NOON
from stories.test_newsroom import at_the_desk, edit_url, form_of, now_of, texts_of

UNKNOWN = "Select a valid choice. That choice is not one of the available choices."


@pytest.fixture
def story(paper: Any) -> StoryPage:
    made: StoryPage = paper.draft("Rain falls")
    return made


def live(paper: Any, headline: str) -> StoryPage:
    made: StoryPage = paper.draft(headline, section=paper.sport)
    publish_story(made, by=None, now=NOON)
    return made


def picking(*, pins: tuple[int, ...] = (), bans: tuple[int, ...] = (), **more: str) -> dict[str, str]:
    def rows(numbers: tuple[int, ...]) -> list[dict[str, str]]:
        return [{"id": "", "other": str(number), "ORDER": str(place)} for place, number in enumerate(numbers, start=1)]

    kept = {name: value for name, value in form_of().items() if not name.startswith("related_")}
    picks = {"related_pins": inline_formset(rows(pins)), "related_bans": inline_formset(rows(bans))}
    return {**kept, **nested_form_data(picks), **more}


def picks_of(story: StoryPage) -> tuple[list[int], list[int]]:
    draft = now_of(story).get_latest_revision_as_object()
    return [row.other_id for row in draft.related_pins.all()], [row.other_id for row in draft.related_bans.all()]


def test_an_editor_pins_and_bans_stories_of_any_desk_that_readers_have(paper: Any, story: StoryPage) -> None:
    first, second, third = (live(paper, name) for name in ("Ferry", "Harbour", "Lighthouse"))

    form = picking(pins=(second.pk, first.pk), bans=(third.pk,), **{"action-publish": "1"})
    answer = at_the_desk(paper.world_editor).post(edit_url(story), form)

    assert answer.status_code == 302, texts_of(answer)
    assert picks_of(story) == ([second.pk, first.pk], [third.pk])
    assert list(RelatedPin.objects.values_list("other_id", flat=True)) == [second.pk, first.pk]
    assert list(RelatedBan.objects.values_list("other_id", flat=True)) == [third.pk]


@pytest.mark.parametrize(
    ("pins", "bans", "told"),
    [
        (("self",), (), ITSELF),
        ((), ("self",), ITSELF),
        (("ferry", "ferry"), (), TWICE),
        ((), ("ferry", "ferry"), TWICE),
        (("ferry",), ("ferry",), BOTH),
    ],
)
def test_what_contradicts_itself_is_refused_in_plain_words(
    paper: Any, story: StoryPage, pins: tuple[str, ...], bans: tuple[str, ...], told: str
) -> None:
    numbers = {"self": story.pk, "ferry": live(paper, "Ferry").pk}

    form = picking(pins=tuple(map(numbers.__getitem__, pins)), bans=tuple(map(numbers.__getitem__, bans)))
    answer = at_the_desk(paper.world_editor).post(edit_url(story), form)

    assert answer.status_code == 200
    assert texts_of(answer).count(told) == 1
    assert picks_of(story) == ([], [])


def test_a_row_that_was_taken_out_contradicts_nothing(paper: Any, story: StoryPage) -> None:
    ferry = live(paper, "Ferry")

    form = picking(pins=(ferry.pk,), bans=(ferry.pk,), **{"related_bans-0-DELETE": "1"})
    at_the_desk(paper.world_editor).post(edit_url(story), form)

    assert picks_of(story) == ([ferry.pk], [])


def test_a_number_of_another_desk_s_draft_is_answered_like_one_that_no_story_has(paper: Any, story: StoryPage) -> None:
    secret = paper.draft("Zanzibarine plans", section=paper.sport, owner=paper.sport_editor)
    desk = at_the_desk(paper.world_editor)

    answers = [texts_of(desk.post(edit_url(story), picking(pins=(number,)))) for number in (secret.pk, 987654321)]

    assert [answer.count(UNKNOWN) for answer in answers] == [1, 1]
    assert "Zanzibarine" not in "".join(answers)
    assert picks_of(story) == ([], [])


def test_a_pin_that_the_own_desk_set_names_its_draft_to_nobody_else_and_stays(paper: Any, story: StoryPage) -> None:
    secret = paper.draft("Zanzibarine plans", section=paper.sport, owner=paper.sport_editor)
    at_the_desk(paper.chief).post(edit_url(story), picking(pins=(secret.pk,)))
    desk, row = at_the_desk(paper.world_editor), now_of(story).get_latest_revision_as_object().related_pins.get()

    opened = texts_of(desk.get(edit_url(story)))
    kept = [{"id": str(row.pk or ""), "other": str(secret.pk), "ORDER": "1"}]
    form = picking() | nested_form_data({"related_pins": inline_formset(kept, initial=1)})
    saved = desk.post(edit_url(story), form)

    assert NOT_YOURS in opened
    assert "Zanzibarine" not in opened
    assert saved.status_code == 302, texts_of(saved)
    assert picks_of(story) == ([secret.pk], [])
    with asked_by(paper.world_editor):
        assert str(row) == NOT_YOURS


def test_comparing_versions_names_the_stories_that_each_may_know_of(paper: Any, story: StoryPage) -> None:
    ferry = live(paper, "Ferry")
    secret = paper.draft("Zanzibarine plans", section=paper.sport, owner=paper.sport_editor)
    before = story.latest_revision_id
    at_the_desk(paper.chief).post(edit_url(story), picking(pins=(ferry.pk, secret.pk)))
    address = reverse("wagtailadmin_pages:revisions_compare", args=[story.pk, before, now_of(story).latest_revision_id])

    told = {who: texts_of(at_the_desk(getattr(paper, who)).get(address)) for who in ("world_editor", "chief")}

    assert "Ferry" in told["world_editor"]
    assert NOT_YOURS in told["world_editor"]
    assert "Zanzibarine" not in told["world_editor"]
    assert "Zanzibarine plans" in told["chief"]


def test_a_story_does_not_tell_whose_drafts_pin_it(paper: Any) -> None:
    ferry = paper.draft("Ferry")
    publish_story(ferry, by=None, now=NOON)
    secret = paper.draft("Zanzibarine plans", section=paper.sport, owner=paper.sport_editor)
    form = picking(pins=(ferry.pk,)) | {"title": "Zanzibarine plans", "slug": secret.slug}
    at_the_desk(paper.sport_editor).post(edit_url(secret), form)
    address = reverse("wagtailadmin_pages:usage", args=[ferry.pk])

    told = texts_of(at_the_desk(paper.world_editor).get(address))

    assert "Zanzibarine" not in told


def test_a_preview_shows_the_pins_that_readers_could_open(paper: Any, story: StoryPage, rf: Any) -> None:
    ferry, gone = live(paper, "Ferry sails"), live(paper, "Gone at noon")
    withdraw_story(gone, notice="It was not so", by=None, now=NOON)
    story.related_pins = [RelatedPin(other=one) for one in (gone, paper.draft("Not yet out"), ferry)]

    html = draw(story, rf.get("/")).content.decode()

    assert html.count("Chosen by the editors") == 1
    assert "Ferry sails" in html
    assert "Gone at noon" not in html
    assert "Not yet out" not in html
