"""What an entry is about, and who showed it. Each case is a way in which real feeds link."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.sources.feeds.formats.samples import atom, only, parsed, rss
from tracker.values import Link, Via

OWN = "https://notes.example/2025/ranks"
PAPER = "https://arxiv.org/abs/2505.12345"
HOME = Via("https://notes.example/", "Notes")
PAGE = Via(OWN, "Notes")


def item(body: str = "", *, link: str = OWN, title: str = "On ranks", more: str = "") -> str:
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link>"
        f"<description>{escape(body)}</description>{more}</item>"
    )


def entry(*links: str, body: str = "", author: str = "") -> str:
    return (
        f"<entry><title>On ranks</title>{''.join(links)}{author}"
        f'<content type="html">{escape(body)}</content></entry>'
    )


def test_a_blog_shows_its_own_posts_and_nobody_stands_between() -> None:
    body = f'<p>I read <a href="{PAPER}">a paper</a> on ranks.</p>'
    sighting = only(parsed(rss(item(body, more="<dc:creator>Ada</dc:creator>"))))
    assert (sighting.url, sighting.via, sighting.authors) == (OWN, None, ("Ada",))
    assert sighting.links == (Link(PAPER, "a paper"),)


def test_a_post_takes_the_author_that_the_feed_names() -> None:
    head = '<link href="https://notes.example/"/><author><name>Ada</name></author>'
    sighting = only(parsed(atom(entry(f'<link href="{OWN}"/>'), head=head)))
    assert sighting.authors == ("Ada",)


def test_external_url_is_the_work_and_the_own_page_showed_it() -> None:
    feed = (
        '{"title": "Notes", "home_page_url": "https://notes.example/", '
        '"authors": [{"name": "Ada"}], '
        f'"items": [{{"url": "{OWN}", "external_url": "{PAPER}", "title": "On ranks"}}]}}'
    )
    sighting = only(parsed(feed))
    assert (sighting.url, sighting.via) == (PAPER, PAGE)
    assert sighting.authors == ()  # Ada only links it


def test_a_related_link_elsewhere_is_the_work() -> None:
    links = (f'<link href="{OWN}"/>', f'<link rel="related" href="{PAPER}"/>')
    sighting = only(parsed(atom(entry(*links))))
    assert (sighting.url, sighting.via) == (PAPER, PAGE)


def test_a_via_link_elsewhere_is_the_work_where_nothing_is_related() -> None:
    links = (f'<link href="{OWN}"/>', f'<link rel="via" href="{PAPER}"/>')
    assert only(parsed(atom(entry(*links)))).url == PAPER


def test_a_link_elsewhere_with_the_own_page_as_related_is_the_work() -> None:
    links = (f'<link href="{PAPER}"/>', f'<link rel="related" href="{OWN}"/>')
    sighting = only(parsed(atom(entry(*links, author="<author><name>Ada</name></author>"))))
    assert (sighting.url, sighting.via, sighting.authors) == (PAPER, PAGE, ())


def test_a_related_page_of_the_same_site_is_not_the_work() -> None:
    links = (f'<link href="{OWN}"/>', '<link rel="related" href="https://notes.example/other"/>')
    sighting = only(parsed(atom(entry(*links))))
    assert (sighting.url, sighting.via) == (OWN, None)


def test_social_news_link_the_work_and_were_shown_by_their_comments() -> None:
    comments = "https://notes.example/item?id=7"
    sighting = only(parsed(rss(item(link=PAPER, more=f"<comments>{comments}</comments>"))))
    assert (sighting.url, sighting.via) == (PAPER, Via(comments, "Notes"))


def test_comments_on_an_own_post_change_nothing() -> None:
    sighting = only(parsed(rss(item(more=f"<comments>{OWN}#comments</comments>"))))
    assert (sighting.url, sighting.via) == (OWN, None)


def test_an_aggregator_shows_the_post_of_another_and_names_its_author() -> None:
    post = "https://ada.example/ranks"
    sighting = only(parsed(rss(item(link=post, more="<dc:creator>Ada</dc:creator>"))))
    assert (sighting.url, sighting.via, sighting.authors) == (post, HOME, ("Ada",))


def test_an_aggregator_that_names_only_the_feed_names_its_creator_so() -> None:
    source = '<source url="https://ada.example/feed">Ada writes</source>'
    sighting = only(parsed(rss(item(link="https://ada.example/ranks", more=source))))
    assert (sighting.via, sighting.authors) == (HOME, ("Ada writes",))


def original(url: str) -> str:
    return f"<feedburner:origLink>{url}</feedburner:origLink>"


def test_the_link_behind_a_feed_proxy_counts() -> None:
    proxy = "https://feeds.example.net/~r/notes/~3/x/"
    sighting = only(parsed(rss(item(link=proxy, more=original(OWN)))))
    assert (sighting.url, sighting.via, sighting.also) == (OWN, None, ())


def test_behind_a_known_feed_proxy_stands_whatever_it_says() -> None:
    proxy = "http://feedproxy.google.com/~r/notes/~3/x/"
    sighting = only(parsed(rss(item(link=proxy, more=original(PAPER)))))
    assert (sighting.url, sighting.via, sighting.also) == (PAPER, HOME, ())


def test_a_link_on_any_other_page_is_not_the_work_of_a_stranger() -> None:
    elsewhere = "https://elsewhere.example/j"
    for told in (PAPER, "https://stranger.example/a"):
        sighting = only(parsed(rss(item(link=elsewhere, more=original(told)))))
        assert (sighting.url, sighting.also) == (elsewhere, ())


def test_a_body_that_begins_with_the_titled_link_shows_it() -> None:
    body = f'<p><strong><a href="{PAPER}">On ranks</a></strong></p><p>Ada shows what they do.</p>'
    sighting = only(parsed(rss(item(body))))
    assert (sighting.url, sighting.via) == (PAPER, PAGE)
    assert sighting.links == ()


def test_a_label_may_stand_before_the_titled_link() -> None:
    body = f'<p><b>Paper:</b> <a href="{PAPER}">On Ranks!</a>. Worth it.</p>'
    assert only(parsed(rss(item(body)))).url == PAPER


def test_a_first_link_that_says_something_else_is_not_the_work() -> None:
    body = f'<p><a href="{PAPER}">Ada</a> wrote about ranks.</p>'
    assert only(parsed(rss(item(body)))).url == OWN


def test_a_post_that_says_more_than_the_link_is_a_work_of_its_own() -> None:
    for body, title in (
        (f'<p>Short and clear. See <a href="{PAPER}">On ranks</a>.</p>', "On ranks"),
        (
            f'<p><a href="{PAPER}">On ranks</a> is short and clear.</p>',
            "Notes on On ranks, at last",
        ),
    ):
        sighting = only(parsed(rss(item(body, title=title))))
        assert (sighting.url, sighting.via) == (OWN, None)
        assert sighting.links[0].url == PAPER


def test_writers_who_share_a_host_are_told_apart_by_their_folders() -> None:
    home = "https://many.example/@ada"
    items = item(link="https://many.example/@ada/ranks") + item(
        link="https://many.example/@alan/machines"
    )
    own, other = parsed(rss(items, home=home)).sightings
    assert own.via is None
    assert other.via == Via(home, "Notes")


def test_a_home_page_beside_the_posts_draws_no_line() -> None:
    feed = rss(item(link="https://lab.example/index/ranks"), home="https://lab.example/news/")
    assert only(parsed(feed)).via is None


def test_a_titled_link_far_into_the_body_is_not_the_work() -> None:
    body = f'<p>Yesterday, after a long day at work, I read <a href="{PAPER}">On ranks</a>.</p>'
    assert only(parsed(rss(item(body)))).url == OWN


def test_a_titled_link_to_the_own_site_is_not_elsewhere() -> None:
    body = '<p><a href="https://www.notes.example/older">On ranks</a> again.</p>'
    assert only(parsed(rss(item(body)))).via is None


def test_a_link_called_link_is_the_work_unless_it_is_a_picture() -> None:
    for target, expected in ((PAPER, PAPER), ("https://pictures.example/cat.png", OWN)):
        body = f'<p>A note.</p> <a href="{target}">[link]</a> <a href="{OWN}">[comments]</a>'
        assert only(parsed(rss(item(body)))).url == expected


def test_a_subdomain_belongs_to_the_site() -> None:
    feed = rss(item(link="https://blog.notes.example/ranks"))
    assert only(parsed(feed)).via is None


def test_ports_tell_sites_apart() -> None:
    feed = rss(item(link="http://127.0.0.1:8001/a"), home="http://127.0.0.1:8002/")
    assert only(parsed(feed)).via == Via("http://127.0.0.1:8002/", "Notes")


def test_a_feed_without_a_home_is_its_own_home() -> None:
    feed = atom(entry(f'<link href="{PAPER}"/>'), head="")
    url = "https://lists.example/papers.xml"
    assert only(parsed(feed, url=url)).via == Via(url, "Notes")
    own = atom(entry('<link href="https://lists.example/a"/>'), head="")
    assert only(parsed(own, url=url)).via is None
