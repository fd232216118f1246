"""
What a story's body is made of, as editors work with it.

`anatomy` says what each block holds; a new block has its line there, too.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.stories.embeds import embedded, site_names

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
WORDS, PICTURES, MORE = "Words", "Pictures and recordings", "More"
MOST_IN_A_GALLERY = 40
MOST_RELATED = 6


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock()
    caption = blocks.TextBlock(required=False, help_text="Left empty, the picture's own caption stands")

    class Meta:
        icon = "image"
        group = PICTURES
        description = "One picture with its caption and credit"


class GalleryBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, help_text="Above the pictures; may stay empty")
    pictures = blocks.ListBlock(
        PictureBlock(),
        min_num=1,  # a killed picture is taken out without ado
        max_num=MOST_IN_A_GALLERY,
        help_text="Readers see them side by side, each with its own caption and credit",
    )

    class Meta:
        icon = "image"
        group = PICTURES
        description = "Several pictures side by side"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    speaker = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"
        group = WORDS
        description = "Words of somebody, set large"


class AsideBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False)
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "doc-full-inverse"
        group = WORDS
        description = "A box beside the story: background, a list of facts"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(help_text="Readers can download it as it is")
    label = blocks.CharBlock(required=False, help_text="What it is; left empty, the document's title stands")

    class Meta:
        icon = "doc-full"
        group = MORE
        description = "A file to download, with its kind and size"


class RelatedBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, help_text="Left empty: Read also")
    stories = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="broadsheet_stories.StoryPage"),
        min_num=1,
        max_num=MOST_RELATED,
        help_text="They stand nowhere else on the page. One that is not published, or was withdrawn, is left out",
    )

    class Meta:
        icon = "link"
        group = MORE
        description = "Other stories of the paper that readers should know"


class RecordingBlock(blocks.StructBlock):
    recording = SnippetChooserBlock(
        "broadsheet_media.Recording", help_text="A film or a sound of the newsroom's own; it needs a credit"
    )
    caption = blocks.TextBlock(required=False, help_text="Left empty, the recording's title stands")

    class Meta:
        icon = "media"
        group = PICTURES
        description = "A film or a sound that plays on the page; nothing is loaded before a reader starts it"


class EmbedBlock(blocks.StructBlock):
    address = blocks.URLBlock(max_length=500, help_text="Of one film, post, chart or sound, copied from the browser")
    title = blocks.CharBlock(help_text="What it is, for readers who do not load it: Film of the harbour fire")
    source = blocks.CharBlock(required=False, help_text="Whose it is: Aldhaven fire brigade")

    class Meta:
        icon = "link-external"
        group = MORE
        description = "Readers see what it is, with a link; nothing of the other site is loaded unless they ask for it"

    def clean(self, value: Any) -> Any:
        """:raises StructBlockValidationError: if the address shows nothing of a site that is known here"""
        cleaned = super().clean(value)
        if embedded(cleaned["address"]) is None:
            reason = f"This is no address of one thing on {site_names()}. Put other addresses into the text, as links."
            raise StructBlockValidationError(block_errors={"address": ValidationError(reason)})
        return cleaned

    def extract_references(self, value: Any) -> Iterator[tuple[type[Any], str, str, str]]:
        """The site among them, so that it is known which stories its setting concerns."""
        yield from super().extract_references(value)
        found = embedded(value.get("address") or "")
        if found is not None:
            yield apps.get_model("broadsheet_stories", "EmbedSite"), found.key, "address", "address"


class BodyBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(features=TEXT_FEATURES, group=WORDS, description="Paragraphs, lists and links")
    heading = blocks.CharBlock(icon="title", group=WORDS, description="A line between paragraphs")
    quote = QuoteBlock()
    aside = AsideBlock()
    table = TableBlock(group=WORDS, description="Rows and columns of words or figures")
    picture = PictureBlock()
    gallery = GalleryBlock()
    recording = RecordingBlock()
    related = RelatedBlock(label="Read also")
    document = DocumentBlock()
    embed = EmbedBlock(label="From another site")

    class Meta:
        required = False


class PaperBody(blocks.StreamBlock):
    """Of a page of the paper's own: words, pictures and tables. What belongs to news is a story's alone."""

    text = blocks.RichTextBlock(features=TEXT_FEATURES, group=WORDS, description="Paragraphs, lists and links")
    heading = blocks.CharBlock(icon="title", group=WORDS, description="A line between paragraphs")
    aside = AsideBlock()
    table = TableBlock(group=WORDS, description="Rows and columns of words or figures")
    picture = PictureBlock()

    class Meta:
        required = False
