"""Reading a TOML file that a person writes, so that a mistake is told with its line.

``tomllib`` decides what is TOML (https://toml.io/en/v1.0.0) but keeps no positions; a small
scanner here finds the line of each key. Both are linear in the text: its size, the depth of
its keys and of its brackets are bounded first, because tomllib is quadratic in a dotted key
and recursive in brackets.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.errors import ConfigError
from tracker.escaping import terminal
from tracker.text.invisible import has_controls

Path = tuple[str | int, ...]

MAX_CHARACTERS = 400_000  # thousands of feeds
MAX_DEPTH = 32  # of dotted keys and of brackets; the deepest real file has 3
_CATEGORY = re.compile(
    r"(?:physics|cond-mat)\.[a-z]+(?:-[a-z]+)*|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?"
)
_PIECE = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<space>[ \t\r]+|\#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{}=.,])"
    r"|(?P<word>[^\s\[\]{}=.,#]+|.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file, with what is needed to point at one of its keys."""

    path: str
    values: Mapping[str, Any]
    lines: Mapping[Path, int] = field(repr=False)
    headers: tuple[int, ...] = field(default=(), repr=False)  # lines of all the file's [headers]
    at: Path = ()

    def line(self, *key: str | int) -> int | None:
        """The line of a key below this table, else of the nearest table around it."""
        where = (*self.at, *key)
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where)

    def error(self, message: str, *key: str | int) -> ConfigError:
        """The problem as an error that names the file and the key's line."""
        return ConfigError(message, path=self.path, line=self.line(*key))

    def check_keys(self, known: Iterable[str], *, word: str = "key") -> None:
        """Raise ConfigError for the first key that is not ``known``, with the nearest that is."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                raise self.error(f'unknown {word} "{printable(key)}"{nearest(key, names)}', key)

    def table(self, key: str) -> Table:
        """The table under ``key``; an empty one where it is absent."""
        return self._below(self.values.get(key, {}), key)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The array of tables under ``key``."""
        found = self.values.get(key, [])
        if not isinstance(found, list):
            raise self.error(f'"{key}" must be written as [[{key}]]', key)
        return tuple(self._below(value, key, index) for index, value in enumerate(found))

    def string(self, key: str, default: str = "") -> str:
        """A string of one line without control characters."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.wrong_type(key, "a string")
        if has_controls(value):
            raise self.error(f'"{key}" holds a line break or a control character', key)
        return value.strip()

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of non-empty strings, each once."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.wrong_type(key, "a list of strings")
        if not all(isinstance(item, str) for item in value):
            raise self.error(f'"{key}" must be a list of strings alone', key)
        for item in value:
            if not item.strip() or has_controls(item):
                raise self.error(f'"{key}" holds an empty string or a control character', key)
        return tuple(dict.fromkeys(item.strip() for item in value))

    def boolean(self, key: str) -> bool:
        """A value that is true or false; false if absent. Raises ConfigError."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong_type(key, "true or false")
        return value

    def wrong_type(self, key: str, wanted: str) -> ConfigError:
        """The error of a value that is not what its key takes."""
        return self.error(f'"{key}" must be {wanted}, not {_type_name(self.values[key])}', key)

    def _below(self, value: object, *key: str | int) -> Table:
        name = key[0]
        if not isinstance(value, dict):
            wanted = f"[[{name}]]" if len(key) > 1 else f"[{name}]"
            raise self.error(f'"{name}" must be written as a table, {wanted}', *key)
        return Table(self.path, value, self.lines, self.headers, (*self.at, *key))


def decode(data: bytes, *, path: str) -> str:
    """The text of a file's bytes, with or without a byte order mark. Raises ConfigError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError("not UTF-8; save the file as UTF-8", path=path, line=line) from error


def parse_toml(text: str, *, path: str) -> Table:
    """The file's top table. Raises ConfigError that names the line."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_CHARACTERS:
        raise ConfigError(f"longer than {MAX_CHARACTERS:,} characters", path=path)
    lines, headers = _scan(text, path)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also an integer of thousands of digits
        message, line = _decode_error(error, text)
        raise ConfigError(message, path=path, line=line) from error
    return Table(path, values, lines, headers)


def nearest(name: str, known: Iterable[str]) -> str:
    """``; did you mean "..."?`` for the nearest known name, else the list of those names."""
    names = tuple(known)
    found = difflib.get_close_matches(name[:100].lower(), names, n=1, cutoff=0.6)
    if found:
        return f'; did you mean "{found[0]}"?'
    return f"; known are {', '.join(names)}" if names else ""


def check_categories(table: Table, key: str) -> tuple[str, ...]:
    """arXiv categories such as ``cs.CL``, ``hep-th``, ``physics.acc-ph``. Raises ConfigError."""
    names = table.strings(key)
    for name in names:
        if not _CATEGORY.fullmatch(name):
            archive, _, subject = name.partition(".")
            better = f"{archive.lower()}.{subject.upper()}"
            hint = f'; did you mean "{better}"?' if _CATEGORY.fullmatch(better) else ""
            raise table.error(f'"{printable(name)}" is no arXiv category{hint}', key)
    return names


def printable(text: str) -> str:
    """Text as it can stand in a message of one line."""
    text = terminal(text[:200])
    return text if len(text) <= 60 else text[:59] + "…"


_TYPE_NAMES: dict[type, str] = {
    bool: "true or false",
    str: "a string",
    int: "a number",
    float: "a fraction",
    list: "a list",
    dict: "a table",
}


def _type_name(value: object) -> str:
    return _TYPE_NAMES.get(type(value), "a date")


def _decode_error(error: Exception, text: str) -> tuple[str, int | None]:
    """tomllib's sentence and line; ``at end of document`` is the last line."""
    found = re.search(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$", str(error))
    if isinstance(error, RecursionError):
        return "nested too deeply", None
    if not found:
        return f"not TOML: {terminal(str(error)[:200])}", None
    line = int(found[1]) if found[1] else text.rstrip("\n").count("\n") + 1
    return f"not TOML: {terminal(str(error)[: found.start()][:200])}", line


def _scan(text: str, path: str) -> tuple[dict[Path, int], tuple[int, ...]]:
    """The line of each table and key, by path, and of all headers. The text may be no TOML yet."""
    lines: dict[Path, int] = {}
    headers: list[int] = []
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, head in _statements(text, path):
        if head[:1] == ["["]:
            table = key = _header(head, counts)
            headers.append(line)
        else:
            key = (*table, *_names(head))
        for end in range(1, len(key) + 1):
            lines.setdefault(key[:end], line)
    return lines, tuple(headers)


def _statements(text: str, path: str) -> list[tuple[int, list[str]]]:
    """Each statement's line and its pieces up to the ``=``; a value may span lines.

    Raises ConfigError for keys and brackets deeper than any real file has.
    """
    found: list[tuple[int, list[str]]] = []
    head: list[str] | None = None  # None between statements
    line, depth, dots, in_value = 1, 0, 0, False
    for match in _PIECE.finditer(text):
        kind, piece = match.lastgroup, match[0]
        if kind == "newline" and depth <= 0:
            head, depth, dots, in_value = None, 0, 0, False
        elif kind in ("mark", "word", "string"):
            if head is None:
                head = []
                found.append((line, head))
            in_value = in_value or piece == "="
            if not in_value and len(head) < 4 * MAX_DEPTH:  # what is longer is no key
                head.append(piece)
            if kind == "mark":
                depth += (piece in "[{") - (piece in "]}")
                dots = dots + 1 if piece == "." else 0
            if max(depth, dots) > MAX_DEPTH:
                raise ConfigError("nested too deeply", path=path, line=line)
        line += piece.count("\n")
    return found


def _header(head: list[str], counts: dict[Path, int]) -> Path:
    """The path that ``[a.b]`` or ``[[a.b]]`` opens; ``counts`` holds each array's last index."""
    where: Path = ()
    names = _names(head)
    is_array = head[:2] == ["[", "["]
    for position, name in enumerate(names, start=1):
        where = (*where, name)
        if is_array and position == len(names):
            counts[where] = counts.get(where, -1) + 1
        if where in counts:
            where = (*where, counts[where])
    return where


def _names(pieces: list[str]) -> Path:
    """The parts of a key. Escapes in quoted parts stay: such a key only loses its line."""
    return tuple(piece.strip("\"'") for piece in pieces if piece not in "[].")
