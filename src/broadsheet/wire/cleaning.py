"""
Proof that a killed story is gone: a look into the very store that readers' servers read.

A page counts as clean when nothing of the story stands at its address any more, nor at its history's, and the store
names the story as withdrawn, so that no list, feed or search shows it either: all of them are allocated by that name.
"""

from datetime import datetime, timedelta

from broadsheet.contracts.pieces import Page, PieceError, PieceStore, Withdrawn
from broadsheet.environment.places import pieces_folder
from broadsheet.stores.pieces import FolderPieceStore
from broadsheet.stories.addresses import address_in, history_address
from broadsheet.wire.models import KilledUse

BATCH = 100
LOOKED_FOR = timedelta(days=30)


def confirm_clean(now: datetime) -> bool:
    """Note on the receipts which killed stories are gone from the store since; whether more wait."""
    waiting = KilledUse.objects.filter(clean_at__isnull=True, was_live=True, withdrawn_at__gt=now - LOOKED_FOR)
    waiting = waiting.filter(picture="")  # a story that lost a picture stays
    uses = list(waiting.order_by("pk")[:BATCH])
    if not uses:
        return False
    store = FolderPieceStore(pieces_folder())
    clean = [use.pk for use in uses if is_clean(use, store=store)]
    KilledUse.objects.filter(pk__in=clean).update(clean_at=now)
    return len(uses) == BATCH and bool(clean)


def is_clean(use: KilledUse, *, store: PieceStore) -> bool:
    """Whether readers can find neither page nor list entry of this use any more."""
    try:
        address = address_in(use.url_path)
        pages = [store.read(f"page/{path.strip('/')}") for path in (address, history_address(address))]
        withdrawn = store.read("withdrawn")
    except PieceError:
        return False
    is_named = isinstance(withdrawn, Withdrawn) and use.story_id in withdrawn.story_ids
    return is_named and not any(isinstance(page, Page) and page.story_id == use.story_id for page in pages)
