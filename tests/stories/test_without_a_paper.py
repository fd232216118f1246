"""What is said before a paper was founded."""

import pytest

from broadsheet.stories.models import HomePage
from broadsheet.stories.queries import site_home


@pytest.mark.django_db
def test_the_error_says_the_way_out() -> None:
    with pytest.raises(HomePage.DoesNotExist, match="broadsheet init"):
        site_home()
