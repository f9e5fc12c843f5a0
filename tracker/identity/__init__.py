"""When are two sightings one work? Addresses and identifiers become aliases, and aliases a plan of
which works there are. Nothing here reads or writes.
"""
