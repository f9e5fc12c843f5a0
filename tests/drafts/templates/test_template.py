"""Templates are form: sandboxed, bounded, and wrong ones are told with their line."""

from __future__ import annotations

import re

import pytest

from tests.drafts.samples import proposal, work
from tracker.drafts.entry.facts import EntryView, view
from tracker.drafts.templates.template import BUILT_IN, OUTPUT_LIMIT, load_template
from tracker.errors import ConfigError
from tracker.values import Proposal, Via


def entry(held: Proposal | None = None) -> EntryView:
    return view(held or proposal(), heading="Efficient tuning", tags=("llm", "x: y"))


def rendered(source: str, held: Proposal | None = None) -> str:
    return load_template("mine", source).render(entry(held))


def refusal(source: str) -> str:
    with pytest.raises(ConfigError) as told:
        rendered(source)
    return str(told.value)


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_templates_render(name: str) -> None:
    assert "https://arxiv.org/abs/2505.00017" in load_template(name).render(entry())


def test_the_author_s_own_wins_over_a_built_in_one() -> None:
    assert load_template("living-post", "mine").render(entry()) == "mine"


def test_an_unknown_template_is_told_with_the_nearest() -> None:
    with pytest.raises(
        ConfigError, match=r'templates/living_post.j2: .*did you mean "living-post"'
    ):
        load_template("living_post")


def test_a_template_prints_loops_and_asks() -> None:
    source = (
        "{# not shown #}{% for link in entry.links %}{{ loop.index }}{{ link.label }} {% endfor %}"
        "{% if entry.via %}via{% else %}direct{% endif %} {{ entry.tags|join(', ') }} "
        "{{ entry.tags|length }}{{ entry.tags|first }}{{ entry.tags|last }} "
        "{{ entry.note|default('?') }} {{ 'yes' if entry.quote else 'no' }} "
        "{% set short = entry.name %}{{ short }} {{ entry.links[0].label }} "
        "{% raw %}{{x}}{% endraw %}"
    )
    assert rendered(source) == ("1paper 2code direct llm, x: y 2llmx: y ? yes Quickfit paper {{x}}")


def test_a_part_of_a_text_cannot_end_within_an_escape() -> None:
    held = proposal(work(title="*Stars*"))
    assert rendered("{{ entry.title }}|{{ entry.title[:1] }}|", held) == "\\*Stars\\*|\\\\|"


def test_what_is_unknown_prints_nothing() -> None:
    assert rendered("{{ entry.via.url }}{{ entry.via.label }}{{ entry.note }}.") == "."


def test_strings_of_the_template_s_own_that_are_printed_are_escaped() -> None:
    assert rendered("{{ '*' }}") == "\\*"
    assert rendered("{{ entry.tags|join('*') }}") == "llm*x: y"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a\nb {{ entry.nme }}", 'templates/mine.j2:2: unknown name "nme"; did you mean "name"?'),
        ("{{ entri.name }}", 'templates/mine.j2:1: unknown name "entri"; did you mean "entry"?'),
        (
            "\n\n{{ x }}",
            'templates/mine.j2:3: unknown name "x"; a template sees "entry"; docs/templates.md',
        ),
        (
            "a\n{% if %}",
            "templates/mine.j2:2: Expected an expression, got 'end of statement block'",
        ),
        ("a\n{% for x in entry.tags %}", "templates/mine.j2:2: "),
        (
            "{{ entry.name|upper }}",
            'templates/mine.j2:1: there is no filter "upper"; there are default, first, join',
        ),
        ("{{ entry.tags|lenght }}", 'templates/mine.j2:1: there is no filter "lenght"; did you'),
        ("{{ 1 is noon }}", 'templates/mine.j2:1: there is no test "noon"; did you mean "none"?'),
        ("\n{{ loop }}", 'templates/mine.j2:2: "loop" is there within {% for %} alone'),
        (
            "{{ full_title }}",
            'templates/mine.j2:1: unknown name "full_title"; did you mean "entry.full',
        ),
        ("{{ loop.index }}", 'templates/mine.j2:1: "loop" is there within {% for %} alone'),
        ("{% if loop %}x{% endif %}", 'templates/mine.j2:1: "loop" is there within'),
        (
            "{% for x in entry.tags %}\n{{ loop }}{% endfor %}",
            "templates/mine.j2:2: loop cannot be printed: print its fields, index, index0, ",
        ),
        (
            "{% for x in entry.tags %}{{ loop.number }}{% endfor %}",
            'templates/mine.j2:1: unknown name "number"; loop has index, index0, ',
        ),
        ("{{ entry.links[0].adress }}", 'templates/mine.j2:1: unknown name "adress"; a link has l'),
        ("{{ entry }}", "templates/mine.j2:1: an entry cannot be printed whole: print its fields"),
        ("{{ self }}", "templates/mine.j2:1: this is no text, number or link, so it cannot be"),
        ("{{ none }}", "templates/mine.j2:1: this is no text, number or link"),
        ("{{ entry.title.upper }}", "templates/mine.j2:1: this is no text, number or link"),
        ("{% for x in entry %}x{% endfor %}", "templates/mine.j2:1: a list or text is needed here"),
        ("{{ 3|length }}", "templates/mine.j2:1: a list or text is needed here, such as entry.li"),
        ("{{ none|join }}", "templates/mine.j2:1: a list or text is needed here"),
        ("{{ 3 < entry.title }}", "templates/mine.j2:1: these values do not go together: "),
        ("\n{{ entry.links }}", "templates/mine.j2:2: a list cannot be printed"),
        ("{{ entry.links[9].url }}", "templates/mine.j2:1: there is no [9] in a list of 2; ask"),
        ("{% if entry.nme %}x{% endif %}", 'templates/mine.j2:1: unknown name "nme"'),
        ("{% for x in entry.nme %}x{% endfor %}", 'templates/mine.j2:1: unknown name "nme"'),
    ],
)
def test_a_mistake_is_told_with_its_line(source: str, told: str) -> None:
    assert refusal(source).startswith(told)


@pytest.mark.parametrize(
    "source",
    [
        "{% if entry.is_update %}{{ entry.nme }}{% endif %}",
        "{% for link in entry.links[9:] %}{{ lnk.url }}{% endfor %}",
    ],
)
def test_a_misspelt_name_is_told_when_the_template_is_read(source: str) -> None:
    with pytest.raises(ConfigError, match=r"templates/mine.j2:1: unknown name"):
        load_template("mine", source)


def test_names_of_the_template_s_own_are_known() -> None:
    source = "{% for entry in entry.links %}{{ entry.label }} {% endfor %}"
    assert rendered(source) == "paper code "
    assert rendered("{% if entry.nme is defined %}{{ entry.nme }}{% endif %}b") == "b"
    assert rendered("{% set x = 'a' %}{{ x }}{% if y is defined %}{{ y }}{% endif %}") == "a"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "macro"),
        ("{{ range(10) }}", "call"),
        ("{{ entry.name.upper() }}", "call"),
        ("{{ 'x' * 9 }}", "mul"),
        ("{{ 9 ** 9 }}", "pow"),
        ("{{ 'x' ~ 'y' }}", "concat"),
        ("{{ 1 + 1 }}", "add"),
        ("{{ '%9d' % 1 }}", "mod"),
        ("{{ [1, 2] }}", "list"),
        ("{{ {'a': 1} }}", "dict"),
        ("{% set x %}a{% endset %}", "assignblock"),
        ("{% include 'x' %}", "include"),
        ("{% extends 'x' %}", "extends"),
        ("{% import 'x' as y %}", "import"),
        ("{% block a %}{% endblock %}", "block"),
        ("{% call x() %}{% endcall %}", "callblock"),
    ],
)
def test_what_computes_is_not_available(source: str, what: str) -> None:
    assert f'"{what}" is not available in a template' in refusal(f"\n{source}")
    assert refusal(f"\n{source}").startswith("templates/mine.j2:2: ")


@pytest.mark.parametrize(
    "source",
    [
        "{{ entry.__class__ }}",
        "{{ entry.name.__class__.__mro__ }}",
        "{{ entry['__class__'] }}",
        "{{ entry.links.__class__ }}",
        "{{ _rounds.spent }}",
        "{% for _rounds in entry.tags %}{% endfor %}",
        "{{ self }}",
        "{{ entry.name.format }}",
        "{{ entry.name.upper }}",
    ],
)
def test_nothing_but_the_fields_can_be_reached(source: str) -> None:
    refusal(source)


def test_endless_loops_end() -> None:
    loops = 40
    source = "{% for x in entry.title %}" * loops + "{% endfor %}" * loops
    told = "templates/mine.j2"
    assert refusal("{% for x in entry.title %}" * 5 + "{% endfor %}" * 5).startswith(told)
    assert refusal(source).startswith(told)


def test_endless_output_ends() -> None:
    source = "{% for x in entry.title %}{% for y in entry.title %}" + "x" * 200 + "{% endfor %}" * 2
    assert f"{OUTPUT_LIMIT} characters" in refusal(source)


def test_text_that_doubles_itself_ends() -> None:
    doubling = "{% set x = entry.title %}" + "{% set x = entry.tags|join(x) %}" * 300
    assert len(rendered(doubling)) == 0
    nested = "{% for a in entry.tags %}" * 15 + "{{ entry.sentence }}" + "{% endfor %}" * 15
    refusal(nested)


LONG = "{% set x = entry.tags|join('" + "x" * 15_000 + "') %}"


@pytest.mark.parametrize(
    "body",
    [
        "{% set y = x|join %}" * 150,
        "{% set y = entry.tags|join(x) %}" * 100,
        "{% set y = x[1:] %}" * 150,
        "{% if x == x[1:] %}a{% endif %}" * 100,
        "{% if 'abc' in x %}{% endif %}" * 100,
        "{% if x is in x %}{% endif %}" * 100,
        "{% for z in x if false %}{% endfor %}" * 80,
        "{% for z in x %}{% endfor %}" * 100,
        "{% set y = x|default(x)|first %}" * 100,
        "{% set y = entry.name %}" * 150,
    ],
)
def test_what_is_thrown_away_is_paid_for(body: str) -> None:
    source = "{% for a in entry.title %}{% for b in entry.title %}{% for c in entry.title %}"
    told = refusal(LONG + source + body + "{% endfor %}" * 3)
    assert re.match(r"templates/mine.j2:1: the loops .* \(the entry of “Quickfit.*”\)$", told)


def test_what_a_long_entry_needs_is_within_the_budget() -> None:
    held = proposal(work(authors=tuple(f"Ann Author {number}" for number in range(3_000))))
    source = "{% for link in entry.links if link.label != 'x' %}{{ link }}{% endfor %}" * 200
    assert rendered(source, held)


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 5000 + "entry" + ")" * 5000 + " }}",
        "{% if entry %}" * 500 + "{% endif %}" * 500,
        "{{ entry" + ".name" * 3000 + " }}",
        "{{ " + "not " * 3000 + "entry }}",
        "x" * 30_000,
        "{% for x in entry.tags recursive %}{{ loop(entry.tags) }}{% endfor %}",
        "{{ 1" + "|length" * 2000 + " }}",
        "{{ 5 is divisibleby 0 }}",
        "{{ entry.name is odd }}",
        "{{ entry.name < 1 }}",
    ],
)
def test_a_hostile_template_is_an_error_and_no_crash(source: str) -> None:
    refusal(source)


def test_values_are_not_read_as_templates() -> None:
    held = proposal(
        work(title="{{ entry.url }} {% raw %}"), via=Via("https://a.b/{{x}}", "{{ y }}")
    )
    text = load_template("link-blog").render(entry(held))
    assert "{" not in text
    assert "&#123;&#123; entry.url &#125;&#125; &#123;% raw %&#125;" in text


def test_a_link_prints_as_markdown_and_an_empty_one_as_nothing() -> None:
    assert rendered("{{ entry.links[0] }}") == "[paper](https://arxiv.org/abs/2505.00017)"
    assert rendered('{{ entry.links|join(", ") }}') == (
        "[paper](https://arxiv.org/abs/2505.00017), [code](https://github.com/example/quickfit)"
    )
    assert rendered("{{ entry.via }}.") == "."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a{% if entry.name %} b{% endif %}\nc", "a b\nc"),
        ("a{% if entry.name %} b{% endif %}\r\nc", "a b\nc"),
        ("a{% if entry.name %} b{% endif -%}\nc", "a bc"),
        ("a\n   {% if entry.name %}b{% endif %}\nc", "a\n   b\nc"),
        ("a\n  {% if entry.name %}\n  b\n  {% endif %}\nc", "a\n  b\nc"),
        ("a\n{% if not entry.name %}\nb\n{% endif %}\nc", "a\nc"),
        ("{# why #}\na", "a"),
        ("{% raw %}\na{% b %}\n{% endraw %}\nc", "\na{% b %}\nc"),
    ],
)
def test_a_line_keeps_its_end_unless_it_holds_tags_alone(source: str, text: str) -> None:
    assert rendered(source) == text
