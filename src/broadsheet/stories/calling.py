"""
What people call models and their fields, where their names in the code would stand on the screens.

As an argument of the field or in `Meta` a name stands in the migrations as well, and asks for one that changes nothing.
"""

from typing import Any

from django.db import models


def call_model(model: type[models.Model], *, one: Any, many: Any) -> None:
    """Give a model its names, translated when they are read."""
    model._meta.verbose_name, model._meta.verbose_name_plural = one, many  # noqa: SLF001  Django's documented door


def call_fields(model: type[models.Model], **names: Any) -> None:
    """Give fields their names, translated when they are read."""
    for field, name in names.items():
        model._meta.get_field(field).verbose_name = name  # type: ignore[union-attr]  # noqa: SLF001  as above
