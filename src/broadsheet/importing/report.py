"""What an import did, counted while it goes: numbers to show, and a line for everything that somebody may look at."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

_EXAMPLES = 3
_MOST_KINDS = 200  # a plug-in may have left a thousand shortcodes of one use each


@dataclass(slots=True)
class Report:
    """`line` hears each remark as one line of JSON, for a file; the counts and a few examples stay in memory."""

    line: Callable[[str], None] = lambda _: None
    counts: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    examples: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, what: str, number: int = 1) -> None:
        if number:
            self.counts[what] += number

    def remark(self, what: str, *, story: str, detail: str = "") -> None:
        """Something about one story that could not be kept as it was, or that an editor should know."""
        if what not in self.remarks and len(self.remarks) >= _MOST_KINDS:
            what, detail = "other things", f"{what} {detail}"
        self.remarks[what] += 1
        if len(self.examples[what]) < _EXAMPLES:
            self.examples[what].append(f"{story}: {detail}" if detail else story)
        self.line(json.dumps({"what": what, "story": story, "detail": detail}, ensure_ascii=False))
