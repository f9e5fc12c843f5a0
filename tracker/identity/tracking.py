"""Which query parameters say how a reader came, and not which page this is?

A parameter is dropped only where its name has that meaning alone (``utm_source``, ``fbclid``), or
where host or value say so: ``ref`` is a reference number on one site and a referrer on another.
What is dropped wrongly merges two pages, what is kept wrongly only shows a page twice; in doubt
it stays.
"""

from __future__ import annotations

import re

_PREFIXES = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "hsa_",
    "_hs",
    "amp_js",
    "amp_gsa",
    "aspsessionid",
)
_NAMES_WORDS = (
    # advertising networks' click ids
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh"
    " srsltid wickedid rb_clickid ysclid epik obclid scclid"
    # newsletters and their counters
    " mc_cid mc_eid mkt_tok vero_id vero_conv oly_enc_id oly_anon_id ck_subscriber_id __s __hssc"
    " __hstc __hsfp hsctatracking sc_campaign sc_channel sc_content sc_country sc_geo sc_medium"
    " bsft_clkid bsft_uid _bhlid ss_email_id ml_subscriber ml_subscriber_hash"
    # analytics, and a page's own note on the link that was followed
    " _ga _gl _gac _openstat ref_src ref_url s_cid s_kwcid icid ncid cmpid cmp_id trk trkcampaign"
    " wt_mc wt_zmc usqp"
    " guccounter guce_referrer guce_referrer_sig xtor"
    " share_source tracking_source"
    " at_medium at_campaign at_link_id at_link_type at_link_origin at_format at_ptr_name"
    # session ids
    " phpsessid jsessionid sessionid session_id cfid cftoken"
)
_NAMES = frozenset(_NAMES_WORDS.split())
# Parameters that carry no identity on these sites (and their subdomains).
_ON_SITE = {
    "medium.com": frozenset({"source", "sk", "gi"}),
    "substack.com": frozenset(
        {"r", "s", "publication_id", "post_id", "isfreemail", "triedredirect", "showwelcomeonshare"}
    ),
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
}
# A subscriber's gift or a session: without it, the page may be closed.
_KEYS = frozenset({"sk", "st", "unlocked_article_code", "code", "error", "sid"}) | {
    *("phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken")
}
_CODE_HOSTS = ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org")
# A referrer is named by a word or a site; numbers and branches are references of the page's own.
_REFERRER = re.compile(
    r"[a-z]+(?:[-_.][a-z]+)*|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE
)
_BRANCHES = frozenset({"main", "master", "head", "dev", "develop", "trunk", "stable", "latest"})
# Names that have a meaning of their own elsewhere, and the values that only tell the channel.
_CHANNEL_NAMES = frozenset({"source", "src", "from", "via"})
_CHANNELS = frozenset(
    {"rss", "feed", "rssfeed", "atom", "newsletter", "email", "twitter", "facebook", "linkedin"}
    | {"reddit", "hackernews", "hn", "producthunt", "share", "social"}
)
_SESSION_VALUE = re.compile(r"[0-9a-f]{32,}", re.IGNORECASE)


def is_noise(host: str, name: str, value: str) -> bool:
    """Does this parameter of a page on this host say nothing of which page it is?"""
    low = name.lower()
    if low in _NAMES or low.startswith(_PREFIXES):
        return True
    if low == "sid":  # a story's number on some sites, a session's hash on others
        return _SESSION_VALUE.fullmatch(value) is not None
    if low == "action":  # how a newsletter's own share button links its posts
        return value == "share"
    if low in _CHANNEL_NAMES and value.lower() in _CHANNELS:
        return True
    if low == "ref":
        return _is_referrer(host, value)
    site = ".".join(host.split(".")[-2:])
    return low in _ON_SITE.get(site, ())


def is_tracking(host: str, name: str, value: str) -> bool:
    """May a link do without it? A key that opens a page to who follows the link is noise, too."""
    return name.lower() not in _KEYS and is_noise(host, name, value)


def _is_referrer(host: str, value: str) -> bool:
    if host in _CODE_HOSTS or host.startswith(("gitlab.", "git.", "api.")):
        return False
    return _REFERRER.fullmatch(value) is not None and value.lower() not in _BRANCHES
