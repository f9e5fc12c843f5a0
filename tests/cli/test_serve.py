"""``tracker serve`` where it cannot begin, and what other commands import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.author import Author

WEB = ("starlette.", "uvicorn.", "mdit_py_plugins.", "tracker.web.")


def run(author: Author, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=author.home,
        env=author.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["--help", "list", "status", "review --help", "serve --help"])
def test_no_other_command_imports_anything_of_the_web(stocked: Author, command: str) -> None:
    loaded = f"[name for name in sys.modules if f'{{name}}.'.startswith({WEB})]"
    code = f"import sys\nfrom tracker.cli import main\ntry:\n    main({command.split()!r})\n"
    done = run(stocked, f"{code}finally:\n    print({loaded}, file=sys.stderr)")
    assert done.stderr.endswith("[]\n"), done.stderr


def test_the_first_page_waits_for_nothing_that_it_does_not_show(stocked: Author) -> None:
    pytest.importorskip("uvicorn")
    later = ("httpx", "lxml", "pygal", "webbrowser", "arxiv", "tracker.sources.http")
    code = (
        "import sys\nfrom pathlib import Path\nfrom tracker.cli import serve\n"
        "from tracker.web import listening, opening, serving, site\n"
        "serving.Server(site.Site(Path('.'), 1))\n"
        f"print([name for name in {later} if name in sys.modules])"
    )
    assert run(stocked, code).stdout == "[]\n"


@pytest.mark.parametrize("command", [["serve"], ["review", "--web"]])
def test_without_the_extra_it_says_what_to_install(stocked: Author, command: list[str]) -> None:
    without = "import sys\nsys.modules['starlette'] = sys.modules['uvicorn'] = None\n"
    done = run(stocked, f"{without}from tracker.cli import main\nmain({command!r})")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert 'install tracker with its extra "web"' in done.stderr


def test_elsewhere_is_told_what_it_opens(stocked: Author) -> None:
    pytest.importorskip("uvicorn")
    from tests.support.served import ServeCommand

    status, errors = ServeCommand(stocked, "--host", "0.0.0.0").end()  # noqa: S104
    assert status == 0
    assert "the key travels unencrypted" in errors


def test_a_folder_that_is_no_project_is_told(author: Author) -> None:
    pytest.importorskip("uvicorn")
    assert "is not a project folder" in author.run("serve", "--no-open").stderr
