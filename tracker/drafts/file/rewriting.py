"""An entry's text in its file, put in another's place: what a page edits, and an editor would.

What is edited is what would be published: the entry without its checkbox, its list marker and the
comments to the author. These stay, below the new text. A text that would not read back as this one
entry (a heading ends it, a checkbox begins another) is refused, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.drafts.file.body import comments_of
from tracker.drafts.file.document import Draft, parse_draft
from tracker.drafts.file.lines import Is, newline_of, read_lines
from tracker.errors import DraftError
from tracker.markdown import form_of, opens_with_marker
from tracker.values import DraftEntry


def plan_text(data: bytes, entry: DraftEntry, text: str) -> bytes:
    """The draft in which the entry says ``text`` (Markdown, any line endings).

    All bytes outside the entry stay, and so do all of them where the text is the same. Raises
    DraftError.
    """
    body, marker = _normal(text, entry.marker)
    if body == entry.body:
        return data
    if unclosed := [line for line in read_lines(body.encode()) if line.unclosed]:
        what = "code fence" if unclosed[0].what is Is.CODE else "comment"
        raise DraftError(f"not saved: a {what} begins in it that nothing closes")
    before = after = parse_draft(data, path="")
    first, *lines = [line for line in read_lines(data) if entry.start <= line.start < entry.end]
    start = max(first.end, entry.reason_end)
    head, tail = data[entry.start : first.end], data[start : entry.end]
    if start > first.end:  # the whole reason moves beside the checkbox, or it would read as text
        head = b" ".join((head.rstrip(), *data[first.end : start].split()))
        lines = [line for line in lines if line.start >= start]
    newline = newline_of(data)
    head += b"" if head.endswith((b"\n", b"\r")) else newline.encode()
    ending = tail[len(tail.rstrip()) :] or newline.encode()
    for lead in dict.fromkeys((f"{marker} " if marker else "", "")):
        below = _below(body, comments_of(lines), lead).replace("\n", newline).encode()
        changed = data[: entry.start] + head + below + ending + data[entry.end :]
        after = parse_draft(changed, path="")
        if _is_as_meant(before, after, entry, body):
            return changed
    raise DraftError(f"not saved: {_why_not(before, after)}")


def plan_bytes(data: bytes, entry: DraftEntry, before: bytes) -> bytes:
    """The draft in which the entry is again what it was ``before`` it was rewritten. Raises
    DraftError."""
    changed = data[: entry.start] + before + data[entry.end :]
    keys = [e.key for e in parse_draft(data, path="").entries]
    if [e.key for e in parse_draft(changed, path="").entries] != keys:
        raise DraftError("not taken back: what stands around it has changed; edit it again")
    return changed


def _normal(text: str, marker: str) -> tuple[str, str]:
    """The text as it is read back, and the list marker that it comes with."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    body = "\n".join(line.rstrip() if not line.strip() else line for line in lines)
    body = body.strip("\n").rstrip()
    if opens_with_marker(body):
        form = form_of(body)
        return "\n".join(form.lines).rstrip(), form.marker
    return body, marker


def _below(body: str, comments: Sequence[str], lead: str) -> str:
    """What stands below the checkbox, without the blank lines that end it."""
    margin = " " * len(lead)
    lines = body.split("\n") if body else []
    lines += [""] * bool(lines and comments)
    lines += [line for comment in comments for line in comment.split("\n")]
    text = "\n".join(margin + line if line.strip() else "" for line in lines)
    return lead + text.removeprefix(margin) if body else text


def _is_as_meant(before: Draft, after: Draft, entry: DraftEntry, body: str) -> bool:
    if [e.key for e in before.entries] != [e.key for e in after.entries]:
        return False
    said = {e.key: e.body for e in before.entries} | {entry.key: body}
    same = all(e.body == said[e.key] for e in after.entries)
    return same and len(after.problems) <= len(before.problems)


def _why_not(before: Draft, after: Draft) -> str:
    known = {problem.message for problem in before.problems}
    new = (problem.message for problem in after.problems if problem.message not in known)
    return next(
        filter(None, new),
        "this would not read back as one entry: a heading ends it, and a checkbox begins another",
    )
