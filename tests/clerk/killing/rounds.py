"""
Kills clerks, again and again, at every step from receipt to page, and looks what is there afterwards.

A process that has loaded Django, and holds neither threads nor a connection, is forked for each clerk: a start takes
some 50 ms instead of seconds. Half of the kills come at a moment by chance, the others as the clerk enters a system
call of a chosen kind, where strace can be had. Run as `python -m clerk.killing.rounds PLACE --rounds 200 --seed 7`
with the environment of a founded site; prints a report as JSON.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from clerk.killing.agency import FEEDS, FOLDER, PUSH, Agency

SETTLED_WITHIN = 60.0
_CHILDREN_GONE_WITHIN = 15.0
_FIRES_WITHIN = 1.5
_POLL = 0.05
# Where a kill is aimed at: what the clerk asks of the kernel at each step.
SYSTEM_CALLS = {
    "file moved, piece put in place": "rename",
    "order to disk": "fsync,fdatasync",
    "database written": "pwrite64,sendto",
    "bytes written": "write",
    "file opened": "openat",
    "piece or log removed": "unlink,ftruncate",
    "child started": "vfork,clone,clone3,execve",
    "network": "connect,recvfrom,sendto",
    "lock": "fcntl,flock",
    "bytes read": "read,pread64",
}


@dataclass(slots=True)
class Report:
    rounds: int = 0
    with_open_work: int = 0
    aimed: int = 0
    pushes_killed: int = 0
    open_work: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=dict)


def forked(work: Callable[[], object], *, log: Path) -> int:
    """A child in a session of its own, with what it logs in a file; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(descriptor, 2)
        work()
    except BaseException:  # noqa: BLE001  the log is all that is left of it
        import traceback

        traceback.print_exc()
    finally:
        os._exit(0)


def session_of(leader: int) -> list[int]:
    """The living processes of the session that a forked child leads."""
    living = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal():
                state, _, _, session, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(session) == leader and state != "Z":
                    living.append(int(entry.name))
    return living


class Killing:
    """One site, its agencies, the clerk of the moment, and the chance that rules them."""

    def __init__(self, place: Path, *, seed: int, address: str, agency: Agency, inspector: Connection) -> None:
        self.log = place / "clerk.log"
        self.chance = random.Random(seed)  # noqa: S311  chance, not secrecy
        self.agency, self.address, self.inspector = agency, address, inspector
        self.clerk = 0
        self.report = Report()
        self.strace = shutil.which("strace") if may_trace() else None

    def run(self, rounds: int, *, seconds: float) -> Report:
        """So many rounds, or as many as the time allows."""
        deadline = time.monotonic() + seconds
        self.start()
        self.settle()
        while self.report.rounds < rounds and time.monotonic() < deadline:
            if not self.clerk:
                self.start()
            self._round()
            if self.chance.random() < 0.75 or self.report.rounds >= rounds:
                self.start()
                self.settle()
            if len(self.report.findings) > 20:
                break
        self.report.tally = self._ask("tally")
        self.kill()
        return self.report

    def start(self) -> None:
        self.clerk = forked(_be_clerk, log=self.log)

    def kill(self) -> None:
        clerk, self.clerk = self.clerk, 0
        os.kill(clerk, signal.SIGKILL)
        os.waitpid(clerk, 0)
        deadline = time.monotonic() + _CHILDREN_GONE_WITHIN
        while left := session_of(clerk):
            if time.monotonic() > deadline:
                self._find([f"left behind by the clerk: {[_command_of(pid) for pid in left]}"])
                for pid in left:
                    os.kill(pid, signal.SIGKILL)
                return
            time.sleep(_POLL)

    def settle(self) -> None:
        """Let the clerk come to rest, and look at everything."""
        deadline = time.monotonic() + SETTLED_WITHIN
        while True:
            self._push_all()
            work = self._ask("open_work", self.agency)
            if not work:
                break
            if time.monotonic() > deadline:
                self._find([f"still open after {SETTLED_WITHIN:g} s: {work}"])
                break
            if work == ["feed"]:
                self._ask("let_time_pass")  # nothing but the interval is waited for
            time.sleep(_POLL)
        self._find(self._ask("settled", self.agency))

    def _round(self) -> None:
        is_aimed = self.strace is not None and self.chance.random() < 0.5
        tracer = self._aim() if is_aimed else None
        for _ in range(self.chance.choice((1, 2, 3, 5))):
            self.agency.act()
        self._ask("let_time_pass")
        self._push_some()
        if tracer is None:
            time.sleep(self.chance.choice((0.1, 0.4, 1.2)) * self.chance.random())
        else:
            with suppress(subprocess.TimeoutExpired):
                tracer.wait(timeout=_FIRES_WITHIN)
                self.report.aimed += 1
        self.kill()
        if tracer is not None:
            tracer.wait(timeout=10)
        work = self._ask("open_work", self.agency)
        self.report.rounds += 1
        self.report.with_open_work += bool(work)
        self.report.open_work.update(work)
        self._find(self._ask("at_once", self.agency))
        self._ask("let_time_pass")

    def _aim(self) -> subprocess.Popen[bytes]:
        """Have the clerk killed as it enters one of its next system calls of some kind."""
        calls = self.chance.choice(list(SYSTEM_CALLS.values()))
        number = int(2 ** self.chance.uniform(0, 7))
        command = [str(self.strace), "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}",
                   "-e", f"inject={calls}:signal=KILL:when={number}", "-p", str(self.clerk)]  # fmt: skip
        tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline and tracer.poll() is None and not _is_traced(self.clerk):
            time.sleep(0.005)
        return tracer

    def _push_some(self) -> None:
        """Send what was not confirmed; now and then the newsroom's process is killed at it."""
        for name, data in list(self.agency.unconfirmed.items()):
            self._push(name, data, kill_after=self.chance.choice((None, 0.1 * self.chance.random())))

    def _push_all(self) -> None:
        for name, data in list(self.agency.unconfirmed.items()):
            self._push(name, data, kill_after=None)

    def _push(self, name: str, data: bytes, *, kill_after: float | None) -> None:
        reading, writing = os.pipe()
        newsroom = forked(lambda: _take_push(name, data, writing), log=self.log)
        os.close(writing)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(newsroom, signal.SIGKILL)
        with os.fdopen(reading) as answers:
            status = answers.read()
        os.waitpid(newsroom, 0)
        if status in {"200", "202"}:
            self.agency.confirm(name)
        elif status:
            self._find([f"a push was answered with {status}"] if status != "503" else [])
        else:
            self.report.pushes_killed += 1

    def _ask(self, question: str, *words: object) -> Any:
        self.inspector.send((question, words))
        return self.inspector.recv()

    def _find(self, findings: list[str]) -> None:
        told = {finding.partition(": after")[0] for finding in self.report.findings}
        for finding in findings:
            if finding not in told:
                self.report.findings.append(finding)
                sys.stderr.write(f"round {self.report.rounds}: {finding}\n")


def may_trace() -> bool:
    """Whether strace is there and may look at a process that it did not start."""
    if shutil.which("strace") is None:
        return False
    child = subprocess.Popen(["sleep", "5"])
    try:
        tracer = subprocess.Popen(["strace", "-qq", "-o", os.devnull, "-p", str(child.pid)], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and tracer.poll() is None and not _is_traced(child.pid):
            time.sleep(0.01)
        return _is_traced(child.pid)
    finally:
        child.kill()
        child.wait()
        tracer.wait()


def _is_traced(pid: int) -> bool:
    with suppress(OSError):
        return "TracerPid:\t0\n" not in Path(f"/proc/{pid}/status").read_text()
    return False


def _command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[-60:]
    return str(pid)


def _be_clerk() -> None:
    from broadsheet.clerk.service import serve

    serve()


def _take_push(name: str, data: bytes, answer: int) -> None:
    """The newsroom's part: one request, and its answer's status into a pipe."""
    from django.test import RequestFactory

    from broadsheet.wire.views.push import push

    token = os.environ["KILLING_PUSH_TOKEN"]
    request = RequestFactory().post(
        f"/wire/push/{PUSH}/", data, content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "X-Document-Name": f"{name}.json"},
    )  # fmt: skip
    os.write(answer, str(push(request, PUSH).status_code).encode())


def _inspect(questions: Connection, *, driver: Connection) -> None:
    from clerk.killing.inspecting import Inspector

    driver.close()  # so that this process ends with the one that asks
    inspector = Inspector()
    with suppress(EOFError):
        while True:
            name, words = questions.recv()
            questions.send(getattr(inspector, name)(*words))


def _add_sources(address: str, answer: Connection) -> None:
    """Beside the folder: feeds, a push source, routes that publish, and a webhook for alarms."""
    from django.utils import timezone

    from broadsheet.contracts.fetching import SourceKind
    from broadsheet.stories.models import SectionPage
    from broadsheet.wire.models import Alarm, AlarmRules, Route, Source
    from broadsheet.wire.tokens import renew_token

    Source.objects.filter(slug=FOLDER).update(hourly_cap=100_000)
    section = SectionPage.objects.order_by("pk")[0]
    for slug in (*FEEDS, PUSH):
        source = Source.objects.create(
            slug=slug, name=slug, credit=f"{slug} agency", hourly_cap=100_000, interval=5,
            kind=SourceKind.PUSH if slug == PUSH else SourceKind.HTTP,
            address="" if slug == PUSH else f"{address}/{slug}",
        )  # fmt: skip
        Route.objects.create(source=source, section=section, mode=Route.Mode.PUBLISH)
    AlarmRules.objects.create(webhook=f"{address}/alarms", kinds=[Alarm.Kind.KILL])
    answer.send(renew_token(Source.objects.get(slug=PUSH), now=timezone.now()))


def load() -> None:
    """Everything that a clerk needs, but neither a connection nor a thread."""
    from broadsheet.cli.founding import start_django
    from broadsheet.environment.logs import start_logging

    start_logging("clerk")
    start_django()
    import broadsheet.clerk.service
    import broadsheet.wire.views.push  # noqa: F401
    import clerk.killing.inspecting  # noqa: F401
    from broadsheet.clerk.steps import all_steps

    all_steps()


def main(place: Path, *, rounds: int, seconds: float, seed: int) -> Report:
    """Kill a site's clerks so often; the site stands in `place/site`, the folder of its source in `place/incoming`."""
    outside = place / "outside"
    outside.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-m", "clerk.killing.outside", str(outside)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        load()
        ours, theirs = multiprocessing.Pipe()
        os.waitpid(forked(lambda: _add_sources(address, theirs), log=place / "clerk.log"), 0)
        os.environ["KILLING_PUSH_TOKEN"] = ours.recv()
        inspector = forked(lambda: _inspect(theirs, driver=ours), log=place / "inspector.log")
        theirs.close()
        agency = Agency(chance=random.Random(seed), folder=place / "incoming", outside=outside, address=address)  # noqa: S311
        killing = Killing(place, seed=seed, address=address, agency=agency, inspector=ours)
        try:
            return killing.run(rounds, seconds=seconds)
        finally:
            if killing.clerk:
                killing.kill()
            os.kill(inspector, signal.SIGKILL)
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    report = main(given.place, rounds=given.rounds, seconds=given.seconds, seed=given.seed)
    told = {name: getattr(report, name) for name in Report.__dataclass_fields__}
    sys.stdout.write(f"{json.dumps(told)}\n")
