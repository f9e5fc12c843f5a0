"""What a post says of the time before it, of its field, or of what stands elsewhere: true, and no
sentence of its entry, which says what is new in it.

English; the lists grew by reading what posts begin with.
"""

from __future__ import annotations

import re

MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_SPAN = r"(?:days?|weeks?|months?|years?|decades?)"
# What was there before the post, and when its author came upon it.
_BEFORE = re.compile(
    r"(?:in recent years|over the (?:past|last)|recent(?:ly)?\b|despite|prior work|"
    r"previous(?:ly)?\b|today['’]s|existing|traditional(?:ly)?\b|nowadays|historically|"
    r"the (?:advent|emergence|proliferation) of\b|(?:along )?with the (?:rapid|rise|advent)|"
    rf"(?:in )?the (?:past|last) (?:\w+ )?{_SPAN}\b|"
    r"(?:the |a )?(?:recent|rapid) (?:[a-z]+ )?(?:advance|breakthrough|development|growth|"
    r"progress|rise|success|wave)\w*\b|"
    rf"(?:\w+ ){{1,3}}{_SPAN} (?:ago|back)\b|"
    r"as .{1,60} (?:become|grow)|.{1,120}\bha(?:s|ve) (?:long|been (?:widely )?studied)|"
    r".{1,80}\bha(?:s|ve) (?:[a-z]+ly )?(?:demonstrated|(?:been )?shown|made|achieved|seen|become|"
    r"grown|emerged|enhanced|reshaped|led|convinced|witnessed|transformed|revolutioni[sz]ed|attracted|fascinated)\b|"
    rf"(?:a|an|the|some|for) ?(?:few |couple of |many |several )?{_SPAN}\b|"
    r"(?:last|earlier this|this past) (?:day|week|month|year|time|summer|winter|spring|fall)\b|"
    r"(?:yesterday|once|back|ever since|years ago|long ago)\b|in an? (?:previous|earlier|last)\b|"
    r".{1,80}\bis (?:now )?available in\b)",
    re.IGNORECASE,
)
# What its field is like, or why anybody should care.
_MOTIVE = re.compile(
    r".{1,120}\b(?:is|are|remains?) (?:still )?an? (?:[a-z]+ )?(?:bottleneck|(?:young|hot|popular|"
    r"growing|active|fast-moving) (?:field|topic|area)|pain point)\b|"
    r".{1,80}\b(?:is|are) an? (?:[a-z]+ )?(?:critical|important|central|fundamental|crucial|"
    r"long-standing|universal|challenging) (?:[a-z]+ )?(?:topic|problem|challenge|task|issue|"
    r"question|choice|skill|step)\b|"
    r"for .{3,60} to be [^,]{3,60}, (?:it|they)\b|"
    r".{1,120}\bbut [^,]{3,60} (?:is|are|remains?) (?:[a-z]+ )?(?:expensive|hard|slow|difficult|"
    r"costly|challenging|tedious)[.!]?$|"
    r".{1,80}\b(?:is|are) (?:becoming|growing|getting) (?:increasingly |more )\w+|"
    r".{1,80}\b(?:is|are) (?:mainstream|everywhere|ubiquitous)\b|"
    r".{1,80}\b(?:is|are) (?:already\b|(?:an? )?(?:cool|interesting|exciting|fascinating|great|"
    r"hot) (?:concepts?|ideas?|topics?|fields?|areas?|problems?|questions?)\b)|"
    r".{1,80}\b(?:is|are) (?:now |still )?one of the (?:most|biggest|hottest|largest|main|key)\b|"
    r".{1,80}\b(?:is|are) an? (?:phenomenal|remarkable|incredible|amazing|stunning)\b",
    re.IGNORECASE,
)
# Be it its authors who found that.
_NEED = re.compile(
    r"(?:[a-z]+s that )?there (?:is|are|remains?) (?:still |currently )?(?:an? )?(?:[a-z]+ )?"
    r"(?:necessity|need|demand|lack|shortage)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:in|from) (?:(?:a|an|the|my|our|another) )?(?:previous|earlier|last|first|recent) "
    r"(?:(?:few|two|three|four|several) )?"
    r"(?:blog |news)?(?:posts?|articles?|letters?|parts?|videos?|episodes?|issues?)\b|"
    r"^(?:earlier|last) (?:this|week|month|year|time)\b|"
    r"\bin (?:part|chapter|episode) (?:\d+|[ivx]+|one|two|three|four)\b|"
    r"^part (?:\d+|[ivx]+|one|two|three) (?:of|was|covered|introduced|looked)\b",
    re.IGNORECASE,
)
# An earlier work of theirs: "Last April, we made ..."
_MADE_BEFORE = re.compile(
    rf"(?:(?:back )?(?:in|last) (?:early |late |mid-?)?(?:{MONTH})[a-z]*\b[^,]{{0,12}}|"
    r"last (?:spring|summer|autumn|fall|winter|year)|back in [^,]{3,20}|"
    rf"(?:\w+ ){{1,3}}{_SPAN} (?:ago|back)|so far|until now|up to now|since then), ",
    re.IGNORECASE,
)
_WENT_THROUGH = re.compile(
    r"(?:we|i)(?:['’]ve| have| had)? (?:[a-z]+ )?(?:worked|been|spent|talked|spoken|spoke|seen|"
    r"thought|gone|taken|tried|had|lived|heard|wondered|struggled) ",
    re.IGNORECASE,
)
_CITES = re.compile(r"\(\d{4}[a-z]?\)|\bet al\b")  # others' work


def is_of_before(text: str) -> bool:
    """Whether a text tells what was there before the post, or only why its subject matters."""
    return _BEFORE.match(text) is not None or _MOTIVE.match(text) is not None


def is_of_need(text: str) -> bool:
    """Whether a text tells only that something was needed, be it what its authors found."""
    return _NEED.match(text) is not None


def is_elsewhere(sentence: str) -> bool:
    """Whether a sentence is of another post of its author's."""
    return _ELSEWHERE.search(sentence) is not None


def is_of_earlier_work(sentence: str) -> bool:
    """Whether a sentence tells what its authors made, or went through, before the post."""
    return _MADE_BEFORE.match(sentence) is not None or _WENT_THROUGH.match(sentence) is not None


def cites(sentence: str) -> bool:
    """Whether a sentence tells what others wrote, as a history of a field does."""
    return _CITES.search(sentence) is not None
