"""``tracker.toml`` -> ``Settings``: what is not in the table, or not within its limits, is an
error that names file and line."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any
from urllib.parse import urlsplit

from tracker.settings.table import (
    ARXIV_URL,
    ATTENTION_KINDS,
    ArxivSettings,
    AttentionSettings,
    DatabaseSettings,
    DraftSettings,
    NetworkSettings,
    ScaleSettings,
    Settings,
    sections,
)
from tracker.toml_check import Table, check_categories, nearest, parse_toml, printable


def parse_settings(text: str, *, path: str = "tracker.toml") -> Settings:
    """The settings in a file's text. Raises ConfigError that names path and line."""
    top = parse_toml(text, path=path)
    known = sections()
    top.check_keys([*known, "attention"], word="section")
    return Settings(
        attention=_parse_attention(top),
        **{name: _parse_section(top.table(name), of) for name, of in known.items()},
    )


def _parse_attention(top: Table) -> tuple[AttentionSettings, ...]:
    """The sites, each once: a site's votes must not count twice."""
    found: dict[str, AttentionSettings] = {}
    for table in top.tables("attention"):
        one: AttentionSettings = _parse_section(table, AttentionSettings())
        if "kind" not in table.values:
            raise table.error(f'"kind" is missing; known are {", ".join(ATTENTION_KINDS)}')
        if one.kind in found:
            raise table.error(f'"{one.kind}" stands in two [[attention]]; remove one', "kind")
        found[one.kind] = one
    return tuple(found.values())


def _parse_section(table: Table, default: Any) -> Any:
    known = {key.name: key for key in fields(default)}
    table.check_keys(known)
    section = type(default)(**{name: _parse_value(table, known[name]) for name in table.values})
    for check in _CHECKS.get(type(default), ()):
        check(table, section)
    return section


def _parse_value(table: Table, key: Field[Any]) -> Any:
    """The value of a key that stands in the table, of its default's type, within its limits."""
    name, kind = key.name, type(key.default)
    value = table.values[name]
    if kind is tuple:
        return table.strings(name) if key.metadata["words"] else check_categories(table, name)
    if kind is str:
        text = table.string(name)
        choices = key.metadata["choices"]
        if choices and text not in choices:
            raise table.error(
                f'"{name}" cannot be "{printable(text)}"{nearest(text, choices)}', name
            )
        return text
    if kind is bool:
        if not isinstance(value, bool):
            raise table.wrong_type(name, "true or false")
        return value
    return _parse_number(table, key)


def _parse_number(table: Table, key: Field[Any]) -> float:
    name, value = key.name, table.values[key.name]
    is_whole = isinstance(key.default, int)
    low, high = key.metadata["low"], key.metadata["high"]
    if isinstance(value, bool) or not isinstance(value, int if is_whole else (int, float)):
        raise table.wrong_type(name, "a whole number" if is_whole else "a number")
    if not low <= value <= high:  # also refuses nan
        raise table.error(f'"{name}" must be between {low:g} and {high:g}', name)
    return value if is_whole else float(value)


def _check_addresses(table: Table, section: ArxivSettings | AttentionSettings) -> None:
    for key in {"base_url", "listing_url"} & table.values.keys():
        if not _is_address(getattr(section, key)):
            raise table.error(
                f'"{key}" must be an address such as "{ARXIV_URL}", without query', key
            )


def _check_contact(table: Table, section: NetworkSettings) -> None:
    if not section.contact.isascii():  # it goes into a header
        raise table.error('"contact" must be ASCII, an e-mail address or URL', "contact")


def _check_template(table: Table, section: DraftSettings) -> None:
    if not section.template or any(mark in section.template for mark in "/\\:"):
        raise table.error('"template" must be a name, without a folder', "template")


def _check_database(table: Table, section: DatabaseSettings) -> None:
    if not section.path:
        raise table.error('"path" must name a file', "path")


def _check_scale(table: Table, section: ScaleSettings) -> None:
    example = '"tls://10.0.0.5:8786"'
    if section.address and not _is_scheduler(section.address):
        raise table.error(f'"address" must be a scheduler\'s, such as {example}', "address")
    if section.engine != "local" and not section.address:
        raise table.error(f'"{section.engine}" needs an "address", such as {example}', "engine")


_CHECKS: dict[type, tuple[Any, ...]] = {
    ArxivSettings: (_check_addresses,),
    AttentionSettings: (_check_addresses,),
    NetworkSettings: (_check_contact,),
    DraftSettings: (_check_template,),
    DatabaseSettings: (_check_database,),
    ScaleSettings: (_check_scale,),
}


def _is_address(url: str) -> bool:
    """An absolute http(s) address that paths can be appended to.

    Braces are refused because the address becomes part of a format string.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = not any(mark in url for mark in "?#{} \\")
    return parts.scheme in ("http", "https") and bool(host) and is_plain


def _is_scheduler(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("tcp", "tls") and bool(parts.hostname and parts.port)
    except ValueError:
        return False
