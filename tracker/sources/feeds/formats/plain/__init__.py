"""Well-formed feeds of plain elements, read as feedparser reads them at a tenth of its cost.

feedparser is the judge of what a feed says, and this reader says the same, or nothing: whatever it
does not know gives the document to feedparser. So it knows few things, and these wholly: RSS by
``rss`` and ``channel``, Atom 1.0, in these a table of elements, each of which may stand so often
and so deep as is written there. Elements of namespaces that feedparser does not know are passed
over, as it does.
"""
