"""Prints the pictures of the edition, with caption, credit and copyright embedded as agencies embed them."""

from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from broadsheet.demo.drawing import arts, games, land, shore, town
from broadsheet.demo.drawing.printing import DAY, DUSK, MEADOW, STORM, Motif, Palette, Sheet
from broadsheet.demo.edition import StoryPicture
from broadsheet.demo.newspaper import COPYRIGHT
from broadsheet.environment.files import write_whole

LARGEST = 250_000  # bytes
_QUALITIES = (60, 46, 32)

MOTIFS: dict[str, tuple[Motif, Palette]] = {
    "albatross": (shore.albatross, DAY),
    "ballot": (town.ballot, DAY),
    "bank": (town.bank, DAY),
    "bars": (town.bars, DAY),
    "books": (arts.books, MEADOW),
    "bridge": (town.bridge, DUSK),
    "cellist": (arts.cellist, DUSK),
    "chart": (town.chart, DAY),
    "cinema": (arts.cinema, DUSK),
    "container-ship": (shore.container_ship, DUSK),
    "cranes": (shore.cranes, DAY),
    "cyclists": (games.cyclists, MEADOW),
    "debate": (town.debate, DAY),
    "deep-sea": (shore.deep_sea, STORM),
    "factory": (land.factory, DUSK),
    "ferry-berth": (shore.ferry_berth, DAY),
    "ferry-sea": (shore.ferry_sea, DUSK),
    "fishing-harbour": (shore.fishing_harbour, MEADOW),
    "fog": (shore.fog, STORM),
    "gallery": (arts.gallery, DAY),
    "hills": (land.hills, MEADOW),
    "lighthouse": (shore.lighthouse, DAY),
    "mountains": (land.mountains, DAY),
    "night-harbour": (shore.night_harbour, MEADOW),
    "palms": (land.palms, DUSK),
    "parliament": (town.parliament, DAY),
    "picket": (shore.picket, DAY),
    "pitch": (games.pitch, MEADOW),
    "podium": (town.podium, MEADOW),
    "portrait": (town.portrait, DAY),
    "pylons": (land.pylons, STORM),
    "regatta": (shore.regatta, DAY),
    "rowers": (games.rowers, MEADOW),
    "small-plane": (land.small_plane, DAY),
    "stadium": (games.stadium, DUSK),
    "stage": (arts.stage, DAY),
    "storm-coast": (shore.storm_coast, STORM),
    "storm-sea": (shore.storm_sea, STORM),
    "striker": (games.striker, DAY),
    "tennis": (games.tennis, DAY),
    "torii": (land.torii, DAY),
    "tram": (town.tram, MEADOW),
    "turbines": (shore.turbines, DAY),
    "umbrellas": (land.umbrellas, STORM),
    "volcano": (land.volcano, STORM),
    "whale": (shore.whale, DUSK),
    "windmill": (land.windmill, MEADOW),
}


def print_picture(picture: StoryPicture) -> bytes:
    """
    The JPEG of a picture, 1600 by 1067 pixels and at most 250 KB; the same bytes each time.

    :raises KeyError: if it asks for a motif that nobody drew
    """
    motif, palette = MOTIFS[picture.motif]
    sheet = Sheet(palette=palette, seed=picture.seed)
    motif(sheet)
    impression = sheet.printed()
    if picture.mirrored:
        impression = ImageOps.mirror(impression)
    return _jpeg(impression, xmp=_packet(picture))


def save_picture(picture: StoryPicture, folder: Path) -> Path:
    """Print a picture into a folder, unless it is there already, and give its path; never seen half-written."""
    path = folder / picture.name
    if not path.exists():
        write_whole(path, print_picture(picture))
    return path


def lay_picture(picture: StoryPicture, folder: Path, *, plates: Path) -> None:
    """Put a copy of the picture from the plates into a folder, drawing it first where nobody did."""
    plate, path = save_picture(picture, plates), folder / picture.name
    if not path.exists():
        write_whole(path, plate.read_bytes())


def _jpeg(image: Image.Image, *, xmp: bytes) -> bytes:
    # Halftones are hard to compress: the quality goes down until the print fits.
    for quality in _QUALITIES:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, xmp=xmp)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


def _packet(picture: StoryPicture) -> bytes:
    """An XMP packet with the IPTC Photo Metadata fields that newsrooms read, alt text among them."""
    fields = "".join(
        f"<{name}>{_alternative(text)}</{name}>"
        for name, text in (
            ("dc:description", picture.caption),
            ("dc:rights", f"© {COPYRIGHT}"),
            ("Iptc4xmpCore:AltTextAccessibility", picture.alt_text),
        )
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
        f"{fields}<photoshop:Credit>{escape(picture.credit)}</photoshop:Credit>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
