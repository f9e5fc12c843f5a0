"""What deciding without an editor says."""

from tests.cli.samples import drafted
from tests.support.author import Author


def test_deciding_prints_a_line_each_and_1_for_what_is_unknown(stocked: Author) -> None:
    drafted(stocked)
    done = stocked.run("approve", "1", "2505.00002", "no-such-thing")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert "no-such-thing" in done.stderr
    assert "1 in reasoning: undecided again" in stocked.ok("restore", "1")
    assert "1 in reasoning: rejected" in stocked.ok("reject", "1", "--reason", "too narrow")
    assert "too narrow" in stocked.ok("show", "1")
