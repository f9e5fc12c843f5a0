"""A page of somebody else's, in the same browser and even on the same machine, against ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.browser import faults_of, open_tab
from tests.support.desk import Desk
from tests.support.served import Served
from tests.support.server import Answer, Server
from tracker.values import Verdict
from tracker.web.opening import way_in
from tracker.web.site import new_key

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What it tries, each to be read back by its name; "opaque" says that nothing could be read.
ATTACK = """<!doctype html><title>evil</title>
<form id="form" method="post" action="{page}decide" target="sink">
<input name="draft" value="{draft}"><input name="entry" value="1 reasoning">
<input name="verdict" value="rejected"><input name="seen" value="{seen}">
</form>
<iframe name="sink"></iframe>
<iframe id="frame" src="{page}"></iframe>
<script>
const read = async (options) => {{
  try {{
    const answer = await fetch("{page}", options);
    return (await answer.text()) || "opaque";
  }} catch (error) {{
    return "opaque";
  }}
}};
const loads = (tag, url) => new Promise((done) => {{
  const element = document.createElement(tag);
  element.onload = () => done("loaded");
  element.onerror = () => done("opaque");
  element.src = url;
  document.body.append(element);
}});
window.tried = (async () => {{
  document.getElementById("form").submit();
  const told = {{
    cors: await read({{ credentials: "include" }}),
    blind: await read({{ credentials: "include", mode: "no-cors" }}),
    script: await loads("script", "{page}static/review.js"),
    image: await loads("img", "{page}static/icon.svg"),
  }};
  try {{
    told.frame = document.getElementById("frame").contentDocument?.body?.innerText || "opaque";
  }} catch (error) {{
    told.frame = "opaque";
  }}
  return told;
}})();
</script>
"""


def test_a_strangers_page_reads_and_decides_nothing(
    browser: Browser, page: Served, drafted: Desk, server: Server
) -> None:
    """It stands on the same host, so the browser sends our cookie along with all that it asks."""
    tab = open_tab(browser, page)
    draft = drafted.draft_path.relative_to(drafted.home).as_posix()
    seen = tab.locator("article[id^='e-1-'] input[name=seen]").first.input_value()
    body = ATTACK.format(page=page.site.address, draft=draft, seen=seen).encode()
    server.route("/", Answer(body=body, headers={"Content-Type": "text/html"}))
    before = drafted.text
    tab.goto(server.url("/"))
    told = tab.evaluate("window.tried")
    tab.wait_for_load_state("networkidle")
    assert set(told.values()) == {"opaque"}, told
    assert drafted.text == before
    assert {entry.verdict for entry in drafted.read.entries} == {Verdict.UNDECIDED}
    tab.context.close()


def test_the_way_in_leads_a_browser_in(browser: Browser, page: Served, tmp_path: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    with way_in(page.site, tmp_path / "state") as path:
        tab.goto(path.as_uri())
        tab.get_by_text("0 of 4 decided").wait_for()
    assert tab.url == page.site.address
    (cookie,) = context.cookies()
    assert cookie["httpOnly"]
    assert tab.evaluate("document.cookie") == ""
    context.close()


def test_a_key_that_is_no_longer_good_is_told_and_loses_nothing(
    browser: Browser, page: Served, drafted: Desk
) -> None:
    """The server was started anew."""
    tab = open_tab(browser, page)
    first = tab.locator("article.entry").first
    first.get_by_role("link", name="Edit").click()
    first.locator("textarea").fill("Mine.")
    before = drafted.text
    page.site.key = new_key()
    first.get_by_role("button", name="Save").click()
    tab.get_by_text("open the address with the key").wait_for()
    assert first.locator("textarea").input_value() == "Mine."
    assert drafted.text == before
    assert all("403" in fault for fault in faults_of(tab))
    tab.context.close()
