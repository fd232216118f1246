"""
The paper's own pages: about, contact, privacy and what else an administrator adds. Models of `stories.models`.

They stand right under the home page, in no section and in no list. What is written in them is made of a story's own
blocks; whoever may set the paper's identity writes them.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester

from broadsheet.stories.blocks import PaperBody
from broadsheet.stories.forms import PaperPageForm
from broadsheet.stories.panels import PAPER_PAGE_TABS
from broadsheet.stories.previews import draw_preview

MAY_WRITE = "broadsheet_stories.change_identity"


class PaperPagePermissions(PagePermissionTester):
    """Rights on the home page, which chiefs have too, give none on the paper's own pages."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if not may_write_for_the_paper(user):
            self.permissions: set[str] = set()


class PaperPage(Page):
    """One of them, at "/about/"; its words are a draft until they are published, as a story's are."""

    body = StreamField(PaperBody(), blank=True)
    in_footer = models.BooleanField(
        _("in the footer"), default=True, help_text=_("A link stands at the foot of every page")
    )
    shows_contact = models.BooleanField(
        _("shows how to reach you"),
        default=False,
        help_text=_("Below its words stand the contact address and the accounts of the paper (Settings, The paper)"),
    )
    names_others = models.BooleanField(
        _("names third parties"),
        default=False,
        help_text=_("Below its words stand the hosts of others that readers' pages load from (Settings, The paper)"),
    )

    private_page_options: list[str] = []
    parent_page_types = ["broadsheet_stories.HomePage"]
    subpage_types: list[str] = []
    base_form_class = PaperPageForm
    edit_handler = PAPER_PAGE_TABS

    class Meta:
        app_label = "broadsheet_stories"
        verbose_name = _("page of the paper")
        verbose_name_plural = _("pages of the paper")

    def permissions_for_user(self, user: Any) -> PaperPagePermissions:
        return PaperPagePermissions(user, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  Wagtail's signature
        return draw_preview(self, request)


def may_write_for_the_paper(user: Any) -> bool:
    """Whether somebody may make and change the paper's own pages: administrators."""
    return bool(user.is_active and user.has_perm(MAY_WRITE))
