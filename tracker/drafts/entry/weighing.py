"""How much a bared sentence says of its work, in points: of two, the one with more is shown.

What the work is, by its own name, weighs most; then what it does, what its authors study or find,
a result. What only adds, what is said of most works, a part of the work, and what its title says
already weigh less. The numbers were found by reading what they put first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.drafts.entry import cues
from tracker.drafts.entry.posts import background, scraps, titles
from tracker.drafts.entry.voice import refusals
from tracker.drafts.entry.voice.bared import Bared, Form
from tracker.drafts.entry.voice.doing import PARTS
from tracker.drafts.entry.voice.verbs import Deed

POINTS = {
    Form.IS: 7.0,
    Form.DOES: 5.0,
    Form.TELLS: 4.0,
    Form.SHOWS: 6.5,
    Form.RESULT: 3.5,
    Form.PLAIN: 1.0,
}
_SHORT = 45  # characters: less says little
_BRIEF = 70  # less may do
_TELLING = 5  # words that say something: fewer name a kind of thing
_LISTED = 2  # commas
_LONG_TITLE = 60  # characters
_SAME = 0.75  # of a sentence's words
_FIRST = re.compile(
    r"The (?:world['’]s|first|only|largest|task|problem|new|latest|concept|notion|idea)\b"
)
_PART = re.compile(
    r"(?:An?|The) (?:[\w,-]+ ){0,8}?(?:module|layer|component|head|block|term|stage)s?\b"
)
_WHAT_I_DID = re.compile(r"(?:[\w'’,-]+ ){0,4}?I(?:['’]\w+)?\b")
_FIRST_WORDS = 2  # sentences, with which a post may begin whatever its title is
_OF_ITSELF = 2.0  # what a post says that it introduces is it, be it without its name
_MILESTONE = re.compile(
    r"The (?:latest|next|newest|first) (?:milestone|step|chapter|instal+ment|iteration|stage)\b"
)
_VAGUE = -4.0
_OF_ANOTHER = -15.0  # of what is not the post's own: never shown
_FAR = -2.0  # further down, of nothing that the title names
_LESS_NEWS = 0.4  # for each sentence of a digest before, which begins with what is most news
_NEWS = 3  # sentences
_BETTER = re.compile(
    r"^(?:\w+ ){0,3}?(?:significantly|consistently|substantially|notably|greatly|effectively|"
    r"remarkably|markedly|further) (?:improv|enhanc|boost|outperform|surpass|advanc|exceed)\w*|"
    r"^(?:\w+ ){1,3}?(?:improv|enhanc|boost|outperform|surpass)(?:es|s) both\b|"
    r"\b(?:outperform|surpass|exceed|beat)(?:s|ing|ed)? (?:\w+ )?(?:the )?(?:existing|other|"
    r"previous|prior|all|current|strong|several|many|state|baselines?|competing|recent|conventional)\b",
    re.IGNORECASE,
)
# How many there are of what every work has.
_COUNTS = re.compile(
    r".*\b(?:leveraging|featuring|on|through|integrating|with|via|by|of|has|in) (?:only )?"
    r"(?:two|three|four|five|several) (?:[\w-]+ ){0,2}?(?:innovations|principles|components|"
    r"pillars|contributions|insights|modules)\.?$|"
    r"(?:identifies |(?:aims to )?(?:address(?:es)?|tackles?) |discusses |highlights |"
    r"introduces |proposes |presents |has |makes |integrates |employs |comprises |"
    r"consists of |contains |includes |features |implements )?"
    r"(?:two|three|four|five|several|some|various|multiple) (?:[\w-]+ ){0,3}?(?:components|modules|"
    r"contributions|innovations|designs|challenges|issues|limitations|insights|aspects|reasons|factors|"
    r"problems|questions|findings|settings|bottlenecks|complementary strategies)\b(?!: )",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"(?:provides|offers|gives|contributes|presents|inspires|establishes|lays) (?:to |an? |the |"
    r"both )?"
    r"(?:[\w-]+ ){0,2}?(?:guarantees|insights?|evidence|foundations?|directions?|interpretability|"
    r"paradigm|path(?:way)?|avenue|baseline|step|reducing|improving|advancing)\b|"
    r"(?:provides |establishes |offers |serves as |(?=an? (?:critical|challenging|valuable|"
    r"useful) ))(?:an? |the )?(?:[\w-]+,? ){0,5}?(?:platforms?|standards?|tools?|resources?|"
    r"testbeds?|bas[ei]s|foundations?|steps?|environments?|lens|paradigms?)\b|"
    r"(?:enhances|advances|deepens|improves|furthers) (?:the |our )?(?:\w+ )?(?:understanding|"
    r"field)\b|"
    r"(?:theoretical|empirical|actionable|new|valuable) (?:guarantees|insights?|evidence)\b|"
    r"(?:investigates|studies|explores|examines|analyzes) the (?:role|use|application|effects?|"
    r"impact|influence|potential|effectiveness) of [^,]{0,60}$|"
    r"(?:provides|offers|presents|serves as|represents|contributes|proposes|introduces) "
    r"(?:an? |the )?(?:[\w-]+,? ){0,4}?(?:approach|solution|way|perspective|framework|method|"
    r"advancement|contribution|alternative) (?:to|for|of|on|in)\b|"
    r"an? (?:[\w-]+ ){0,2}?(?:perspective|outlook) (?:on|of)\b|"
    r"an? (?:[\w-]+ ){0,3}?that (?:will|may|could|can) (?:drive|support|facilitate|"
    r"inspire|guide|advance|enable) (?:[\w-]+ )?research\b|"
    r"contributes both\b|.*\bpav(?:es|ing) (?:an?|the) (?:new )?(?:path|way|road)\b|"
    r".*\bthat (?:[a-z]+ly )?address(?:es)? (?:various|several|many|key|existing|critical) "
    r"(?:challenges|issues|limitations|problems)\b|"
    r"advances [^.]{3,60} towards? (?:more|the next|a new|truly)\b|"
    r"suggests that future\b|contributes to the\b|"
    r"(?:\w+ )?(?:an? )?(?:[\w-]+ )?overview of the (?:current|existing|recent) [\w-]+(?:\.|$)",
    re.IGNORECASE,
)
_SURVEY = re.compile(r"\b(?:survey|review|overview|taxonomy|roadmap)\b", re.IGNORECASE)
_ORDERS = re.compile(
    r"(?:Categori[sz]es|Classifies|Organi[sz]es|Systemati[sz]es|Surveys|Reviews)\b"
)
# What a work is measured by, or learns from.
_MEASURE = re.compile(rf"(?:An?|The|\w+) (?:[\w/,-]+ ){{0,7}}?{cues.MEASURES}\b", re.IGNORECASE)
_MEASURE_DOES = re.compile(
    rf"\b(?:a|an|two|three) (?:[\w/,-]+ ){{0,7}}?{cues.MEASURES}(?: \([^()]*\))?,? (?:that|which) "
)
_HOLDS = re.compile(r"(?:Consists of|Comprises|Contains|Includes|Features|Spans)\b")
_MUCH = 1.0  # how much there is of a dataset
_OPENS = re.compile(r"(?:Begins|Starts|Commences) (?:by|with)\b")  # a first step
# A kind of thing that every second work is: what it does says more.
_GENERIC = re.compile(
    r"An? (?:[\w-]+ ){0,2}?(?:framework|method|approach|model|strategy|paradigm|technique|pipeline|"
    r"algorithm|system|solution|mechanism|architecture) (?:that|which|to|designed)\b"
)
_ARTICLE = re.compile(r"(?:An?|The|One|Two|Three|Four|Five|Six|Several|Multiple|New|Novel|\d)\b")
_FOR_A_PURPOSE = re.compile(r"To [a-z]+ [^,]{3,90}, ")
_OF_DIGEST = 3  # words of the title
_LITTLE_NEW = 3  # telling words that its title has not
_SOME_NEW = 5
# Words of what every second work is.
_KINDS = frozenset(
    re.findall(
        r"\w+",
        "framework method approach model strategy paradigm technique pipeline algorithm system "
        "protocol solution mechanism architecture benchmark dataset introduces proposes presents "
        "develops new novel first designed that tailored aimed using based effective efficient "
        "simple",
    )
)
_BESIDES = re.compile(r"^First [a-z]+s\b|^(?:An?|Two|Three|Several) .*\bin addition to\b")
_NOTICES = re.compile(r"(?:Observes|Notices) that\b")  # what leads to the work
_FROM = re.compile(r", (?:inspired|motivated) by\b")
_SMALL = frozenset(["and", "the", "for", "with", "that", "which", "from", "are", "can", "novel"])


def weigh(
    text: str, bared: Bared, sentence: str, *, names: Sequence[str], title: str, is_whole: bool
) -> float:
    """The points of ``text``, which was cut from a ``sentence`` that was ``bared``; it goes on to
    its end if it ``is_whole``."""
    points = POINTS[bared.form] + _of_form(text, bared, title, names) + _of_name(text, bared, names)
    if cues.ADDING.search(sentence):
        is_made = bared.form is Form.IS or bared.deed is Deed.MAKING
        points -= 1.0 if bared.own and is_made else 3.0
    points -= 1.0 if cues.DETAIL.search(sentence) else 0.0
    points -= 2.0 if refusals.CLAIMS.search(text) else 2.5 if _boasts(text) else 0.0
    points -= 2.0 if _COUNTS.match(text) or _LITTLE.match(text) else 0.0
    points -= 1.0 if _NOTICES.match(text) else 2.0 if _BESIDES.search(text) else 0.0
    points -= 2.5 if bared.form is Form.IS and _only_names(text, title) else 0.0
    is_unnamed = not bared.own and bared.form is Form.DOES and bared.deed is Deed.MAKING
    of_measure = is_unnamed and _MEASURE_DOES.search(sentence) is not None
    if (bared.form is Form.IS and not bared.own and _MEASURE.match(text)) or of_measure:
        points -= 0.0 if cues.ABOUT_MEASURES.search(title) else 3.0
    points -= 0.5 if bared.form is Form.DOES and _FOR_A_PURPOSE.match(sentence) else 0.0
    points -= 1.5 if len(text) < _SHORT else 0.45 if len(text) < _BRIEF else 0.0
    points -= 0.0 if is_whole else _cut_short(text, bared)
    if bared.form not in (Form.TELLS, Form.PLAIN):  # these repeat the title, or stand before it
        points += 0.4 * min(shared_words(text, title), 4)
    points += _MUCH if _HOLDS.match(text) and re.search(r"\d", text) else 0.0
    telling = refusals.telling(text)
    points += 0.15 * min(telling, 10) - 1.0
    if telling < _TELLING:
        points -= 1.5 if bared.own else 0.5
    if bared.form in (Form.SHOWS, Form.RESULT) and "?" in title:
        points += 2.5  # an answer
    if not _words(text) - _words(title):
        return points - 9.0
    return points - (4.0 if repeats(text, title) else 0.0)


def restates(text: str, bared: Bared, title: str) -> float:
    """What it loses for saying in other words what the title says, where that is its name."""
    is_of_it = bared.form in (Form.IS, Form.DOES, Form.TELLS)
    if not is_of_it or re.search(r"\d", text):
        return 0.0
    new = len(_words(text) - _words(title) - _KINDS)
    points = 1.2 if new <= _LITTLE_NEW else 0.8 if new <= _SOME_NEW else 0.0
    return 0.5 * points if bared.form is Form.DOES else points


def is_named(title: str, names: Sequence[str]) -> bool:
    """Whether a work has a name that is not its title: it stands at the title's head, or the
    title hides it."""
    heads = any(title.startswith(name) and name != title for name in names)
    return heads or any(name not in title for name in names[:1])


def _only_names(text: str, title: str) -> bool:
    """Whether the thing is what the title calls it, with nothing but where it came from."""
    head, comma, _ = text.partition(", ")
    came = _FROM.match(text, len(head)) if comma else None
    return came is not None and not _words(head) - _words(title) - _KINDS


def _cut_short(text: str, bared: Bared) -> float:
    """What it loses with its end: what a thing is says less without that than what it does."""
    if _GENERIC.match(text):
        return 2.0
    is_made = bared.form is Form.IS or (bared.form is Form.TELLS and bared.deed is Deed.MAKING)
    return 1.0 if is_made else 0.5


def _boasts(text: str) -> bool:
    """Whether it is better than others, and nobody says by how much."""
    return _BETTER.search(text) is not None and not cues.NUMBER.search(text)


def weigh_in_post(text: str, bared: Bared, sentence: str, *, title: str, number: int) -> float:
    """More for the post's sentence of that ``number``: it says what it is of by the words of its
    title, and what its author went through is no contribution."""
    shared = shared_words(text, title)
    is_plain, tells = bared.form is Form.PLAIN, bared.form is Form.TELLS
    tells_or_is = bared.form in (Form.TELLS, Form.IS)
    is_elsewhere = background.is_elsewhere(sentence) or background.is_of_earlier_work(sentence)
    is_past = (tells and bared.deed is not Deed.MAKING) or (tells_or_is and number > _FIRST_WORDS)
    is_past = is_past and _WHAT_I_DID.match(sentence) is not None
    is_background = is_plain and (background.is_of_before(text) or background.cites(sentence))
    is_of_others = bared.form in (Form.RESULT, Form.SHOWS) and background.is_of_before(sentence)
    is_of_others = is_of_others and not refusals.SPEAKS.search(sentence)
    is_background = is_background or is_of_others or background.is_of_need(text)
    is_other = is_digest(title) and shared < _OF_DIGEST
    is_step = is_plain and number > 0 and scraps.is_step(text)
    is_step = is_step or (is_plain and number >= _FIRST_WORDS and scraps.is_thing(text))
    if is_elsewhere or is_past or is_background or is_other or is_step:
        return _OF_ANOTHER
    if bared.form is Form.IS and _MILESTONE.match(text):
        return _VAGUE
    if bared.paper and bared.form is Form.IS and bared.deed is Deed.MAKING:
        return _OF_ITSELF
    if is_plain and titles.tells_no_news(title):
        return -_LESS_NEWS * min(number, _NEWS)
    if is_plain:
        is_far = not shared and bool(_words(title)) and number >= _FIRST_WORDS
        return _FAR if is_far else min(0.7 * shared, 2.1)
    return -1.5 if tells and bared.deed is Deed.OTHER else 0.0


def shared_words(text: str, title: str) -> int:
    """How many telling words a text has from a title."""
    return len(_words(text) & _words(title))


def is_digest(title: str) -> bool:
    """Whether a title lists what an issue of many subjects holds."""
    parts = title.split(", ")
    is_list = len(parts) > _LISTED and min(len(part.split()) for part in parts) > 1
    is_list = is_list and not any(part[0].islower() for part in parts)  # headlines
    return is_list and len(title) >= _LONG_TITLE


def repeats(text: str, title: str) -> bool:
    """Whether most of the telling words stand in the title."""
    words = _words(text)
    return bool(words) and len(words & _words(title)) >= _SAME * len(words)


def is_thin(text: str, title: str) -> bool:
    """Whether it is short, or says little that the title does not."""
    return len(text) < _SHORT or repeats(text, title)


def _of_form(text: str, bared: Bared, title: str, names: Sequence[str]) -> float:
    if bared.form is Form.IS and not bared.own:
        is_part = (text.startswith("The ") and not _FIRST.match(text)) or _PART.match(text)
        points = -3.0 if bared.deed is Deed.OTHER else 0.0
        points -= 0.5 if names else 0.0  # which it is not said to be of
        points -= 0.0 if _ARTICLE.match(text) else 1.0
        return points + (-2.0 if is_part else 0.5 if cues.KIND.match(f" {text}") else 0.0)
    is_held = bared.form is not Form.TELLS and not bared.own and _HOLDS.match(text) is not None
    if is_held or (bared.form is not Form.TELLS and _OPENS.match(text)):
        return -2.0
    if bared.form is Form.DOES and bared.deed is Deed.MAKING:
        return 1.2 if bared.own else 1.5  # what is proposed to be done
    if bared.form is Form.TELLS:
        points = 1.0 if bared.deed in (Deed.MAKING, Deed.STUDYING) else 0.0
        points += 1.5 if _ORDERS.match(text) and _SURVEY.search(title) else 0.0
        points -= 2.0 if text.split(" ", 1)[0] in PARTS else 0.0
        return points + (1.0 if bared.paper else 0.0)
    if bared.form is Form.DOES and bared.own and bared.deed is not Deed.MAKING:
        return 0.3 if len(text) >= _BRIEF else 0.0
    return 0.5 if bared.form is Form.RESULT and cues.NUMBER.search(text) else 0.0


def _of_name(text: str, bared: Bared, names: Sequence[str]) -> float:
    if bared.own and bared.form is not Form.TELLS:
        return 2.5
    is_named = any(name in text for name in names)
    if bared.form is Form.TELLS:
        return -1.5 if is_named else 0.0  # the name stands before it
    return 2.0 if bared.form is Form.PLAIN and is_named else 0.0


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w{3,}", text.casefold())} - _SMALL
