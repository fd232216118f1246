"""What stands where no page is, or none any longer: its title, its one sentence, and the way on."""

from lxml import html

from broadsheet.press.actions import press_everything
from broadsheet.stories.signals import story_withdrawn
from broadsheet.wire.kills import KILL_NOTICE

from .conftest import NOON, Paper


def titles(page: str) -> list[str]:
    """What a tab, a shared link and the page itself are headed by."""
    tree = html.document_fromstring(page)
    shared = [str(title) for title in tree.xpath('//meta[@property="og:title"]/@content')]
    return [tree.findtext(".//title") or "", *shared, tree.findtext(".//h1") or ""]


def withdrawn_page(paper: Paper, *, notice: str = "") -> str:
    story = paper.story("Terrible mistake")
    press_everything(now=NOON)
    paper.press()
    story.live, story.withdrawn_at, story.withdrawn_notice = False, NOON, notice
    story.save(update_fields=["live", "withdrawn_at", "withdrawn_notice"])
    story_withdrawn.send(sender=type(story), story=story, now=NOON)
    paper.press()
    return paper.text(f"page/world/uk-and-europe/{story.slug}")


def test_an_address_without_a_page_says_so_in_its_title(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()

    page = paper.text("page/404")

    assert titles(page) == ["Page not found · The Harbour Post", "Page not found", "Page not found"]


def test_who_came_to_no_page_can_search_at_once(paper: Paper) -> None:
    press_everything(now=NOON)
    paper.press()

    (form,) = html.document_fromstring(paper.text("page/404")).xpath("//main//form")

    assert (form.get("role"), form.get("action")) == ("search", "/search/")
    assert form.xpath(".//input/@name") == ["q"]


def test_a_withdrawn_story_says_so_in_its_title(paper: Paper) -> None:
    page = withdrawn_page(paper)

    assert titles(page) == ["Story withdrawn · The Harbour Post", "Story withdrawn", "Story withdrawn"]


def test_that_a_story_was_withdrawn_is_said_once_beside_its_title(paper: Paper) -> None:
    page = withdrawn_page(paper, notice=KILL_NOTICE)

    assert page.count("has been withdrawn") == 1


def test_a_page_of_the_paper_that_is_gone_says_it_once(paper: Paper) -> None:
    story = paper.story("Short-lived")
    press_everything(now=NOON)
    paper.press()
    story.unpublish()
    press_everything(now=NOON)
    paper.press()

    page = paper.text(f"page/world/uk-and-europe/{story.slug}")

    assert titles(page)[1:] == ["Page no longer available", "Page no longer available"]
    assert "no longer here" not in page
