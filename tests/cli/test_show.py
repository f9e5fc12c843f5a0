"""What ``tracker show`` says."""

from tests.support.author import Author


def test_show_tells_all_and_1_for_what_is_unknown(stocked: Author) -> None:
    shown = stocked.ok("show", "https://arxiv.org/abs/2505.00001v1")
    for part in ("A chain of thought for problem 1", "arxiv:2505.00001", "Topics", "Sightings"):
        assert part in shown
    assert stocked.json("show", "1")["id"] == "1"
    done = stocked.run("show", "2505.99999")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
