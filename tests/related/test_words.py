"""A story's stored body as the plain text that is indexed."""

from broadsheet.related.words import body_text, encodable


def test_every_kind_of_block_gives_its_text_a_line_a_paragraph() -> None:
    blocks = [
        {"type": "text", "value": "<p>Boats &amp; crews<br/>wait.</p><ul><li><b>One</b></li><li>Two</li></ul>"},
        {"type": "heading", "value": "At the quay"},
        {"type": "picture", "value": {"picture": 7, "caption": "A berth"}},
        {"type": "quote", "value": {"text": "No boat sails.", "speaker": "Ruth Okafor"}},
        {"type": "aside", "value": {"heading": "In short", "text": "<p>Fares stay.</p>"}},
        {"type": "table", "value": {"data": [["Port", None], ["Aldmoor", "3"]]}},
        {"type": "table", "value": None},
    ]

    text = body_text(blocks)

    assert text.split("\n") == [
        "Boats & crews", "wait.", "One", "Two", "At the quay", "A berth", "No boat sails.", "Ruth Okafor",
        "In short", "Fares stay.", "Port", "Aldmoor", "3",
    ]  # fmt: skip


def test_a_lone_surrogate_becomes_a_question_mark() -> None:
    assert encodable("Fer\ud800ry") == "Fer?ry"
