"""The newsroom's pages: home, sections, stories, and what hangs on a story."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Task, TaskState

from broadsheet.stories.authorship import Author as Author  # noqa: PLC0414  among the models for other slices
from broadsheet.stories.blocks import BodyBlock
from broadsheet.stories.calling import call_model
from broadsheet.stories.changes import TOLD_FIELDS, Standing, goes_out, has_new_words, standing_of, tell_story
from broadsheet.stories.copies import Copied
from broadsheet.stories.embeds import SITES, Site
from broadsheet.stories.forms import SectionPageForm, StoryForm, hold_for_embargo
from broadsheet.stories.guards import check_guards
from broadsheet.stories.identity import AgencyCredit as AgencyCredit  # noqa: PLC0414  among the models for others
from broadsheet.stories.identity import Identity as Identity  # noqa: PLC0414  among the models for other slices
from broadsheet.stories.identity import SocialAccount as SocialAccount  # noqa: PLC0414  among the models for others
from broadsheet.stories.identity import ThirdParty as ThirdParty  # noqa: PLC0414  among the models for other slices
from broadsheet.stories.locking import lock_pages
from broadsheet.stories.panels import BYLINE_PANELS, HOME_TABS, SECTION_TABS, STORY_TABS
from broadsheet.stories.paper_pages import PaperPage as PaperPage  # noqa: PLC0414  among the models for other slices
from broadsheet.stories.permissions import StoryPermissions
from broadsheet.stories.picks import RelatedBan as RelatedBan  # noqa: PLC0414  among the models for other slices
from broadsheet.stories.picks import RelatedPin as RelatedPin  # noqa: PLC0414  among the models for other slices
from broadsheet.stories.previews import draw_preview
from broadsheet.stories.shares import Share  # noqa: F401  Django finds tables by what this module names
from broadsheet.stories.visibility import headline_for_whoever_asks


class Topic(models.Model):
    """What stories are about: an IPTC Media Topic where `mediatopic` is set, else one of the newsroom's own."""

    LONGEST_NAME = 120

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    slug = models.SlugField(max_length=LONGEST_NAME, unique=True)
    mediatopic = models.CharField(max_length=8, blank=True, help_text=_("IPTC Media Topics code, such as 20000065"))

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediatopic"], condition=~models.Q(mediatopic=""), name="one_topic_a_mediatopic"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HomePage(Page):
    """The root of a site; its title is the paper's name."""

    private_page_options: list[str] = []  # the edge serves everyone alike
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["broadsheet_stories.SectionPage", "broadsheet_stories.PaperPage"]
    edit_handler = HOME_TABS

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  Wagtail's signature
        return draw_preview(self, request)


class SectionPage(Page):
    """A section or a section inside one; stories stand in it by their place in the tree."""

    private_page_options: list[str] = []
    description = models.CharField(max_length=255, blank=True)

    parent_page_types = ["broadsheet_stories.HomePage", "broadsheet_stories.SectionPage"]
    subpage_types = ["broadsheet_stories.SectionPage", "broadsheet_stories.StoryPage"]
    edit_handler = SECTION_TABS
    base_form_class = SectionPageForm

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  Wagtail's signature
        return draw_preview(self, request)


call_model(HomePage, one=_("home page"), many=_("home pages"))
call_model(SectionPage, one=_("section page"), many=_("section pages"))


class StoryPage(Copied, Page):
    """
    A story. Its headline is the page's title.

    `updated_at` is what readers see as "updated": it moves when the published words do, not on every save.
    """

    kicker = models.CharField(max_length=60, blank=True)
    standfirst = models.TextField(blank=True)
    dateline = models.CharField(max_length=120, blank=True)
    source_credit = models.CharField(max_length=255, blank=True, help_text=_("Whose words these are: Associated Press"))
    lead_picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="led_stories"
    )
    lead_caption = models.TextField(blank=True, help_text=_("Left empty, the picture's own caption stands"))
    body = StreamField(BodyBlock(), blank=True)
    topics = ParentalManyToManyField(Topic, blank=True, related_name="stories")
    urgency = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 (flash) to 9, as the wires count"),
    )
    embargoed_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_notice = models.TextField(blank=True, editable=False)
    notes = models.TextField(blank=True, help_text=_("For the newsroom; never published"))
    in_popular = models.BooleanField(default=True, help_text=_("May stand in Popular Stories"))
    in_latest = models.BooleanField(default=True, help_text=_("May stand in Latest Stories and on fronts"))
    shows_lists = models.BooleanField(default=True, help_text=_("Shows Popular, Latest and Related Stories beside it"))
    # The newest headline of a published story. Wagtail would keep it in `draft_title`, in the table of all pages,
    # where every list and report shows it to everybody.
    draft_headline = models.CharField(max_length=255, blank=True, editable=False)

    private_page_options: list[str] = []
    parent_page_types = ["broadsheet_stories.SectionPage"]
    subpage_types: list[str] = []
    base_form_class = StoryForm
    edit_handler = STORY_TABS

    # The moment that an action publishes at: guards and signals of the save hear this instead of the clock.
    publishing_at: datetime | None = None
    # What kind of change an action publishes, for the story's public history.
    publishing_as: "ChangeKind | None" = None
    told_corrections: Iterable["Correction"]  # by whoever reads it for readers (`queries.told_corrections`)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [models.Index(fields=["withdrawn_at"])]

    def save(self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any) -> Any:
        """
        Save, and tell the other slices what that means for readers, in one transaction.

        :raises PublishRefusedError: if words would go out that a guard holds back
        """
        fields = kwargs["update_fields"] = self._keep_draft_apart(kwargs.get("update_fields"))
        if fields is not None and not TOLD_FIELDS.intersection(fields):
            return super().save(clean=clean, user=user, log_action=log_action, **kwargs)
        now = self.publishing_at or timezone.now()
        with transaction.atomic():
            before = self._standing_before(fields)
            self._check_and_stamp(before, now=now)
            if fields is not None:
                kwargs["update_fields"] = {*fields, "updated_at"}
            result = super().save(clean=clean, user=user, log_action=log_action, **kwargs)
            self.tell_copy(now=now)
            tell_story(self, before=before, after=standing_of(self), now=now)
        return result

    def _keep_draft_apart(self, fields: Iterable[str] | None) -> Iterable[str] | None:
        """The fields to save, such that Wagtail's table of pages holds a published story's published headline only."""
        if fields is None:
            if self.live:
                self.draft_title = self.title
                self.draft_headline = self.draft_headline if self.has_unpublished_changes else ""
            return None
        if "draft_title" not in fields:
            return fields
        self.draft_headline = self.draft_title if self.live else ""
        return {*fields, "draft_headline"} - ({"draft_title"} if self.live else set())

    def permissions_for_user(self, user: Any) -> StoryPermissions:
        return StoryPermissions(user, self)

    def get_admin_display_title(self) -> str:
        return headline_for_whoever_asks(self)

    def _standing_before(self, fields: Iterable[str] | None) -> Standing | None:
        """How the row stands, held from now on; it knows of a withdrawal that came since the story was read."""
        if self.pk is None:
            return None
        lock_pages([self.pk])
        row = StoryPage.objects.filter(pk=self.pk).first()
        if row is not None and "withdrawn_at" not in (fields or ()):  # whoever withdraws or restores names the field
            self.withdrawn_at, self.withdrawn_notice = row.withdrawn_at, row.withdrawn_notice
        return standing_of(row) if row is not None else None

    def _check_and_stamp(self, before: Standing | None, *, now: datetime) -> None:
        after = standing_of(self)
        if goes_out(before, after):
            check_guards(self, now=now)
        if has_new_words(before, after):
            self.updated_at = now

    def with_content_json(self, content: dict[str, Any]) -> "StoryPage":
        """Give the story with a revision's words; what is true of the story as a whole stays."""
        story: StoryPage = super().with_content_json(content)
        story.draft_headline = self.draft_headline
        story.updated_at = self.updated_at
        story.withdrawn_at = self.withdrawn_at
        story.withdrawn_notice = self.withdrawn_notice
        return story

    def publish(  # noqa: PLR0917  Wagtail's signature
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision as Wagtail does; one under embargo is scheduled for the second its embargo ends."""
        # At the top it would be a circle: wagtail.actions loads wagtail.models, which loads wagtail.actions.
        from wagtail.actions.publish_page_revision import PublishPageRevisionAction

        action = PublishPageRevisionAction(
            revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )
        hold_for_embargo(action.object, now=timezone.now())
        action.execute(skip_permission_checks=skip_permission_checks)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  Wagtail's signature
        return draw_preview(self, request)


class Byline(Orderable):
    """An author of a story, or a name that has no author page (agency reporters)."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, null=True, blank=True, on_delete=models.PROTECT, related_name="bylines")
    name = models.CharField(max_length=120, blank=True)

    panels = BYLINE_PANELS

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) | ~models.Q(name=""), name="byline_names_somebody"
            ),
        ]

    def clean(self) -> None:
        """:raises ValidationError: if it names nobody"""
        super().clean()
        if self.author is None and not self.name.strip():
            raise ValidationError(gettext("A byline needs an author or a name."))

    def __str__(self) -> str:
        return self.author.name if self.author else self.name


class ChangeKind(models.TextChoices):
    """What a newer version of a published story is, as its editor calls it."""

    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")
    UPDATE = "update", _("Update")
    STYLE = "style", _("Style")


class PublishedVersion(models.Model):
    """
    The words that readers saw from one publication to the next, kept whatever becomes of Wagtail's revisions.

    `words` are those of `stories.versions.words_of`. A version that is withheld is named to readers, never shown.
    """

    class Withholding(models.TextChoices):
        WITHDRAWN = "withdrawn", _("This version was withdrawn.")
        LEGAL = "legal", _("This version was withdrawn for legal reasons.")

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=ChangeKind, default=ChangeKind.UPDATE)
    words = models.JSONField()
    withheld = models.CharField(max_length=16, choices=Withholding, blank=True)

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="versions_of_a_story_are_numbered_once"),
        ]
        indexes = [models.Index(fields=["published_at"])]


class Correction(models.Model):
    """A public note on what was put right in a published story; `version` is the one that it came with."""

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=16, choices=ChangeKind, default=ChangeKind.CORRECTION)
    note = models.TextField()
    version = models.ForeignKey(
        PublishedVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["made_at"])]


class EmbedSite(models.Model):
    """
    Whether readers may have a site's things loaded on the paper's own pages (`embeds.SITES`); no row means no.

    Kept by the site's key, which is what the reference index knows of a story that shows something from there.
    """

    key = models.CharField(max_length=40, primary_key=True, editable=False)
    is_allowed = models.BooleanField(
        _("may be loaded in place"),
        default=False,
        help_text=_(
            "Readers get a button beside the link. Whoever presses it is told that this site will then see them; "
            "until then nothing of it is loaded. The stories concerned are pressed anew within minutes."
        ),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("other site")
        verbose_name_plural = _("other sites")
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return self.site.name if self.site else self.key

    @property
    def site(self) -> Site | None:
        """None for one that an older release knew."""
        return SITES.get(self.key)

    @property
    def seen_by(self) -> str:
        """Who sees a reader that loads something of it, and at which host."""
        return f"{self.site.owner} ({self.site.frame_host})" if self.site else ""


class EditorsApproval(Task):
    """
    Approval by whoever may publish the story: its section's editors, and the chiefs.

    Wagtail's own group task names fixed groups; here the rights on the section decide, so that a new section needs
    no new workflow.
    """

    class Meta:
        verbose_name = _("approval by the section's editors")
        verbose_name_plural = _("approvals by the section's editors")

    @classmethod
    def get_description(cls) -> str:
        return gettext("Whoever may publish in the story's section can approve it")

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return may_publish(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not may_publish(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return may_publish(obj, user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        """What Wagtail shows as buttons: (action, its name, whether it asks for a comment)."""
        if not may_publish(obj, user):
            return []
        return [
            ("reject", gettext("Ask for changes…"), True),
            ("approve", gettext("Approve and publish"), False),
            ("approve", gettext("Approve with a comment…"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **_: Any) -> "models.QuerySet[Any]":
        """Give the task states in progress that the person may decide on."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        numbers = [int(state.workflow_state.object_id) for state in waiting]
        pages = {page.pk: page for page in Page.objects.filter(pk__in=numbers).specific(defer=True)}
        mine = [
            state.pk
            for state in waiting
            if (page := pages.get(int(state.workflow_state.object_id))) and may_publish(page, user)
        ]
        return TaskState.objects.filter(pk__in=mine)  # type: ignore[no-any-return]


def may_publish(page: Page, user: Any) -> bool:
    """Whether somebody may publish there; an inactive person may nothing."""
    return bool(page.permissions_for_user(user).can_publish())
