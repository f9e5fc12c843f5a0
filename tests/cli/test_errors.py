"""Whatever is wrong, it is told in a line, with a status of the table, and never a traceback."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.author import PROGRAM, Author
from tests.support.desk import Desk
from tests.support.sightings import paper

READING = (("status",), ("list",), ("show", "1"))
WRITING = (
    ("draft",),
    ("review",),
    ("approve", "1"),
    ("publish",),
    ("undo",),
    ("reindex",),
    ("poll", "--dry-run", "--only", "reasoning"),
    ("add", "2505.00001"),
)
EVERY = (*READING, *WRITING)


@pytest.fixture
def stocked(tmp_path: Path) -> Author:
    """An author whose project holds papers and an open draft; nothing of it needs a network."""
    desk = Desk(tmp_path / "project")
    desk.configure(arxiv='base_url = "http://127.0.0.1:9"')
    desk.see(*(paper(n) for n in range(1, 4)))
    desk.draft()
    (tmp_path / "project").rename(tmp_path / "stocked")
    author = Author(tmp_path)
    shutil.rmtree(author.home)
    (tmp_path / "stocked").rename(author.home)
    author.environ["VISUAL"] = "true"
    return author


def told(author: Author, *arguments: str, status: int | None = None) -> str:
    """The one line on standard error, after a failure."""
    done = author.run(*arguments)
    assert done.returncode in ((1, 2) if status is None else (status,)), done
    assert done.stderr.count("\n") == 1, done.stderr
    assert "--debug" not in done.stderr, done.stderr
    return done.stderr


def shell(author: Author, command: str) -> subprocess.CompletedProcess[str]:
    """``tracker`` with these arguments and redirections, as a shell reads them."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{PROGRAM}' {command}"],
        cwd=author.home,
        env=author.environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("typed", "near"), [(("pol",), "poll"), (("watchlists", "improt"), "import")]
)
def test_a_misspelt_command_is_told_with_the_nearest(
    stocked: Author, typed: tuple[str, ...], near: str
) -> None:
    done = stocked.run(*typed)
    assert done.returncode == 2
    assert f"did you mean {near}?" in done.stderr


def test_broken_settings_are_told_with_file_and_line(stocked: Author) -> None:
    broken = (("[post\n", 1), ("[post]\npth = 'x'\n", 2), ("[draft]\nper_topic = 'many'\n", 2))
    for command, (text, line) in zip(EVERY, broken, strict=False):
        (stocked.home / "tracker.toml").write_text(text)
        assert f"tracker.toml:{line}" in told(stocked, *command, status=2)


@pytest.mark.parametrize(
    "hostile",
    [
        b"a = " + b"[" * 20_000,
        b"a = 1" + b"0" * 20_000,
        b"\x00\x01\x02",
        b"\xff\xfe",
        b"x." * 5_000 + b"y = 1",
        b'title = "\x1b]0;owned\x07"\n',
    ],
    ids=range(6),
)
def test_hostile_settings_and_watchlists_are_told_in_a_line(
    stocked: Author, hostile: bytes
) -> None:
    settings = stocked.home / "tracker.toml"
    kept = settings.read_bytes()
    settings.write_bytes(hostile)
    assert "\x1b" not in told(stocked, "list", status=2)
    settings.write_bytes(kept)
    (stocked.home / "watchlists" / "hostile.toml").write_bytes(hostile)
    assert "hostile.toml" in told(stocked, "list", status=2)


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_a_database_that_is_none_is_told_and_left_alone(
    stocked: Author, command: tuple[str, ...]
) -> None:
    database = stocked.home / "tracker.db"
    for path in stocked.home.glob("tracker.db*"):
        path.unlink()
    database.write_bytes(b"My diary.\n" * 1000)
    assert "tracker.db" in told(stocked, *command, status=1)
    assert database.read_bytes() == b"My diary.\n" * 1000


def test_a_strangers_database_is_told_and_left_alone(stocked: Author) -> None:
    for path in stocked.home.glob("tracker.db*"):
        path.unlink()
    database = sqlite3.connect(stocked.home / "tracker.db")
    database.execute("CREATE TABLE mine (a)")
    database.close()
    before = (stocked.home / "tracker.db").read_bytes()
    for command in (("list",), ("draft",)):
        assert "tracker.db" in told(stocked, *command, status=1)
    assert (stocked.home / "tracker.db").read_bytes() == before


def test_reading_goes_on_while_another_writes_and_writing_is_told(stocked: Author) -> None:
    with locked(stocked):
        for command in READING:
            stocked.ok(*command)
        assert "another tracker is writing" in told(stocked, "reject", "1", status=1)


class locked:  # noqa: N801 (reads as a word)
    """The database held by another writer."""

    def __init__(self, author: Author) -> None:
        self.connection = sqlite3.connect(author.home / "tracker.db", isolation_level=None)

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *exc: object) -> None:
        self.connection.close()


@pytest.mark.parametrize("command", [("draft",), ("publish",)], ids=" ".join)
def test_a_folder_as_post_is_told(stocked: Author, command: tuple[str, ...]) -> None:
    (stocked.home / "post.md").unlink()
    (stocked.home / "post.md").mkdir()
    assert "post.md" in told(stocked, *command, status=1)


def test_a_folder_as_draft_or_template_is_told(stocked: Author) -> None:
    settings = stocked.home / "tracker.toml"
    settings.write_text(settings.read_text() + '[draft]\ntemplate = "mine"\n')
    (stocked.home / "templates" / "mine.j2").mkdir(parents=True)
    assert "mine" in told(stocked, "draft", status=2)
    draft = next(stocked.home.glob("drafts/*.md"))
    draft.unlink()
    draft.mkdir()
    assert draft.name in told(stocked, "list", status=1)


@pytest.fixture
def sealed(stocked: Author) -> Iterator[Author]:
    """A project folder that cannot be written."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    for path in (stocked.home, stocked.home / "drafts"):
        path.chmod(0o555)
    yield stocked
    for path in (stocked.home, stocked.home / "drafts"):
        path.chmod(0o755)


@pytest.mark.parametrize("command", [("draft",), ("publish",), ("poll",)], ids=" ".join)
def test_a_folder_that_cannot_be_written_is_told(sealed: Author, command: tuple[str, ...]) -> None:
    told(sealed, *command)


def test_a_file_in_the_place_of_drafts_is_told(stocked: Author) -> None:
    shutil.rmtree(stocked.home / "drafts")
    (stocked.home / "drafts").write_text("in the way")
    done = stocked.run("draft")
    assert done.returncode == 1
    assert "drafts" in done.stderr
    assert "--debug" not in done.stderr


def test_a_database_in_a_folder_that_cannot_be_made_is_told(stocked: Author) -> None:
    (stocked.home / "tracker.toml").write_text("[database]\npath = 'post.md/tracker.db'\n")
    for command in (("list",), ("draft",), ("poll",)):
        done = stocked.run(*command)
        assert done.returncode in (0, 1), done
        assert "--debug" not in done.stderr, done.stderr


def test_a_home_that_is_a_file_is_told(stocked: Author) -> None:
    told(stocked, "--home", str(stocked.home / "post.md"), "list", status=2)


def test_an_export_that_cannot_be_written_is_told(stocked: Author) -> None:
    told(stocked, "watchlists", "export", "post.md/feeds.opml")


def test_an_import_of_what_is_not_there_is_told(stocked: Author) -> None:
    done = stocked.run("watchlists", "import", "none.opml")
    assert done.returncode == 2
    assert "none.opml" in done.stderr


def test_init_where_a_file_is_in_the_way_is_told(stocked: Author) -> None:
    told(stocked, "init", "post.md", status=2)


@pytest.mark.parametrize("command", ["list --json", "draft --stdout", "--help", "status"])
def test_a_reader_that_leaves_is_no_error(stocked: Author, command: str) -> None:
    done = shell(stocked, f"{command} | head -c 1")
    assert done.returncode == 0
    assert done.stderr == ""


def test_with_standard_error_closed_a_poll_goes_on(stocked: Author) -> None:
    done = shell(stocked, "poll --only reasoning 2>&-")
    assert "0 new works" in done.stdout


def test_a_closed_standard_output_is_no_traceback(stocked: Author) -> None:
    done = shell(stocked, "list >&-")
    assert "Traceback" not in done.stderr


def test_a_full_disk_under_standard_output_is_told(stocked: Author) -> None:
    done = onto_a_full_disk(stocked, "list")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_of_another_encoding_shows_what_it_can(stocked: Author, encoding: str) -> None:
    stocked.environ["PYTHONIOENCODING"] = encoding
    assert "Ada Byron" in stocked.ok("show", "1")


def test_arguments_of_any_bytes_are_taken(stocked: Author) -> None:
    for arguments in ((b"show", b"\xff\xfe"), (b"list", b"--query", b"\xff"), (b"add", b"\xff")):
        done = subprocess.run(
            [str(PROGRAM).encode(), *arguments],
            cwd=stocked.home,
            env=stocked.environ,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 1, 2)
        assert b"Traceback" not in done.stderr
        assert b"--debug" not in done.stderr, done.stderr


PIPES = {
    "post.md": (("draft",), ("publish",)),
    "tracker.toml": (("list",), ("poll",)),
    "watchlists/reasoning.toml": (("list",), ("watchlists",)),
    "templates/mine.j2": (("draft",),),
}


@pytest.mark.parametrize("name", PIPES)
def test_a_pipe_in_a_files_place_is_told_at_once(stocked: Author, name: str) -> None:
    settings = stocked.home / "tracker.toml"
    settings.write_text(settings.read_text() + '[draft]\ntemplate = "mine"\n')
    (stocked.home / "templates").mkdir(exist_ok=True)
    (stocked.home / "templates" / "mine.j2").write_text("{{ entry.title }}\n")
    (stocked.home / name).unlink()
    os.mkfifo(stocked.home / name)
    for command in PIPES[name]:
        done = stocked.run(*command)
        assert done.returncode in (1, 2), done
        assert name in done.stdout + done.stderr, done
        assert "--debug" not in done.stderr


def test_a_pipe_in_a_drafts_place_is_told_at_once(stocked: Author) -> None:
    draft = next(stocked.home.glob("drafts/*.md"))
    draft.unlink()
    os.mkfifo(draft)
    for command in (("list",), ("draft",), ("review",), ("publish",)):
        assert "not a regular file" in told(stocked, *command, status=1)


def test_a_list_of_feeds_without_end_is_told(stocked: Author) -> None:
    told(stocked, "watchlists", "import", "/dev/zero", status=1)


def test_a_post_that_is_too_large_is_told(stocked: Author) -> None:
    (stocked.home / "post.md").write_text("- [a](https://x.example/b)\n" * 400_000)
    for command in (("draft",), ("publish",)):
        assert "bytes; tracker reads" in told(stocked, *command, status=1)


def test_a_draft_that_is_too_large_is_told(stocked: Author) -> None:
    draft = next(stocked.home.glob("drafts/*.md"))
    draft.write_text(draft.read_text() + "a\n" * 30_000)
    for command in (("list",), ("draft",), ("publish",)):
        line = told(stocked, *command, status=1)
        assert "has more than 20,000 lines" in line


@pytest.mark.parametrize("section", ["database", "post"])
@pytest.mark.parametrize("path", ["x" * 5_000, "~nobody-of-that-name/file", "a\\u0000b"])
def test_a_path_that_no_system_opens_is_a_mistake_in_the_settings(
    stocked: Author, section: str, path: str
) -> None:
    if section == "database" and path.startswith("~"):
        pytest.skip("a database's path begins at the project folder")
    (stocked.home / "tracker.toml").write_text(f'[{section}]\npath = "{path}"\n')
    assert "tracker.toml" in told(stocked, "list", status=2)


@pytest.mark.parametrize("command", ["list", "draft"])
def test_a_number_beyond_all_sense_is_wrong_usage(stocked: Author, command: str) -> None:
    done = stocked.run(command, "--limit", "9" * 20)
    assert done.returncode == 2
    assert "--limit" in done.stderr


@pytest.mark.parametrize("command", ["list --json", "draft --stdout", "--help", "show 1"])
def test_a_full_disk_under_any_output_is_told_in_a_line(stocked: Author, command: str) -> None:
    done = onto_a_full_disk(stocked, command)
    assert done.returncode == 1
    assert done.stderr == "tracker: No space left on device\n"


def test_a_publication_whose_report_is_lost_is_whole(stocked: Author) -> None:
    stocked.ok("approve", "1")
    assert onto_a_full_disk(stocked, "publish").returncode == 1
    post = (stocked.home / "post.md").read_text()
    assert post.count("2505.00001") == 1
    assert "published" in stocked.ok("show", "1")
    stocked.ok("publish")
    assert (stocked.home / "post.md").read_text() == post


def onto_a_full_disk(author: Author, command: str) -> subprocess.CompletedProcess[str]:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    return shell(author, f"{command} > /dev/full")
