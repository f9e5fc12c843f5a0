"""DOIs, and the publishers whose paths carry them.

Source: ISO 26324 and the DOI Handbook: a DOI is blind to the case of ASCII letters, so it is held
in lower case. DOIs that registries give to papers of a scheme of its own (arXiv's 10.48550, the
ACL Anthology's 10.18653/v1) are that scheme's aliases: one work has one strongest name.

A DOI counts only in a path, and only on a resolver or on a publisher's site: elsewhere it tells
what a page is about.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, unquote

from tracker.identity import arxiv, venues
from tracker.identity.url import Address
from tracker.values import Alias

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f]+")
_LABEL = re.compile(r"^doi\s*:?\s*(?=10\.)", re.IGNORECASE)  # "DOI 10.1145/..."
_MAX = 300  # longer than any that is registered
_RESOLVERS_WORDS = (
    "doi.org dx.doi.org hdl.handle.net doi.acm.org doi.ieeecomputersociety.org doi.library.ubc.ca"
    " link.aps.org doi.wiley.com doi.apa.org oadoi.org unpaywall.org doi.pangaea.de"
    " sci-hub.se sci-hub.st sci-hub.ru api.crossref.org"
)
_RESOLVERS = frozenset(_RESOLVERS_WORDS.split())
_RESOLVER_PATH = re.compile(  # also with a resolver's address where the DOI alone belongs
    r"/(?:doi/|works/)?(?:(?:https?:/{1,2})?(?:[a-z-]+\.)*doi\.org/)*+(?:doi:\s*)?(10\..+)",
    re.IGNORECASE,
)

# Publishers (with their subdomains) by where their paths hold the DOI; what follows it is listed
# as the page's view: the same article as text, figures, PDF.
_VIEW = (
    r"(?:/(?:full|fulltext|abstract|abs|pdf|epdf|html|meta|summary|references|citations|figures"
    r"|suppl|suppl_file|media|metrics|cite|full/html|full/pdf))?"
)
_ATYPON = (  # the platform that most of them run: /doi/abs/10..., /doi/10...
    r"/(?:[a-z0-9]+/)?doi/(?:(?:abs|full|full-xml|pdf|epdf|pdfplus|pdfdirect|epub|reader|book|ref"
    r"|references|figure|fig|suppl|citedby|epdfplus|fullHtml|abstract|proceedings|10\.1111)/)?"
    rf"(10\..+?){_VIEW}"
)
_PREFIXED = {
    "springer.com": (
        r"/(?:article|chapter|book|protocol|referenceworkentry|content/pdf|epdf)/(10\..+?)"
        r"(?:\.pdf|/fulltext\.html|/figures/\d+|/tables/\d+)?"
    ),
    "biomedcentral.com": r"/(?:articles|track/pdf)/(10\..+?)(?:\.pdf)?",
    "springeropen.com": r"/(?:articles|track/pdf)/(10\..+?)(?:\.pdf)?",
    "iop.org": rf"/article/(10\..+?){_VIEW}",
    "aps.org": r"/[a-z]+/(?:abstract|pdf|accepted|references|cited-by)/(10\..+)",
    "frontiersin.org": rf"/(?:journals/[^/]+/)?articles?/(10\..+?){_VIEW}",
    "emerald.com": rf"/insight/content/doi/(10\..+?){_VIEW}",
    "degruyter.com": rf"/document/doi/(10\..+?){_VIEW}",
    "degruyterbrill.com": rf"/document/doi/(10\..+?){_VIEW}",
    "biorxiv.org": (
        r"/content/(?:biorxiv/early/[\d/]+|early/[\d/]+|medrxiv/early/[\d/]+)?"
        r"(10\.\d+/[\d.]+?)(?:v\d+)?(?:\.(?:full|abstract|full\.pdf|full-text|article-[a-z]+"
        r"|supplementary-material|article-info))?"
    ),
    "cambridge.org": r"/core/product/doi/(10\..+)",
    "ssrn.com": r"/doi/(10\..+)",
    "zenodo.org": r"/doi/(10\..+)",
}
# Silverchair's platform puts numbers and the title behind the DOI.
for _site in ("oup.com", "mit.edu", "aip.org"):
    _PREFIXED[_site] = r"/(?:[\w-]+/){1,3}doi/(10\..+?)(?:/\d{4,}(?:/[^/]*)?)?"
_PREFIXED["medrxiv.org"] = _PREFIXED["biorxiv.org"]
_PREFIXED["springernature.com"] = _PREFIXED["springer.com"]
_ATYPON_SITES_WORDS = (
    "acm.org wiley.com science.org sciencemag.org pnas.org tandfonline.com sagepub.com acs.org"
    " siam.org informs.org annualreviews.org nejm.org ahajournals.org physiology.org"
    " liebertpub.com worldscientific.com asme.org aip.org asce.org ascelibrary.org"
    " rsna.org jco.org ascopubs.org apa.org psychiatryonline.org royalsocietypublishing.org"
    " royalsociety.org mitpressjournals.org mit.edu rupress.org asm.org uchicago.edu"
    " thieme-connect.com thieme-connect.de aeaweb.org computer.org"
    " icevirtuallibrary.com cdnsciencepub.com"
    " portlandpress.com aiaa.org spiedigitallibrary.org bmj.com atsjournals.org embopress.org"
    " scitation.org healthaffairs.org aom.org jstor.org ametsoc.org geoscienceworld.org"
    " tandf.co.uk morganclaypool.com cell.com thelancet.com nowpublishers.com"
)
_ATYPON_SITES = frozenset(_ATYPON_SITES_WORDS.split())
# Sites whose own numbers are the suffix of their DOI.
_NUMBERED = {
    "nature.com": (
        re.compile(
            r"/articles/([a-z]+[\d.-]*\d[a-z0-9-]*?)(?:\.pdf|_reference\.pdf|/(?:figures|tables)/\d+)?",
            re.IGNORECASE,
        ),
        "10.1038/{}",
    ),
    "ssrn.com": (re.compile(r"/abstract=(\d+)"), "10.2139/ssrn.{}"),
    "zenodo.org": (re.compile(r"/records?/(\d+)(?:/.*)?"), "10.5281/zenodo.{}"),
}


def is_at(host: str) -> bool:
    """Whether addresses of the site may hold a DOI, or stand for one."""
    site = _site_of(host)
    return (
        host in _RESOLVERS
        or site in ("doi.org", "plos.org")
        or site.startswith("sci-hub.")
        or site in _PREFIXED
        or site in _ATYPON_SITES
        or site in _NUMBERED
    )


def _site_of(host: str) -> str:
    return ".".join(host.split(".")[-2:])


def recognise(address: Address) -> Alias | None:
    """The DOI in the path of a resolver's or publisher's address, or what it stands for."""
    site = _site_of(address.host)
    path = _unquoted(address.path).rstrip("/")
    if address.host in _RESOLVERS or site == "doi.org" or site.startswith("sci-hub."):
        return _alias(_RESOLVER_PATH.fullmatch(path))
    for pattern in (_PREFIXED.get(site), _ATYPON if site in _ATYPON_SITES else None):
        if pattern and (alias := _alias(_compiled(pattern).fullmatch(path))):
            return alias
    if site in _NUMBERED:
        number, form = _NUMBERED[site]
        if match := number.fullmatch(path):
            return to_alias(form.format(match[1]))
    return _in_publishers_query(site, address)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A publisher's pattern; most publishers are not met in a run."""
    return re.compile(pattern, re.IGNORECASE)


def to_alias(text: str) -> Alias | None:
    """The strongest alias that a DOI stands for."""
    value = _without_stop(_LABEL.sub("", text.strip(), count=1).lower())
    if len(value) > _MAX or not _DOI.fullmatch(value) or not _encodable(value):
        return None
    registry, _, suffix = value.partition("/")
    if registry == "10.48550" and (arxiv_id := arxiv.parse(suffix.removeprefix("arxiv."))):
        return Alias("arxiv", arxiv_id)
    if registry == "10.18653" and (acl := venues.parse_acl(suffix.removeprefix("v1/"))):
        return Alias("acl", acl)
    return Alias("doi", value)


def _without_stop(value: str) -> str:
    """Without the signs of the sentence that it ends, and the path's last slash."""
    while True:
        bare = value.rstrip(".,;/")
        if bare.endswith(")") and bare.count("(") < bare.count(")"):
            bare = bare[:-1]
        if bare == value:
            return value
        value = bare


def url_of(value: str) -> str:
    """The address at the resolver."""
    return "https://doi.org/" + quote(value, safe="/:;()._-~!$&'*+,=@")


def _alias(match: re.Match[str] | None) -> Alias | None:
    return to_alias(match[1]) if match else None


def _in_publishers_query(site: str, address: Address) -> Alias | None:
    """The two publishers whose own article pages are told apart by their query alone."""
    if site == "plos.org" and address.path.endswith(("/article", "/article/file")):
        return to_alias(_unquoted(address.parameter("id")))
    if site == "ssrn.com" and address.path.endswith("/papers.cfm"):
        number = address.parameter("abstract_id")
        return to_alias(f"10.2139/ssrn.{number}") if number.isdecimal() else None
    return None


def _unquoted(text: str) -> str:
    return unquote(text) if "%" in text else text


def _encodable(value: str) -> bool:
    return "\ufffd" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
