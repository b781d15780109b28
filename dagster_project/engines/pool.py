"""A pool of processes that survives what one document does to it.

A chunk whose process dies, hangs or raises is cut into single documents, each tried alone; a document that fails alone is
handed to the caller with its reason, and the rest of the chunk is kept. Processes are spawned, never forked: polars and
Dagster run threads, and a forked child would inherit their locks.
"""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

import polars as pl

Result = TypeVar("Result")
CHUNK_ROWS = 200
"""Most rows of a chunk: what readers look up is loaded once a chunk, and a chunk that fails is read again row by row."""
CHUNK_SECONDS = 120.0
DOCUMENT_SECONDS = 30.0
"""Time limits: a report takes about two milliseconds, so whoever reaches these is caught in a pattern."""
START_SECONDS = 300.0
HOPELESS = 20
"""Documents given up without a single success after which the fault is ours, not theirs."""
_CONTEXT = multiprocessing.get_context("spawn")


class ReaderBroken(RuntimeError):
    """The function fails on every document: an error of the program, not of the data."""


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """What became of one chunk: a result, or the reason why its only document was given up."""

    chunk: pl.DataFrame
    result: Result | None
    failure: str | None = None


@dataclass
class _Task:
    order: tuple[int, int]
    """Number of the chunk, and of the document inside it once it is tried alone."""
    chunk: pl.DataFrame


@dataclass
class _Worker:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    task: _Task | None = None
    deadline: float = 0.0
    started: bool = False


def _serve(pipe: Connection, function: Callable[[pl.DataFrame], Any]) -> None:
    """Body of a worker: says that it is ready, then answers (ok, result or reason) to every chunk until the pipe closes."""
    pipe.send(None)
    while True:
        try:
            chunk = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, function(chunk))
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            answer = (False, f"{type(error).__name__}: {error} (in {last.name}, line {last.lineno} of {last.filename.rpartition('/')[2]})")
        pipe.send(answer)


class Pool(Generic[Result]):
    """Maps one frame-to-result function over chunks of a frame. `function` must be importable by name."""

    def __init__(
        self,
        function: Callable[[pl.DataFrame], Result],
        *,
        workers: int = 2,
        chunk_rows: int = CHUNK_ROWS,
        chunk_seconds: float = CHUNK_SECONDS,
        document_seconds: float = DOCUMENT_SECONDS,
    ) -> None:
        self.function, self.limit, self.chunk_rows = function, workers, chunk_rows
        self.chunk_seconds, self.document_seconds = chunk_seconds, document_seconds
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._stop(worker)
        self._workers = []

    def map(self, frame: pl.DataFrame) -> list[Outcome[Result]]:
        """One outcome a chunk, in the order of the frame; a chunk that failed gives one outcome a document."""
        waiting = deque(_Task((order, 0), chunk) for order, chunk in enumerate(frame.iter_slices(self._even_rows(frame.height))))
        finished: list[tuple[tuple[int, int], Outcome[Result]]] = []
        while waiting or any(w.task for w in self._workers):
            self._hand_out(waiting)
            for worker in self._answered():
                task, ok, answer = self._collect(worker)
                if ok:
                    finished.append((task.order, Outcome(task.chunk, answer)))
                elif task.chunk.height == 1:
                    finished.append((task.order, Outcome(task.chunk, None, str(answer))))
                    self._give_up_if_hopeless([outcome for _, outcome in finished])
                else:
                    alone = [_Task((task.order[0], number), row) for number, row in enumerate(task.chunk.iter_slices(1))]
                    waiting.extendleft(reversed(alone))
        finished.sort(key=lambda item: item[0])
        return [outcome for _, outcome in finished]

    def _even_rows(self, rows: int) -> int:
        """How many rows a chunk has so that all workers have as much to do and none waits for the others at the end."""
        chunks = self.limit * ceil(rows / (self.limit * self.chunk_rows))
        return ceil(rows / chunks) if chunks else 1

    def _give_up_if_hopeless(self, outcomes: list[Outcome[Result]]) -> None:
        if len(outcomes) >= HOPELESS and all(outcome.failure for outcome in outcomes):
            raise ReaderBroken(f"{self.function.__name__} fails on every document it is given; the last reason: {outcomes[-1].failure}")

    def _hand_out(self, waiting: deque[_Task]) -> None:
        idle = [w for w in self._workers if w.task is None]
        while waiting and (idle or len(self._workers) < self.limit):
            worker = idle.pop() if idle else self._start()
            worker.task = waiting.popleft()
            worker.deadline = self._deadline(worker)
            try:
                worker.pipe.send(worker.task.chunk)
            except OSError:
                worker.deadline = 0.0  # it died idle: _answered gives the task back as failed, and it is tried again alone

    def _deadline(self, worker: _Worker) -> float:
        """Importing the readers does not count against the document that happens to come first."""
        assert worker.task is not None
        limit = self.document_seconds if worker.task.chunk.height == 1 else self.chunk_seconds
        return time.monotonic() + (limit if worker.started else START_SECONDS)

    def _start(self) -> _Worker:
        mine, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(theirs, self.function), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, mine)
        self._workers.append(worker)
        return worker

    def _answered(self) -> Iterator[_Worker]:
        """Workers that have answered, died, or overstayed their time."""
        busy = [w for w in self._workers if w.task]
        pause = max(0.0, min(w.deadline for w in busy) - time.monotonic())
        answered = wait([w.pipe for w in busy], timeout=pause)
        now = time.monotonic()
        for worker in busy:
            if worker.pipe in answered and not worker.started and self._has_started(worker):
                worker.deadline = self._deadline(worker)
            elif worker.pipe in answered or now >= worker.deadline:
                yield worker

    @staticmethod
    def _has_started(worker: _Worker) -> bool:
        try:
            worker.pipe.recv()
        except (EOFError, OSError):
            return False
        worker.started = True
        return True

    def _collect(self, worker: _Worker) -> tuple[_Task, bool, Any]:
        task = worker.task
        assert task is not None
        worker.task = None
        try:
            if worker.pipe.poll():
                ok, answer = worker.pipe.recv()
                return task, ok, answer
            reason = "it took longer than its time limit"
        except (EOFError, OSError):
            worker.process.join(timeout=5)
            reason = f"the process reading it ended with status {worker.process.exitcode}"
        self._stop(worker)
        self._workers.remove(worker)
        return task, False, reason

    @staticmethod
    def _stop(worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join(timeout=0.2)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
