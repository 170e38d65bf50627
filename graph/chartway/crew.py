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
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, Protocol

from chartway.cohort import Learner, Notes, Question, Tell, answered, once
from chartway.cohort_reply import Reply, Told
from chartway.errors import LimitError
from chartway.plan import Preference

BLOCK = 1_000
"""Learners that are read at a time before hands are looked after again."""
MOST_WAITING = 100_000
"""Rows that wait at most while a reply before theirs takes its time."""
MOST_FRESH = 1_000
"""Questions that are known at most before anybody has room for them."""
MOST_AHEAD = 5_000
"""Questions that are handed over at most beyond one that takes its time."""
PORTION = 200
"""Questions that a worker gets at most at a time."""
SECONDS = 0.1
"""How long a portion is to take: handing one over takes half a thousandth."""
AHEAD = 2
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


class _Coming(NamedTuple):
    """A portion that somebody is at, and the places of its replies."""

    portion: Future[Portion]
    places: list[Place]


class _Work:
    """One run of a crew: rows that wait for replies, questions that wait for hands, portions that are with them.

    This process reads ahead and hands over as long as there is room, and tells rows as soon as their replies are
    there: hands have enough to do while it writes, and after the last reply little is left to be read.
    """

    def __init__(self, hands: Hands, form: str, prefer: Preference, notes: Notes) -> None:
        self.hands, self.notes = hands, notes
        self.place = once(self._new_place, lambda row: [Reply.of(row, form)], prefer)
        self.waiting: deque[tuple[str, Place]] = deque()
        self.fresh: deque[tuple[Question, Place]] = deque()
        self.coming: deque[_Coming] = deque()
        self.answered, self.seconds = 0, 0.0

    def rows(self, learners: Iterator[Learner]) -> Iterator[Told]:
        more = True
        while more or self.waiting:
            reads = more and len(self.waiting) < MOST_WAITING and len(self.fresh) < MOST_FRESH
            if reads:
                more = self._read(learners)
            self._hand_over()
            if not (reads or self.waiting[0][1]):
                self._await()
            self._collect()
            yield from self._told()

    def _read(self, learners: Iterator[Learner]) -> bool:
        """Takes the next rows, and says whether there were any."""
        before = len(self.waiting)
        self.waiting.extend((learner.name, self.place(learner)) for learner in islice(learners, BLOCK))
        return len(self.waiting) > before

    def _new_place(self, question: Question) -> Place:
        """The place of a reply: it is noted already, or the question is still to be handed over."""
        earlier = next(self.notes.earlier, None)
        if earlier:
            return [earlier]
        place: Place = []
        self.fresh.append((question, place))
        return place

    def _hand_over(self) -> None:
        """Gives every hand enough to do."""
        room = AHEAD * self.hands.workers - len(self._awaited())
        ahead = sum(len(places) for _, places in self.coming)
        while self.fresh and room > 0 and ahead < MOST_AHEAD:
            questions, places = zip(*(self.fresh.popleft() for _ in range(self._size())), strict=True)
            self.coming.append(_Coming(self.hands.submit(list(questions)), list(places)))
            room, ahead = room - 1, ahead + len(places)

    def _size(self) -> int:
        """So many questions as a portion is to have, from how long they took so far; fewer where few are left."""
        by_time = int(self.hands.seconds * self.answered / max(self.seconds, 1e-9))
        return max(1, min(PORTION, by_time, len(self.fresh) // self.hands.workers))

    def _awaited(self) -> list[Future[Portion]]:
        return [portion for portion, _ in self.coming if not portion.done()]

    def _await(self) -> None:
        """Waits until something has come, as long as there is anybody it can come from."""
        awaited = self._awaited()
        while awaited and not wait(awaited, PULSE, FIRST_COMPLETED).done:
            self.hands.check()

    def _collect(self) -> None:
        """Puts replies that have come in their places, and notes them, in the order in which they were asked for."""
        while self.coming and self.coming[0].portion.done():
            portion, places = self.coming.popleft()
            replies, seconds = portion.result()
            self.answered, self.seconds = self.answered + len(replies), self.seconds + seconds
            self.notes.keep(replies)
            for place, reply in zip(places, replies, strict=True):
                place.append(reply)

    def _told(self) -> Iterator[Told]:
        """The rows up to the first whose reply is not there."""
        while self.waiting and self.waiting[0][1]:
            name, (reply,) = self.waiting.popleft()
            yield name, reply


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
