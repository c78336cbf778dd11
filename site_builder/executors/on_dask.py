"""Workers of a Dask cluster as executors: a loss is a `BrokenExecutor`, and nothing waits forever.

Only this module imports Dask.
"""

from __future__ import annotations

import gc
import logging
import pickle
import threading
import uuid
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from distributed import Client, KilledWorker

from site_builder.executors.sight import Make, differing, make
from site_builder.workshop import WorkersLostError, keep_only_for

R = TypeVar("R")

# So many seconds there may be no worker at all: their nannies take a few to start others.
NOBODY_FOR = 60.0
_PAUSE = 2.0
_CUT_OFF = "与 Dask 的调度器断开了。重新启动集群后重试。"
_NOBODY = f"Dask 集群已经有 {NOBODY_FOR:.0f} 秒没有工作节点了。重新启动工作节点后重试。"
_DIFFERENT = "一个后来加入集群的工作节点的 {what}。换成同一版本，重新启动它，然后重试。"
_KILLED = (
    "Dask 的工作节点一再意外结束（多半是内存不够）。"
    "给每个工作节点更多内存，或者每台机器少开几个，然后重试。"
)


class Build(NamedTuple):
    """A build by its name, and what whoever works for it has to be made of."""

    name: str
    make: Make


class Cluster:
    """A connection to the scheduler of a Dask cluster, for one build."""

    def __init__(self, client: Client, make: Make) -> None:
        self._client = client
        self._build = Build(uuid.uuid4().hex, make)
        self._waiting: set[Future[Any]] = set()
        self._common: tuple[Sequence[object], Any] | None = None
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    @classmethod
    def at(cls, address: str, patience: float, make: Make) -> Cluster:
        """Connect to a scheduler; workers have to be made of the same as this process, `make`.

        Raises:
            OSError: it does not answer for so many seconds.
        """
        _hush()
        with warnings.catch_warnings():
            # In English, on versions that do not agree. We compare them ourselves.
            warnings.simplefilter("ignore")
            return cls(Client(address, timeout=patience, set_as_default=False), make)

    def threads(self) -> dict[str, int]:
        """Return the addresses of all workers, with how many threads each has."""
        return dict(sorted(self._client.nthreads().items()))

    def run(self, function: Callable[..., R], *arguments: Any) -> Mapping[str, R | Exception]:
        """Call a function in every worker; return by address what it returned or raised."""
        found: Mapping[str, R | Exception]
        found = self._client.run(function, *arguments, on_error="return")
        return dict(sorted(found.items()))

    def executors(self) -> list[Executor]:
        """Return an executor for each worker; if that is lost, others do what it was to do."""
        return [
            _Worker(
                self,
                self._client.get_executor(workers=[address], allow_other_workers=True, pure=False),
            )
            for address in self.threads()
        ]

    def submit(
        self,
        executor: Executor,
        function: Callable[..., R],
        own: Sequence[object],
        common: Sequence[object],
    ) -> Future[R]:
        """Have `function(*own, *common)` done; what is common to many is sent once."""
        future: Future[R] = Future()
        self._waiting.add(future)
        # Pickled here, for Dask would look into every list for results of its own.
        job = pickle.dumps((function, own))
        try:
            done = executor.submit(_work, job, self._shared(common))
        except Exception as error:
            if self._client.status == "running":
                raise
            self._lose(_CUT_OFF)
            raise WorkersLostError(_CUT_OFF) from error
        done.add_done_callback(lambda done: self._pass_on(done, future))
        return future

    def close(self) -> None:
        """Disconnect; what is not done yet is given up. Closing twice does nothing."""
        if not self._closed.is_set():
            self._closed.set()
            self._client.close(timeout=_PAUSE)

    def _shared(self, common: Sequence[object]) -> Any:
        """Return a task whose result is `common`, which Dask makes anew if its worker is lost."""
        if self._common is None or not _are_same(self._common[0], common):
            made = self._client.submit(
                pickle.loads, pickle.dumps((self._build, tuple(common))), pure=False
            )
            self._common = common, made
        return self._common[1]

    def _pass_on(self, done: Future[R], future: Future[R]) -> None:
        self._waiting.discard(future)
        with suppress(InvalidStateError):  # it was given up for lost
            if done.cancelled():
                future.set_exception(WorkersLostError(_CUT_OFF))
            elif isinstance(error := done.exception(), KilledWorker):
                future.set_exception(WorkersLostError(_KILLED))
            elif error:
                future.set_exception(error)
            else:
                future.set_result(done.result())

    def _watch(self) -> None:
        """See to it that nobody waits for a cluster that is no more."""
        nobody_for = 0.0
        while not self._closed.wait(_PAUSE):
            try:
                workers = self._client.status == "running" and self._client.nthreads()
            except Exception:  # whatever it is, the connection is gone: see below
                workers = False
            if self._closed.is_set():
                return
            if workers is False and self._client.status != "running":
                self._lose(_CUT_OFF)
            nobody_for = 0.0 if workers else nobody_for + _PAUSE
            if nobody_for > NOBODY_FOR:
                self._lose(_NOBODY)

    def _lose(self, words: str) -> None:
        while self._waiting:
            with suppress(KeyError, InvalidStateError):
                self._waiting.pop().set_exception(WorkersLostError(words))


class _Worker(Executor):
    """One worker. Of the arguments the first is sent with each call, the others once."""

    def __init__(self, cluster: Cluster, executor: Executor) -> None:
        self._cluster = cluster
        self._executor = executor

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        return self._cluster.submit(self._executor, fn, args[:1], args[1:])

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._cluster.close()


def _work(job: bytes, shared: tuple[Build, Sequence[Any]]) -> Any:
    """What a worker does: a chunk of one step."""
    build, common = shared
    if keep_only_for(build.name) and (what := differing(make(build.make.libraries), build.make)):
        # It came later than the others, which were looked at before anything began.
        raise WorkersLostError(_DIFFERENT.format(what=what))
    gc.disable()  # as in this program's own workers, but a worker of Dask's is not ours to keep so
    try:
        function, own = pickle.loads(job)
        return function(*own, *common)
    finally:
        gc.enable()


def _are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(
        one is other for one, other in zip(some, others, strict=True)
    )


def _hush() -> None:
    """Keep Dask's own words, in English, from those who wait for a site; ours say what matters."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("distributed", "tornado")):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
