"""A picture desk's morning in a browser: a dozen files at once, one of them put in another's place, one killed."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.desk import sign_in
from browser.running_site import RunningSite

pytestmark = pytest.mark.usefixtures("untroubled")

PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
<photoshop:Headline>Regatta {number}</photoshop:Headline>
<photoshop:Credit>Boat {number}/Harbour Pictures</photoshop:Credit>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Boat {number} rounds the buoy.</rdf:li></rdf:Alt></dc:description>
<core:AltTextAccessibility>A sail with the number {number}</core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def photo(number: int) -> bytes:
    """A picture of its own size and colour that says of itself which it is."""
    out = io.BytesIO()
    Image.new("RGB", (900, 600 + 40 * number), (20 * number, 60, 120)).save(
        out, "JPEG", xmp=PACKET.format(number=number).encode()
    )
    return out.getvalue()


def as_file(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def test_a_dozen_pictures_come_in_at_once_each_with_its_own_texts(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "rita")
    page.goto(f"{site.newsroom}/admin/images/multiple/add/")
    files = [as_file(f"DSC_{number:04}.jpg", photo(number)) for number in range(1, 13)]

    page.locator("#fileupload").set_input_files([*files, as_file("torn.jpg", photo(1)[:3000])])  # type: ignore[list-item]

    rows = page.locator("#upload-list > li")
    expect(page.locator("#upload-list > li.upload-success")).to_have_count(12, timeout=60_000)
    expect(page.locator("#upload-list > li.upload-failure")).to_contain_text("torn.jpg is damaged")
    for number in (1, 7, 12):
        row = rows.nth(number - 1)
        expect(row.get_by_label("Title")).to_have_value(f"Regatta {number}")
        expect(row.get_by_label("Caption")).to_have_value(f"Boat {number} rounds the buoy.")
        expect(row.get_by_label("Credit")).to_have_value(f"Boat {number}/Harbour Pictures")
        expect(row.get_by_label("Alt text")).to_have_value(f"A sail with the number {number}")
        expect(row.get_by_text("Taken from the file.")).to_have_count(4)


def test_an_editor_sees_what_cards_show_while_the_part_is_moved_by_keys(page: Page, site: RunningSite) -> None:
    sign_in(page, site, "ed")
    page.goto(f"{site.newsroom}/admin/images/multiple/add/")
    page.locator("#fileupload").set_input_files([as_file("tall.jpg", photo(15))])  # type: ignore[list-item]
    expect(page.locator("#upload-list > li.upload-success")).to_have_count(1)
    page.goto(f"{site.newsroom}/admin/images/?q=Regatta+15")
    page.locator("a.image-choice").first.click()
    shown = page.locator("[data-card] img").first
    before = shown.get_attribute("style")

    page.get_by_label("Choose the part that cards show by hand").check()
    page.get_by_label("Top to bottom").press("End")
    moved = shown.get_attribute("style")
    page.get_by_role("button", name="Save").click()
    page.locator("a.image-choice").first.click()

    expect(page.get_by_label("Choose the part that cards show by hand")).to_be_checked()
    expect(page.get_by_label("Top to bottom")).to_have_value("1000")
    assert before != moved
    assert shown.get_attribute("style") == moved
