"""The screen of the paper's identity: its form in the order in which a reader meets it, and what it is founded with."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from broadsheet.environment import site
from broadsheet.environment.places import EnvironmentError  # noqa: A004
from broadsheet.stories.identity_conflicts import identity_standing
from broadsheet.stories.menu_order import MenuField, MenuPlace

MOST_ACCOUNTS = 12
MOST_CREDITS = 60
MOST_THIRD_PARTIES = 20  # all of them stand in a header of every page
FOUNDED = ("language", "zone")  # kept in `site.toml`, not in the database
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # Unicode's embeddings, overrides, isolates
_NAME_LENGTH = 255  # of a page's title


class IdentityForm(WagtailAdminModelForm):
    """Also what is kept elsewhere: the name (home page), the menu (sections), language and zone (`site.toml`)."""

    paper = forms.CharField(
        max_length=_NAME_LENGTH,
        label=_("Name of the paper"),
        help_text=_("Stands above every page and in its title: a new name presses the whole paper anew"),
    )
    menu = MenuField(required=False, label=_("Sections in the menu"))
    language = forms.CharField(label=_("Language"), help_text=_("As a tag: en-gb, de, pt-br"))
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name) for name in site.time_zones()],
        help_text=_("Of every clock on the site"),
    )

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from broadsheet.stories.identifying import menu_places, paper_name

        for name in FOUNDED:
            if name in self.fields and site.is_overridden(name):
                del self.fields[name]
        now = {
            "based_on": identity_standing().mark(),
            "paper": paper_name(),
            "menu": menu_places(self.instance.menu_order),
            "language": site.language(),
            "zone": site.time_zone(),
        }
        for name in now.keys() & self.fields.keys():
            self.fields[name].initial = now[name]

    def clean_paper(self) -> str:
        """Without what would turn the words after it around, on every page and in every title."""
        return " ".join(self.cleaned_data["paper"].translate(_TURNING).split())

    def clean_language(self) -> str:
        """:raises ValidationError: if it is no language tag"""
        tag = self.cleaned_data["language"].strip()
        try:
            return site.checked_language(tag)
        except EnvironmentError as error:
            refusal = gettext("%(tag)s is no language tag; give one such as en-gb, de or pt-br")
            raise forms.ValidationError(refusal % {"tag": repr(tag)}) from error

    def clean(self) -> Any:
        """:raises ValidationError: if somebody else changed it since it was opened; saved again, this one holds"""
        cleaned = super().clean()
        standing = identity_standing()
        changed = standing.changed_since(self.cleaned_data.get("based_on", ""))
        if changed:
            self.data: Any = {**self.data.dict(), self.add_prefix("based_on"): standing.mark()}
            raise forms.ValidationError(
                gettext(
                    "Somebody else changed this meanwhile: %(parts)s. Nothing was saved, and what you typed is still "
                    "here. Put in what of theirs shall stay, then save."
                )
                % {"parts": "; ".join(changed)}
            )
        return cleaned

    def is_valid(self) -> bool:
        """Also whether each agency is named once, however it is spaced and whatever letters are large."""
        is_valid: bool = super().is_valid()
        return not self._tell_of_doubles() and is_valid

    def _tell_of_doubles(self) -> bool:
        from broadsheet.stories.identity import credit_key

        seen: set[str] = set()
        is_double = False
        for form in self.formsets["agency_credits"].forms if "agency_credits" in self.formsets else ():
            told = getattr(form, "cleaned_data", {})
            key = "" if told.get("DELETE") else credit_key(told.get("told") or "")
            if key and key in seen:
                form.add_error("told", gettext("This agency stands here twice: one of the two would never be used."))
                is_double = True
            seen.add(key)
        return is_double

    def save(self, commit: bool = True) -> Any:
        """Everything, in one transaction; the press hears of it inside."""
        from broadsheet.stories.identifying import Founding, keep_identity

        places: tuple[MenuPlace, ...] = self.cleaned_data.get("menu") or ()
        self.instance.menu_order = [place.section_id for place in places]
        self.instance.typed_name = self.cleaned_data.get("paper", "")
        if not commit:
            return super().save(commit=False)
        founding = Founding(
            language=self.cleaned_data.get("language", ""),
            zone=self.cleaned_data.get("zone", ""),
        )
        keep_identity(
            self.instance,
            write=lambda: super(IdentityForm, self).save(commit=True),
            paper=self.cleaned_data.get("paper", ""),
            menu=places,
            founding=founding,
        )
        return self.instance


class FoundingPanel(Panel):
    """Language and zone as they hold now, with where that is said; a field that could change nothing is not shown."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/identity_founding.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            names = {"language": gettext("Language"), "zone": gettext("Time zone")}
            values = {"language": site.language(), "zone": site.time_zone()}
            lines = [(names[one], values[one], site.origin_of(one), site.is_overridden(one)) for one in FOUNDED]
            return {**context, "lines": lines, "file": site.site_file()}


ACCOUNT_PANELS = [FieldRowPanel([FieldPanel("name"), FieldPanel("address", heading=_("Address"))])]
CREDIT_PANELS = [FieldRowPanel([FieldPanel("told"), FieldPanel("written"), FieldPanel("address")])]
THIRD_PARTY_PANELS = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("host")]),
    FieldRowPanel([FieldPanel("scripts"), FieldPanel("connections"), FieldPanel("pictures"), FieldPanel("frames")]),
    FieldPanel("script"),
]
_WHAT_READERS_LOSE = _(
    "None by default: readers' pages load nothing from anybody else. Each one that you name here sees every reader on "
    "every page: network address, browser, the page, and what its script cares to find out; it may set cookies and "
    "know readers again elsewhere. A script of another house can change any page, and browsers stop guarding pages "
    "against injected scripts (Trusted Types) while there is one. Readers wait longer. Your privacy page says that "
    "nothing of the kind happens: change it first, and ask for consent where the law wants it."
)

IDENTITY_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("paper"),
                FieldPanel("motto"),
                MultiFieldPanel([FieldPanel("logo"), FieldPanel("dark_logo")], heading=_("Logo")),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("accent"), FieldPanel("dark_accent")])],
                    heading=_("Colour"),
                ),
                FieldPanel("menu"),
            ],
            heading=_("Masthead"),
        ),
        ObjectList(
            [
                FieldPanel("imprint"),
                FieldPanel("contact"),
                InlinePanel(
                    "accounts",
                    heading=_("Accounts elsewhere"),
                    label=pgettext_lazy("of the paper elsewhere", "Account"),
                    max_num=MOST_ACCOUNTS,
                    help_text=_("Links at the foot of every page; machines are told that they are the paper's own"),
                ),
            ],
            heading=_("Footer and contact"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "agency_credits",
                    heading=_("How agencies are credited"),
                    label=_("Agency"),
                    max_num=MOST_CREDITS,
                    help_text=_(
                        "What a feed credits where its items name nobody is set at the feed itself (Wire, "
                        "Sources). Here that, or what items name, is written and linked the paper's way; the stories "
                        "concerned are pressed anew after all else"
                    ),
                ),
            ],
            heading=_("Agencies"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "third_parties",
                    heading=_("Whom pages load from besides the paper"),
                    label=_("Third party"),
                    max_num=MOST_THIRD_PARTIES,
                    help_text=_WHAT_READERS_LOSE,
                ),
            ],
            heading=_("Third parties"),
        ),
        ObjectList(
            [FoundingPanel(), FieldPanel("language"), FieldPanel("zone")],
            heading=_("Language and time"),
        ),
    ]
)
