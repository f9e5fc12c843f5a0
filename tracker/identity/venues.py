"""Papers by their place in a venue: OpenReview, ACL Anthology, PMLR and NeurIPS proceedings.

Sources: the sites' own addresses, the ACL Anthology's identifier scheme (``P19-1001`` until 2019,
``2023.acl-long.1`` since). A paper's abstract page, PDF and BibTeX are one; a volume, a supplement,
a review are not the paper.
"""

from __future__ import annotations

import re

from tracker.identity.url import Address
from tracker.values import Alias

_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{5,40}")
_ACL = re.compile(
    r"[a-z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9]+-[a-z0-9]+\.[0-9]+", re.IGNORECASE | re.ASCII
)
_ACL_PATH = re.compile(
    r"/(?:anthology/|papers/(?:[a-z]/[a-z][0-9]{2}/)?)?"
    rf"({_ACL.pattern})(?:v[0-9]+)?(?:\.(?:pdf|bib|xml|endf|html))?",
    re.IGNORECASE | re.ASCII,
)
_ACL_HOSTS_WORDS = "aclanthology.org aclanthology.info aclweb.org aclanthology.coli.uni-saarland.de"
ACL_HOSTS = frozenset(_ACL_HOSTS_WORDS.split())
_PMLR = re.compile(r"v([0-9]{1,4})/([a-z0-9_-]{1,80})", re.ASCII)
PMLR_PATHS = {
    "proceedings.mlr.press": re.compile(
        r"/(v[0-9]{1,4})/([a-z0-9_-]{1,80})(?:\.html|\.bib|/\2\.pdf)?", re.ASCII
    ),
    "raw.githubusercontent.com": re.compile(  # where the proceedings keep their PDFs since 2023
        r"/mlresearch/(v[0-9]{1,4})/[\w-]+/assets/([a-z0-9_-]{1,80})/\2\.pdf", re.ASCII
    ),
}
_NEURIPS = re.compile(r"[0-9]{4}/[0-9a-f]{32}|[0-9]{1,5}", re.ASCII)
_NEURIPS_PATH = re.compile(
    r"/paper(?:_files/paper)?/(?:"
    r"([0-9]{4})/(?:hash|file)/([0-9a-f]{32})-(?:abstract|paper|bibtex)[a-z_-]*\.(?:html|pdf|bib)"
    r"|([0-9]{1,5})-[a-z0-9-]+?(?:\.pdf|/bibtex)?)",
    re.IGNORECASE | re.ASCII,
)
_NEURIPS_HOSTS_WORDS = (
    "papers.nips.cc papers.neurips.cc proceedings.neurips.cc"
    " datasets-benchmarks-proceedings.neurips.cc"
)
NEURIPS_HOSTS = frozenset(_NEURIPS_HOSTS_WORDS.split())


def recognise_openreview(address: Address) -> Alias | None:
    """The submission whose forum or PDF an address is."""
    pdf = address.path == "/attachment" and address.parameter("name") == "pdf"
    page = pdf or address.path.rstrip("/") in ("/forum", "/pdf")
    if address.host != "openreview.net" or not page:
        return None
    value = parse_openreview(address.parameter("id"))
    return Alias("openreview", value) if value else None


def parse_openreview(value: str) -> str | None:
    """A submission's identifier as it is stored."""
    return value if _OPENREVIEW.fullmatch(value) else None


def openreview_url(value: str) -> str:
    """The submission's forum."""
    return f"https://openreview.net/forum?id={value}"


def recognise_acl(address: Address) -> Alias | None:
    """The paper whose page or file at the ACL Anthology an address is."""
    if address.host not in ACL_HOSTS:
        return None
    match = _ACL_PATH.fullmatch(address.path.rstrip("/"))
    value = parse_acl(match[1]) if match else None
    return Alias("acl", value) if value else None


def parse_acl(value: str) -> str | None:
    """An identifier of the Anthology as it is stored."""
    if not _ACL.fullmatch(value):
        return None
    return value.lower() if "." in value else value.upper()


def acl_url(value: str) -> str:
    """The paper's page at the Anthology."""
    return f"https://aclanthology.org/{value}/"


def recognise_pmlr(address: Address) -> Alias | None:
    """The paper whose page or file at PMLR (proceedings.mlr.press) an address is."""
    pattern = PMLR_PATHS.get(address.host)
    match = pattern.fullmatch(address.path.rstrip("/")) if pattern else None
    return Alias("pmlr", f"{match[1]}/{match[2]}") if match else None


def parse_pmlr(value: str) -> str | None:
    """``volume/name`` as it is stored."""
    return value if _PMLR.fullmatch(value) else None


def pmlr_url(value: str) -> str:
    """The paper's page in its volume."""
    return f"https://proceedings.mlr.press/{value}.html"


def recognise_neurips(address: Address) -> Alias | None:
    """The paper whose page or file in the proceedings of NeurIPS an address is."""
    if address.host not in NEURIPS_HOSTS:
        return None
    match = _NEURIPS_PATH.fullmatch(address.path.rstrip("/"))
    if not match:
        return None
    return Alias("neurips", f"{match[1]}/{match[2].lower()}" if match[1] else match[3])


def parse_neurips(value: str) -> str | None:
    """A paper's identifier in the proceedings as it is stored."""
    return value.lower() if _NEURIPS.fullmatch(value.lower()) else None


def neurips_url(value: str) -> str:
    """The abstract's page; a value without a year is a page at papers.nips.cc."""
    year, slash, digest = value.partition("/")
    if not slash:
        return f"https://papers.nips.cc/paper/{value}"
    track = "-Abstract" if int(year) < 2022 else "-Abstract-Conference"  # the site's own change
    return f"https://proceedings.neurips.cc/paper_files/paper/{year}/hash/{digest}{track}.html"
