"""The colours that tell agencies apart: few, named, and legible on the newsroom's light and dark ground."""

# Each keeps 3:1 against Wagtail's white and its dark surface (WCAG 2.2, 1.4.11); a colour never stands without a name.
HEX = {
    "blue": "#3f7fd6",
    "teal": "#15918a",
    "green": "#4a9140",
    "olive": "#8f8420",
    "orange": "#cc6f1d",
    "red": "#d9534f",
    "pink": "#c65a9b",
    "violet": "#8a6fd1",
    "grey": "#808890",
}
COLOURS = [(name, name.capitalize()) for name in HEX]


def hex_of(colour: str) -> str:
    """The colour for a style, "" for none."""
    return HEX.get(colour, "")
