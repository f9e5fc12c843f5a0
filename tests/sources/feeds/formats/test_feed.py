"""Feeds of all formats become sightings, and hostile ones do no harm."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.feeds.formats.samples import NOW, URL, atom, only, parsed, rss
from tests.support.growth import assert_growth
from tracker.errors import LimitError, ParseError
from tracker.sources.feeds.formats.entry import MAX_ENTRIES
from tracker.values import Kind, Link

PUBLISHED = datetime(2025, 5, 1, 10, tzinfo=UTC)

FORMATS = {
    "rss 2.0": rss(
        "<item><title>On ranks</title><link>https://notes.example/ranks</link>"
        "<description>What ranks do.</description><dc:creator>Ada</dc:creator>"
        "<pubDate>Thu, 01 May 2025 10:00:00 GMT</pubDate></item>"
    ),
    "rss 0.91": (
        '<rss version="0.91"><channel><title>Notes</title><link>https://notes.example/</link>'
        "<item><title>On ranks</title><link>https://notes.example/ranks</link>"
        "<description>What ranks do.</description></item></channel></rss>"
    ),
    "rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://notes.example/"><title>Notes</title>'
        "<link>https://notes.example/</link></channel>"
        '<item rdf:about="https://notes.example/ranks"><title>On ranks</title>'
        "<link>https://notes.example/ranks</link><description>What ranks do.</description>"
        "<dc:creator>Ada</dc:creator><dc:date>2025-05-01T12:00:00+02:00</dc:date></item></rdf:RDF>"
    ),
    "atom 1.0": atom(
        '<entry><title>On ranks</title><link href="https://notes.example/ranks"/>'
        "<summary>What ranks do.</summary><author><name>Ada</name></author>"
        "<published>2025-05-01T10:00:00Z</published></entry>"
    ),
    "atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Notes</title>'
        '<link rel="alternate" type="text/html" href="https://notes.example/"/>'
        '<entry><title>On ranks</title><link rel="alternate" type="text/html" '
        'href="https://notes.example/ranks"/><summary>What ranks do.</summary>'
        "<author><name>Ada</name></author><issued>2025-05-01T10:00:00Z</issued></entry></feed>"
    ),
    "json feed": (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", '
        '"home_page_url": "https://notes.example/", "items": [{"id": "1", "title": "On ranks", '
        '"url": "https://notes.example/ranks", "content_html": "<p>What ranks do.</p>", '
        '"authors": [{"name": "Ada"}], "date_published": "2025-05-01T12:00:00+02:00"}]}'
    ),
}


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_gives_the_same_sighting(form: str) -> None:
    feed = parsed(FORMATS[form])
    sighting = only(feed)
    assert feed.title == "Notes"
    assert (sighting.title, sighting.url) == ("On ranks", "https://notes.example/ranks")
    assert sighting.summary == "What ranks do."
    assert sighting.kind is Kind.POST
    assert (sighting.source, sighting.seen_at, sighting.via) == (f"feed:{URL}", NOW, None)
    if form != "rss 0.91":  # which has neither
        assert sighting.authors == ("Ada",)
        assert sighting.published_at == PUBLISHED


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("iso-8859-1", "iso-8859-1", "application/xml"),
        ("windows-1252", "windows-1252", "text/xml"),
        ("utf-16", "utf-16", "application/xml"),
        ("iso-8859-15", "iso-8859-15", "application/rss+xml"),
    ],
)
def test_encodings_are_understood(encoding: str, declared: str, content_type: str) -> None:
    text = rss("<item><title>Größe</title><link>https://notes.example/a</link></item>")
    body = text.replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoding)
    assert only(parsed(body, content_type=content_type)).title == "Größe"


def test_markup_in_titles_and_texts_becomes_plain_text() -> None:
    text = "<p>First &amp; <b>best</b>.</p><script>alert(1)</script><style>p{}</style><p>Next"
    item = (
        f"<item><title>{escape('On <em>ranks</em> &amp; <script>x</script>more')}</title>"
        f"<link>https://notes.example/a</link><description>{escape(text)}</description></item>"
    )
    sighting = only(parsed(rss(item)))
    assert sighting.title == "On ranks & more"
    assert sighting.summary == "First & best.\nNext"


def test_a_short_summary_gives_way_to_the_body() -> None:
    body = escape("<p>The whole text of the note.</p>")
    item = (
        "<item><title>T</title><link>https://notes.example/a</link><description>More…</description>"
        f"<content:encoded>{body}</content:encoded></item>"
    )
    assert only(parsed(rss(item))).summary == "The whole text of the note."


def test_a_short_summary_that_says_something_goes_before_the_body() -> None:
    body = escape("<p>The whole text of the note.</p>")
    item = (
        "<item><title>T</title><link>https://notes.example/a</link>"
        "<description>Why ropes break in winter.</description>"
        f"<content:encoded>{body}</content:encoded></item>"
    )
    shown = "Why ropes break in winter.\nThe whole text of the note."
    assert only(parsed(rss(item))).summary == shown


def test_links_of_the_body_are_kept_in_order_and_absolute() -> None:
    body = escape(
        '<p><a href="https://arxiv.org/abs/2505.12345">A paper</a>, <a href="/other">mine</a>, '
        'arXiv:2505.54321v2, <a href="javascript:alert(1)">no</a>, <a href="mailto:a@b">no</a></p>'
    )
    item = (
        "<item><title>T</title><link>https://notes.example/a/b</link>"
        f"<description>{body}</description></item>"
    )
    assert only(parsed(rss(item))).links == (
        Link("https://arxiv.org/abs/2505.12345", "A paper"),
        Link("https://notes.example/other", "mine"),
        Link("https://arxiv.org/abs/2505.54321v2", "arXiv:2505.54321v2"),
    )


@pytest.mark.parametrize(
    ("base", "folder"),
    [
        ('xml:base="https://notes.example/2025/"', "https://notes.example/2025/"),
        ('xml:base="2025/"', "https://notes.example/2025/"),
        ('xml:base = "../2025/05/"', "https://notes.example/2025/05/"),
        ("", "https://notes.example/"),
    ],
)
@pytest.mark.parametrize("coded", ["utf-8", "utf-16"])
def test_relative_addresses_start_from_the_base(base: str, folder: str, coded: str) -> None:
    entry = (
        f'<entry {base}><title>T</title><link href="ranks"/>'
        '<content type="html">&lt;a href="other"&gt;o&lt;/a&gt;</content></entry>'
    )
    body = atom(entry).encode(coded)
    sighting = only(parsed(body, url="https://notes.example/feed", content_type="text/xml"))
    assert sighting.url == f"{folder}ranks"
    assert sighting.links[0].url == f"{folder}other"


def test_an_entry_without_a_link_is_named_by_its_identifier_or_left_out() -> None:
    feed = parsed(
        rss(
            "<item><title>A</title><guid>https://notes.example/a</guid></item>"
            "<item><title>B</title><guid isPermaLink='false'>b</guid></item>"
            "<item><title>C</title><link>javascript:alert(1)</link></item>"
        )
    )
    assert [sighting.url for sighting in feed.sightings] == ["https://notes.example/a"]
    assert feed.total == 3


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    item = (
        "<item><link>https://notes.example/a</link><description>Just a note.</description></item>"
    )
    assert only(parsed(rss(item))).title == "Just a note."


def test_a_bare_version_is_called_with_its_project() -> None:
    entry = (
        '<entry><title>v1.2.0-rc1</title><link href="https://notes.example/releases/1.2"/></entry>'
    )
    feed = atom(entry).replace("<title>Notes</title>", "<title>Release notes from ranks</title>")
    assert only(parsed(feed)).title == "ranks v1.2.0-rc1"


@pytest.mark.parametrize(
    "date", ["1970-01-01T00:00:00Z", "0001-01-01", "9999-12-31", "2031-01-01T00:00:00Z", "soon", ""]
)
def test_dates_that_nobody_can_mean_are_none(date: str) -> None:
    entry = (
        '<entry><title>T</title><link href="https://notes.example/a"/>'
        f"<published>{date}</published><updated>{date}</updated></entry>"
    )
    sighting = only(parsed(atom(entry)))
    assert (sighting.published_at, sighting.updated_at) == (None, None)


def test_what_acts_or_hides_is_taken_out() -> None:
    evil = "a&#x202e;b&#x1b;]0;x&#7;c&#x200b;d&#xE0041;e"
    body = rss(
        f"<item><title>{evil}</title><link>https://notes.example/a</link>"
        f"<description>{evil}</description></item>"
    )
    sighting = only(parsed(body))
    for text in (sighting.title, sighting.summary):
        assert not set(text) & set("\u202e\x1b\x07\u200b\U000e0041")


def test_huge_titles_and_texts_are_cut() -> None:
    item = (
        f"<item><title>{'rank ' * 50_000}</title><link>https://notes.example/a</link>"
        f"<description>{'word ' * 500_000}</description></item>"
    )
    sighting = only(parsed(rss(item)))
    assert len(sighting.title) <= 500
    assert len(sighting.summary) <= 4000
    assert sighting.title.endswith("…")


def test_entries_beyond_the_limit_are_left_out_and_counted() -> None:
    items = "".join(f"<item><link>https://notes.example/{n}</link></item>" for n in range(2500))
    entries = "".join(
        f'<entry><link href="https://notes.example/{n}"/></entry>' for n in range(2500)
    )
    for document in (rss(items), atom(entries)):
        feed = parsed(document)
        assert len(feed.sightings) == MAX_ENTRIES
        assert (feed.total, feed.whole) == (2500, True)


def test_a_feed_of_endless_entries_costs_no_more_than_what_is_kept() -> None:
    item = "<item><link>https://notes.example/</link></item>"
    assert parsed(rss(item * 60_000)).total == 60_000
    assert_growth(parsed, rss(item * 15_000), rss(item * 60_000))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "web page"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b"{}", "no JSON Feed"),
        (b'{"items": 7}', "no JSON Feed"),
        (b'{"items": [', "broken JSON"),
        (b"[" * 100_000, "broken JSON"),
        (b"<!---->" * 500 + b"just words", "no feed"),
        (b"<!-- a --> <!-- b --><!DOCTYPE html><p>", "web page"),
        (b"%PDF-1.7", "no feed"),
        (b"<opml><body/></opml>", "no feed"),
        (bytes(range(256)), "no feed"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, told: str) -> None:
    with pytest.raises(ParseError, match=told):
        parsed(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert parsed(rss("")).sightings == ()
    assert parsed('{"version": "https://jsonfeed.org/version/1", "items": []}').sightings == ()


def test_a_document_that_ends_too_early_is_not_whole_but_read() -> None:
    items = "<item><title>A</title><link>https://notes.example/a</link></item>" * 3
    whole = parsed(rss(items))
    cut = parsed(rss(items)[:-40])
    assert (whole.whole, cut.whole) == (True, False)
    assert cut.sightings


def test_entities_do_not_explode() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{bomb}]>' + rss(
        "<item><title>&e11;</title><link>https://notes.example/a</link></item>"
    ).removeprefix('<?xml version="1.0" encoding="utf-8"?>')
    for sighting in parsed(body).sightings:
        assert len(sighting.title) <= 500


def test_files_are_not_read_through_entities() -> None:
    body = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(
        "<item><title>a&x;b</title><link>https://notes.example/a</link></item>"
    ).removeprefix('<?xml version="1.0" encoding="utf-8"?>')
    assert "root" not in str(parsed(body))


@pytest.mark.parametrize(
    ("piece", "number"),
    [
        ("<div>", 20_000),
        ("<a href='x'>", 20_000),
        ("&", 100_000),
        ("<", 100_000),
        ("<![CDATA[", 9_000),
    ],
)
def test_what_deep_or_broken_markup_costs_grows_with_its_length(piece: str, number: int) -> None:
    def feed(number: int) -> str:
        return rss(
            "<item><title>T</title><link>https://notes.example/a</link>"
            f"<description>{escape(piece * number)}</description></item>"
        )

    assert only(parsed(feed(number))).url == "https://notes.example/a"
    assert_growth(parsed, feed(number // 4), feed(number))


@given(st.binary(max_size=300))
def test_any_bytes_give_sightings_or_a_parse_error(noise: bytes) -> None:
    for body in (noise, b"<rss><channel><item>" + noise, b'{"items": [' + noise):
        with contextlib.suppress(ParseError):
            parsed(body)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_any_text_is_stored_as_bounded_plain_text(title: str, text: str, address: str) -> None:
    xml = rss(
        f"<item><title>{escape(title)}</title><link>https://notes.example/{escape(address)}</link>"
        f"<description>{escape(text)}</description></item>"
    )
    try:
        feed = parsed(xml.encode("utf-8", "replace"))
    except ParseError:
        return
    for sighting in feed.sightings:
        assert sighting.url.startswith("https://notes.example")
        assert "\n" not in sighting.title
        (sighting.title + sighting.summary + sighting.url).encode("utf-8")
        assert not set(sighting.title + sighting.summary) & set("\x1b\x07\u202e\x00")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-8"])
@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=iso-8859-1"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_byte_order_mark_is_believed_before_any_header(
    encoding: str, charset: str, form: str
) -> None:
    told = {
        "xml": rss("<item><title>Ünï</title><link>https://notes.example/a</link></item>"),
        "json": '{"version": "https://jsonfeed.org/version/1.1", "title": "T", '
        '"items": [{"id": "1", "title": "Ünï", "url": "https://notes.example/a"}]}',
    }[form]
    feed = parsed(("\ufeff" + told).encode(encoding), content_type=f"application/{form}{charset}")
    assert [sighting.title for sighting in feed.sightings] == ["Ünï"]


def test_a_page_of_nested_elements_is_refused_for_what_its_size_costs() -> None:
    def refuse(page: bytes) -> None:
        with pytest.raises(ParseError, match="no feed"):
            parsed(page, content_type="text/html")

    assert_growth(refuse, b"<div>" * 100_000, b"<div>" * 400_000)


@pytest.mark.parametrize(
    "unit", ["<rss>", "<a>", "<a/>", "<title>x</title>", "</item>", "<", "&", "&nope;", "<!-- -->"]
)
def test_a_feed_that_would_keep_its_parser_busy_is_refused_before_it_is_read(unit: str) -> None:
    def refuse(feed: str) -> None:
        with pytest.raises(ParseError, match="more elements than any that can be read"):
            parsed(feed)

    start = '<rss version="2.0"><channel>'
    assert_growth(refuse, start + unit * 400_000, start + unit * 1_600_000)


def test_a_large_feed_of_many_elements_is_read() -> None:
    markup = "<p>Words, <b>and</b> more.</p>" * 4_000  # of which nothing costs the feed's parser
    entry = (
        '<entry><link href="https://notes.example/{0}"/><title>{0}</title><content type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>a<i>b</i></p></div></content></entry>'
    )
    long = f"<entry><id>https://notes.example/x</id><summary><![CDATA[{markup}]]></summary></entry>"
    entries = "".join(entry.format(number) for number in range(1_900)) + long * 50
    assert len(parsed(atom(entries)).sightings) == 1_901


_MANY = " ".join(f"a{number}='1'" for number in range(20_000))
_QUOTED = _MANY.replace("'1'", "'>'")


@pytest.mark.parametrize(
    "document",
    [
        rss(f"<item {_MANY}><title>T</title></item>"),
        rss(f"<item><title>T</title><description><p {_MANY}>x</p></description></item>"),
        rss(f"<item {_MANY}><title>T &nosuch;</title></item>"),
        rss("".join(f"<n{n}:x xmlns:n{n}='urn:{n}'/>" for n in range(2_000))),
        "<!DOCTYPE rss [" + '<!ENTITY a "b">\n' * 2_000 + "]>" + rss(""),
    ],
)
def test_a_document_that_would_keep_the_parser_busy_is_refused(document: str) -> None:
    with pytest.raises(LimitError, match=r"more than (?:1,000|300)"):
        parsed(document)


@pytest.mark.parametrize("tag", [f"<p {_MANY}>", f"<p {_QUOTED}>", f"<p {_MANY}"])
def test_an_entry_with_a_tag_of_very_many_attributes_loses_its_text_alone(tag: str) -> None:
    items = "".join(
        f"<item><title>{name}</title><link>https://notes.example/{name}</link>"
        f"<description>{text}</description></item>"
        for name, text in (("a", escape(tag)), ("b", f"<![CDATA[{tag}]]>"), ("c", "Some words."))
    )
    sightings = parsed(rss(items)).sightings
    assert [(each.title, each.summary) for each in sightings] == [
        ("a", ""),
        ("b", ""),
        ("c", "Some words."),
    ]


def test_blank_lines_before_the_root_cost_what_they_are_long() -> None:
    assert_growth(parsed, "<!-- x -->" + "\n" * 20_000 + rss(""), "\n" * 80_000 + rss(""))


def test_bases_within_bases_cost_what_they_are_many() -> None:
    assert_growth(parsed, rss("<x xml:base='a/'>" * 2_500), rss("<x xml:base='a/'>" * 10_000))
