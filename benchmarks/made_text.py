"""Made texts of natural form: many distinct words, few of them often, lengths that differ.

What is measured over one repeated paragraph says little: its words are all met before, it holds no
phrase, and its markup is of one kind. The same seed makes the same text.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape
from itertools import accumulate, pairwise

_STARTS = ("b", "br", "c", "cl", "d", "f", "gr", "h", "k", "l", "m", "n", "p", "pr", "qu", "r", "s")
_MIDDLES = ("a", "e", "i", "o", "u", "ea", "io", "ou")
_ENDS = ("", "n", "r", "s", "t", "l", "nd", "st", "ck", "m", "ng")
_SMALL = (
    *("the", "of", "and", "to", "in", "a", "is", "that", "for", "we", "with", "on", "as", "are"),
    *("this", "by", "it", "from", "be", "an", "our", "can", "which", "at", "not", "have", "model"),
    *("show", "data", "more", "these", "training", "was", "but", "language", "results", "learning"),
)
_DISTINCT = 20_000
TOPIC = "sparse gradients"


def _words() -> list[str]:
    made = random.Random(1)
    words = dict.fromkeys(_SMALL)
    while len(words) < _DISTINCT:
        parts = (_STARTS, _MIDDLES) * made.choice((0, 0, 1, 1, 2)) + (_STARTS, _MIDDLES, _ENDS)
        words["".join(map(made.choice, parts))] = None
    return list(words)


WORDS = _words()
# As in any language: the word at place n stands as often as 1/n (Zipf's law).
_OFTEN = list(accumulate(1 / (place + 3) for place in range(_DISTINCT)))
PHRASES = [f"{WORDS[at]} {WORDS[at + 1]}" for at in range(300, 600, 3)]  # of a long watchlist


class Writer:
    """Makes texts, of one seed the same."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def words(self, count: int) -> list[str]:
        """So many words."""
        return self.chance.choices(WORDS, cum_weights=_OFTEN, k=count)

    def length(self, middle: int) -> int:
        """A length as they are found: most below the middle of all, some several times it."""
        return max(1, min(round(self.chance.lognormvariate(0, 0.7) * middle), middle * 8))

    def sentence(self, middle: int = 18) -> str:
        """A sentence with a capital and a full stop, some with a comma or a number."""
        words = self.words(max(3, self.length(middle)))
        if self.chance.random() < 0.3:
            words[len(words) // 2] += ","
        if self.chance.random() < 0.1:
            words[-1] = f"{self.chance.randrange(1, 100)}%"
        if self.chance.random() < 0.03:
            words[1] = "naïve"
        return f"{' '.join(words).capitalize()}{self.chance.choice('...?')}"

    def text(self, characters: int) -> str:
        """Sentences of about so many characters."""
        sentences: list[str] = []
        while characters > 0:
            sentences.append(self.sentence())
            characters -= len(sentences[-1]) + 1
        return " ".join(sentences)

    def title(self) -> str:
        """A title of some words."""
        return " ".join(self.words(self.chance.randrange(3, 12))).capitalize()

    # --- HTML -----------------------------------------------------------------------------

    def html(self, characters: int) -> str:
        """A post's HTML of about so many characters: blocks of several kinds."""
        blocks: list[str] = []
        while characters > 0:
            make: Callable[[], str] = self.chance.choices(
                (self._paragraph, self._list, self._code, self._figure, self._table, self._quote),
                (70, 8, 6, 8, 2, 6),
            )[0]
            blocks.append(make())
            characters -= len(blocks[-1])
        return "\n".join(blocks)

    def address(self) -> str:
        """An address of some site."""
        host, *path = self.words(self.chance.randrange(2, 5))
        query = "?id=1&lang=en" if self.chance.random() < 0.1 else ""
        return f"https://{host}{self.chance.randrange(500)}.example.org/{'/'.join(path)}{query}"

    def _paragraph(self) -> str:
        words = escape(self.text(self.length(280))).split(" ")
        for _ in range(len(words) // 35):
            at = self.chance.randrange(len(words))
            words[at] = self.chance.choice(
                (
                    f'<a href="{escape(self.address())}" rel="nofollow">{words[at]}</a>',
                    f"<em>{words[at]}</em>",
                    f"<strong>{words[at]}</strong>",
                    f"<code>{words[at]}</code>",
                    f"{words[at]}&nbsp;&#8217;s",
                )
            )
        return f"<p>{' '.join(words)}</p>"

    def _list(self) -> str:
        items = "".join(
            f"<li>{escape(self.sentence(9))}</li>\n" for _ in range(self.chance.randrange(2, 7))
        )
        return f"<h2>{' '.join(self.words(4))}</h2><ul>\n{items}</ul>"

    def _code(self) -> str:
        lines = [f"  if {a} < {b} && {c}:" for a, b, c in (self.words(3) for _ in range(6))]
        return f'<pre class="language-python"><code>{escape(chr(10).join(lines))}</code></pre>'

    def _figure(self) -> str:
        return (
            f'<figure class="wide"><img src="{escape(self.address())}.png" width="600" '
            f'height="400" alt="{" ".join(self.words(5))}" loading="lazy"/>'
            f"<figcaption>{escape(self.sentence(8))}</figcaption></figure>"
        )

    def _table(self) -> str:
        rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in pairwise(self.words(5)))
        return f"<table><tbody>{rows}</tbody></table>"

    def _quote(self) -> str:
        named = " ".join(self.words(3))
        return f"<blockquote><div>{escape(self.text(200))}<br/>{named}</div></blockquote>"
