"""What the page of a story's versions and that of the paper's corrections are handed; as `look.pages`."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.look.pages import CorrectionView, FeedLink, SectionLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Some words of a line: `mark` is "ins" or "del" where they came or went, else empty."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A paragraph with what changed in it; or, without words, `skipped` paragraphs that stayed as they were."""

    wordings: tuple[Wording, ...] = ()
    kind: str = "p"
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPart:
    label: str
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version; `since` is the number of the one it is told from, None where it is shown whole."""

    number: int
    published_at: datetime
    kind: str = ""
    notes: tuple[str, ...] = ()
    since: int | None = None
    parts: tuple[HistoryPart, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """`press/history.html`, key `history`; with `head`: the versions of a story, the newest first."""

    headline: str
    url: str
    trail: tuple[SectionLink, ...]
    versions: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedView:
    """A correction among others, with the story that it belongs to; `history_url` shows word by word what changed."""

    correction: CorrectionView
    headline: str
    url: str
    history_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    """`press/corrections.html`, key `corrections`; with `head`, whose title heads it. Those of a year have a trail."""

    corrected: tuple[CorrectedView, ...]
    trail: tuple[SectionLink, ...] = ()
    years: tuple[SectionLink, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
