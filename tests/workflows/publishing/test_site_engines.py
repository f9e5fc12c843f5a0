"""Posts that a real Jekyll or Hugo builds: the entries are where they belong, and do not act."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.formatters import run_formatter
from tests.support.sightings import paper

HOSTILE = "A chain of thought in {% raw %}, {{ site.x }}, {{< y >}} and {: .z}"


def build(program: str, site: Path, *arguments: str) -> str:
    """The one page of a site, as its engine makes it. Skips the test without that engine."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    command = [program, *arguments]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (
        site.glob("out/**/post*/index.html") if program == "hugo" else site.glob("out/p*.html")
    )
    return page.read_text()


def jekyll(site: Path, body: str) -> Path:
    (site / "src").mkdir(parents=True)
    post = site / "src" / "post.md"
    post.write_text(f"---\ntitle: x\nlast_modified_at: 2025-01-01\n---\n{body}")
    return post


def hugo(site: Path, body: str) -> Path:
    for folder in ("content", "layouts/_default", "layouts/shortcodes"):
        (site / folder).mkdir(parents=True)
    (site / "config.toml").write_text(
        'baseURL = "https://a.example/"\n[markup.goldmark.renderer]\nunsafe = true\n'
    )
    (site / "layouts/_default/single.html").write_text("{{ .Content }}")
    (site / "layouts/shortcodes/details.html").write_text(
        "<details>{{ .Inner | markdownify }}</details>"
    )
    post = site / "content" / "post.md"
    post.write_text(f"---\ntitle: x\nlastmod: 2025-01-01\n---\n{body}")
    return post


JEKYLL = ("build", "--quiet", "--source", "src", "--destination", "out", "--disable-disk-cache")
HUGO = (
    "--quiet",
    "--destination",
    "out",
    "--disableKinds",
    "RSS,sitemap,taxonomy,term,home,section",
)


@pytest.fixture
def approved(desk: Desk) -> Desk:
    """A desk whose author approved an entry of two paragraphs, with a title that would act."""
    desk.see(paper(1, HOSTILE))
    desk.draft()
    desk.mark("[x]")
    desk.edit(lambda text: text.replace("<!-- tracker: your", "Mine.\n\n   <!-- tracker: your"))
    return desk


def items_of(html: str, before: str) -> list[str]:
    """The texts of the items of the list that begins with one."""
    lists = re.findall(r"<[uo]l>(.*?)</[uo]l>", html, re.DOTALL)
    (found,) = [each for each in lists if re.search(rf"<li>\s*(?:<p>)?{before}", each)]
    items = re.findall(r"<li>(.*?)</li>", found, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]*>", "", item)).split()) for item in items]


@pytest.mark.parametrize("is_formatted", [False, True])
@pytest.mark.parametrize(
    "body",
    [
        "## Reasoning\n\n- Old.\n\n{::comment}\n## Reasoning\n\n- Hidden.\n{:/comment}\n",
        "{::comment}\n## Reasoning\n\n- Hidden.\n{:/comment}\n\n## Reasoning\n\n- Old.\n",
        "## Reasoning\n\n1. Old.\n\n    More.\n\n$$\n- x\n+ y\n$$\n",
        "## Reasoning [↑](#top)\n\n- Old.\n{: .wide}\n\n{% comment %}\n- Hidden.\n{% endcomment %}",
    ],
)
def test_jekyll_shows_the_entry_in_its_list(
    approved: Desk, tmp_path: Path, body: str, is_formatted: bool
) -> None:
    post = jekyll(tmp_path / "site", body)
    if is_formatted:  # takes the escapes from the braces
        run_formatter(approved.draft_path, "mdformat", "--no-extensions")
    assert len(approved.publish(post=str(post)).placed) == 1
    html = build("jekyll", tmp_path / "site", *JEKYLL).replace(' class="wide"', "")
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    _, item = items_of(html, "Old")
    assert item.startswith(HOSTILE)
    assert item.endswith("Mine.")
    assert "Hidden" not in html


@pytest.mark.parametrize(
    "body",
    [
        "## Reasoning\n\n{{< details >}}\n- Old.\n{{< /details >}}\n\nText.\n",
        "## Reasoning\n\n{{% details %}}\n\n- Old.\n{{% /details %}}\n\nText.\n",
        "<!--\n## Reasoning\n\n- Hidden.\n-->\n\n## Reasoning {#papers}\n\n* Old.\n",
    ],
)
def test_hugo_shows_the_entry_in_its_list(approved: Desk, tmp_path: Path, body: str) -> None:
    post = hugo(tmp_path / "site", body)
    assert len(approved.publish(post=str(post)).placed) == 1
    html = build("hugo", tmp_path / "site", *HUGO)
    if "details" in body:
        html = html[html.index("<details>") : html.index("</details>")]
    _, item = items_of(html, "Old")
    assert item.startswith(HOSTILE)
    assert item.endswith("Mine.")
