"""The paper's identity as readers have it: which pieces it stands in, and that a change presses these alone."""

import io
from typing import Any

import pytest
from django.test import TestCase
from lxml import html
from PIL import Image

from broadsheet.contracts.pieces import Fragment, Outsiders, Page, PieceSlot
from broadsheet.joining.joiner import join_page
from broadsheet.media.actions import add_picture, kill_picture
from broadsheet.media.models import Picture
from broadsheet.press.actions import order
from broadsheet.press.models import PressOrder
from broadsheet.press.orders import HOME_FRONT, MACHINES, SHELL, Priority, story_key
from broadsheet.press.queries import stories_crediting
from broadsheet.stories.identifying import telling_of_identity
from broadsheet.stories.identity import AgencyCredit, Identity, SocialAccount, ThirdParty
from broadsheet.stories.models import SectionPage

from .conftest import NOON, Paper


def change(**fields: Any) -> Identity:
    """The paper's identity with these fields, as its screen keeps it."""
    identity: Identity = Identity.load()
    for name, value in fields.items():
        setattr(identity, name, value)
    with telling_of_identity(now=NOON):
        identity.save()
    return identity


def logo(name: str = "logo", *, alt: str = "The Harbour Post, with an anchor") -> Picture:
    data = io.BytesIO()
    Image.new("RGBA", (600, 120), (0, 0, 0, 0)).save(data, "PNG")
    return add_picture(data.getvalue(), name=f"{name}.png", alt_text=alt)


def words_of(paper: Paper, name: str) -> str:
    piece = paper.store.read(name)
    assert isinstance(piece, Fragment)
    return piece.html


def ordered() -> set[str]:
    return set(PressOrder.objects.values_list("key", flat=True))


def test_a_motto_and_an_imprint_press_masthead_and_footer_and_no_page(paper: Paper) -> None:
    paper.story()
    change()
    paper.press()
    batches = len(paper.store.batches)

    change(motto="All the tides", imprint="Quay Press Ltd <Aldhaven>\n1 Quay Street")
    waiting = ordered()
    paper.press()

    assert waiting == {str(SHELL)}
    assert paper.store.batches[batches:] == [{"shell/masthead", "shell/footer"}]
    assert '<p class="motto">All the tides</p>' in words_of(paper, "shell/masthead")
    assert "Quay Press Ltd &lt;Aldhaven&gt;<br>1 Quay Street" in words_of(paper, "shell/footer")


def test_a_colour_reaches_every_page_by_one_small_sheet_that_browsers_may_keep(paper: Paper) -> None:
    story = paper.story()
    change(motto="Before")
    paper.press()
    page = paper.store.read("page/world/uk-and-europe/story-1")
    batches = len(paper.store.batches)

    change(accent="#1F4E8C")
    paper.press()

    (pressed,) = paper.store.batches[batches:]
    (sheet,) = pressed - {"shell/head"}
    assert paper.store.read("page/world/uk-and-europe/story-1") == page
    assert isinstance(page, Page)
    assert story.pk
    joined = join_page(page, read=paper.store.read, now=NOON, token_key=b"k" * 32).body.decode()
    links = [link.get("href") for link in html.document_fromstring(joined).cssselect("head link[rel=stylesheet]")]
    assert links[1:] == [f"/{sheet.removeprefix('page/')}"]
    style = paper.store.read(sheet)
    assert isinstance(style, Page)
    assert style.parts[0].startswith(":root{--accent:#1f4e8c;--fill:#1f4e8c}@media (prefers-color-scheme:dark)")
    assert dict(style.headers)["content-type"].startswith("text/css")
    assert "immutable" in dict(style.headers)["cache-control"]


def test_without_a_colour_of_its_own_the_paper_loads_nothing_more(paper: Paper) -> None:
    change(accent="#1f4e8c")
    change(accent="")
    paper.press()

    assert words_of(paper, "shell/head") == ""


def test_a_colour_that_cannot_be_read_any_more_is_the_houses(paper: Paper) -> None:
    change(accent="#ffee00", motto="Written past the form")

    paper.press()

    assert words_of(paper, "shell/head") == ""
    assert "Written past the form" in words_of(paper, "shell/masthead")


def test_a_logo_stands_in_the_masthead_with_its_words_and_one_for_the_dark(paper: Paper) -> None:
    change(logo=logo(), dark_logo=logo("dark", alt=""))

    paper.press()

    masthead = html.fragment_fromstring(words_of(paper, "shell/masthead"))
    (image,) = masthead.cssselect(".paper img")
    (dark,) = masthead.cssselect(".paper source")
    assert image.get("alt") == "The Harbour Post, with an anchor"
    assert image.get("src").endswith(".webp")
    assert (image.get("width"), image.get("height")) == ("600", "120")
    assert dark.get("media") == "(prefers-color-scheme: dark)"
    assert dark.get("srcset") != image.get("src")


def test_a_logo_without_words_is_read_aloud_as_the_papers_name(paper: Paper) -> None:
    change(logo=logo(alt=""))

    paper.press()

    (image,) = html.fragment_fromstring(words_of(paper, "shell/masthead")).cssselect(".paper img")
    assert image.get("alt") == "The Harbour Post"


def test_a_killed_logo_leaves_the_masthead_with_the_kill(paper: Paper) -> None:
    picture = logo()
    change(logo=picture)
    paper.press()

    with TestCase.captureOnCommitCallbacks(execute=True):
        kill_picture(picture, now=NOON)
    waiting = dict(PressOrder.objects.values_list("key", "priority"))
    paper.press()

    assert waiting[str(SHELL)] == Priority.KILL
    assert "<img" not in words_of(paper, "shell/masthead")
    assert "The Harbour Post" in words_of(paper, "shell/masthead")


def test_a_deleted_logo_leaves_the_name_in_its_place(paper: Paper) -> None:
    picture = logo()
    change(logo=picture)
    paper.press()

    picture.delete()
    paper.press()

    assert "<img" not in words_of(paper, "shell/masthead")


def test_accounts_stand_in_the_footer_and_press_the_front_that_names_them(paper: Paper) -> None:
    paper.press()
    identity = Identity.load()
    with telling_of_identity(now=NOON):
        identity.accounts = [SocialAccount(name="Mastodon", address="https://press.example/@post")]
        identity.save()
    waiting = ordered()
    paper.press()

    (link,) = html.fragment_fromstring(words_of(paper, "shell/footer")).cssselect('a[rel="me"]')
    assert waiting == {str(SHELL), str(HOME_FRONT)}
    assert (link.get("href"), link.text) == ("https://press.example/@post", "Mastodon")
    assert '"sameAs":["https://press.example/@post"]' in paper.text("page/").replace(" ", "")


def test_whoever_finds_a_hole_is_sent_to_the_papers_contact_where_nobody_else_was_named(
    paper: Paper, settings: Any
) -> None:
    change()
    paper.press()

    change(contact="desk@post.example")
    waiting = ordered()
    paper.press()

    assert str(MACHINES) in waiting
    assert "Contact: mailto:desk@post.example\n" in paper.text("page/.well-known/security.txt")
    settings.SECURITY_CONTACT = "mailto:holes@post.example"
    order([MACHINES], Priority.LISTS, now=NOON)
    paper.press()
    assert "Contact: mailto:holes@post.example\n" in paper.text("page/.well-known/security.txt")


@pytest.mark.parametrize("told", ["AP", "ap", "  Ap "])
def test_an_agency_is_credited_and_linked_the_papers_way_however_its_feed_writes_it(paper: Paper, told: str) -> None:
    story = paper.story(source_credit=told)
    other = paper.story(source_credit="Harbour Agency")
    draft = paper.story(source_credit="AP", live=False)
    paper.press()
    identity = Identity.load()
    with telling_of_identity(now=NOON):
        identity.agency_credits = [
            AgencyCredit(told="AP", written="Associated Press", address="https://apnews.example/")
        ]
        identity.save()
    waiting = dict(PressOrder.objects.values_list("key", "priority"))
    paper.press()

    page = paper.store.read("page/world/uk-and-europe/story-1")
    assert isinstance(page, Page)
    assert 'Source: <a href="https://apnews.example/">Associated Press</a>' in "".join(map(str, page.parts))
    assert waiting[str(story_key(story.pk))] == Priority.MASS
    assert not {str(story_key(one.pk)) for one in (other, draft)} & waiting.keys()
    assert stories_crediting({"ap"}) == (story.pk,)


def test_the_menu_runs_as_it_was_ordered_and_a_new_section_follows(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    paper.section("Culture", parent=paper.home)
    SectionPage.objects.filter(title="UK and Europe").update(show_in_menus=True)
    change(menu_order=[sport.pk, paper.world.pk])

    paper.press()

    links = html.fragment_fromstring(words_of(paper, "shell/masthead")).cssselect(".menu a")
    assert [link.text for link in links[1:]] == ["Sport", "World", "Culture"]


def test_a_page_says_where_its_section_stands_and_a_new_order_of_the_menu_presses_none_of_them(paper: Paper) -> None:
    sport = paper.section("Sport", parent=paper.home)
    order([SHELL, story_key(paper.story().pk)], Priority.PUBLISH, now=NOON)
    paper.press()
    page = paper.store.read("page/world/uk-and-europe/story-1")
    here = f"shell/here/{paper.world.pk}"
    before = words_of(paper, here)
    batches = len(paper.store.batches)

    change(menu_order=[sport.pk, paper.world.pk])
    paper.press()

    assert isinstance(page, Page)
    assert PieceSlot(name=here) in page.parts
    assert (before, words_of(paper, here)) == (' data-here="1"', ' data-here="2"')
    assert not {name for batch in paper.store.batches[batches:] for name in batch if name.startswith("page/world")}


def test_a_section_out_of_the_menu_has_no_place_there(paper: Paper) -> None:
    SectionPage.objects.filter(pk=paper.world.pk).update(show_in_menus=False)
    order([SHELL], Priority.PUBLISH, now=NOON)
    paper.press()

    assert words_of(paper, f"shell/here/{paper.world.pk}") == ""


def test_what_changes_nothing_presses_nothing(paper: Paper) -> None:
    change(motto="The same")
    paper.press()

    change(motto="The same")

    assert ordered() == set()


def test_a_third_party_is_let_in_by_one_piece_and_its_script_stands_in_the_head(paper: Paper) -> None:
    paper.story()
    change()
    paper.press()
    before = paper.store.read("shell/policy")
    batches = len(paper.store.batches)

    name_third_party(host="*.stats.example", scripts=True, connections=True, script="https://a.stats.example/s.js?x&y")
    paper.press()

    assert before == Outsiders()
    assert paper.store.batches[batches:] == [{"shell/policy", "shell/head"}]
    assert paper.store.read("shell/policy") == Outsiders(scripts=("*.stats.example",), connections=("*.stats.example",))
    assert words_of(paper, "shell/head") == '<script src="https://a.stats.example/s.js?x&amp;y" async></script>\n'


def test_without_an_address_a_third_party_loads_nothing_by_itself(paper: Paper) -> None:
    name_third_party(host="ads.example", pictures=True, script="https://ads.example/a.js")

    paper.press()

    assert words_of(paper, "shell/head") == ""
    assert paper.store.read("shell/policy") == Outsiders(pictures=("ads.example",))


def name_third_party(**fields: Any) -> None:
    identity = Identity.load()
    with telling_of_identity(now=NOON):
        identity.third_parties = [ThirdParty(name="Statistics", **fields)]
        identity.save()
