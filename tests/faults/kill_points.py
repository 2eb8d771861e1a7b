# SPDX-License-Identifier: Apache-2.0
"""A small run is killed at seeded moments that are spread over all of it, then started again: it ends with the same
bytes as a run that nothing disturbed. Of the points, those with an even number kill one rank, the others all ranks and
the launcher, as a node that loses power does. `MINEPRINT_KILL_POINTS` sets their number; a few if it is not set."""

import collections
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "regression"))

import harness  # noqa: E402
from harness import check, check_same_tree  # noqa: E402
from processes import children_of  # noqa: E402

POINTS = int(os.environ.get("MINEPRINT_KILL_POINTS", "3"))
SEED = 20261125
RANKS = 3


def reached(output):
    """The last stage that left something."""
    for pattern, stage in (("results.h5", "reduce"), ("pair/maps/*/class_X*.tif", "map"), ("model.h5", "train"),
                           ("pair/samples.h5", "sample"), ("pair/job.cfg", "plan")):
        if next(output.glob(pattern), None):
            return stage
    return "start"


def write_job(case):
    import synthetic

    pair = synthetic.make_pair(case.folder / "input", 100, 72)
    return case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                    reference=pair.reference, zones=pair.zones, tile_size=32, trees=20)


def wait_for_ranks(process, patience_s=60):
    deadline = time.monotonic() + patience_s
    while len(children_of(process)) < RANKS and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)


def seconds_of_a_run(case, job, output):
    """From the start of the ranks to the end of the launcher, of a run that nothing disturbs."""
    process = case.start("run", "--output", output, job, ranks=RANKS)
    wait_for_ranks(process)
    begun = time.monotonic()
    check(process.wait(timeout=120) == 0, "a run that nothing disturbed failed")
    return time.monotonic() - begun


def kill_at(case, job, output, delay, one_rank):
    """Returns whether the run was still there to be killed."""
    process = case.start("run", "--output", output, job, ranks=RANKS)
    wait_for_ranks(process)
    time.sleep(delay)
    ranks = sorted(children_of(process))
    if one_rank:
        victims = [ranks[int(delay * 1e6) % len(ranks)]] if ranks else []
    else:
        victims = [*([process.pid] if process.poll() is None else []), *ranks]
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended meanwhile
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired as late:
        raise AssertionError(f"60 s after {victims} of {ranks} were killed at {delay:.3f} s the launcher is still there; the run had "
                             f"reached: {reached(output)}\n{states_of([process.pid, *ranks])}") from late
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    wait_until_gone(ranks)
    return bool(victims) and process.returncode != 0


def states_of(pids):
    """What the processes are at, as far as they are there."""
    lines = []
    for pid in pids:
        folder = Path(f"/proc/{pid}")
        if folder.exists():
            state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
            lines.append(f"{pid}: {state}, {(folder / 'wchan').read_text() or 'running'}")
    return "\n".join(lines)


def wait_until_gone(pids):
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        check(time.monotonic() < deadline, "a rank lives on after its launcher")
        time.sleep(0.005)


def run_case(case):
    job = write_job(case)
    whole = case.folder / "whole"
    duration = seconds_of_a_run(case, job, whole)
    draw = random.Random(SEED)
    counts = collections.Counter()
    begun = time.monotonic()
    for number in range(POINTS):
        # The golden section spreads the moments evenly, however many there are.
        delay = duration * ((number * 0.6180339887 + draw.random() / POINTS) % 1)
        output = case.folder / "killed"
        if kill_at(case, job, output, delay, number % 2 == 0):
            counts[reached(output)] += 1
        else:
            counts["ended before"] += 1
        case.run("run", "--output", output, job, ranks=1 + draw.randrange(4))
        check_same_tree(whole, output)
        shutil.rmtree(output)
        if number % 20 == 19:
            print(f"{number + 1} points, {time.monotonic() - begun:.0f} s", flush=True)
    check(sum(counts.values()) - counts["ended before"] >= POINTS // 2, f"too few runs were killed: {dict(counts)}")
    print(f"{POINTS} of {POINTS} points went on to the same bytes, a run of {duration:.2f} s; last stage seen: "
          + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())), flush=True)


harness.main(run_case)
