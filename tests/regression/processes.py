# SPDX-License-Identifier: Apache-2.0
"""Runs that are looked at, and disturbed, while they go on."""

import contextlib
import os
import signal
import time
from pathlib import Path

from harness import check


def children_of(process):
    """Process ids of mineprint below the launcher."""
    found, pending = [], [process.pid]
    while pending:
        pid = pending.pop()
        try:
            children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir()
                        for child in (task / "children").read_text().split()]
            found += [child for child in children
                      if Path(f"/proc/{child}/comm").read_text().strip() == "mineprint"]
            pending += children
        except OSError:
            continue  # it ended meanwhile
    return found


@contextlib.contextmanager
def run_until(case, moment, *arguments, ranks, patience_s=60):
    """Starts a command and gives its process as soon as `moment(process)` has come; ends it at last."""
    process = case.start(*arguments, ranks=ranks)
    try:
        deadline = time.monotonic() + patience_s
        while not moment(process) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        check(process.poll() is None, "the run ended before its moment came:\n" + said_so_far(case))
        yield process
    finally:
        for rank in children_of(process):
            with contextlib.suppress(OSError):
                os.kill(rank, signal.SIGCONT)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def said_so_far(case):
    return (case.folder / "started.log").read_text()
