"""What stands in a body beside words and single pictures: on the page, in feeds, and when it is taken back."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import TestCase

from broadsheet.accounts.actions import found_roles, make_person
from broadsheet.accounts.roles import Role
from broadsheet.contracts.pieces import Card, Page, Shape
from broadsheet.joining.joiner import JoinedPage, join_page
from broadsheet.media.actions import kill_picture
from broadsheet.media.models import AttachedDocument, Picture, Recording
from broadsheet.media.recordings import add_recording, kill_recording
from broadsheet.press.actions import press_everything
from broadsheet.press.composer import Composer
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import Priority, story_key
from broadsheet.press.previewing import draw
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.allowing import allow_embeds
from broadsheet.stories.models import EmbedSite, StoryPage
from media.made_recordings import CAPTIONS, film, sound

from .conftest import NOON, Paper
from .test_pictures import made_picture, page_of

FILM_OF_THE_FIRE = {"address": "https://youtu.be/aBcDeFgHiJk", "title": "The fire", "source": "Harbour brigade"}


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def gallery(*pictures: Picture, heading: str = "") -> tuple[str, Any]:
    chosen = [{"picture": picture.pk, "caption": f"Of {picture.title}"} for picture in pictures]
    return "gallery", {"heading": heading, "pictures": chosen}


def related(*stories: StoryPage, heading: str = "") -> tuple[str, Any]:
    return "related", {"heading": heading, "stories": [story.pk for story in stories]}


def recording(data: bytes = b"", **facts: Any) -> Recording:
    facts = {"title": "The siren", "credit": "Ann Author", **facts}
    return add_recording(ContentFile(data or film(), name="whatever.exe"), **facts)


def press(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()


def told(paper: Paper, **fields: Any) -> StoryPage:
    """A story whose references are known, as they are once its transaction is over."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return paper.story(**fields)


def joined(paper: Paper, number: int) -> JoinedPage:
    page = paper.store.read(f"page/world/uk-and-europe/story-{number}")
    assert isinstance(page, Page)
    return join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32)


def entry_of(paper: Paper, story: StoryPage) -> str:
    entry = paper.store.read(f"entry/{story.pk}")
    assert isinstance(entry, Card)
    return str(json.loads(entry.shapes[Shape.JSON])["content_html"])


def test_a_gallery_shows_each_picture_with_its_place_kept_and_its_own_words(paper: Paper) -> None:
    quay, mole = made_picture("quay"), made_picture("mole")
    story = paper.story(body=body(gallery(quay, mole, heading="The day")))

    press(paper)

    html = page_of(paper)
    assert "<h2>The day</h2>" in html
    assert html.count("<figure") == 2
    assert html.count('loading="lazy"') == 2
    assert html.count('width="800" height="500"') == 2
    assert '<span class="caption">Of quay.jpg</span> <span class="credit">Ann Author</span>' in html
    assert entry_of(paper, story).count("<img") == 2


def test_a_kill_takes_a_picture_out_of_a_gallery_and_an_empty_gallery_off_the_page(paper: Paper) -> None:
    quay, mole = made_picture("quay"), made_picture("mole")
    story = told(paper, body=body(gallery(quay, mole, heading="The day")))
    press(paper)

    kill_picture(mole, now=NOON)
    priorities = set(PressOrder.objects.values_list("priority", flat=True))
    paper.press()
    with_one, entry = page_of(paper), entry_of(paper, story)
    kill_picture(quay, now=NOON)
    paper.press()

    assert priorities == {Priority.KILL}
    assert (with_one.count("<figure"), entry.count("<img")) == (1, 1)
    assert "Of mole.jpg" not in with_one + entry
    assert "Of quay.jpg" in with_one
    assert "The day" not in page_of(paper)
    assert "<figure" not in page_of(paper)


def test_many_pictures_in_a_gallery_cost_no_more_queries_than_one(
    paper: Paper, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    pictures = [made_picture(f"quay-{number}") for number in range(4)]
    story = paper.story(lead_picture=pictures[0], body=body(gallery(*pictures), gallery(*pictures)))
    press(paper)
    composer = Composer(now=NOON)
    assert composer.edition.paper == "The Harbour Post"

    with django_assert_max_num_queries(14):
        composer(story_key(story.pk))


def test_a_story_named_in_the_body_stands_nowhere_else_on_the_page(paper: Paper) -> None:
    named, other = paper.story("Ferries sail again"), paper.story("Rain falls")
    paper.story("Today", body=body(related(named, heading="The story so far")))

    press(paper)

    html = joined(paper, 3).body.decode()
    assert '<aside class="in-body" data-list="inbody" aria-label="The story so far">' in html
    assert html.count("Ferries sail again") == 1
    assert html.count(other.title) == 1
    assert html.index("Ferries sail again") < html.index('<footer class="foot">') < html.index(other.title)


def test_the_list_in_a_body_never_names_its_own_story_and_shows_nothing_where_nothing_is_left(paper: Paper) -> None:
    named = paper.story("Ferries sail again")
    story = paper.story("Today")
    story.body = body(related(story, named))
    story.save()
    press(paper)
    before = joined(paper, 2).body.decode()

    withdraw_story(named, notice="It was not so.", by=None, now=NOON)
    paper.press()

    after = joined(paper, 2).body.decode()
    assert before.count('class="headline"') == 1
    assert "Ferries sail again" in before
    assert "Ferries sail again" not in after
    assert 'class="in-body"' not in after


def test_a_corrected_headline_changes_where_the_story_is_named_in_a_body(paper: Paper) -> None:
    named = paper.story("Fairies sail again")
    paper.story("Today", body=body(related(named)))
    press(paper)

    named.title = "Ferries sail again"
    named.save()
    paper.press()

    html = joined(paper, 2).body.decode()
    assert "Ferries sail again" in html
    assert "Fairies" not in html


def test_no_feed_names_a_story_that_may_be_killed_any_day(paper: Paper) -> None:
    named = paper.story("Ferries sail again")
    story = paper.story("Today", body=body(("text", "<p>Words.</p>"), related(named)))

    press(paper)

    assert "Words." in entry_of(paper, story)
    assert "Ferries" not in entry_of(paper, story)


def test_a_document_says_what_it_is_before_it_is_loaded(paper: Paper) -> None:
    document = AttachedDocument.objects.create(title="Ruling", file=ContentFile(b"%PDF" * 600, name="ruling.pdf"))
    story = told(paper, body=body(("document", {"document": document.pk, "label": ""})))
    press(paper)
    before, entry = page_of(paper), entry_of(paper, story)

    document.title = "Ruling of 3 March"
    document.save()
    paper.press()
    renamed = page_of(paper)
    document.delete()
    paper.press()

    assert f'<a href="{document.file.url}" download' in before
    assert f'{document.file.url}">Ruling</a> <span>PDF, 2.3' in before
    assert "Ruling</a>" in entry
    assert ">Ruling of 3 March</a>" in renamed
    assert 'class="document"' not in page_of(paper)


def test_a_film_loads_nothing_before_it_is_started_and_keeps_its_place(paper: Paper) -> None:
    shown = recording(
        poster=made_picture("quay"), captions=ContentFile(CAPTIONS, name="c.vtt"), transcript="A siren.\n\nWaves."
    )
    story = paper.story(body=body(("recording", {"recording": shown.pk, "caption": "On Monday"})))

    press(paper)

    html = page_of(paper)
    assert '<video controls preload="none" playsinline width="640" height="360" poster="/media/images/' in html
    assert f'<source src="{shown.file.url}" type="video/mp4">' in html
    assert f'<track kind="captions" src="{shown.captions.url}" srclang="en' in html
    assert '<span class="caption">On Monday</span> 1:05 <span class="credit">Ann Author</span>' in html
    assert "<p>A siren.</p><p>Waves.</p>" in html
    assert '"@type":"VideoObject"' in html
    assert '"duration":"PT65S"' in html
    entry = entry_of(paper, story)
    assert f'{shown.file.url}">The siren</a>' in entry
    assert "<video" not in entry


def test_a_sound_is_no_film(paper: Paper) -> None:
    shown = recording(sound())
    paper.story(body=body(("recording", {"recording": shown.pk, "caption": ""})))

    press(paper)

    html = page_of(paper)
    assert '<audio controls preload="none" aria-label="The siren">' in html
    assert '"@type":"AudioObject"' in html
    assert "<video" not in html


def test_a_killed_recording_leaves_every_page_before_anything_else_is_pressed(paper: Paper) -> None:
    shown = recording()
    story = told(paper, body=body(("recording", {"recording": shown.pk, "caption": "On Monday"})))
    press(paper)

    kill_recording(shown, reason="Not ours", by=None, now=NOON)
    priorities = set(PressOrder.objects.values_list("priority", flat=True))
    paper.press()

    assert priorities == {Priority.KILL}
    assert "On Monday" not in page_of(paper) + entry_of(paper, story)
    assert shown.file.url not in page_of(paper)


def test_a_killed_poster_leaves_the_film_and_goes_itself(paper: Paper) -> None:
    poster = made_picture("quay")
    shown = recording(poster=poster)
    told(paper, body=body(("recording", {"recording": shown.pk, "caption": ""})))
    press(paper)
    assert "poster=" in page_of(paper)

    kill_picture(poster, now=NOON)
    paper.press()

    assert "poster=" not in page_of(paper)
    assert "<video" in page_of(paper)


@pytest.fixture
def allow_youtube(paper: Paper) -> Callable[[bool], None]:
    found_roles()
    person = make_person(
        "ada", name="Ada", email="ada@example.org", password="four plain words here", role=Role.ADMINISTRATOR
    )
    return lambda is_allowed: allow_embeds(EmbedSite(key="youtube"), is_allowed=is_allowed, by=person, now=NOON)


def test_another_site_is_a_card_with_a_link_as_long_as_nobody_allowed_it(paper: Paper) -> None:
    story = paper.story(body=body(("embed", FILM_OF_THE_FIRE)))

    press(paper)

    html, page = page_of(paper), joined(paper, 1)
    assert '<a href="https://youtu.be/aBcDeFgHiJk" rel="noopener nofollow">Open on YouTube</a>' in html
    assert "Harbour brigade" in html
    assert "data-frame" not in html
    assert "frames." not in html
    assert page.frames == ()
    assert "Open on YouTube" in entry_of(paper, story)


def test_an_allowed_site_may_be_loaded_where_it_stands_and_by_no_other_page(
    paper: Paper, allow_youtube: Callable[[bool], None]
) -> None:
    story = told(paper, body=body(("embed", FILM_OF_THE_FIRE)))
    told(paper, body=body(("embed", {**FILM_OF_THE_FIRE, "address": "https://vimeo.com/123456"})))
    press(paper)

    allow_youtube(True)
    ordered = list(PressOrder.objects.values_list("key", flat=True))
    paper.press()

    html = page_of(paper)
    assert ordered == [str(story_key(story.pk))]
    assert 'data-frame="https://www.youtube-nocookie.com/embed/aBcDeFgHiJk"' in html
    assert "Google (www.youtube-nocookie.com) will then see that you are reading this page" in html
    assert "<iframe" not in html
    assert joined(paper, 1).frames == ("www.youtube-nocookie.com",)
    assert joined(paper, 2).frames == ()
    assert "will then see" not in entry_of(paper, story)
    assert "Load it here" not in entry_of(paper, story)


def test_a_site_that_is_allowed_no_longer_is_a_link_again(paper: Paper, allow_youtube: Callable[[bool], None]) -> None:
    allow_youtube(True)
    told(paper, body=body(("embed", FILM_OF_THE_FIRE)))
    press(paper)
    assert joined(paper, 1).frames

    allow_youtube(False)
    paper.press()

    assert joined(paper, 1).frames == ()
    assert "data-frame" not in page_of(paper)


def test_a_preview_in_the_newsroom_lets_no_other_site_in(
    paper: Paper, allow_youtube: Callable[[bool], None], rf: Any
) -> None:
    allow_youtube(True)
    story = paper.story(body=body(("embed", FILM_OF_THE_FIRE)))

    html = draw(story, rf.get("/")).content.decode()

    assert "Open on YouTube" in html
    assert "data-frame" not in html


def test_a_hostile_title_of_another_site_stays_a_text(paper: Paper, allow_youtube: Callable[[bool], None]) -> None:
    allow_youtube(True)
    paper.story(body=body(("embed", {**FILM_OF_THE_FIRE, "title": '"><script>alert(1)</script>'})))

    press(paper)

    assert "<script>alert" not in page_of(paper)


def test_a_table_keeps_its_noughts(paper: Paper) -> None:
    paper.story(body=body(("table", {"data": [["Boats late", 0], ["Boats lost", None]]})))

    press(paper)

    assert "<td>Boats late</td>\n<td>0</td>" in page_of(paper)
    assert "<td>Boats lost</td>\n<td></td>" in page_of(paper)
