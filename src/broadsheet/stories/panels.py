"""The story's form in the order in which a newsroom thinks: words, placing, time, notes."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

STORY_TABS = TabbedInterface(
    [
        ObjectList(
            [
                TitleFieldPanel(
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
                FieldPanel("source_credit", heading="Source"),
                FieldPanel("topics", help_text="What it is about; hold Ctrl, or Cmd on a Mac, to choose several"),
            ],
            heading="Story",
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("in_latest"), FieldPanel("in_popular"), FieldPanel("shows_lists")],
                    heading="Lists",
                ),
                FieldRowPanel([FieldPanel("slug", heading="Address"), FieldPanel("urgency")]),
                FieldPanel("search_description", heading="Description for search engines"),
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
        ObjectList([FieldPanel("notes", help_text="For the newsroom; never published")], heading="Notes"),
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
