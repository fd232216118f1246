"""The readers' assets on the newsroom's own address, for previews; readers get theirs from the edge."""

from django.http import Http404, HttpRequest, HttpResponse

from broadsheet.look.assets import asset_files


def newsroom_asset(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  a view's signature
    """
    Answer with an asset by the name that its hash is part of; the same for everybody, there is nothing secret in it.

    :raises Http404: if no asset has that name
    """
    asset = asset_files().get(name)
    if asset is None:
        raise Http404(name)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(asset.body, content_type=asset.content_type, headers=headers)
