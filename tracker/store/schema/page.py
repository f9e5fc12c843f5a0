"""``docs/schema.md``, read out of the schema itself: SQLite keeps the sentences after ``--``."""

from __future__ import annotations

import re
import sqlite3

from tracker.store.schema import migrations

_HEAD = """# The database

`tracker.db` is an SQLite file: {migrations} migration{plural}, application id `{application:#x}`,
write-ahead log, foreign keys, STRICT tables. Instants are UTC text such as
`2025-05-02T18:00:00.000000Z`, lists are JSON. Facts are appended (sightings, decisions,
entries, publications); `works`, `versions`, `aliases` and `about` are derived from the sightings,
and where a work stands is a view. Read it with any SQLite tool; writing is tracker's.

Before a migration changes a file that is in use, a copy is kept beside it as
`tracker.db.before-MIGRATION`. A file that a later tracker wrote is refused and left alone.

Datasette shows it with canned queries, from the folder that `tracker init` made:
`datasette tracker.db --metadata datasette.json`.

This page is generated from the schema (`python -m tracker.store.schema.page > docs/schema.md`).
"""

_OBJECT = re.compile(
    r"CREATE (?P<kind>TABLE|VIEW) (?P<name>\w+)(?: AS)?(?: \()? -- (?P<sentence>.*)"
)
_COLUMN = re.compile(
    r"  (?P<name>[a-z_]+) (?P<type>TEXT|INTEGER|REAL|BLOB)\b(?P<rest>.*?),? -- (?P<sentence>.*)"
)
# A column that a later migration adds stands in SQLite's own text without its sentence.
_ADDED = re.compile(
    r"ALTER TABLE (?P<table>\w+) ADD COLUMN (?P<name>[a-z_]+) (?P<type>TEXT|INTEGER|REAL|BLOB)\b"
    r"(?P<rest>.*?); -- (?P<sentence>.*)"
)


def render() -> str:
    """The page, in Markdown."""
    connection = sqlite3.connect(":memory:")
    for _, sql in migrations.MIGRATIONS:
        for statement in migrations.statements(sql):
            connection.execute(statement)
    rows = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type IN ('table', 'view') AND sql LIKE '%-- %' "
        "ORDER BY type, rowid"
    ).fetchall()
    connection.close()
    count = len(migrations.MIGRATIONS)
    head = _HEAD.format(
        migrations=count, plural="s"[: count != 1], application=migrations.APPLICATION_ID
    )
    parts = [_part(sql) for (sql,) in rows]
    return "\n".join([head, *parts, _FTS])


def _part(sql: str) -> str:
    lines = sql.splitlines()
    head = _OBJECT.match(lines[0])
    if head is None:
        raise ValueError(f"no sentence on: {lines[0]}")
    view = " (a view)" if head["kind"] == "VIEW" else ""
    title = f"## {head['name']}{view}\n\n{head['sentence']}\n"
    columns = [column for line in lines if (column := _COLUMN.match(line))]
    columns += [
        column
        for _, sql in migrations.MIGRATIONS
        for column in _ADDED.finditer(sql)
        if column["table"] == head["name"]
    ]
    if not columns:
        return title
    table = ["| column | type | |", "|---|---|---|"]
    table += [f"| `{c['name']}` | {_type(c)} | {c['sentence']} |" for c in columns]
    return "\n".join([title, *table, ""])


def _type(column: re.Match[str]) -> str:
    target = re.search(r"REFERENCES (\w+)", column["rest"])
    optional = "NOT NULL" not in column["rest"] and "PRIMARY KEY" not in column["rest"]
    shown = column["type"].lower()
    return shown + (f", of `{target[1]}`" if target else "") + (", or null" if optional else "")


_FTS = """## works_fts

Full-text index (FTS5) over title, authors and summary of `works`:
`SELECT * FROM works WHERE id IN (SELECT rowid FROM works_fts WHERE works_fts MATCH 'low rank')`.
Triggers keep it where works change or end. New ones join it many at once: up to a thousand when a
poll ends, and whatever else waits (`unindexed`) when `tracker list --query` or a page searches.
"""

if __name__ == "__main__":
    print(render(), end="")  # noqa: T201
