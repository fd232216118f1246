"""Where editors arrange fronts: a list of pinned stories in the newsroom's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.fronts.models import FrontPin


class FrontPinViewSet(ModelViewSet):
    model = FrontPin
    name = "front_pins"
    icon = "pick"
    menu_label = _("Fronts")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["story", "front", "get_place_display", "position", "until"]
    list_filter = ["place"]
    ordering = ["front", "place", "position", "pk"]
    copy_view_enabled = False
    panels = [
        PageChooserPanel("front", ["broadsheet_stories.HomePage", "broadsheet_stories.SectionPage"]),
        PageChooserPanel("story", "broadsheet_stories.StoryPage"),
        FieldPanel("place"),
        FieldPanel("position"),
        FieldPanel("until"),
    ]


@hooks.register("register_admin_viewset")
def front_pins() -> FrontPinViewSet:
    return FrontPinViewSet()
