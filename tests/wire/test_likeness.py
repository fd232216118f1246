"""The near-duplicate brake: another agency's copy of the same story holds a route back."""

from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.stories.models import StoryPage
from broadsheet.wire.likeness import Sketch, is_near_duplicate, shared, sketch_of
from broadsheet.wire.models import Route, WireItem
from broadsheet.wire.sources import SourceFacts, add_source
from wire.newsroom import Agency, Paper, ninjs

STORY = (
    "<p>Rain fell on the harbour of Port Merrin all day on Monday and kept every ferry at the quay, the harbour master "
    "said.</p><p>About four hundred passengers spent the night in the old customs house, where the fire brigade "
    "brought soup and blankets.</p><p>The storm is expected to turn north on Tuesday morning, and the first boat to "
    "the outer islands may leave at noon.</p>"
)
OWN_PARAGRAPH = "<p>Trams in the upper town ran late as well, and two schools sent their pupils home early.</p>"
ANOTHER = (
    "<p>The council of Port Merrin voted on Monday to open its books to every citizen who asks in writing.</p><p>It "
    "cost nine crowns a page until now, the treasurer said, and hardly anybody had paid for more than one of them.</p>"
    "<p>The vote was eleven to four after a debate that lasted until the rain on the harbour had stopped.</p>"
)


@pytest.fixture
def rival(paper: Paper, tmp_path: Path) -> Agency:
    """Another agency, which publishes by itself as well."""
    source = add_source(SourceFacts(slug="rival", folder=tmp_path / "rival", credit="Rival", name="Rival News"))
    Route.objects.create(source=source, section=paper.europe, mode=Route.Mode.PUBLISH)
    return Agency(source=source)


def sketch(markup: str) -> Sketch:
    found = sketch_of(markup)
    assert found is not None
    return found


def test_the_same_copy_passed_on_cut_or_added_to_is_a_near_duplicate() -> None:
    cut = STORY[: STORY.index("<p>The storm")]

    for other in (STORY, cut, STORY + OWN_PARAGRAPH, STORY.replace("Monday", "Sunday").upper()):
        assert is_near_duplicate(sketch(STORY), sketch(other))


def test_another_story_of_the_same_town_is_none() -> None:
    assert shared(sketch(STORY), sketch(ANOTHER)) < 0.1


def test_a_quotation_alone_makes_none() -> None:
    quoting = ANOTHER + STORY[STORY.index("<p>The storm") :]

    assert not is_near_duplicate(sketch(quoting), sketch(STORY))


def test_what_is_too_short_is_like_nothing() -> None:
    assert sketch_of("<p>Rain fell. To be updated.</p>") is None


def test_long_texts_are_compared_by_a_part_and_told_nearly_right() -> None:
    words = [f"word{number}" for number in range(3000)]
    half = [f"other{number}" for number in range(1500)]

    likeness = shared(sketch(" ".join(words)), sketch(" ".join([*words[:1500], *half])))

    assert likeness == pytest.approx(0.5, abs=0.12)


def test_a_sketch_survives_being_kept() -> None:
    kept = sketch(STORY).to_bytes()

    assert Sketch.from_bytes(kept) == sketch(STORY)
    assert len(kept) <= 4 * 129


def test_a_route_does_not_publish_what_another_agency_tells_already(publishing: Agency, rival: Agency) -> None:
    publishing.sends(ninjs("urn:a", headline="Ferries stay in", body_xhtml=STORY))

    second = rival.sends(ninjs("urn:b", body_xhtml=STORY + OWN_PARAGRAPH))

    assert "near-duplicate from another agency is live, Harbour Wire: “Ferries stay in”" in second.route_note
    assert StoryPage.objects.filter(live=True).count() == 1


def test_the_same_agency_s_own_story_and_another_story_go_on(publishing: Agency, rival: Agency) -> None:
    publishing.sends(ninjs("urn:a", body_xhtml=STORY))

    publishing.sends(ninjs("urn:a2", body_xhtml=STORY), name="again.json")
    rival.sends(ninjs("urn:b", body_xhtml=ANOTHER))

    assert StoryPage.objects.filter(live=True).count() == 3


def test_what_was_told_two_days_ago_or_withdrawn_holds_nothing_back(publishing: Agency, rival: Agency) -> None:
    publishing.sends(ninjs("urn:a", body_xhtml=STORY))
    publishing.sends(ninjs("urn:a", version=2, pubstatus="canceled"), name="kill.json")

    rival.sends(ninjs("urn:b", body_xhtml=STORY))
    publishing.now = rival.now = rival.now + timedelta(hours=49)
    publishing.sends(ninjs("urn:c", body_xhtml=STORY), name="later.json")

    assert WireItem.objects.get(guid="urn:b").uses.get().story.live  # type: ignore[union-attr]
    assert WireItem.objects.get(guid="urn:c").uses.get().story.live  # type: ignore[union-attr]
