"""What the page costs at 100,000 stored works and 30 entries, beside the same report on its own.

    python benchmarks/web.py [WORKS]

A project is filled as polls fill one, with 5,000 works rejected for reasons, and drafted from. The
real server answers over loopback in this process: each request is timed by its client, in turn with
the report that its page shows, as ``--json`` makes it; medians, and CPU seconds of this process
where the machine is noisy. Then ``tracker serve`` is started anew until its first page is whole:
with its byte code written beforehand, as an installer leaves it, whatever this process is told.
A request's bound holds for CPU time, the first page's by the clock: run it on an idle machine.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from draft_scale import NOW, fill

from tracker.store.author import decisions
from tracker.store.database import Database
from tracker.values import Decision, Verdict
from tracker.web.listening import listen
from tracker.web.serving import Server
from tracker.web.site import Site
from tracker.workflows.drafting.draft import DraftOptions, draft
from tracker.workflows.new_project import init_project
from tracker.workflows.project import Project, load_project
from tracker.workflows.reports.field import field
from tracker.workflows.reports.open_draft import show_draft
from tracker.workflows.reports.works import show_work
from tracker.workflows.session import Session, open_session

ROUNDS = 15
ENTRIES = 30
REJECTED = 5_000  # or half of the works
TOPICS = {"looms": "loom weave", "yarn": "thread warp", "mills": "shuttle mill"}
WORKS = (
    "/works",
    "/works?q=loom+model",
    "/works?state=rejected&topic=looms",
    "/works?q=weave&state=matched&source=arxiv&topic=yarn",
    "/works?q=sparse&state=seen&since=2024-01-01",
    "/works?source=feed:https://nowhere.example",
)
BOUNDS = {"/": 100, "/preview": 100, **dict.fromkeys(WORKS, 300)}  # ms
PAGE_BYTES, START_SECONDS, STARTS = 150_000, 0.5, 15


class Client:
    """A browser's part: one connection, the cookie, the token."""

    def __init__(self, site: Site) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", site.port)
        self._headers = {
            "Cookie": f"{site.cookie_name}={site.cookie}",
            "Origin": site.address.rstrip("/"),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._token = site.form_token

    def get(self, path: str) -> bytes:
        return self._ask("GET", path, None)

    def send(self, path: str, **fields: str) -> bytes:
        return self._ask("POST", path, urlencode({"token": self._token, **fields}))

    def _ask(self, method: str, path: str, body: str | None) -> bytes:
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        assert answer.status in (200, 303), (path, answer.status, data[:300])
        return data


@contextlib.contextmanager
def served(project: Project) -> Iterator[Site]:
    listener = listen("127.0.0.1", 0)
    site = Site(project.home, listener.getsockname()[1], clock=lambda: NOW)
    started = threading.Event()
    server = Server(site, started.set)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    started.wait()
    yield site
    server.should_exit = True
    thread.join()


def watch(home: Path) -> None:
    """Three topics that want one work in two hundred each, of those that are made here."""
    for path in home.glob("watchlists/*.toml"):
        path.unlink()
    for slug, phrase in TOPICS.items():
        lines = f'title = "{slug}"\n[arxiv]\ncategories = ["cs.CL"]\nany = ["{phrase}"]\n'
        (home / "watchlists" / f"{slug}.toml").write_text(lines, encoding="utf-8")


def prepare(project: Project, count: int) -> None:
    fill(project, count)
    reasons = ("too narrow", "a survey", "no code", "seen before", "not my field")
    with Database.open(project.database) as db:
        said = [
            Decision(
                work_id=number,
                topic=project.topics[number % len(project.topics)],
                verdict=Verdict.REJECTED,
                decided_at=NOW,
                reason=reasons[number % len(reasons)],
            )
            for number in range(count - min(REJECTED, count // 2), count)
        ]
        decisions.append(db, said)
    options = DraftOptions(limit=ENTRIES // len(project.topics), since_at=NOW - timedelta(days=400))
    with open_session(project, now=NOW) as session:
        report = draft(session, options)
    assert len(report.entries) == ENTRIES, len(report.entries)


def report(project: Project, make: Callable[[Session], object]) -> Callable[[], object]:
    """A report as a command makes it: its own session, and JSON."""

    def run() -> str:
        with open_session(project, now=NOW, is_dry=True) as session:
            return json.dumps(make(session), default=str)

    return run


def compare(name: str, ask: Callable[[], object], beside: Callable[[], object] | None) -> bool:
    """Time a request and its report in turn; whether it is within its bound."""
    times: dict[str, list[float]] = {"page": [], "cpu": [], "report": []}
    ask()
    for _ in range(ROUNDS):
        begun, cpu = time.perf_counter(), time.process_time()
        ask()
        times["page"].append(time.perf_counter() - begun)
        times["cpu"].append(time.process_time() - cpu)
        if beside:
            begun = time.perf_counter()
            beside()
            times["report"].append(time.perf_counter() - begun)
    page, cpu, alone = (1000 * statistics.median(times[key] or [0]) for key in times)
    bound = BOUNDS.get(name)
    told = f"{alone:8.1f}" if beside else "       -"
    print(f"{name:52} {page:8.1f} {cpu:8.1f} {told}" + (f"    under {bound}" if bound else ""))
    return bound is None or cpu < bound


def requests(project: Project, site: Site) -> list[bool]:
    client = Client(site)
    page = client.get("/").decode()
    seen = dict(re.findall(r'name="(draft|entry|seen)" value="([^"]*)"', page))
    text = "**A name** ([paper](https://x.example)) - A sentence.\n\n" * 20
    edit = "/edit?" + urlencode({"draft": seen["draft"], "entry": seen["entry"]})

    def decide() -> None:
        for verdict in ("approved", "undecided"):
            now = client.get("/").decode()
            stamp = re.search(rf'{seen["entry"]}"><input [^>]*name="seen" value="([^"]*)"', now)
            assert stamp
            client.send("/decide", **{**seen, "seen": stamp[1]}, verdict=verdict)

    print(f"{'':52} {'ms':>8} {'cpu ms':>8} {'--json':>8}")
    shown = report(project, show_draft)
    return [
        compare("/", lambda: client.get("/"), shown),
        compare("/preview", lambda: client.send("/preview", text=text), None),
        compare("/edit", lambda: client.get(edit), shown),
        compare("/decide, twice, shown", decide, None),
        *(compare(path, partial(client.get, path), None) for path in WORKS),
        compare("/works/1", lambda: client.get("/works/1"), report(project, _shown_first)),
        compare("/post", lambda: client.get("/post"), None),
        compare("/field", lambda: client.get("/field"), report(project, _field)),
        compare("its plot of weeks", lambda: client.get("/field/plots/weeks.svg"), None),
        compare("/field/feeds", lambda: client.get("/field/feeds"), None),
    ]


def _shown_first(session: Session) -> object:
    return show_work(session, "1").as_json()


def _field(session: Session) -> object:
    return field(session).as_json()


def first_page(project: Project) -> bool:
    """``tracker serve`` until its first page is whole, with all that it loads."""
    seconds, cpu, size = [], [], 0
    environ = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = str(project.home / "bytecode")
    for _ in range(STARTS + 1):  # the first of them writes the byte code
        begun, before = time.perf_counter(), os.times()
        command = [sys.executable, "-m", "tracker", "serve", "--port", "0", "--no-open"]
        process = subprocess.Popen(
            [*command, "--home", str(project.home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environ,
        )
        assert process.stdout
        address = urlsplit(process.stdout.readline().strip())
        connection = http.client.HTTPConnection(str(address.hostname), address.port or 80)
        connection.request("GET", f"{address.path}?{address.query}")
        entered = connection.getresponse()
        cookie = str(entered.getheader("Set-Cookie")).partition(";")[0]
        entered.read()
        bodies = []
        for path in ("/", "/static/style.css", "/static/review.js", "/static/icon.svg"):
            connection.request("GET", path, headers={"Cookie": cookie})
            bodies.append(connection.getresponse().read())
            if path == "/":
                seconds.append(time.perf_counter() - begun)
        size = sum(map(len, bodies))
        process.send_signal(signal.SIGINT)
        process.communicate()
        after = os.times()
        cpu.append(after.children_user + after.children_system - before[2] - before[3])
    median, used = statistics.median(seconds[1:]), statistics.median(cpu[1:])
    print(
        f"first page after {median:.2f} s ({min(seconds[1:]):.2f} at best, under {START_SECONDS}; "
        f"{used:.2f} s of CPU from start to end), {size:,} bytes in all"
    )
    return median < START_SECONDS and size < PAGE_BYTES


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "project")
        init_project(home)
        watch(home)
        project = load_project(home)
        prepare(project, count)
        with served(project) as site:
            within = requests(project, site)
        within.append(first_page(project))
    sys.exit(not all(within))


if __name__ == "__main__":
    main()
