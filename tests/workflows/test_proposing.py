"""What can be proposed."""

from pathlib import Path

from tests.support.author import Author
from tests.support.fake_arxiv import FakeArxiv
from tests.support.server import Server, feed_answer
from tests.workflows.test_end_to_end import rss


def test_a_post_that_stood_in_its_papers_entry_is_not_proposed_again(
    author: Author, arxiv: FakeArxiv, server: Server
) -> None:
    paper = "https://arxiv.org/abs/2505.00001"
    html = f"<p>Some words on a chain of thought. It is all in <a href='{paper}'>the paper</a>.</p>"
    title = "Notes on Chain of thought, revisited"
    feed = server.route("/feed.xml", feed_answer(rss((title, "https://blog.example/notes", html))))
    author.configure(arxiv.base_url)
    author.watch("reasoning", heading="Reasoning", any_of=["chain of thought"], feeds=[feed])
    author.ok("poll")
    first = author.json("draft")
    assert [entry["title"] for entry in first["entries"]].count(title) == 0
    assert "https://blog.example/notes" in Path(author.drafts[0]).read_text("utf-8")
    again = author.json("draft")
    assert len(again["entries"]) == len(first["entries"])
    assert not any(entry["new"] for entry in again["entries"])
