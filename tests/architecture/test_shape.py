"""The shape of the house: what a newcomer may rely on when looking for a place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
VAGUE = {"utils", "helpers", "common", "misc", "util", "helper"}


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text().count("\n")

    assert lines <= 400
    assert {node.name: lines_of(node) for node in functions_of(path) if lines_of(node) > 50} == {}


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(lines_of(node) for path in FILES for node in functions_of(path))

    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 95 // 100] <= 35


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    vague = [path for path in FILES if path.stem in VAGUE or path.parent.name in VAGUE]

    assert vague == []
