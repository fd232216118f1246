"""Hosts of others that readers' pages let in: exactly those that the press names, and none by default."""

import pytest

from broadsheet.contracts.pieces import Outsiders, Page, PieceSlot
from broadsheet.edge.answers import PAGE_POLICY, security_headers, with_frames, with_outsiders
from edge.running import RunningEdge, eventually

PLAIN = security_headers(is_secure=False)
STORY = Page(parts=("<head>", PieceSlot(name="shell/head"), "</head><p>Film</p>"), frames=("player.example.org",))
NAMED = Outsiders(
    scripts=("stats.example.com",),
    connections=("stats.example.com",),
    pictures=("*.ads.example",),
    frames=("ads.example",),
)


def policy_of(headers: list[tuple[str, str]]) -> dict[str, str]:
    policy = dict(headers)["content-security-policy"]
    return dict(directive.split(" ", 1) for directive in policy.split("; "))


@pytest.fixture(scope="module", autouse=True)
def _site(edge: RunningEdge) -> None:
    edge.store.press({"page/": Page(parts=("<h1>Front</h1>",)), "page/world/film": STORY})
    eventually(lambda: edge.client.get("/world/film/").text, wanted=lambda text: "Film" in text)


@pytest.fixture(autouse=True)
def _nobody_named(edge: RunningEdge) -> None:
    edge.store.press({"shell/policy": Outsiders()})
    for address in ("/world/film/", "/search/", "/nothing-here/"):
        eventually(
            lambda address=address: edge.client.get(address).headers["content-security-policy"],  # type: ignore[misc]
            wanted=lambda policy: "example.com" not in policy,
        )


def test_nobody_is_let_in_where_nobody_is_named() -> None:
    assert with_outsiders(PLAIN, Outsiders()) == PLAIN
    assert policy_of(PLAIN)["script-src"] == "'self'"


def test_each_host_is_let_in_over_tls_and_to_what_it_is_named_for_alone() -> None:
    before, after = policy_of(PLAIN), policy_of(with_outsiders(PLAIN, NAMED))

    widened = {name: value for name, value in after.items() if before.get(name) != value}
    assert widened == {
        "script-src": "'self' https://stats.example.com",
        "connect-src": "'self' https://stats.example.com",
        "img-src": "'self' https://*.ads.example",
        "frame-src": "https://ads.example",
    }


def test_browsers_guard_against_injected_scripts_as_long_as_no_others_may_run() -> None:
    with_pictures = policy_of(with_outsiders(PLAIN, Outsiders(pictures=("pixel.example.com",))))
    with_scripts = policy_of(with_outsiders(PLAIN, NAMED))

    assert with_pictures["require-trusted-types-for"] == "'script'"
    assert not {"require-trusted-types-for", "trusted-types"} & with_scripts.keys()


@pytest.mark.parametrize(
    "host",
    [
        "",
        "*",
        "*.",
        "*.*.example",
        "a.*.example",
        "localhost",
        "https://stats.example.com",
        "stats.example.com/path",
        "stats.example.com:8080",
        "stats.example.com; script-src *",
        "stats.example.com 'unsafe-inline'",
        "'unsafe-inline'",
        "data:",
        "stats.example.com\r\nset-cookie: a=b",
        "STATS.EXAMPLE.COM",
    ],
)
def test_no_text_that_is_no_host_gets_into_the_policy(host: str) -> None:
    hostile = Outsiders(scripts=(host,), connections=(host,), pictures=(host,), frames=(host,))

    assert with_outsiders(PLAIN, hostile) == PLAIN


def test_a_pages_own_frames_stand_beside_those_of_the_whole_site() -> None:
    both = policy_of(with_outsiders(with_frames(PLAIN, ["player.example.org"]), NAMED))

    assert both["frame-src"] == "https://player.example.org https://ads.example"


def test_the_policy_follows_what_is_pressed_and_no_browser_keeps_the_former(edge: RunningEdge) -> None:
    before = edge.client.get("/world/film/")
    edge.store.press({"shell/policy": NAMED})

    during = eventually(
        lambda: edge.client.get("/world/film/", headers={"if-none-match": before.headers["etag"]}),
        wanted=lambda answer: answer.status_code == 200,
    )
    edge.store.press({"shell/policy": Outsiders()})
    after = eventually(
        lambda: edge.client.get("/world/film/"),
        wanted=lambda answer: "stats.example.com" not in answer.headers["content-security-policy"],
    )

    assert "script-src 'self' https://stats.example.com" in during.headers["content-security-policy"]
    assert during.text == before.text
    assert after.headers["content-security-policy"] == f"{PAGE_POLICY}; frame-src https://player.example.org"
    assert after.headers["etag"] == before.headers["etag"]


def test_a_search_lets_in_the_same_and_a_notice_too(edge: RunningEdge) -> None:
    edge.store.press({"shell/policy": NAMED, "page/search": Page(parts=("<h1>Search</h1>",))})

    for address in ("/search/", "/nothing-here/"):
        eventually(
            lambda address=address: edge.client.get(address).headers["content-security-policy"],  # type: ignore[misc]
            wanted=lambda policy: "https://stats.example.com" in policy,
        )


def test_a_damaged_policy_lets_nobody_in_and_costs_no_page(edge: RunningEdge) -> None:
    def policy_of_film() -> str:
        return edge.client.get("/world/film/").headers["content-security-policy"]

    edge.store.press({"shell/policy": NAMED})
    eventually(policy_of_film, wanted=lambda policy: "https://stats.example.com" in policy)
    path = edge.store.file_of("shell/policy")
    path.write_bytes(path.read_bytes()[:-3])
    edge.store._announce(frozenset({"shell/policy"}))

    eventually(policy_of_film, wanted=lambda policy: "stats.example.com" not in policy)
    eventually(lambda: edge.log, wanted=lambda log: "edge_policy_damaged" in log)
    assert edge.client.get("/world/film/").status_code == 200
