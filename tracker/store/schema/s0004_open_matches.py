"""Triggers keep ``matches.open``, as others keep the search index: no code refreshes it.

A fact changes it when it comes, goes, or moves to another work (of two works that became one).
So does a match that comes, or moves.
"""

_REFRESH = """UPDATE matches SET open = NOT EXISTS (
    SELECT 1 FROM taken WHERE taken.work_id = matches.work_id
  ) WHERE work_id {works};"""

_OF_FACTS = """
CREATE TRIGGER {table}_insert_open AFTER INSERT ON {table} BEGIN
  {of_new}
END;
CREATE TRIGGER {table}_delete_open AFTER DELETE ON {table} BEGIN
  {of_old}
END;
CREATE TRIGGER {table}_update_open AFTER UPDATE OF {columns} ON {table} BEGIN
  {of_both}
END;
"""


def _triggers(table: str, columns: str) -> str:
    return _OF_FACTS.format(
        table=table,
        columns=columns,
        of_new=_REFRESH.format(works="= new.work_id"),
        of_old=_REFRESH.format(works="= old.work_id"),
        of_both=_REFRESH.format(works="IN (old.work_id, new.work_id)"),
    )


_HAS_BEEN_TAKEN = "EXISTS (SELECT 1 FROM taken WHERE taken.work_id = new.work_id)"

SCHEMA = f"""
CREATE VIEW taken AS -- Works that were proposed, decided on or published under any topic.
SELECT work_id FROM entries
UNION ALL
SELECT work_id FROM publications WHERE withdrawn_at IS NULL
UNION ALL
SELECT work_id FROM verdicts WHERE verdict <> 'undecided';
{_triggers("entries", "work_id")}
{_triggers("publications", "work_id, withdrawn_at")}
{_triggers("decisions", "work_id, topic, verdict, decided_at")}
CREATE TRIGGER matches_insert_open AFTER INSERT ON matches
WHEN new.open = {_HAS_BEEN_TAKEN} BEGIN
  {_REFRESH.format(works="= new.work_id")}
END;
CREATE TRIGGER matches_update_open AFTER UPDATE OF work_id ON matches
WHEN new.open = {_HAS_BEEN_TAKEN} BEGIN
  {_REFRESH.format(works="= new.work_id")}
END;
UPDATE matches SET open = NOT EXISTS (
  SELECT 1 FROM taken WHERE taken.work_id = matches.work_id
);
"""  # noqa: S608
