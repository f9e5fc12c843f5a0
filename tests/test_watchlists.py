from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import ConfigError
from tracker.escaping import fold
from tracker.watchlists import (
    ArxivRules,
    FeedRule,
    Terms,
    Watchlist,
    add_feed,
    check_watchlists,
    parse_watchlist,
    render_watchlist,
)

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((ROOT / "watchlists").glob("*.toml"))
NEW = FeedRule(url="https://new.example/feed", name='The "new" one', take="all")
A_FEED = "[[feeds]]\nurl = 'https://a.example/'\n"
MATCH = "[match]\nany = [\n '[[feeds]]',\n]\n"
NEW_BLOCK = """[[feeds]]
url = "https://new.example/feed"
name = "The \\"new\\" one"
take = "all"
"""


def parse(text: str, name: str = "topic") -> Watchlist:
    return parse_watchlist(text, path=f"watchlists/{name}.toml")


def test_a_whole_watchlist_is_read() -> None:
    found = parse(
        """
        title = "Tea research"
        heading = "2025 > Tea"
        tags = ["tea", "plants"]
        [arxiv]
        categories = ["q-bio.PE", "cs.CL"]
        any = ["green tea", "green  tea "]
        all = ["leaf"]
        none = ["coffee"]
        authors = ["Ada Lovelace"]
        [match]
        any = ["tea"]
        none = []
        [[feeds]]
        url = "https://tea.example/feed.xml"
        [[feeds]]
        url = "http://blog.example/"
        name = "A blog"
        take = "all"
        """
    )
    arxiv = Terms(any=("green tea", "green  tea"), all=("leaf",), none=("coffee",))
    assert found == Watchlist(
        slug="topic",
        title="Tea research",
        heading="2025 > Tea",
        tags=("tea", "plants"),
        arxiv=ArxivRules(categories=("q-bio.PE", "cs.CL"), terms=arxiv, authors=("Ada Lovelace",)),
        match=Terms(any=("tea",), all=("leaf",), none=()),
        feeds=(
            FeedRule(url="https://tea.example/feed.xml"),
            FeedRule(url="http://blog.example/", name="A blog", take="all"),
        ),
        path="watchlists/topic.toml",
    )


def test_a_short_watchlist_says_everything_once() -> None:
    found = parse('[arxiv]\nany = ["green tea"]', name="green-tea_leaves")
    assert (found.title, found.heading) == ("Green tea leaves", "Green tea leaves")
    assert found.match == found.arxiv.terms
    assert parse("", name="empty").feeds == ()


def test_a_feed_names_its_sightings_and_has_a_name_to_show() -> None:
    feed = FeedRule(url="https://tea.example/feed.xml")
    assert (feed.source_key, feed.shown_name) == (
        "feed:https://tea.example/feed.xml",
        "tea.example",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n[arxiv]\ncatgories = []", '3: unknown key "catgories"; did you mean "categories"?'),
        ("titel = 1", '1: unknown key "titel"; did you mean "title"?'),
        ("[feeds]\nurl = 'https://a.example/'", '1: "feeds" must be written as [[feeds]]'),
        (A_FEED + "[[feeds]]\nuri = 1", '4: unknown key "uri"; did you'),
        ("[[feeds]]\nname = 'x'", '1: a feed needs "url", an address with http:// or https://'),
        ("[[feeds]]\nurl = 'feed.xml'", '2: a feed needs "url"'),
        ("[[feeds]]\nurl = 'https://a b.example/'", '2: a feed needs "url"'),
        ("[[feeds]]\nurl = 'http://[::1'", '2: a feed needs "url"'),
        (A_FEED + "take = 'al'", '3: "take" cannot be "al"; did you mean "all"'),
        (A_FEED * 2, '4: "https://a.example/" stands here twice'),
        ("feeds = [1]", '1: "feeds" must be written as a table, [[feeds]]'),
        ("[match]\nauthors = []", '2: unknown key "authors"; known are any, all, none'),
        ("[arxiv]\nany = 'x'", '2: "any" must be a list of strings, not a string'),
        ("[arxiv]\nany = ['']", '2: "any" holds an empty string'),
        ("[arxiv]\nany = ['?!']", '2: "?!" in "any" holds no word'),
        (f"[arxiv]\nany = ['{'a' * 121}']", '2: "aaaa'),
        ("[arxiv]\nany = ['x']\nnone = ['x']", '2: "x" stands in "any" and in "none"'),
        ("[arxiv]\nany = ['x']\n[match]\nnone = ['x']", '4: "x" stands in "any" and in "none"'),
        ("[arxiv]\ncategories = ['cs.CL']", "2: [arxiv] has categories but nothing to look for"),
        ("[arxiv]\ncategories = ['CL']\nany = ['x']", '2: "CL" is no arXiv category'),
        ("title = 'a\nb'", "1: not TOML: "),
        ('title = "a\\nb"', '1: "title" holds a line break'),
        ("tags = [['x']]", '1: "tags" must be a list of strings'),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_what_to_do(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text)
    assert str(raised.value).startswith(f"watchlists/topic.toml:{told}")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("My Topic.toml", "my-topic.toml"),
        ("MULTI.toml", "multi.toml"),
        ("-x.toml", "x.toml"),
        ("a.b.toml", "a-b.toml"),
        ("été.toml", "t.toml"),
        (".toml", "topic.toml"),
        ("a" * 65 + ".toml", "a" * 64 + ".toml"),
    ],
)
def test_a_file_name_that_is_no_slug_is_refused_with_a_better_one(name: str, better: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(f'name it "{better}"')):
        parse_watchlist("", path=f"watchlists/{name}")


def test_two_files_of_one_topic_are_refused_and_two_of_one_heading_are_not() -> None:
    one, other = parse("heading = 'Papers'", "one"), parse("heading = 'Papers'", "other")
    check_watchlists([one, other])
    again = replace(one, path="elsewhere/one.toml")
    with pytest.raises(ConfigError) as raised:
        check_watchlists([one, other, again])
    assert str(raised.value) == (
        'elsewhere/one.toml: the topic "one" is described by watchlists/one.toml already'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NEW_BLOCK),
        ("# only a comment\n", "# only a comment\n\n" + NEW_BLOCK),
        ('title = "x"', 'title = "x"\n\n' + NEW_BLOCK),
        (A_FEED, A_FEED + "\n" + NEW_BLOCK),
        (
            A_FEED + "# name = 'x'\n\n\n# about it\n" + MATCH,
            A_FEED + "# name = 'x'\n\n" + NEW_BLOCK + "\n\n# about it\n" + MATCH,
        ),
        (A_FEED + MATCH, A_FEED + "\n" + NEW_BLOCK + "\n" + MATCH),
        (
            A_FEED + MATCH + A_FEED.replace("a.", "b."),
            A_FEED + MATCH + A_FEED.replace("a.", "b.") + "\n" + NEW_BLOCK,
        ),
    ],
)
def test_a_feed_is_added_behind_the_last_one_and_nothing_else_changes(
    before: str, after: str
) -> None:
    assert add_feed(before, NEW) == after
    assert add_feed(after, NEW) == after


def test_an_added_feed_has_the_files_own_line_endings() -> None:
    text = "title = 'x'\r\n[[feeds]]\r\nurl = 'https://a.example/'\r\n"
    assert add_feed(text, NEW) == text + "\r\n" + NEW_BLOCK.replace("\n", "\r\n")
    assert add_feed("\ufefftitle = 'x'\n", NEW).startswith("\ufefftitle")


def test_feeds_written_in_one_line_are_told_to_be_written_as_tables() -> None:
    with pytest.raises(ConfigError, match=r"write .feeds. as \[\[feeds\]\]"):
        add_feed("feeds = [{url = 'https://a.example/'}]\n", NEW)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=9)
LINES = TEXTS.map(fold).map(str.strip).filter(bool)
PHRASES = LINES.filter(lambda text: any(map(str.isalnum, text)))
FEEDS = st.builds(
    FeedRule,
    url=st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z?=&%\"'#\\]{0,9}", fullmatch=True),
    name=st.just("") | LINES,
    take=st.sampled_from(["matching", "all"]),
)


@st.composite
def watchlists(draw: st.DrawFn) -> Watchlist:
    phrases = draw(st.lists(PHRASES, min_size=2, max_size=8, unique=True))
    cuts = sorted(draw(st.tuples(*[st.integers(0, len(phrases))] * 2)))
    terms = Terms(
        any=tuple(phrases[: cuts[0]]),
        all=tuple(phrases[cuts[0] : cuts[1]]),
        none=tuple(phrases[cuts[1] :]),
    )
    match = Terms(any=terms.any[:1], all=(), none=terms.none) if draw(st.booleans()) else terms
    title = draw(LINES)
    return Watchlist(
        slug="topic",
        title=title,
        heading=draw(LINES | st.just(title)),
        tags=tuple(draw(st.lists(LINES, max_size=3, unique=True))),
        arxiv=ArxivRules(categories=("cs.CL",), terms=terms, authors=("Ada Lovelace",)),
        match=match,
        feeds=tuple(draw(st.lists(FEEDS, max_size=3, unique_by=lambda feed: feed.url))),
        path="topic.toml",
    )


@given(watchlists())
@settings(max_examples=100)
def test_a_rendered_watchlist_reads_back(watchlist: Watchlist) -> None:
    assert parse_watchlist(render_watchlist(watchlist), path="topic.toml") == watchlist


@given(watchlists(), FEEDS, st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=100)
def test_an_added_feed_is_the_last_and_all_other_lines_stay(
    watchlist: Watchlist, feed: FeedRule, newline: str, is_cut: bool
) -> None:
    text = render_watchlist(watchlist).replace("\n", newline)
    text = text.removesuffix(newline) if is_cut else text
    added = add_feed(text, feed)
    if feed.url in {each.url for each in watchlist.feeds}:
        assert added == text
    else:
        found = parse_watchlist(added, path="topic.toml")
        assert found == replace(watchlist, feeds=(*watchlist.feeds, feed))
        assert added.startswith(text)


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_gives_a_watchlist_or_a_config_error(text: str) -> None:
    try:
        parse(text)
        add_feed(text, NEW)
        told = ""
    except ConfigError as error:
        told = str(error)
    assert told.isprintable()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.stem))
def test_a_shipped_watchlist_is_complete_and_built_of_phrases(path: Path) -> None:
    found = parse_watchlist(path.read_text(encoding="utf-8"), path=path.name)
    assert found.arxiv.categories
    assert found.feeds
    assert found.tags
    assert found.arxiv.terms.none
    flooding = {"reasoning", "multimodal", "agent", "fine-tuning", "vision", "language model"}
    assert not flooding & {term.lower() for term in found.arxiv.terms.any}


def test_the_three_topics_are_shipped_under_their_headings() -> None:
    found = [parse_watchlist(path.read_text(encoding="utf-8"), path=path.name) for path in SHIPPED]
    check_watchlists(found)
    assert [watchlist.heading for watchlist in found] == [
        "Efficient Fine-tuning",
        "Multimodal Models",
        "Reasoning Frameworks",
    ]


def test_the_examples_of_the_documentation_are_watchlists() -> None:
    text = (ROOT / "docs" / "watchlists.md").read_text(encoding="utf-8")
    examples = re.findall(r"(?ms)^```toml\n(.*?)^```", text)
    assert len(examples) >= 4
    for example in examples:
        assert parse(example) != parse("")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing can match"),
        ('[[feeds]]\nurl = "https://a.example/f"\n', "its feeds can bring nothing"),
        ('[match]\nnone = ["x"]\n[[feeds]]\nurl = "https://a.example/f"\n', "can bring nothing"),
        ('[[feeds]]\nurl = "https://a.example/f"\ntake = "all"\n', ""),
        ('[match]\nany = ["x"]\n[[feeds]]\nurl = "https://a.example/f"\n', ""),
        ('[arxiv]\ncategories = ["cs.CL"]\nany = ["x"]\n', ""),
        ('[arxiv]\nauthors = ["Ada Lovelace"]\n', ""),
    ],
)
def test_a_watchlist_of_which_nothing_can_come_says_so(text: str, why: str) -> None:
    told = parse_watchlist(text, path="watchlists/a.toml").why_idle
    assert why in told
    assert bool(told) == bool(why)
