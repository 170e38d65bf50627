"""Several processes work out the replies of a cohort; rows come in the order of the learners, as from one.

A question is worked out once, however many learners ask it, and its reply comes as it will be written: this process
only reads the table, copies replies and notes them. What is in memory at a time is bounded, however long the table.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, Protocol

from chartway.cohort import MOST_KNOWN, Learner, Notes, Question, Tell, answered, failed, question_of
from chartway.cohort_reply import Reply, Told
from chartway.errors import LimitError, OptionError
from chartway.plan import Preference

BLOCK = 1_000
"""Learners that are read at most before their questions are handed over."""
MOST_BLOCKS = 64
"""Blocks that wait at most while one before them takes its time."""
PORTION = 100
"""Questions that a worker gets at most at a time."""
SECONDS = 0.05
"""How long a portion is to take: handing one over takes half a thousandth."""
AHEAD = 4
"""Portions for each worker that are handed over at a time: none waits for this process to come round."""
PULSE = 1
"""Seconds between two looks whether anybody is left."""


class Make(Hashable, Protocol):
    """Makes what answers questions, wherever they are answered: it can be pickled, and is kept by what it equals."""

    def __call__(self) -> Tell:
        """What answers questions."""


class Portion(NamedTuple):
    """Replies to a portion of questions, and how many seconds of a processor they took, whoever else was at it."""

    replies: list[Reply]
    seconds: float


class Hands(NamedTuple):
    """Who answers: how portions of questions are handed over, how many workers there are, how long a portion takes.

    ``seconds`` are long beside what handing over takes, and short beside the whole; ``check`` raises an error where
    nobody is left.
    """

    submit: Callable[[list[Question]], Future[Portion]]
    workers: int
    seconds: float
    check: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Crew:
    """The rows of a cohort, worked out by some hands for as long as rows are asked for."""

    hands: AbstractContextManager[Hands]
    form: str
    prefer: Preference = "cheapest"

    def rows(self, learners: Iterable[Learner], notes: Notes | None = None) -> Generator[Told]:
        """The rows of the learners, in their order; raises LimitError where workers end before their work is done."""
        with self.hands as hands:
            yield from _Work(hands, self.form, self.prefer, notes or Notes()).rows(iter(learners))


Place = list[Reply]
"""Where a reply is, or will be once its portion has come; nothing else keeps it from being forgotten."""


@dataclass(frozen=True)
class _Block:
    """Learners with the places of their replies, and the portion of those questions that are new with them."""

    rows: list[tuple[str, Place]]
    fresh: list[Place]
    coming: Future[Portion] | None

    @property
    def is_awaited(self) -> bool:
        """Whether somebody is at its questions."""
        return self.coming is not None and not self.coming.done()


@dataclass
class _Work:
    """One run of a crew: how long questions took so far, and the places of the replies that were asked for last."""

    hands: Hands
    form: str
    prefer: Preference
    notes: Notes
    answered: int = 0
    seconds: float = 0.0
    fresh: dict[Question, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = lru_cache(MOST_KNOWN)(self._new_place)

    def rows(self, learners: Iterator[Learner]) -> Iterator[Told]:
        blocks: deque[_Block] = deque()
        while block := self._block(learners):
            blocks.append(block)
            self._wait(blocks)
            while blocks and (len(blocks) >= MOST_BLOCKS or not blocks[0].is_awaited):
                yield from self._told(blocks.popleft())
        while blocks:
            yield from self._told(blocks.popleft())

    def _block(self, learners: Iterator[Learner]) -> _Block | None:
        """The next learners, their new questions handed over; None after the last."""
        self.fresh, most = {}, self._portion()
        rows: list[tuple[str, Place]] = []
        for learner in islice(learners, BLOCK):
            rows.append((learner.name, self._place(learner)))
            if len(self.fresh) >= most:
                break
        coming = self.hands.submit(list(self.fresh)) if self.fresh else None
        return _Block(rows, list(self.fresh.values()), coming) if rows else None

    def _portion(self) -> int:
        """So many questions as a portion is to have, from how long they took so far; one as long as none came back."""
        if not self.answered:
            return 1
        return max(1, min(PORTION, int(self.hands.seconds * self.answered / max(self.seconds, 1e-9))))

    def _place(self, learner: Learner) -> Place:
        try:
            return self.place(question_of(learner, self.prefer))
        except OptionError as error:
            return [Reply.of(failed(learner.goal, error), self.form)]

    def _new_place(self, question: Question) -> Place:
        """The place of a reply: it is noted already, or comes with the portion that is being put together."""
        earlier = next(self.notes.earlier, None)
        return [earlier] if earlier else self.fresh.setdefault(question, [])

    def _wait(self, blocks: Iterable[_Block]) -> None:
        """Waits as long as every hand has enough to do."""
        coming = [block.coming for block in blocks if block.coming and block.is_awaited]
        if len(coming) >= AHEAD * self.hands.workers:
            self._await(coming)

    def _await(self, coming: list[Future[Portion]]) -> None:
        """Waits until one of them has come, as long as there is anybody it can come from."""
        while not wait(coming, PULSE, FIRST_COMPLETED).done:
            self.hands.check()

    def _told(self, block: _Block) -> Iterator[Told]:
        """The rows of a block, once its replies are there."""
        if block.coming:
            self._await([block.coming])
            replies, seconds = block.coming.result()
            self.answered, self.seconds = self.answered + len(replies), self.seconds + seconds
            for place, reply in zip(block.fresh, replies, strict=True):
                place.append(reply)
                self.notes.keep(reply)
        for name, place in block.rows:
            yield name, place[0]


def work_out(make: Make, form: str, questions: list[Question]) -> Portion:
    """The replies to a portion of questions, in their order, in the process that this is called in."""
    with _one_at_a_time:
        tell = _made(make)
        begun = time.thread_time()
        replies = [Reply.of(answered(tell, question), form) for question in questions]
        return Portion(replies, time.thread_time() - begun)


_one_at_a_time = threading.Lock()
"""Threads of a process gain nothing from each other, and what answers is made for one."""


@lru_cache(1)
def _made(make: Make) -> Tell:
    return make()


@contextmanager
def processes(make: Make, form: str, workers: int) -> Iterator[Hands]:
    """Processes on this machine."""
    if _can_fork():
        _made(make)  # so that no worker has to make it,
        gc.freeze()  # nor copies it by looking through it for what is no longer used
    context = multiprocessing.get_context("fork" if _can_fork() else "spawn")
    pool = ProcessPoolExecutor(workers, context, attend)
    try:
        yield Hands(lambda questions: pool.submit(work_out, make, form, questions), workers, SECONDS)
    except BrokenProcessPool:
        why = "it was killed, or had too little memory; fewer --workers take less"
        raise LimitError(f"a worker process ended before its work was done: {why}") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _can_fork() -> bool:
    """Whether workers may begin as copies of this process, 0.2 s sooner: no other thread is then halfway through."""
    return sys.platform == "linux" and threading.active_count() == 1


def attend() -> None:
    """Readies a worker process: it ends at once when it is interrupted, and when nobody waits for it any more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
