"""What choice adds: votes from outside, a reader's orders, second looks."""

SCHEMA = """
CREATE TABLE votes ( -- Votes elsewhere, by identity: the work itself may come later, or never.
  scheme TEXT NOT NULL, -- Scheme of the alias that was voted for.
  value TEXT NOT NULL, -- Value of that alias.
  source_id INTEGER NOT NULL REFERENCES sources(id), -- Where they were given.
  seen_at TEXT NOT NULL, -- When so many were first seen.
  votes INTEGER NOT NULL, -- How many, as last seen while no power of two lay between.
  PRIMARY KEY (scheme, value, source_id, seen_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE followed ( -- Since when each source has answered: nothing is known from before.
  source_id INTEGER PRIMARY KEY REFERENCES sources(id), -- The source.
  since_at TEXT NOT NULL -- When it first answered well.
) STRICT;
INSERT INTO followed SELECT s.source_id, min(s.seen_at) FROM sightings AS s
JOIN sources AS src ON src.id = s.source_id AND src.kind <> '' GROUP BY s.source_id;
"""
