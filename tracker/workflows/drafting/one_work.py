"""Proposing one work by hand, whatever its rank."""

from __future__ import annotations

from tracker.errors import DraftError
from tracker.ranking.selection import propose as propose_ranked
from tracker.ranking.selection import rank
from tracker.store.author import entries
from tracker.store.choice import matches
from tracker.store.works import read
from tracker.workflows.drafting.draft_file import DraftFile
from tracker.workflows.drafting.styles import Styles
from tracker.workflows.open_drafts.done import find_moved, take_out_of_done
from tracker.workflows.proposing.candidates import drafted_candidates, match_in
from tracker.workflows.session import Session


def propose(session: Session, work_id: int, topic: str) -> None:
    """Write one work into the open draft, whatever its rank: the author asked for it. An entry that
    had moved to drafts/done/ comes back in its own words.

    Raises ConfigError, DraftError.
    """
    file = DraftFile(session, Styles(session))
    stored = matches.of_works(session.db, [work_id]).get(work_id, ())
    matched = {work_id: (match_in(stored, work_id, topic),)}
    works = read.get(session.db, [work_id])
    drafted = entries.of_works(session.db, [work_id])
    candidates = drafted_candidates(
        session.db, works, matched, drafted=drafted, standing=session.standing
    )
    model, now = session.model, session.now
    ranked = rank(candidates, topics=[topic], model=model, now=now)
    if not ranked:
        raise DraftError(f"{work_id} cannot be proposed: it was withdrawn")
    proposals = [propose_ranked(one, model=model, now=now) for one in ranked]
    if had_moved := find_moved(session.folder, session.db, work_id, topic):
        done, entry = had_moved
        file.add(proposals, words=entry.words)
        take_out_of_done(session.folder, done, [entry])
    else:
        file.add(proposals)
