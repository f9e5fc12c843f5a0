"""Feed documents: bytes to sightings, without I/O."""
