"""What a cut leaves at the end of a draft's file, and which entry it tore."""

from __future__ import annotations

import pytest

from tests.drafts.samples import NOW, TOPICS
from tracker.drafts.file.document import parse_draft
from tracker.drafts.file.torn import Torn, find_torn, is_cut_off, without_torn_end
from tracker.drafts.insertion import FOOT
from tracker.drafts.unseen import ReturnedEntry, plan_return
from tracker.values import EntryKey, Verdict

KEY = EntryKey(7, "vision")
WRITTEN = "**A “study” of seeing** ([paper](https://a.example/7)) - “We see.”\n\nAda Byron"
ABOVE = "## Seeing models\n\n- [ ] <!-- tracker 6 vision -->\n1. **Earlier**\n\n"
LINE = "- [x] <!-- tracker 7 vision -->\n"
TEXT = "1. " + WRITTEN.replace("\n\n", "\n\n   ") + "\n"
REMARK = "\n   <!-- tracker: your words: what does it change, and for whom? -->\n"


def torn(text: str, written: str = WRITTEN) -> Torn | None:
    data = (ABOVE + text).encode()
    return find_torn(parse_draft(data, path=""), data, [(KEY, written)])


@pytest.mark.parametrize(
    "end",
    [
        "\0" * 9,
        "-",
        "- [x",
        "- [ ] <",
        "* \\[-\\] <!-- tra",
        "- [x] <!-- tracker 8 vis",
        "<!",
        "<!--",
        "   <!-- tracker: your wor",
        "<!-- tracker dr",
        "- [ ] <!-- tracker 8 vision -",
    ],
)
def test_what_says_nothing_goes_from_the_end(end: str) -> None:
    assert without_torn_end((ABOVE + end).encode()) == ABOVE.encode()


@pytest.mark.parametrize("part", [b"\xe2", b"\xe2\x80", b"\xf0\x9f\x98", b"\xc3"])
def test_a_part_of_a_character_goes_from_the_end(part: bytes) -> None:
    data = (ABOVE + "Some").encode()
    assert without_torn_end(data + part) == data
    assert without_torn_end(data + part + b"\0\0") == data


@pytest.mark.parametrize(
    "end",
    ["- [-] too narrow", "- mine", "<!-- mine\n", "caf\u00e9", "- [ ] <!-- tracker 8 vision -->"],
)
def test_words_stay_at_the_end(end: str) -> None:
    data = (ABOVE + end).encode()
    assert without_torn_end(data).startswith(data.rstrip(b"\n"))


@pytest.mark.parametrize("end", ["caf\u00e9".encode("latin-1"), b"- [x", b"\xe2\x80"])
def test_the_end_of_a_whole_file_stays(end: bytes) -> None:
    data = (ABOVE + FOOT).encode() + end
    assert without_torn_end(data) == data


def test_a_comment_that_was_cut_is_closed_with_its_words() -> None:
    data = (ABOVE + LINE + TEXT + "\n   <!-- tracker: “chain” in ti").encode()
    whole = without_torn_end(data)
    assert whole == data + b" -->\n"
    assert not parse_draft(whole, path="").problems


@pytest.mark.parametrize("place", range(len(LINE), len(LINE + TEXT) - 1))
def test_a_beginning_of_what_was_written_is_torn_and_put_back_whole(place: int) -> None:
    text = (LINE + TEXT)[:place]
    found = torn(text)
    assert found == Torn(KEY, is_beginning=True)
    data = (ABOVE + text).encode()
    entry = ReturnedEntry(key=KEY, body=WRITTEN, torn=found)
    back = parse_draft(plan_return(data, [entry], TOPICS, last_written_at=NOW), path="")
    assert not back.problems
    assert [(e.body, e.verdict) for e in back.entries] == [
        ("**Earlier**", Verdict.UNDECIDED),
        (WRITTEN, Verdict.UNDECIDED),
    ]


@pytest.mark.parametrize(
    "text",
    [
        LINE + TEXT,
        LINE + TEXT + REMARK,
        LINE + TEXT + "\n   Words of mine.\n" + REMARK,
        LINE + "1. **A “study” of seeing**\n" + REMARK,  # the author's own cut
        LINE + TEXT + "\n   Words of mine.\n",
        LINE + TEXT[:30] + FOOT,
        LINE.replace("[x]", "[-]") + TEXT[:30],
        LINE + TEXT + "\n## Tuning\n",
    ],
)
def test_a_whole_entry_is_not_torn(text: str) -> None:
    assert torn(text) is None


def test_words_of_the_authors_own_that_may_go_on_stay_and_are_not_decided() -> None:
    text = LINE + TEXT + "\n   Words of mi"
    found = torn(text)
    assert found == Torn(KEY, is_beginning=False)
    assert torn(text.replace("[x]", "[ ]")) is None
    entry = ReturnedEntry(key=KEY, body=WRITTEN, torn=found)
    data = plan_return((ABOVE + text).encode(), [entry], TOPICS, last_written_at=NOW)
    last = parse_draft(data, path="").entries[-1]
    assert (last.body, last.verdict) == (WRITTEN + "\n\nWords of mi", Verdict.UNDECIDED)
    assert data.count(b"look whether it is whole") == 1
    assert not is_cut_off(data)


def test_zero_bytes_hold_the_entries_that_they_touch() -> None:
    data = (ABOVE + LINE + TEXT[:30] + "\0" * 40 + "\n\n" + FOOT).encode()
    draft = parse_draft(data, path="")
    assert [entry.verdict for entry in draft.entries] == [Verdict.UNDECIDED] * 2
    assert [p.key for p in draft.problems] == [None, KEY]
    assert "zero bytes" in draft.problems[0].message
