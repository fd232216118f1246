"""
The newsroom's story screens as a worker of their own answers them, so that two papers can be asked in turn.

Fills its home's paper first (`--worker fill 1000`) or waits for questions (`--worker ask`), a JSON line each.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from subprocess import PIPE, Popen
from typing import IO, Any

from running import Site

_LISTED = "/admin/stories/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A worker that waits for questions."""

    questions: IO[str]
    answers: IO[str]

    def seconds(self, who: str, address: str) -> float:
        """How long the newsroom takes to answer somebody."""
        return float(self._asked({"who": who, "address": address}))

    def stories(self, section: str, *, count: int) -> list[int]:
        """Some stories that are out, from all over a section's years."""
        return list(self._asked({"stories": section, "count": count}))

    def drafts(self, *, count: int) -> list[tuple[int, str]]:
        """Stories that nobody has published yet, with the addresses that readers will find them at."""
        return [(number, path) for number, path in self._asked({"drafts": count})]

    def session(self, who: str) -> str:
        """What the cookie of somebody's session says."""
        return str(self._asked({"session": who}))

    def list_questions(self) -> list[tuple[str, str]]:
        """Each filter and sort that the list of stories has, words, and pages: what it is, and its address."""
        return [(what, address) for what, address in self._asked({"list": True})]

    def _asked(self, question: dict[str, object]) -> Any:
        self.questions.write(json.dumps(question) + "\n")
        self.questions.flush()
        return json.loads(self.answers.readline())


@contextmanager
def desk_of(site: Site) -> Iterator[Desk]:
    command = [sys.executable, __file__, "--worker", "ask"]
    with Popen(command, env=site.environment, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Desk(questions=process.stdin, answers=process.stdout)
        process.stdin.close()


def _answer() -> None:
    from django.test import Client

    from broadsheet.accounts.models import User
    from broadsheet.environment.memory import settle_heap

    settle_heap()  # as the newsroom's own processes do (config.wsgi)
    clients: dict[str, Client] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "list" in asked:
            answer: object = list(_list_questions())
        elif "stories" in asked:
            answer = _stories(asked["stories"], count=asked["count"])
        elif "drafts" in asked:
            answer = _drafts(asked["drafts"])
        else:
            who = asked.get("who") or asked["session"]
            if who not in clients:
                clients[who] = Client(SERVER_NAME="localhost")
                clients[who].force_login(User.objects.get(username=who))
            is_timed = "address" in asked
            answer = _timed(clients[who], asked["address"]) if is_timed else clients[who].cookies["sessionid"].value
        print(json.dumps(answer), flush=True)


def _timed(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return took


def _stories(section: str, *, count: int) -> list[int]:
    from broadsheet.stories.models import SectionPage, StoryPage

    inside = StoryPage.objects.live().descendant_of(SectionPage.objects.get(slug=section)).order_by("pk")
    numbers = list(inside.values_list("pk", flat=True))
    return numbers[:: max(1, len(numbers) // count)][:count]


def _drafts(count: int) -> list[tuple[int, str]]:
    from broadsheet.stories.models import StoryPage
    from broadsheet.stories.queries import address_of

    drafts = StoryPage.objects.filter(live=False, go_live_at__isnull=True).order_by("-pk")
    return [(story.pk, address_of(story)) for story in drafts[:count]]


def _list_questions() -> Iterator[tuple[str, str]]:
    """From the list itself, so that a filter or column that is new is asked for too."""
    from broadsheet.stories.listing_filters import StoryFilterSet
    from broadsheet.stories.listings import StoryListing

    yield "as it opens", _LISTED
    for name in StoryFilterSet.base_filters:
        yield f"filter {name}", f"{_LISTED}?{_asked_of(name)}"
    for column in StoryListing.list_display:
        if key := getattr(column, "sort_key", None):
            yield f"sorted by {key}", f"{_LISTED}?ordering={key}"
            yield f"sorted by {key}, turned round", f"{_LISTED}?ordering=-{key}"
    yield from _words_and_pages()


def _words_and_pages() -> Iterator[tuple[str, str]]:
    from broadsheet.stories.listing_pages import MOST_COUNTED
    from broadsheet.stories.listings import StoryIndexView
    from broadsheet.stories.models import StoryPage

    words = StoryPage.objects.order_by("pk").values_list("title", flat=True)[7].split()
    yield "a common word", f"{_LISTED}?q=harbour"
    yield "words that begin so", f"{_LISTED}?q=ha"
    yield "a number in one headline", f"{_LISTED}?q={words[-1]}"
    yield "two words", f"{_LISTED}?q={words[0]}+{words[1]}"
    yield "words that nobody wrote", f"{_LISTED}?q=zzyzx+qqq"
    yield "a common word, drafts alone, by headline", f"{_LISTED}?q=harbour&live=false&ordering=title"
    yield "a topic, urgent, by publication", f"{_LISTED}?{_asked_of('topics')}&urgency=3&ordering=first_published_at"
    last = -(-min(StoryPage.objects.count(), MOST_COUNTED) // StoryIndexView.paginate_by)
    yield "the second page", f"{_LISTED}?p=2"
    yield "a page in the middle", f"{_LISTED}?p={last // 2}"
    yield "the last page", f"{_LISTED}?p={last}"


def _asked_of(name: str) -> str:
    """A filter with a value that a good part of the stories has; a new filter is given one here."""
    from broadsheet.accounts.models import User

    reporter = User.objects.get(username="reporter-3").pk
    values: dict[str, object] = {"live": "false", "in_latest": "false", "urgency": 4, "owner": reporter}
    values |= {"edited_by": reporter, "topics": "harbour"}
    if name == "latest_revision_created_at":
        return f"{name}_from=2020-01-01&{name}_to=2022-01-01"
    return f"{name}={values[name]}"


def _work(words: list[str]) -> None:
    from broadsheet.cli.founding import start_django

    start_django()
    if words[0] == "ask":
        return _answer()
    from made_stories import fill

    return fill(stories=int(words[1]), now=datetime.now(UTC))


if __name__ == "__main__" and sys.argv[1] == "--worker":
    _work(sys.argv[2:])
