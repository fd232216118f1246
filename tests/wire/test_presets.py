"""Filters under a name: whose they are, in which order, and who may change them."""

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.wire.models import Preset
from broadsheet.wire.presets import NotYoursError, PresetError, keep_preset, presets_of, rename_preset, share_preset
from wire.newsroom import Agency, Paper, ninjs
from wire.test_screens import client_of

LIST = "broadsheet_wire:list"


def names(person: object) -> list[str]:
    return [kept.preset.name for kept in presets_of(person)]  # type: ignore[arg-type]


def change(client: Client, preset: Preset, do: str, **fields: str) -> None:
    client.post(reverse("broadsheet_wire:change_preset", args=[preset.pk]), {"do": do, **fields})


def test_a_filter_is_kept_and_shown_again_under_its_name(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs("urn:a", headline="Ferries stay in", urgency=1), name="a.json")
    agency.sends(ninjs("urn:b", headline="Trams go out", urgency=5), name="b.json")
    client = client_of(paper.reporter)

    answer = client.post(reverse("broadsheet_wire:keep_preset"), {"name": "Flashes", "urgency": "1"}, follow=True)

    page = answer.content.decode()
    assert "Ferries stay in" in page
    assert "Trams go out" not in page
    assert presets_of(paper.chief) == []


def test_a_preset_of_the_same_name_is_replaced(paper: Paper) -> None:
    keep_preset(paper.reporter, name="Mine", asked="urgency=1")
    keep_preset(paper.reporter, name="Mine", asked="urgency=3")

    assert [kept.preset.asked for kept in presets_of(paper.reporter)] == ["urgency=3"]


def test_only_chiefs_share(paper: Paper) -> None:
    own = keep_preset(paper.reporter, name="Mine", asked="urgency=1")

    with pytest.raises(NotYoursError):
        share_preset(own, by=paper.reporter)
    with pytest.raises(NotYoursError):
        keep_preset(paper.editor, name="Ours", asked="", is_shared=True)
    keep_preset(paper.chief, name="Ours", asked="urgency=3", is_shared=True)

    assert names(paper.editor) == ["Ours"]


def test_nobody_changes_what_is_not_theirs(paper: Paper) -> None:
    shared = keep_preset(paper.chief, name="Ours", asked="", is_shared=True)
    private = keep_preset(paper.chief, name="Chief's", asked="")
    client = client_of(paper.reporter)

    change(client, shared, "delete")
    change(client, private, "rename", name="Taken over")

    assert names(paper.chief) == ["Ours", "Chief's"]


def test_everybody_has_an_order_of_their_own(paper: Paper) -> None:
    presets = [keep_preset(paper.chief, name=name, asked="", is_shared=True) for name in ("One", "Two", "Three")]

    change(client_of(paper.reporter), presets[2], "up")
    change(client_of(paper.reporter), presets[0], "down")

    assert names(paper.reporter) == ["Three", "One", "Two"]
    assert names(paper.chief) == ["One", "Two", "Three"]


def test_the_wire_opens_with_the_preset_that_somebody_chose(agency: Agency, paper: Paper) -> None:
    agency.sends(ninjs(headline="Ferries stay in", urgency=5))
    preset = keep_preset(paper.reporter, name="Flashes", asked="urgency=1")
    client = client_of(paper.reporter)

    change(client, preset, "default")
    chosen = client.get(reverse(LIST)).content.decode()
    everything = client.get(reverse(LIST), {"all": "1"}).content.decode()
    change(client, preset, "no-default")

    assert "Ferries stay in" not in chosen
    assert "Ferries stay in" in everything
    assert "Ferries stay in" in client.get(reverse(LIST)).content.decode()


def test_a_deleted_preset_can_be_taken_back(paper: Paper) -> None:
    preset = keep_preset(paper.reporter, name="Mine", asked="urgency=1")
    client = client_of(paper.reporter)

    change(client, preset, "delete")
    gone = names(paper.reporter)
    client.post(reverse("broadsheet_wire:undo_preset", args=[preset.pk]))

    assert gone == []
    assert names(paper.reporter) == ["Mine"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "Other"])
def test_a_name_that_cannot_be_is_refused_in_words(paper: Paper, name: str) -> None:
    keep_preset(paper.reporter, name="Other", asked="")
    preset = keep_preset(paper.reporter, name="Mine", asked="")

    with pytest.raises(PresetError, match=r"preset|name"):
        rename_preset(preset, name=name, by=paper.reporter)


def test_a_preset_counts_what_somebody_was_not_shown_in_it(agency: Agency, paper: Paper) -> None:
    preset = keep_preset(paper.reporter, name="Rain", asked="q=rain")
    client = client_of(paper.reporter)
    agency.sends(ninjs("urn:a"), name="a.json")
    before = client.get(reverse("broadsheet_wire:preset_counts")).json()["counts"]

    client.get(reverse(LIST), {"preset": preset.pk})
    after = client.get(reverse("broadsheet_wire:preset_counts")).json()["counts"]

    assert (before, after) == ({str(preset.pk): "1"}, {str(preset.pk): "0"})
