"""arXiv identifiers, and the sites whose paths carry them.

Source: arXiv's identifier scheme (new ``YYMM.NNNN`` from April 2007, five digits from January
2015; old ``archive/YYMMNNN``, whose subject class is no part of the name). A version is a state
of the work, not another work, so it is left out.

Only sites that are known to show the paper itself are read: on any other one, an identifier in
the address says what a page is about, not what it is.
"""

from __future__ import annotations

import re

from tracker.identity.url import Address
from tracker.values import Alias

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_MONTH = r"(?:0[1-9]|1[0-2])"
_NEW = (
    rf"(?P<new>(?:070[4-9]|071[0-2]|(?:0[89]|1[0-4]){_MONTH})\.[0-9]{{4}}"
    rf"|(?:1[5-9]|[2-9][0-9]){_MONTH}\.[0-9]{{5}})"
)
_OLD = (
    rf"(?P<archive>{_ARCHIVES})(?:\.[a-z]{{2}}|\.[a-z-]{{3,}})?"
    rf"/(?P<number>(?:9[1-9]|0[0-7]){_MONTH}[0-9]{{3}})"
)
_ID = rf"(?:{_NEW}|{_OLD})(?:v[0-9]{{1,3}})?"
_NUMBER = re.compile(rf"[0-9]{{2}}{_MONTH}(?:[0-9]{{3}}|\.[0-9]{{4}})")  # in each of them
# As it is written: "arXiv 2505.00703", and with the class that arXiv prints: "2505.00703v1 [cs.CL]"
_VALUE = re.compile(rf"(?:arxiv[:\s]\s*)?{_ID}(?:\.pdf|\s*\[[a-z.-]+\])?", re.IGNORECASE | re.ASCII)
# Identifiers within running text: not the middle of a longer number or name.
_IN_TEXT = re.compile(rf"(?<![\w.])arxiv\s?:\s?{_ID}(?!\w)", re.IGNORECASE | re.ASCII)


# Patterns are compiled when their site is met: all of them take a tenth of a short command.
def _path(before: str, after: str = "") -> str:
    return rf"/(?:{before})(?:arxiv:)?{_ID}{after}/?"


_FILE = r"(?:\.(?:pdf|ps|ps\.gz|html|gz|tar\.gz))?"
_LANGUAGE = r"(?:[a-z]{2}(?:-[a-z]{2,4})?/)?"
_ANY_PATH = _path(r"(?:[a-z]+/)?", _FILE)  # /ID or /word/ID
_ARXIV_PATHS = (
    _path(r"(?:abs|pdf|ps|format|src|e-print|html|tb|cits|refs|bibtex|ct)/", _FILE),
    _path(r"html/", r"/.*"),  # the parts of the HTML version
    rf"/ftp/(?:arxiv/)?(?:[\w-]+/)?papers/[0-9]{{4}}/{_ID}\.pdf",
)
# site -> the paths on which it shows a paper; subdomains are listed where they are used
_SITES: dict[str, tuple[str, ...]] = {
    "ar5iv.org": (_ANY_PATH,),
    "ar5iv.labs.arxiv.org": (_ANY_PATH,),
    "alphaxiv.org": (
        _path(rf"{_LANGUAGE}(?:abs|pdf|html|overview|resources|blog|paper|audio)/", _FILE),
    ),
    "arxiv-vanity.com": (_path(r"papers/"),),
    "arxiv-sanity.com": (_path(r""),),
    "huggingface.co": (_path(r"papers/", r"(?:\.md)?"),),
    "hf.co": (_path(r"papers/", r"(?:\.md)?"),),
    "hf-mirror.com": (_path(r"papers/"),),
    "paperswithcode.com": (_path(r"(?:paper|arxiv)/"),),
    "scirate.com": (_path(r"(?:arxiv/)?"),),
    "emergentmind.com": (_path(r"(?:papers?|articles)/"),),
    "scholar.archive.org": (_path(r"(?:arxiv|fatcat|work|abs)/"),),
    "fatcat.wiki": (_path(r"(?:arxiv|release/lookup)/"),),
    "themoonlight.io": (_path(rf"{_LANGUAGE}(?:paper|review|arxiv|abs)s?/", r"(?:/[a-z]+)?"),),
    "moonlight.io": (_path(rf"{_LANGUAGE}(?:paper|review|arxiv|abs)s?/"),),
    "deeplearn.org": (_path(r"arxiv/", r"(?:/[^/]*)?"),),
    "catalyzex.com": (_path(r"(?:paper|arxiv|abs)/", r"(?:/code)?"),),
    "papers.cool": (_path(r"arxiv/"),),
    "semanticscholar.org": (_path(r"(?:arxiv/|paper/)?"),),
    "api.semanticscholar.org": (_path(r"(?:graph/)?(?:v1/)?(?:paper/)?"),),
    "connectedpapers.com": (_path(r"(?:main|arxiv)/(?:arxiv/)?"),),
    "ui.adsabs.harvard.edu": (_path(r"abs/", r"(?:/abstract)?"),),
    "adsabs.harvard.edu": (_path(r"abs/"),),
    "inspirehep.net": (_path(r"(?:arxiv|api/arxiv)/"),),
    "bytez.com": (_path(r"docs/arxiv/", r"(?:/[a-z]+)?"),),
    "gist.science": (_path(r"paper/"),),
    "tldr.takara.ai": (_path(r"p/"),),
    "arxivlens.com": (_path(r"(?:paper|paperview/details|abs)/"),),
    "arxiv.dosf.top": (_ANY_PATH,),
    "arxiv.cn": (_ANY_PATH,),
    "xxx.lanl.gov": _ARXIV_PATHS,
    "xxx.itp.ac.cn": _ARXIV_PATHS,
    "arxiv.org": _ARXIV_PATHS,
}
# Two registries spell the identifier in a way of their own.
_DBLP = re.compile(r"/rec/(?:html/|bibtex/)?journals/corr/abs-([0-9]{4})-([0-9]{4,5})(?:\.html)?")
# ADS: 2025arXiv250500703D, and a full stop where the number has four digits: 2014arXiv1412.6980K
_BIBCODE = re.compile(
    r"/abs/[0-9]{4}arxiv([0-9]{4})\.?([0-9]{4,5})[a-z](?:/abstract)?", re.IGNORECASE | re.ASCII
)

_RESPELLED = {
    "dblp.org": _DBLP,
    "dblp.uni-trier.de": _DBLP,
    "ui.adsabs.harvard.edu": _BIBCODE,
    "adsabs.harvard.edu": _BIBCODE,
}


def is_at(host: str) -> bool:
    """Whether the site may show papers of arXiv's."""
    return host in _SITES or host in _RESPELLED or host.endswith(".arxiv.org")


def recognise(address: Address) -> Alias | None:
    """The paper whose page an address is: at arXiv, at a mirror, or at a site that shows papers."""
    host = address.host
    if host.endswith(".arxiv.org") and host not in _SITES:
        host = "arxiv.org"  # export, browse, and mirrors by country: cn, de, es, ...
    if (patterns := _SITES.get(host)) and _NUMBER.search(address.path):
        path = _plain(address.path)
        for pattern in patterns:
            if match := re.fullmatch(pattern, path, re.IGNORECASE | re.ASCII):
                return Alias("arxiv", _value(match))
    if host in _RESPELLED and (match := _RESPELLED[host].fullmatch(address.path)):
        value = parse(f"{match[1]}.{match[2]}")
        return Alias("arxiv", value) if value else None
    return None


def parse(text: str) -> str | None:
    """The identifier without its version, in the one spelling that is stored."""
    match = _VALUE.fullmatch(text.strip())
    return _value(match) if match else None


def find_in_text(text: str) -> list[Alias]:
    """The papers that plain text names as ``arXiv:2505.00703``, in order."""
    # Most texts name none, and the pattern is slow to see it.
    if not any(part in text for part in ("rX", "rx", "RX", "Rx")):
        return []
    return [Alias("arxiv", _value(match)) for match in _IN_TEXT.finditer(text)]


def url_of(value: str) -> str:
    """The page of the abstract."""
    return f"https://arxiv.org/abs/{value}"


def _value(match: re.Match[str]) -> str:
    return match["new"] or f"{match['archive'].lower()}/{match['number']}"


def _plain(path: str) -> str:
    """The path without what escapes and sloppy texts do to it: ``.../2505.00703%7D).``"""
    path = re.sub("/{2,}", "/", path.replace("%2F", "/").replace("%3A", ":"))
    return re.sub(r"(?:[.,;:)\]}*]|%(?:20|7D|5D|29|22|3E|E2%80%9D)){1,4}$", "", path)
