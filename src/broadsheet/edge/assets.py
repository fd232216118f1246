"""Style sheets, scripts and fonts: in memory, compressed once as well as can be, kept by browsers for a year."""

from collections.abc import Mapping

from broadsheet.edge.answers import Answer, Headers, merged
from broadsheet.edge.composing import encoded_answer
from broadsheet.edge.encodings import ENCODINGS, IDENTITY
from broadsheet.look.assets import AssetFile

_FOR_EVER: Headers = [("cache-control", "public, max-age=31536000, immutable")]


class Assets:
    """Answers by address and encoding. The address holds a hash of the bytes, so it never means others."""

    def __init__(self, files: Mapping[str, AssetFile], *, security: Headers) -> None:
        self._files = {asset.url: asset for asset in files.values()}
        self._security = security
        self._answers: dict[tuple[str, str], Answer] = {}

    def prepare(self) -> None:
        """Make every answer; half a second of a thread at the start, until then each is made when asked for."""
        for address in self._files:
            for encoding in (IDENTITY, *ENCODINGS):
                self.answer(address, encoding=encoding)

    def answer(self, address: str, *, encoding: str) -> Answer | None:
        """The asset, or None where there is none of that address."""
        answer = self._answers.get((address, encoding))
        if answer is None and address in self._files:
            answer = self._make(address, encoding=encoding)
            self._answers[address, encoding] = answer
        return answer

    def _make(self, address: str, *, encoding: str) -> Answer:
        asset = self._files[address]
        headers = merged(self._security, _FOR_EVER, [("content-type", asset.content_type)])
        return encoded_answer(Answer(status=200, headers=headers, body=asset.body), encoding=encoding, best=True)
