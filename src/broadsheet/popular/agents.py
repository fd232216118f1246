"""Which user agents are no readers: the crawler-user-agents list, behind a cache and a budget."""

from collections.abc import Callable
from enum import Enum

from crawleruseragents import is_crawler

AGENT_LENGTH = 512  # characters of a user agent that are looked at and kept
KEPT = 10_000  # a generation of the cache: at most two of them, about 20 MB of the longest agents
# The list is 1,504 patterns, 0.42 ms for an agent not seen before; 500 of them are a fifth of a core.
NEW_AGENTS_A_SECOND = 500


class Verdict(Enum):
    READER = "reader"
    BOT = "bot"
    UNJUDGED = "unjudged"  # more new agents in this second than the budget allows


class AgentJudge:
    """
    Tells readers from bots.

    Somebody who sends a new user agent with every hit would otherwise keep the whole process busy with patterns;
    agents already known are judged whatever the flood.
    """

    def __init__(self, is_bot: Callable[[str], bool] = is_crawler) -> None:
        self._is_bot = is_bot
        self._young: dict[str, Verdict] = {}
        self._old: dict[str, Verdict] = {}
        self._second = 0
        self._left = NEW_AGENTS_A_SECOND

    def judge(self, user_agent: str, *, now: float) -> Verdict:
        """Whether this agent is a reader's; an empty one is a bot's."""
        verdict = self._young.get(user_agent)
        if verdict is not None:
            return verdict
        agent = user_agent[:AGENT_LENGTH]
        verdict = self._young.get(agent) or self._old.get(agent) or self._first_judged(agent, second=int(now))
        if verdict is not Verdict.UNJUDGED:
            self._keep(agent, verdict)
        return verdict

    def _first_judged(self, agent: str, *, second: int) -> Verdict:
        if not agent:
            return Verdict.BOT
        if second != self._second:
            self._second, self._left = second, NEW_AGENTS_A_SECOND
        if not self._left:
            return Verdict.UNJUDGED
        self._left -= 1
        return Verdict.BOT if self._is_bot(agent) else Verdict.READER

    def _keep(self, agent: str, verdict: Verdict) -> None:
        if len(self._young) >= KEPT:
            self._old, self._young = self._young, {}
        self._young[agent] = verdict
