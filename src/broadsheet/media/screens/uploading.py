"""Many pictures at once: Wagtail's uploader, one request a file."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.images.views import multiple


class UploadView(multiple.AddView):
    """Tells in each picture's form what its file said, and on every failure what is wrong with which file."""

    page_title = _("Add pictures")

    def get_invalid_response_data(self, form: Any) -> dict[str, Any]:
        """Wagtail's script puts the message into the page as markup, and it quotes the name of a stranger's file."""
        reasons = [reason for reasons in form.errors.values() for reason in reasons]
        return {"success": False, "error_message": escape(" ".join(reasons))}
