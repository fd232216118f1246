from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "broadsheet.press"
    label = "broadsheet_press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.press.previewing import draw
        from broadsheet.press.receivers import connect
        from broadsheet.stories.previews import register_preview_renderer

        connect()
        register_preview_renderer(draw)
