"""Who may do what with pages: rights are Wagtail's group permissions, given at the home and at section roots."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from broadsheet.accounts.actions import found_roles, section_group, section_group_name
from broadsheet.accounts.roles import Role
from broadsheet.stories.forms import SECTION_ROOT_DEPTH
from broadsheet.stories.models import EditorsApproval, HomePage, SectionPage

WORKFLOW_NAME = "Editors' approval"
# What a section editor may do in a section: everything but removing whole branches of the tree.
EDITING = ("add", "change", "publish", "lock", "unlock")
REPORTING = ("add",)
RUNNING = (*EDITING, "bulk_delete")


@transaction.atomic
def grant_section(group: Group, section: Page, *, rights: Sequence[str] = EDITING) -> None:
    """Let a group edit and publish in a section and all inside it. Granting twice changes nothing."""
    for right in rights:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{right}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=Page(pk=section.pk), permission=permission)


@transaction.atomic
def give_section(section: SectionPage) -> Group:
    """The group "Section editors: <title>" of that section, with its rights; put people into it."""
    group = section_group(section.title)
    grant_section(group, section)
    return group


@transaction.atomic
def keep_section_group(section: SectionPage, *, old_title: str = "") -> None:
    """Every section right under the home has its group of editors; a new name of the section is the group's too."""
    if section.depth != SECTION_ROOT_DEPTH:
        return
    name = section_group_name(section.title)
    if old_title and not Group.objects.filter(name=name).exists():
        Group.objects.filter(name=section_group_name(old_title)).update(name=name)
    give_section(section)


@transaction.atomic
def found_workflow(home: HomePage) -> Workflow:
    """Give every role its rights on the paper, and let drafts be approved by those who may publish them."""
    groups = found_roles()
    for role, rights in (
        (Role.REPORTER, REPORTING),
        (Role.SECTION_EDITOR, REPORTING),
        (Role.CHIEF, RUNNING),
        (Role.ADMINISTRATOR, RUNNING),
    ):
        grant_section(groups[role], home, rights=rights)
    return _workflow_at(home)


def _workflow_at(home: HomePage) -> Workflow:
    Workflow.objects.exclude(name=WORKFLOW_NAME).filter(name="Moderators approval").delete()  # Wagtail's own
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if made:
        task = EditorsApproval.objects.create(name=WORKFLOW_NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page(pk=home.pk), defaults={"workflow": workflow})
    return workflow
