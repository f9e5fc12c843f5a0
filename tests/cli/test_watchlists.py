"""What ``tracker watchlists`` says: lists, checks, imports."""

import json

from tests.support.author import Author


def test_a_topic_that_an_import_makes_is_told_to_take_all(stocked: Author) -> None:
    feed = '<outline text="Kettles"><outline xmlUrl="https://kettle.example/feed"/></outline>'
    (stocked.home / "feeds.opml").write_text(f"<opml><body>{feed}</body></opml>")
    told = stocked.ok("watchlists", "import", str(stocked.home / "feeds.opml"))
    assert told == "kettles: 1 feed added (a new topic, which takes all that they bring)\n"


def test_what_an_import_leaves_out_is_told(stocked: Author) -> None:
    path = stocked.home / "feeds.opml"
    path.write_text('<opml><body><outline xmlUrl="notaurl"/></body></opml>')
    done = stocked.run("watchlists", "import", str(path), "--topic", "reasoning")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "notaurl: no address of the Web, so it was left out\n"
    path.write_text("<opml><body/></opml>")
    assert stocked.run("watchlists", "import", str(path)).stderr == "the list names no feed\n"


def test_a_watchlist_that_can_match_nothing_is_told(stocked: Author) -> None:
    (stocked.home / "watchlists" / "tea.toml").write_text("")
    done = stocked.run("watchlists")
    assert "watchlists/tea.toml: nothing can match; give it phrases" in done.stderr
    assert done.returncode == 0


def test_watchlists_are_listed_and_checked(stocked: Author) -> None:
    assert stocked.ok("watchlists").count("\n") == 2
    (stocked.home / "watchlists" / "broken.toml").write_text('titel = "x"\n')
    done = stocked.run("watchlists", "--json")
    assert done.returncode == 2
    assert len(json.loads(done.stdout)["watchlists"]) == 2
    assert 'did you mean "title"' in done.stderr
