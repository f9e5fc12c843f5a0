"""Whatever is public says what it gives, so that nobody has to read on to use it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID_ONCE = {"as_json"}  # by tracker.values.Report, for all who have it
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def missing(body: list[ast.stmt], name: str = "") -> Iterator[tuple[int, str]]:
    """Line and name of each public class, function, method and property without a docstring.

    What a protocol merely names, a property without a body, is said by its class.
    """
    for node in body:
        if not isinstance(node, Named) or node.name.startswith("_") or node.name in SAID_ONCE:
            continue
        if ast.get_docstring(node) is None and not is_bare(node):
            yield node.lineno, f"{name}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from missing(node.body, f"{name}{node.name}.")


def is_bare(node: Named) -> bool:
    return " ".join(map(ast.unparse, node.body)) == "..." and "property" in map(
        ast.unparse, node.decorator_list
    )


@pytest.mark.parametrize("path", sorted(ROOT.glob("tracker/**/*.py")), ids=lambda path: path.stem)
def test_every_module_says_what_it_decides(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_whatever_is_public_says_what_it_gives() -> None:
    lacking = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sorted(ROOT.glob("tracker/**/*.py"))
        for line, name in missing(ast.parse(path.read_text("utf-8")).body)
    ]
    assert lacking == []
