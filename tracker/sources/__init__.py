"""Outside to inside: each kind of source is asked here, and gives batches of sightings."""
