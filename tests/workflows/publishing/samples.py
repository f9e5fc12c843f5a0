"""What the tests of publishing look at."""

from tests.support.author import POST
from tests.support.desk import Desk

LINK = "https://arxiv.org/abs/2505.0000{}"


def section(post: str, heading: str) -> str:
    return (
        post.split(f"## {heading}\n")[1].split("\n## ", maxsplit=1)[0].split("\n---", maxsplit=1)[0]
    )


def decisions(desk: Desk) -> int:
    with desk.open() as db:
        count: int = db.value("SELECT count(*) FROM decisions")
    return count


LINKED = POST.replace("Nothing here yet.", "See https://arxiv.org/pdf/2505.00001v1.")
