from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import ConfigError, ExitCode
from tracker.ranking.places import Places
from tracker.settings import (
    ArxivSettings,
    AttentionSettings,
    NetworkSettings,
    Settings,
    parse_settings,
    render_settings,
)
from tracker.workflows.proposing.filling import places_of


def test_an_empty_file_gives_the_defaults() -> None:
    assert parse_settings("") == Settings()
    assert parse_settings("\ufeff# nothing\r\n") == Settings()
    assert parse_settings("[arxiv]\n[network]\n") == Settings()


def test_the_documented_defaults() -> None:
    arxiv, network = Settings().arxiv, Settings().network
    assert arxiv.base_url == "https://export.arxiv.org"
    assert (arxiv.page_size, arxiv.delay_seconds, arxiv.timeout_seconds) == (1000, 3, 60)
    assert (arxiv.overlap_days, arxiv.categories) == (7, ())
    assert (network.timeout_seconds, network.max_body_mb, network.concurrency) == (20, 15, 20)
    assert (network.contact, network.allow_private_hosts) == ("", False)
    assert Settings().draft.front_matter == "jekyll"
    assert places_of(Settings().draft) == Places(size=30, least_per_topic=3)
    assert (Settings().post.path, Settings().post.position) == ("", "end")
    assert (Settings().post.date_key, Settings().post.markers) == ("last_modified_at", False)
    assert Settings().database.path == "tracker.db"
    assert Settings().database.keep_unmatched_days == 365


def test_the_file_that_init_writes_shows_every_key_and_changes_none() -> None:
    text = render_settings()
    assert parse_settings(text) == Settings()
    for section in dataclasses.fields(Settings):
        if section.name == "attention":  # there is none by default, so that the file shows a sample
            continue
        assert f"[{section.name}]" in text
        for key in dataclasses.fields(getattr(Settings(), section.name)):
            assert f"\n#{key.name} = " in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_file_with_every_key_uncommented_means_the_same() -> None:
    uncommented = re.sub(r"(?m)^#(?=\w+ = )", "", render_settings())
    found = parse_settings(uncommented)
    assert found.arxiv.listing_base == Settings().arxiv.listing_base
    arxiv = dataclasses.replace(found.arxiv, listing_url="")
    assert places_of(found.draft) == places_of(Settings().draft)
    draft = dataclasses.replace(found.draft, size=0)
    assert dataclasses.replace(found, arxiv=arxiv, draft=draft) == Settings()


def test_what_is_set_is_read() -> None:
    found = parse_settings(
        """
        [arxiv]
        categories = ["cs.CL", "hep-th", "physics.acc-ph", "cs.CL"]
        delay_seconds = 4
        [network]
        max_body_mb = 2
        contact = " mailto:me@example.org "
        [draft]
        front_matter = "hugo"
        template = "mine.md"
        sentence_length = 120
        [post]
        path = "_posts/living.md"
        markers = true
        """
    )
    assert found.arxiv.categories == ("cs.CL", "hep-th", "physics.acc-ph")
    assert found.arxiv.delay_seconds == 4.0
    assert found.network.max_body_bytes == 2_000_000
    assert found.network.contact == "mailto:me@example.org"
    assert (found.draft.front_matter, found.draft.template) == ("hugo", "mine.md")
    assert found.draft.sentence_length == 120
    assert (found.post.path, found.post.markers) == ("_posts/living.md", True)


def test_sites_of_attention_are_a_list() -> None:
    found = parse_settings(
        "[[attention]]\nkind = 'huggingface'\n"
        "[[attention]]\nkind = 'hackernews'\nbase_url = 'http://127.0.0.1:8/'\ndays = 3"
    )
    assert found.attention == (
        AttentionSettings(kind="huggingface"),
        AttentionSettings(kind="hackernews", base_url="http://127.0.0.1:8/", days=3),
    )


def test_the_sample_of_attention_is_valid() -> None:
    sample = render_settings().partition("# [[attention]]")[2]
    lines = [line.removeprefix("# ") for line in sample.splitlines() if " = " in line]
    (site,) = parse_settings("\n".join(["[[attention]]", *lines])).attention
    assert site == AttentionSettings(base_url="https://huggingface.co")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[attention]\nkind = 'huggingface'", '1: "attention" must be written as [[attention]]'),
        ("[[attention]]\ndays = 3", '1: "kind" is missing; known are huggingface, hackernews'),
        ("[[attention]]\nkind = 'hugingface'", '2: "kind" cannot be "hugingface"; did you mean'),
        ("[[attention]]\nkind = 'hackernews'\ndays = 0", '3: "days" must be between 1 and 30'),
        ("[[attention]]\nkind = 'hackernews'\nbase_url = 'x'", '3: "base_url" must be an address'),
        ("[[attention]]\nname = 'x'", '2: unknown key "name"'),
        ("attention = 3", '1: "attention" must be written as [[attention]]'),
        ("attention = [3]", '1: "attention" must be written as a table, [[attention]]'),
        (
            "[[attention]]\nkind = 'hackernews'\n[[attention]]\nkind = 'hackernews'",
            '4: "hackernews" stands in two [[attention]]; remove one',
        ),
        ("[arxvi]", '1: unknown section "arxvi"; did you mean "arxiv"?'),
        ("\n[arxiv]\nbase_urls = ''", '3: unknown key "base_urls"; did you mean "base_url"?'),
        ("page_size = 5", '1: unknown section "page_size"; known are arxiv, network, draft, rank'),
        ("[arxiv]\nPage_Size = 5", '2: unknown key "Page_Size"; did you mean "page_size"?'),
        ("[arxiv]\n'a\\nb' = 1", '2: unknown key "a\\nb"'),
        ("[arxiv.base]\nx = 1", '1: unknown key "base"'),
        ("arxiv = 3", '1: "arxiv" must be written as a table, [arxiv]'),
        ("[[arxiv]]", '1: "arxiv" must be written as a table, [arxiv]'),
        ("[arxiv]\npage_size = '10'", '2: "page_size" must be a whole number, not a string'),
        ("[arxiv]\npage_size = true", '2: "page_size" must be a whole number, not true or false'),
        ("[arxiv]\npage_size = 1.5", '2: "page_size" must be a whole number, not a fraction'),
        ("[arxiv]\npage_size = 0", '2: "page_size" must be between 1 and 2000'),
        ("[arxiv]\npage_size = -5", '2: "page_size" must be between 1 and 2000'),
        ("[arxiv]\ndelay_seconds = nan", '2: "delay_seconds" must be between 0 and 3600'),
        ("[arxiv]\ndelay_seconds = -inf", '2: "delay_seconds" must be between 0 and 3600'),
        (
            "[arxiv]\ncategories = 'cs.CL'",
            '2: "categories" must be a list of strings, not a string',
        ),
        ("[arxiv]\ncategories = ['cs.CL', 1]", '2: "categories" must be a list of strings'),
        (
            "[arxiv]\n\ncategories = ['cs.cl']",
            '3: "cs.cl" is no arXiv category; did you mean "cs.CL"',
        ),
        ("[arxiv]\ncategories = ['cs CL']", '2: "cs CL" is no arXiv category'),
        ("[arxiv]\nbase_url = 'export.arxiv.org'", '2: "base_url" must be an address such as'),
        ("[arxiv]\nbase_url = 'ftp://x'", '2: "base_url" must be an address such as'),
        ("[arxiv]\nbase_url = 'http://x/{}'", '2: "base_url" must be an address such as'),
        ("[arxiv]\nbase_url = 'http://x/?a=b'", '2: "base_url" must be an address such as'),
        ("[arxiv]\nbase_url = 'http://x:99999'", '2: "base_url" must be an address such as'),
        ("[arxiv]\nbase_url = 'http://[x'", '2: "base_url" must be an address such as'),
        ("[arxiv]\nlisting_url = ''", '2: "listing_url" must be an address such as'),
        ("[network]\nconcurrency = 9999", '2: "concurrency" must be between 1 and 200'),
        ("[network]\ncontact = 'ü'", '2: "contact" must be ASCII'),
        ('[network]\ncontact = "a\\r\\nX: y"', '2: "contact" holds a line break or a control'),
        ("[network]\nallow_private_hosts = 1", '2: "allow_private_hosts" must be true or false'),
        (
            "[draft]\nfront_matter = 'jekyl'",
            '2: "front_matter" cannot be "jekyl"; did you mean "jekyll"',
        ),
        ("[draft]\ntemplate = '../x'", '2: "template" must be a name, without a folder'),
        ("[post]\nposition = 'top'", '2: "position" cannot be "top"; known are end, start'),
        ("[post]\npath = 2025-01-01", '2: "path" must be a string, not a date'),
        ("[database]\npath = ''", '2: "path" must name a file'),
        (
            "[database]\nkeep_unmatched_days = 1e3",
            '2: "keep_unmatched_days" must be a whole number',
        ),
    ],
)
def test_a_mistake_names_file_line_and_what_to_do(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_settings(text, path="home/tracker.toml")
    assert str(raised.value).startswith(f"home/tracker.toml:{told}")
    assert raised.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("base", "listing", "api", "atom"),
    [
        ("https://export.arxiv.org", "", "https://export.arxiv.org", "https://rss.arxiv.org"),
        ("https://export.arxiv.org/", "", "https://export.arxiv.org", "https://rss.arxiv.org"),
        ("https://export.arxiv.org/api/query", "", "https://export.arxiv.org", "https://rss.arxiv.org"),
        ("http://127.0.0.1:87", "", "http://127.0.0.1:87", "http://127.0.0.1:87"),
        ("http://127.0.0.1:87/api/query/", "", "http://127.0.0.1:87", "http://127.0.0.1:87"),
        ("http://127.0.0.1:87/a/b/", "", "http://127.0.0.1:87/a/b", "http://127.0.0.1:87/a/b"),
        ("http://127.0.0.1:87", "http://127.0.0.1:88/", "http://127.0.0.1:87", "http://127.0.0.1:88"),
        ("http://127.0.0.1:87", "http://h/atom/", "http://127.0.0.1:87", "http://h"),
        ("http://127.0.0.1:87", "https://rss.arxiv.org/rss", "http://127.0.0.1:87", "https://rss.arxiv.org"),
    ],
)  # fmt: skip
def test_addresses_are_completed(base: str, listing: str, api: str, atom: str) -> None:
    found = ArxivSettings(base_url=base, listing_url=listing)
    assert (found.api_url, found.listing_base) == (f"{api}/api/query", atom)


@pytest.mark.parametrize(
    ("base", "delay", "kept"),
    [
        ("http://127.0.0.1:1", 0.0, 0.0),
        ("http://127.9.9.9", 0.5, 0.5),
        ("http://[::1]:8000", 0.5, 0.5),
        ("http://localhost:1", 1.0, 1.0),
        ("http://localhost.example.org", 1.0, 3.0),
        ("http://127.0.0.1.example.org", 1.0, 3.0),
        ("http://192.168.0.1", 1.0, 3.0),
        ("https://export.arxiv.org", 0.0, 3.0),
        ("https://export.arxiv.org", 5.0, 5.0),
    ],
)
def test_a_short_pause_is_kept_for_an_address_of_this_machine_alone(
    base: str, delay: float, kept: float
) -> None:
    assert ArxivSettings(base_url=base, delay_seconds=delay).gap_seconds == kept


def test_sizes_are_counted_in_bytes() -> None:
    assert NetworkSettings().max_body_bytes == 15_000_000


@given(
    st.text(max_size=60),
    st.sampled_from(["", "[arxiv]\n", "[network]\ncontact = ", "[post]\npath="]),
)
@settings(max_examples=150)
def test_any_text_gives_settings_or_a_config_error(text: str, before: str) -> None:
    try:
        parse_settings(before + text)
        told = ""
    except ConfigError as error:
        told = str(error)
    assert told.isprintable()
