"""The review: what it shows, and what its forms do, over the real server."""

from __future__ import annotations

import re

import pytest
from lxml import html

from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.sightings import START, paper
from tracker.store import polls
from tracker.store.author import decisions
from tracker.values import Verdict

HOSTILE = (
    "<script>alert(1)</script> A chain of thought",
    '"><img src=x onerror=alert(1)> A chain of thought',
    "A chain of thought <!-- --><svg/onload=alert(1)>",
    "A chain of thought {{ 7 * 7 }} {% raw %}",
    "A chain of thought</textarea><script>alert(1)</script>",
    "A chain of thought \u202e\u2066 gnp.exe",
    "A chain of thought [x](javascript:alert(1)) ![y](https://evil.example/p.png)",
)


def article(text: str, number: int = 1) -> html.HtmlElement:
    found = html.fromstring(text).xpath(f"//article[starts-with(@id, 'e-{number}-')]")
    assert isinstance(found[0], html.HtmlElement)
    return found[0]


def fields(text: str, number: int = 1) -> dict[str, str]:
    """What the forms of an entry send along."""
    form = article(text, number).xpath(".//form")[0]
    names = ("draft", "entry", "seen")
    return {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in names}


def verdicts(desk: Desk) -> dict[int, Verdict]:
    return {entry.key.work_id: entry.verdict for entry in desk.read.entries}


def test_an_entry_is_shown_as_it_will_read_with_what_is_known_beside_it(page: Served) -> None:
    text = page.get("/").text
    shown = article(text)
    assert shown.xpath("string(.//strong)") == "A chain of thought for problem 1"
    assert "Ada Byron and Carl Gauss" in shown.text_content()
    assert "“chain of thought” in title" in shown.text_content()
    assert "It helps in practice." in shown.xpath("string(.//details[@class='text'])")
    assert "0 of 4 decided" in text


def test_a_decision_is_in_the_file_at_once(page: Served, drafted: Desk) -> None:
    text = page.get("/").text
    answer = page.send("/decide", **fields(text), verdict="approved")
    assert answer.status_code == 200
    assert "1 of 4 decided" in answer.text
    assert verdicts(drafted)[1] is Verdict.APPROVED
    answer = page.send("/decide", **fields(text, 2), verdict="rejected", reason="too narrow")
    assert "[-] too narrow <!-- tracker 2 reasoning -->" in drafted.text
    assert "too narrow" in article(answer.text, 2).text_content()
    with drafted.open() as db:
        (said,) = decisions.history(db, 2)
    assert (said.reason, said.origin) == ("too narrow", "draft")


def test_the_foot_leads_on_to_the_post_once_there_is_something_to_publish(page: Served) -> None:
    def foot(text: str) -> str:
        return str(html.fromstring(text).xpath("string(//p[@id='onward'][not(@hidden)])"))

    text = page.get("/").text
    assert foot(text) == ""
    text = page.send("/decide", **fields(text), verdict="approved").text
    assert foot(text).startswith("1 approved. See how the post will read")
    for number in (2, 3, 4):
        text = page.send("/decide", **fields(text, number), verdict="rejected").text
    assert foot(text).startswith("All decided.")


def test_a_decision_is_taken_back(page: Served, drafted: Desk) -> None:
    before = drafted.text
    answer = page.send("/decide", **fields(page.get("/").text), verdict="rejected", reason="no")
    page.send("/decide", **fields(answer.text), verdict="undecided")
    assert drafted.text == before


def test_what_follows_a_decision_is_the_next_that_waits(page: Served) -> None:
    text = page.get("/").text
    ids = html.fromstring(text).xpath("//article/@id")
    first = int(ids[0].split("-")[1])
    answer = page.send("/decide", **fields(text, first), verdict="approved")
    assert answer.url.fragment == ids[1]


def test_later_leads_on_and_from_the_last_to_the_first(page: Served) -> None:
    text = page.get("/").text
    ids = html.fromstring(text).xpath("//article/@id")
    later = html.fromstring(text).xpath("//a[contains(@class, 'later')]/@href")
    assert later == [f"#{name}" for name in (*ids[1:], ids[0])]
    page.send("/decide", **fields(text, int(ids[1].split("-")[1])), verdict="approved")
    again = html.fromstring(page.get("/").text).xpath("//a[contains(@class, 'later')]/@href")
    assert set(again) < set(later)  # or half-written reasons would go with the entries they are in


def test_an_older_page_decides_nothing_that_changed(page: Served, drafted: Desk) -> None:
    old = fields(page.get("/").text)
    drafted.edit(lambda text: text.replace("problem 1", "problem one", 1))
    before = drafted.text
    answer = page.send("/decide", **old, verdict="approved")
    assert "changed meanwhile" in answer.text
    assert "problem one" in article(answer.text).text_content()
    assert drafted.text == before


def test_a_form_that_is_sent_twice_is_one_decision(page: Served, drafted: Desk) -> None:
    """A finger taps twice, and only the second answer is shown."""
    form = fields(page.get("/").text)
    page.send("/decide", **form, verdict="approved")
    before = drafted.text
    assert "changed meanwhile" not in page.send("/decide", **form, verdict="approved").text
    assert "changed meanwhile" in page.send("/decide", **form, verdict="rejected").text
    assert drafted.text == before


def test_a_text_for_a_draft_that_is_gone_is_not_lost(page: Served, drafted: Desk) -> None:
    form = fields(page.get("/").text)
    drafted.draft_path.unlink()
    answer = page.send("/edit", **form, text="Mine & <b>.")
    assert answer.status_code == 409
    assert html.fromstring(answer.text).xpath("string(//pre)") == "Mine & <b>."
    assert "is gone" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "published"},
        {"entry": "x"},
        {"entry": "9" * 40},
        {"entry": "999 reasoning"},
        {"draft": "../../etc/passwd"},
        {"draft": "post.md"},
        {"seen": ""},
        {"reason": "--> <!-- tracker 2 reasoning -->\n- [x] <!-- tracker 3 reasoning -->"},
    ],
)
def test_what_no_form_would_send_changes_nothing_else(
    page: Served, drafted: Desk, wrong: dict[str, str]
) -> None:
    before, post = drafted.text, drafted.post
    sent = {**fields(page.get("/").text), "verdict": "rejected", **wrong}
    assert page.send("/decide", **sent).status_code < 500
    others = {n: verdict for n, verdict in verdicts(drafted).items() if n != 1}
    assert set(others.values()) == {Verdict.UNDECIDED}
    assert len(drafted.read.entries) == 4
    assert not drafted.read.problems
    assert drafted.post == post
    if "reason" not in wrong:
        assert drafted.text == before


def test_an_edit_goes_into_the_file(page: Served, drafted: Desk) -> None:
    form = html.fromstring(page.get("/").text).xpath("//a[contains(@class, 'edit')]/@href")[0]
    editor = html.fromstring(page.get(form).text)
    text = editor.xpath("//textarea")[0].text.removeprefix("\n")
    key = editor.xpath("//input[@name='entry']/@value")[0].split()
    entry = next(e for e in drafted.read.entries if e.key.work_id == int(key[0]))
    assert text == entry.body
    sent = {
        n: editor.xpath(f"//form//input[@name='{n}']/@value")[0] for n in ("draft", "entry", "seen")
    }
    answer = page.send("/edit", **sent, text=f"{text}\r\n\r\nMy **words**.")
    assert "My words." in article(answer.text, int(key[0])).text_content()
    assert "   My **words**.\n" in drafted.text


def test_an_edit_is_taken_back_and_then_no_more(page: Served, drafted: Desk) -> None:
    before = drafted.text
    answer = page.send("/edit", **fields(page.get("/").text), text="No link, my words.")
    shown = article(answer.text)
    assert "links no more" in answer.text
    assert "has no link any more" in shown.text_content()
    assert shown.xpath(".//form[@action='/unedit']")
    approved = page.send("/decide", **fields(answer.text), verdict="approved")
    assert not article(approved.text).xpath(".//form[@action='/unedit']")
    answer = page.send("/decide", **fields(approved.text), verdict="undecided")
    edited = fields(answer.text)
    assert page.send("/unedit", **edited).status_code == 200
    assert drafted.text == before
    assert "changed meanwhile" not in page.get("/").text
    again = page.send("/unedit", **edited)
    assert "taken back already" in again.text
    assert drafted.text == before


def test_an_edit_is_not_taken_back_once_it_has_changed(page: Served, drafted: Desk) -> None:
    answer = page.send("/edit", **fields(page.get("/").text), text="My words.")
    edited = fields(answer.text)
    drafted.edit(lambda text: text.replace("My words", "My other words", 1))
    assert "changed meanwhile" in page.send("/unedit", **edited).text
    assert "My other words." in drafted.text


def test_a_text_that_was_not_saved_is_not_lost(page: Served, drafted: Desk) -> None:
    sent = fields(page.get("/").text)
    drafted.edit(lambda text: text.replace("problem 1", "problem one", 1))
    answer = page.send("/edit", **sent, text="Mine & <b>.")
    assert answer.status_code == 409
    editor = html.fromstring(answer.text)
    assert editor.xpath("//textarea")[0].text.removeprefix("\n") == "Mine & <b>."
    assert "problem one" in editor.xpath("string(//pre)")
    again = fields(page.get("/").text)
    refused = page.send("/edit", **again, text="Mine.\n\n## A heading")
    assert refused.status_code == 409
    assert "a heading ends it" in refused.text
    assert "Mine." in html.fromstring(refused.text).xpath("//textarea")[0].text


def test_a_preview_is_a_fragment_that_cannot_act(page: Served) -> None:
    answer = page.send("/preview", text="**x** <script>alert(1)</script>[^1]\n\n[^1]: y")
    assert answer.text.startswith("<p><strong>x</strong>")
    assert "<script" not in answer.text


def test_titles_of_strangers_are_shown_and_act_nowhere(desk: Desk) -> None:
    desk.see(*(paper(n, title) for n, title in enumerate(HOSTILE, start=1)))
    desk.draft()
    with Served(desk.home) as page:
        texts = [page.get("/").text]
        links = html.fromstring(texts[0]).xpath("//a[contains(@class, 'edit')]/@href")
        assert len(links) >= len(HOSTILE) - 1  # two of them say nearly the same
        texts += [page.get(link).text for link in links]
    for text in texts:
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
        found = html.fromstring(text)
        assert not [
            s for s in found.xpath("//script") if not s.get("src", "").startswith("/static/")
        ]
        assert not found.xpath("//img | //iframe | //svg | //*[@style]")
        assert not found.xpath("//@*[starts-with(name(), 'on')]")
        assert not [a for a in found.xpath("//a/@href") if a.lower().startswith("javascript")]
        assert "49" not in found.xpath("string(//main)")


def test_a_long_abstract_is_cut(desk: Desk) -> None:
    desk.see(paper(1, summary="A chain of thought. " + "It is long. " * 20_000))
    desk.draft()
    with Served(desk.home) as page:
        assert len(page.get("/").text) < 20_000


def test_without_a_draft_the_page_says_what_to_do(desk: Desk) -> None:
    with Served(desk.home) as page:
        text = page.get("/").text
        assert "Nothing is stored yet" in text
        assert html.fromstring(text).xpath("//button[@class='first']/text()") == ["Poll now"]
        with desk.open() as db:
            polls.end(db, polls.begin(db, now=START), {}, now=START)
        text = page.get("/").text
        assert "No draft is open" in text
        assert html.fromstring(text).xpath("//button[@class='first']/text()") == ["Draft"]


def test_a_broken_setting_is_told_on_the_page(page: Served, drafted: Desk) -> None:
    (drafted.home / "tracker.toml").write_text("[draft]\nsise = 3\n")
    answer = page.get("/")
    assert answer.status_code == 500
    assert "did you mean" in html.fromstring(answer.text).xpath("string(//main)")


def test_an_older_draft_is_a_link_away(desk: Desk) -> None:
    desk.see(paper(1), paper(2, "A low-rank adapter"))
    desk.draft(topic="tuning")
    desk.later(days=1)
    desk.draft(topic="reasoning")
    first, second = (path.relative_to(desk.home).as_posix() for path in desk.drafts)
    with Served(desk.home) as page:
        for path, other in ((first, second), (second, first)):
            text = page.get("/", params={"draft": path}).text
            assert f">{other}</a>" in text
