"""The first schema. Facts are appended; ``works``, ``versions`` and ``aliases`` are derived
from the sightings, ``states`` and ``verdicts`` are views over facts. In ``states`` the
casts give its parts one affinity: then SQLite looks up a work's rows instead of building all.
"""

SCHEMA = """
CREATE TABLE sources ( -- Places that are asked, and what is remembered of each between polls.
  id INTEGER PRIMARY KEY, -- Number of the source.
  key TEXT NOT NULL UNIQUE, -- Its name for good: a feed's address, or arxiv.
  kind TEXT NOT NULL DEFAULT '', -- arxiv, listing, feed or hand; empty while it was never polled.
  url TEXT NOT NULL DEFAULT '', -- The address that is asked.
  name TEXT NOT NULL DEFAULT '', -- What people call it.
  etag TEXT NOT NULL DEFAULT '', -- Validator of the last whole answer.
  last_modified TEXT NOT NULL DEFAULT '', -- Validator of the last whole answer.
  body_hash TEXT NOT NULL DEFAULT '', -- Digest of the last body: an equal one is not parsed.
  watermark_at TEXT, -- How far a listing was wholly read.
  polled_at TEXT, -- When it was last asked.
  succeeded_at TEXT, -- When it last answered well.
  not_before_at TEXT, -- The server said not to come before.
  failures INTEGER NOT NULL DEFAULT 0, -- Failed polls in a row.
  error TEXT NOT NULL DEFAULT '', -- Cause of the last failure, empty when all went well.
  moved_to TEXT NOT NULL DEFAULT '', -- Where it has moved for good.
  retired_at TEXT, -- When its server said that it is gone.
  extra TEXT NOT NULL DEFAULT '{}' -- The kind's own memory (JSON).
) STRICT;

CREATE TABLE works ( -- Each thing once: its fields as its best sighting tells them.
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- Number of the work, never used again.
  kind TEXT NOT NULL, -- paper, post, code, video, model, dataset or page.
  title TEXT NOT NULL, -- Plain text.
  url TEXT NOT NULL, -- The address that a person opens.
  authors TEXT NOT NULL, -- Names in the source's order (JSON array).
  summary TEXT NOT NULL, -- Abstract or teaser, plain text.
  published_at TEXT, -- First publication; of a paper, submission of version 1.
  updated_at TEXT, -- Submission of the version shown.
  first_seen_at TEXT NOT NULL, -- When a source first brought it.
  dated_at TEXT NOT NULL, -- Lists are ordered by it: updated, else published, else first seen.
  links TEXT NOT NULL, -- Links in its own text (JSON array of [url, text]).
  tags TEXT NOT NULL, -- What its sources call it (JSON array).
  withdrawn INTEGER NOT NULL DEFAULT 0, -- 1 when its authors have withdrawn it.
  version INTEGER NOT NULL DEFAULT 0, -- The version shown, 0 where there are none.
  first_version_seen INTEGER, -- The version that a listing showed first.
  paper TEXT -- What arXiv tells beyond this: categories, comment, announcement (JSON).
) STRICT;
CREATE INDEX works_by_date ON works(dated_at DESC, id DESC);
CREATE INDEX works_by_first_seen ON works(first_seen_at);

CREATE TABLE sightings ( -- Each appearance of a work in a source, as the source told it.
  id INTEGER PRIMARY KEY, -- Number of the sighting.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The work that it shows.
  source_id INTEGER NOT NULL REFERENCES sources(id), -- Where it was seen.
  url TEXT NOT NULL, -- What the source says the work is.
  version INTEGER NOT NULL DEFAULT 0, -- The paper's version, 0 where there is none.
  seen_at TEXT NOT NULL, -- When it was first seen there.
  last_seen_at TEXT NOT NULL, -- When it last stood there, to the month.
  title TEXT NOT NULL, -- Plain text, possibly empty.
  kind TEXT NOT NULL, -- What the source takes it for.
  summary TEXT NOT NULL, -- Plain text, possibly empty.
  authors TEXT NOT NULL, -- JSON array of names.
  published_at TEXT, -- As the source tells it.
  updated_at TEXT, -- As the source tells it.
  via_url TEXT, -- The intermediary's own page, where the source is one.
  via_name TEXT NOT NULL DEFAULT '', -- The intermediary's name.
  also TEXT NOT NULL, -- Further addresses of the same work (JSON array).
  links TEXT NOT NULL, -- Other links in the text (JSON array of [url, text]).
  tags TEXT NOT NULL, -- JSON array.
  paper TEXT, -- What arXiv tells beyond this (JSON).
  claim TEXT NOT NULL, -- Aliases, witnesses and kind by which the work is found (JSON).
  title_key TEXT NOT NULL, -- The title as it is compared; empty when it identifies nothing.
  about TEXT NOT NULL, -- The works that a post is about (JSON array of [scheme, value]).
  UNIQUE (source_id, url, version)
) STRICT;
CREATE INDEX sightings_by_work ON sightings(work_id);
CREATE INDEX sightings_by_title ON sightings(title_key) WHERE title_key <> '';
CREATE INDEX sightings_by_last_seen ON sightings(source_id, last_seen_at);

CREATE TABLE aliases ( -- Identities of works: each belongs to one work.
  scheme TEXT NOT NULL, -- arxiv, doi, url, youtube, ...
  value TEXT NOT NULL, -- The identity in its canonical form.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The work.
  PRIMARY KEY (scheme, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_work ON aliases(work_id);

CREATE TABLE about ( -- The works that a post is about, by alias: the work itself may come later.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The post.
  scheme TEXT NOT NULL, -- Scheme of an alias of the work that it is about.
  value TEXT NOT NULL, -- Value of that alias.
  PRIMARY KEY (work_id, scheme, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_by_alias ON about(scheme, value);

CREATE TABLE versions ( -- Older versions of works, as they were.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The work.
  version INTEGER NOT NULL, -- Its number.
  title TEXT NOT NULL, -- The title then.
  summary TEXT NOT NULL, -- The abstract then.
  comment TEXT NOT NULL, -- The authors' comment then.
  updated_at TEXT, -- When it was submitted.
  PRIMARY KEY (work_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE merged ( -- Numbers of works that turned out to be another, so that old markers hold.
  old_id INTEGER PRIMARY KEY, -- The number that ended.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The work that goes on.
  merged_at TEXT NOT NULL -- When that was seen.
) STRICT;
CREATE INDEX merged_by_work ON merged(work_id);

CREATE TABLE matches ( -- Which topics want a work, and why.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The work.
  topic TEXT NOT NULL, -- The watchlist's slug.
  score REAL NOT NULL, -- Sum of the reasons' weights.
  reasons TEXT NOT NULL, -- JSON array of [phrase, place, weight].
  open INTEGER NOT NULL DEFAULT 1, -- 1 while the work was not proposed, decided on or published.
  PRIMARY KEY (work_id, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_open ON matches(topic, work_id) WHERE open;
CREATE INDEX matches_by_topic ON matches(topic, work_id);

CREATE TABLE features ( -- What the ranking knows of works that matched or teach; outlives them.
  work_id INTEGER PRIMARY KEY, -- The work, also after it was let go.
  seen_at TEXT NOT NULL, -- When the work was first seen.
  stamp INTEGER NOT NULL, -- Digest of what they were made from.
  data BLOB NOT NULL -- Hashes of words and authors, and plain traits, packed.
) STRICT;
CREATE INDEX features_by_seen ON features(seen_at DESC, work_id);

CREATE TABLE decisions ( -- Everything that the author has decided, with its history.
  id INTEGER PRIMARY KEY, -- Number of the decision.
  work_id INTEGER NOT NULL REFERENCES works(id), -- The work.
  topic TEXT NOT NULL, -- The topic.
  verdict TEXT NOT NULL, -- approved, rejected, or undecided for one taken back.
  decided_at TEXT NOT NULL, -- When.
  reason TEXT NOT NULL DEFAULT '', -- What the author wrote.
  origin TEXT NOT NULL DEFAULT '' -- draft, deleted (from the draft) or command.
) STRICT;
CREATE INDEX decisions_by_work ON decisions(work_id, topic, decided_at, id);
CREATE INDEX decisions_by_verdict ON decisions(verdict, decided_at, work_id);

CREATE TABLE drafts ( -- Draft files that tracker has written.
  id INTEGER PRIMARY KEY, -- Number of the draft.
  path TEXT NOT NULL UNIQUE, -- The file, relative to the project folder.
  opened_at TEXT NOT NULL, -- When it was first written.
  closed_at TEXT -- When all its entries were decided and published.
) STRICT;

CREATE TABLE entries ( -- Entries as they were written into drafts.
  id INTEGER PRIMARY KEY, -- Number of the entry.
  draft_id INTEGER NOT NULL REFERENCES drafts(id), -- The draft.
  marker_id INTEGER NOT NULL, -- The work's number in the entry's marker, also after a merge.
  topic TEXT NOT NULL, -- The topic that it stands under.
  work_id INTEGER NOT NULL REFERENCES works(id), -- The work as it is known now.
  text TEXT NOT NULL, -- The entry as tracker wrote it.
  version INTEGER NOT NULL DEFAULT 0, -- The work's version that it shows.
  is_update INTEGER NOT NULL DEFAULT 0, -- 1 for a new version of a published work.
  proposed_at TEXT NOT NULL, -- When.
  UNIQUE (draft_id, marker_id, topic)
) STRICT;
CREATE INDEX entries_by_work ON entries(work_id, topic);

CREATE TABLE publications ( -- Entries that were placed in a post.
  id INTEGER PRIMARY KEY, -- Number of the publication.
  work_id INTEGER NOT NULL REFERENCES works(id), -- The work.
  topic TEXT NOT NULL, -- The topic.
  marker_id INTEGER NOT NULL, -- The work's number in the entry's marker.
  post TEXT NOT NULL, -- The post's path.
  text TEXT NOT NULL, -- The very text that was inserted; empty when the post had it already.
  version INTEGER NOT NULL DEFAULT 0, -- The work's version then.
  published_at TEXT NOT NULL, -- When.
  date_change TEXT, -- What became of the post's date key (JSON array of key, before, after).
  withdrawn_at TEXT -- When it was taken back.
) STRICT;
CREATE INDEX publications_by_work ON publications(work_id, topic);
CREATE INDEX publications_by_post ON publications(post, published_at);

CREATE TABLE additions ( -- What the author added by hand.
  id INTEGER PRIMARY KEY, -- Number of the addition.
  work_id INTEGER NOT NULL REFERENCES works(id), -- The work.
  topic TEXT NOT NULL DEFAULT '', -- The topic it was added to, empty for none.
  note TEXT NOT NULL DEFAULT '', -- The author's note.
  added_at TEXT NOT NULL, -- When.
  completed_at TEXT -- When title and authors were known.
) STRICT;
CREATE INDEX additions_by_work ON additions(work_id);
CREATE INDEX additions_incomplete ON additions(id) WHERE completed_at IS NULL;

CREATE TABLE polls ( -- Each poll, and what it reported.
  id INTEGER PRIMARY KEY, -- Number of the poll.
  started_at TEXT NOT NULL, -- When it began.
  ended_at TEXT, -- When it ended; empty when it was killed.
  report TEXT NOT NULL DEFAULT '{}' -- What it reported (JSON).
) STRICT;

CREATE TABLE memory ( -- Single values that outlast a run.
  name TEXT PRIMARY KEY, -- What it is.
  value TEXT NOT NULL -- Its value.
) STRICT, WITHOUT ROWID;

CREATE VIEW verdicts AS -- What the author last said of a work in a topic.
SELECT work_id, topic, verdict, reason, origin, decided_at FROM decisions AS said
WHERE NOT EXISTS (
  SELECT 1 FROM decisions AS later
  WHERE later.work_id = said.work_id AND later.topic = said.topic
    AND (later.decided_at, later.id) > (said.decided_at, said.id)
);

CREATE VIEW states AS -- Where a work stands in a topic, one row each; the last that applies.
SELECT work_id, topic, CAST('published' AS TEXT) AS state FROM publications AS said
WHERE withdrawn_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM publications AS p WHERE p.work_id = said.work_id AND p.topic = said.topic
    AND p.withdrawn_at IS NULL AND p.id < said.id)
UNION ALL
SELECT work_id, topic, verdict FROM verdicts AS said
WHERE verdict <> 'undecided' AND NOT EXISTS (
  SELECT 1 FROM publications AS p WHERE p.work_id = said.work_id AND p.topic = said.topic
    AND p.withdrawn_at IS NULL)
UNION ALL
SELECT work_id, topic, CAST('proposed' AS TEXT) FROM entries AS said
WHERE NOT EXISTS (
  SELECT 1 FROM entries AS e WHERE e.work_id = said.work_id AND e.topic = said.topic
    AND e.id < said.id)
AND NOT EXISTS (
  SELECT 1 FROM verdicts AS v WHERE v.work_id = said.work_id AND v.topic = said.topic
    AND v.verdict <> 'undecided')
AND NOT EXISTS (
  SELECT 1 FROM publications AS p WHERE p.work_id = said.work_id AND p.topic = said.topic
    AND p.withdrawn_at IS NULL)
UNION ALL
SELECT work_id, topic, CAST('matched' AS TEXT) FROM matches AS said
WHERE NOT EXISTS (
  SELECT 1 FROM entries AS e WHERE e.work_id = said.work_id AND e.topic = said.topic)
AND NOT EXISTS (
  SELECT 1 FROM verdicts AS v WHERE v.work_id = said.work_id AND v.topic = said.topic
    AND v.verdict <> 'undecided')
AND NOT EXISTS (
  SELECT 1 FROM publications AS p WHERE p.work_id = said.work_id AND p.topic = said.topic
    AND p.withdrawn_at IS NULL);

CREATE VIRTUAL TABLE works_fts USING fts5(
  title, authors, summary, content="works", content_rowid="id",
  tokenize="porter unicode61 remove_diacritics 2"
);
CREATE TRIGGER works_fts_insert AFTER INSERT ON works BEGIN
  INSERT INTO works_fts (rowid, title, authors, summary)
  VALUES (new.id, new.title, new.authors, new.summary);
END;
CREATE TRIGGER works_fts_delete AFTER DELETE ON works BEGIN
  INSERT INTO works_fts (works_fts, rowid, title, authors, summary)
  VALUES ('delete', old.id, old.title, old.authors, old.summary);
END;
CREATE TRIGGER works_fts_update AFTER UPDATE OF title, authors, summary ON works
WHEN (old.title, old.authors, old.summary) IS NOT (new.title, new.authors, new.summary) BEGIN
  INSERT INTO works_fts (works_fts, rowid, title, authors, summary)
  VALUES ('delete', old.id, old.title, old.authors, old.summary);
  INSERT INTO works_fts (rowid, title, authors, summary)
  VALUES (new.id, new.title, new.authors, new.summary);
END;
"""
