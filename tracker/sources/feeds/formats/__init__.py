"""What a feed's document says: RSS, Atom and JSON Feed into sightings."""
