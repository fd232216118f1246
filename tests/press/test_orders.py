"""Keys of press orders."""

import pytest

from broadsheet.press.orders import HOME_FRONT, OrderKey, OrderKeyError, Subject, keys_around, read_key, story_key


@pytest.mark.parametrize("text", ["story:12", "front:home", "latest:all", "shell", "withdrawn", "missing"])
def test_a_key_is_read_as_it_was_written(text: str) -> None:
    assert str(read_key(text)) == text


def test_a_key_of_an_unknown_subject_is_refused_by_name() -> None:
    with pytest.raises(OrderKeyError, match="'weather:12' is no press order"):
        read_key("weather:12")


@pytest.mark.parametrize("which", ["", "all", "-1", "1.5", "²"])
def test_a_story_is_named_by_its_number_only(which: str) -> None:
    with pytest.raises(OrderKeyError):
        _ = OrderKey(subject=Subject.STORY, which=which).page_id


def test_around_a_story_stand_the_lists_and_fronts_of_its_sections_and_of_the_paper() -> None:
    keys = {str(key) for key in keys_around((3, 7))}

    lists = {f"{name}:{which}" for name in ("latest", "popular") for which in ("all", "3", "7")}
    assert keys == lists | {"front:home", "front:3", "front:7"}


def test_keys_are_equal_when_they_name_the_same() -> None:
    assert {story_key(5), read_key("story:5"), HOME_FRONT} == {story_key(5), HOME_FRONT}
