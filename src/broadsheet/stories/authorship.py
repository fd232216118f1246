"""Who writes, as readers may know them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from broadsheet.stories.calling import call_fields, call_model

MOST_LINKS = 8
_is_address = URLValidator(schemes=["https", "http"], message=_("Each line is a whole address, such as https://…"))


def check_links(text: str) -> None:
    """:raises ValidationError: if a line is no address of a page on the web, or there are too many"""
    lines = text.split()
    if len(lines) > MOST_LINKS:
        raise ValidationError(gettext("%(most)d addresses at most.") % {"most": MOST_LINKS})
    for line in lines:
        _is_address(line)


class Author(models.Model):
    """A name that may stand in a byline, and what readers learn of who bears it on a page of its own."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    role = models.CharField(max_length=120, blank=True, help_text=_("Beside the name, such as “Political editor”"))
    description = models.TextField(_("biography"), blank=True, help_text=_("An empty line begins a new paragraph"))
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="portrayed"
    )
    email = models.EmailField(
        _("e-mail for readers"), blank=True, help_text=_("Stands on the author's page for everybody")
    )
    links = models.TextField(
        _("pages elsewhere"),
        blank=True,
        validators=[check_links],
        help_text=_("One address a line, such as https://…"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="author"
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("slug", help_text=_("In /authors/…/; addresses that readers know keep leading there")),
                FieldPanel("role"),
            ],
            heading=_("In bylines"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("description"),
                FieldPanel("portrait"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("links")]),
            ],
            heading=_("On the author's page"),
        ),
        MultiFieldPanel(
            [FieldPanel("user", heading=_("Person"), help_text=_("Whose stories begin with this byline"))],
            heading=_("In the newsroom"),
        ),
    ]

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The biography as it stands on the page."""
        lines = self.description.replace("\r\n", "\n").split("\n\n")
        return tuple(" ".join(line.split()) for line in lines if line.strip())

    @property
    def places_elsewhere(self) -> tuple[tuple[str, str], ...]:
        """Each page elsewhere by its site's name: ("example.org", "https://www.example.org/@ada")."""
        return tuple(((urlsplit(link).hostname or link).removeprefix("www."), link) for link in self.links.split())


call_model(Author, one=_("author"), many=_("authors"))
call_fields(Author, name=_("name"), role=_("role"), portrait=_("portrait"), user=_("user"))
