"""
The desk's list with a million items: its page under many filters, as an editor is answered (DESIGN section 11).

Needs room for some 3 GB in the folder of temporary files. On SQLite always; on the PostgreSQL server that
BROADSHEET_TEST_POSTGRES names too, in a database of its own that is dropped at the end. A process of its own for each,
since Django is set up once a process. `python bench/desk_list.py --items 100000` makes a smaller wire.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import ceil
from statistics import median
from typing import Any
from urllib.parse import urlencode

from figures import Figure

ITEMS = 1_000_000
REQUESTS = 40
WANTED = 0.150
_DATABASE = "broadsheet_bench_desk_list"


def measure(items: int = ITEMS) -> list[Figure]:
    """Needs nothing but Broadsheet itself; PostgreSQL where a server is named."""
    figures = measured_on("SQLite", url="", items=items)
    if server := os.environ.get("BROADSHEET_TEST_POSTGRES"):
        with database(server) as url:
            figures += measured_on("PostgreSQL", url=url, items=items)
    return figures


def measured_on(backend: str, *, url: str, items: int, script: str = __file__, wanted: float = WANTED) -> list[Figure]:
    """What a bench that is run as a worker of its own prints, as figures."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-desk-list-") as home:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))},
            "BROADSHEET_HOME": home,
            "BROADSHEET_DEMO": "",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "broadsheet.config.settings.test",
        }
        worker = subprocess.run(
            [sys.executable, script, "--worker", str(items)], env=environment, check=True, stdout=subprocess.PIPE
        )
    answer = json.loads(worker.stdout.splitlines()[-1])
    return [_figure(f"{backend}: {what}", seconds, note, wanted=wanted) for what, seconds, note in answer]


def _figure(what: str, seconds: list[float], note: str, *, wanted: float) -> Figure:
    ordered = sorted(seconds)
    p95 = ordered[ceil(0.95 * len(ordered)) - 1]
    measured = f"p50 {median(ordered) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms{note}"
    return Figure(what=what, measured=measured, wanted=f"p95 ≤ {wanted * 1000:.0f} ms", reached=p95 <= wanted)


@contextmanager
def database(server: str) -> Iterator[str]:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {_DATABASE}")
        try:
            yield server.rsplit("/", 1)[0] + f"/{_DATABASE}"
        finally:
            connection.execute(f"DROP DATABASE {_DATABASE} WITH (FORCE)")


def _work(items: int) -> None:
    """In the process of its own: fill, ask, print."""
    from broadsheet.environment.database import use_newest_sqlite

    use_newest_sqlite()
    import django

    django.setup()
    from django.core.management import call_command
    from million_items import fill

    call_command("migrate", verbosity=0)
    now, started = datetime.now(UTC), time.monotonic()
    made = fill(items=items, now=now)
    print(f"{items} items in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    client = _editor()
    _use_some(now=now)
    _warm(client)
    answers = []
    for what, asked in _questions(made, items=items):
        seconds, note = _ask(client, asked)
        answers.append((what, seconds, note))
        print(f"{median(seconds) * 1000:6.0f} {max(seconds) * 1000:6.0f} {what}{note}", file=sys.stderr, flush=True)
    print(json.dumps(answers))


def _warm(client: Any) -> None:
    """As a newsroom that has been open for a while."""
    from broadsheet.environment.memory import settle_heap

    client.get("/admin/wire/?all=1")
    settle_heap()


def _ask(client: Any, asked: list[tuple[str, object]]) -> tuple[list[float], str]:
    address, seconds, page = f"/admin/wire/?all=1&{urlencode(asked)}", [], ""
    for _ in range(REQUESTS):
        began = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.status_code
        page = answer.content.decode()
    shown = page.count("data-key=")
    return seconds, f", {shown} lines{', cut' if 'Looked through' in page else ''}"


def _editor() -> Any:
    from django.test import Client

    from broadsheet.accounts.actions import make_person
    from broadsheet.accounts.roles import Role
    from broadsheet.stories.actions import make_section
    from broadsheet.stories.founding import found_paper
    from broadsheet.stories.rights import found_workflow

    now = datetime.now(UTC)
    home = found_paper("The Bench", address="http://localhost", now=now)
    found_workflow(home)
    make_section(home, title="World", now=now)
    chief = make_person(
        "chief",
        name="A Chief",
        email="chief@bench.example",
        password="a password of ten",  # noqa: S106  a paper that is thrown away
        role=Role.CHIEF,
    )
    client = Client()
    client.force_login(chief)
    return client


def _use_some(*, now: datetime) -> None:
    """Real items on top, half of them with stories: their marks cost what they cost."""
    from broadsheet.accounts.models import User
    from broadsheet.stories.models import SectionPage
    from broadsheet.wire.actions import make_story, receive
    from broadsheet.wire.models import Source, WireItem

    source, section, chief = Source.objects.get(slug="north"), SectionPage.objects.get(slug="world"), User.objects.get()
    for number in range(40):
        document = {
            "uri": f"urn:real:{number}", "type": "text", "version": "1", "pubstatus": "usable", "language": "en",
            "headline": f"Harbour counts boats, report {number}", "body_xhtml": "<p>Two more came with the tide.</p>",
        }  # fmt: skip
        receive(source, data=json.dumps(document).encode(), name=f"{number}.json", now=now)
        if number % 2:
            item = WireItem.objects.get(source=source, guid=f"urn:real:{number}")
            make_story(item, section=section, by=chief, now=now)


_Question = tuple[str, list[tuple[str, object]]]


def _questions(made: Any, *, items: int) -> list[_Question]:
    return [*_one_filter(made, items=items), *_words(made), *_filters_that_meet(made)]


def _one_filter(made: Any, *, items: int) -> list[_Question]:
    from broadsheet.wire.models import Listed

    source, broad, narrow = made.sources, made.broad_topics, made.narrow_topics
    deep = Listed.objects.filter(item_id__lte=items // 2).order_by("-item_id").values_list("place", flat=True)[0]
    oldest = Listed.objects.filter(item_id__lte=items // 50).order_by("-item_id").values_list("place", flat=True)[0]
    return [
        ("everything", []),
        ("a page in the middle", [("before", deep)]),
        ("a page near the end", [("before", oldest)]),
        ("a common source", [("source", source["north"])]),
        ("a rare source", [("source", source["isle"])]),
        ("a source that ended", [("source", source["ended"])]),
        ("five sources", [("source", source[name]) for name in ("west", "sport", "press", "court", "isle")]),
        ("urgency 1", [("urgency", 1)]),
        ("urgency 1 to 5", [("urgency", 5)]),
        ("events", [("kind", "event")]),
        ("free to publish", [("state", "publishable")]),
        ("killed or held", [("state", "killed"), ("state", "withheld")]),
        ("embargo without end", [("state", "embargo-unreadable")]),
        ("taken", [("taken", "yes")]),
        ("not taken", [("taken", "no")]),
        ("a language", [("language", "de")]),
        ("a broad topic", [("topic", broad[3])]),
        ("the rarest topic", [("topic", narrow[-1])]),
        ("four topics and a section", [
            *(("topic", narrow[n]) for n in (5, 50, 200, 300)), ("section", made.sections[1]),
        ]),
        ("the last day", [("span", "day")]),
        ("the last month, a rare source", [("span", "month"), ("source", source["isle"])]),
    ]  # fmt: skip


def _words(made: Any) -> list[_Question]:
    source, common, rare = made.sources, made.common_word, made.rare_word
    return [
        ("the commonest word", [("q", common)]),
        ("a rare word", [("q", rare)]),
        ("an unknown word", [("q", "zzyzx")]),
        ("two words", [("q", f"{common} {rare}")]),
        ("the beginning of a word", [("q", f"{made.long_word[:4]}*")]),
        ("a phrase", [("q", '"harbour counts boats"')]),
        ("a common word of a rare source", [("q", common), ("source", source["isle"])]),
        ("a common word, killed", [("q", common), ("state", "killed")]),
        ("a rare word, taken", [("q", rare), ("taken", "yes")]),
        ("a common word of a source that ended", [("q", common), ("source", source["ended"])]),
    ]


def _filters_that_meet(made: Any) -> list[_Question]:
    source, broad, narrow = made.sources, made.broad_topics, made.narrow_topics
    return [
        ("two broad topics of one source", [("topic", broad[1]), ("topic", broad[2]), ("source", source["court"])]),
        ("topic, section: no item in both", [("topic", narrow[0]), ("section", made.sections[1])]),
        ("source, topic, language, state, taken", [
            ("source", source["north"]), ("topic", broad[0]), ("language", "ga"), ("state", "killed"), ("taken", "yes"),
        ]),
        ("common filters that seldom meet", [
            ("source", source["west"]), ("topic", broad[4]), ("language", "fr"), ("state", "desk-only"),
            ("kind", "picture"),
        ]),
        ("common word and topic, no item in both sections", [
            ("q", made.common_word), ("topic", narrow[0]), ("section", made.sections[1]), ("language", "fr"),
        ]),
    ]  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        _work(int(sys.argv[2]))
    else:
        from figures import table

        print(table(measure(int(sys.argv[2]))))
