"""What a poll reports: how each source fared, what it brought each topic, why it was quiet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tracker.sources.arxiv.days import Quiet
from tracker.values import Batch, PollStatus, SourceState
from tracker.workflows.intake.scale.figures import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How one source fared."""

    kind: str
    source: str
    name: str
    status: PollStatus
    new: int = 0
    updated: int = 0
    votes: int = 0  # stored works that it tells votes for, where these have changed
    requests: int = 0
    error: str = ""
    notices: tuple[str, ...] = ()
    is_offline: bool = False  # it failed, perhaps for want of a connection
    has_changed: bool = False  # failing now and not before, or the other way round

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "source": self.source,
            "status": self.status.value,
            "new": self.new,
            "updated": self.updated,
            "requests": self.requests,
            "error": self.error or None,
        }


@dataclass(slots=True)
class Tally:
    """What the batches of one source have come to, also where the last of them failed."""

    new: int = 0
    updated: int = 0
    requests: int = 0
    voted: set[int] = field(default_factory=set)
    statuses: list[PollStatus] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def count(self, batch: Batch) -> None:
        """A batch, before it is stored."""
        self.requests += batch.requests
        self.statuses.append(batch.status)
        self.errors.extend(filter(None, [batch.error]))
        self.notices.extend(batch.notices)

    def on(self, report: SourceReport) -> SourceReport:
        """The source's report with what was counted."""
        return replace(
            report,
            new=self.new,
            updated=self.updated,
            votes=len(self.voted),
            requests=self.requests,
            notices=tuple(dict.fromkeys(self.notices)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicReport:
    """What a poll brought a topic: new works, and works of it that are new or changed."""

    topic: str
    new: int = 0
    matched: int = 0

    def as_json(self) -> dict[str, object]:
        return {"topic": self.topic, "new": self.new, "matched": self.matched}


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """The whole poll. ``is_busy``: another one was under way, and this one left."""

    sources: tuple[SourceReport, ...] = ()
    topics: tuple[TopicReport, ...] = ()
    quiet: Quiet | None = None  # why arXiv had nothing new, where it had nothing
    incomplete: tuple[str, ...] = ()  # a line for each thing added by hand that is not known yet
    problem: str = ""  # what kept the poll from being noted to its end
    scale: Scale | None = None  # by what its sources were asked
    rematched: str = ""  # a line, where the watchlists or the rules of matching had changed
    is_busy: bool = False
    is_dry: bool = False

    @property
    def failed(self) -> tuple[SourceReport, ...]:
        """The sources that failed, also in part."""
        bad = (PollStatus.FAILED, PollStatus.PARTIAL)
        return tuple(report for report in self.sources if report.status in bad)

    @property
    def is_offline(self) -> bool:
        """Whether none that were asked could be reached: it was the connection, not they."""
        asked = [each for each in self.sources if each.status is not PollStatus.SKIPPED]
        return len(asked) > 1 and all(each.is_offline for each in asked)

    def as_json(self) -> dict[str, object]:
        return {
            "sources": [report.as_json() for report in self.sources],
            "topics": [report.as_json() for report in self.topics],
            **({"scale": self.scale.as_json()} if self.scale else {}),
        }


def reported(
    initial: SourceState, state: SourceState, status: PollStatus, *, error: str = ""
) -> SourceReport:
    """The report of a source that has this state now; ``initial`` names it."""
    return SourceReport(
        kind=initial.kind,
        source=initial.url,
        name=state.name or initial.url,
        status=status,
        error=error,
    )


_BY_WEIGHT = (
    PollStatus.FAILED,
    PollStatus.PARTIAL,
    PollStatus.SKIPPED,
    PollStatus.OK,
    PollStatus.UNCHANGED,
)


def worst(statuses: Iterable[PollStatus]) -> PollStatus:
    """One word for all batches: a failure before anything else, news before none."""
    return min(statuses, key=_BY_WEIGHT.index, default=PollStatus.UNCHANGED)
