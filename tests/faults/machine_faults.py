# SPDX-License-Identifier: Apache-2.0
"""Faults of the machine around a run: a full disk, an output that cannot be written, an image that shrinks or goes
between the stages, a clock that goes back, too little memory. Each ends with a message that names the culprit, and
the same command goes on to the bytes of an undisturbed run once the fault is mended."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "regression"))

import harness  # noqa: E402
from harness import check, check_same_tree, files_below  # noqa: E402

USAGE, DATA, OTHER = 2, 4, 1


class Fixture:
    def __init__(self, case):
        import synthetic

        self.pair = synthetic.make_pair(case.folder / "input", 100, 72)
        self.job = case.job("synthetic_pair", image_2005=self.pair.images["2005"], image_2020=self.pair.images["2020"],
                            reference=self.pair.reference, zones=self.pair.zones, tile_size=32, trees=20)
        self.whole = case.folder / "whole"
        case.run("run", "--output", self.whole, self.job, ranks=2)


@contextlib.contextmanager
def small_disk(folder, options):
    """A file system of its own at `folder`; gives whether there is one: only root may mount."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=False,
                             capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def full_disk(case, fixture):
    folder = case.folder / "disk"
    with small_disk(folder, "size=300k") as mounted:
        if not mounted:
            print("full_disk: not tried, no file system can be mounted here", flush=True)
            return
        output = folder / "out"
        said = case.run("run", "--output", output, fixture.job, ranks=2, expect=OTHER)
        check(str(folder) in said.text, f"the message names no file of the full disk:\n{said}")
        check("No space left" in said.text or "disk full" in said.text, f"the message does not tell why:\n{said}")
        remount(folder, "size=100m")
        case.run("run", "--output", output, fixture.job, ranks=2)
        check_same_tree(fixture.whole, output)


def read_only(case, fixture):
    folder = case.folder / "sealed"
    with small_disk(folder, "size=100m") as mounted:
        if not mounted:
            print("read_only: not tried, no file system can be mounted here", flush=True)
            return
        remount(folder, "ro")
        output = folder / "out"
        said = case.run("run", "--output", output, fixture.job, ranks=2, expect=OTHER)
        check(str(output) in said.text and "Read-only" in said.text, f"the message does not tell why:\n{said}")
        remount(folder, "rw")
        case.run("run", "--output", output, fixture.job, ranks=2)
        check_same_tree(fixture.whole, output)


def changed_image(case, fixture):
    """The forest is there, then an image shrinks, then it goes."""
    output = case.folder / "changed"
    image = fixture.pair.images["2020"]
    kept = case.folder / "kept.tif"
    shutil.copy2(image, kept)
    for stage in ("sample", "train"):
        case.run(stage, "--output", output, fixture.job, ranks=2)
    os.truncate(image, image.stat().st_size // 2)
    said = case.run("map", "--output", output, fixture.job, ranks=2, expect=DATA)
    check(image.name in said.text, f"the message does not name the image that shrank:\n{said}")
    image.unlink()
    said = case.run("map", "--output", output, fixture.job, ranks=2, expect=DATA)
    check(image.name in said.text, f"the message does not name the image that is gone:\n{said}")
    shutil.copy2(kept, image)
    case.run("run", "--output", output, fixture.job, ranks=3)
    check_same_tree(fixture.whole, output)


def clock_goes_back(case, fixture):
    """The stages up to the forest today, the rest 400 days before."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    if library is None:
        print("clock_goes_back: not tried, there is no libfaketime", flush=True)
        return
    output = case.folder / "back"
    for stage in ("sample", "train"):
        case.run(stage, "--output", output, fixture.job, ranks=2)
    past = {"LD_PRELOAD": str(library), "FAKETIME": "-400d", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
    case.run("run", "--output", output, fixture.job, ranks=1, environment=past)
    log = (output / "run.log").read_text()
    years = sorted(set(re.findall(r"^\S*?(20\d\d)-\d\d-\d\d", log, re.MULTILINE)))
    check(len(years) > 1, f"the clock did not go back: {years}\n{log[-500:]}")
    check_same_tree(fixture.whole, output)


def bytes_of(text):
    number, unit = text.split()
    return float(number) * {"bytes": 1, "B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}[unit]


def memory(case, fixture):
    """What the plan says holds what the ranks held, and a run that wants more than it may is refused at once."""
    import h5py

    output = case.folder / "little"
    said = case.run("run", "--memory", "20M", "--output", output, fixture.job, ranks=2, expect=(OTHER, USAGE, DATA))
    check("--memory" in said.text and "grid.tile-size" in said.text, f"the message has no cure:\n{said}")
    check(not [name for name in files_below(output) if "maps" in name or name.endswith(".h5")],
          "work was done before the memory was looked at")
    plan = case.run("plan", fixture.job).text
    predicted = bytes_of(re.search(r"memory[^\n]*?([\d.]+ (?:MiB|GiB))", plan).group(1))
    with h5py.File(fixture.whole / "results.h5") as file:
        measured = int(file["run/peak_memory"][()].max())
    check(predicted >= 0.85 * measured, f"{predicted / 2**20:.0f} MiB were planned, {measured / 2**20:.0f} MiB held")
    print(f"memory of a rank: {predicted / 2**20:.0f} MiB planned, {measured / 2**20:.0f} MiB held", flush=True)


def run_case(case):
    fixture = Fixture(case)
    for part in (memory, full_disk, read_only, changed_image, clock_goes_back):
        part(case, fixture)


harness.main(run_case)
