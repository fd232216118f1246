"""What `broadsheet import` shows while it works and when it is done."""

from collections.abc import Mapping

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from broadsheet.cli.bars import Bars
from broadsheet.contracts.archives import Survey, Told
from broadsheet.importing.report import Report

_MOST_CATEGORIES = 30


class Showing:
    """Keeps `importing.order.Audience` on a terminal. Where nobody watches, only beginnings and ends are said."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._console = Console(highlight=False, soft_wrap=True)
        self._bars = Bars(self._console)

    def begin(self, what: str, *, size: int) -> Told:
        """A bar; the function that moves it."""
        self._bars.begin(what, total=size)
        return self._bars.reach

    def end(self) -> None:
        self._bars.leave()

    def surveyed(self, survey: Survey, *, placed: Mapping[str, str]) -> None:
        """What the archive holds, and where its categories go: an address, or as a topic only."""
        self._bars.finish()
        self._console.print(f"{escape(survey.title or self._name)}: {survey.stories:,} stories and pages")
        if survey.left_out:
            words = ", ".join(f"{count:,} {what}" for what, count in survey.left_out.items())
            self._console.print(f"No stories, and not imported as such: {escape(words)}")
        if survey.categories:
            table = Table("category", "stories", "goes to", box=None)
            ranked = sorted(survey.categories.items(), key=lambda pair: (-pair[1], pair[0]))
            for category, count in ranked[:_MOST_CATEGORIES]:
                table.add_row(escape(category), f"{count:,}", escape(placed[category]))
            self._console.print(table)
            if len(ranked) > _MOST_CATEGORIES:
                self._console.print(f"and {len(ranked) - _MOST_CATEGORIES:,} more categories")

    def ask(self, question: str, *, way_out: str) -> str:
        """What somebody at the terminal answers, "" where nobody is there (`way_out` is for the error then)."""
        self.end()
        if not self._console.is_terminal:
            raise click.ClickException(way_out)
        answer: str = click.prompt(question)
        return answer

    def done(self, report: Report, *, is_rehearsal: bool) -> None:
        """The counts, then what could not be kept as it was."""
        self._bars.finish()
        self._console.print("Would come:" if is_rehearsal else "Imported:")
        for what, count in report.counts.items():
            self._console.print(f"  {count:>9,}  {escape(what)}")
        if report.remarks:
            self._console.print("To look at:")
        for what, count in report.remarks.most_common():
            self._console.print(f"  {count:>9,}  {escape(what)}")
            for example in report.examples[what]:
                self._console.print(f"             {escape(example[:200])}", style="dim")
        if is_rehearsal:
            self._console.print("Nothing was written.")
        elif report.counts.get("live"):
            self._console.print("The clerk presses the stories now, after all else, and relates them to one another.")
