"""Pictures whose bytes came inside an item (attachments of mails, base64), read into the media library."""

from broadsheet.contracts.news import ItemPicture, Rendition
from broadsheet.media.models import Picture
from broadsheet.wire.pictures import kept_picture

_LETTERS_OF_NAME = 12  # of the digest: enough to tell files of one library apart by eye


def find_embedded(picture: ItemPicture) -> tuple[Picture | None, str] | None:
    """
    The library's picture of the largest file that came along, or None and what to tell the desk.

    None alone where none came along: then the picture has to be looked for where the item says.
    """
    inside = [rendition for rendition in picture.renditions if rendition.embedded]
    if not inside:
        return None
    largest = max(inside, key=lambda rendition: len(rendition.embedded))
    return kept_picture(picture, name=_name_of(largest), data=largest.embedded)


def _name_of(rendition: Rendition) -> str:
    digest = rendition.href.removeprefix("embedded:")[:_LETTERS_OF_NAME]
    return f"embedded-{digest}.{rendition.mimetype.rpartition('/')[2]}"
