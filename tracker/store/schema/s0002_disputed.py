"""Aliases that works claim in vain: known of, so that a later claim finds them all."""

SCHEMA = """
CREATE TABLE disputed ( -- Identities that works claim and must not have: they would join what is known apart.
  scheme TEXT NOT NULL, -- doi, url, ...
  value TEXT NOT NULL, -- The identity in its canonical form.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- A work that claims it.
  PRIMARY KEY (scheme, value, work_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX disputed_by_work ON disputed(work_id);
"""  # noqa: E501
