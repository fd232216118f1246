"""What a process asks of its allocator and of its collector."""

import ctypes
import gc
import sys

_ARENA_MAX = -8  # mallopt's M_ARENA_MAX (glibc's malloc.h)
_FEW = 2
_COLLECT_AFTER = 20_000  # objects


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


def settle_heap() -> None:
    """
    Let what is loaded by now stay, and look through what requests leave behind less often than every 700 objects.

    A full collection of a newsroom with everything loaded held a request for 300 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 50)
