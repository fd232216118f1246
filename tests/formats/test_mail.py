"""Mails: press releases, wire documents that come attached, and what only looks like a release."""

import json
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.contracts.news import NewsItem, Signal, WireFormatError
from broadsheet.formats.embargo_times import embargo_moment
from broadsheet.formats.mail import is_mail
from broadsheet.formats.mail_times import read_mail_time
from broadsheet.formats.reading import read_items
from formats.made_pictures import png
from formats.sample_pairs import SAMPLES

SENT = "Wed, 25 Nov 2026 10:00:00 +0100"
NINJS = json.dumps({"uri": "urn:example:1", "headline": "Ferry back", "renditions": {"main": {"href": "pics/a.png"}}})


def mail(text: str = "It sails.\n", *, subject: str = "Ferry back", **fields: str) -> EmailMessage:
    message = EmailMessage()
    stated = {"From": "Ann Sund <ann@board.example>", "Date": SENT, "Message_ID": "<m1@board.example>", **fields}
    message["Subject"] = subject
    for name, value in stated.items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def only(message: EmailMessage | bytes) -> NewsItem:
    (item,) = read_items(bytes(message))
    return item


def raw(body: bytes, *, content_type: bytes = b"text/plain", subject: bytes = b"Ferry back") -> bytes:
    head = b"From: ann@board.example\r\nMessage-ID: <m1@board.example>\r\nSubject: " + subject
    return head + b"\r\nContent-Type: " + content_type + b"\r\n\r\n" + body


def test_a_mail_is_one_item_known_by_its_message_id() -> None:
    item = only(mail())

    assert (item.guid, item.headline, item.credit) == ("m1@board.example", "Ferry back", "Ann Sund")
    assert item.body_html == "<p>It sails.</p>"
    assert item.version_created_at == read_mail_time(SENT)


def test_text_and_html_of_one_mail_are_one_item_and_the_html_is_taken() -> None:
    message = mail("Plain.")
    message.add_alternative("<p>It <b>sails</b>.</p>", subtype="html")

    assert only(message).body_html == "<p>It <strong>sails</strong>.</p>"


def test_html_that_says_nothing_gives_way_to_the_text() -> None:
    message = mail("It sails.")
    message.add_alternative("<div><img src='https://e.example/1.gif' width='1' height='1'></div>", subtype="html")

    assert only(message).body_html == "<p>It sails.</p>"


def test_the_same_mail_by_another_way_says_the_same() -> None:
    again = b"Received: from elsewhere\r\nDelivered-To: other@paper.example\r\n" + bytes(mail())

    assert only(again) == only(mail())


def test_a_mail_without_id_is_known_by_sender_second_and_subject() -> None:
    first, again, other = (only(mail(subject=subject, Message_ID="")) for subject in ("One", "One", "Two"))

    assert first.guid == again.guid != other.guid


def test_lines_that_were_broken_to_flow_are_joined_and_quotes_stay_marked() -> None:
    text = b"The ferry that \r\nsails at nine.\r\n\r\n> How \r\n> many?\r\nTwo.\r\n\r\n-- \r\nAnn Sund\r\nTel. 123"

    item = only(raw(text, content_type=b"text/plain; format=flowed"))

    assert item.body_html == "<p>The ferry that sails at nine.</p>\n<p>&gt; How many?<br>Two.</p>"


def test_a_signature_is_cut_off() -> None:
    assert only(mail("It sails.\n\n-- \nAnn Sund\nBoard\n")).body_html == "<p>It sails.</p>"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (b"text/plain; charset=iso-8859-1", "Br\u00f8ndby \u2013 \u201cyes\u201d".encode("cp1252")),
        (b"text/plain; charset=us-ascii", "Br\u00f8ndby \u2013 \u201cyes\u201d".encode()),
        (b"text/plain; charset=x-nobody-knows", "Br\u00f8ndby \u2013 \u201cyes\u201d".encode()),
        (b"text/plain", "Br\u00f8ndby \u2013 \u201cyes\u201d".encode("cp1252")),
    ],
)
def test_a_charset_that_is_not_the_texts_does_no_harm(content_type: bytes, body: bytes) -> None:
    assert only(raw(body, content_type=content_type)).body_html == "<p>Br\u00f8ndby \u2013 \u201cyes\u201d</p>"


@pytest.mark.parametrize(
    "subject",
    [
        b"=?utf-8?Q?Br=C3=B8ndby?=",
        b"=?iso-8859-1?B?QnL4bmRieQ==?=",
        "Brøndby".encode(),
        b"=?windows-1252?Q?Br=C3=B8ndby?=",
        "=?windows-1252?Q?Brøndby?=".encode(),
        b"Fwd: =?utf-8?Q?Br=C3=B8ndby?=",
    ],
)
def test_a_subject_is_read_however_it_was_encoded(subject: bytes) -> None:
    assert only(raw(b"x", subject=subject)).headline == "Brøndby"


def test_a_picture_beside_the_words_comes_with_its_bytes_and_its_caption() -> None:
    message = mail()
    message.add_attachment(png(), maintype="image", subtype="png", filename="a.png", params={"name": "a.png"})
    next(iter(message.iter_attachments()))["Content-Description"] = "The ferry on Tuesday."

    (picture,) = only(message).pictures

    assert (picture.caption, picture.renditions[0].embedded) == ("The ferry on Tuesday.", png())


def test_what_is_called_a_picture_and_is_none_is_told_and_left_out() -> None:
    message = mail()
    message.add_attachment(b"<svg onload='x()'/>", maintype="image", subtype="svg+xml", filename="a.svg")

    item = only(message)

    assert item.pictures == ()
    assert item.warnings == ("The mail also brings a.svg (image/svg+xml), which is not read",)


def test_a_wire_document_that_comes_attached_is_read_as_itself_with_its_pictures_bytes() -> None:
    message = mail("Please find attached.", subject="Copy 17")
    message.add_attachment(NINJS.encode(), maintype="application", subtype="json", filename="a.json")
    message.add_attachment(NINJS.encode(), maintype="application", subtype="json", filename="again.json")
    message.add_attachment(png(), maintype="image", subtype="png", filename="a.png")

    item = only(message)

    assert (item.guid, item.format) == ("urn:example:1", "ninjs")
    assert item.pictures[0].renditions[0].embedded == png()
    assert "“Copy 17”" in item.warnings[0]


def test_an_attachment_that_is_no_wire_document_leaves_the_mail_a_release() -> None:
    message = mail()
    message.add_attachment(b"<invoice/>", maintype="application", subtype="xml", filename="invoice.xml")

    item = only(message)

    assert item.guid == "m1@board.example"
    assert "invoice.xml" in item.warnings[0]
    assert "cannot be read" in item.warnings[0]


@pytest.mark.parametrize(
    ("fields", "is_for_the_desk_only"),
    [
        ({}, False),
        ({"Auto_Submitted": "no"}, False),
        ({"Precedence": "bulk"}, False),
        ({"Auto_Submitted": "auto-replied"}, True),
        ({"Return_Path": "<>"}, True),
        ({"From": "MAILER-DAEMON@mx.example"}, True),
        ({"In_Reply_To": "<m0@paper.example>"}, True),
        ({"subject": "Re: your question"}, True),
        ({"subject": "AW: Ihre Frage"}, True),
        ({"subject": "Reopening of the pier"}, False),
    ],
)
def test_answers_of_people_and_machines_are_for_the_desk_only(
    fields: dict[str, str], *, is_for_the_desk_only: bool
) -> None:
    assert (Signal.ADVISORY in only(mail(**fields)).signals) is is_for_the_desk_only


@pytest.mark.parametrize(
    ("subject", "text", "until"),
    [
        ("EMBARGOED UNTIL 00:01 GMT, Thursday 26 November 2026: x", "It sails.", "2026-11-26T00:01:00+00:00"),
        ("Ferry", "EMBARGOED UNTIL 00:01 GMT, Thursday 26 November 2026\n\nIt sails.", "2026-11-26T00:01:00+00:00"),
        ("Ferry", "Embargo: 26 Nov, 9am ET\n\nIt sails.", "2026-11-26T14:00:00+00:00"),
        ("Ferry", "STRICTLY EMBARGOED UNTIL:\n\n00:01 GMT 26 November 2026\n\nIt sails.", "2026-11-26T00:01:00+00:00"),
        ("Fähre", "Sperrfrist: Donnerstag, 26.11.2026, 10:00 Uhr MEZ\n\nSie fährt.", "2026-11-26T09:00:00+00:00"),
        ("Ferry", "EMBARGOED UNTIL THURSDAY\n\nIt sails.", None),
        ("Fähre", "Sperrfrist: 26.11.2026, 10 Uhr\n\nSie fährt.", None),
        ("Ferry", "Under embargo until midnight 26 November 2026 GMT\n\nIt sails.", None),
    ],
)
def test_an_embargo_in_the_subject_or_the_first_lines_is_one(subject: str, text: str, until: str | None) -> None:
    item = only(mail(text, subject=subject))

    assert (item.embargoed_until.isoformat() if item.embargoed_until else None) == until
    assert bool(item.unreadable_embargo) is (until is None)


def test_the_line_of_an_embargo_is_a_note_to_the_desk_and_no_copy() -> None:
    item = only(mail("EMBARGOED UNTIL 00:01 GMT 26 November 2026\n\nIt sails."))

    assert item.editors_note == "EMBARGOED UNTIL 00:01 GMT 26 November 2026"
    assert item.body_html == "<p>It sails.</p>"


@pytest.mark.parametrize(
    "text", ["FOR IMMEDIATE RELEASE\n\nIt sails.", "The embargo on fish was lifted.", "No embargo.\n\nIt sails."]
)
def test_news_of_an_embargo_is_none(text: str) -> None:
    item = only(mail(text))

    assert (item.embargoed_until, item.unreadable_embargo) == (None, "")


@pytest.mark.parametrize(
    "words",
    [
        "Friday 26 November 2026 00:01 GMT",  # a Thursday
        "26 November 2026 00:01",
        "26/11/2026 00:01 GMT",
        "31 February 2026 10:00 GMT",
        "26 November 2026 25:00 GMT",
        "00:01 GMT (20:01 EST) 26 November 2026",
        "midnight 26 November 2026 GMT",
        "26 November 2026 GMT",
        "Thursday 00:01 GMT",
        "0 0 0 GMT",
        "",
    ],
)
def test_an_embargo_that_leaves_anything_open_is_not_guessed_at(words: str) -> None:
    assert embargo_moment(words, sent=read_mail_time(SENT)) is None


def test_of_two_zones_with_the_same_letters_the_later_second_counts() -> None:
    moment = embargo_moment("26 November 2026, 10:00 CST", sent=None)

    assert moment is not None
    assert moment.isoformat() == "2026-11-26T16:00:00+00:00"


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (bytes(mail()), True),
        (b"\n\n  \n" + bytes(mail()), True),
        (b"From ann@board.example Wed Nov 25\n" + bytes(mail()), True),
        (b"Dear editor, please find attached", False),
        (b"Subject: x\nTo: y\n\nz", False),
        (b"From: the harbour\nIt sails.", False),
        (b"\x01WA1234 u BC-Ferry", False),
        (b"", False),
    ],
)
def test_a_mail_is_known_by_the_fields_it_opens_with(data: bytes, *, is_one: bool) -> None:
    assert is_mail(data) is is_one


def nested(depth: int) -> bytes:
    head = b"From: a@e.example\nMessage-ID: <x@e.example>\n"
    inside = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return head + inside + b"Content-Type: text/plain\n\nx\n"


BOMBS: dict[str, Callable[[], bytes]] = {
    "a thousand multiparts in each other": lambda: nested(1_000),
    "a million parts": lambda: raw(b"--b\n\nx\n" * 1_000_000, content_type=b"multipart/mixed; boundary=b"),
    "a field of ten megabytes": lambda: raw(b"x", subject=b"a" * 10_000_000),
    "a field in a million lines": lambda: raw(b"x", subject=b"a\r\n b" * 1_000_000),
    "a part's field of a megabyte": lambda: raw(
        b"--b\nContent-Disposition: attachment; a=" + b"(" * 1_000_000 + b"\n\nx\n--b--",
        content_type=b"multipart/mixed; boundary=b",
    ),
    "a million fields": lambda: b"From: a@e.example\nMessage-ID: <x@e.example>\n" + b"X: y\n" * 1_000_000 + b"\nx",
}


@pytest.mark.parametrize("made", BOMBS.values(), ids=BOMBS.keys())
def test_a_mail_out_of_proportion_is_refused_before_it_is_parsed(
    made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made()
    monkeypatch.setattr("broadsheet.formats.mail.parts.BytesParser", None)

    with pytest.raises(WireFormatError, match="mail"):
        read_items(data)


@pytest.mark.parametrize(
    "subject",
    [
        b"(" * 3_000,
        b"=?utf-8?q?" * 300,
        b'"' * 3_000,
        b"<" * 3_000,
        b"=?utf-8?b?" + b"A" * 3_000 + b"?=",
        b"@,;:" * 900,
    ],
)
@pytest.mark.parametrize("field", [b"Subject", b"From", b"Date", b"Message-ID", b"Content-Type", b"Organization"])
def test_fields_that_break_parsers_are_read_or_refused(field: bytes, subject: bytes) -> None:
    data = field + b": " + subject + b"\r\nReturn-Path: <a@e.example>\r\nTo: b@e.example\r\n\r\nIt sails."

    try:
        items = read_items(data)
    except WireFormatError:
        return

    assert len(items) == 1


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_mails_of_any_damage_are_read_or_refused(data: st.DataObject) -> None:
    lines = (SAMPLES / "harbour_release.mail.eml").read_bytes().split(b"\n")
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place : place + data.draw(st.integers(0, 3))] = data.draw(
            st.lists(st.one_of(st.binary(max_size=20), st.sampled_from(lines)), max_size=3)
        )

    try:
        items = read_items(b"\n".join(lines))
    except WireFormatError:
        return

    assert all(item.guid for item in items)
