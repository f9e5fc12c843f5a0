"""New works join the search index late, many at once (``works/index.py``): no trigger puts them in,
and what changes or ends before it was indexed does not concern the index.
"""

_IS_INDEXED = "EXISTS (SELECT 1 FROM works_fts_docsize WHERE id = old.id)"
_OUT = """INSERT INTO works_fts (works_fts, rowid, title, authors, summary)
  VALUES ('delete', old.id, old.title, old.authors, old.summary);"""

SCHEMA = f"""
CREATE VIEW unindexed AS -- Works that the search index still lacks: the newest.
SELECT id, title, authors, summary FROM works
WHERE id > (SELECT coalesce(max(id), 0) FROM works_fts_docsize);

DROP TRIGGER works_fts_insert;
DROP TRIGGER works_fts_delete;
DROP TRIGGER works_fts_update;
CREATE TRIGGER works_fts_delete AFTER DELETE ON works WHEN {_IS_INDEXED} BEGIN
  {_OUT}
END;
CREATE TRIGGER works_fts_update AFTER UPDATE OF title, authors, summary ON works
WHEN (old.title, old.authors, old.summary) IS NOT (new.title, new.authors, new.summary)
AND {_IS_INDEXED} BEGIN
  {_OUT}
  INSERT INTO works_fts (rowid, title, authors, summary)
  VALUES (new.id, new.title, new.authors, new.summary);
END;
"""  # noqa: S608
