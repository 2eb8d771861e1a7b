# SPDX-License-Identifier: Apache-2.0
"""Output folders of an older schema, or written before the clock went back, and files that may not grow: the same
command goes on to the bytes of an undisturbed run, and keeps every map that is whole."""

import os
import shutil

import harness
from harness import check, check_same_tree

OTHER = 1
LATER = 2_200_000_000  # in 2039: what was written before the clock went back


class Given:
    """A job of many small tiles, and what an undisturbed run makes of it."""

    def __init__(self, case):
        import synthetic

        pair = synthetic.make_pair(case.folder / "input", 100, 72)
        self.job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                            reference=pair.reference, zones=pair.zones, tile_size=32, trees=20)
        self.whole = case.folder / "whole"
        case.run("run", "--output", self.whole, self.job, ranks=2)


def limited_files(case, given):
    """samples.h5 is larger than a file may be: what a quota does, and needs no rights."""
    plain = case.binary
    case.binary = case.folder / "limited"
    case.binary.write_text(f'#!/bin/sh\ntrap "" XFSZ\nulimit -f 8\nexec "{plain}" "$@"\n')
    case.binary.chmod(0o755)
    output = case.folder / "limited_out"
    try:
        said = case.run("run", "--output", output, given.job, expect=OTHER)
    finally:
        case.binary = plain
    check(f"mineprint: {output}" in said.text and "disk full" in said.text, f"neither file nor cause is named:\n{said}")
    check(not (output / "results.h5").exists(), "results although nothing could be written")
    case.run("run", "--output", output, given.job, ranks=2)
    check_same_tree(given.whole, output)


def older_schema(case, given):
    """Samples, a model and results that a program of another schema wrote are made anew."""
    import h5py

    output = case.folder / "older"
    shutil.copytree(given.whole, output)
    for name in ("pair/samples.h5", "model.h5", "results.h5"):
        with h5py.File(output / name, "r+") as file:
            check("schema_version" in file.attrs, f"{name} does not say its schema version")
            file.attrs["schema_version"] = file.attrs["schema_version"] - 1
    case.run("run", "--output", output, given.job, ranks=2)
    check_same_tree(given.whole, output)


def clock_went_back(case, given):
    """All that was written lies in the future: nothing is made anew that was whole, and nothing changes."""
    output = case.folder / "from_the_future"
    shutil.copytree(given.whole, output)
    lost = sorted(output.glob("pair/maps/2020/class_X*.tif"))[::2]
    for path in lost:
        path.unlink()
    (output / "results.h5").unlink()
    for path in output.rglob("*"):
        os.utime(path, (LATER, LATER))
    case.run("run", "--output", output, given.job, ranks=2)
    check_same_tree(given.whole, output)
    for path in output.glob("pair/maps/*/class_X*.tif"):
        check((path.stat().st_mtime == LATER) == (path not in lost), f"{path.name}: made anew, or not made")


def run_case(case):
    given = Given(case)
    for fault in (limited_files, older_schema, clock_went_back):
        fault(case, given)


harness.main(run_case)
