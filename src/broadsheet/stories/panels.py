"""The story's form in the order in which a newsroom thinks: words, placing, time, notes."""

from typing import Any

from wagtail.admin.compare import ForeignObjectComparison
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from broadsheet.stories.topic_chooser import TopicChooser
from broadsheet.stories.visibility import headline_for_whoever_asks

MOST_PINS = 5  # as many as stand in Related Stories
MOST_BANS = 50


class _Named(FieldPanel):
    """A field that is called in comparisons of versions as it is in the form; Wagtail takes the column's name there."""

    def get_comparison_class(self) -> Any:
        comparison, name = super().get_comparison_class(), self.heading
        return comparison and type(comparison.__name__, (comparison,), {"field_label": lambda _: name})


class HeadlinePanel(_Named, TitleFieldPanel):
    """A story's headline."""


class NamedPanel(_Named):
    """Any other field with a heading of its own."""


class StoryComparison(ForeignObjectComparison):
    """Calls a story what the person who compares may know of it; Wagtail's own names it by its title."""

    def get_objects(self) -> tuple[str | None, ...]:
        return tuple(story and headline_for_whoever_asks(story) for story in super().get_objects())


class StoryPanel(FieldPanel):
    """Another story, chosen from those that somebody may know of."""

    def get_comparison_class(self) -> Any:
        return StoryComparison


STORY_TABS = TabbedInterface(
    [
        ObjectList(
            [
                HeadlinePanel(
                    "title",
                    heading="Headline",
                    placeholder="Headline",
                    help_text="What readers see first; its words make the address until it is published",
                ),
                FieldPanel("kicker", help_text="One or two words above the headline"),
                FieldPanel("standfirst", help_text="What the story says, in a sentence or two"),
                InlinePanel("bylines", heading="Bylines", label="Byline"),
                FieldPanel("dateline", help_text="Where it was reported from: LISBON"),
                MultiFieldPanel([FieldPanel("lead_picture"), FieldPanel("lead_caption")], heading="Lead picture"),
                FieldPanel("body"),
                NamedPanel("source_credit", heading="Source"),
                FieldPanel("topics", help_text="What it is about", widget=TopicChooser),
            ],
            heading="Story",
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("in_latest"), FieldPanel("in_popular"), FieldPanel("shows_lists")],
                    heading="Lists",
                ),
                MultiFieldPanel(
                    [
                        MultipleChooserPanel(
                            "related_pins",
                            chooser_field_name="other",
                            heading="Stand first",
                            label="pinned story",
                            max_num=MOST_PINS,
                            help_text="In this order, before those that Broadsheet finds. "
                            "One that is not published, or was withdrawn, is left out",
                        ),
                        MultipleChooserPanel(
                            "related_bans",
                            chooser_field_name="other",
                            heading="Never stand there",
                            label="banned story",
                            max_num=MOST_BANS,
                            help_text="Not in Related Stories of this one, and not as what happened since",
                        ),
                    ],
                    heading="Related Stories",
                ),
                FieldRowPanel([NamedPanel("slug", heading="Address"), FieldPanel("urgency")]),
                NamedPanel("search_description", heading="Description for search engines"),
            ],
            heading="Placing",
        ),
        ObjectList(
            [
                FieldPanel("embargoed_until", help_text="No way of publishing lets it out before this second"),
                PublishingPanel(),
            ],
            heading="Time",
        ),
        ObjectList(
            [
                FieldPanel("notes", help_text="For the newsroom; never published"),
                CommentPanel(),  # shows nothing here: it lets comments stand at every field
            ],
            heading="Notes",
        ),
    ]
)

SECTION_TABS = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("title", heading="Name", placeholder="Name", help_text="As it stands in the menu"),
                FieldPanel("description"),
            ],
            heading="Section",
        ),
        ObjectList([FieldPanel("slug", heading="Address"), FieldPanel("show_in_menus")], heading="Placing"),
    ]
)

PAPER_PAGE_TABS = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel("title", heading="Title", placeholder="Title", help_text="As it stands in the footer"),
                FieldPanel("body"),
                MultiFieldPanel(
                    [FieldPanel("in_footer"), FieldPanel("shows_contact"), FieldPanel("names_others")],
                    heading="Beside its words",
                ),
            ],
            heading="Page",
        ),
        ObjectList(
            [
                FieldPanel("slug", heading="Address", help_text="Readers who know an earlier one are led here"),
                FieldPanel("search_description", heading="Description for search engines"),
            ],
            heading="Placing",
        ),
    ]
)

HOME_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("title", heading="Name of the paper", help_text="Stands above every page"),
                FieldPanel("search_description"),
            ],
            heading="Paper",
        )
    ]
)

BYLINE_PANELS = [
    FieldRowPanel([FieldPanel("author"), FieldPanel("name", help_text="Or a name that has no author page")])
]

PICK_PANELS = [StoryPanel("other", heading="Story")]
