"""Which namespaces and prefixes mean something to feedparser, and which are only passed over."""

from __future__ import annotations

ATOM = "http://www.w3.org/2005/Atom"
# Those that feedparser knows, with its prefixes for them; without one are those of feeds
# themselves. It compares them without case.
KNOWN: tuple[tuple[str, str], ...] = (
    ("", "http://backend.userland.com/rss"),
    ("", "http://blogs.law.harvard.edu/tech/rss"),
    ("", "http://purl.org/rss/1.0/"),
    ("", "http://my.netscape.com/rdf/simple/0.9/"),
    ("", "http://example.com/newformat#"),
    ("", "http://example.com/necho"),
    ("", "http://purl.org/echo/"),
    ("", "uri/of/echo/namespace#"),
    ("", "http://purl.org/pie/"),
    ("", "http://purl.org/atom/ns#"),
    ("", "http://www.w3.org/2005/Atom"),
    ("", "http://purl.org/rss/1.0/modules/rss091#"),
    ("admin", "http://webns.net/mvcb/"),
    ("ag", "http://purl.org/rss/1.0/modules/aggregation/"),
    ("annotate", "http://purl.org/rss/1.0/modules/annotate/"),
    ("audio", "http://media.tangent.org/rss/1.0/"),
    ("blogChannel", "http://backend.userland.com/blogChannelModule"),
    ("cc", "http://creativecommons.org/ns#license"),
    ("cc", "http://web.resource.org/cc/"),
    ("creativeCommons", "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"),
    ("creativeCommons", "http://backend.userland.com/creativeCommonsRssModule"),
    ("co", "http://purl.org/rss/1.0/modules/company"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("cp", "http://my.theinfo.org/changed/1.0/rss/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("email", "http://purl.org/rss/1.0/modules/email/"),
    ("ev", "http://purl.org/rss/1.0/modules/event/"),
    ("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
    ("fm", "http://freshmeat.net/rss/fm/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("georss", "http://www.georss.org/georss"),
    ("gml", "http://www.opengis.net/gml"),
    ("icbm", "http://postneo.com/icbm/"),
    ("image", "http://purl.org/rss/1.0/modules/image/"),
    ("itunes", "http://www.itunes.com/DTDs/PodCast-1.0.dtd"),
    ("itunes", "http://example.com/DTDs/PodCast-1.0.dtd"),
    ("l", "http://purl.org/rss/1.0/modules/link/"),
    ("media", "http://search.yahoo.com/mrss"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("pingback", "http://madskills.com/public/xml/rss/module/pingback/"),
    ("prism", "http://prismstandard.org/namespaces/1.2/basic/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("ref", "http://purl.org/rss/1.0/modules/reference/"),
    ("reqv", "http://purl.org/rss/1.0/modules/richequiv/"),
    ("search", "http://purl.org/rss/1.0/modules/search/"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("soap", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("ss", "http://purl.org/rss/1.0/modules/servicestatus/"),
    ("str", "http://hacks.benhammersley.com/rss/streaming/"),
    ("sub", "http://purl.org/rss/1.0/modules/subscription/"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("szf", "http://schemas.pocketsoap.com/rss/myDescModule/"),
    ("taxo", "http://purl.org/rss/1.0/modules/taxonomy/"),
    ("thr", "http://purl.org/rss/1.0/modules/threading/"),
    ("ti", "http://purl.org/rss/1.0/modules/textinput/"),
    ("trackback", "http://madskills.com/public/xml/rss/module/trackback/"),
    ("wfw", "http://wellformedweb.org/commentAPI/"),
    ("wiki", "http://purl.org/rss/1.0/modules/wiki/"),
    ("xhtml", "http://www.w3.org/1999/xhtml"),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("xml", "http://www.w3.org/XML/1998/namespace"),
    ("psc", "http://podlove.org/simple-chapters"),
)
_PREFIXES = {uri.lower(): prefix.lower() for prefix, uri in KNOWN}
# As they are written in documents.
URIS = {prefix: tuple(uri for own, uri in KNOWN if own == prefix) for prefix, _ in KNOWN} | {
    "": (ATOM,),
    "itunes": (
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
        "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
    ),
    "wfw": ("http://wellformedweb.org/CommentAPI/", "http://wellformedweb.org/commentAPI/"),
}
# It knows none for these, of which some stand without a prefix, or with one that means another.
THREADS = "http://purl.org/syndication/thread/1.0"
WORDPRESS = "com-wordpress:feed-additions:1"
# Of an unknown element its prefix and name make a field: these would make one that is read.
_TAKEN = frozenset({
    *_PREFIXES.values(), "author", "copyright", "created", "date", "description", "expired",
    "generator", "issued", "modified", "published", "publisher", "rights", "subtitle", "summary",
    "tagline", "title", "updated", "validity",
})  # fmt: skip
# What these make of a document is feedparser's business: other versions, attributes of its own.
_UNUSUAL = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://www.w3.org/1999/xlink",
)


def is_usual(declared: tuple[bytes, bytes]) -> bool:
    """Whether a prefix, declared for this address, means to feedparser what it means here."""
    prefix, uri = (part.decode("utf-8", "replace").lower() for part in declared)
    if uri in _UNUSUAL or "backend.userland.com/rss" in uri:
        return False
    return prefix not in _TAKEN or uri == THREADS or _PREFIXES.get(uri) == prefix or not prefix


def is_passed_over(uri: str, prefix: str) -> bool:
    """Whether an element of this namespace, written with this prefix, is nothing to feedparser."""
    prefix = prefix.lower()
    return bool(prefix) and prefix not in _TAKEN and uri.lower() not in _PREFIXES
