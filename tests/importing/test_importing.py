"""Archives become stories that editors edit and readers read, each once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from broadsheet.accounts.actions import make_person
from broadsheet.accounts.roles import Role
from broadsheet.contracts.archives import ArchiveError, Category, Standing
from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.importing.attaching import AttachmentDesk
from broadsheet.importing.models import ImportedStory
from broadsheet.importing.order import OrderError
from broadsheet.importing.pictures import MediaFolder, PictureDesk
from broadsheet.importing.plan import Plan
from broadsheet.importing.report import Report
from broadsheet.importing.running import import_stories
from broadsheet.media.models import Picture
from broadsheet.press.models import KnownAddress, PressOrder
from broadsheet.press.orders import Priority
from broadsheet.related.models import IndexOrder, Stage
from broadsheet.stories.actions import draft_story, know_topic, publish_story
from broadsheet.stories.models import Author, SectionPage, StoryPage, Topic
from broadsheet.stories.queries import address_of
from broadsheet.wire.models import Alarm
from importing.conftest import (
    NOON,
    UPLOADS,
    MadeArchive,
    archived,
    bring,
    page_at,
    press,
    story,
    the_old_courier,
)

FERRY = "Ferry “Santa Rita” returns & brings 312 home"

pytestmark = pytest.mark.usefixtures("paper")


def addresses() -> dict[str, str]:
    return {page.title: address_of(page) for page in StoryPage.objects.all()}


def test_stories_stand_in_the_sections_of_their_categories_with_their_dates() -> None:
    bring(the_old_courier(), sections=("Harbour & Docks=/news/",))

    ferry = story(FERRY)
    assert address_of(ferry) == "/news/ferry-returns/"
    assert addresses()["One to nil, after extra time, in the rain."] == "/sport/no-headline/"
    assert ferry.first_published_at == datetime(2019, 5, 12, 8, 30, tzinfo=UTC)
    assert ferry.updated_at == datetime(2019, 5, 13, 17, 0, tzinfo=UTC)
    assert [str(byline) for byline in ferry.bylines.all()] == ["Inês Carvalho"]
    assert sorted(topic.name for topic in ferry.topics.all()) == ["Ferries", "Santa Rita"]
    assert Author.objects.filter(name__startswith="Tom O").count() == 1


def test_readers_get_the_whole_story_with_its_pictures() -> None:
    bring(the_old_courier())

    press()

    page = page_at("/news/ferry-returns/")
    assert "The ferry came in at <b>dawn</b>" in page
    assert "日本 and Ærø on board." in page
    assert "<li>No fuel</li>" in page
    assert "2 trips" in page
    assert "A passenger" in page
    assert "The ferry on Sunday" in page
    assert "Ana Lima/The Old Courier" in page
    assert 'alt="A white ferry at a quay"' in page
    assert "The crane, still" in page
    assert "The Old Courier&#x27;s archive" in page  # the crane's file names nobody
    body = page[page.index("<main") :]
    assert body.index("I slept on the deck") < body.index("The crane, still") < body.index("It sails again on Monday")


def test_a_missing_picture_is_told_and_its_story_comes() -> None:
    report = bring(the_old_courier())

    assert report.remarks["picture missing"] == 2
    assert "quay.jpg (not in the media folder)" in report.examples["picture missing"][0]
    assert story(FERRY).live


def test_only_what_every_reader_could_open_is_live() -> None:
    report = bring(the_old_courier())

    live = dict(StoryPage.objects.values_list("title", "live"))
    assert [title for title, is_live in live.items() if not is_live] == [
        "For the desk only", "Behind a password", "Half a thought", "The quay opens",
    ]  # fmt: skip
    assert report.remarks["not for every reader: came as a draft"] == 1
    assert report.remarks["behind a password: came as a draft"] == 1
    assert "private in the old system" in story("For the desk only").notes


def test_a_scheduled_story_goes_out_at_its_time() -> None:
    bring(the_old_courier())

    [revision] = Revision.objects.filter(approved_go_live_at__isnull=False)

    assert revision.object_str == "The quay opens"
    assert revision.approved_go_live_at == datetime(2040, 6, 1, 11, 0, tzinfo=UTC)
    assert story("The quay opens").go_live_at == revision.approved_go_live_at


def test_pages_stay_out_of_lists_and_may_have_a_section_of_their_own() -> None:
    bring(the_old_courier(), pages_section="/sport/")

    about = story("About us")
    assert address_of(about) == "/sport/about-us/"
    assert (about.in_latest, about.in_popular) == (False, False)


def test_an_archive_that_comes_twice_doubles_nothing() -> None:
    bring(the_old_courier())
    counts = [model.objects.count() for model in (Page, Revision, Picture, Author, Topic, KnownAddress, ReferenceIndex)]

    report = bring(the_old_courier())

    assert counts == [
        model.objects.count() for model in (Page, Revision, Picture, Author, Topic, KnownAddress, ReferenceIndex)
    ]
    assert report.counts == {"here already": 10}


def test_a_story_that_an_editor_deleted_stays_deleted() -> None:
    bring(the_old_courier())
    story("Half a thought").delete()

    bring(the_old_courier())

    assert not StoryPage.objects.filter(title="Half a thought").exists()


def test_a_rehearsal_writes_nothing_and_says_what_would_come() -> None:
    report = bring(the_old_courier(), is_rehearsal=True)

    tables = (StoryPage, ImportedStory, Picture, Author, Topic, KnownAddress)
    assert [table for table in tables if table.objects.exists()] == []
    assert report.counts["stories"] == 8
    assert report.counts["pages, kept out of lists"] == 2
    assert report.counts["live"] == 6
    assert report.counts["comments left behind"] == 2
    assert report.counts["pictures named"] == 6
    assert report.remarks["[fancy_box]"] == 1
    assert report.remarks["picture missing"] == 2


def test_an_import_leaves_what_publishing_leaves() -> None:
    """Rows are written in bulk; were one forgotten, an editor would find it out."""
    section = SectionPage.objects.get(slug="news")
    bring(MadeArchive([archived(headline="Twin", topics=("Tides",), bylines=("Jo Bloom",), standfirst="Short.")]))
    ours = story("Twin")
    theirs = draft_story(
        section, headline="Twin", standfirst="Short.", bylines=["Jo Bloom"], topics=[know_topic("Tides")],
        body_html="<p>Words of story 1.</p>", owner=None, now=datetime(2019, 5, 12, 8, 30, tzinfo=UTC),
    )  # fmt: skip
    publish_story(theirs, by=None, now=datetime(2019, 5, 12, 8, 30, tzinfo=UTC))
    theirs.refresh_from_db()

    own = {"id", "page_ptr", "path", "slug", "url_path", "translation_key", "latest_revision", "live_revision",
           "latest_revision_created_at", "last_published_at", "body"}  # fmt: skip
    names = [field.name for field in StoryPage._meta.concrete_fields if field.name not in own]
    assert {name: getattr(ours, name) for name in names} == {name: getattr(theirs, name) for name in names}
    assert [block.value.source for block in ours.body] == [block.value.source for block in theirs.body]
    assert references(ours) == references(theirs)
    assert index_entry(ours) == index_entry(theirs)
    assert versions(ours) == versions(theirs) != []
    assert ours.latest_revision_id == ours.live_revision_id == Revision.objects.for_instance(ours).get().pk
    known = ours.latest_revision.content.keys()
    assert known == theirs.latest_revision.content.keys()


def versions(page: StoryPage) -> list[tuple[object, ...]]:
    return list(page.versions.values_list("number", "published_at", "kind", "words", "withheld"))


def references(page: StoryPage) -> set[tuple[int, str, str]]:
    rows = ReferenceIndex.get_references_for_object(page)
    return set(rows.values_list("to_content_type_id", "to_object_id", "model_path"))


def index_entry(page: StoryPage) -> list[tuple[object, ...]]:
    entries = page.index_entries.filter(content_type=ContentType.objects.get_for_model(StoryPage))
    names = [
        field.name for field in entries.model._meta.concrete_fields if field.name in {"title", "autocomplete", "body"}
    ]
    return list(entries.values_list(*names))


def test_the_tree_is_whole_and_takes_further_stories() -> None:
    bring(MadeArchive([archived(number) for number in range(1, 251)]))
    section = SectionPage.objects.get(slug="news")

    draft_story(section, headline="One more", owner=None, now=NOON)

    assert Page.find_problems() == ([], [], [], [], [])
    assert SectionPage.objects.get(slug="news").numchild == 251


def test_an_archive_is_pressed_after_all_else_and_is_no_news() -> None:
    bring(MadeArchive([archived(1, topics=("Tides",)), archived(2, topics=("Tides", "Ferries"))]))

    assert set(PressOrder.objects.filter(key__startswith="story:").values_list("priority", flat=True)) == {
        Priority.MASS
    }
    topics = PressOrder.objects.filter(key__startswith="topic:").order_by("key").values_list("key", "priority")
    assert list(topics) == [
        (f"topic:{pk}", Priority.TOPICS) for pk in sorted(Topic.objects.values_list("pk", flat=True), key=str)
    ]
    assert topics
    assert set(IndexOrder.objects.values_list("stage", flat=True)) == {Stage.FILL}
    assert not Alarm.objects.exists()


def test_every_story_says_in_its_history_where_it_came_from() -> None:
    bring(MadeArchive([archived(7)], identity="wordpress old.example"))

    [entry] = PageLogEntry.objects.filter(page_id=story("Story 7").pk)
    assert entry.action == "broadsheet.import"
    assert entry.data["addresses"] == ["/2019/05/12/story-7/", "/?p=7"]


def test_editors_open_an_imported_story_and_publish_a_change(client: Client) -> None:
    bring(the_old_courier())
    make_person("chief", name="Chief", email="chief@example.org", password="four plain words here", role=Role.CHIEF)
    client.login(username="chief", password="four plain words here")
    ferry = story(FERRY)

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[ferry.pk]))
    draft = ferry.get_latest_revision_as_object()
    draft.title = "The ferry is back"
    draft.save_revision().publish()

    assert shown.status_code == 200
    assert "No fuel" in shown.content.decode()
    changed = StoryPage.objects.get(pk=ferry.pk)
    assert changed.title == "The ferry is back"
    assert changed.first_published_at == datetime(2019, 5, 12, 8, 30, tzinfo=UTC)
    assert [topic.name for topic in changed.topics.order_by("name")] == ["Ferries", "Harbour & Docks", "Santa Rita"]
    assert [str(byline) for byline in changed.bylines.all()] == ["Inês Carvalho"]


def test_editors_find_imported_stories_by_their_words() -> None:
    bring(the_old_courier())

    assert [found.title for found in StoryPage.objects.search("Santa Rita")] == [FERRY]


def test_slugs_that_come_again_are_numbered_over_batches_and_runs() -> None:
    letters = [archived(number, slug="letters", headline="Letters", addresses=()) for number in range(1, 205)]
    bring(MadeArchive(letters[:150]))

    bring(MadeArchive(letters))

    slugs = set(StoryPage.objects.values_list("slug", flat=True))
    assert len(slugs) == 204
    assert {"letters", "letters-2", "letters-204"} <= slugs


def test_a_picture_that_names_nobody_keeps_its_story_a_draft_where_no_credit_is_given() -> None:
    crane = ItemPicture(renditions=(Rendition(href="https://old.example/wp-content/uploads/2019/05/crane.jpg"),))
    report = Report()
    import_stories(
        MadeArchive([archived(1, lead_picture=crane)]), identity="made",
        plan=Plan(default_section=SectionPage.objects.get(slug="news").pk),
        desk=AttachmentDesk(archive="made", folder=None, pictures=PictureDesk(source=MediaFolder(UPLOADS), credit="")),
        report=report, told=lambda _: None, now=NOON,
    )  # fmt: skip

    assert not story("Story 1").live
    assert "has no credit" in report.examples["held back by a guard: came as a draft"][0]


def test_the_same_picture_comes_once_however_many_stories_show_it() -> None:
    crane = ItemPicture(renditions=(Rendition(href="https://old.example/uploads/2019/05/crane.jpg"),))
    bring(MadeArchive([archived(number, lead_picture=crane, parts=(crane,)) for number in range(1, 4)]))

    assert Picture.objects.count() == 1
    assert StoryPage.objects.filter(lead_picture__isnull=False, live=True).count() == 3


@pytest.mark.parametrize("href", ["../../../../etc/passwd", "/etc/passwd", "2019/05/../../../secret.jpg", "\x00.jpg"])
def test_no_file_outside_the_media_folder_is_ever_read(href: str) -> None:
    outside = ItemPicture(renditions=(Rendition(href=href),))

    report = bring(MadeArchive([archived(1, lead_picture=outside)]))

    assert report.remarks["picture missing"] == 1
    assert not Picture.objects.exists()


def test_an_embargo_and_a_time_to_come_hold() -> None:
    soon = datetime.now(UTC) + timedelta(days=3)

    bring(
        MadeArchive([
            archived(1, embargoed_until=soon),
            archived(2, published_at=soon),
            archived(3, standing=Standing.SCHEDULED, published_at=datetime(2020, 1, 1, tzinfo=UTC)),
        ])
    )  # fmt: skip

    assert not StoryPage.objects.filter(live=True).exists()
    assert story("Story 1").embargoed_until == soon
    assert story("Story 2").go_live_at == soon
    assert story("Story 3").go_live_at is None


def test_categories_without_a_section_are_topics_each_once() -> None:
    bring(
        MadeArchive([
            archived(1, categories=(Category(name="Harbour"), Category(name="SPORT")), topics=("harbour", "Tides")),
        ])
    )  # fmt: skip

    one = story("Story 1")
    assert address_of(one) == "/sport/story-1/"
    assert sorted(topic.name for topic in one.topics.all()) == ["Harbour", "Tides"]


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"default_section": "/nowhere/"}, "There is no section at /nowhere/. There are /news/, /sport/"),
        ({"sections": ("Sport",)}, 'Write it as "Sport=/sport/"'),
        ({"sections": ("Sport=/x/",)}, "There is no section at /x/"),
        ({"pages_section": "/x/"}, "There is no section at /x/"),
    ],
)
def test_a_section_that_is_not_there_stops_an_import_before_it_begins(wishes: dict[str, object], says: str) -> None:
    with pytest.raises(OrderError) as caught:
        bring(the_old_courier(), **wishes)

    assert says in str(caught.value)
    assert not StoryPage.objects.exists()


def test_what_stands_before_the_damage_comes_and_the_rest_with_a_whole_file() -> None:
    class Torn(MadeArchive):
        def stories(self, *, told: object) -> object:  # noqa: ARG002
            yield from self.told
            raise ArchiveError("cut off")

    with pytest.raises(ArchiveError):
        bring(Torn([archived(number) for number in range(1, 151)]))
    assert StoryPage.objects.count() == 100  # whole batches

    bring(MadeArchive([archived(number) for number in range(1, 161)]))

    assert StoryPage.objects.count() == 160


def test_a_batch_costs_a_bounded_number_of_queries(django_assert_max_num_queries: object) -> None:
    bring(MadeArchive([archived(number, topics=("Tides",), bylines=("Jo",)) for number in range(1000, 1010)]))

    with django_assert_max_num_queries(73):  # type: ignore[operator]  # PostgreSQL's; SQLite has one fewer
        bring(MadeArchive([archived(number, topics=("Tides",), bylines=("Jo",)) for number in range(1, 101)]))
