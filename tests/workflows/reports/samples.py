"""What the tests of reports look for."""

import re

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


FEED = "https://blog.example/feed"
