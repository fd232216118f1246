"""NewsML 1.x: what it refuses, and the corners that agencies differ in."""

import base64

import pytest

from broadsheet.contracts.news import Kind, NewsItem, Signal, Status, WireFormatError
from broadsheet.formats.reading import read_items

IDENTITY = (
    "<Identification><NewsIdentifier><ProviderId>example.org</ProviderId><DateId>20260424</DateId>"
    '<NewsItemId>A1</NewsItemId><RevisionId PreviousRevision="0" Update="{update}">{revision}</RevisionId>'
    "</NewsIdentifier></Identification>"
)
TEXT = '<ContentItem><MediaType FormalName="Text"/><DataContent>{}</DataContent></ContentItem>'


def document(
    content: str, *, management: str = "", update: str = "N", revision: str = "1", envelope: str = ""
) -> bytes:
    identity = IDENTITY.format(update=update, revision=revision)
    inside = f"{identity}<NewsManagement>{management}</NewsManagement>{content}"
    return f"<NewsML><NewsEnvelope>{envelope}</NewsEnvelope><NewsItem>{inside}</NewsItem></NewsML>".encode()


def component(content: str, *, role: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    return f"<NewsComponent>{named}{content}</NewsComponent>"


def one(content: str, *, management: str = "", envelope: str = "", revision: str = "1") -> NewsItem:
    (item,) = read_items(document(content, management=management, envelope=envelope, revision=revision))
    return item


def test_revisions_of_one_item_share_their_identity_and_count_up() -> None:
    first, later = one(component(TEXT.format("x"))), one(component(TEXT.format("y")), revision="12")

    assert first.guid == later.guid == "urn:newsml:example.org:20260424:A1"
    assert (first.version, later.version) == (1, 12)


@pytest.mark.parametrize("update", ["U", "A"])
def test_a_revision_that_holds_only_changes_is_refused_by_name(update: str) -> None:
    with pytest.raises(WireFormatError, match="only changes"):
        read_items(document("", update=update))


def test_a_kill_needs_no_words_even_as_a_change() -> None:
    (item,) = read_items(document("", update="A", management='<Status FormalName="Canceled"/>'))

    assert item.status is Status.CANCELED
    assert Signal.KILL in item.signals


def test_an_item_without_identity_is_refused() -> None:
    with pytest.raises(WireFormatError, match="NewsIdentifier"):
        read_items(b"<NewsML><NewsItem/></NewsML>")


def test_a_damaged_item_does_not_stop_the_others_of_its_document() -> None:
    good = document(component(TEXT.format("x"))).replace(b"</NewsML>", b"<NewsItem/></NewsML>")

    (item,) = read_items(good)

    assert "could not be read" in item.warnings[0]


@pytest.mark.parametrize(
    ("management", "until", "words"),
    [
        ('<Status FormalName="Embargoed"/>', None, "embargoed until further notice"),
        (
            (
                '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
                "<DateAndTime>20260425T060000</DateAndTime></StatusWillChange>"
            ),
            None,
            "20260425T060000",
        ),
        (
            (
                '<Status FormalName="Usable"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
                "<DateAndTime>20260425T060000Z</DateAndTime></StatusWillChange>"
            ),
            "2026-04-25T06:00:00+00:00",
            "",
        ),
    ],
)
def test_an_embargo_ends_at_a_second_that_is_told_or_holds(management: str, until: str | None, words: str) -> None:
    item = one(component(TEXT.format("x")), management=management)

    assert (item.embargoed_until and item.embargoed_until.isoformat()) == until
    assert item.unreadable_embargo == words


def test_withheld_is_withheld_although_it_will_change() -> None:
    item = one(component(TEXT.format("x")), management='<Status FormalName="WITHHELD"/>')

    assert item.status is Status.WITHHELD


def test_a_status_that_nobody_knows_withholds_the_item() -> None:
    item = one(component(TEXT.format("x")), management='<Status FormalName="Archived"/>')

    assert item.status is Status.WITHHELD
    assert "Archived" in item.warnings[0]


def test_a_test_service_makes_test_items() -> None:
    item = one(component(TEXT.format("x")), envelope='<NewsService FormalName="Test"/>')

    assert Signal.TEST in item.signals


def test_lead_and_body_in_components_of_their_own_are_one_story() -> None:
    parts = "".join(
        component(TEXT.format(words), role=role) for role, words in [("Title", "T"), ("Lead", "L"), ("Body", "B")]
    )

    assert one(component(parts)).body_html == "<p>L</p>\n<p>B</p>"


def test_of_several_languages_the_items_own_is_read() -> None:
    described = '<DescriptiveMetadata><Language FormalName="{}"/></DescriptiveMetadata>'
    inside = described.format("fi") + "".join(
        component(described.format(language) + TEXT.format(language)) for language in ("sv", "fi")
    )

    item = one(component(inside))

    assert (item.language, item.body_html) == ("fi", "<p>fi</p>")


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("&lt;p&gt;A&lt;/p&gt;&lt;p&gt;B&lt;/p&gt;", "<p>A</p>\n<p>B</p>"),
        (
            "&lt;nitf&gt;&lt;body&gt;&lt;body.content&gt;&lt;p&gt;A&lt;/p&gt;&lt;/body.content&gt;&lt;/body&gt;&lt;/nitf&gt;",
            "<p>A</p>",
        ),
        ("<html><body><p>A</p></body></html>", "<p>A</p>"),
        ("One\n\nTwo &lt; 3", "<p>One</p>\n<p>Two &lt; 3</p>"),
    ],
)
def test_copy_is_read_as_markup_or_as_characters(content: str, body: str) -> None:
    assert one(component(TEXT.format(content))).body_html == body


def test_what_only_the_head_of_an_embedded_nitf_says_is_taken_from_there() -> None:
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Storm</hl1></hedline><byline>By Eva Lind</byline></body.head>"
        "<body.content><p>A</p></body.content></body></nitf>"
    )

    item = one(component(TEXT.format(nitf)))

    assert (item.headline, item.bylines, item.body_html) == ("Storm", ("Eva Lind",), "<p>A</p>")


def test_a_picture_in_base64_comes_with_the_item() -> None:
    data = base64.b64encode(b"not really a picture").decode()
    content = (
        '<ContentItem><MediaType FormalName="Photo"/><Encoding Notation="base64">'
        f"<DataContent>{data}</DataContent></Encoding></ContentItem>"
    )

    item = one(component(content))

    assert item.kind is Kind.PICTURE
    assert item.pictures[0].renditions[0].embedded == b"not really a picture"
    assert item.pictures[0].renditions[0].href.startswith("embedded:")


def test_a_list_of_other_items_is_a_package() -> None:
    item = one(component('<NewsItemRef NewsItem="urn:newsml:example.org:20260424:A2:3N"/>'))

    assert item.kind is Kind.PACKAGE
    assert [(link.guid, link.rel) for link in item.links] == [("urn:newsml:example.org:20260424:A2", "member")]
