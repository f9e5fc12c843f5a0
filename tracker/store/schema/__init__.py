"""The tables of the database: each release's step, run once and in order, and the page on them."""
