"""What README and docs/ say, checked against the program."""

import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from tests.support.author import Author
from tests.support.fake_arxiv import FakePaper, fake_arxiv
from tracker.cli import COMMANDS, tracker
from tracker.settings import Settings, parse_settings, render_settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
SCHEDULES = sorted((ROOT / "docs" / "scheduling").iterdir())


def commands_in(text: str) -> list[list[str]]:
    """Every ``tracker ...`` in code spans, console blocks and schedules, split into words."""
    found = re.findall(r"`(tracker [^`\n]+)`", text)
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        found += re.findall(r"\$ (?:.*&& )?(tracker [^#\n|>&]+)", block)
    found += re.findall(r"(?m)^(?:[\d*/ A-Z]+  |  *run: |ExecStart=\S*/)(tracker [^#\n|]+)", text)
    return [shlex.split(command)[1:] for command in found]


@pytest.mark.parametrize("page", [*PAGES, *SCHEDULES], ids=lambda page: page.name)
def test_every_command_and_option_named_exists(page: Path) -> None:
    for words in commands_in(page.read_text("utf-8")):
        command: click.Command = tracker
        context = click.Context(command)
        for word in words:
            if isinstance(command, click.Group) and not word.startswith("-"):
                if word.isupper():  # COMMAND stands for any
                    break
                found = command.get_command(context, word)
                assert found is not None, (words, word)
                command = found
            elif word.startswith("--"):
                options = {name for parameter in command.params for name in parameter.opts}
                assert word.partition("=")[0] in options | {"--help"}, (words, word)


def test_the_readme_and_the_commands_page_name_every_command() -> None:
    told = (ROOT / "README.md").read_text("utf-8") + (ROOT / "docs/commands.md").read_text("utf-8")
    told += (ROOT / "CHANGELOG.md").read_text("utf-8")
    for name in COMMANDS:
        assert re.search(rf"\b{name}\b", told), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_linked_file_is_there(page: Path) -> None:
    text = re.sub(r"(?s)```.*?```|`[^`\n]+`", "", page.read_text("utf-8"))
    for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_of_the_repository_that_is_named_is_there(page: Path) -> None:
    tops = "|".join(("tracker", "tests", "docs", "benchmarks", "watchlists"))
    text = page.read_text("utf-8")
    for path in re.findall(rf"`((?:{tops})/[\w./-]+)`", text):
        is_in_project = path.startswith("watchlists/") and not (ROOT / path).exists()
        assert is_in_project or (ROOT / path).exists(), path


def test_the_settings_page_holds_the_file_that_init_writes() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    block = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert block
    assert block[1] == render_settings()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_named_exists(page: Path) -> None:
    for section, keys in re.findall(
        r"`\[(arxiv|network|draft|post|database)\] (\w+)", page.read_text("utf-8")
    ):
        if page.name == "watchlists.md" and section == "arxiv":
            continue
        assert hasattr(getattr(Settings(), section), keys), (section, keys)


def test_the_toml_of_the_readme_is_valid() -> None:
    for block in re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL):
        parse_settings(block)


def test_the_exit_statuses_are_told_alike() -> None:
    for page in ("README.md", "docs/commands.md"):
        assert re.findall(r"(?m)^\| (\d+) \|", (ROOT / page).read_text()) == ["0", "1", "2", "130"]


def test_the_json_samples_have_the_keys_of_real_reports(tmp_path: Path) -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    samples = [json.loads(b) for b in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    author, now = Author(tmp_path), datetime.now(UTC)
    titles = ("On paper", "A paper", "Weaving", "Weather")
    summaries = ("We fold.", "We cut.", "We weave paper.", "Rain.")
    with fake_arxiv() as arxiv:
        arxiv.now = now
        arxiv.papers = [  # at one hour of a day: the hour of a submission is a part of the score
            FakePaper(
                id=f"2505.{n:05}",
                title=title,
                summary=summary,
                updated_at=(now - timedelta(days=1)).replace(hour=3, minute=10 - n),
            )
            for n, (title, summary) in enumerate(zip(titles, summaries, strict=True))
        ]
        author.configure(arxiv.base_url, draft="per_topic = 1")
        feed = "http://127.0.0.1:9/feed"  # where nothing listens
        author.watch("papers", heading="Papers", any_of=["paper"], feeds=[feed])
        real = [author.json("poll"), author.json("list"), author.json("draft")]
    changed = tmp_path / "papers.toml"
    changed.write_text('[arxiv]\ncategories = ["cs.CL", "cs.RO"]\nany = ["paper", "weather"]\n')
    real.append(author.json("missed", "2505.00002"))
    real.append(author.json("watchlists", "try", str(changed)))
    real.append(author.json("watchlists", "yield"))
    assert [shape(sample) for sample in samples] == [shape(report) for report in real]


def shape(value: object) -> object:
    """Keys all the way down; of a list, its first element; of the rest, nothing."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return None


def test_the_readme_shows_the_beginning_of_the_example_draft() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    told = re.search(r"<!-- the first lines of (\S+) -->\n```markdown\n(.*?)```", text, re.DOTALL)
    assert told
    assert (ROOT / told[1]).read_text("utf-8").startswith(told[2])
    assert len(told[2]) > 200
