"""What choice adds: votes from outside, a reader's orders, second looks; and wider indexes."""

SCHEMA = """
-- What is looked up for each new sighting is in the index: a work that hundreds of feeds show has
-- as many sightings, each a long row.
DROP INDEX sightings_by_work;
CREATE INDEX sightings_by_work ON sightings(work_id, claim, title_key);
DROP INDEX sightings_by_title;
CREATE INDEX sightings_by_title ON sightings(title_key, work_id) WHERE title_key <> '';

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

CREATE TABLE read_orders ( -- Orders that a reader gave a topic's first works, with the plain ones.
  id INTEGER PRIMARY KEY, -- Number of the order.
  topic TEXT NOT NULL, -- The topic.
  model TEXT NOT NULL, -- The language model.
  asked_at TEXT NOT NULL, -- When it was asked.
  used_at TEXT NOT NULL, -- When a draft went by it: the same, or later, for an answer kept.
  plain TEXT NOT NULL, -- The works as they would have stood, best first (JSON array of numbers).
  read TEXT NOT NULL, -- The same works as the reader put them (JSON array of numbers).
  named INTEGER NOT NULL, -- How many of them it named: the first; the rest kept its order.
  UNIQUE (topic, used_at)
) STRICT;
CREATE INDEX read_orders_by_asked ON read_orders(model, topic, asked_at);
"""
