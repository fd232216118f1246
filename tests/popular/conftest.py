import pytest

from broadsheet.popular.folding import HitFolder
from popular.hits import make_folder


@pytest.fixture
def folder() -> HitFolder:
    return make_folder()
