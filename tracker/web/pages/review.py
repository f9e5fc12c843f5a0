"""Review: the open draft, entry by entry, decided and rewritten where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from tracker.drafts.entry import tex
from tracker.drafts.entry.shortening import shorten_authors
from tracker.errors import DraftError, TrackerError
from tracker.values import EntryKey, Verdict, Work
from tracker.web.passages import to_html
from tracker.web.site import Site
from tracker.web.visit import Visit, send_to, show_at
from tracker.workflows.deciding.entry import (
    ChangedMeanwhileError,
    SeenEntry,
    mark,
    put_back,
    rewrite,
    trust,
)
from tracker.workflows.open_drafts.verdicts import DraftReading
from tracker.workflows.reports.last_poll import last_poll_at
from tracker.workflows.reports.open_draft import ShownDraft, ShownEntry, show_draft
from tracker.workflows.session import Session

MOST_REASON = 500  # characters
MOST_TEXT = 4_000  # characters of an abstract or a post that are shown: the whole is a link away


def show(visit: Visit) -> Response:
    """The open draft that is asked for, else the newest."""
    with visit.session() as session:
        try:
            draft = show_draft(session, visit.query.get("draft", visit.site.draft))
            problem = ""
        except DraftError as error:
            draft, problem = None, str(error)
        is_idle = draft is None and _is_idle(session)
        polled_at = last_poll_at(session)
    entries = draft.entries if draft else ()
    return visit.page(
        "review.html",
        draft=draft,
        following=_following([each.entry.key for each in entries]),
        edited={each.entry.key for each in entries if _is_edited(visit.site, draft, each)},
        problem=problem,
        is_idle=is_idle,
        polled_at=polled_at,
        **ENTRY_TERMS,
    )


def decide(visit: Visit) -> Response:
    """What a form says of an entry, written into the draft."""
    seen = _seen(visit)
    try:
        verdict = Verdict(visit.form.get("verdict", ""))
    except ValueError:
        return visit.go(at(seen.path), "a decision is approved, rejected or undecided")
    given = " ".join(visit.form.get("reason", "").split())[:MOST_REASON]
    reason = given if verdict is Verdict.REJECTED else ""
    form, lines, anchor = (seen, verdict, reason), [], anchor_of(seen.key)
    try:
        with visit.session(stores=True) as session:
            lines = _told(mark(session, seen, verdict, reason))
            if verdict is not Verdict.UNDECIDED:
                anchor = _next(show_draft(session, seen.path), seen.key)
        visit.site.note_deed(form)
    except ChangedMeanwhileError as error:
        lines = [] if visit.site.has_done(form) and _says(visit, seen, verdict) else [str(error)]
    except TrackerError as error:
        lines = [str(error)]
    return visit.go(at(seen.path), *lines, to=anchor)


def _says(visit: Visit, seen: SeenEntry, verdict: Verdict) -> bool:
    """Whether the entry is decided so: a form that was sent twice has nothing to tell."""
    with visit.session() as session:
        entries = show_draft(session, seen.path).entries
    return any(each.entry.key == seen.key and each.entry.verdict is verdict for each in entries)


def edit(visit: Visit) -> Response:
    """One entry's text, to be changed, with its preview."""
    key = _key(visit.query.get("entry", ""))
    with visit.session() as session:
        draft = show_draft(session, visit.query.get("draft", ""))
    return _editor(visit, draft, key)


def save(visit: Visit) -> Response:
    """A changed text, into the draft; one that cannot go there comes back with the reason."""
    seen, text = _seen(visit), visit.form.get("text", "").replace("\r\n", "\n")
    with visit.session(stores=True) as session:
        try:
            done = rewrite(session, seen, text)
        except ChangedMeanwhileError as error:
            draft = show_draft(session, seen.path)
            return _editor(visit, draft, seen.key, text=text, problem=str(error), status=409)
        except DraftError as error:
            try:
                draft = show_draft(session, seen.path)
            except DraftError:  # it is gone, and nowhere to go back to
                return visit.page("error.html", status=409, message=str(error), text=text)
            kept = {"text": text, "stamp": seen.stamp, "problem": str(error)}
            return _editor(visit, draft, seen.key, status=409, **kept)
    if done.stamp != seen.stamp:
        visit.site.keep_edit((seen.path, seen.key, done.stamp), done.before)
    lines = [*_told(done.reading), *_lost(done.lost_links)]
    return visit.go(at(seen.path), *lines, to=anchor_of(seen.key))


def take_edit_back(visit: Visit) -> Response:
    """The last edit of an entry undone, to the byte, where it still stands as it was saved."""
    seen = _seen(visit)
    entry = (seen.path, seen.key, seen.stamp)
    before = visit.site.edit_of(entry)
    try:
        if before is None:
            raise DraftError("this edit was taken back already, or is of an earlier run")
        with visit.session(stores=True) as session:
            lines = _told(put_back(session, seen, before))
        visit.site.forget_edit(entry)
    except TrackerError as error:
        lines = [str(error)]
    return visit.go(at(seen.path), *lines, to=anchor_of(seen.key))


def preview(visit: Visit) -> Response:
    """What a text looks like, as a fragment."""
    return HTMLResponse(to_html(visit.form.get("text", ""), name="preview"))


def count_it(visit: Visit) -> Response:
    """What an editor saved that failed then is what the author wants."""
    path = visit.form.get("draft", "")
    with visit.session(stores=True) as session:
        lines = _told(trust(session, path))
    return visit.go(at(path), *lines)


def at(path: str) -> str:
    """The address of a draft's review."""
    return f"/?{urlencode({'draft': path})}" if path else "/"


def anchor_of(key: EntryKey) -> str:
    """The name of an entry on the page."""
    return f"e-{key.work_id}-{key.topic}"


def plain(text: str) -> str:
    """A source's text to be read: without TeX, and no longer than a page can bear."""
    shown = tex.plain(text)
    return shown if len(shown) <= MOST_TEXT else f"{shown[:MOST_TEXT].rstrip()} …"


def _authors(work: Work) -> str:
    return shorten_authors(work.authors)


def edit_at(path: str, key: EntryKey) -> str:
    """The address of an entry's editor."""
    return f"/edit?{urlencode({'draft': path, 'entry': f'{key.work_id} {key.topic}'})}"


# What the templates of entries call.
ENTRY_TERMS: dict[str, Any] = {
    "anchor_of": anchor_of,
    "at": at,
    "authors": _authors,
    "edit_at": edit_at,
    "plain": plain,
    "to_html": to_html,
}


def _is_idle(session: Session) -> bool:
    """Whether no draft is open, and none is amiss."""
    try:
        drafts = session.drafts
    except DraftError:
        return False
    return not (drafts.drafts or drafts.missing or drafts.unknown)


def _following(keys: Sequence[EntryKey]) -> dict[EntryKey, EntryKey]:
    """Where "later" leads from each entry, whatever is decided: to the next, from the last to the
    first."""
    return dict(zip(keys, (*keys[1:], keys[0]), strict=True)) if len(keys) > 1 else {}


def _is_edited(site: Site, draft: ShownDraft | None, shown: ShownEntry) -> bool:
    entry = shown.entry
    return draft is not None and site.has_edit((draft.path, entry.key, shown.stamp))


def _lost(links: Sequence[str]) -> list[str]:
    """What an author may not have meant."""
    if not links:
        return []
    gone = ", ".join(links)
    return [f"Saved, and it links no more: {gone}. “Take the edit back” brings that back."]


def _editor(
    visit: Visit,
    draft: ShownDraft,
    key: EntryKey,
    *,
    text: str | None = None,
    stamp: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    """The editor on an entry as it stands, or with a ``text`` that was not saved."""
    shown = _find(draft, key)
    stands = shown.entry.body
    return visit.page(
        "edit.html",
        status=status,
        draft=draft,
        shown=shown,
        text=stands if text is None else text,
        stamp=stamp or shown.stamp,
        stands=stands if text not in (None, stands) and not stamp else "",
        problem=problem,
        **ENTRY_TERMS,
    )


def _find(draft: ShownDraft, key: EntryKey) -> ShownEntry:
    for shown in draft.entries:
        if shown.entry.key == key:
            return shown
    raise DraftError(f"{key.work_id} in {key.topic} stands in {draft.path} no more")


def _seen(visit: Visit) -> SeenEntry:
    """The entry that a form is about, as it was then."""
    form = visit.form
    return SeenEntry(form.get("draft", ""), _key(form.get("entry", "")), form.get("seen", ""))


def _key(text: str) -> EntryKey:
    number, _, topic = text.partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise DraftError("no entry has this name")
    return EntryKey(int(number), topic)


def _told(reading: DraftReading) -> list[str]:
    """What the author may not expect: an entry shows its own decision."""
    cautions = [line for line in reading.lines if line in reading.cautions]
    return [*cautions, *reading.problems]


def _next(draft: ShownDraft, key: EntryKey) -> str:
    """The next undecided entry after this one, else this one."""
    keys = [shown.entry.key for shown in draft.entries]
    start = keys.index(key) + 1 if key in keys else 0
    later = [*draft.entries[start:], *draft.entries[:start]]
    waiting = (shown.entry.key for shown in later if not shown.is_decided)
    return anchor_of(next(waiting, key))


routes = (
    show_at("/", show),
    send_to("/decide", decide),
    show_at("/edit", edit),
    send_to("/edit", save),
    send_to("/unedit", take_edit_back),
    send_to("/preview", preview),
    send_to("/trust", count_it),
)
