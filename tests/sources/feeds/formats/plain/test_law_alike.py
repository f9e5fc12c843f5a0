"""A law: what the plain reader says of a document is what feedparser says of it.

Documents are put together of all elements that it knows, in any order and number, of some that it
does not know, and of texts and attributes that feedparser treats in ways of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeVar

from feedparser.mixin import _FeedParserMixin
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.sources.feeds.formats import by_feedparser, xmlfeed
from tracker.sources.feeds.formats.plain import document
from tracker.sources.feeds.formats.plain.elements import CHANNEL, ENTRY, FEED, ITEM
from tracker.sources.feeds.formats.plain.namespaces import KNOWN, THREADS, URIS, WORDPRESS

T = TypeVar("T")

URL = "https://notes.example/feed"
PREFIXES = {uri: prefix or "atom" for prefix, uris in URIS.items() for uri in uris}
DECLARED = {
    **{
        prefix or "atom": uris[0] for prefix, uris in URIS.items() if prefix not in ("xml", "xlink")
    },
    "thr": THREADS,
    "own": "urn:own",
}
TEXTS = st.sampled_from(
    [
        *("", " ", "A word", "  two words \n", "https://notes.example/a", "/relative?a=1&b=2"),
        *(
            "http:////many.example/x",
            "https://notes.example/a?b=1&copy;=2",
            "Vec<T> is <b>cheap</b>",
        ),
        *(
            "<p>Text &amp; <a href='/x'>more</a></p>",
            "Caf\u00c3\u00a9",
            "caf\u00e9",
            "\u0093quoted\u0094",
        ),
        *("Ann <ann@notes.example>", "ann@notes.example (Ann Author)", "ann@notes.example", "Ann"),
        *(
            "Thu, 01 May 2025 18:00:00 GMT",
            "Fri, 2 May 2025 10:00:00 +0130",
            "2025-05-02T10:00:00Z",
        ),
        *(
            "Sat, 31 Feb 2025 10:00:00 GMT",
            "2 May 2025",
            "yesterday",
            "2025-05-02T10:00:00.5-07:00",
        ),
        *("Sat, 03 May 2025 10:00:60 -0030", "tag:notes.example,2025:1", "yes", "AT&T", "a &lt; b"),
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["rel", "type", "href", "url", "isPermaLink", "term", "domain", "src", "length"]
    ),
    st.sampled_from(
        [
            *(
                "alternate",
                "self",
                "Related",
                "via",
                "enclosure",
                "text",
                "html",
                "xhtml",
                "text/html",
            ),
            *("https://notes.example/b", "/c", "true", "false", "application/json", "", "web"),
            *("alternate", "html", "https://notes.example/d"),
        ]
    ),
    max_size=3,
)
XHTML = st.sampled_from(
    [
        "<xhtml:div>One <xhtml:b>two</xhtml:b></xhtml:div>",
        '<div xmlns="http://www.w3.org/1999/xhtml"><p TITLE="x">One &amp; &lt;two&gt;</p> on</div>',
        '<div xmlns="http://www.w3.org/1999/xhtml"><p title="&quot;x">One</p><br/></div> behind',
        '<p xmlns="http://www.w3.org/1999/xhtml">One</p><p xmlns="http://www.w3.org/1999/xhtml"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>no</title></svg>',
    ]
)


def _names(known: Iterable[str], plain_prefix: str) -> list[str]:
    """Elements as they are written, by the prefixes of ``DECLARED``."""
    names = []
    for tag in known:
        uri, _, name = tag.removeprefix("{").rpartition("}")
        prefix = "thr" if uri == THREADS else PREFIXES.get(uri, "") if uri else ""
        if uri == WORDPRESS:
            names.append(f'{name} xmlns="{WORDPRESS}"')
        else:
            names.append(name if prefix in ("", plain_prefix) else f"{prefix}:{name}")
    return sorted({*names, "own:thing"})


ODD = ["source", "media:title", "dc:title", "itunes:summary", "textInput", "Title", "own:title"]


def _rarely(usual: st.SearchStrategy[T], odd: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    return st.integers(0, 19).flatmap(lambda chance: usual if chance else odd)


def _element(names: list[str]) -> st.SearchStrategy[tuple[str, str]]:
    """An element's name, and the element."""
    plain = st.one_of(
        TEXTS.map(lambda text: escape(text, quote=False)),
        TEXTS.map(lambda text: f"<![CDATA[{text}]]>"),
        TEXTS.map(lambda text: f"one<!-- a comment -->{escape(text)}"),
    )
    nested = st.one_of(
        TEXTS.map(lambda text: f"<own:a>{escape(text)}<own:b c='d'/></own:a>"),
        TEXTS.map(lambda text: f"<b>{escape(text)}</b>"),
        TEXTS.map(lambda text: f"<atom:title>{escape(text)}</atom:title>"),
    )

    def written(name: str, attributes: dict[str, str], text: str) -> tuple[str, str]:
        attributes = OF_NAME.get(name, {}) | attributes
        told = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        return name, f"<{name}{told}>{text}</{name.partition(' ')[0]}>"

    def filled(name: str) -> st.SearchStrategy[tuple[str, str]]:
        attributes = st.just({}) if name not in OF_NAME else st.one_of(st.just({}), ATTRIBUTES)
        inner = st.one_of(plain, INSIDE[name]) if name in INSIDE else plain
        return st.builds(
            written, st.just(name), _rarely(attributes, ATTRIBUTES), _rarely(inner, nested)
        )

    return _rarely(st.sampled_from(names), st.sampled_from(ODD)).flatmap(filled)


OF_NAME: dict[str, dict[str, str]] = {
    "atom:link": {"href": "https://notes.example/self"},
    "enclosure": {},
    "guid": {},
    "category": {},
    "media:content": {},
    "content": {"type": "html"},
    "summary": {},
    "link": {},
}
INSIDE: dict[str, st.SearchStrategy[str]] = {
    "content": XHTML,
    "summary": XHTML,
    "author": TEXTS.map(lambda text: f"<name>{escape(text)}</name><email>a@b.example</email>"),
    "image": TEXTS.map(lambda text: f"<url>u</url><title>{escape(text)}</title><link>l</link>"),
    "itunes:owner": TEXTS.map(lambda text: f"<itunes:name>{escape(text)}</itunes:name>"),
    "own:thing": TEXTS.map(lambda text: f"<own:a>{escape(text)}<own:b c='d'/></own:a>"),
}


def _document(
    root: str, holder: str, entry: str, feed_names: list[str], entry_names: list[str]
) -> st.SearchStrategy[str]:
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in DECLARED.items())
    several = st.lists(_element(entry_names), max_size=6, unique_by=lambda part: part[0])
    entries = several.map(
        lambda parts: (str(parts), f"<{entry}>{''.join(text for _, text in parts)}</{entry}>")
    )
    parts = st.lists(
        st.one_of(_element(feed_names), entries, entries),
        max_size=6,
        unique_by=lambda part: part[0],
    )
    start, end = (f"<{holder}>", f"</{holder}>") if holder else ("", "")
    name = root.partition(" ")[0]
    return parts.map(
        lambda some: f"<{root}{declared}>{start}{''.join(text for _, text in some)}{end}</{name}>"
    )


RSS = _document('rss version="2.0"', "channel", "item", _names(CHANNEL, "-"), _names(ITEM, "-"))
ATOM = _document(
    'feed xmlns="http://www.w3.org/2005/Atom"',
    "",
    "entry",
    _names(FEED, "atom"),
    _names(ENTRY, "atom"),
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(RSS, ATOM))
@example(
    '<rss version="2.0"><channel><link>&lt;p&gt;A &amp;amp; B&lt;/p&gt;</link></channel></rss>'
)
def test_the_plain_reader_says_what_feedparser_says_or_nothing(text: str) -> None:
    body = text.encode()
    fields = document.read(body, set(xmlfeed.NAMESPACE.findall(body)))
    if fields is not None:
        meant = by_feedparser.read(body, "")
        assert xmlfeed.told(fields, URL, limit=99) == xmlfeed.told(meant, URL, limit=99)


def test_namespaces_are_those_of_feedparser() -> None:
    known = _FeedParserMixin.namespaces
    assert {uri: prefix for prefix, uri in KNOWN} | {"": ""} == known
