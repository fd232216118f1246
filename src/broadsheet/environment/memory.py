"""What a process asks of its allocator."""

import ctypes
import sys

_ARENA_MAX = -8  # mallopt's M_ARENA_MAX (glibc's malloc.h)
_FEW = 2


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
