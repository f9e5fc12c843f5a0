from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
import sqlite_utils

from tests.store.samples import NOW, paper, post
from tracker.store.database import Database
from tracker.store.schema import page as schema
from tracker.store.works import index
from tracker.store.works.add import add_sightings

ROOT = Path(__file__).parents[3]
METADATA = json.loads(files("tracker.store").joinpath("datasette.json").read_text("utf-8"))
QUERIES = METADATA["databases"]["tracker"]["queries"]


def test_the_documentation_is_current() -> None:
    assert (ROOT / "docs" / "schema.md").read_text("utf-8") == schema.render()


def test_every_table_and_column_has_its_sentence(db: Database) -> None:
    page = schema.render()
    for row in db.rows(
        "SELECT m.name AS object, m.type, c.name FROM sqlite_master AS m "
        "JOIN pragma_table_info(m.name) AS c WHERE m.type IN ('table', 'view') "
        "AND m.name NOT LIKE '%sqlite%' AND m.name NOT LIKE 'works_fts%'"
    ):
        part = page.partition(f"\n## {row['object']}")[2].partition("\n## ")[0]
        assert part, row["object"]
        assert row["type"] == "view" or f"| `{row['name']}` |" in part, tuple(row)


@pytest.mark.parametrize("name", QUERIES)
def test_a_canned_query_runs(db: Database, name: str) -> None:
    add_sightings(db, [paper(), paper(1, 2), post()], now=NOW)
    sql = QUERIES[name]["sql"]
    parameters = dict.fromkeys(re.findall(r":(\w+)", sql), "mill")
    db.rows(sql, parameters)
    assert QUERIES[name]["title"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("title-mill", 0),
        ("weave", 1),
        ("weave   weave", 1),
        ('"weave"', 1),
        ('"(', 0),
        ("a.b:c", 0),
        ("", 0),
    ],
)
def test_the_canned_search_takes_any_words(db: Database, words: str, found: int) -> None:
    add_sightings(db, [paper(7)], now=NOW)
    index.take_in(db)
    assert len(db.rows(QUERIES["search"]["sql"], {"words": words})) == found


def test_sqlite_utils_opens_it_and_finds_the_index(path: Path) -> None:
    with Database.open(path) as db:
        add_sightings(db, [paper(7)], now=NOW)
        index.take_in(db)
    other = sqlite_utils.Database(path)
    assert other.table("works").detect_fts() == "works_fts"
    assert [row["id"] for row in other.table("works").search("weave")] == [1]
    other.close()
