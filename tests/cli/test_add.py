"""What ``tracker add`` says, and with which status."""

import pytest

from tests.support.author import Author


def test_adding_offline_stores_it_and_says_what_is_missing(stocked: Author) -> None:
    done = stocked.run("add", "2401.00001", "--topic", "tuning", "--note", "later")
    assert done.returncode == 1
    assert "added: 4" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "later" in stocked.ok("show", "4")
    assert "known already: 1" in stocked.ok("add", "2505.00001")


@pytest.mark.parametrize("arguments", [("hello world",), ("2401.00001", "--topic", "x"), ()])
def test_adding_what_makes_no_sense_is_wrong_usage(
    stocked: Author, arguments: tuple[str, ...]
) -> None:
    assert stocked.run("add", *arguments).returncode == 2


BIB = """@article{one, title = {One}, doi = {10.1234/one}, url = {https://a.example/1}}
@misc{two,
  title = "Two", eprint = "2401.00002", archivePrefix = "arXiv" }
@misc{three, howpublished = {\\url{https://blog.example/3}}}
@book{four, title = {On paper alone}}
"""


def test_a_bibliography_stands_for_all_that_its_entries_name(stocked: Author) -> None:
    (stocked.home / "reading.bib").write_text(BIB)
    done = stocked.run("add", "reading.bib", "--topic", "tuning")
    assert done.stdout.count("added: ") == 3
    told = stocked.ok("list", "--json")
    for alias in ("doi:10.1234/one", "arxiv:2401.00002", "url:blog.example/3"):
        assert alias in told


def test_a_title_names_one_work(stocked: Author) -> None:
    assert "On looms" in stocked.run("add", "https://x.example/1", "--title", "On looms").stdout
    (stocked.home / "reading.bib").write_text(BIB)
    done = stocked.run("add", "reading.bib", "--title", "On looms")
    assert done.returncode == 2
    assert "--title names one work" in done.stderr


@pytest.mark.parametrize("text", [None, "@book{four, title = {On paper alone}}"])
def test_a_bibliography_that_names_nothing_is_told(stocked: Author, text: str | None) -> None:
    if text is not None:
        (stocked.home / "reading.bib").write_text(text)
    done = stocked.run("add", "reading.bib")
    assert done.returncode == 2
    assert "reading.bib: " in done.stderr


def test_several_come_from_standard_input(stocked: Author) -> None:
    lines = "2401.00001\n\n# a remark\nhello world\nhttps://blog.example/3\n"
    done = stocked.run("add", "-", "--topic", "tuning", stdin=lines)
    assert done.returncode == 1
    assert done.stdout.count("added: ") == 2
    assert '"hello world" is neither' in done.stderr


def test_what_is_not_known_yet_can_be_added(stocked: Author) -> None:
    done = stocked.run("approve", "2401.00009")
    assert "tracker add 2401.00009 takes it in" in done.stderr
    assert "tracker add" not in stocked.run("approve", "4711").stderr


@pytest.mark.parametrize("name", ["refs.ris", "list.txt", "2401.00001.pdf"])
def test_another_file_is_no_address(stocked: Author, name: str) -> None:
    (stocked.home / name).write_text("https://blog.example/3\n")
    done = stocked.run("add", name)
    assert done.returncode == 2
    assert f"{name} is a file; of files add reads BibTeX (.bib)" in done.stderr
    assert "added" not in done.stdout
