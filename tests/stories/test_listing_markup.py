"""What a list writes itself says what Wagtail's and Django's own templates say."""

from typing import Any

import pytest
from django.forms import CheckboxSelectMultiple
from pytest_django.asserts import assertHTMLEqual
from wagtail.admin.widgets import BaseButton, Button, ButtonWithDropdown, ButtonWithDropdownFromHook

from broadsheet.stories.listing_markup import Boxes, RowMenu

HOSTILE = '"><script>steal()</script>'
ENTRIES = [
    Button("Edit", url="/edit/?a=1&b=2", icon_name="edit", priority=10),
    Button(HOSTILE, url=f"/x/{HOSTILE}", attrs={"rel": "noreferrer", "data-of": HOSTILE}, priority=20),
    Button("No address", classname="serious", priority=5),
]


@pytest.mark.parametrize(
    ("label", "more"),
    [
        ("", {"icon_name": "dots-horizontal", "attrs": {"aria-label": f"More for {HOSTILE}", "id": "menu"}}),
        ("Actions", {"classname": "wide"}),
        ("", {}),
    ],
)
def test_a_rows_menu_is_wagtails_own(label: str, more: dict[str, Any]) -> None:
    menu = ButtonWithDropdownFromHook(label, hook_name="of_nobody", page=None, user=None, **more)
    menu.dropdown_buttons = ENTRIES

    ours, theirs = (
        RowMenu.like(menu).render_html({}),
        ButtonWithDropdown(label, buttons=ENTRIES, **more).render_html({}),
    )

    assertHTMLEqual(ours, theirs)
    assert "<script>" not in ours


def test_an_entry_of_a_kind_of_its_own_keeps_its_look() -> None:
    class Odd(BaseButton):
        template_name = "wagtailadmin/shared/icon.html"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002
            return {"name": "bin"}

    menu = ButtonWithDropdown("", buttons=[Odd("Odd")])

    assertHTMLEqual(RowMenu("", buttons=[Odd("Odd")]).render_html({}), menu.render_html({}))


@pytest.mark.parametrize("chosen", [[], ["2"], ["1", "2"]])
@pytest.mark.parametrize("attributes", [{"id": "owner"}, {}, {"id": "owner", "class": "wide", "data-of": HOSTILE}])
def test_boxes_are_djangos_own(chosen: list[str], attributes: dict[str, str]) -> None:
    choices = [("1", "Ann Example"), ("2", HOSTILE), ("3", "Örn Þór")]

    ours = Boxes(choices=choices).render("owner", chosen, attributes)
    theirs = CheckboxSelectMultiple(choices=choices).render("owner", chosen, attributes)

    assertHTMLEqual(ours, theirs)
    assert "<script>" not in ours
