"""The story's form in the order in which a newsroom thinks: words, placing, time, notes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
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
from wagtail.coreutils import safe_snake_case

from broadsheet.stories.topic_chooser import TopicChooser
from broadsheet.stories.visibility import headline_for_whoever_asks

MOST_PINS = 5  # as many as stand in Related Stories
MOST_BANS = 50


class _Named(FieldPanel):
    """A field that is called in comparisons of versions as it is in the form; Wagtail takes the column's name there."""

    def get_comparison_class(self) -> Any:
        comparison, name = super().get_comparison_class(), self.heading
        return comparison and type(comparison.__name__, (comparison,), {"field_label": lambda _self: name})


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


class _Findable:
    """What reminders lead to: its place on the page is called after its English heading in every language."""

    heading: Any

    @property
    def clean_name(self) -> str:
        with override("en"):
            return str(safe_snake_case(str(self.heading)))


class _Tab(_Findable, ObjectList):
    pass


class _Fields(_Findable, MultiFieldPanel):
    pass


class _Rows(_Findable, InlinePanel):
    pass


STORY_TABS = TabbedInterface(
    [
        _Tab(
            [
                HeadlinePanel(
                    "title",
                    heading=_("Headline"),
                    placeholder=_("Headline"),
                    help_text=_("What readers see first; its words make the address until it is published"),
                ),
                NamedPanel("kicker", heading=_("Kicker"), help_text=_("One or two words above the headline")),
                NamedPanel(
                    "standfirst", heading=_("Standfirst"), help_text=_("What the story says, in a sentence or two")
                ),
                _Rows("bylines", heading=_("Bylines"), label=_("Byline")),
                NamedPanel("dateline", heading=_("Dateline"), help_text=_("Where it was reported from: LISBON")),
                _Fields(
                    [
                        NamedPanel("lead_picture", heading=_("Lead picture")),
                        NamedPanel("lead_caption", heading=_("Lead caption")),
                    ],
                    heading=_("Lead picture"),
                ),
                NamedPanel("body", heading=_("Body")),
                NamedPanel("source_credit", heading=_("Source")),
                NamedPanel("topics", heading=_("Topics"), help_text=_("What it is about"), widget=TopicChooser),
            ],
            heading=_("Story"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        NamedPanel("in_latest", heading=_("In latest")),
                        NamedPanel("in_popular", heading=_("In popular")),
                        NamedPanel("shows_lists", heading=_("Shows lists")),
                    ],
                    heading=_("Lists"),
                ),
                MultiFieldPanel(
                    [
                        MultipleChooserPanel(
                            "related_pins",
                            chooser_field_name="other",
                            heading=_("Stand first"),
                            label=_("pinned story"),
                            max_num=MOST_PINS,
                            help_text=_(
                                "In this order, before those that Broadsheet finds. "
                                "One that is not published, or was withdrawn, is left out"
                            ),
                        ),
                        MultipleChooserPanel(
                            "related_bans",
                            chooser_field_name="other",
                            heading=_("Never stand there"),
                            label=_("banned story"),
                            max_num=MOST_BANS,
                            help_text=_("Not in Related Stories of this one, and not as what happened since"),
                        ),
                    ],
                    heading=_("Related Stories"),
                ),
                FieldRowPanel([NamedPanel("slug", heading=_("Address")), NamedPanel("urgency", heading=_("Urgency"))]),
                NamedPanel("search_description", heading=_("Description for search engines")),
            ],
            heading=_("Placing"),
        ),
        ObjectList(
            [
                NamedPanel(
                    "embargoed_until",
                    heading=_("Embargoed until"),
                    help_text=_("No way of publishing lets it out before this second"),
                ),
                PublishingPanel(),
            ],
            heading=_("Time"),
        ),
        ObjectList(
            [
                NamedPanel("notes", heading=_("Notes"), help_text=_("For the newsroom; never published")),
                CommentPanel(),  # shows nothing here: it lets comments stand at every field
            ],
            heading=_("Notes"),
        ),
    ]
)

SECTION_TABS = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel(
                    "title", heading=_("Name"), placeholder=_("Name"), help_text=_("As it stands in the menu")
                ),
                FieldPanel("description", heading=_("Description")),
            ],
            heading=_("Section"),
        ),
        ObjectList([FieldPanel("slug", heading=_("Address")), FieldPanel("show_in_menus")], heading=_("Placing")),
    ]
)

PAPER_PAGE_TABS = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel(
                    "title", heading=_("Title"), placeholder=_("Title"), help_text=_("As it stands in the footer")
                ),
                NamedPanel("body", heading=_("Body")),
                MultiFieldPanel(
                    [FieldPanel("in_footer"), FieldPanel("shows_contact"), FieldPanel("names_others")],
                    heading=_("Beside its words"),
                ),
            ],
            heading=_("Page"),
        ),
        ObjectList(
            [
                FieldPanel("slug", heading=_("Address"), help_text=_("Readers who know an earlier one are led here")),
                FieldPanel("search_description", heading=_("Description for search engines")),
            ],
            heading=_("Placing"),
        ),
    ]
)

HOME_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("title", heading=_("Name of the paper"), help_text=_("Stands above every page")),
                FieldPanel("search_description"),
            ],
            heading=_("Paper"),
        )
    ]
)

BYLINE_PANELS = [
    FieldRowPanel(
        [
            NamedPanel("author", heading=_("Author")),
            NamedPanel("name", heading=_("Name"), help_text=_("Or a name that has no author page")),
        ]
    )
]

PICK_PANELS = [StoryPanel("other", heading=_("Story"))]
