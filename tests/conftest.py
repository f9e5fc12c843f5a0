"""For all tests: machines are noisy, so no example of a law is held to a time; and the programs
that tests start can be interrupted, even where the tests themselves run in the background."""

import signal

from hypothesis import settings

settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")

# A shell that starts something in the background has it ignore this, and so do its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
