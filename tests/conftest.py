"""For all tests: machines are noisy, so no example of a law is held to a time."""

from hypothesis import settings

settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")
