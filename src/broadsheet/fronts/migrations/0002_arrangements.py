"""Pinned stories become arrangements: one a front, with a history."""

from collections import defaultdict
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def arrange_what_was_pinned(apps: Any, schema_editor: Any) -> None:
    """Each front's pins, in their order and with their ends, are its first arrangement."""
    pins = apps.get_model("broadsheet_fronts", "FrontPin").objects.order_by("place", "position", "pk")
    slots: defaultdict[int, dict[str, Any]] = defaultdict(
        lambda: {"lead": [], "tier": [], "package": None, "strips": None, "banner": None}
    )
    for pin in pins:
        until = pin.until.isoformat() if pin.until else None
        slots[pin.front_id][pin.place].append({"story": pin.story_id, "until": until})
    arrangements = apps.get_model("broadsheet_fronts", "Arrangement").objects
    for front_id, arranged in sorted(slots.items()):
        arrangements.create(front_id=front_id, number=1, slots=arranged, made_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("broadsheet_fronts", "0001_initial"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("slots", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("brought_back", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "front",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrangements",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["front", "-number", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("front", "number"), name="arrangements_of_a_front_are_numbered_once"
                    )
                ],
            },
        ),
        migrations.RunPython(arrange_what_was_pinned, migrations.RunPython.noop),
        migrations.DeleteModel(name="FrontPin"),
    ]
