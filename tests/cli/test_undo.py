"""What ``tracker undo`` says."""

from tests.cli.samples import drafted
from tests.support.author import Author


def test_undo_tells_what_it_took_back_and_what_it_left(stocked: Author) -> None:
    drafted(stocked)
    stocked.ok("approve", "1", "2")
    stocked.ok("publish")
    post = stocked.home / "post.md"
    post.write_text(post.read_text().replace("problem 1**", "problem one**"))
    done = stocked.run("undo")
    assert done.returncode == 1
    assert "taken back: A chain of thought for problem 2" in done.stdout
    assert "left in" in done.stderr
    again = stocked.run("undo")
    assert again.returncode == 1
