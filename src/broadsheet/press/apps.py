from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "broadsheet.press"
    label = "broadsheet_press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.fronts.events import register_ties_reader
        from broadsheet.fronts.previews import register_front_renderer
        from broadsheet.press.previewing import draw, draw_front
        from broadsheet.press.queries import page_numbers_at
        from broadsheet.press.reading import read_ties
        from broadsheet.press.receivers import connect
        from broadsheet.stories.known_addresses import register_address_reader
        from broadsheet.stories.previews import register_preview_renderer

        connect()
        register_preview_renderer(draw)
        register_front_renderer(draw_front)
        register_ties_reader(read_ties)
        register_address_reader(page_numbers_at)
