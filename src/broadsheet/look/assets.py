"""
The files that every page loads, each under a name that changes with its content.

Needs no Django: the edge serves what `asset_files` gives, for ever and immutable, and templates name it by
`asset_url`. The style sheet is one file made of the parts in `assets/styles`, in the order of their names; inside it
`url("name")` stands for another asset and comes out with that asset's full address.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

PREFIX = "/assets/"

_FOLDER = Path(__file__).parent / "assets"
_STYLE_SHEET = "site.css"
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".woff2": "font/woff2",
}
_URL = re.compile(r'url\("(?P<name>[^"]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class UnknownAssetError(KeyError):
    """No asset has that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFile:
    """One file as it is served: at `url`, of that type, immutable."""

    url: str
    content_type: str
    body: bytes


def asset_url(name: str) -> str:
    """
    The address of an asset by its plain name: `asset_url("site.css")` is `/assets/site.1f2e3d4c5b6a.css`.

    :raises UnknownAssetError: if there is no such asset
    """
    return _asset(name).url


def asset_files() -> Mapping[str, AssetFile]:
    """Every asset by the last part of its address (`site.1f2e3d4c5b6a.css`)."""
    return _asset_files()


def build_assets(folder: Path) -> Mapping[str, AssetFile]:
    """The assets in `folder` by their plain names: files on its first level and in `fonts`, and the style sheet."""
    plain = sorted(path for path in (*folder.iterdir(), *(folder / "fonts").glob("*")) if path.suffix in _CONTENT_TYPES)
    assets = {path.name: _named(path.name, path.read_bytes()) for path in plain}
    sheets = "".join(path.read_text("utf-8") for path in sorted((folder / "styles").glob("*.css")))
    assets[_STYLE_SHEET] = _named(_STYLE_SHEET, _style_sheet(sheets, assets).encode())
    return MappingProxyType(assets)


def _style_sheet(source: str, assets: Mapping[str, AssetFile]) -> str:
    def address(match: re.Match[str]) -> str:
        if match["name"] not in assets:
            raise UnknownAssetError(f"a style sheet names {match['name']!r}, which is not among the assets")
        return f'url("{assets[match["name"]].url}")'

    return _URL.sub(address, _COMMENT.sub("", source))


def _named(name: str, body: bytes) -> AssetFile:
    stem, suffix = name.rsplit(".", 1)
    content_hash = hashlib.sha256(body).hexdigest()[:12]
    return AssetFile(
        url=f"{PREFIX}{stem}.{content_hash}.{suffix}", content_type=_CONTENT_TYPES[f".{suffix}"], body=body
    )


def _asset(name: str) -> AssetFile:
    try:
        return _assets()[name]
    except KeyError as error:
        raise UnknownAssetError(f"no asset is named {name!r}; there are {', '.join(sorted(_assets()))}") from error


@cache
def _assets() -> Mapping[str, AssetFile]:
    return build_assets(_FOLDER)


@cache
def _asset_files() -> Mapping[str, AssetFile]:
    return MappingProxyType({asset.url.removeprefix(PREFIX): asset for asset in _assets().values()})
