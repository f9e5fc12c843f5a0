"""Which addresses only lead to another one that they carry themselves?

Redirect pages with the target in their query, and caches, archives and proxies with the target in
their path. A wrapper whose target only its server knows (t.co, bit.ly) is a page like any other.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from tracker.identity.url import Address, parse_address, query_text

_DEPTH = 8  # wrappers within wrappers; real chains have two or three

# host -> path -> the parameters that may hold the target; None stands for any path
_BY_QUERY: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "l.facebook.com": ("/l.php", ("u",)),
    "lm.facebook.com": ("/l.php", ("u",)),
    "facebook.com": ("/l.php", ("u",)),
    "l.instagram.com": (None, ("u",)),
    "l.threads.net": (None, ("u",)),
    "l.threads.com": (None, ("u",)),
    "out.reddit.com": (None, ("url",)),
    "youtube.com": ("/redirect", ("q",)),
    "t.umblr.com": ("/redirect", ("z",)),
    "vk.com": ("/away.php", ("to",)),
    "duckduckgo.com": ("/l", ("uddg",)),
    "slack-redir.net": ("/link", ("url",)),
    "getpocket.com": ("/redirect", ("url",)),
    "medium.com": ("/r", ("url",)),
    "steamcommunity.com": ("/linkfilter", ("url", "u")),
    "exit.sc": (None, ("url",)),
    "translate.google.com": ("/translate", ("u",)),
    "news.ycombinator.com": ("/submitlink", ("u",)),
    "themoonlight.io": ("/file", ("url",)),
    "via.hypothes.is": (None, ("url",)),
    "href.li": (None, ()),
    "anonym.to": (None, ()),
    "dereferer.me": (None, ()),
}
_BY_QUERY_ANYWHERE = (  # families of hosts
    (re.compile(r"(?:[a-z]+\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?"), "/url", ("url", "q")),
    (re.compile(r"scholar\.google\.[a-z]{2,3}(?:\.[a-z]{2})?"), "/scholar_url", ("url",)),
    (re.compile(r"[a-z0-9]+\.safelinks\.protection\.outlook\.com"), None, ("url",)),
    (re.compile(r"linkedin\.com"), "/safety/go", ("url",)),
    (re.compile(r"linkedin\.com"), "/redir/redirect", ("url",)),
    (re.compile(r"steamcommunity\.com"), "/linkfilter", ("url", "u")),
)
_BY_PATH = (  # the target's scheme stands in the path
    (re.compile(r"web\.archive\.org"), re.compile(r"/web/\d{1,14}(?:[a-z]{2}_)?\*?/(.+)")),
    (re.compile(r"(?:12ft\.io|r\.jina\.ai|via\.hypothes\.is)"), re.compile(r"/(https?:/.+)")),
    (re.compile(r"urldefense\.(?:com|us)"), re.compile(r"/v3/__(https?:/.+?)__;.*")),
)
_TRANSLATED = ".translate.goog"
_AMP_PATH = re.compile(r"/(?:amp|[cv])/(s/)?([^/]+\.[^/]+.*)")
_AMP_HOST = re.compile(r"(?:.+\.)?cdn\.ampproject\.org")
_AMP_VIEWER = re.compile(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?|bing\.com")
_FAMILIES = re.compile(
    "|".join(
        f"(?:{family.pattern})"
        for family in (
            *(host for host, *_ in (*_BY_QUERY_ANYWHERE, *_BY_PATH)),
            _AMP_HOST,
            _AMP_VIEWER,
        )
    )
)


def unwrap(address: Address) -> Address | None:
    """The address that this one leads to in the end; None where wrappers do not end."""
    for _ in range(_DEPTH):
        target = _target(address)
        inner = parse_address(target) if target else None
        if inner is None:
            return address
        address = inner
    return None


def _target(address: Address) -> str:
    if not may_wrap(address.host):
        return ""
    return _in_query(address) or _in_path(address) or _translated(address)


def may_wrap(host: str) -> bool:
    """Whether an address of this host may lead to another one."""
    return host in _BY_QUERY or host.endswith(_TRANSLATED) or _FAMILIES.fullmatch(host) is not None


def _in_query(address: Address) -> str:
    path = address.path.rstrip("/")
    parameters = _BY_QUERY.get(address.host)
    candidates = [parameters] if parameters else []
    candidates += [
        (where, names) for host, where, names in _BY_QUERY_ANYWHERE if host.fullmatch(address.host)
    ]
    for where, names in candidates:
        if where is not None and path != where:
            continue
        if not names and address.query:  # href.li/?https://...
            return _web(query_text(address.query))
        for name in names:
            if target := _web(unquote(address.parameter(name))):
                return target
    return ""


def _in_path(address: Address) -> str:
    if _AMP_HOST.fullmatch(address.host) or _AMP_VIEWER.fullmatch(address.host):
        match = _AMP_PATH.fullmatch(address.path)
        if match:
            return f"{'https' if match[1] else 'http'}://{_with_query(match[2], address)}"
    for host, path in _BY_PATH:
        if host.fullmatch(address.host) and (match := path.fullmatch(address.path)):
            target = re.sub(r"^(https?):/+", r"\1://", unquote(match[1]))
            return _with_query(target if "://" in target else f"http://{target}", address)
    return ""


def _translated(address: Address) -> str:
    """``example-org.translate.goog`` shows example.org; a hyphen of the name's own is doubled."""
    name = address.host.removesuffix(_TRANSLATED)
    if name == address.host or "." in name:
        return ""
    host = name.replace("--", "\0").replace("-", ".").replace("\0", "-")
    kept = [(key, value) for key, value in address.query if not key.startswith("_x_tr_")]
    query = query_text(kept)
    return f"https://{host}{address.path}{'?' + query if query else ''}"


def _with_query(target: str, address: Address) -> str:
    query = query_text(address.query)
    return f"{target}?{query}" if query else target


def _web(target: str) -> str:
    return target if re.match(r"(?i)https?://", target) else ""
