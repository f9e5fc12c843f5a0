"""The author's week from an empty folder, over HTTP with faults, twice."""

from datetime import UTC, datetime

from tests.support.author import POST, Author
from tests.support.fake_arxiv import FakeArxiv, empty, page_at
from tests.support.feeds import rss
from tests.support.server import Answer, Server, feed_answer, gzip_bomb

EDIT = """
entries = re.split(r"(?m)^(?=- \\[ \\] )", text)
assert len(entries) == 6, text
entries[1] = entries[1].replace("[ ]", "[x]", 1)
entries[1] = entries[1].replace("<!-- tracker: your", "I like it.\\n\\n<!-- tracker: your", 1)
entries[2] = entries[2].replace("[ ]", "[-]", 1).replace("-->", "--> too narrow", 1)
entries[3] = entries[3].replace("[ ]", "[X]", 1)
entries[4] = ""
entries[5] = entries[5].replace("[ ]", "[x]", 1)
text = "".join(entries)
"""


def test_a_week_twice_against_a_world_with_faults(
    author: Author, arxiv: FakeArxiv, server: Server
) -> None:
    blog = "https://blog.example/on-chain-of-thought"
    good = server.route(
        "/good.xml",
        feed_answer(
            rss(
                ("On a chain of thought", blog, "<p>What I think of a chain of thought.</p>"),
                ("Holidays", "https://blog.example/holidays", "<p>Away.</p>"),
            ),
            ETag='"1"',
        ),
    )
    late = server.route("/late.xml", Answer(status=503), feed_answer(rss()))
    gone = server.route("/gone.xml", Answer(status=404))
    bomb = server.route("/bomb.xml", gzip_bomb(30))
    page = server.route("/page.xml", Answer(body=b"<!doctype html><title>No feed</title>"))
    arxiv.faults.append(empty(page_at(0), total=6))
    author.ok("init")
    for path in author.home.glob("watchlists/*.toml"):
        path.unlink()
    author.configure(arxiv.base_url)
    author.watch(
        "reasoning",
        heading="Reasoning",
        any_of=["chain of thought", "self-consistency", "tree of thoughts"],
        feeds=[good, late, gone, bomb, page],
    )

    polled = author.run("poll")
    assert polled.returncode == 1
    for url in (late, gone, bomb, page):
        assert polled.stderr.count(url) == 1
    assert good not in polled.stderr
    assert "reasoning: 5 new" in polled.stdout

    assert len(author.json("draft")["entries"]) == 5
    author.use_editor(EDIT)
    reviewed = author.ok("review")
    assert "3 approved, 2 rejected, 0 undecided" in reviewed
    assert "deleted, counts as rejected" in reviewed
    assert "too narrow" in reviewed

    author.ok("publish")
    post = author.post.decode()
    assert post.count("https://arxiv.org/abs/2505.") + post.count(blog) == 3
    assert "I like it." in post
    assert "<!--" not in post
    assert f"last_modified_at: {datetime.now(UTC):%Y-%m-%d} # by hand" in post
    lines = iter(post.splitlines())
    assert all(line in lines for line in POST.splitlines() if "last_modified" not in line)
    assert not author.drafts
    assert list(author.home.glob("drafts/done/*.md"))

    again = author.run("poll")
    assert "reasoning: 0 new" in again.stdout
    assert author.json("poll")["topics"] == [{"topic": "reasoning", "new": 0, "matched": 0}]
    assert "nothing new" in author.ok("draft")
    author.ok("publish")
    assert author.post.decode() == post
    states = {w["title"]: w["topics"][0]["state"] for w in author.json("list") if w["topics"]}
    assert sorted(states.values()) == ["published"] * 3 + ["rejected"] * 2
