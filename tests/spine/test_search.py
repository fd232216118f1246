"""What readers find, from the bytes of a wire file on: nothing before its second, nothing after its kill."""

from datetime import timedelta

from lxml import html

from broadsheet.clerk.steps import all_steps
from broadsheet.demo.edition import Paragraph
from broadsheet.stories.actions import withdraw_story
from broadsheet.stories.models import StoryPage

from .conftest import NOON, Newspaper
from .test_from_wire_to_reader import ADDRESS, HEADLINE, PARAGRAPHS, copy, send, texts

WORDS = "envoy admiral quay"


def found(page: html.HtmlElement) -> list[str]:
    return [link.get("href") for link in page.cssselect('[data-list="search"] a.headline')]


def test_a_published_story_is_found_with_its_words_marked(newspaper: Newspaper) -> None:
    send(newspaper, copy())

    newspaper.work()

    page = newspaper.search(WORDS)
    assert found(page) == [ADDRESS]
    assert {text.lower() for text in texts(page, ".snippet mark")} <= {"envoy", "admiral", "quay"}
    assert texts(page, ".snippet mark") != []
    assert texts(page, ".counted p")[0] == "One story"
    assert page.cssselect('meta[name="robots"]')[0].get("content") == "noindex"


def test_a_killed_story_is_neither_found_nor_quoted(newspaper: Newspaper) -> None:
    send(newspaper, copy())
    newspaper.work()

    send(newspaper, copy(version=2, is_canceled=True, blocks=(), pictures=()))
    newspaper.work()

    for query in (WORDS, '"harbour truce"', "envoy", "envoi"):
        page = newspaper.search(query)
        assert found(page) == []
        assert HEADLINE not in page.text_content()
        assert PARAGRAPHS[0][:30] not in page.text_content()


def test_a_withdrawn_story_is_out_of_search_once_pressed_while_the_index_still_holds_it(newspaper: Newspaper) -> None:
    send(newspaper, copy())
    newspaper.work()

    withdraw_story(StoryPage.objects.get(), notice="On legal advice", by=None, now=newspaper.now)
    press = next(step for step in all_steps() if step.name == "press.press_waiting")
    while press.run(newspaper.now):
        pass

    page = newspaper.search(WORDS)
    assert found(page) == []
    assert HEADLINE not in page.text_content()


def test_words_that_a_correction_took_out_are_not_quoted_while_the_index_still_holds_them(
    newspaper: Newspaper,
) -> None:
    send(newspaper, copy())
    newspaper.work()
    corrected = (Paragraph(text="The envoy has said nothing to the admiral at the quay, as it turns out."),) * 6

    send(newspaper, copy(version=2, blocks=corrected))
    steps = [step for step in all_steps() if step.name.startswith(("wire.", "press.press_waiting"))]
    for _ in range(4):
        for step in steps:
            while step.run(newspaper.now):
                pass
        newspaper.now += timedelta(seconds=0.25)

    assert "as it turns out" in newspaper.answer(ADDRESS)[1]
    stale = newspaper.search(WORDS)
    newspaper.work()
    assert "both fleets" not in stale.text_content()
    assert "turns out" in " ".join(texts(newspaper.search(WORDS), ".snippet"))


def test_an_embargoed_story_is_not_found_before_its_second(newspaper: Newspaper) -> None:
    send(newspaper, copy(embargoed_until=NOON + timedelta(seconds=10)))

    newspaper.work(seconds=9.75)
    before = found(newspaper.search(WORDS))
    newspaper.work(seconds=1)

    assert before == []
    assert found(newspaper.search(WORDS)) == [ADDRESS]
