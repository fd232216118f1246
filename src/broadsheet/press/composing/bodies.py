"""A story's body: the blocks that editors work with become the blocks that readers' templates show."""

from collections.abc import Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.rich_text import expand_db_html

from broadsheet.look import pages as look
from broadsheet.press.composing.pictures import picture_view


def body_view(body: Any) -> tuple[look.BodyBlock, ...]:
    """Every block of a StreamField's value that shows something; two queries for all its pictures together."""
    pictures = [block.value["picture"] for block in body if block.block_type == "picture"]
    prefetch_related_objects([picture for picture in pictures if picture], "renditions")
    return tuple(view for block in body for view in _block_view(block.block_type, block.value))


def _block_view(kind: str, value: Any) -> Iterator[look.BodyBlock]:
    match kind:
        case "text":
            yield look.TextBlock(html=expand_db_html(value.source))
        case "heading":
            yield look.HeadingBlock(text=value)
        case "picture":
            picture = picture_view(value["picture"], caption=value["caption"])
            if picture:
                yield look.PictureBlock(picture=picture)
        case "quote":
            yield look.QuoteBlock(text=value["text"], speaker=value["speaker"])
        case "aside":
            yield look.AsideBlock(html=expand_db_html(value["text"].source), heading=value["heading"])
        case "table":
            if value and value.get("data"):
                yield _table_view(value)


def _table_view(value: Any) -> look.TableBlock:
    rows = tuple(tuple(str(cell or "") for cell in row) for row in value["data"])
    has_head = bool(value.get("first_row_is_table_header"))
    return look.TableBlock(
        head=rows[0] if has_head else (),
        rows=rows[1:] if has_head else rows,
        caption=value.get("table_caption") or "",
        has_row_heads=bool(value.get("first_col_is_header")),
    )
