"""What a computation costs as its input grows: two sizes side by side, never seconds.

A machine that is slow or busy is so for both sizes, so a ratio holds where a limit in seconds
does not. With four times the input, what is linear costs four times as much and what is
quadratic sixteen times: a bound of ten lies well between them.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_ROUNDS = 20


def assert_growth(act: Callable[[T], object], small: T, large: T, *, at_most: float = 10.0) -> None:
    """``act(large)`` costs at most so many times what ``act(small)`` does.

    The least time of each counts, over rounds that end as soon as the bound holds: what else
    the machine does can only add to a time.
    """
    least_small = least_large = float("inf")
    for _ in range(_ROUNDS):
        least_small = min(least_small, _cost(act, small))
        least_large = min(least_large, _cost(act, large))
        if least_large <= at_most * least_small:
            return
    ratio = least_large / least_small
    raise AssertionError(f"the larger input costs {ratio:.1f} times as much, not {at_most:g}")


def _cost(act: Callable[[T], object], value: T) -> float:
    gc.collect()
    gc.disable()  # what other tests have left behind is searched through at any moment else
    try:
        begun = time.process_time()
        act(value)
        return max(time.process_time() - begun, 1e-6)
    finally:
        gc.enable()
