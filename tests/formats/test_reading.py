"""What is recognised, what is refused and how, and the corners of each format."""

import json

import pytest

from broadsheet.contracts.news import Kind, NewsItem, WireFormatError
from broadsheet.formats.reading import read_items

G2 = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" {attributes}>{content}</newsItem>'
NITF = "<nitf><head><docdata>{docdata}</docdata></head><body><body.head>{head}</body.head>{content}</body></nitf>"


def one(document: str | dict[str, object], *, encoding: str = "utf-8", name: str = "") -> NewsItem:
    text = json.dumps(document) if isinstance(document, dict) else document
    (item,) = read_items(text.encode(encoding), name=name)
    return item


def g2(content: str, attributes: str = 'version="1"') -> NewsItem:
    return one(G2.format(content=content, attributes=attributes))


def nitf(docdata: str = '<doc-id id-string="n1"/>', head: str = "", content: str = "", name: str = "") -> NewsItem:
    return one(NITF.format(docdata=docdata, head=head, content=content), name=name)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"ANPA 1312 copy", "neither XML nor JSON"),
        (b"<NewsML/>", "holds no NewsItem"),
        (b"<rss/>", "RSS"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "Atom"),
        (b"<surprise/>", "<surprise>"),
        (b'{"api_version": "1.0", "data": {}}', "Media API"),
        (b'{"urn": "", "entry_id": ""}', "dpa"),
        (b'{"title": "x"}', "uri"),
        (b"[]", "empty"),
        (b'[{"uri": "urn:a"}, {}]', "1 of 2"),
        (b"<planningItem/>", "planningItem"),
        (b"<catalog/>", "catalog"),
    ],
)
def test_what_is_refused_is_named(data: bytes, words: str) -> None:
    with pytest.raises(WireFormatError, match=words):
        read_items(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_json_is_read_in_every_encoding_that_json_has(encoding: str) -> None:
    assert one({"uri": "urn:a", "headline": "Brøndby"}, encoding=encoding).headline == "Brøndby"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    document = f'<?xml version="1.0" encoding="{encoding}"?>' + NITF.format(
        docdata='<doc-id id-string="n1"/>', head="<hedline><hl1>Brøndby</hl1></hedline>", content=""
    )

    assert one(document, encoding=encoding).headline == "Brøndby"


@pytest.mark.parametrize(
    ("declared", "encoding", "said"),
    [
        ("iso-8859-1", "utf-8", "iso-8859-1"),  # a real AFP file does so, and libxml2 believes it
        ("utf-8", "windows-1252", "utf-8"),
        ("utf-8", "utf-16", "utf-8"),
        ("utf-16", "utf-8", "utf-16"),
        ("x-klingon", "utf-8", "x-klingon"),
        ("", "windows-1252", "declares no encoding"),
    ],
)
def test_xml_that_is_wrong_about_its_encoding_is_read_with_a_warning(declared: str, encoding: str, said: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    document = declaration + NITF.format(
        docdata='<doc-id id-string="n1"/>', head="<hedline><hl1>Brøndby</hl1></hedline>", content=""
    )

    item = one(document, encoding=encoding)

    assert item.headline == "Brøndby"
    assert said in item.warnings[-1]


def test_the_curly_quotes_of_windows_are_read_in_what_is_called_latin_1() -> None:
    document = '<?xml version="1.0" encoding="iso-8859-1"?>' + G2.format(
        attributes="", content="<contentMeta><headline>\u201cYes\u201d</headline></contentMeta>"
    )

    item = one(document, encoding="windows-1252")

    assert (item.headline, item.warnings) == ("\u201cYes\u201d", ())


def test_an_undeclared_encoding_is_what_the_headers_say() -> None:
    document = G2.format(attributes="", content="<contentMeta><headline>Łódź</headline></contentMeta>")

    (item,) = read_items(document.encode("iso-8859-2"), charset="iso-8859-2")

    assert (item.headline, item.warnings) == ("Łódź", ())


def test_an_entity_hidden_in_another_encoding_is_refused() -> None:
    bomb = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE n [<!ENTITY a "ha">]><nitf/>'

    for encoding in ("utf-16", "utf-16-be", "utf-32", "windows-1252"):
        with pytest.raises(WireFormatError, match="entity"):
            read_items(bomb.encode(encoding))


def test_json_in_cp1252_is_read() -> None:
    assert one({"uri": "urn:a", "headline": "x"}, encoding="cp1252").headline == "x"
    assert read_items('{"uri": "urn:a", "headline": "Brøndby"}'.encode("cp1252"))[0].headline == "Brøndby"


def test_space_before_the_xml_declaration_does_no_harm() -> None:
    assert one('\n\n<?xml version="1.0"?>' + G2.format(attributes="", content="")).guid == "urn:a"


def test_a_list_of_ninjs_documents_gives_several_items() -> None:
    items = read_items(b'[{"uri": "urn:a"}, {"uri": "urn:b"}]')

    assert [item.guid for item in items] == ["urn:a", "urn:b"]


def test_a_message_reads_its_news_and_says_what_it_left() -> None:
    message = "<newsMessage><itemSet><conceptItem guid='c'/><newsItem guid='a'/><newsItem/></itemSet></newsMessage>"

    (item,) = read_items(message.encode())

    assert item.guid == "a"
    assert any("conceptItem" in warning for warning in item.warnings)
    assert any("no guid" in warning for warning in item.warnings)


@pytest.mark.parametrize(
    ("version", "number"),
    [("7", 7), ("07", 7), ("v7", 7), ("7.2", 7), ("0", 0), ("", 1), ("draft", 1), ("9" * 40, int("9" * 18))],
)
def test_a_version_is_a_number_that_a_column_holds(version: str, number: int) -> None:
    assert one({"uri": "urn:a", "version": version}).version == number


def test_a_version_that_is_a_time_orders_by_it() -> None:
    earlier = one({"uri": "urn:a", "version": "2026-04-24T10:00:00Z"})
    later = one({"uri": "urn:a", "version": "2026-04-24T11:00:00Z"})

    assert earlier.version_created_at is not None
    assert later.version_created_at is not None
    assert (earlier.version, earlier.version_created_at) < (later.version, later.version_created_at)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ('qcode="medtop:20000065"', ("mediatopic", "20000065")),
        ('uri="http://cv.iptc.org/newscodes/mediatopic/20000065"', ("mediatopic", "20000065")),
        ('uri="https://cv.iptc.org/newscodes/mediatopic/20000065/"', ("mediatopic", "20000065")),
        ('qcode="subj:18003000"', ("subjectcode", "18003000")),
        ('uri="http://cv.iptc.org/newscodes/subjectcode/18003000"', ("subjectcode", "18003000")),
        ('qcode="dpasubject:432"', ("dpasubject", "432")),
        ('uri="https://www.example.org"', ("", "https://www.example.org")),
    ],
)
def test_subjects_name_their_vocabulary_plainly(subject: str, expected: tuple[str, str]) -> None:
    item = g2(f"<contentMeta><subject {subject}><name>Topic</name></subject></contentMeta>")

    assert [(found.scheme, found.code) for found in item.subjects] == [expected]


@pytest.mark.parametrize(
    ("meta", "credit"),
    [
        ('<itemMeta><provider qcode="nprov:AP"/></itemMeta>', "Associated Press"),
        ('<itemMeta><provider literal="reuters.com"/></itemMeta>', "Reuters"),
        ('<itemMeta><provider uri="http://cv.iptc.org/newsprovider/AFP"/></itemMeta>', "Agence France-Presse"),
        ('<itemMeta><provider qcode="nprov:dpa"><name>dpa</name></provider></itemMeta>', "dpa"),
        ("<contentMeta><creditline>AP</creditline></contentMeta>", "Associated Press"),
        ("<contentMeta><creditline>STT\u2013</creditline></contentMeta>", "STT"),
        ('<contentMeta><infoSource literal="Opta"/></contentMeta>', "Opta"),
        ("<rightsInfo><copyrightHolder><name>Hafenkurier</name></copyrightHolder></rightsInfo>", "Hafenkurier"),
    ],
)
def test_the_credit_is_the_name_to_print(meta: str, credit: str) -> None:
    assert g2(meta).credit == credit


def test_a_byline_that_only_the_copy_has_moves_out_of_it() -> None:
    item = one({"uri": "urn:a", "body_html": "<p>By Toby Davis and Ann de Vries</p><p>LONDON - It rained.</p>"})

    assert item.bylines == ("Toby Davis and Ann de Vries",)
    assert item.body_html == "<p>LONDON - It rained.</p>"


def test_a_first_paragraph_that_is_a_sentence_stays() -> None:
    item = one({"uri": "urn:a", "body_html": "<p>By noon it rained.</p><p>It stopped.</p>"})

    assert item.bylines == ()
    assert item.body_html.startswith("<p>By noon")


def test_an_empty_embargoed_means_until_further_notice() -> None:
    assert g2("<itemMeta><embargoed/></itemMeta>").unreadable_embargo == "embargoed until further notice"


def test_a_picture_in_a_text_item_stands_with_it() -> None:
    item = g2(
        '<itemMeta><itemClass qcode="ninat:text"/></itemMeta>'
        '<contentMeta><headline>H</headline><description role="drol:caption">Cap</description></contentMeta>'
        "<contentSet><inlineXML><html><body><p>x</p></body></html></inlineXML>"
        '<remoteContent href="a.jpg" contenttype="image/jpeg" rendition="rnd:highRes"/>'
        '<remoteContent href="b.jpg" contenttype="image/jpeg" rendition="rnd:web"/></contentSet>'
    )

    assert item.kind is Kind.TEXT
    assert [[one.href for one in found.renditions] for found in item.pictures] == [["a.jpg", "b.jpg"]]
    assert item.pictures[0].caption == "Cap"
    assert item.standfirst == ""


def test_a_figure_in_the_copy_is_a_picture_and_its_alt_text_is_not_the_caption_again() -> None:
    figure = '<figure><img src="a.jpg" alt="Same"/><figcaption>Same</figcaption></figure>'
    html = figure + '<p>x</p><img src="b.jpg" alt="Bee"/>'

    item = one({"uri": "urn:a", "body_html": html})

    assert [(found.caption, found.alt_text) for found in item.pictures] == [("Same", ""), ("", "Bee")]
    assert item.body_html == "<p>x</p>"


def test_nitf_release_at_the_issue_is_no_embargo() -> None:
    item = nitf('<doc-id id-string="n1"/><date.issue norm="20260424T1000Z"/><date.release norm="20260424T1000Z"/>')

    assert (item.embargoed_until, item.unreadable_embargo) == (None, "")


def test_nitf_that_is_embargoed_without_a_release_is_so_until_further_notice() -> None:
    document = '<nitf><head><docdata management-status="embargoed"><doc-id id-string="a"/></docdata></head></nitf>'

    assert one(document).unreadable_embargo == "embargoed until further notice"


def test_nitf_without_doc_id_is_known_by_source_day_and_slug() -> None:
    docdata = '<doc-id regsrc="AP"/><date.issue norm="20260424T101500Z"/>'

    first = nitf(docdata, head="<hedline><hl1>Bridge opens</hl1></hedline>")
    again = nitf(
        docdata, head="<hedline><hl1>Bridge opens</hl1></hedline>", content="<body.content><p>x</p></body.content>"
    )

    assert first.guid == again.guid == "nitf:AP:2026-04-24:Bridge opens"
    assert "no doc-id" in first.warnings[0]


def test_nitf_keeps_the_words_of_an_abstract_apart() -> None:
    assert nitf(head="<abstract><p>One.</p><p>Two.</p></abstract>").standfirst == "One. Two."


def test_html_entities_of_a_nitf_dtd_are_spelled_out() -> None:
    document = '<!DOCTYPE nitf SYSTEM "nitf-3-5.dtd">' + NITF.format(
        docdata='<doc-id id-string="a"/>', head="<hedline><hl1>Caf&eacute;&nbsp;au lait</hl1></hedline>", content=""
    )

    assert one(document).headline == "Café\u00a0au lait"


def test_a_picture_item_hands_its_usage_terms_to_its_picture() -> None:
    item = g2(
        "<rightsInfo><usageTerms>No use in Norway</usageTerms></rightsInfo>"
        '<itemMeta><itemClass qcode="ninat:picture"/></itemMeta>'
        '<contentSet><remoteContent href="a.jpg" contenttype="image/jpeg"/></contentSet>'
    )

    assert item.kind is Kind.PICTURE
    assert item.pictures[0].usage_terms == "No use in Norway"


def test_an_image_among_a_ninjs_storys_own_renditions_is_its_picture() -> None:
    renditions = {"main": {"href": "https://example.org/a.jpg?x=1", "width": 900}}

    item = one({"uri": "urn:a", "body_text": "x", "description_caption": "Cap", "renditions": renditions})

    assert item.kind is Kind.TEXT
    assert [(found.caption, found.alt_text, found.renditions[0].width) for found in item.pictures] == [("Cap", "", 900)]


def test_markup_in_a_body_that_is_called_plain_is_still_markup() -> None:
    assert one({"uri": "urn:a", "body_text": "It <b>rained</b>."}).body_html == "<p>It <strong>rained</strong>.</p>"
