"""The values that flow through tracker, one type a step (see docs/architecture.md).

All are frozen and hold tuples, so that they can be shared, compared and hashed; none does I/O
or reads a clock. Instants end in ``_at`` and are aware datetimes in UTC.
"""

from tracker.values.attention import (
    SeenVotes,
    Vote,
    vote_size,
)
from tracker.values.entries import (
    ApprovedEntry,
    DateChange,
    Decision,
    DraftEntry,
    DraftProblem,
    EntryKey,
    PublishedEntry,
    State,
    Verdict,
)
from tracker.values.instants import (
    day_in_words,
    rfc3339,
    utc,
)
from tracker.values.matches import (
    Match,
    Place,
    Proposal,
    Reason,
    Score,
    ScorePart,
)
from tracker.values.polling import (
    Batch,
    Document,
    PollStatus,
    Source,
    SourceState,
)
from tracker.values.reports import Report
from tracker.values.works import (
    Alias,
    Announcement,
    Kind,
    Link,
    PaperFacts,
    Sighting,
    SightingRef,
    Version,
    Via,
    Work,
    arxiv_id,
)

__all__ = [
    "Alias",
    "Announcement",
    "ApprovedEntry",
    "Batch",
    "DateChange",
    "Decision",
    "Document",
    "DraftEntry",
    "DraftProblem",
    "EntryKey",
    "Kind",
    "Link",
    "Match",
    "PaperFacts",
    "Place",
    "PollStatus",
    "Proposal",
    "PublishedEntry",
    "Reason",
    "Report",
    "Score",
    "ScorePart",
    "SeenVotes",
    "Sighting",
    "SightingRef",
    "Source",
    "SourceState",
    "State",
    "Verdict",
    "Version",
    "Via",
    "Vote",
    "Work",
    "arxiv_id",
    "day_in_words",
    "rfc3339",
    "utc",
    "vote_size",
]
