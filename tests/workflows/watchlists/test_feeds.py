"""Watchlists as a whole: checked, given feeds, exchanged with feed readers."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.desk import Desk
from tests.support.growth import assert_growth
from tests.support.server import Answer, Server, feed_answer, redirect
from tracker.errors import ConfigError, ParseError, SourceError
from tracker.workflows.watchlists.check import check
from tracker.workflows.watchlists.exchange import export_opml, import_opml
from tracker.workflows.watchlists.feeds import add_site

RSS = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>Looms</title>"
    b"<link>https://blog.example/</link><item><title>One</title>"
    b"<link>https://blog.example/1</link></item></channel></rss>"
)
WATCHLIST = """\
# My own words about this topic.
title = "Tuning"
tags = ["a", "b"]   # two

[arxiv]
categories = ["cs.CL"]
any = [
  "adapter",  # of low rank
]
"""


@pytest.fixture
def wired(desk: Desk) -> Desk:
    desk.configure(network="allow_private_hosts = true")
    (desk.home / "watchlists" / "tuning.toml").write_text(WATCHLIST)
    return desk


def tuning(desk: Desk) -> str:
    return (desk.home / "watchlists" / "tuning.toml").read_text()


def html(*links: str) -> Answer:
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="x" href="{link}">'
        for link in links
    )
    body = f"<!doctype html><html><head><title>Site</title>{head}</head><body>x</body></html>"
    return Answer(body=body.encode(), headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("form", ["feed://{}", "feed:http://{}", "FEED://{}", " http://{} "])
def test_a_feed_address_is_understood(wired: Desk, form: str) -> None:
    with Server() as server:
        url = server.route("/rss", feed_answer(RSS))
        found = add_site(wired.project, "tuning", form.format(url[7:]), now=wired.now)
    assert found.url == url


def test_every_broken_file_is_told_and_hides_no_other(desk: Desk) -> None:
    folder = desk.home / "watchlists"
    (folder / "a.toml").write_text('title = "A"\ncatgories = 1\n')
    (folder / "b.toml").write_text('title = "B\n')
    (folder / "c.toml").write_bytes(b"\xff\xfe")
    (folder / "TUNING.toml").write_text('title = "Tuning"\n')
    (folder / "e.toml").mkdir()
    (folder / ".hidden.toml").write_text("broken")
    report = check(desk.home)
    assert [each.slug for each in report.watchlists] == ["reasoning", "tuning"]
    told = "\n".join(report.problems)
    assert len(report.problems) == 5
    assert "watchlists/a.toml:2" in told
    assert "watchlists/b.toml:1" in told
    assert "c.toml" in told
    assert "e.toml" in told


def test_a_feeds_address_is_added_and_the_file_keeps_its_layout(
    wired: Desk, server: Server
) -> None:
    url = server.route("/feed", feed_answer(RSS))
    found = add_site(wired.project, "tuning", url, now=wired.now)
    assert (found.url, found.name, found.entries, found.is_new) == (url, "Looms", 1, True)
    assert tuning(wired).startswith(WATCHLIST)
    assert wired.project.watchlist("tuning").feeds[0].url == url


def test_adding_it_again_changes_no_byte(wired: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(RSS))
    add_site(wired.project, "tuning", url, now=wired.now)
    before = tuning(wired)
    assert not add_site(wired.project, "tuning", url, now=wired.now).is_new
    assert tuning(wired) == before


def test_a_sites_feed_is_found_by_autodiscovery(wired: Desk, server: Server) -> None:
    site = server.route("/", html("/broken", "/feed"))
    server.route("/broken", Answer(body=b"nothing"))
    feed = server.route("/feed", feed_answer(RSS))
    assert add_site(wired.project, "tuning", site, now=wired.now).url == feed


def test_a_site_that_moved_for_good_is_written_in_under_its_new_address(
    wired: Desk, server: Server
) -> None:
    feed = server.route("/feed", feed_answer(RSS))
    old = server.route("/old", redirect(feed, 301))
    assert add_site(wired.project, "tuning", old, now=wired.now).url == feed


def test_a_site_without_a_feed_is_told_in_a_line(wired: Desk, server: Server) -> None:
    site = server.route("/", html())
    with pytest.raises(SourceError, match="no feed found") as told:
        add_site(wired.project, "tuning", site, now=wired.now)
    assert "\n" not in str(told.value)
    assert tuning(wired) == WATCHLIST


def test_a_hostile_site_is_told_in_a_line_with_its_address(wired: Desk, server: Server) -> None:
    page = "<title>T</title><p " + " ".join(f"a{number}=1" for number in range(100_000))
    site = server.route("/", Answer(body=page.encode(), headers={"Content-Type": "text/html"}))
    with pytest.raises(SourceError) as told:
        add_site(wired.project, "tuning", site, now=wired.now)
    assert str(told.value).startswith(f"{site}: ")
    assert "\n" not in str(told.value)
    assert tuning(wired) == WATCHLIST


def test_an_unknown_topic_is_refused_before_anything_is_asked(wired: Desk, server: Server) -> None:
    with pytest.raises(ConfigError, match="reasoning, tuning"):
        add_site(wired.project, "x", server.url("/"), now=wired.now)
    assert not server.seen


def test_a_read_only_watchlist_is_told_in_a_line(wired: Desk, server: Server) -> None:
    url = server.route("/feed", feed_answer(RSS))
    (wired.home / "watchlists" / "tuning.toml").chmod(0o444)
    with pytest.raises(ConfigError, match=r"tuning\.toml.*read-only"):
        add_site(wired.project, "tuning", url, now=wired.now)


def test_what_is_exported_reads_back_into_an_empty_project(desk: Desk, tmp_path: Path) -> None:
    feeds = '[[feeds]]\nurl = "https://a.example/f?x=1&y=2"\nname = "A & <B>"\n'
    desk.watch("tuning", any_of=["adapter"], more=feeds)
    text = export_opml(desk.project)
    other = Desk(tmp_path / "other")
    for path in other.home.glob("watchlists/*.toml"):
        path.unlink()
    report = import_opml(other.project, text.encode())
    assert report.added == {"tuning": 1}
    assert report.made == ("tuning",)
    (feed,) = other.project.watchlist("tuning").feeds
    assert (feed.url, feed.name) == ("https://a.example/f?x=1&y=2", "A & <B>")
    assert export_opml(other.project) == text


def test_an_import_keeps_comments_and_adds_each_feed_once(wired: Desk) -> None:
    data = (
        b"<opml version='2.0'><body><outline text='tuning'>"
        b"<outline type='rss' text='A' xmlUrl='https://a.example/f'/>"
        b"<outline type='rss' text='A' xmlUrl='https://a.example/f'/></outline>"
        b"<outline type='rss' text='B' xmlUrl='https://b.example/f'/></body></opml>"
    )
    report = import_opml(wired.project, data)
    assert report.added == {"tuning": 1}
    assert report.left == ("https://b.example/f",)
    assert tuning(wired).startswith(WATCHLIST)
    assert import_opml(wired.project, data).added == {"tuning": 0}
    assert import_opml(wired.project, data, topic="tuning").left == ()


def opml(*outlines: str) -> bytes:
    return f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode()


def folder(name: str, *feeds: str) -> str:
    return f"<outline text='{name}'>{''.join(feeds)}</outline>"


def listed(host: str, title: str = "A") -> str:
    return f"<outline type='rss' text='{title}' xmlUrl='https://{host}.example/f'/>"


def test_a_list_that_holds_a_feed_twice_makes_a_file_that_is_read(wired: Desk) -> None:
    twice = folder("Looms", listed("a", "One name"), listed("a", "Another"), listed("b"))
    report = import_opml(wired.project, opml(twice))
    assert report.added == {"looms": 2}
    (first, _) = wired.project.watchlist("looms").feeds
    assert first.name == "One name"
    assert import_opml(wired.project, opml(twice), topic="tuning").added == {"tuning": 2}
    assert check(wired.home).problems == ()


@pytest.mark.parametrize(
    "names",
    [
        ("C", "C++", "C#"),
        ("Заметки", "日記", "Σημειώσεις"),
        ("Go", "Go!", "go?"),
        ("Züge", "Zuge", "zu-ge"),
        ("Tuning", "Tuning (new)", "tuning-2"),
    ],
)
def test_each_folder_is_a_topic_of_its_own(wired: Desk, names: tuple[str, ...]) -> None:
    data = opml(*(folder(name, listed(f"h{n}")) for n, name in enumerate(names)))
    report = import_opml(wired.project, data)
    assert report.left == ()
    assert len(report.added) == len(names)
    assert check(wired.home).problems == ()
    titles = {watchlist.title for watchlist in wired.project.watchlists}
    assert {name.casefold() for name in names} <= {title.casefold() for title in titles}
    assert import_opml(wired.project, data).made == ()  # known by their titles


def test_what_stands_where_a_list_is_broken_is_told(wired: Desk) -> None:
    broken = '<outline text=\'A " title="x\' b\' xmlUrl="https://lost.example/f?a=1&amp;b=2"/>'
    unclosed = "<outline text='B xmlUrl='https://open.example/f'/>"
    data = opml(folder("tuning", listed("a"), broken, listed("b")), unclosed)
    report = import_opml(wired.project, data)
    feeds = {feed.url for feed in wired.project.watchlist("tuning").feeds}
    told = feeds | {*report.lost, *report.left, *report.unusable}
    assert told >= {
        "https://a.example/f",
        "https://b.example/f",
        "https://lost.example/f?a=1&b=2",
        "https://open.example/f",
    }


def test_a_list_in_another_encoding_is_read(wired: Desk) -> None:
    text = (
        "<?xml version='1.0' encoding='windows-1251'?>"
        + opml(folder("Заметки", listed("a", "Станок"))).decode()
    )
    report = import_opml(wired.project, text.encode("windows-1251"))
    (slug,) = report.made
    assert wired.project.watchlist(slug).feeds[0].name == "Станок"


def test_an_import_costs_what_the_list_is_long(wired: Desk) -> None:
    def take(count: int) -> None:
        (wired.home / "watchlists" / "tuning.toml").write_text(WATCHLIST)
        import_opml(wired.project, opml(*(listed(f"h{n}") for n in range(count))), topic="tuning")

    assert_growth(take, 100, 400)


@pytest.mark.parametrize("folder", ["../../etc", "/", "con:\\x", "..", "😀", "a" * 300])
def test_a_folders_name_never_leads_out_of_the_watchlists(wired: Desk, folder: str) -> None:
    outline = ElementTree.Element("outline", text=folder)
    ElementTree.SubElement(outline, "outline", type="rss", text="A", xmlUrl="https://a.example/f")
    body = ElementTree.tostring(outline)
    report = import_opml(wired.project, b"<opml><body>" + body + b"</body></opml>")
    for slug in report.made:
        assert (wired.home / "watchlists" / f"{slug}.toml").is_file()
    assert check(wired.home).problems == ()
    assert not (wired.home.parent / "etc.toml").exists()


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe", b"<html></html>"])
def test_what_is_no_opml_is_refused(wired: Desk, data: bytes) -> None:
    with pytest.raises(ParseError):
        import_opml(wired.project, data)
    assert tuning(wired) == WATCHLIST
