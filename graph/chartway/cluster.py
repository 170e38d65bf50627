"""A Dask cluster works out the replies of a cohort: questions travel to it, and no learner.

What is sent are portions of questions (goal, holdings, preference) and once what is needed to answer any of them. Dask
asks the remaining workers where one is lost, so that every reply comes. Whoever may use a cluster can run programs on
its workers, and workers send objects that are trusted here: use one that is yours, over ``tls://`` outside your house.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from chartway.crew import Hands, Make, work_out
from chartway.errors import ChartwayError, LimitError, OptionError

if TYPE_CHECKING:
    from distributed import Client

SECONDS = 0.2
"""How long a portion is to take: handing one over takes some thousandths."""
PATIENCE = 10
"""Seconds within which a scheduler answers, and has a worker."""

T = TypeVar("T")


@contextmanager
def cluster(make: Make, form: str, address: str) -> Iterator[Hands]:
    """The workers that a scheduler has.

    Raises OptionError where Dask is not installed, nobody answers or workers have no Chartway or another one, and
    LimitError where the cluster goes away.
    """
    with _quiet(), _client(address) as client:
        # As the result of a task it is made anew where a lost worker was the only one that had it.
        made = client.submit(_same, make, pure=False)

        def check() -> None:
            if client.status not in {"running", "connecting"}:
                raise CancelledError

        try:
            workers, executor = _workers(client, address), client.get_executor(pure=False)
            yield Hands(lambda questions: executor.submit(work_out, made, form, questions), workers, SECONDS, check)
        except ChartwayError:
            raise
        except (ImportError, AttributeError, TypeError) as error:
            why = f"{type(error).__name__}: {error}"
            raise OptionError(
                f"{address}: a worker has no Chartway, or another one ({why}); install the same"
            ) from None
        except (CancelledError, ValueError):  # Dask's own executor fails to unpack what is cancelled just then
            raise LimitError(f"{address}: the cluster ended before its work was done; --resume goes on") from None
        except _killed():
            why = "was lost several times with its worker; that may have too little memory"
            raise LimitError(f"{address}: a portion of the questions {why}") from None


def _same(value: T) -> T:
    return value


@contextmanager
def _client(address: str) -> Iterator[Client]:
    """A connection to the scheduler; raises OptionError where there is none."""
    try:
        from distributed import Client  # noqa: PLC0415 - optional, and 0.5 s for those who have it
    except ImportError:
        raise OptionError("--scheduler needs Dask: pip install 'chartway[dask]'") from None
    try:
        asyncio.run(_greet(address))  # a client would wait for ever where something else listens
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = str(error).partition("\n")[0] or f"not within {PATIENCE} seconds"
        raise OptionError(f"no Dask scheduler answers at {address}: {why}") from None
    with client:
        yield client


async def _greet(address: str) -> None:
    """Has an answer of the scheduler; raises OSError where there is none in time."""
    from distributed import rpc  # noqa: PLC0415 - as above
    from distributed.security import Security  # noqa: PLC0415 - as above

    async with asyncio.timeout(PATIENCE):
        async with rpc(
            address, timeout=PATIENCE, connection_args=Security().get_connection_args("client")
        ) as scheduler:
            await scheduler.identity()


def _workers(client: Client, address: str) -> int:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise OptionError(f"the Dask scheduler at {address} has no workers") from None
    return len(client.ncores())


def _killed() -> type[Exception]:
    from distributed import KilledWorker  # noqa: PLC0415 - as above

    killed: type[Exception] = KilledWorker
    return killed


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask logs and warns of is not printed: what matters is raised, in a line."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
