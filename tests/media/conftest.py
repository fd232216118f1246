import io
from pathlib import Path

import pytest
from PIL import Image

PACKET = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:rights="http://ns.adobe.com/xap/1.0/rights/"
    xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" photoshop:Credit="Harbour Pictures">
   <dc:description><rdf:Alt>
     <rdf:li xml:lang="de">Die Fähre läuft aus.</rdf:li>
     <rdf:li xml:lang="x-default">The ferry leaves Saltmarsh at dawn.</rdf:li>
   </rdf:Alt></dc:description>
   <photoshop:Headline>Ferry at dawn</photoshop:Headline>
   <core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A white ferry on a grey sea.</rdf:li></rdf:Alt>
   </core:AltTextAccessibility>
   <rights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">No sales.</rdf:li></rdf:Alt></rights:UsageTerms>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def drawn(*, size: tuple[int, int] = (400, 300), kind: str = "JPEG", **settings: object) -> bytes:
    """A picture file of our own making."""
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **settings)
    return out.getvalue()


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media"
