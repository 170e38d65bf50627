"""Several processes work out the answers of a cohort; rows come in the order of the learners, as from one.

A question is worked out once, however many learners ask it. No more than two blocks of learners and MOST_KNOWN
answers are in memory at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice

from chartway.cohort import MOST_KNOWN, Learner, Question, Row, Tell, answered, failed, question_of
from chartway.errors import LimitError, OptionError
from chartway.plan import Preference

BLOCK = 1_000
"""Learners that are read ahead."""
PORTION = 10
"""Questions that a worker gets at a time: one costs about as much to hand over as to answer, 0.2 ms."""

_tell: list[Tell] = []
"""In a worker: what answers its questions."""


@dataclass(frozen=True)
class Crew:
    """So many worker processes, each of which makes itself what answers questions.

    ``make`` is called in every worker, so it must be something that can be pickled.
    """

    make: Callable[[], Tell]
    workers: int
    prefer: Preference = "cheapest"

    def rows(self, learners: Iterable[Learner]) -> Iterator[Row]:
        """The rows of the learners, in their order; raises LimitError where a worker ends before its work is done."""
        # Spawned, not forked: no worker then begins with half of another thread's work.
        pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), _begin, (self.make,))
        try:
            yield from self._in_order(pool, iter(learners))
        except BrokenProcessPool:
            why = "it was killed, or had too little memory; fewer --workers take less"
            raise LimitError(f"a worker process ended before its work was done: {why}") from None
        finally:
            pool.shutdown(cancel_futures=True)

    def _in_order(self, pool: ProcessPoolExecutor, learners: Iterator[Learner]) -> Iterator[Row]:
        known: dict[Question, Row] = {}
        blocks: deque[_Block] = deque()
        while block := list(islice(learners, BLOCK)):
            blocks.append(_Block.begun(pool, [self._asked(learner) for learner in block], known))
            if len(blocks) > 1:
                yield from blocks.popleft().rows(known)
                _forget(known, blocks[0])
        for last in blocks:
            yield from last.rows(known)

    def _asked(self, learner: Learner) -> _Asked:
        try:
            return learner.name, question_of(learner, self.prefer)
        except OptionError as error:
            return learner.name, failed(learner.goal, error)


_Asked = tuple[str, Question | Row]
"""A learner's name with the question, or with what is wrong with it."""


@dataclass(frozen=True)
class _Block:
    """Some learners, the questions that are new with them, and the answers that workers are at."""

    asked: list[_Asked]
    fresh: list[Question]
    answers: Iterator[Row]

    @classmethod
    def begun(cls, pool: ProcessPoolExecutor, asked: list[_Asked], known: dict[Question, Row]) -> _Block:
        """The block with its new questions handed to the workers; ``known`` gets an empty row for each of them."""
        questions = dict.fromkeys(question for _, question in asked if isinstance(question, tuple))
        fresh = [question for question in questions if question not in known]
        known.update((question, {}) for question in fresh)
        return cls(asked, fresh, pool.map(_answer, fresh, chunksize=PORTION))

    def rows(self, known: dict[Question, Row]) -> Iterator[Row]:
        """The rows of the learners, once their answers are there."""
        known.update(zip(self.fresh, self.answers, strict=True))
        for name, question in self.asked:
            yield {"learner": name} | (known[question] if isinstance(question, tuple) else question)


def _forget(known: dict[Question, Row], following: _Block) -> None:
    """Forgets all answers that the block to come does not need, once there are too many."""
    if len(known) > MOST_KNOWN:
        needed = {question for _, question in following.asked if isinstance(question, tuple)}
        for question in known.keys() - needed:
            del known[question]


def _begin(make: Callable[[], Tell]) -> None:
    attend()
    _tell.append(make())


def attend() -> None:
    """Readies a worker process: it ends at once when it is interrupted, and when nobody waits for it any more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(question: Question) -> Row:
    return answered(_tell[0], question)
