"""
Who the paper is: motto, logo, colour, footer, accounts, and how it credits agencies. Models of `stories.models`.

One row, the same for every page. What of it stands on a page is pressed as pieces of the shell, so that a change
presses these and no story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.models import Orderable, PreviewableMixin

from broadsheet.look.colours import Accent, ColourError, accent_of
from broadsheet.media.models import Picture
from broadsheet.stories.calling import call_fields
from broadsheet.stories.hosts import HostError, host_of
from broadsheet.stories.identity_panels import (
    ACCOUNT_PANELS,
    CREDIT_PANELS,
    IDENTITY_TABS,
    THIRD_PARTY_PANELS,
    IdentityForm,
)
from broadsheet.stories.previews import draw_preview

LOGO_SUFFIXES = (".png", ".webp")  # both can be see-through; a JPEG stands in a box of its own colour
_ONLY_HTTPS = URLValidator(
    schemes=["https"], message=_("Give a whole address that begins with https://"), code="not_https"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLink:
    """A name, and the address that it leads to; "" is none."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """Somebody else whom every page lets in: for what, and with which script, if any."""

    host: str
    name: str = ""
    scripts: bool = False
    connections: bool = False
    pictures: bool = False
    frames: bool = False
    script: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """
    The paper's identity as pages are made with it.

    `credits` are by what the wire calls the agency, in lower case (`credit_key`). `menu_order` are numbers of sections;
    those that it does not name follow as they stand in the page tree.
    """

    motto: str = ""
    imprint: str = ""
    contact: str = ""
    accent: Accent | None = None
    logo: Picture | None = None
    dark_logo: Picture | None = None
    accounts: tuple[NamedLink, ...] = ()
    credits: Mapping[str, NamedLink] = field(default_factory=dict)
    menu_order: tuple[int, ...] = ()
    outsiders: tuple[Outsider, ...] = ()

    @property
    def logos(self) -> tuple[Picture, ...]:
        return tuple(picture for picture in (self.logo, self.dark_logo) if picture is not None)

    def credit(self, told: str) -> NamedLink:
        """How the paper credits whom a story's source names: in its own way where it has one, else as it is told."""
        return self.credits.get(credit_key(told)) or NamedLink(name=told)


def credit_key(told: str) -> str:
    """Under which an agency's credit is found, however it is spaced and whatever letters are large."""
    return " ".join(told.split()).casefold()


class Identity(PreviewableMixin, ClusterableModel, BaseGenericSetting):
    """The one row; its name, its language and its sections are kept where they were founded."""

    motto = models.CharField(
        max_length=120, blank=True, help_text=_("A line under the name of the paper; may stay empty")
    )
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Stands in the masthead in place of the name: PNG or WebP. Its alt text, else the paper's name, is "
            "what is read aloud"
        ),
    )
    dark_logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo on dark pages"),
        help_text=_("For readers whose screens are dark; left empty, the other one stands there too"),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_(
            "Links, kickers and buttons, as # and six digits: #a2191f. Left empty, the house's red. It must be "
            "read on the ground of the pages at 4.5 to 1"
        ),
    )
    dark_accent = models.CharField(
        _("accent colour on dark pages"),
        max_length=7,
        blank=True,
        help_text=_("Left empty, the accent colour is lightened until it is read there"),
    )
    imprint = models.TextField(
        blank=True, max_length=1000, help_text=_("At the foot of every page: who publishes it, where; may have lines")
    )
    contact = models.EmailField(
        _("contact address"),
        blank=True,
        help_text=_("Readers and machines write there: it stands on pages that show how to reach you"),
    )
    menu_order = models.JSONField(default=list, blank=True, editable=False)
    pages_founded_at = models.DateTimeField(null=True, blank=True, editable=False)

    # As it was typed, for a preview; it is kept on the home page.
    typed_name: str = ""

    objects: "ClassVar[models.Manager[Identity]]" = models.Manager()
    base_form_class = IdentityForm
    edit_handler = IDENTITY_TABS
    select_related = ["logo", "dark_logo"]

    class Meta:
        app_label = "broadsheet_stories"
        verbose_name = _("the paper")
        default_permissions = ("change",)

    def __str__(self) -> str:
        """In the code's language: the journal keeps it."""
        return gettext_noop("the paper")

    def clean(self) -> None:
        """:raises ValidationError: if a colour cannot be read, or a logo is no PNG or WebP"""
        super().clean()
        errors = {**self._wrong_colours(), **self._wrong_logos()}
        if errors:
            raise ValidationError(errors)

    def _wrong_colours(self) -> dict[str, str]:
        if self.dark_accent and not self.accent:
            return {"accent": gettext("A colour for dark pages needs one for the light ones too")}
        try:
            self.accent_in_both()
        except ColourError as error:
            return {self._colour_at_fault(): str(error)}
        return {}

    def _colour_at_fault(self) -> str:
        try:
            accent_of(self.accent)
        except ColourError:
            return "accent"
        return "dark_accent"

    def _wrong_logos(self) -> dict[str, str]:
        logos = {"logo": self.logo, "dark_logo": self.dark_logo}
        wrong = {
            name: gettext("%(title)s is no PNG or WebP: another format cannot be see-through")
            % {"title": picture.title}
            for name, picture in logos.items()
            if picture is not None and not str(picture.file.name).lower().endswith(LOGO_SUFFIXES)
        }
        if self.dark_logo is not None and self.logo is None:
            wrong["logo"] = gettext("A logo for dark pages needs one for the light ones too")
        return wrong

    def accent_in_both(self) -> Accent | None:
        """
        The paper's colour, or None where it has the house's.

        :raises ColourError: if it cannot be read
        """
        return accent_of(self.accent, dark=self.dark_accent) if self.accent else None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  Wagtail's signature
        return draw_preview(self, request)


class SocialAccount(Orderable):
    """An account of the paper elsewhere: a link in the footer, and a word to machines that both are the same."""

    identity = ParentalKey(Identity, on_delete=models.CASCADE, related_name="accounts")
    name = models.CharField(max_length=40, help_text=_("As readers see it: Mastodon"))
    address = models.URLField(max_length=300, validators=[_ONLY_HTTPS])

    objects: "ClassVar[models.Manager[SocialAccount]]" = models.Manager()
    panels = ACCOUNT_PANELS

    class Meta(Orderable.Meta):
        app_label = "broadsheet_stories"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class AgencyCredit(Orderable):
    """How the paper writes the credit of an agency, whichever of its feeds a story came by."""

    identity = ParentalKey(Identity, on_delete=models.CASCADE, related_name="agency_credits")
    told = models.CharField(
        _("as the story has it"), max_length=255, help_text=_("The source of a story, in the feed's words or ours: AP")
    )
    written = models.CharField(
        _("as readers see it"),
        max_length=255,
        blank=True,
        help_text=_("Associated Press; left empty, as the story has it"),
    )
    address = models.URLField(
        _("links to"), max_length=300, blank=True, validators=[_ONLY_HTTPS], help_text=_("Left empty, it is no link")
    )

    objects: "ClassVar[models.Manager[AgencyCredit]]" = models.Manager()
    panels = CREDIT_PANELS

    class Meta(Orderable.Meta):
        app_label = "broadsheet_stories"
        default_permissions = ()

    def __str__(self) -> str:
        return self.told

    def clean(self) -> None:
        """:raises ValidationError: if it says nothing"""
        super().clean()
        if not self.written and not self.address:
            raise ValidationError(gettext("Say how the credit is written, or where it leads."))


class ThirdParty(Orderable):
    """
    Somebody else from whom readers' pages may load: analytics, advertising. None where no administrator names one.

    Their host goes into a header, so it is a host and nothing else.
    """

    identity = ParentalKey(Identity, on_delete=models.CASCADE, related_name="third_parties")
    name = models.CharField(_("who it is"), max_length=80, help_text=_("For the newsroom: Plausible Analytics"))
    host = models.CharField(
        max_length=253, help_text=_("stats.example.com: one host, nothing below it; reached over https alone")
    )
    scripts = models.BooleanField(_("its scripts may run"), default=False)
    connections = models.BooleanField(_("scripts may send to it"), default=False)
    pictures = models.BooleanField(_("its pictures may be shown"), default=False)
    frames = models.BooleanField(_("its frames may be shown"), default=False)
    script = models.URLField(
        _("script on every page"),
        max_length=500,
        blank=True,
        validators=[_ONLY_HTTPS],
        help_text=_("The whole address of a script of that host; left empty, pages load none by themselves"),
    )

    objects: "ClassVar[models.Manager[ThirdParty]]" = models.Manager()
    panels = THIRD_PARTY_PANELS

    class Meta(Orderable.Meta):
        app_label = "broadsheet_stories"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """:raises ValidationError: if it is no host, lets nothing in, or the script is of another host"""
        super().clean()
        errors = {}
        try:
            self.host = host_of(self.host) if self.host else ""  # the form says by itself that it is missing
        except HostError as error:
            errors["host"] = str(error)
        else:
            if self.host and self.script and urlsplit(self.script).netloc.lower() != self.host:
                errors["script"] = gettext("This script is not of %(host)s") % {"host": self.host}
        if self.script and not self.scripts:
            errors["scripts"] = gettext("A script that may not run does nothing")
        if not any((self.scripts, self.connections, self.pictures, self.frames)):
            errors["name"] = gettext("Tick what it may do, or take it out")
        if errors:
            raise ValidationError(errors)


call_fields(Identity, motto=_("motto"), logo=_("logo"), imprint=_("imprint"))
call_fields(SocialAccount, name=_("name"), address=_("address"))
call_fields(ThirdParty, host=_("host"))


def facts_of(identity: Identity | None) -> IdentityFacts:
    """
    The values of a row, saved or not; of none, what a paper is without one.

    Colours that an older release let through and that cannot be read are the house's: no page is held up by them.
    """
    if identity is None:
        return IdentityFacts()
    return IdentityFacts(
        motto=identity.motto,
        imprint=identity.imprint,
        contact=identity.contact,
        accent=_accent(identity),
        logo=identity.logo,
        dark_logo=identity.dark_logo,
        accounts=tuple(NamedLink(name=one.name, url=one.address) for one in _ordered(identity.accounts)),
        credits={
            credit_key(one.told): NamedLink(name=one.written or one.told, url=one.address)
            for one in _ordered(identity.agency_credits)
        },
        menu_order=tuple(identity.menu_order),
        outsiders=tuple(
            Outsider(
                host=one.host,
                name=one.name,
                scripts=one.scripts,
                connections=one.connections,
                pictures=one.pictures,
                frames=one.frames,
                script=one.script if one.scripts else "",
            )
            for one in _ordered(identity.third_parties)
        ),
    )


def _ordered(children: Any) -> list[Any]:
    return sorted(children.all(), key=lambda child: (child.sort_order or 0, child.pk or 0))


def _accent(identity: Identity) -> Accent | None:
    try:
        return identity.accent_in_both()
    except ColourError:
        return None
