"""A source's last word: by which name it knows an entry, and what works showed before; and by which
date posts are new."""

SCHEMA = """
ALTER TABLE sightings ADD COLUMN entry TEXT NOT NULL DEFAULT ''; -- The source's own name of what shows the work.
ALTER TABLE sightings ADD COLUMN part INTEGER NOT NULL DEFAULT 0; -- 1 where the fragment of the address names the work.
ALTER TABLE sightings ADD COLUMN former TEXT NOT NULL DEFAULT '[]'; -- Addresses that the entry had before (JSON array).
CREATE INDEX sightings_by_entry ON sightings(source_id, entry) WHERE entry <> '';

CREATE TABLE changes ( -- What works showed before a source corrected them, once they were proposed.
  id INTEGER PRIMARY KEY, -- Number of the change.
  work_id INTEGER NOT NULL REFERENCES works(id) ON DELETE CASCADE, -- The work.
  field TEXT NOT NULL, -- What changed: title, url, authors or summary.
  was TEXT NOT NULL, -- What it was.
  changed_at TEXT NOT NULL -- When it was seen to be another.
) STRICT;
CREATE INDEX changes_by_work ON changes(work_id);

-- A site that is built anew calls each old post updated: what is published once is as old as that.
UPDATE works SET dated_at = published_at WHERE kind IN ('post', 'video', 'page')
AND published_at < dated_at AND dated_at = updated_at;
"""  # noqa: E501
