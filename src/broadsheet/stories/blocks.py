"""
What a story's body is made of, as editors work with it.

`anatomy` says what each block holds; a new block has its line there, too.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.stories.embeds import embedded, site_names

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
WORDS = pgettext_lazy("group of blocks", "Words")
PICTURES = _("Pictures and recordings")
MORE = pgettext_lazy("group of blocks", "More")
MOST_IN_A_GALLERY = 40
MOST_RELATED = 6

# What editors call the parts of a body. As an argument of each block a label would stand in the migrations as well.
_LABELS = {
    "address": _("Address"),
    "aside": _("Aside"),
    "caption": _("Caption"),
    "document": _("Document"),
    "gallery": _("Gallery"),
    "heading": _("Heading"),
    "label": pgettext_lazy("of a document", "Label"),
    "picture": _("Picture"),
    "pictures": _("Pictures"),
    "quote": _("Quote"),
    "recording": _("Recording"),
    "source": _("Source"),
    "speaker": _("Speaker"),
    "stories": _("Stories"),
    "table": _("Table"),
    "text": _("Text"),
    "title": _("Title"),
}


class _Labelled(blocks.Block):
    """Calls the blocks inside by their labels, unless they have one of their own."""

    child_blocks: Mapping[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, block in self.child_blocks.items():
            block.label = block.meta.label or _LABELS[name]


class PictureBlock(_Labelled, blocks.StructBlock):
    picture = ImageChooserBlock()
    caption = blocks.TextBlock(required=False, help_text=_("Left empty, the picture's own caption stands"))

    class Meta:
        icon = "image"
        group = PICTURES
        description = _("One picture with its caption and credit")


class GalleryBlock(_Labelled, blocks.StructBlock):
    heading = blocks.CharBlock(required=False, help_text=_("Above the pictures; may stay empty"))
    pictures = blocks.ListBlock(
        PictureBlock(),
        min_num=1,  # a killed picture is taken out without ado
        max_num=MOST_IN_A_GALLERY,
        help_text=_("Readers see them side by side, each with its own caption and credit"),
    )

    class Meta:
        icon = "image"
        group = PICTURES
        description = _("Several pictures side by side")


class QuoteBlock(_Labelled, blocks.StructBlock):
    text = blocks.TextBlock()
    speaker = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"
        group = WORDS
        description = _("Words of somebody, set large")


class AsideBlock(_Labelled, blocks.StructBlock):
    heading = blocks.CharBlock(required=False)
    text = blocks.RichTextBlock(features=TEXT_FEATURES)

    class Meta:
        icon = "doc-full-inverse"
        group = WORDS
        description = _("A box beside the story: background, a list of facts")


class DocumentBlock(_Labelled, blocks.StructBlock):
    document = DocumentChooserBlock(help_text=_("Readers can download it as it is"))
    label = blocks.CharBlock(required=False, help_text=_("What it is; left empty, the document's title stands"))

    class Meta:
        icon = "doc-full"
        group = MORE
        description = _("A file to download, with its kind and size")


class RelatedBlock(_Labelled, blocks.StructBlock):
    heading = blocks.CharBlock(required=False, help_text=_("Left empty: Read also"))
    stories = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="broadsheet_stories.StoryPage"),
        min_num=1,
        max_num=MOST_RELATED,
        help_text=_("They stand nowhere else on the page. One that is not published, or was withdrawn, is left out"),
    )

    class Meta:
        icon = "link"
        group = MORE
        description = _("Other stories of the paper that readers should know")


class RecordingBlock(_Labelled, blocks.StructBlock):
    recording = SnippetChooserBlock(
        "broadsheet_media.Recording", help_text=_("A film or a sound of the newsroom's own; it needs a credit")
    )
    caption = blocks.TextBlock(required=False, help_text=_("Left empty, the recording's title stands"))

    class Meta:
        icon = "media"
        group = PICTURES
        description = _("A film or a sound that plays on the page; nothing is loaded before a reader starts it")


class EmbedBlock(_Labelled, blocks.StructBlock):
    address = blocks.URLBlock(max_length=500, help_text=_("Of one film, post, chart or sound, copied from the browser"))
    title = blocks.CharBlock(help_text=_("What it is, for readers who do not load it: Film of the harbour fire"))
    source = blocks.CharBlock(required=False, help_text=_("Whose it is: Aldhaven fire brigade"))

    class Meta:
        icon = "link-external"
        group = MORE
        description = _(
            "Readers see what it is, with a link; nothing of the other site is loaded unless they ask for it"
        )

    def clean(self, value: Any) -> Any:
        """:raises StructBlockValidationError: if the address shows nothing of a site that is known here"""
        cleaned = super().clean(value)
        if embedded(cleaned["address"]) is None:
            reason = gettext(
                "This is no address of one thing on %(sites)s. Put other addresses into the text, as links."
            )
            refusal = ValidationError(reason % {"sites": site_names()})
            raise StructBlockValidationError(block_errors={"address": refusal})
        return cleaned

    def extract_references(self, value: Any) -> Iterator[tuple[type[Any], str, str, str]]:
        """The site among them, so that it is known which stories its setting concerns."""
        yield from super().extract_references(value)
        found = embedded(value.get("address") or "")
        if found is not None:
            yield apps.get_model("broadsheet_stories", "EmbedSite"), found.key, "address", "address"


class BodyBlock(_Labelled, blocks.StreamBlock):
    text = blocks.RichTextBlock(features=TEXT_FEATURES, group=WORDS, description=_("Paragraphs, lists and links"))
    heading = blocks.CharBlock(icon="title", group=WORDS, description=_("A line between paragraphs"))
    quote = QuoteBlock()
    aside = AsideBlock()
    table = TableBlock(group=WORDS, description=_("Rows and columns of words or figures"))
    picture = PictureBlock()
    gallery = GalleryBlock()
    recording = RecordingBlock()
    related = RelatedBlock(label=_("Read also"))
    document = DocumentBlock()
    embed = EmbedBlock(label=_("From another site"))

    class Meta:
        required = False


class PaperBody(_Labelled, blocks.StreamBlock):
    """Of a page of the paper's own: words, pictures and tables. What belongs to news is a story's alone."""

    text = blocks.RichTextBlock(features=TEXT_FEATURES, group=WORDS, description=_("Paragraphs, lists and links"))
    heading = blocks.CharBlock(icon="title", group=WORDS, description=_("A line between paragraphs"))
    aside = AsideBlock()
    table = TableBlock(group=WORDS, description=_("Rows and columns of words or figures"))
    picture = PictureBlock()

    class Meta:
        required = False
