"""What a process asks of its allocator and of its collector."""

import ctypes
import gc
import sys

_ARENA_MAX = -8  # mallopt's M_ARENA_MAX (glibc's malloc.h)
_FEW = 2
_COLLECT_AFTER = 20_000  # objects
# Looks at the young before one at the middling, and of those before one at all. With 20 of the first one request in 140
# waited 50 to 90 ms for it; with 4 one in 30 waits 11.
_YOUNG, _MIDDLING = 4, 200


def share_arenas() -> None:
    """
    Let all threads share two of glibc's arenas, where glibc is the allocator.

    By default each thread that allocates gets one of its own, up to eight a core, and what dozens of short-lived
    fetching threads leave in them is never given back.
    """
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _FEW)
    except (OSError, AttributeError):  # another C library, which has no such option
        return


def freeze_heap() -> None:
    """Let what is loaded by now stay: no collection looks through it again (300 ms each with everything loaded)."""
    gc.collect()
    gc.freeze()


def settle_heap() -> None:
    """
    Freeze what is loaded, and look through what requests leave behind less often than every 700 objects.

    Not for the clerk: what hostile sources send would wait for the next look, 324 MB of it instead of 243.
    """
    freeze_heap()
    gc.set_threshold(_COLLECT_AFTER, _YOUNG, _MIDDLING)
