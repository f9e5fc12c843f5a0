"""The law of the whole flow: whatever an author does, nothing is lost and nothing comes twice.

A machine polls, links, corrects, drafts, ticks, rejects, deletes, types, moves, reviews,
publishes, undoes and kills in any order, on real files and a real database, in an editor and on the
page; drafts are written while an editor is open, older copies come back, git puts the post back or
leaves a conflict in it or in a draft, and a formatter goes over both. Always:

- no work stands twice in the drafts, and its link not twice in the post, whatever its version;
- every word that was typed stands in a draft, a done draft or the post;
- what is decided leaves its draft at the next run, and stands once among what is done;
- what was written into a draft after the copy that was saved then is not rejected;
- what changed since the page showed it is not touched by the page;
- what git took out of the post can be taken back, and published again;
- what a merge left unresolved is neither decided nor published;
- of a draft whose save stopped nothing is rejected, and no half of an entry published;
- of the post's own lines none is changed, lost or out of order, digits and date aside.

The formatter here changes what the real ones do (tests/workflows/publishing/test_formatters.py).
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from lxml import html

from tests.support.author import POST
from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.sightings import blog, paper
from tracker import files
from tracker.drafts.file.document import parse_draft
from tracker.errors import DraftError, PostError
from tracker.store.author import decisions
from tracker.store.author.decisions import history
from tracker.store.author.second_looks import ORIGIN
from tracker.store.works.read import resolve
from tracker.values import DraftEntry, EntryKey, Verdict
from tracker.workflows.publishing.publish import PublishReport

PICK = st.integers(min_value=0, max_value=10**6)
BOXES = st.sampled_from(["[x]", "[-]", "[ ]", "[X]"])
PROMPT = "<!-- tracker: your"


class Week(RuleBasedStateMachine):
    """An author's weeks in one folder."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="week-"))
        self.desk = Desk(self.folder / "project")
        self.desk.configure(ranking="expire_drafts = 1")
        self.seen = self.feeds = 0
        self.words: list[str] = []
        self.versions: Counter[int] = Counter()
        self.commits = [self.desk.post]
        self.page: Served | None = None

    def teardown(self) -> None:
        if self.page:
            self.page.__exit__()
        shutil.rmtree(self.folder)

    # --- what the world does --------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.poll(3)

    @rule(count=st.integers(min_value=1, max_value=3))
    def poll(self, count: int) -> None:
        numbers = range(self.seen + 1, self.seen + count + 1)
        self.seen += count
        titles = ("", "A low-rank adapter")
        self.desk.see(*(paper(n, titles[n % 2] and f"{titles[n % 2]} {n}") for n in numbers))

    @precondition(lambda self: self.seen)
    @rule(pick=PICK)
    def revise(self, pick: int) -> None:
        number = pick % self.seen + 1
        self.versions[number] += 1
        version = self.versions[number] + 1
        title = f"A chain of thought for problem {number}, again {version}"
        self.desk.see(paper(number, title, version=version, days_ago=0, first_days_ago=1))

    @precondition(lambda self: self.seen)
    @rule(pick=PICK)
    def insist(self, pick: int) -> None:
        """Two more feeds link a work."""
        number = pick % self.seen + 1
        self.desk.later(minutes=1)
        for _ in range(2):
            self.feeds += 1
            feed = f"feed:https://blog{self.feeds}.example/feed"
            url = f"https://arxiv.org/abs/2505.{number:05d}"
            self.desk.see(blog("x", "", feed=feed, url=url, via=f"{feed[5:]}/1"))

    @precondition(lambda self: self.seen)
    @rule(pick=PICK, word=st.sampled_from(["", " (draft)", " corrected", "!"]))
    def correct(self, pick: int, word: str) -> None:
        """arXiv words the version that it has otherwise, or as it did before."""
        number = pick % self.seen + 1
        version = self.versions[number] + 1
        title = f"A chain of thought for problem {number}{word}"
        self.desk.see(paper(number, title, version=version, days_ago=0, first_days_ago=1))
        with self.desk.open() as db:
            sql = "SELECT title FROM works WHERE url = ?"
            assert db.value(sql, [f"https://arxiv.org/abs/2505.{number:05d}"]) == title

    @precondition(lambda self: self.seen)
    @rule(pick=PICK)
    def turn(self, pick: int) -> None:
        """A link-blog's only entry means another work than it did before."""
        url = f"https://arxiv.org/abs/2505.{pick % self.seen + 1:05d}"
        feed, via = "feed:https://turning.example/feed", "https://turning.example/1"
        self.desk.see(replace(blog("x", "Look", feed=feed, url=url, via=via), entry="1"))
        with self.desk.open() as db:
            sql = "SELECT url FROM sightings WHERE entry = '1' AND via_url = ?"
            assert url in {row["url"] for row in db.rows(sql, [via])}
            assert db.value("SELECT count(*) FROM sightings WHERE entry = '1'") == 1

    @rule()
    def wait(self) -> None:
        self.desk.later(days=1)

    # --- what the author does to a draft --------------------------------------------------

    def entries(self) -> list[tuple[Path, DraftEntry]]:
        return [
            (path, entry)
            for path in self.desk.drafts
            for entry in parse_draft(path.read_bytes(), path=path.name).entries
        ]

    def change(self, pick: int, old: str, new: str, *, regex: bool = False) -> bool:
        """Replace text once within one entry; whether there was one."""
        found = self.entries()
        if not found:
            return False
        path, entry = found[pick % len(found)]
        data = path.read_bytes()
        text = data[entry.start : entry.end].decode()
        changed = re.sub(old, new, text, count=1) if regex else text.replace(old, new, 1)
        path.write_bytes(data[: entry.start] + changed.encode() + data[entry.end :])
        return changed != text

    @rule(pick=PICK, box=BOXES, reason=st.sampled_from(["", " too narrow"]))
    def mark(self, pick: int, box: str, reason: str) -> None:
        self.change(
            pick, r"\[[ xX-]\] (<!-- tracker \d+ \S+ -->).*", rf"{box} \1{reason}", regex=True
        )

    @rule(pick=PICK)
    def type_words(self, pick: int) -> None:
        words = f"Word{len(self.words)}end"
        if self.change(pick, PROMPT, f"{words} of mine.\n\n   {PROMPT}"):
            self.words.append(words)

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        """Entries without words of the author's own."""
        found = [(p, e) for p, e in self.entries() if "end of mine" not in e.body]
        if found:
            path, entry = found[pick % len(found)]
            data = path.read_bytes()
            path.write_bytes(data[: entry.start] + data[entry.end :])

    @rule(pick=PICK)
    def move_to_top(self, pick: int) -> None:
        """Cut an entry and paste it above the first one of its draft."""
        found = self.entries()
        if found:
            path, entry = found[pick % len(found)]
            first = next(e for p, e in found if p == path)
            data = path.read_bytes()
            text = data[entry.start : entry.end].rstrip() + b"\n\n"
            rest = data[: entry.start] + data[entry.end :]
            path.write_bytes(rest[: first.start] + text + rest[first.start :])

    @rule(pick=PICK)
    def break_a_checkbox(self, pick: int) -> None:
        self.change(pick, r"\[[ xX-]\]", "[?]", regex=True)

    @rule(pick=PICK)
    def rename(self, pick: int) -> None:
        drafts = self.desk.drafts
        if drafts:
            drafts[pick % len(drafts)].rename(self.desk.home / "drafts" / f"mine-{pick}.md")

    # --- what the author does on the page -------------------------------------------------

    def form(self, pick: int) -> dict[str, str]:
        """What the page sends of an entry that it shows."""
        if self.page is None:
            self.page = Served(self.desk.home, clock=lambda: self.desk.now).__enter__()
        drafts = [path.relative_to(self.desk.home).as_posix() for path in self.desk.drafts]
        for draft in drafts[pick % len(drafts) :] + drafts[: pick % len(drafts)]:
            text = self.page.get("/", params={"draft": draft}).text
            articles = html.fromstring(text).xpath("//article[.//form]")
            if articles:
                form = articles[pick % len(articles)].xpath(".//form")[0]
                names = ("draft", "entry", "seen")
                return {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in names}
        return {}

    def send(self, path: str, **fields: str) -> None:
        self.desk.later()
        assert self.page
        assert self.page.send(path, **fields).status_code in (200, 409)

    @precondition(lambda self: self.desk.drafts)
    @rule(pick=PICK, verdict=st.sampled_from(list(Verdict)), reason=st.sampled_from(["", "dull"]))
    def decide_on_the_page(self, pick: int, verdict: Verdict, reason: str) -> None:
        if form := self.form(pick):
            self.send("/decide", **form, verdict=verdict.value, reason=reason)

    @precondition(lambda self: self.desk.drafts)
    @rule(pick=PICK)
    def type_words_on_the_page(self, pick: int) -> None:
        if form := self.form(pick):
            words = f"Word{len(self.words)}end of mine."
            bodies = {f"{e.key.work_id} {e.key.topic}": e.body for _, e in self.entries()}
            self.send("/edit", **form, text=f"{bodies[form['entry']]}\r\n\r\n{words}")
            if any(words in path.read_text() for path in self.desk.drafts):
                self.words.append(words)

    @precondition(lambda self: self.desk.drafts)
    @rule(pick=PICK)
    def take_an_edit_back_on_the_page(self, pick: int) -> None:
        form = self.form(pick)
        bodies = {f"{e.key.work_id} {e.key.topic}": e.body for _, e in self.entries()}
        before = self.passage(form) if form else b""
        if not form or form["entry"] not in bodies:
            return
        self.send("/edit", **form, text=f"{bodies[form['entry']]}\n\nA slip.")
        passage = self.passage(form)
        if passage != before:
            now = {**form, "seen": files.stamp(passage)[:16]}
            self.send("/unedit", **now)
            assert self.passage(form) == before

    @precondition(lambda self: self.desk.drafts)
    @rule(pick=PICK, deed=st.sampled_from(["type_words", "mark", "decide_on_the_page", "draft"]))
    def decide_on_an_older_page(self, pick: int, deed: str) -> None:
        form = self.form(pick)
        if not form:
            return
        before = self.passage(form)
        arguments: dict[str, tuple[Any, ...]] = {
            "mark": (pick, "[x]", ""),
            "decide_on_the_page": (pick, Verdict.APPROVED, ""),
            "draft": (None, ""),
        }
        getattr(self, deed)(*arguments.get(deed, (pick,)))
        meanwhile = self.passage(form)
        if meanwhile != before:
            self.send("/decide", **form, verdict="rejected")
            assert self.passage(form) == meanwhile

    def passage(self, form: dict[str, str]) -> bytes:
        """The bytes of the entry that a form is about."""
        path = self.desk.home / form["draft"]
        data = path.read_bytes() if path.exists() else b""
        entries = parse_draft(data, path="").entries
        found = [e for e in entries if f"{e.key.work_id} {e.key.topic}" == form["entry"]]
        return data[found[0].start : found[0].end] if found else b""

    # --- deeds ----------------------------------------------------------------------------

    @rule(limit=st.sampled_from([None, 1, 2]), topic=st.sampled_from(["", "tuning"]))
    def draft(self, limit: int | None, topic: str) -> None:
        self.desk.draft(limit=limit, topic=topic)
        self.drafts_hold_what_is_open()

    def drafts_hold_what_is_open(self) -> None:
        """Undecided and approved entries alone, but for what cannot be read."""
        for path in self.desk.drafts:
            read = parse_draft(path.read_bytes(), path=path.name)
            verdicts = {entry.verdict for entry in read.entries}
            assert verdicts <= {Verdict.UNDECIDED, Verdict.APPROVED}, read

    @rule()
    def draft_twice(self) -> None:
        self.desk.draft()
        before = [path.read_bytes() for path in self.desk.drafts]
        self.desk.draft()
        assert [path.read_bytes() for path in self.desk.drafts] == before

    @precondition(lambda self: self.entries())  # a file without any is no draft once renamed
    @rule()
    def review(self) -> None:
        self.desk.review()

    @precondition(lambda self: self.entries())
    @rule(pick=PICK, deletes=st.booleans())
    def review_while_a_draft_is_written(self, pick: int, deletes: bool) -> None:
        """The editor saves its own copy, from which it may have deleted an entry."""

        def change(text: str) -> str:
            found = parse_draft(text.encode(), path="").entries
            found = tuple(e for e in found if "end of mine" not in e.body) if deletes else ()
            gone = found[pick % len(found)] if found else None
            data = text.encode()
            return (data[: gone.start] + data[gone.end :]).decode() if gone else text

        with self.nothing_unseen_is_rejected() as write:
            self.desk.review_while(write, change)

    @precondition(lambda self: self.entries())
    @rule(pick=PICK, deed=st.sampled_from(["publish", "draft", "review"]))
    def an_older_copy_comes_back(self, pick: int, deed: str) -> None:
        with self.nothing_unseen_is_rejected() as write:
            path = self.desk.drafts[pick % len(self.desk.drafts)]
            before = path.read_bytes()
            write()
            path.write_bytes(before)
            getattr(self.desk, deed)()

    @contextmanager
    def nothing_unseen_is_rejected(self) -> Iterator[Callable[[], None]]:
        """What is drafted by the function that it gives stands in a draft, and is not rejected."""
        unseen: set[EntryKey] = set()

        def write() -> None:
            self.poll(2)
            before = {entry.key: entry.verdict for _, entry in self.entries()}
            self.desk.draft()
            for _, entry in self.entries():
                was = before.get(entry.key, Verdict.REJECTED)
                if was is Verdict.REJECTED and entry.verdict is Verdict.UNDECIDED:
                    unseen.add(entry.key)

        yield write
        assert unseen <= {entry.key for _, entry in self.entries()}
        with self.desk.open() as db:
            current = decisions.current(db, [key.work_id for key in unseen])
        for key in unseen:
            said = current.get((key.work_id, key.topic))
            assert said is None or said.verdict is not Verdict.REJECTED, key

    @precondition(lambda self: self.seen)
    @rule(pick=PICK, verdict=st.sampled_from(list(Verdict)))
    def decide(self, pick: int, verdict: Verdict) -> None:
        self.desk.decide(verdict, pick % self.seen + 1)

    @rule()
    def publish(self) -> None:
        self.desk.publish()
        self.drafts_hold_what_is_open()

    @precondition(lambda self: self.entries())
    @rule(deed=st.sampled_from(["publish", "draft"]))
    def stop_between_a_draft_and_what_is_done(self, deed: str) -> None:
        """The file of what is done is written, and the draft cannot be."""
        for path in self.desk.drafts:
            path.chmod(0o444)
        with suppress(DraftError):
            getattr(self.desk, deed)()
        for path in self.desk.drafts:
            path.chmod(0o644)

    @rule()
    def publish_twice(self) -> None:
        self.desk.publish()
        before = self.desk.post
        assert not self.desk.publish().placed
        assert self.desk.post == before

    @rule()
    def publish_and_undo(self) -> None:
        before = self.desk.post
        if self.desk.publish().placed:
            assert not self.desk.undo().left
            assert self.desk.post == before

    # --- what git and formatters do -------------------------------------------------------

    @rule()
    def commit(self) -> None:
        self.commits.append(self.desk.post)

    @rule(pick=PICK)
    def check_out_an_older_post(self, pick: int) -> None:
        self.desk.post_path.write_text(self.commits[pick % len(self.commits)])

    @rule()
    def publish_and_revert(self) -> None:
        before = self.desk.post
        placed = self.desk.publish().placed
        if placed:
            published = self.desk.post
            self.desk.post_path.write_text(before)
            report = self.desk.undo()
            assert not report.left
            assert self.desk.post == before
            assert sorted(self.desk.publish().placed) == sorted(placed)
            assert sorted(_plain(self.desk.post)) == sorted(_plain(published))

    @rule(pick=PICK)
    def format_a_draft(self, pick: int) -> None:
        drafts = self.desk.drafts
        if drafts:
            path = drafts[pick % len(drafts)]
            path.write_text(_formatted_draft(path.read_text(), pick))

    @rule()
    def format_the_post(self) -> None:
        self.desk.post_path.write_text(_formatted_post(self.desk.post))

    @rule()
    def publish_format_and_undo(self) -> None:
        placed = self.desk.publish().placed
        if placed:
            self.desk.post_path.write_text(_formatted_post(self.desk.post))
            report = self.desk.undo()
            assert not report.left
            assert sorted(report.removed) == sorted(placed)

    @rule(pick=PICK, deed=st.sampled_from(["publish", "draft", "review"]))
    def a_merge_leaves_a_conflict_in_a_draft(self, pick: int, deed: str) -> None:
        found = self.entries()
        if not found:
            return
        path, entry = found[pick % len(found)]
        data, post = path.read_bytes(), self.desk.post
        ours = data[entry.start : entry.end].decode().rstrip("\n") + "\n"
        theirs = re.sub(r"\[[ xX?-]\]", "[-]", ours, count=1)
        sides = (_OURS, re.sub(r"\[[ xX?-]\]", "[x]", ours, count=1), _BETWEEN, theirs, _THEIRS)
        before = self.decided(entry.key)
        path.write_bytes(data[: entry.start] + "".join(sides).encode() + data[entry.end :])
        getattr(self.desk, deed)()
        assert self.decided(entry.key) == before
        link = f"https://arxiv.org/abs/2505.{entry.key.work_id:05d}"
        assert self.desk.post.count(link) == post.count(link)
        text = path.read_text()
        assert "".join(sides) in text
        path.write_text(text.replace("".join(sides), ours))

    def decided(self, key: EntryKey) -> int:
        with self.desk.open() as db:
            numbers = resolve(db, [key.work_id]).values()
            return sum(said.topic == key.topic for n in numbers for said in history(db, n))

    @rule(pick=PICK)
    def a_merge_leaves_a_conflict_in_the_post(self, pick: int) -> None:
        before = self.desk.post
        lines = before.splitlines(keepends=True)
        place = 6 + pick % (len(lines) - 6)  # below the front matter
        lines[place:place] = [_OURS, "Ours.\n", _BETWEEN, "Theirs.\n", _THEIRS]
        self.desk.post_path.write_text("".join(lines))
        for deed in (self.desk.publish, self.desk.undo):
            with pytest.raises(PostError):
                deed()
        assert self.desk.post == "".join(lines)
        self.desk.post_path.write_text(before)

    @precondition(lambda self: self.entries())
    @rule(pick=PICK, zeros=st.sampled_from([0, 512]))
    def a_save_stops(self, pick: int, zeros: int) -> None:
        """A draft's file ends in an approved entry; what would be done shows before it is whole."""
        found = self.entries()
        path, entry = found[pick % len(found)]
        before = path.read_bytes()
        box, rest = before[: entry.start], before[entry.start :]
        data = box + re.sub(rb"\[[ xX?-]\]", b"[x]", rest, count=1)
        end = entry.start + pick // len(found) % (entry.end - entry.start)
        path.write_bytes(data)
        whole = self.desk.publish(dry_run=True)
        path.write_bytes(data[:end] + b"\0" * zeros)
        torn = self.desk.publish(dry_run=True)
        path.write_bytes(before)
        assert _rejected(torn) <= _rejected(whole)
        assert _added(torn) <= _added(whole)

    @rule(moves=st.booleans())
    def publish_and_die_before_the_store(self, moves: bool) -> None:
        files = {path: path.read_bytes() for path in (*self.desk.drafts, *self.desk.done)}
        with self.desk.forgetful():
            closed = self.desk.publish().closed
        if moves and not closed:
            return
        for path in set(self.desk.done) - files.keys():
            path.unlink()
        for path, data in files.items():
            path.write_bytes(data)

    @rule()
    def draft_and_die_before_the_store(self) -> None:
        with self.desk.forgetful():
            self.desk.draft()

    # --- what always holds ----------------------------------------------------------------

    @invariant()
    def no_work_stands_twice(self) -> None:
        standing = Counter(entry.key.work_id for _, entry in self.entries())
        assert not [number for number, count in standing.items() if count > 1]
        for number in range(1, self.seen + 1):
            count = self.desk.post.count(f"https://arxiv.org/abs/2505.{number:05d}")
            assert count <= 1, number

    @invariant()
    def no_work_has_two_second_looks(self) -> None:
        with self.desk.open() as db:
            many = "SELECT max(n) FROM (SELECT count(*) AS n FROM decisions WHERE origin = ? "
            found = db.value(many + "GROUP BY work_id)", [ORIGIN])
        assert (found or 0) <= 1

    @invariant()
    def every_word_is_somewhere(self) -> None:
        files = [self.desk.post_path, *self.desk.drafts, *self.desk.done]
        text = "".join(path.read_text() for path in files)
        assert not [words for words in self.words if words not in text]

    @invariant()
    def nothing_is_done_twice(self) -> None:
        for path in self.desk.done:
            data = path.read_bytes()
            entries = parse_draft(data, path=path.name).entries
            texts = [data[entry.start : entry.end].rstrip() for entry in entries]
            assert len(set(texts)) == len(texts), path

    @invariant()
    def the_posts_own_lines_stay(self) -> None:
        lines = iter(_plain(self.desk.post))
        missing = [line for line in _plain(POST) if line not in lines]
        assert not missing


def _rejected(report: PublishReport) -> set[int]:
    said = report.reading.decisions
    return {decision.work_id for decision in said if decision.verdict is Verdict.REJECTED}


def _added(report: PublishReport) -> set[str]:
    """The lines that would be new in the post, without their numbers."""
    lines = (line[1:] for line in report.diff.splitlines() if line.startswith("+"))
    return {re.sub(r"^\d+\. ", "", line) for line in lines}


_OURS, _BETWEEN, _THEIRS = "<<<<<<< HEAD\n", "=======\n", ">>>>>>> theirs\n"


def _formatted_draft(text: str, pick: int) -> str:
    """Other bullets, escaped brackets, a blank line below a checkbox and around comments."""
    text = re.sub(r"^- \[", "* \\\\[" if pick % 2 else "* [", text, flags=re.MULTILINE)
    text = re.sub(r"^(\* .*-->.*)\n(?=1\. )", r"\1\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"-->\n( +)<!--", r"-->\n\n\1<!--", text)
    return text.replace("**", "__")


def _formatted_post(text: str) -> str:
    """The entries' emphasis, and their authors' line broken: the post's own lines are for an
    invariant."""
    lines = text.splitlines(keepends=True)
    text = "".join(line.replace("**", "__") if "2505." in line else line for line in lines)
    return re.sub(r"^( +Ada Byron and) (?=Carl)", r"\1\n   ", text, flags=re.MULTILINE)


def _plain(text: str) -> list[str]:
    """Lines without their numbers, and the date key's value."""
    return [
        re.sub(r"^\d+\. ", "N. ", re.sub(r"^(last_modified_at): \S+", r"\1", line))
        for line in text.splitlines(keepends=True)
    ]


TestWeek = Week.TestCase
TestWeek.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
