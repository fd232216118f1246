"""What the press reads of the paper's own pages: which there are, and who shows what on them."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from broadsheet.media.models import Picture
from broadsheet.press.models import KnownAddress
from broadsheet.stories.identity import NamedLink
from broadsheet.stories.models import PaperPage
from broadsheet.stories.queries import address_of


def footer_pages() -> tuple[NamedLink, ...]:
    """Those that stand at the foot of every page, as they stand in the page tree."""
    pages = PaperPage.objects.filter(live=True, in_footer=True).order_by("path")
    return tuple(NamedLink(name=page.title, url=address_of(page)) for page in pages.defer_streamfields())


def live_paper_page(page_id: int) -> PaperPage | None:
    """The page if readers may open it."""
    page: PaperPage | None = PaperPage.objects.filter(pk=page_id, live=True).first()
    return page


def is_paper_page(page_id: int) -> bool:
    return bool(PaperPage.objects.filter(pk=page_id).exists())


def paper_page_ids() -> frozenset[int]:
    """Every one that there is; of those that are gone readers' addresses tell."""
    return frozenset(PaperPage.objects.values_list("pk", flat=True))


def pages_to_press() -> tuple[int, ...]:
    """Those that are live, or whose address readers may know."""
    ids = paper_page_ids()
    live = set(PaperPage.objects.filter(live=True).values_list("pk", flat=True))
    known = KnownAddress.objects.filter(page_id__in=ids, is_story=False)
    return tuple(sorted(live.union(known.values_list("page_id", flat=True))))


def pages_showing(picture: Picture) -> tuple[int, ...]:
    """Those that are live and show it."""
    used = ReferenceIndex.get_references_to(picture)
    used = used.filter(content_type=ContentType.objects.get_for_model(PaperPage))
    ids = [int(number) for number in used.values_list("object_id", flat=True) if number.isdecimal()]
    return tuple(PaperPage.objects.filter(pk__in=ids, live=True).order_by("pk").values_list("pk", flat=True))


def pages_naming_others() -> tuple[int, ...]:
    """Those that say which hosts of others every page loads from."""
    pages = PaperPage.objects.filter(live=True, names_others=True)
    return tuple(pages.order_by("pk").values_list("pk", flat=True))


def pages_with_contact() -> tuple[int, ...]:
    """Those that show the paper's contact address and accounts."""
    pages = PaperPage.objects.filter(live=True, shows_contact=True)
    return tuple(pages.order_by("pk").values_list("pk", flat=True))
