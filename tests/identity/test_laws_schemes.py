"""Laws: canonical twice is once, an alias reads back, and nothing that is typed is an exception."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.identity.schemes import aliases_of_url, is_mere_page, parse_reference, url_of
from tracker.identity.url import parse_address

_HOSTS = st.sampled_from(
    [
        "arxiv.org",
        "cn.arxiv.org",
        "example.org",
        "www.www.example.org",
        "amp.example.org",
        "EXAMPLE.org:443",
        "a:0",
        "example.org:99999",
        "doi.org",
        "dl.acm.org",
        "www.nature.com",
        "github.com",
        "huggingface.co",
        "youtu.be",
        "www.youtube.com",
        "openreview.net",
        "aclanthology.org",
        "papers.nips.cc",
        "google.com",
        "l.facebook.com",
        "href.li",
        "web.archive.org",
        "cdn.ampproject.org",
        "my--site-org.translate.goog",
        "bücher.example",
        "[::1]",
        "[::1",
        "u:p@example.org.",
        "xn--a",
        "x_y.org",
        "127.0.0.1:8080",
    ]
)
_PATHS = st.sampled_from(
    [
        "abs",
        "pdf",
        "2505.00703",
        "2505.00703v2.pdf",
        "cs.CL",
        "0101001",
        "amp",
        "a.amp.html",
        "..",
        ".",
        "%2e%2e",
        "%zz",
        "%C3%A9",
        "é",
        "\x00",
        "10.1145",
        "10.1145%2F3292500",
        "3292500",
        "doi",
        "full",
        "articles",
        "s41586-021-03819-2",
        "url",
        "watch",
        "doe",
        "engine",
        "releases",
        "tag",
        "v1.0",
        "tree",
        "main",
        "datasets",
        "web",
        "2020",
        "https://example.org/a",
        "c",
        "s",
        "example.org",
        "<x>",
        "a;b",
        ";jsessionid=AB",
        "(S(abcdefghijklmnopqrstuvwx))",
        "2023.acl-long.1",
        "..amp",
    ]
) | st.text(max_size=5)
_PAIRS = st.sampled_from(
    [
        "utm_source=a",
        "ref=x",
        "ref=1",
        "id=rkgNKkHtvB",
        "v=abcdEFG_-12",
        "q=https%3A%2F%2Fexample.org%2Fa",
        "amp",
        "a=1",
        "a=",
        "u=http%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fexample.org",
        "=",
        "b=%zz",
        "amp;utm_x=1",
        "%61mp=1",
        "sid=0123456789abcdef0123456789abcdef",
        "url=https://arxiv.org/abs/2505.00703",
    ]
) | st.text(max_size=5)
_URLS = st.builds(
    lambda scheme, host, path, query, fragment: (
        f"{scheme}{host}/{'/'.join(path)}{'?' + '&'.join(query) if query else ''}{fragment}"
    ),
    st.sampled_from(["https://", "http://", "HTTPS://", "//", "ftp://", "javascript:", ""]),
    _HOSTS,
    st.lists(_PATHS, max_size=5),
    st.lists(_PAIRS, max_size=4),
    st.sampled_from(["", "#x", "#!/a", "#/é", "#%zz"]),
)


@given(_URLS)
@settings(max_examples=400, deadline=None)
@example("https://example.org/\\@arxiv.org/abs/2505.00703")
@example("https://amp.arxiv.org/abs/2505.00703")
def test_a_mere_page_has_no_alias_but_its_address(url: str) -> None:
    assert not is_mere_page(url) or {alias.scheme for alias in aliases_of_url(url)} <= {"url"}


@given(_URLS)
@settings(max_examples=400, deadline=None)
@example("https://example.org//%2e%2eamp")
@example("https://bücher.example/(S(abcdefghijklmnopqrstuvwx))é")
@example("https://example.org/a?amp;utm_x=1&amp;b")
def test_canonical_twice_is_once(url: str) -> None:
    for alias in aliases_of_url(url):
        if alias.scheme == "url":
            assert aliases_of_url(f"https://{alias.value}") == (alias,)
            assert aliases_of_url(f"//{alias.value}") == (alias,)


_SIMPLE = st.from_regex(r"https?://[a-z0-9.-]{1,8}(?:/[a-z.;(@%]{0,3}){0,4}", fullmatch=True)


@given(_URLS | _SIMPLE)
@settings(max_examples=400, deadline=None)
@example("https://example.org/a/../b")
@example("https://example.org//./")
def test_a_simple_address_reads_like_any_other(url: str) -> None:
    # Upper case in the scheme says nothing, but takes an address off the short way.
    loud = f"HTTP{url[4:]}" if url.startswith("http") else url
    assert parse_address(url) == parse_address(loud)
    assert aliases_of_url(url) == aliases_of_url(loud)


@given(_URLS)
@settings(max_examples=400, deadline=None)
@example("https://doi.org/10.1145/abs/,")
@example("https://doi.org/10.1145/abs))")
def test_an_alias_reads_back_from_its_text_and_from_its_address(url: str) -> None:
    for alias in aliases_of_url(url):
        assert parse_reference(str(alias)) == alias
        assert aliases_of_url(url_of(alias)) == (alias,)


@given(_URLS)
@settings(max_examples=200, deadline=None)
@example("https://arxiv.org/? ")
def test_tracking_a_fragment_and_the_scheme_change_no_identity(url: str) -> None:
    url = url.strip()  # as an address is read that stands alone
    if "#" in url or not aliases_of_url(url):
        return
    bare = aliases_of_url(url)
    if not any(wrapper in url for wrapper in ("href.li", "amp", "google", "archive", "facebook")):
        joint = "&" if "?" in url else "?"
        assert aliases_of_url(f"{url}{joint}utm_source=x#part") == bare


@given(st.text(max_size=60) | st.text(alphabet="/:.?#[]@%&=ax1\ud800\u0000 ", max_size=40))
@settings(max_examples=400, deadline=None)
def test_no_text_is_an_exception(text: str) -> None:
    for written in (text, f"https://{text}", f"https://example.org/{text}", f"doi:10.1000/{text}"):
        aliases_of_url(written)
        alias = parse_reference(written)
        if alias is not None:
            assert parse_reference(str(alias)) == alias
