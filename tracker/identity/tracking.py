"""Which query parameters say how a reader came, and not which page this is?

A parameter is dropped only where its name has that meaning alone (``utm_source``, ``fbclid``), or
where host, value or company say so. What is dropped wrongly merges two pages, what is kept wrongly
only shows a page twice; in doubt it stays, also in what is shown.

``ref`` is a page's own on some sites (``?ref=how-to-install``) and a referrer on others. It is a
referrer where its value is a site's name (``weekly.example``) or a known channel (``rss``), or a
word or two that came together with the mark of a click (``?ref=linkroll-c&fbclid=...``). Else it is
the page's own; what a feed hangs on all its links is taken off there (``sources/feeds``).

Names are facts; each family is given with where it comes from: the documentation of the service
that writes it, or what the lists of ClearURLs and miniflux agree on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PREFIXES = (
    "utm_",  # Google Analytics, and all who copied it
    "mtm_",  # Matomo
    "matomo_",
    "hsa_",  # HubSpot's advertisements
    "_hs",  # and its mails
    "__hs",
    "campaign_",  # Facebook's and other campaigns' plain names (miniflux)
    "itm_",  # links within a site, like utm_ (ClearURLs)
    "amp_js",  # AMP's viewer
    "amp_gsa",
    "aspsessionid",
)
_CLICKS_WORDS = (  # advertising networks' and social sites' marks of one click
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh"
    " gad_source gad_campaignid mibextid sfnsn"
    " srsltid wickedid rb_clickid ysclid epik obclid scclid"
)
_CLICKS = frozenset(_CLICKS_WORDS.split())
_NAMES_WORDS = (
    # Matomo, when it was called Piwik; pk_id may be a page's own
    "pk_campaign pk_cpn pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid pk_vid"
    " piwik_campaign piwik_kwd piwik_keyword"
    # newsletters and their counters
    " mc_cid mc_eid mc_tc mkt_tok vero_id vero_conv oly_enc_id oly_anon_id ck_subscriber_id __s"
    " hsctatracking hsctaattrib"
    " sc_campaign sc_channel sc_content sc_country sc_geo sc_medium sc_cid"
    " bsft_clkid bsft_uid _bhlid ss_email_id ss_source ss_campaign_id ss_campaign_name"
    " ss_campaign_sent_date hss_channel ml_subscriber ml_subscriber_hash"
    # Facebook, where its plugins link
    " fb_ref fb_source fb_action_ids fb_action_types fb_comment_id"
    # analytics, and a page's own note on the link that was followed
    " _ga _gl _gac _openstat ga_source ga_medium ga_term ga_content ga_campaign ga_place"
    " ref_src ref_url s_cid s_kwcid icid ncid cmpid cmp_id trk trkcampaign trkinfo"
    " wt_mc wt_zmc wt.mc_id wt.mc_ev usqp __twitter_impression"
    " guccounter guce_referrer guce_referrer_sig xtor"
    " share_source tracking_source"
    " at_medium at_campaign at_link_id at_link_type at_link_origin at_format at_ptr_name"
    # session ids
    " phpsessid jsessionid cfid cftoken"
)
_NAMES = frozenset(_NAMES_WORDS.split())
# Parameters that carry no identity on these sites (and their subdomains).
_ON_SITE = {
    "medium.com": frozenset({"source", "sk", "gi"}),
    "substack.com": frozenset({"r", "s", "publication_id", "post_id"}),
    "x.com": frozenset({"s", "t", "lang"}),
    "twitter.com": frozenset({"s", "t", "lang"}),
    "google.com": frozenset({"usp"}),
    "biorxiv.org": frozenset({"rss"}),
    "medrxiv.org": frozenset({"rss"}),
    "blogspot.com": frozenset({"m"}),
    "googleblog.com": frozenset({"m"}),
    "nature.com": frozenset({"error", "code"}),
    "wsj.com": frozenset({"st", "reflink", "mod", "pos"}),
    "nytimes.com": frozenset({"smid", "smtyp", "unlocked_article_code", "_r"}),
    "bsky.app": frozenset({"ref_src"}),
    "reddit.com": frozenset({"share_id", "rdt"}),
    "notion.so": frozenset({"pvs"}),
    "notion.site": frozenset({"pvs"}),
}
# A subscriber's gift or a session: without it, the page may be closed.
_KEYS = frozenset({"sk", "st", "unlocked_article_code", "code", "error", "sid"}) | {
    *("phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken")
}
# Substack writes these also on domains of the newsletters' own; their company tells the others.
_SUBSTACK = frozenset({"isfreemail", "triedredirect", "showwelcomeonshare"})
_SUBSTACK_IDS = frozenset({"publication_id", "post_id"})
_WITH_SUBSTACK = _SUBSTACK_IDS | {"r", "s"}
_CODE_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_FILE = re.compile(
    r".*\.(?:html?|php|md|rst|txt|pdf|py|js|ts|rs|go|java|sh|json|ya?ml|toml|xml|ipynb)",
    re.IGNORECASE,
)
_A_WORD_OR_TWO = re.compile(r"[a-z]+(?:[-_][a-z]+)?", re.IGNORECASE)
_BRANCHES = frozenset({"main", "master", "head", "dev", "develop", "trunk", "stable", "latest"})
# Names that have a meaning of their own elsewhere, and the values that only tell the channel.
_CHANNEL_NAMES = frozenset({"source", "src", "from", "via", "ref"})
_CHANNELS = frozenset(
    {"rss", "feed", "rssfeed", "atom", "newsletter", "email", "twitter", "facebook", "linkedin"}
    | {"reddit", "hackernews", "hn", "producthunt", "share", "social", "mastodon", "bluesky"}
    | {"lobsters", "indiehackers", "copylink"}  # the last is Notion's button
)
# Medium's "rss----7f60cf5620c9---4", also on domains of its publications' own
_MEDIUM = re.compile(r"[a-z_]*-{3,}.*", re.IGNORECASE)
# Sessions have long random names; a number or a short name may be a talk's.
_SESSION = frozenset({"sid", "sessionid", "session_id"})
_SESSION_VALUE = re.compile(
    r"[0-9a-f]{32,}|(?=[^\d]*\d)(?=[^a-z]*[a-z])[0-9a-z_-]{20,}", re.IGNORECASE
)


def noise(host: str, query: Sequence[tuple[str, str]]) -> list[bool]:
    """For each parameter of a page on this host: does it say nothing of which page it is?"""
    names = frozenset(name.lower() for name, _ in query)
    return [_is_noise(host, name.lower(), value, names) for name, value in query]


def tracking(host: str, query: Sequence[tuple[str, str]]) -> list[bool]:
    """For each: may a link do without it? A key that opens a page to who follows the link is noise,
    too, and stays."""
    return [
        is_noise and name.lower() not in _KEYS
        for (name, _), is_noise in zip(query, noise(host, query), strict=True)
    ]


def _is_noise(host: str, name: str, value: str, names: frozenset[str]) -> bool:
    if name in _NAMES or name in _CLICKS or name in _SUBSTACK or name.startswith(_PREFIXES):
        return True
    if name in _WITH_SUBSTACK and (names >= _SUBSTACK_IDS or not names.isdisjoint(_SUBSTACK)):
        return True
    return _says_so(host, name, value, names)


def _says_so(host: str, name: str, value: str, names: frozenset[str]) -> bool:
    """Whether value or host say that it is noise, where its name alone does not."""
    if name in _SESSION:  # a story's number on some sites, a session's hash on others
        return _SESSION_VALUE.fullmatch(value) is not None
    if name == "action":  # how a newsletter's own share button links its posts
        return value == "share"
    if name == "ref":
        return not _is_code(host) and (_is_channel(name, value) or _is_referrer(value, names))
    if name in _CHANNEL_NAMES and _is_channel(name, value):
        return True
    site = ".".join(host.split(".")[-2:])
    return name in _ON_SITE.get(site, ())


def _is_channel(name: str, value: str) -> bool:
    plain = re.sub("[-_]", "", value.lower())
    return plain in _CHANNELS or (name == "source" and _MEDIUM.fullmatch(value) is not None)


def _is_code(host: str) -> bool:
    """Whether ``ref`` names a branch there."""
    return host in _CODE_HOSTS or host.startswith(("gitlab.", "git.", "api."))


def _is_referrer(value: str, names: frozenset[str]) -> bool:
    if _SITE.fullmatch(value):
        return not _FILE.fullmatch(value)
    is_word = _A_WORD_OR_TWO.fullmatch(value) is not None and value.lower() not in _BRANCHES
    return is_word and not names.isdisjoint(_CLICKS)
