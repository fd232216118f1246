"""The base of what this slice says is wrong. Loads neither Django's apps nor Wagtail."""

from django.utils.translation import gettext


class MediaError(ValueError):
    """
    What is wrong, fit to show to an editor. As text it is English: what is kept must not depend on who looked.

    `words` are marked where they stand (`gettext_noop`), with names in them for `values`.
    """

    def __init__(self, words: str, **values: str | int) -> None:
        super().__init__(words % values if values else words)
        self.words, self.values = words, values

    def shown(self) -> str:
        """In the language of who looks at it."""
        return gettext(self.words) % self.values if self.values else gettext(self.words)
