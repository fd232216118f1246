"""What a story that a Broadsheet exported brings beside its words: its name for good, its place in lists, its past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wagtail.models import Page

from broadsheet.contracts.archives import Particulars
from broadsheet.press.orders import OrderKey, corrections_keys, history_key
from broadsheet.stories.models import ChangeKind, Correction, PublishedVersion, StoryPage
from broadsheet.stories.queries import key_of
from broadsheet.stories.versions import PARTS
from broadsheet.stories.words import one_line

_LONGEST_KICKER, _LONGEST_TITLE = 60, 255
_MOST_VERSIONS = 10_000


def particularize(page: StoryPage, own: Particulars) -> None:
    """Put on a page in memory what stands on the page itself."""
    page.kicker = one_line(own.kicker, longest=_LONGEST_KICKER)
    page.in_popular, page.in_latest, page.shows_lists = own.in_popular, own.in_latest, own.shows_lists
    page.seo_title = one_line(own.search_title, longest=_LONGEST_TITLE)
    page.search_description = own.search_description
    page.expire_at = own.expires_at
    page.withdrawn_at, page.withdrawn_notice = own.withdrawn_at, own.withdrawn_notice
    name = key_of(own.guid)
    if name is not None:
        page.translation_key = name


def give_free_names(pages: Iterable[StoryPage]) -> None:
    """A name for good that another page here has already is not taken from it: the story that comes gets a new one."""
    named = {page.translation_key: page for page in pages}
    taken = Page.objects.filter(translation_key__in=list(named)).values_list("translation_key", flat=True)
    for name in taken:
        page = named[name]
        page.translation_key = Page._meta.get_field("translation_key").get_default()  # noqa: SLF001  Django's documented door


def keep_past(stories: Sequence[tuple[StoryPage, Particulars]]) -> list[OrderKey]:
    """The versions that readers saw and the corrections made; gives what the press has to make of them."""
    PublishedVersion.objects.bulk_create(_versions(stories))
    rows = PublishedVersion.objects.filter(story__in=[page.pk for page, _ in stories])
    numbered = {(story_id, number): pk for story_id, number, pk in rows.values_list("story_id", "number", "pk")}
    corrections = list(_corrections(stories, numbered))
    Correction.objects.bulk_create(corrections)
    with_history = {story_id for story_id, number in numbered if number > 1}
    live = [one for one in corrections if one.story.live]
    return [
        *(history_key(story_id) for story_id in sorted(with_history)),
        *(corrections_keys(sorted({one.made_at.year for one in live})) if live else ()),
    ]


def _versions(stories: Iterable[tuple[StoryPage, Particulars]]) -> Iterator[PublishedVersion]:
    for page, own in stories:
        by_number = {version.number: version for version in own.versions[:_MOST_VERSIONS] if version.number > 0}
        for number, version in sorted(by_number.items()):
            is_withheld = version.withheld in PublishedVersion.Withholding.values
            yield PublishedVersion(
                story=page,
                number=number,
                published_at=version.published_at,
                kind=_kind(version.kind),
                words={} if is_withheld else {part: version.words[part] for part in PARTS if part in version.words},
                withheld=version.withheld if is_withheld else "",
            )


def _corrections(
    stories: Iterable[tuple[StoryPage, Particulars]], numbered: Mapping[tuple[int, int], int]
) -> Iterator[Correction]:
    for page, own in stories:
        for correction in reversed(own.corrections):
            yield Correction(
                story=page,
                kind=_kind(correction.kind),
                note=correction.note,
                version_id=numbered.get((page.pk, correction.version or 0)),
                made_at=correction.made_at,
            )


def _kind(word: str) -> str:
    return word if word in ChangeKind.values else ChangeKind.UPDATE
