"""
A request that never waits needs no task: its coroutine is run at once, and a task is made of what is left, if any.

Most of them are answered before they come here (`first`); these are the conditional ones, redirects, and pages whose
lists have just changed. asyncio does this by itself from Python 3.12 on (`eager_task_factory`); on 3.11 it saved 2 of
the 33 us that a page in memory took, and one finished future for all of them another third of one.
"""

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context
from typing import Any

# Granian's wrapper around each request. Should its name change, requests are ordinary tasks again, and a little slower.
_REQUEST = "_future_watcher_wrapper.<locals>.future_watcher"

Factory = Callable[..., "asyncio.Future[Any]"]


def request_factory(loop: asyncio.AbstractEventLoop, is_request: Callable[[str], bool] = _REQUEST.__eq__) -> Factory:
    """
    A task factory for that loop which begins requests at once and leaves other coroutines alone.

    Up to its first wait a request has no current task: `asyncio.timeout` there would raise. `is_request` knows a
    request's coroutine by its qualified name.
    """
    nothing = loop.create_future()
    nothing.set_result(None)

    def make(
        loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], *, context: Context | None = None
    ) -> "asyncio.Future[Any]":
        if context is not None or not is_request(getattr(coroutine, "__qualname__", "")) or not loop.is_running():
            return asyncio.Task(coroutine, loop=loop, context=context)
        try:
            waited_for = coroutine.send(None)
        except StopIteration as end:
            # One finished future does for all requests, which give nothing back.
            return nothing if end.value is None else _done(loop, end.value)
        except Exception as error:  # noqa: BLE001  kept for whoever awaits it, as a task would
            failed = loop.create_future()
            failed.set_exception(error)
            return failed
        return asyncio.Task(_rest(coroutine, waited_for), loop=loop)

    return make


def _done(loop: asyncio.AbstractEventLoop, value: object) -> "asyncio.Future[Any]":
    done = loop.create_future()
    done.set_result(value)
    return done


@types.coroutine
def _rest(coroutine: Coroutine[Any, Any, Any], waited_for: object) -> Generator[Any, Any, Any]:
    """The coroutine from its first wait on."""
    while True:
        try:
            yield waited_for
        except BaseException as error:  # noqa: BLE001  a cancellation belongs to the coroutine
            try:
                waited_for = coroutine.throw(error)
            except StopIteration as end:
                return end.value
        else:
            return (yield from coroutine.__await__())
