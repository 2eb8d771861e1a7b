# SPDX-License-Identifier: Apache-2.0
"""A run of which one rank is killed, at three different moments, then started again with another
number of ranks: it ends with the same bytes as a run that nothing disturbed."""

import os
import signal

import harness
from harness import check, check_same_tree
from processes import children_of, run_until


def num_tiles(output):
    return len(list(output.glob("pair/maps/*/class_X*.tif")))


def kill_when(case, job, output, moment, what):
    """Starts the run with three ranks and kills the last of them as soon as `moment` has come."""
    with run_until(case, moment, "run", "--output", output, job, ranks=3) as process:
        ranks = sorted(children_of(process))
        check(len(ranks) == 3, f"{len(ranks)} ranks instead of 3 are running ({what})")
        os.kill(ranks[-1], signal.SIGKILL)
        status = process.wait(timeout=60)
        check(status != 0, f"a run with a killed rank ended with 0 ({what})")


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

    pair = synthetic.make_pair(case.folder / "input", 320, 240)
    job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                   reference=pair.reference, zones=pair.zones, tile_size=32, trees=50)
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
