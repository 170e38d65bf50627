"""An errand is what a process has to know to answer the questions of a cohort: options, and nothing of learners."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from chartway import __version__
from chartway.cli.asking import (
    catalog_in_file,
    finder,
    held_in_file,
    knowledge_of,
    profile_of,
    question_in_file,
    refuse_without_file,
    request_of,
)
from chartway.errors import OptionError

if TYPE_CHECKING:
    from chartway.cohort import Tell
    from chartway.plan import Preference

HERE = ("learners", "out", "resume", "run", "scheduler", "summary", "workers")
"""Options that change no reply: where learners and rows are, and how the work is done."""
FILES = ("add", "profile", "requirements")
"""Options that count by what is in the file."""


class Asked(NamedTuple):
    """What answers questions, what an id is called, and what is preferred where a learner prefers nothing."""

    tell: Tell
    name: Callable[[str], str]
    prefer: Preference


@dataclass(frozen=True)
class Errand:
    """Options that shape replies, and for other machines the files that they name and what stands for our data."""

    options: tuple[tuple[str, Any], ...]
    files: tuple[tuple[str, bytes], ...] = ()
    data: str = ""

    @classmethod
    def of(cls, options: argparse.Namespace) -> Errand:
        """The errand of a process on this machine, which can open the same files."""
        return cls(tuple(sorted((name, value) for name, value in vars(options).items() if name not in HERE)))

    def abroad(self) -> Errand:
        """The same for a process on another machine: files as what is in them, without the folder they are in here."""
        paths = {name: path for name, path in self.options if name in FILES and path}
        options = tuple((name, Path(paths[name].name) if name in paths else value) for name, value in self.options)
        return replace(
            self, options=options, files=tuple((name, paths[name].read_bytes()) for name in paths), data=data()
        )

    def asked(self) -> Asked:
        """What answers, made once in a process; raises OptionError where our data are not those of the sender."""
        return _asked(self)

    def __call__(self) -> Tell:
        """What answers questions."""
        return self.asked().tell


def data() -> str:
    """What stands for the program and its data: the same on two machines only where these are the same."""
    from chartway import ontology
    from chartway.journal import fingerprint

    return fingerprint([ontology.file("schema.ttl"), *ontology.files()], __version__)


@lru_cache(1)
def _asked(errand: Errand) -> Asked:
    if errand.data not in {"", data()}:
        raise OptionError(
            f"a worker has another Chartway or other data than this one ({__version__}); install the same"
        )
    with TemporaryDirectory() as folder:
        options = argparse.Namespace(**dict(errand.options))
        for name, content in errand.files:
            path = Path(folder) / name / getattr(options, name).name
            path.parent.mkdir()
            path.write_bytes(content)
            setattr(options, name, path)
        return _in_file(options) if options.requirements else _built_in(options)


def _in_file(options: argparse.Namespace) -> Asked:
    from chartway.pathway import Planner

    catalog = catalog_in_file(options)
    planner, find = Planner.of(catalog), finder(catalog)
    any_question = question_in_file(options, "", frozenset())

    def tell(goal: str, have: tuple[str, ...], prefer: Preference) -> dict[str, Any]:
        question = replace(any_question, goal=find(goal), held=held_in_file(find, have), prefer=prefer)
        return planner.answer(question).to_json()

    return Asked(tell, lambda id: catalog[id].name, any_question.prefer)


def _built_in(options: argparse.Namespace) -> Asked:
    from chartway.advice import advise

    refuse_without_file(options)
    profile = profile_of(options)
    knowledge, any_request = knowledge_of(options, profile), request_of(options, profile)

    def tell(goal: str, have: tuple[str, ...], prefer: Preference) -> dict[str, Any]:
        request = replace(any_request, goal=goal, have=(*any_request.have, *have), prefer=prefer)
        return advise(knowledge, request).in_brief()

    return Asked(tell, knowledge.name, any_request.prefer)
