"""The author's voice, made of a source's sentence by cutting alone.

A post says "Makes fine-tuning cheaper by ...", where a paper says "We introduce NAME, which makes
fine-tuning cheaper by ...". ``frames`` takes off who says or makes it, ``clauses`` what trails
behind, ``refusals`` knows what cannot stand alone, and ``verbs`` is the table of the only words
that change. What comes out is the source's words in their order, but for a verb of that table, a
capital and a stop at the end.
"""
