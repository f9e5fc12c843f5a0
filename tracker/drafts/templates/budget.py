"""What a template may do for one entry: a budget of characters that all of it shares.

The output alone is no bound: a text that is joined, compared or cut and then thrown away costs as
much as one that is printed, and a loop that prints nothing costs its rounds. So each operation pays
for the length of what it is done on, each round of a loop for the size of its body, and a loop for
what it goes over before it begins. A template that has spent all is stopped, however it did it.
"""

from __future__ import annotations

from jinja2 import TemplateError, nodes

LOOP_LIMIT = 20_000  # rounds of all loops together, an entry
WORK_LIMIT = 1_000_000  # characters, of all operations together: half a second
_EACH = 10  # characters that an operation costs at least

NAME = "_budget"  # of the context's value; a template cannot name it


class SpentError(TemplateError):
    """An entry's template has done more than it may."""


class Budget:
    """What is left for one entry. Raises SpentError where nothing is."""

    def __init__(self) -> None:
        self._rounds, self._work = LOOP_LIMIT, WORK_LIMIT

    def enter(self, size: int) -> None:
        """Pay for a round of a loop whose body has so many nodes."""
        self._rounds -= 1
        if self._rounds < 0:
            raise SpentError(f"the loops of an entry may have {LOOP_LIMIT} rounds")
        self._pay(size)

    def hold(self, value: object) -> object:
        """Pay for what something is done on, and give it."""
        self._pay(_EACH + (len(value) if isinstance(value, str | tuple | list) else 0))
        return value

    def go_over(self, value: object) -> object:
        """Pay for each part of what is gone over one by one, and give it."""
        self._pay(_EACH * (1 + (len(value) if isinstance(value, str | tuple | list) else 0)))
        return value

    def _pay(self, characters: int) -> None:
        self._work -= characters
        if self._work < 0:
            raise SpentError(
                f"the loops and filters of an entry may go through {WORK_LIMIT:,} characters, and "
                "this template goes through more"
            )


def charge(tree: nodes.Template) -> None:
    """Make what a template does pay for itself."""
    for node in list(tree.find_all((nodes.For, *_OPERATIONS))):
        if isinstance(node, nodes.For):
            size = sum(1 for part in node.body for _ in part.find_all(nodes.Node))
            node.iter, node.recursive = _call("go_over", node.iter, node.lineno), False
            enter = nodes.ExprStmt(_call("enter", nodes.Const(size + 1), node.lineno))
            node.body.insert(0, enter.set_lineno(node.lineno))
        elif isinstance(node, nodes.Compare):
            node.expr = _held(node.expr)
            for operand in node.ops:
                operand.expr = _held(operand.expr)
        elif isinstance(node, nodes.Getitem):
            node.node = _held(node.node)
        elif isinstance(node, nodes.Filter | nodes.Test) and node.node is not None:
            joins = isinstance(node, nodes.Filter) and node.name == "join"
            node.node = _call("go_over" if joins else "hold", node.node, node.lineno)
            node.args = [_held(argument) for argument in node.args]
            for pair in node.kwargs:
                pair.value = _held(pair.value)


_OPERATIONS = (nodes.Filter, nodes.Test, nodes.Compare, nodes.Getitem)


def _held(node: nodes.Node) -> nodes.Expr:
    return _call("hold", node, node.lineno)


def _call(method: str, argument: nodes.Node, line: int) -> nodes.Call:
    target = nodes.Getattr(nodes.Name(NAME, "load"), method, "load")
    call = nodes.Call(target, [argument], [], None, None)
    for node in (call, target, target.node):
        node.set_lineno(line)
    return call
