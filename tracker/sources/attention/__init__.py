"""Sites whose votes for works are asked for: one module a site, in the table of ``site.py``."""
