# SPDX-License-Identifier: Apache-2.0
"""A run of which one rank is killed, at three different moments, then started again with another
number of ranks: it ends with the same bytes as a run that nothing disturbed."""

import os
import signal
import time
from pathlib import Path

import harness
from harness import check, check_same_tree


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


def num_tiles(output):
    return len(list(output.glob("pair/maps/*/class_X*.tif")))


def kill_when(case, job, output, moment, what):
    """Starts the run with three ranks and kills the last of them as soon as `moment` has come."""
    process = case.start("run", "--output", output, job, ranks=3)
    try:
        deadline = time.monotonic() + 60
        while not moment(process) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        check(process.poll() is None, f"the run ended before it could be killed ({what}):\n"
              + (case.folder / "started.log").read_text())
        ranks = sorted(children_of(process))
        check(len(ranks) == 3, f"{len(ranks)} ranks instead of 3 are running ({what})")
        os.kill(ranks[-1], signal.SIGKILL)
        status = process.wait(timeout=60)
        check(status != 0, f"a run with a killed rank ended with 0 ({what})")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def check_resumed(case, job, whole, name, moment, ranks, must_be_unfinished=True):
    output = case.folder / name
    kill_when(case, job, output, moment, name)
    if must_be_unfinished:
        check(not (output / "results.h5").exists(), f"results.h5 is there although the run was killed {name}")
    print(f"killed {name}: {num_tiles(output)} tiles of maps were there", flush=True)
    case.run("run", "--output", output, job, ranks=ranks)
    check_same_tree(whole, output)


def run_case(case):
    import synthetic

    pair = synthetic.make_pair(case.folder / "input", 600, 400)
    job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                   reference=pair.reference, zones=pair.zones, tile_size=16, trees=50)
    whole = case.folder / "whole"
    case.run("run", "--output", whole, job, ranks=2)
    total = num_tiles(whole)
    check_resumed(case, job, whole, "before_the_model",
                  lambda process: len(children_of(process)) == 3, ranks=2)
    check_resumed(case, job, whole, "among_the_first_tiles",
                  lambda process: num_tiles(case.folder / "among_the_first_tiles") > 0, ranks=1)
    check_resumed(case, job, whole, "when_most_tiles_were_there",
                  lambda process: num_tiles(case.folder / "when_most_tiles_were_there") > 0.7 * total,
                  ranks=4)


harness.main(run_case)
