from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from wagtail.models import Page

from broadsheet.accounts.models import User
from broadsheet.demo import places, setup
from broadsheet.demo.edition import EditionStory, read_edition
from broadsheet.media.models import Picture
from broadsheet.stories.identity import Identity, facts_of
from broadsheet.stories.models import Correction, HomePage, SectionPage, StoryPage
from broadsheet.stories.versions import told_versions
from broadsheet.wire.models import Source

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
ADDRESS = "http://localhost:8000"


@pytest.fixture
def home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    settings.MEDIA_ROOT = str(tmp_path / "media")  # type: ignore[attr-defined]
    monkeypatch.setattr(setup, "read_edition", read_few)
    return tmp_path


def read_few(*, now: datetime) -> tuple[EditionStory, ...]:
    """A dozen stories, own and agency ones, with corrections and a picture in a body among them."""
    return tuple(story for story in read_edition(now=now) if story.section in {"national", "world"})


@pytest.mark.slow
@pytest.mark.django_db
def test_the_paper_is_set_up_whole_and_a_second_run_keeps_what_is_there(home_folder: Path) -> None:
    own = [story for story in read_few(now=NOON) if story.agency is None]

    logins = setup.set_up_paper(address=ADDRESS, now=NOON)
    first = _counts()
    StoryPage.objects.filter(title=own[0].headline).update(kicker="Changed by an editor")
    again = setup.set_up_paper(address=ADDRESS, now=NOON + timedelta(hours=5))

    assert again == logins
    assert _counts() == first
    assert StoryPage.objects.live().count() == len(own)
    assert StoryPage.objects.get(title=own[0].headline).kicker == "Changed by an editor"
    assert set(StoryPage.objects.values_list("first_published_at", flat=True)) == {one.published_at for one in own}
    assert Correction.objects.count() == sum(len(story.corrections) for story in own)
    assert all(one.version is not None and one.version.number > 1 for one in Correction.objects.all())
    assert all(User.objects.get(username=name).check_password(word) for name, word in logins.items())
    europe = SectionPage.objects.get(slug="uk-and-europe")
    assert europe.get_parent().slug == "world"
    for picture in Picture.objects.all():
        assert all((picture.caption, picture.credit, picture.alt_text)), picture.title


@pytest.mark.slow
@pytest.mark.django_db
def test_a_correction_of_the_demo_can_be_compared_with_what_readers_saw_before(home_folder: Path) -> None:
    setup.set_up_paper(address=ADDRESS, now=NOON)

    guide = StoryPage.objects.get(slug="ferry-strike-what-is-running-and-how-to-get-to-the-islands")
    newest, first = told_versions(guide)
    assert [part.label for part in newest.parts] == ["Text"]
    changed = [row for row in newest.parts[0].rows if row.is_changed]
    assert [[piece.text.strip() for piece in row.pieces if piece.is_gone] for row in changed] == [["six"]]
    assert newest.notes == (guide.corrections.get().note,)
    assert first.since is None


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_says_how_it_is_reached_and_whom_it_credits(home_folder: Path) -> None:
    setup.set_up_paper(address=ADDRESS, now=NOON)
    first = facts_of(Identity.objects.get())
    Identity.objects.update(contact="")

    setup.set_up_paper(address=ADDRESS, now=NOON)

    assert first.contact == "newsroom@port-merrin-courier.example"
    assert [account.name for account in first.accounts] == ["Mastodon", "Bluesky"]
    assert first.credit("Meridian Press Agency").url == "https://www.meridianpress.example/"
    assert Identity.objects.get().contact == ""  # an administrator took it out


@pytest.mark.slow
@pytest.mark.django_db
def test_a_setup_killed_half_way_goes_on_where_it_stopped(home_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = setup.publish_story, []

    def dies_at_the_fourth(page: StoryPage, *, by: User, now: datetime) -> None:
        calls.append(page.title)
        if len(calls) == 4:
            raise KeyboardInterrupt
        real(page, by=by, now=now)

    monkeypatch.setattr(setup, "publish_story", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        setup.set_up_paper(address=ADDRESS, now=NOON)
    after_death = StoryPage.objects.count()
    setup.set_up_paper(address=ADDRESS, now=NOON + timedelta(hours=1))

    own = [story.headline for story in read_few(now=NOON) if story.agency is None]
    assert after_death == 3
    assert sorted(StoryPage.objects.values_list("title", flat=True)) == sorted(own)
    assert HomePage.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_agency_copy_is_taken_once_by_the_wire_at_the_hour_it_was_sent(home_folder: Path) -> None:
    agency_stories = [story for story in read_few(now=NOON) if story.agency]
    setup.set_up_paper(address=ADDRESS, now=NOON)

    sources = setup.send_agency_copy(now=NOON)
    first = _wire_files()
    for path in first:
        path.unlink()
    setup.send_agency_copy(now=NOON + timedelta(hours=1))

    assert len(first) == len(agency_stories)
    assert not _wire_files()
    assert {path.parent for path in first} <= {source.folder / "done" for source in sources}
    taken = StoryPage.objects.live().filter(wire_uses__published_by_route_at__isnull=False)
    wait = setup.SETTLING
    assert {story.title: story.first_published_at - wait for story in taken} == {
        story.headline: story.updated_at for story in agency_stories
    }
    kept = {source.slug: source for source in Source.objects.all()}
    assert set(kept) == {source.slug for source in sources}
    assert all(Path(kept[source.slug].folder) == source.folder for source in sources)
    assert {source.publish_to for source in sources} >= {"/world/uk-and-europe/", "/sport/football/"}


def test_passwords_are_made_once_and_kept_from_others(home_folder: Path) -> None:
    made = setup.passwords(places.people_path())

    again = setup.passwords(places.people_path())

    assert again == made
    assert len(set(made.values())) == len(made)
    assert places.people_path().stat().st_mode & 0o077 == 0


def _counts() -> tuple[int, int, int]:
    return Page.objects.count(), Picture.objects.count(), User.objects.count()


def _wire_files() -> list[Path]:
    return sorted(path for path in places.wire_folder().rglob("*") if path.suffix in {".json", ".xml"})
