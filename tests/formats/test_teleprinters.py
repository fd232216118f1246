"""IPTC 7901 and ANPA 1312: identity and revision from a keyword line, signals from its words, copy from lines."""

from collections.abc import Callable

import pytest

from broadsheet.contracts.news import NewsItem, Signal, WireFormatError
from broadsheet.formats.keywords import read_keyword_line
from broadsheet.formats.reading import read_items
from broadsheet.formats.teletype import copy_body, dateline_of

IPTC = (
    "\x01nbt{number} {priority} pl 38  nbt 0412\r\n\r\n{keywords}/\r\n\x02{block} =\r\n\r\n{copy}\r\n\x03{sent}\r\n\x04"
)
ANPA = (
    "\x16\x16\x01a{number}\x1fnordx\r\n{priority} {category}\x13\x11 BC-Fire {version} 04-24 0466\r\n"
    "\x02^BC-NB--Harbor Fire{marks},46<\r\n^Fire in the harbor<\r\n{above}\t   {copy}\r\n\t   \x03{sent}<\r\n\x04\r\n"
)


def iptc(
    *,
    number: str = "0412",
    priority: str = "4",
    keywords: str = "Ferry/Tornby",
    block: str = "Ferry runs",
    copy: str = "Tornby (nbt) - It runs.",
    sent: str = "240915 GMT Apr 26",
) -> NewsItem:
    text = IPTC.format(number=number, priority=priority, keywords=keywords, block=block, copy=copy, sent=sent)
    (item,) = read_items(text.encode("cp1252"))
    return item


def anpa(
    *,
    number: str = "2870",
    priority: str = "r",
    category: str = "i",
    version: str = "",
    marks: str = "",
    above: str = "",
    copy: str = "TORNBY (NBT) _ A fire.",
    sent: str = "NBT-WF-04-24-26 1509GMT",
) -> NewsItem:
    text = ANPA.format(
        number=number,
        priority=priority,
        category=category,
        version=version,
        marks=marks,
        above=above,
        copy=copy,
        sent=sent,
    )
    (item,) = read_items(text.encode())
    return item


@pytest.mark.parametrize(
    ("line", "marks", "expected"),
    [
        ("BC-NB--Harbor Fire,466", [], ("NB--Harbor Fire", 0, "", "")),
        ("BC-NB--Harbor Fire, 2nd Ld-Writethru,466", [], ("NB--Harbor Fire", 2, "", "")),
        ("AM-Harbor Fire", ["10thLd-Writethru"], ("Harbor Fire", 10, "", "")),
        ("Ferry/Tornby", ["1ST LEAD"], ("Ferry/Tornby", 1, "", "")),
        ("Ferry/Tornby", ["REFILE", "3RD LEAD"], ("Ferry/Tornby", 3, "", "")),
        ("Ferry/Tornby", ["Lead 2"], ("Ferry/Tornby", 2, "", "")),
        ("Ferry/Tornby", ["2. Zusammenfassung"], ("Ferry/Tornby", 2, "", "")),
        ("BC-Harbor Fire, 1st Add", [], ("Harbor Fire", 0, "add-1", "")),
        ("BC-Harbor Fire, Take 2", [], ("Harbor Fire", 0, "take-2", "")),
        ("BC-Jam, Adv26", [], ("Jam", 0, "", "Adv26")),
        ("BC-Jam", ["Adv for Apr. 26"], ("Jam", 0, "", "Adv for Apr. 26")),
        ("BC-Leadership-Advice", [], ("Leadership-Advice", 0, "", "")),
    ],
)
def test_a_keyword_line_says_story_version_part_and_day(
    line: str, marks: list[str], expected: tuple[str, int, str, str]
) -> None:
    read = read_keyword_line(line, marks=marks)

    assert (read.slug, read.lead, read.part, read.advance) == expected


def test_the_messages_of_a_story_on_one_day_are_one_item_in_the_order_of_their_numbers() -> None:
    first, later = iptc(), iptc(number="0431", block="1ST LEAD\r\nFerry runs after four days")

    assert first.guid == later.guid == "iptc-7901:nbt:2026-04-24:ferry/tornby"
    assert first.version < later.version
    assert Signal.UPDATE in later.signals


def test_messages_that_are_not_numbered_are_ordered_by_their_leads() -> None:
    first, later = iptc(number="0000"), iptc(number="0000", block="2ND LEAD\r\nFerry runs")

    assert (first.version, later.version) == (1, 3)


def test_the_same_keywords_the_next_day_are_another_story() -> None:
    assert iptc(sent="250915 GMT Apr 26").guid != iptc().guid


def test_without_a_day_the_headline_tells_stories_apart_and_a_warning_says_so() -> None:
    one, other = iptc(sent=""), iptc(sent="", block="Another ferry")

    assert one.guid != other.guid
    assert "day-time group" in one.warnings[0]


@pytest.mark.parametrize(
    ("block", "signal"),
    [
        ("(Eil \x07\x07)\r\nFerry sinks", Signal.URGENT),
        ("(Blitz)\r\nFerry sinks", Signal.FLASH),
        ("(Achtung - Planungshinweis)\r\nFerry", Signal.ADVISORY),
        ("(Berichtigung: Montag)\r\nFerry", Signal.CORRECTION),
        ("CORRECTION\r\nFerry", Signal.CORRECTION),
        ("KILL\r\nFerry", Signal.KILL),
        ("(KILL)\r\nFerry", Signal.KILL),
        ("REFILE\r\nFerry", Signal.UPDATE),
        ("REPEAT\r\nFerry", Signal.REPEAT),
        ("2nd Take\r\nFerry", Signal.ADD),
        ("TEST\r\nFerry", Signal.TEST),
    ],
)
def test_marks_above_the_headline_of_iptc_7901_are_signals(block: str, signal: Signal) -> None:
    item = iptc(block=block)

    assert signal in item.signals


@pytest.mark.parametrize(("priority", "signal"), [("1", Signal.FLASH), ("2", Signal.BULLETIN), ("3", Signal.URGENT)])
def test_priorities_of_iptc_7901_are_urgencies(priority: str, signal: Signal) -> None:
    assert signal in iptc(priority=priority).signals


def test_an_embargo_in_brackets_holds() -> None:
    assert "Sperrfrist" in iptc(block="(Sperrfrist: 12.00 Uhr)\r\nFerry").unreadable_embargo


@pytest.mark.parametrize(
    ("sent", "stamp"),
    [
        ("240915 GMT Apr 26", "2026-04-24T09:15"),
        ("240915 Okt 26", "2026-10-24T09:15"),
        ("240915 DÉC 1997", "1997-12-24T09:15"),
        ("240915 Apr 97", "1997-04-24T09:15"),
        ("320915 Apr 26", None),
        ("240915 Xyz 26", None),
    ],
)
def test_a_day_time_group_is_read_in_the_languages_of_agencies(sent: str, stamp: str | None) -> None:
    moment = iptc(sent=sent).version_created_at

    assert (moment and f"{moment:%Y-%m-%dT%H:%M}") == stamp


@pytest.mark.parametrize(
    ("marks", "signal"),
    [
        (", 1st Ld-Writethru", Signal.UPDATE),
        (", 1st Add", Signal.ADD),
        (", KILL", Signal.KILL),
        (", Correction", Signal.CORRECTION),
        (", Advisory", Signal.ADVISORY),
        (", Hold", Signal.WITHHOLD),
    ],
)
def test_the_words_of_an_anpa_keyword_line_are_signals(marks: str, signal: Signal) -> None:
    assert signal in anpa(marks=marks).signals
    assert signal in anpa(version=marks.strip(" ,").replace(" Ld", "Ld").replace(" Add", "Add")).signals


def test_leads_of_anpa_are_revisions_of_one_item_and_adds_are_parts_of_it() -> None:
    first, lead, add = anpa(), anpa(marks=", 2nd Ld-Writethru"), anpa(marks=", 1st Add")

    assert first.guid == lead.guid == "anpa-1312:nbt:2026-04-24:nb--harbor-fire"
    assert (first.version, lead.version) == (1, 3)
    assert add.guid == f"{first.guid}#add-1"
    assert [(link.guid, link.rel) for link in add.links] == [(first.guid, "partOf")]


def test_an_advance_is_not_published_before_an_editor_sets_its_day() -> None:
    assert anpa(marks=", Adv26").unreadable_embargo == "Adv26"


def test_a_flash_is_a_sentence_and_a_long_story_of_its_priority_is_none() -> None:
    assert Signal.FLASH in anpa(priority="f").signals
    assert Signal.FLASH not in anpa(priority="f", copy="word " * 400).signals
    assert Signal.BULLETIN in anpa(priority="b").signals


def test_a_story_of_new_years_eve_that_is_sent_in_the_new_year_keeps_its_day() -> None:
    item = anpa(sent="NBT-WF-01-01-26 0010GMT")
    filed = ANPA.replace("04-24 0466", "12-31 0466").format(
        number="1", priority="r", category="i", version="", marks="", above="", copy="x", sent="NBT-WF-01-01-26 0010GMT"
    )

    assert ":2025-04-24:" in item.guid  # a day that has not come yet was last year's
    (other,) = read_items(filed.replace("\x01a1", "\x01a0001").encode())
    assert ":2025-12-31:" in other.guid


def test_the_zone_of_the_time_of_sending_counts() -> None:
    moment = anpa(sent="NBT-WF-04-24-26 2300EDT").version_created_at

    assert moment is not None
    assert moment.isoformat() == "2026-04-25T03:00:00+00:00"


def test_alerts_that_share_their_keyword_are_items_of_their_own() -> None:
    head = "\x01a0001\x1fnordx\nb a\x13\x11 BC-APNewsAlert 04-24 1\n\x02^BC-APNewsAlert<\n"
    text = head + "\t TORNBY (NBT) _ {}<\n\x03NBT-WF-04-24-26 1509GMT"

    one, other = (read_items(text.format(words).encode())[0] for words in ("Fire.", "Flood."))

    assert one.guid != other.guid
    assert one.headline == "Fire."
    assert Signal.ALERT in one.signals


def test_a_message_without_header_is_refused_by_what_stands_there() -> None:
    with pytest.raises(WireFormatError, match="no header"):
        read_items(b"\x01a0001\x1fnordx\nno header here\x02text\x03")


def test_a_damaged_message_does_not_stop_the_others_of_its_file() -> None:
    good = IPTC.format(number="0001", priority="4", keywords="a", block="b", copy="c", sent="240915 GMT Apr 26")

    (item,) = read_items(f"{good}\x01line noise\x02x\x03".encode())

    assert "line noise" in item.warnings[-1]


@pytest.mark.parametrize("made", [iptc, anpa])
def test_a_message_of_more_lines_than_any_telex_is_refused(made: Callable[..., NewsItem]) -> None:
    with pytest.raises(WireFormatError, match=r"has 20,\d{3} lines; 20,000 is the most that is read"):
        made(copy="x\r\n" * 20_000)


def test_lines_that_the_width_of_the_paper_broke_flow_and_others_stay() -> None:
    wide = "This line is as long as a line of a teleprinter may ever become, sir\nand goes on."

    assert copy_body(wide) == f"<p>{wide.replace(chr(10), ' ')}</p>"
    assert copy_body(f"{wide}\n\nOne\nTwo\n- three").endswith("<p>One<br>Two<br>- three</p>")


@pytest.mark.parametrize(
    ("copy", "place"),
    [
        ("Berlin (dpa) - Words", "Berlin"),
        ("CHATHAM, Mass. (AP) _ Words", "CHATHAM, Mass."),
        ("BRUXELLES 23/07 (BELGA) = Words", "BRUXELLES"),
        ("The party (SPD) said", ""),
        ("Words", ""),
    ],
)
def test_copy_opens_with_a_dateline_or_not(copy: str, place: str) -> None:
    assert dateline_of(copy)[0] == place
