"""The form of an entry: a Jinja template, sandboxed and bounded.

A template is form and holds no rules: it prints fields, loops over lists and asks whether
something is there. What can call, compute or build up text (macros, calls, operators, includes)
is refused when the template is read, and named with its line; all that it does for an entry
shares one budget (budget.py), and its output is bounded. So no template, whoever wrote it, can run
for ever or fill the memory. It sees one value, ``entry`` (an ``EntryView``), whose texts are
Markdown already.
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources
from itertools import chain

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import missing

from tracker.drafts.entry.facts import EntryView, Escaped, LinkView
from tracker.drafts.entry.shortening import shorten
from tracker.drafts.templates.budget import NAME, Budget, SpentError, charge
from tracker.drafts.templates.complaints import (
    ENTRY_FIELDS,
    Unknown,
    not_printed,
    unknown_function,
    unknown_name,
    wrong_type,
)
from tracker.errors import ConfigError
from tracker.escaping import markdown

BUILT_IN = ("one-line", "living-post", "link-blog")
AUTO = "auto"  # one of these, by the post's own list
SOURCE_LIMIT = 20_000  # characters of a template
OUTPUT_LIMIT = 100_000  # characters of an entry
_TOO_LONG = f"an entry may have {OUTPUT_LIMIT} characters, and this template writes more"

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Keyword),
    *(nodes.Slice, nodes.Filter, nodes.Test, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.Not, nodes.And, nodes.Or),
)
_NAMES = ("name", "title")  # of an entry; what is printed before its sentence says whose it is
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}")
_FIRST_TAG = re.compile(r"^([ \t]+)\{%(?![+-])")
_LAST_TAG = re.compile(r"(?<![+-])%\}(?=\r?$)")
_VERBATIM = re.compile(r"\{%[+-]?\s*(raw|endraw)\b")


class EntryTemplate:
    """A template that was read; ``render`` turns an entry's facts into its text.

    ``names_the_work`` says whether it prints the name or the title of the work, ``shows_title``
    whether it prints the title.
    """

    def __init__(
        self,
        template: Template,
        path: str,
        *,
        names_the_work: bool = True,
        shows_title: bool = False,
    ) -> None:
        self._template, self.path, self.names_the_work = template, path, names_the_work
        self.shows_title = shows_title

    def render(self, entry: EntryView) -> str:
        """The entry's text as the template has it. Raises ConfigError with path and line."""
        pieces, size = [], 0
        try:
            for piece in self._template.generate(entry=entry, **{NAME: Budget()}):
                size += len(piece)
                if size > OUTPUT_LIMIT:
                    raise SpentError(_TOO_LONG)
                pieces.append(piece)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            message = _sentence(error)
            if isinstance(error, SpentError):
                message += f" (the entry of “{shorten(entry.title, 60)}”)"
            raise ConfigError(message, path=self.path, line=self._line(error)) from error
        return "".join(pieces)

    def _line(self, error: BaseException) -> int | None:
        """The template's line, which Jinja gives to the innermost of the template's frames."""
        frames = traceback.extract_tb(error.__traceback__)
        return next((f.lineno for f in reversed(frames) if f.filename == self.path), None)


def load_template(name: str, own: str | None = None) -> EntryTemplate:
    """The template of that name; ``own`` is the text of the author's ``templates/NAME.j2``, which
    wins over a built-in one. Raises ConfigError that names file and line."""
    path = f"templates/{name}.j2"
    if own is None and name not in BUILT_IN:
        known = (AUTO, *BUILT_IN)
        near = difflib.get_close_matches(name, known, 1)
        hint = f'; did you mean "{near[0]}"?' if near else f"; built in are {', '.join(known)}"
        raise ConfigError(f'there is no template "{name}"{hint}', path=path)
    if own is None:
        own = resources.files("tracker.drafts").joinpath(path).read_text(encoding="utf-8")
    return _compile(own, path)


def _compile(source: str, path: str) -> EntryTemplate:
    if len(source) > SOURCE_LIMIT:
        message = f"a template may have {SOURCE_LIMIT} characters, and this one has more"
        raise ConfigError(message, path=path)
    environment = _environment()
    try:
        tree = environment.parse(_keep_line_ends(source))
        for node, message in chain(_refused(tree), _misspelt(tree)):
            raise ConfigError(message, path=path, line=node.lineno)
        charge(tree)
        code = environment.compile(tree, filename=path)
    except TemplateSyntaxError as error:
        raise ConfigError(_sentence(error), path=path, line=error.lineno) from error
    except (RecursionError, MemoryError, SyntaxError) as error:  # as Python's compiler says it
        raise ConfigError("the template is nested too deeply", path=path) from error
    named = any(got.attr in _NAMES for got in tree.find_all(nodes.Getattr))
    printed = (got for out in tree.find_all(nodes.Output) for got in out.find_all(nodes.Getattr))
    titled = any(got.attr == "title" for got in printed)
    compiled = Template.from_code(environment, code, {})
    return EntryTemplate(compiled, path, names_the_work=named, shows_title=titled)


def _keep_line_ends(source: str) -> str:
    """With indentation and end of each line kept, but for lines that hold nothing but tags: Jinja
    alone takes a line's end away behind any tag, and so would join it with the next."""
    lines, verbatim = source.split("\n"), False
    for index, line in enumerate(lines):
        if _TAG.sub("", line).strip() and not verbatim:
            lines[index] = _LAST_TAG.sub("+%}", _FIRST_TAG.sub(r"\1{%+", line))
        for tag in _VERBATIM.finditer(line):
            verbatim = tag[1] == "raw"
    return "\n".join(lines)


def _refused(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    """What a template may not do, with the message to its author."""
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            name = type(node).__name__.lower()
            message = (
                f'"{name}" is not available in a template; it may print fields, use if, for and '
                f"set, and the filters {', '.join(sorted(_FILTERS))}"
            )
            yield node, message
        elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            yield node, unknown_function("filter", node.name, _FILTERS)
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield node, unknown_function("test", node.name, TESTS)
        elif isinstance(node, nodes.Name) and node.name.startswith("_"):
            yield node, f'"{node.name}": names that start with "_" are not for templates'


def _misspelt(tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    """Names that do not exist, found before there is an entry, also where few entries would meet
    them. A name that the template asks after (``is defined``) may be one."""
    tests = [test for test in tree.find_all(nodes.Test) if test.name in ("defined", "undefined")]
    names = list(tree.find_all(nodes.Name))
    own = {name.name for name in names if name.ctx == "store"}
    existing = {"entry", "loop", "self", *own}
    existing |= {name.name for test in tests for name in test.find_all(nodes.Name)}
    fields = {*ENTRY_FIELDS, *(got.attr for test in tests for got in test.find_all(nodes.Getattr))}
    for name in names:
        if name.name not in existing:
            yield name, unknown_name(missing, name.name)
    for got in tree.find_all(nodes.Getattr):
        is_entry = isinstance(got.node, nodes.Name) and got.node.name == "entry"
        if is_entry and "entry" not in own and got.attr not in fields:
            yield got, unknown_name(got.node, got.attr)


def _printed(value: object) -> str:
    """What a template prints: what is not known to be Markdown is escaped, parts of a text too."""
    if isinstance(value, Escaped):
        return value
    if isinstance(value, str | int | float | StrictUndefined):
        return markdown(str(value))
    if isinstance(value, LinkView):
        return Escaped(f"[{value.label}]({value.url})" if value else "")
    raise TemplateError(not_printed(value))


def _join(values: Iterable[object], separator: str = "") -> Escaped:
    pieces, size = [], 0
    for value in values:
        pieces.append(_printed(value))
        size += len(pieces[-1]) + len(separator)
        if size > OUTPUT_LIMIT:
            raise SpentError(f"a text may have {OUTPUT_LIMIT} characters")
    return Escaped(separator.join(pieces))


def _first(values: Sequence[object]) -> object:
    return values[0] if values else ""


def _last(values: Sequence[object]) -> object:
    return values[-1] if values else ""


def _default(value: object, other: object = "") -> object:
    return value or other


_FILTERS: dict[str, Callable[..., object]] = {
    "default": _default,
    "first": _first,
    "join": _join,
    "last": _last,
    "length": len,
}


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=False,
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update(_FILTERS)
    return environment


def _sentence(error: BaseException) -> str:
    if isinstance(error, TypeError):
        return wrong_type(error)
    return " ".join(str(error).split()) or type(error).__name__
