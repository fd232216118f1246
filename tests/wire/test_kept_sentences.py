"""What is kept in English is said to each in their own language, found again by its words."""

import re
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from broadsheet.wire import sentences, wording
from broadsheet.wire.alarms import acknowledge
from broadsheet.wire.kills import KILL_NOTICE
from broadsheet.wire.models import Alarm
from broadsheet.wire.queries import standing_verdict
from broadsheet.wire.rows import row_of
from broadsheet.wire.templatetags.wire_words import fields_told
from wire.newsroom import NOON, Agency, Paper, ninjs, story_of

ALL = [value for name, value in vars(sentences).items() if isinstance(value, str) and "%(" in value and name.isupper()]


@pytest.fixture
def in_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that puts each sentence in brackets."""
    monkeypatch.setattr(wording, "gettext", lambda text: f"[{text}]" if text in {*ALL, "It has expired"} else text)


@pytest.mark.parametrize("msgid", ALL)
@pytest.mark.usefixtures("in_brackets")
def test_a_sentence_with_gaps_is_found_again(msgid: str) -> None:
    kept = re.sub(r"%\((\w+)\)s", r"some \1", msgid)

    assert wording.told(kept) == f"[{kept}]"


def test_each_sentence_with_gaps_can_be_found() -> None:
    assert set(sentences.WITH_GAPS) == set(ALL)


@pytest.mark.usefixtures("in_brackets")
def test_sentences_after_one_another_and_inside_others_are_found() -> None:
    kept = (
        "The editor's note kills it: KILL. Do not use. It has expired.",
        "Tried again every few seconds: It has expired",
        "Nobody knows this. It has expired.",
    )

    assert [wording.told(one) for one in kept] == [
        "[The editor's note kills it: KILL. Do not use.] [It has expired].",
        "[Tried again every few seconds: [It has expired]]",
        "Nobody knows this. It has expired.",
    ]


@pytest.mark.parametrize("text", ["", "One.\nTwo! Three", "100% sure", "The hourly cap of 30 is reached"])
def test_in_english_the_words_are_what_was_kept(text: str) -> None:
    assert wording.told(text) == text


def test_the_desk_is_told_in_english_and_readers_in_the_paper_s_language(
    publishing: Agency, paper: Paper, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "de"
    with translation.override("de"):
        publishing.sends(ninjs())

        killed = publishing.sends(ninjs(version=2, pubstatus="canceled"), name="kill.json")

        alarm = Alarm.objects.get(kind=Alarm.Kind.KILL)
        acknowledge(alarm, by=paper.chief, now=NOON)
    entry = ModelLogEntry.objects.get(action="broadsheet.acknowledged")
    assert (alarm.text, entry.data["changes"]) == ("The wire canceled this item.", [["alarm", "", "Kill"]])
    assert story_of(killed).withdrawn_notice not in {"", KILL_NOTICE}


def test_the_list_says_what_was_kept_in_the_reader_s_language(publishing: Agency) -> None:
    item = publishing.sends(ninjs(pubstatus="withheld"))

    with translation.override("de"):
        mark = row_of(item, uses=(), now=NOON, local_now=NOON).marks[0]

    assert standing_verdict(item, now=NOON).reasons == ("The wire withholds this item",)
    assert mark.kind == "withheld"
    assert mark.more not in {"", "The wire withholds this item."}


def test_a_long_note_is_looked_through_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def known(sentence: str) -> str:
        asked.append(sentence)
        return f"[{sentence}]" if sentence == "It has expired" else sentence

    monkeypatch.setattr(wording, "gettext", known)
    kept = "Nobody knows this. " * 100 + "It has expired. " * 100

    assert wording.told(kept) == kept
    assert len(asked) < 10


def test_fields_go_by_what_editors_call_them() -> None:
    with translation.override("de"):
        german = fields_told(["lead_picture", "headline"])

    assert fields_told(["lead_picture", "headline"]) == "lead picture, headline"
    assert german == "Aufmacherbild, Überschrift"
