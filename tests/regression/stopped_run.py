# SPDX-License-Identifier: Apache-2.0
"""A run that is asked to stop, runs out of time, or meets a rank that hangs, ends with its status and goes
on later, to the same bytes; a second run in the same folder is refused."""

import os
import signal
import time

import harness
from harness import check, check_equal, check_same_tree
from processes import children_of, run_until, said_so_far

STOPPED = 75
SILENCE_S = 10


def num_tiles(output):
    return len(list(output.glob("pair/maps/*/class_X*.tif")))


class Fixture:
    """A job with many small tiles, and what an undisturbed run makes of it."""

    def __init__(self, case):
        import synthetic

        pair = synthetic.make_pair(case.folder / "input", 320, 240)
        self.job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                            reference=pair.reference, zones=pair.zones, tile_size=32, trees=50)
        self.whole = case.folder / "whole"
        case.run("run", "--output", self.whole, self.job, ranks=2)
        self.total = num_tiles(self.whole)


def check_goes_on(case, fixture, output, ranks):
    check(not (output / "results.h5").exists(), "a run that ended early has results")
    case.run("run", "--output", output, fixture.job, ranks=ranks)
    check_same_tree(fixture.whole, output)


def stopped_by_signal(case, fixture):
    output = case.folder / "by_signal"
    with run_until(case, lambda _: num_tiles(output) > 3, "run", "--output", output, fixture.job,
                   ranks=3) as process:
        process.send_signal(signal.SIGUSR1)  # mpirun passes it on to the ranks
        check_equal(process.wait(timeout=60), STOPPED, "exit status after SIGUSR1")
    check("run the same command again" in said_so_far(case), "the message does not say how to go on")
    check(num_tiles(output) < fixture.total, "all tiles were mapped although the run was stopped")
    check_goes_on(case, fixture, output, ranks=2)


def out_of_time(case, fixture):
    output = case.folder / "out_of_time"
    case.run("run", "--time-limit", "0.01s", "--output", output, fixture.job, ranks=3, expect=STOPPED)
    check_goes_on(case, fixture, output, ranks=2)


def batch_job_ends(case, fixture):
    """What Slurm says of the job's end is heeded without an option."""
    output = case.folder / "batch_job"
    end = int(time.time()) + 20  # less than what is kept to finish
    slurm = {"SLURM_JOB_ID": "4711", "SLURM_JOB_END_TIME": str(end)}
    case.run("run", "--output", output, fixture.job, ranks=2, expect=STOPPED, environment=slurm)
    check_equal(num_tiles(output), 0, "tiles mapped in a job that was about to end")
    check_goes_on(case, fixture, output, ranks=2)


def frozen_rank(case, fixture, number):
    output = case.folder / f"frozen_{number}"
    with run_until(case, lambda _: num_tiles(output) > 3, "run", "--rank-timeout", str(SILENCE_S), "--output",
                   output, fixture.job, ranks=3) as process:
        begun = time.monotonic()
        ranks = sorted(children_of(process))
        os.kill(ranks[number], signal.SIGSTOP)
        status = process.wait(timeout=60)
        print(f"rank {number} frozen: the run ended after {time.monotonic() - begun:.1f} s", flush=True)
    check(status not in (0, STOPPED), f"a run with a frozen rank ended with {status}")
    text = said_so_far(case)
    check(f"nothing was heard of rank {number} (" in text, f"the message does not name rank {number}:\n{text}")
    if number > 0:
        check("which was at tile X" in text, f"the message does not name the tile:\n{text}")
    check_goes_on(case, fixture, output, ranks=2)


def second_run(case, fixture):
    output = case.folder / "two_runs"
    with run_until(case, lambda _: num_tiles(output) > 3, "run", "--output", output, fixture.job,
                   ranks=2) as process:
        said = case.run("run", "--output", output, fixture.job, ranks=1, expect=1)
        check("another run works in this folder: process " in said.text, f"the holder is not named:\n{said}")
        check_equal(process.wait(timeout=60), 0, "exit status of the first run")
    check_same_tree(fixture.whole, output)


def run_case(case):
    fixture = Fixture(case)
    stopped_by_signal(case, fixture)
    out_of_time(case, fixture)
    batch_job_ends(case, fixture)
    frozen_rank(case, fixture, 2)
    frozen_rank(case, fixture, 0)
    second_run(case, fixture)


harness.main(run_case)
