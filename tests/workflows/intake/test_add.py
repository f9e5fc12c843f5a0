"""Taking a work in by hand: any form of identifier, completed now or later."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.author import PROGRAM, Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv, FakePaper, any_request, fake_arxiv
from tests.support.fake_arxiv import status as answers
from tests.support.server import Answer, Server
from tests.support.sightings import START, blog, paper
from tracker.errors import ConfigError
from tracker.sources.http.client import PAGE_TYPES
from tracker.store.author import additions
from tracker.values import Kind, State
from tracker.workflows.intake.add import AddReport, add

PAGE = b"""<!doctype html><html><head><title>On looms | A site</title>
<meta property="og:title" content="On looms"><meta name="author" content="Ada Weaver">
</head><body><h1>On looms</h1></body></html>"""


@pytest.fixture
def quiet_arxiv() -> Iterator[FakeArxiv]:
    with fake_arxiv() as running:
        running.now = START
        running.papers = [
            FakePaper(id="2401.00001", title="Weaving", updated_at=START - timedelta(days=400))
        ]
        yield running


@pytest.fixture
def wired(desk: Desk, quiet_arxiv: FakeArxiv) -> Desk:
    desk.configure(
        arxiv=f'base_url = "{quiet_arxiv.base_url}"\ndelay_seconds = 0',
        network="allow_private_hosts = true",
    )
    return desk


def take(
    desk: Desk, reference: str, *, via: str = "", note: str = "", topic: str = ""
) -> AddReport:
    desk.later()
    folder = desk.home.parent / "state"
    return add(
        desk.project, reference, via=via, note=note, topic=topic, now=desk.now, state_folder=folder
    )


@pytest.mark.parametrize(
    "reference",
    [
        "2401.00001",
        "arXiv:2401.00001v2",
        "https://arxiv.org/pdf/2401.00001v1.pdf",
        "https://huggingface.co/papers/2401.00001",
        "https://doi.org/10.48550/arXiv.2401.00001",
        " 2401.00001\n",
    ],
)
def test_a_paper_gets_its_title_and_authors_from_arxiv(wired: Desk, reference: str) -> None:
    report = take(wired, reference)
    assert report.is_new
    assert not report.problems
    assert report.work.title == "Weaving"
    assert report.work.authors == ("Ada Byron", "Carl Gauss")
    assert report.work.kind is Kind.PAPER


def test_a_page_gets_its_title_from_the_page(wired: Desk, server: Server) -> None:
    url = server.route("/looms", Answer(body=PAGE, headers={"Content-Type": "text/html"}))
    report = take(wired, f"{url}?utm_source=x#part")
    assert report.work.title == "On looms"
    assert report.work.authors == ("Ada Weaver",)


@pytest.mark.parametrize(
    ("page", "title", "shown", "is_called"),
    [
        (PAGE, "Of looms", "", "Of looms"),
        (PAGE, "", "On looms | A site", "On looms"),
        (b"<p>No title.", "", " On\n looms ", "On looms"),
        (b"<p>No title.", "", "", ""),
    ],
    ids=["the author's", "the page's", "the browser's", "none"],
)
def test_a_title_is_the_authors_else_the_pages_else_the_browsers(
    wired: Desk, server: Server, page: bytes, title: str, shown: str, is_called: str
) -> None:
    url = server.route("/looms", Answer(body=page, headers={"Content-Type": "text/html"}))
    report = add(
        wired.project,
        url,
        title=title,
        shown_title=shown,
        now=wired.now,
        state_folder=wired.home.parent / "state",
    )
    assert report.work.title == is_called
    assert report.work.authors == (("Ada Weaver",) if page is PAGE else ())
    assert take(wired, url).work.title == is_called


def test_what_sources_call_a_paper_stays_its_title(wired: Desk) -> None:
    report = add(
        wired.project,
        "2401.00001",
        title="Mine",
        now=wired.now,
        state_folder=wired.home.parent / "state",
    )
    assert report.work.title == "Weaving"
    assert report.problems == ('its sources call it "Weaving", and that stays its title',)


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "iso-8859-5", "UTF-16"])
def test_a_page_is_read_in_the_encoding_that_its_server_names(
    wired: Desk, server: Server, charset: str
) -> None:
    headers = {"Content-Type": f"text/html; charset={charset}"}
    body = "<title>О ткацких станках</title>".encode(charset)
    report = take(wired, server.route("/looms", Answer(body=body, headers=headers)))
    assert report.work.title == "О ткацких станках"


def test_a_page_is_asked_for_as_a_page(wired: Desk, server: Server) -> None:
    take(wired, server.route("/looms", Answer(body=PAGE)))
    assert server.seen[0].headers["accept"] == PAGE_TYPES


def paper_page(title: str, **stated: str) -> Answer:
    metas = {"citation_title": title, "citation_author": "Byron, Ada"} | stated
    told = "".join(f'<meta name="{name}" content="{text}">' for name, text in metas.items())
    return Answer(body=told.encode(), headers={"Content-Type": "text/html"})


def test_a_publishers_page_is_the_paper_of_its_doi(wired: Desk, server: Server) -> None:
    (number,) = wired.see(replace(paper(1), also=("doi:10.5555/1234",)))
    page = paper_page("As the publisher has it", citation_doi="10.5555/1234")
    work = take(wired, server.route("/article/S1", page)).work
    assert (work.id, work.title) == (number, paper(1).title)
    assert [sighting.source for sighting in work.sightings] == ["arxiv", "hand"]


@pytest.mark.parametrize(
    "stated",
    [
        {"citation_arxiv_id": "2505.00001"},
        {"citation_doi": "10.48550/arXiv.2505.00001"},
        {"citation_doi": "10.5555/1234", "citation_title": ""},
    ],
)
def test_a_page_that_claims_a_known_paper_stays_a_work_of_its_own(
    wired: Desk, server: Server, stated: dict[str, str]
) -> None:
    (number,) = wired.see(replace(paper(1), also=("doi:10.5555/1234",)))
    page = paper_page("Ten weird tricks", **{"og:title": "Ten weird tricks"}, **stated)
    work = take(wired, server.route("/tricks", page)).work
    assert work.id != number
    assert work.title == "Ten weird tricks"


def test_a_repositorys_page_is_the_paper_on_arxiv_by_title_and_author(
    wired: Desk, server: Server
) -> None:
    (number,) = wired.see(paper(1))
    page = paper_page(paper(1).title, citation_arxiv_id="2505.00001")
    assert take(wired, server.route("/record/7", page)).work.id == number


HOSTILE = b"<title>T</title><p " + b" ".join(b"a%d=1" % number for number in range(150_000)) + b">"


def test_a_page_that_cannot_be_read_in_its_limits_is_told_and_asked_once(
    wired: Desk, server: Server
) -> None:
    url = server.route("/hostile", Answer(body=HOSTILE, headers={"Content-Type": "text/html"}))
    (problem,) = take(wired, url).problems
    assert problem.startswith(f"{url}: ")
    assert problem.endswith("more than 1,000 attributes; it is not asked again")
    with wired.open() as db:
        assert additions.incomplete(db) == ()
    assert wired.poll().incomplete == ()
    assert server.asked("/hostile") == 1


def test_a_page_that_could_not_be_read_is_asked_once_more_when_it_is_added_again(
    wired: Desk, server: Server
) -> None:
    url = server.route("/looms", Answer(body=HOSTILE), Answer(body=PAGE))
    assert take(wired, url).problems
    assert take(wired, url).work.title == "On looms"


def test_what_is_no_page_yet_is_asked_again_and_told_with_its_address(
    wired: Desk, server: Server
) -> None:
    url = server.route("/looms", Answer(body=b"%PDF-1.7"), Answer(body=PAGE))
    (problem,) = take(wired, url).problems
    assert problem.startswith(f"{url}: ")
    assert problem.endswith("; it is asked again by the next poll")
    wired.poll()
    with wired.open() as db:
        assert additions.incomplete(db) == ()


def lifted_guard(author: Author) -> None:
    """The author's tracker takes tags of any length: only the worker process bounds them."""
    folder = author.home.parent / "lifted"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "from tracker.sources.pages import markup\nmarkup.MAX_ATTRIBUTES = 10**9\n"
    )
    known = os.environ.get("PYTHONPATH")
    author.environ["PYTHONPATH"] = os.pathsep.join([str(folder), *([known] if known else [])])


@pytest.mark.parametrize("deed", [["add"], ["watchlists", "add-feed", "tuning"]])
def test_an_interrupt_ends_the_reading_of_a_hostile_page(
    author: Author, server: Server, quiet_arxiv: FakeArxiv, deed: list[str]
) -> None:
    author.configure(quiet_arxiv.base_url)
    author.watch("tuning", heading="Tuning", any_of=["adapter"])
    lifted_guard(author)
    url = server.route("/hostile", Answer(body=HOSTILE, headers={"Content-Type": "text/html"}))
    with subprocess.Popen(
        [PROGRAM, *deed, url],
        cwd=author.home,
        env=author.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as running:
        while not server.asked("/hostile"):
            assert running.poll() is None
            time.sleep(0.05)
        time.sleep(1.5)  # it reads by now, and would for a minute
        running.send_signal(signal.SIGINT)
        try:
            _, told = running.communicate(timeout=15)
        finally:
            running.kill()
    assert running.returncode == 130
    assert told.endswith(b"interrupted\n")


def test_offline_the_address_is_stored_and_told(wired: Desk, quiet_arxiv: FakeArxiv) -> None:
    quiet_arxiv.faults.append(answers(500, any_request))
    report = take(wired, "2401.00001")
    assert report.is_new
    assert len(report.problems) == 1
    assert "next poll" in report.problems[0]
    with wired.open() as db:
        assert len(additions.incomplete(db)) == 1


def test_a_known_work_is_not_asked_for_again(wired: Desk, quiet_arxiv: FakeArxiv) -> None:
    wired.see(paper(1))
    report = take(wired, "2505.00001")
    assert not report.is_new
    assert not report.problems
    assert report.work.id == 1
    assert not quiet_arxiv.requests


def test_a_paper_known_only_in_a_link_blogs_words_is_asked_for(wired: Desk) -> None:
    wired.see(blog("", "Wow!", url="https://arxiv.org/abs/2401.00001"))
    assert take(wired, "2401.00001").work.title == "Weaving"


def test_adding_twice_is_one_work(wired: Desk) -> None:
    first, again = take(wired, "2401.00001"), take(wired, "https://arxiv.org/abs/2401.00001v3")
    assert first.work.id == again.work.id
    assert not again.is_new


def test_for_a_topic_it_is_proposed_there_whatever_its_words_and_age(wired: Desk) -> None:
    report = take(wired, "2401.00001", topic="tuning", note="for later", via="https://x.example/1")
    assert wired.states()[report.work.id] == {State.MATCHED}
    drafted = wired.draft(since_at=START - timedelta(days=500))
    assert [(entry.work.id, entry.topic) for entry in drafted.entries] == [
        (report.work.id, "tuning")
    ]
    assert "added by you" in wired.text
    assert "https://x.example/1" in wired.text


def test_what_was_added_by_hand_is_drafted_without_being_asked_for(wired: Desk) -> None:
    """It was added today: the age of the work is no reason to leave it out."""
    report = take(wired, "2401.00001", topic="tuning")
    assert [entry.work.id for entry in wired.draft().entries] == [report.work.id]


def test_the_note_is_kept_with_the_work(wired: Desk) -> None:
    report = take(wired, "2401.00001", note="for the part on looms")
    with wired.open() as db:
        (added,) = additions.of_works(db, [report.work.id])[report.work.id]
    assert added.note == "for the part on looms"


def test_an_unknown_topic_is_refused_and_nothing_is_stored(wired: Desk) -> None:
    with pytest.raises(ConfigError, match="reasoning, tuning"):
        take(wired, "2401.00001", topic="weaving")
    assert not wired.project.database.exists()


@pytest.mark.parametrize(
    "reference",
    ["", "   ", "hello world", "ftp://example.org/x", "javascript:alert(1)", "\x00", "http://", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_neither_address_nor_identifier_is_refused(wired: Desk, reference: str) -> None:
    with pytest.raises(ConfigError, match="neither an address nor an identifier"):
        take(wired, reference)


@pytest.mark.parametrize("via", ["hello", "javascript:alert(1)"])
def test_a_via_that_is_no_address_is_refused(wired: Desk, via: str) -> None:
    with pytest.raises(ConfigError, match="--via"):
        take(wired, "2401.00001", via=via)


def test_a_page_at_a_private_address_is_not_asked_unless_allowed(
    wired: Desk, server: Server
) -> None:
    wired.configure()
    (problem,) = take(wired, server.url("/looms")).problems
    assert "allow_private_hosts" in problem
    assert not server.seen


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example\n/y",
        "http://x.example/a b",
        "http://x.example/\x1b[1m",
        "http://x.example/\u202ea",
    ],
)
def test_an_address_with_blanks_or_control_characters_is_refused(desk: Desk, address: str) -> None:
    with pytest.raises(ConfigError, match="control characters"):
        take(desk, address)
    with pytest.raises(ConfigError, match="--via"):
        take(desk, "2401.00001", via=address)
