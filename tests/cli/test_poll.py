"""``tracker poll`` as a process: statuses, lines, kills, terminals."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.author import PROGRAM, Author
from tests.support.fake_arxiv import FakeArxiv, any_request
from tests.support.fake_arxiv import status as answers
from tests.support.feeds import rss
from tests.support.server import Answer, Server, feed_answer
from tests.support.terminal import run_on_terminal

POST = ("On a chain of thought", "https://blog.example/chain", "<p>Words.</p>")
SLOW = Answer(body=rss(POST), delay_seconds=30)
FOREVER = Answer(body=rss(POST), delay_seconds=120)


@pytest.fixture
def wired(author: Author, arxiv: FakeArxiv) -> Author:
    author.configure(arxiv.base_url)
    return author


def follow(author: Author, *urls: str) -> None:
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"], feeds=urls)


def start(author: Author, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=author.home,
        env=author.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_request(server: Server, path: str) -> None:
    deadline = time.monotonic() + 30
    while not server.asked(path):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_failed_source_gets_one_line_and_the_status_is_1(wired: Author, server: Server) -> None:
    good = server.route("/good", feed_answer(rss(POST)))
    bad = server.route("/bad", Answer(status=404))
    follow(wired, good, bad)
    done = wired.run("poll")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{bad}: ")
    assert "reasoning: 3 new" in done.stdout
    assert "1 failed" in done.stdout


def test_without_a_network_there_is_one_line(author: Author) -> None:
    author.configure("http://127.0.0.1:9")
    follow(author, *(f"http://127.0.0.1:9/{number}" for number in range(5)))
    done = author.run("poll")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(
        "none of 6 sources could be reached, as without a network: cannot connect"
    )
    (line,) = author.run("poll", "--all", "--quiet").stderr.splitlines() or [""]
    assert line == ""  # it was told
    assert len(author.run("poll", "--all", "--verbose").stderr.splitlines()) >= 6
    assert len(json.loads(author.run("poll", "--all", "--json").stdout)["sources"]) == 6


def test_quietly_nothing_is_printed_when_nothing_changed(wired: Author, server: Server) -> None:
    """A failure is told when it begins, not each time; so is its end."""
    feed = server.route("/feed", Answer(status=404))
    follow(wired, feed)
    first = wired.run("poll", "--quiet")
    assert first.stdout == ""
    assert first.stderr.count("\n") == 1
    for options in (("poll", "-q"), ("poll", "-q", "--all"), ("poll", "-q", "--all")):
        again = wired.run(*options)
        assert (again.stdout, again.stderr) == ("", "")
    server.route("/feed", feed_answer(rss(POST)))
    back = wired.run("poll", "-q", "--all")
    assert back.returncode == 0
    assert "works again" in back.stderr
    assert wired.run("poll", "-q").stderr == ""


def test_without_news_the_summary_says_why(wired: Author) -> None:
    follow(wired)
    wired.ok("poll")
    summary = wired.ok("poll")
    assert "0 new works" in summary
    assert "arXiv: nothing new (" in summary


def test_json_is_all_that_goes_to_standard_output(wired: Author, server: Server) -> None:
    follow(wired, server.url("/missing"))
    report = wired.json("poll")
    assert [source["status"] for source in report["sources"]] == ["ok", "failed"]


def test_an_unknown_source_is_wrong_usage(wired: Author) -> None:
    follow(wired)
    done = wired.run("poll", "--only", "resoning")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("since", ["tomorrow", "-3d", "2999-01-01", ""])
def test_a_wrong_since_is_wrong_usage(wired: Author, since: str) -> None:
    follow(wired)
    done = wired.run("poll", "--since", since)
    assert done.returncode == 2
    assert "--since" in done.stderr


def test_arxiv_that_asks_to_wait_is_told_and_the_next_poll_waits(
    wired: Author, arxiv: FakeArxiv
) -> None:
    follow(wired)
    arxiv.faults.append(answers(429, any_request, retry_after="600"))
    done = wired.run("poll")
    assert done.returncode == 1
    assert "429" in done.stderr
    assert "skipped" in wired.ok("poll")
    assert len(arxiv.requests) == 1


def test_a_second_poll_at_once_says_so_and_leaves(wired: Author, server: Server) -> None:
    follow(wired, server.route("/slow", SLOW))
    first = start(wired, "poll")
    try:
        wait_for_request(server, "/slow")
        second = wired.run("poll")
        assert second.returncode == 0
        assert "another poll is under way" in second.stderr
        quiet = wired.run("poll", "--quiet")
        assert (quiet.stdout, quiet.stderr) == ("", "")
    finally:
        first.kill()
        first.communicate(timeout=30)


def test_a_poll_that_is_killed_loses_nothing_and_the_next_one_completes(
    wired: Author, server: Server
) -> None:
    good = server.route("/good", feed_answer(rss(POST)))
    other = ("A chain of thought, too", "https://blog.example/2", "")
    slow = server.route("/slow", SLOW, feed_answer(rss(other)))
    follow(wired, good, slow)
    killed = start(wired, "poll")
    wait_for_request(server, "/slow")
    deadline = time.monotonic() + 30
    while len(wired.json("list")) < 7 and time.monotonic() < deadline:
        time.sleep(0.1)
    killed.kill()
    killed.communicate(timeout=30)
    assert len(wired.json("list")) == 7
    report = wired.json("poll")
    assert sum(source["new"] for source in report["sources"]) == 1
    assert {source["status"] for source in report["sources"]} <= {"ok", "unchanged"}
    assert len(wired.json("list")) == 8


def test_interrupted_it_ends_without_its_answer_and_with_130(wired: Author, server: Server) -> None:
    follow(wired, server.route("/slow", FOREVER))
    process = start(wired, "poll")
    wait_for_request(server, "/slow")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=FOREVER.delay_seconds / 2)
    assert process.returncode == 130
    assert told.strip() == "interrupted"
    assert not _children_of(process.pid)


def _children_of(pid: int) -> list[Path]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if path.read_text().rpartition(")")[2].split()[1] == str(pid):
                found.append(path)
        except OSError:
            continue
    return found


def test_a_progress_bar_shows_on_a_terminal_alone(wired: Author, server: Server) -> None:
    follow(wired, server.route("/feed", feed_answer(rss(POST))))
    status, shown = run_on_terminal([PROGRAM, "poll"], cwd=wired.home, env=wired.environ)
    assert status == 0
    assert "Polling" in shown
    assert "100%" in shown
    assert "Polling" not in wired.run("poll").stderr
    _, quiet = run_on_terminal([PROGRAM, "poll", "--quiet"], cwd=wired.home, env=wired.environ)
    assert quiet == ""


def test_no_colour_where_none_is_wanted(wired: Author) -> None:
    follow(wired)
    env = wired.environ | {"NO_COLOR": "1", "TERM": "dumb"}
    _, shown = run_on_terminal([PROGRAM, "status"], cwd=wired.home, env=env)
    assert "\x1b" not in shown


def test_private_addresses_are_refused_with_what_to_do(author: Author, arxiv: FakeArxiv) -> None:
    author.configure(arxiv.base_url)
    settings = author.home / "tracker.toml"
    settings.write_text(settings.read_text().replace("allow_private_hosts = true", ""))
    follow(author)
    done = author.run("poll")
    assert done.returncode == 1
    assert "allow_private_hosts" in done.stderr
    assert not arxiv.requests


def test_a_state_folder_that_cannot_be_written_is_told(wired: Author) -> None:
    follow(wired)
    state = Path(wired.environ["XDG_STATE_HOME"])
    state.parent.mkdir(exist_ok=True)
    state.write_text("in the way")
    done = wired.run("poll")
    assert done.returncode == 1
    assert str(state) in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_feeds_say_never_acts_on_the_terminal(wired: Author, server: Server) -> None:
    title = "A chain of thought &#27;]0;owned&#7; \u202e\u200b"
    follow(wired, server.route("/feed", feed_answer(rss((title, POST[1], POST[2])))))
    wired.ok("poll")
    for told in (("list",), ("show", POST[1]), ("draft", "--stdout")):
        shown = wired.ok(*told)
        assert "\x1b" not in shown
        assert "\x07" not in shown
    command = [PROGRAM, "draft", "--stdout"]
    _, shown = run_on_terminal(command, cwd=wired.home, env=wired.environ)
    assert "\u202e" not in shown


BROKEN = """
from tracker.cli import main
from tracker.sources.feeds.source import FeedSource

def poll(self, state, *, now):
    raise ZeroDivisionError(f"of {self.key}\\x1b[31m")

FeedSource.poll = poll
main()
"""


def test_debug_shows_where_the_program_broke_on_a_source(wired: Author, server: Server) -> None:
    feed = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, feed)
    line = f"{feed}: tracker broke on it (ZeroDivisionError: of feed:{feed}); please report it"
    program = wired.home.parent / "broken.py"
    program.write_text(BROKEN)
    for arguments in (["poll"], ["poll", "--debug"], ["--debug", "poll", "--all"]):
        done = subprocess.run(
            [sys.executable, program, *arguments],
            cwd=wired.home,
            env=wired.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        told = done.stderr.splitlines()
        assert line in told
        assert "\x1b" not in done.stderr
        assert ("Traceback (most recent call last):" in told) == ("--debug" in arguments)
        assert len(told) == 1 or 'raise ZeroDivisionError(f"of {self.key}' in done.stderr


def other(author: Author, name: str, *urls: str) -> Path:
    """Another author's project, beside this one."""
    home = author.home.parent / name
    (home / "watchlists").mkdir(parents=True)
    (home / "tracker.toml").write_text("[network]\nallow_private_hosts = false\n")
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    text = f'title = "Notes"\n[match]\nany = ["chain of thought"]\n{feeds}'
    (home / "watchlists" / "notes.toml").write_text(text)
    return home


def test_with_others_each_feed_is_asked_once_by_the_limits_of_the_first(
    wired: Author, server: Server
) -> None:
    feed = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, feed)
    berta = other(wired, "berta", feed)
    told = wired.run("poll", "--with", "../berta", "--with", str(berta))
    assert told.returncode == 0
    assert server.asked("/feed") == 1
    own, theirs = told.stdout.split(f"{berta}:\n")
    assert own.startswith(f"{wired.home}:\n")
    assert "notes: 1 new, 1 matched" in theirs
    assert told.stderr == ""
    assert "works: 1" in wired.ok("--home", str(berta), "status")


def test_a_project_that_cannot_be_polled_is_a_line_and_status_1(
    wired: Author, server: Server
) -> None:
    feed = server.route("/feed", feed_answer(rss(POST)))
    follow(wired, feed)
    berta, carl = other(wired, "berta", feed), other(wired, "carl", feed)
    (berta / "tracker.toml").write_text("[netwrok]\n")
    done = wired.run("poll", "--quiet", "--with", str(berta), "--with", str(carl))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{berta}: not polled: tracker.toml:1: ")
    report = wired.json("poll", "--with", str(berta), "--with", str(carl))
    assert [project["home"] for project in report["projects"]] == [
        str(home) for home in (wired.home, berta, carl)
    ]
    assert [bool(project["error"]) for project in report["projects"]] == [False, True, False]
    assert set(report["projects"][2]) == {"home", "error", "sources", "topics", "scale"}


@pytest.mark.parametrize("options", [(), ("--quiet",), ("--json",)])
def test_a_problem_names_the_project_that_has_it(
    options: tuple[str, ...], wired: Author, server: Server
) -> None:
    follow(wired)
    berta = other(wired, "berta", server.url("/nothing"))
    done = wired.run("poll", *options, "--with", str(berta))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{berta}: {server.url('/nothing')}: HTTP 404")


def test_a_first_project_that_is_gone_stops_no_other(wired: Author, server: Server) -> None:
    gone, berta = wired.home.parent / "gone", other(wired, "berta", server.url("/feed"))
    (berta / "tracker.toml").write_text("[network]\nallow_private_hosts = true\n")
    server.route("/feed", feed_answer(rss(POST)))
    done = wired.run("--home", str(gone), "poll", "--with", str(berta))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{gone}: not polled: --home: there is no folder")
    assert "notes: 1 new, 1 matched" in done.stdout


def test_no_folder_at_all_is_wrong_usage(wired: Author) -> None:
    done = wired.run("poll", "--with", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--with names no folder" in done.stderr


def test_one_topic_of_several_projects_is_wrong_usage(wired: Author) -> None:
    done = wired.run("poll", "--only", "reasoning", "--with", "..")
    assert done.returncode == 2
    assert "--only and --with do not go together" in done.stderr


def test_a_cluster_without_tls_is_told(wired: Author) -> None:
    follow(wired)
    settings = wired.home / "tracker.toml"
    settings.write_text(
        settings.read_text() + '[scale]\nengine = "dask"\naddress = "tcp://127.0.0.1:9"\n'
    )
    done = wired.run("poll")
    assert done.returncode == 2
    assert "tcp://127.0.0.1:9 is asked without TLS" in done.stderr
    assert "[scale]" in done.stderr.splitlines()[-1]


def test_dask_is_imported_only_where_the_settings_name_it(wired: Author, server: Server) -> None:
    follow(wired, server.route("/feed", feed_answer(rss(POST))))
    program = wired.home.parent / "imports.py"
    program.write_text(
        "import sys\nfrom tracker.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('distributed', 'dask') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, program, "poll", "--quiet"],
        cwd=wired.home,
        env=wired.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "[]"
