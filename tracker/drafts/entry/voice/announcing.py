"""How posts announce a thing, or invite to read of it: patterns of what goes before it.

"Introducing NAME, a X that ..." is a frame without anybody who speaks; "NAME is now available: a X
that ..." says what it is behind a colon; "Discover how boats float" says that they float.
"""

from __future__ import annotations

import re

# "Introducing NAME, a X that ..."
POST = re.compile(
    r"(?:(?:today|now|recently),? )?(?P<verb>introducing|meet|announcing|presenting|launching|"
    r"releasing|unveiling)[: ]+",
    re.IGNORECASE,
)
# "the release of NAME"
RELEASE_OF = re.compile(
    r"(?:the |our )?(?:(?:official|public|initial|first|general) )?(?:release|launch|availability|"
    r"debut|preview|arrival|beta) of (?:the |our )?(?=[A-Z0-9])"
)
# "NAME is now available: a X that ..."
AVAILABLE = re.compile(
    r"(?P<name>[^,:;.—–]{2,60}?(?:\d\.\d[^,:;.—–]{0,20}?)?) (?:is|are) "
    r"(?:now |today |finally |officially )*"
    r"(?:available|out|live|here|released|launched)\b[^,:;.—–]{0,40}(?::|,|\s?[—–]|\s-)\s"
    r"(?=an? |the )"
)
# "Discover how boats float": they float.
INVITES = re.compile(
    r"(?:discover|learn|see|find out|explore|understand|read)(?: more)?(?: about)? "
    r"(?:(?:how|why|that) (?!to\b|we\b|you\b|i\b|and\b)|(?=how to\b))",
    re.IGNORECASE,
)
# Who says or makes it, in Chinese: its verbs change with no person.
CHINESE = re.compile(
    r"(?![^，。]{0,12}(?:[天周月年]前|去年|此前|之前))"
    r"(?:[^，。]{0,40}，)?[^，。]{0,4}?(?:我们|本文|本研究|论文)[^，。]{0,6}?"
    r"(?=(?:提出|介绍|推出|发布|开源|构建|设计|研究|探索|发现|证明|展示|训练)(?!的)[^，。]{2})"
)
# A company of its own work: "Example Labs introduces NAME, a X that ..."
LAUNCH = re.compile(
    r"(?:(?:today|now|recently),? )?(?>[A-Z][\w.&'’-]*)(?: (?>[A-Z][\w.&'’-]*)){0,3}(?: is| has)? "
    r"(?:introduc|announc|releas|launch|unveil|open-sourc)(?:e|es|s|ed|ing) "
    r"(?=(?>[A-Z0-9][\w.+-]*)(?: (?>[A-Z0-9][\w.+-]*)){0,4}, an? )"
)
