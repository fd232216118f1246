"""Who works at The Test Courier, and what stands in its newsroom when a test begins."""

import io
from datetime import timedelta

from PIL import Image

PASSWORD = "a password of ten"
CAPTION = "The ferry Havsula leaves Sandvik on Monday."
CREDIT = "Jon Rask/Harbour Pictures"
ALT_TEXT = "A white ferry with its bow doors closed, gulls above it"
OLDER = "Lighthouse keeper retires"
WAITING = "Island ferry returns after nine days"
BY_KEYS = "Gull steals the lunch of a mayor"
TO_CORRECT = "Council opens its books"
TO_WITHDRAW = "Mayor said to step down"

XMP = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
<photoshop:Credit>{CREDIT}</photoshop:Credit>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION}</rdf:li></rdf:Alt></dc:description>
<core:AltTextAccessibility>{ALT_TEXT}</core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def picture_bytes(shade: int) -> bytes:
    """A small JPEG that says of itself what it shows, who made it, and what stands under it."""
    made = io.BytesIO()
    Image.new("RGB", (1200, 800), (40, 90, shade)).save(made, "JPEG", quality=60, xmp=XMP.encode())
    return made.getvalue()


def begin() -> None:
    """Bring in the people, four published stories, and one that a reporter has submitted. Needs Django running."""
    from django.utils import timezone

    from broadsheet.accounts.actions import make_person
    from broadsheet.accounts.roles import Role
    from broadsheet.media.actions import add_picture
    from broadsheet.stories.actions import draft_story, publish_story
    from broadsheet.stories.models import SectionPage

    world, now = SectionPage.objects.get(slug="world"), timezone.now()
    rita = make_person("rita", name="Rita Rowe", email="rita@paper.example", password=PASSWORD, role=Role.REPORTER)
    make_person(
        "ed", name="Ed Eames", email="ed@paper.example", password=PASSWORD, role=Role.SECTION_EDITOR, sections=["World"]
    )
    make_person("sam", name="Sam Stone", email="sam@paper.example", password=PASSWORD, role=Role.REPORTER)
    make_person("chris", name="Chris Chief", email="chris@paper.example", password=PASSWORD, role=Role.CHIEF)
    for hours, headline in enumerate((TO_WITHDRAW, TO_CORRECT, OLDER, BY_KEYS), start=1):
        story = draft_story(
            world, headline=headline, body_html="<p>It cost nine crowns.</p>", owner=rita, now=now - timedelta(days=1)
        )
        publish_story(story, by=None, now=now - timedelta(hours=hours))
    waiting = draft_story(
        world,
        headline=WAITING,
        standfirst="The only ferry to the outer islands sails again.",
        bylines=["Rita Rowe"],
        source_credit="Harbour Wire",
        body_html="<p>The ferry left the quay at six in the morning.</p>",
        lead_picture=add_picture(picture_bytes(90), name="waiting.jpg", owner=rita),
        owner=rita,
        now=now,
    )
    waiting.get_workflow().start(waiting, user=rita)


def press() -> None:
    """Press all that waits, as the clerk would."""
    from django.utils import timezone

    from broadsheet.press.tasks import press_waiting

    while press_waiting(timezone.now()):
        pass
