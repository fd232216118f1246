"""Pictures and documents as the newsroom sees them; readers get theirs from the edge."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def newsroom_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """
    Answer with a file of the media folder, originals and unpublished ones among them.

    :raises PermissionDenied: for anybody who may not enter the newsroom
    """
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "private, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
