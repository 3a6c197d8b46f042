"""Workers of a Dask scheduler that runs elsewhere."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator

from distributed import Client

from grading.autograding.sending import Gone, Workers


@contextlib.contextmanager
def cluster_workers(scheduler: str) -> Iterator[Workers]:
    """The workers that a scheduler has, which may come and go."""
    for name in ("distributed", "distributed.client"):  # what goes wrong is said in our own words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", "Sending large graph")  # one large hand-in
    try:
        client = Client(scheduler, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Gone(f"no scheduler answers at {scheduler}: {error}") from None
    with client:
        yield Workers(client.get_executor(pure=False), lambda: sum(client.nthreads().values()))
