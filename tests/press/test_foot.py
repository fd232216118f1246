"""The foot of a story: where it comes from, and how a reader hands it on."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from broadsheet.contracts.pieces import Card, Page, Shape
from broadsheet.look.bodies import AsideBlock, HeadingBlock, TableBlock, TextBlock
from broadsheet.look.languages import Language
from broadsheet.look.pages import StoryLanguages
from broadsheet.press.composing.origins import languages_of, origin_view
from broadsheet.press.composing.reading import reading_minutes
from broadsheet.press.composing.sharing import share_links
from broadsheet.stories.models import StoryPage
from broadsheet.stories.signals import story_published
from broadsheet.wire.origins import EditedText, StoryOrigin
from broadsheet.wire.provenance import Hand

from .conftest import NOON, Paper

AGENCY, EDITED, OWN = Hand.AGENCY, Hand.EDITED, Hand.OWN
AP = "Associated Press"
REST = f"The rest is as {AP} sent it."


def told(**facts: object) -> str:
    view = origin_view(StoryOrigin(**{"agency": AP, "headline": AGENCY, "body": AGENCY, **facts}))
    return "" if view is None else " ".join(view.changes)


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({}, f"The headline and text are as {AP} sent them."),
        ({"headline": EDITED}, f"The headline was rewritten here. {REST}"),
        ({"headline": EDITED, "standfirst": EDITED}, f"The headline and introduction were rewritten here. {REST}"),
        (
            {"standfirst": OWN, "picture": OWN},
            f"The introduction was written here. The picture was chosen here. {REST}",
        ),
        ({"body": EDITED, "text": EditedText(added=0, cut=0.5)}, f"The text was shortened here. {REST}"),
        ({"body": EDITED, "text": EditedText(added=0, cut=0)}, f"A few words of the text were changed here. {REST}"),
        (
            {"body": EDITED, "text": EditedText(added=0.123, cut=0)},
            f"The text was edited here: about 12% of its words are not from {AP}. {REST}",
        ),
        (
            {"headline": EDITED, "body": EDITED, "text": EditedText(added=0.95, cut=0.9)},
            "The headline was rewritten here. The text was rewritten here.",
        ),
        ({"others": ("Reuters",)}, f"Some passages are from Reuters. The headline and text are as {AP} sent them."),
        ({"agency": "", "others": ("Reuters", AP)}, f"Written here, with passages from Reuters, {AP}."),
        ({"headline": None, "body": None}, ""),
    ],
)
def test_readers_are_told_in_sentences_what_was_changed_here(facts: dict[str, object], sentences: str) -> None:
    assert told(**facts) == sentences


def test_the_papers_own_story_claims_nothing() -> None:
    assert origin_view(None) is None


def test_words_in_another_language_are_marked_where_they_are_the_agencys() -> None:
    german, english = Language(tag="de"), Language(tag="en-GB")
    origin = StoryOrigin(agency=AP, language="de", headline=EDITED, standfirst=AGENCY, body=AGENCY)

    assert languages_of(origin, of_site=english) == StoryLanguages(standfirst=german, body=german)
    assert languages_of(origin, of_site=Language(tag="de-at")) == StoryLanguages()


@pytest.mark.parametrize("tag", ["", "German", "de_DE", 'de" onclick="', "x" * 40])
def test_a_tag_that_is_none_marks_nothing(tag: str) -> None:
    origin = StoryOrigin(agency=AP, language=tag, headline=AGENCY, body=AGENCY)

    assert languages_of(origin, of_site=Language(tag="en")) == StoryLanguages()


def test_a_translated_text_is_not_marked_as_what_it_was_translated_from() -> None:
    origin = StoryOrigin(agency=AP, language="de", body=EDITED, text=EditedText(added=0.97, cut=0.97))

    assert languages_of(origin, of_site=Language(tag="en")) == StoryLanguages()


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("en-gb", "ltr"), ("az-Arab", "rtl"), ("ur-Latn", "ltr")],
)
def test_a_language_knows_which_way_it_is_written(tag: str, direction: str) -> None:
    assert Language(tag=tag).direction == direction


def test_a_headline_of_any_letters_arrives_whole_where_it_is_shared() -> None:
    headline, url = "50 % & more: “Öl” #1?", "https://paper.example/welt/%C3%B6l/"

    mail, *services = share_links(headline, url=url)

    assert parse_qs(urlsplit(mail.url).query) == {"subject": [headline], "body": [url]}
    assert mail.url.startswith("mailto:?")
    assert [parse_qs(urlsplit(link.url).query) for link in services] == [
        {"text": [f"{headline} {url}"]},
        {"text": [f"{headline} {url}"]},
        {"u": [url]},
    ]
    assert all(link.url.startswith("https://") for link in services)


def test_reading_time_counts_the_words_and_not_the_markup() -> None:
    text = TextBlock(html="<p>" + "one two<br>three " * 238 + "</p>")

    assert reading_minutes([text]) == 3
    assert reading_minutes([HeadingBlock(text="Short")]) == 1
    assert reading_minutes([TableBlock(rows=(("a b",) * 238,)), AsideBlock(html="<p>x</p>")]) == 2
    assert reading_minutes([]) == 0


def page_of(paper: Paper, story: StoryPage) -> html.HtmlElement:
    story_published.send(sender=type(story), story=story, first=True, now=NOON)
    paper.press()
    page = paper.store.read(f"page/world/uk-and-europe/{story.slug}")
    assert isinstance(page, Page)
    return html.document_fromstring("".join(part for part in page.parts if isinstance(part, str)))


def test_the_share_links_stay_folded_and_give_the_paper_no_vote(paper: Paper) -> None:
    tree = page_of(paper, paper.story("Öl & more"))

    links = tree.xpath('//details[@class="share" and not(@open)]//a')
    assert len(links) == 4
    assert {link.get("rel") for link in links} == {"noopener nofollow"}
    assert "%C3%96l%20%26%20more" in links[0].get("href")


@pytest.mark.parametrize(("hours", "said"), [(2, "14:00\xa0UTC"), (14, "6 March 2026, 02:00\xa0UTC")])
def test_times_name_their_zone_and_an_update_its_day_if_it_is_another(paper: Paper, hours: int, said: str) -> None:
    tree = page_of(paper, paper.story(updated_at=NOON + timedelta(hours=hours)))

    times = [time.text_content() for time in tree.xpath('//p[@class="times"]//time')]
    assert times == ["5 March 2026, 12:01\xa0UTC", said]


def test_the_papers_own_words_are_marked_in_no_language(paper: Paper) -> None:
    story = paper.story("Öl")

    tree = page_of(paper, story)

    card = paper.store.read(f"card/{story.pk}")
    assert isinstance(card, Card)
    assert tree.xpath("//body//@lang") == []
    assert "lang=" not in card.shapes[Shape.LINE]
