"""Texts, drawn by hypothesis."""

from __future__ import annotations

import re

from hypothesis import strategies as st

WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "We propose show model 3.5 e.g. et al. Fig. 2 $x$ $ ( ) . ! ? … 。 ... It this paper 20% "
        "https://a.b/c improves results etc. J. U.S. \\times é 文",
    )
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=80).map(" ".join))
