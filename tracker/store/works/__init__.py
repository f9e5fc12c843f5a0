"""Works as they are stored: sightings in, one way, and the works that follow from them out."""
