"""Who edits which section."""

from typing import Any

from django.contrib.auth.models import Group

from broadsheet.accounts.models import User
from broadsheet.stories.actions import make_section
from broadsheet.stories.models import may_publish


def fresh(person: User) -> User:
    """The same person without the rights that Wagtail keeps in memory."""
    return User.objects.get(pk=person.pk)


def test_a_section_under_the_home_has_its_group_of_editors(paper: Any) -> None:
    culture = make_section(paper.home, title="Culture")

    paper.reporter.groups.add(Group.objects.get(name="Section editors: Culture"))

    assert may_publish(culture, fresh(paper.reporter))
    assert not may_publish(paper.world, fresh(paper.reporter))


def test_a_section_inside_another_needs_no_group_of_its_own(paper: Any) -> None:
    assert not Group.objects.filter(name="Section editors: UK and Europe").exists()
    assert may_publish(paper.europe, paper.world_editor)


def test_editors_keep_their_section_when_it_is_renamed(paper: Any) -> None:
    paper.world.title = "Globe"

    paper.world.save()

    assert [group.name for group in paper.world_editor.groups.order_by("name")] == [
        "Section editors",
        "Section editors: Globe",
    ]
    assert may_publish(paper.world, fresh(paper.world_editor))
