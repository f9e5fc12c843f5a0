"""A language model of the author's own, asked within bounds: text in, text or a problem out.

Models come from the ``llm`` package, an extra that nothing else needs.
"""
