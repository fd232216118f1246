"""What is wrong with a source's address, in a sentence that ends once."""

import pytest

from broadsheet.contracts.fetching import SourceKind
from broadsheet.wire.kinds import KIND_FACTS, address_trouble


@pytest.mark.parametrize("kind", [kind for kind, facts in KIND_FACTS.items() if "address" in facts.fields])
def test_a_wrong_address_is_answered_with_an_example(kind: SourceKind) -> None:
    said = address_trouble("gopher://old.example/", kind=kind)

    assert "Such as " in said
    assert said.endswith(".")
    assert not said.endswith("..")
