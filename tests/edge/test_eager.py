import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from broadsheet.edge.eager import request_factory


def run(main: Coroutine[Any, Any, Any]) -> Any:
    async def with_factory() -> Any:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(request_factory(loop, lambda name: "request" in name))
        return await main

    return asyncio.run(with_factory())


def test_a_request_that_never_waits_is_done_before_its_task_is_given() -> None:
    async def request() -> str:
        return "page"

    async def main() -> tuple[bool, str]:
        task = asyncio.get_running_loop().create_task(request())
        return task.done(), await task

    assert run(main()) == (True, "page")


def test_requests_that_give_nothing_back_share_one_finished_future() -> None:
    async def request() -> None:
        return None

    async def main() -> tuple[bool, bool, None]:
        loop = asyncio.get_running_loop()
        first, second = loop.create_task(request()), loop.create_task(request())
        return first.done(), first is second, await second

    assert run(main()) == (True, True, None)


def test_a_request_that_waits_goes_on_as_a_task() -> None:
    async def request() -> list[object]:
        first = await asyncio.get_running_loop().run_in_executor(None, lambda: "joined")
        await asyncio.sleep(0)
        return [first, asyncio.current_task() is not None]

    async def main() -> list[object]:
        return await asyncio.get_running_loop().create_task(request())

    assert run(main()) == ["joined", True]


@pytest.mark.parametrize("waits", [False, True])
def test_an_error_comes_out_where_the_request_is_awaited(*, waits: bool) -> None:
    async def request() -> None:
        if waits:
            await asyncio.sleep(0)
        raise LookupError("no page")

    async def main() -> None:
        await asyncio.get_running_loop().create_task(request())

    with pytest.raises(LookupError, match="no page"):
        run(main())


@pytest.mark.parametrize("clears_up", [False, True])
def test_a_cancelled_request_may_clear_up(*, clears_up: bool) -> None:
    seen: list[str] = []

    async def request() -> str:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            seen.append("cancelled")
            if clears_up:
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                return "cleared"
            raise
        return ""

    async def main() -> object:
        task = asyncio.get_running_loop().create_task(request())
        await asyncio.sleep(0)
        task.cancel()
        return (await asyncio.gather(task, return_exceptions=True))[0]

    outcome = run(main())

    assert seen == ["cancelled"]
    assert outcome == "cleared" if clears_up else isinstance(outcome, asyncio.CancelledError)


def test_other_coroutines_are_ordinary_tasks() -> None:
    async def other() -> bool:
        return asyncio.current_task() is not None

    async def main() -> tuple[bool, bool]:
        task = asyncio.get_running_loop().create_task(other())
        return isinstance(task, asyncio.Task), await task

    assert run(main()) == (True, True)


def test_granians_requests_are_known_by_name() -> None:
    from granian._futures import _future_watcher_wrapper

    async def answer(scope: object, protocol: object) -> None:
        return

    class Watcher:
        scope = protocol = proto = None
        is_done = False

        def done(self) -> None:
            self.is_done = True

    watcher = Watcher()

    async def main() -> bool:
        loop = asyncio.get_running_loop()
        loop.set_task_factory(request_factory(loop))
        return asyncio.get_running_loop().create_task(_future_watcher_wrapper(answer)(watcher)).done()

    assert asyncio.run(main())
    assert watcher.is_done
