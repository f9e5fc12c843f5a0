r"""TeX in titles and abstracts, as a reader of Markdown wants it: the words without their markup.

arXiv shows metadata as its authors typed it (arXiv help, "Metadata: title and abstract fields").
Font commands go and leave their text, escaped characters and accents become the characters,
common symbols their signs. A formula in dollars loses these where plain text remains; what is
not understood stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

LIMIT = 30_000  # characters looked at
_DEPTH = 6  # of commands within one another

_WRAPPERS = re.compile(
    r"\\(?:text(?:bf|it|tt|sc|rm|sf|sl|up|md|normal|superscript|subscript)?|emph|underline|mbox|"
    r"math(?:bf|it|tt|rm|sf|cal|bb|frak)|boldsymbol|bm|operatorname|uline|enquote|"
    r"color\s*\{[^{}]{0,40}\}|textcolor\s*\{[^{}]{0,40}\})\s*\{([^{}]*)\}"
)
_HREF = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}|\\url\s*\{([^{}]*)\}")
_CITES = re.compile(r"(?<![\s~])[\s~]*+\\(?:cite[a-z]*|ref|label|footnote)\s*\{[^{}]*\}")
_SWITCHES = re.compile(r"\{\\(?:bf|it|em|tt|sc|rm|sf)\s+([^{}]*)\}")
_ESCAPED = re.compile(r"\\([%&_#${}])|(?<=\w)\\-(?=\w)")  # where a word may break, too
_ACCENT = re.compile(
    r"""\\(?:(['`^"~=.])\s*(?:\{\s*(\\?[A-Za-z])\s*\}|([A-Za-z]))|([cvurHk])\s*\{\s*([A-Za-z])\s*\})"""
)
_COMBINING = dict(
    zip(
        "'`^\"~=.cvurHk",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030a\u030b\u0328",
        strict=True,
    )
)
_SYMBOLS = {
    "times": "×", "pm": "±", "sim": "~", "approx": "≈", "leq": "≤", "le": "≤", "geq": "≥",
    "ge": "≥", "ll": "≪", "gg": "≫", "neq": "≠", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "uparrow": "↑", "downarrow": "↓", "cdot": "·", "deg": "°", "degree": "°", "infty": "∞",
    "ldots": "…", "dots": "…", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ε", "varepsilon": "ε", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Delta": "Δ", "Theta": "Θ", "Omega": "Ω", "Sigma": "Σ", "ell": "ℓ",
    "eg": "e.g.", "ie": "i.e.", "etc": "etc.",
    "ss": "ß", "ae": "æ", "oe": "œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
}  # fmt: skip
_SYMBOL = re.compile(
    rf"\\({'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])\s?(\{{\}})?"
)
_FORMULA = re.compile(r"\$((?:[^$\\]|\\.){1,200})\$|\\\(([^$\\{}^_]{1,200})\\\)")
_MARKED = re.compile(r"[{}^_]|\\(?![%&#])")
_BRACED = re.compile(r"\{([°×±≈≤≥→∞])\}")
# A blank at which no line breaks; "~2" says "about two", "1~5" is a range, "/~ada" an address.
_TIE = re.compile(r"(?<=[A-Za-z.)])~(?=[\w(\[\\$])")
_TOKEN = re.compile(r"\S+")
_NO_WORDS = re.compile(r"://|^/|@|\.\w+/|(?<![`\\])`(?!`)")
# Where a line of a printed page ended, "end- to-end"; not "pre- and post-war", or a dash.
_WRAPPED = re.compile(
    r"(?<=[a-z])- (?=[a-z]+-[a-z]|(?!(?:and|or|to|as|but|versus|vs|plus|the|an?|which|that|it|this|"
    r"we|in|on|of|with|for|from|by|is|are|not|you|they|so|if|when|while)\b)[a-z])"
)
_DASH = re.compile(r"(?<=\w)---?(?=\w)")
# A dash that has become a hyphen: "Keelfix-a frame for boats".
_GLUED_DASH = re.compile(
    r"(?<=[a-z]{3})(?<!\bover)(?<!\boff)(?<!\bout)-(?=(?:an?|the) [a-z-]{2,} )"
)
_DASHES = {"--": "–", "---": "—"}
# Markdown that was typed into an abstract: "**ROPE** (**R**ound ...)".
_STARRED = re.compile(r"(?<![\w*])\*\*(?=[\w(])([^*\n]{1,200})(?<=\S)\*\*(?!\*)")
_QUOTED = re.compile(r"(?:``|'')([^`'\n]{1,200})''")
# Marks of footnotes and equal contribution say nothing here; powers are shown as such.
_MARKS = re.compile(
    r"\$?\^\{?(?:\\?\*|\\(?:ast|star|dagger|ddagger|spadesuit|dag|S))\}?\$|\$\s*\\(?:dagger|ddagger|dag|ddag)\s*\$\s?"
)
_POWER = re.compile(r"\$\^\{?([0-9])\}?\$|(?<=\w)\^\{([0-9])\}(?![^$]{0,200}\$)")
_RAISED_LETTERS = re.compile(r"(?<=\w)\$\^\{?([A-Za-z]{1,3})\}?\$")  # of a name
_SPACES = re.compile(r"\\[,;:!](?=[\s–—-]|\w)")
_POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_INDICES = "₀₁₂₃₄₅₆₇₈₉"
# A short formula whose only markup are powers and indices of a digit: "D^2LoRA", "k_1".
_INDEXED = re.compile(r"\$(?=[^$]{1,40}\$)(?:[\w .+*/=-]|[\^_]\{?[0-9]\}?){1,40}\$")
_RAISED = re.compile(r"([\^_])\{?([0-9])\}?")


def plain(text: str) -> str:
    """The text without TeX markup; text that holds none comes back as it is."""
    text = _WRAPPED.sub("-", text)
    if all(
        sign not in text
        for sign in ("\\", "$", "^", "``", "''", "~", "--", "**", "-a ", "-an ", "-the ")
    ):
        return text
    text = _STARRED.sub(r"\1", text[:LIMIT])
    if "--" in text:
        text = _TOKEN.sub(_dashed, text)
    text = _TIE.sub(" ", text)
    text = _SPACES.sub(" ", text)
    text = _POWER.sub(lambda match: _POWERS[int(match[1] or match[2])], _MARKS.sub("", text))
    text = _ACCENT.sub(_accented, text)
    for _ in range(_DEPTH):
        before = text
        text = _HREF.sub(lambda match: match[1] or match[2] or "", text)
        text = _SWITCHES.sub(r"\1", _WRAPPERS.sub(r"\1", text))
        if text == before:
            break
    text = _SYMBOL.sub(lambda match: _SYMBOLS[match[1]], _CITES.sub("", text))
    text = _BRACED.sub(r"\1", text)
    text = _RAISED_LETTERS.sub(r"^\1", text)
    text = _FORMULA.sub(_without_dollars, _INDEXED.sub(_raised, text))
    text = _GLUED_DASH.sub(" – ", text)
    text = _QUOTED.sub("“\\1”", text)
    return _ESCAPED.sub(lambda match: match[1] or "", text)


def unquoted(text: str) -> str:
    r"""Text from a page, in which ``\"`` is a quotation mark that was escaped, and no accent."""
    return text.replace('\\"', '"')


def _dashed(match: re.Match[str]) -> str:
    """Between words, and alone; not in "--option", a line of hyphens, an address or code."""
    token = match[0]
    if token in _DASHES:
        return _DASHES[token]
    if _NO_WORDS.search(token):
        return token
    return _DASH.sub(lambda dash: _DASHES[dash[0]], token)


def _accented(match: re.Match[str]) -> str:
    mark = _COMBINING[match[1] or match[4]]
    letter = (match[2] or match[3] or match[5]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + mark)


def _raised(match: re.Match[str]) -> str:
    return _RAISED.sub(
        lambda sign: (_POWERS if sign[1] == "^" else _INDICES)[int(sign[2])], match[0]
    )


def _without_dollars(match: re.Match[str]) -> str:
    """A formula that is plain by now; one dollar sign of a price and another are no formula."""
    inner = match[1] or match[2]
    if _MARKED.search(inner):
        return match[0]
    is_price = match[0].startswith("$") and inner[:1].isdigit() and inner[-1:].isspace()
    return match[0] if is_price or inner != inner.strip() else inner
