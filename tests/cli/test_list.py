"""What ``tracker list`` and ``tracker status`` say."""

import json

from tests.support.author import Author


def test_list_and_status_speak_to_people_and_to_scripts(stocked: Author) -> None:
    assert stocked.ok("list").count("\n") == 6
    assert "no work fits" in stocked.run("list", "--query", "nonsense").stderr
    assert len(stocked.json("list", "--limit", "2")) == 2
    told = stocked.ok("list", "--json")
    assert told == json.dumps(json.loads(told), indent=2) + "\n"
    assert "never polled" in stocked.ok("status")
    status = stocked.json("status")
    assert {"sources", "counts"} <= set(status)
    assert status["counts"]["works"] == 3
    assert stocked.run("list", "--topic", "resoning").returncode == 2
    assert len(stocked.json("list", "--source", "arxiv")) == 3
    unknown = stocked.run("list", "--source", "https://no.example/feed")
    assert unknown.returncode == 2
    assert "tracker status lists them" in unknown.stderr
    assert stocked.run("list", "--state", "nice").returncode == 2
