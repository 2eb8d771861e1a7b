# SPDX-License-Identifier: Apache-2.0
"""One epoch more in a job costs one epoch: a second run in the folder of the first makes the maps of the new
epoch alone, leaves those of the old one untouched, and ends with the bytes of a run of both epochs at once."""

import json

import harness
from harness import check, check_equal, check_same_tree

GRID = "tile-size=128\ncrs=EPSG:32647\nresolution=30\nextent=450000,2860500,455760,2865540\n"
# Points labelled at both epochs are split for both at once: the held-out ones of the old epoch would change.
SPLIT = "split=1\n[forest]"


def maps_of(output, epoch):
    """{name: (bytes, time of writing)}."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in (output / "small/maps" / epoch).glob("*.tif")}


def statuses(output, from_line=0):
    """[(epoch, tile, status)] of the log of tiles."""
    lines = (output / "tiles.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted((row["epoch"], row["tile"], row["status"]) for row in map(json.loads, lines[from_line:]))


def run_case(case):
    both = case.job("simulated", root=case.folder / "archive")
    # A grid taken from the archive grows with the scenes of a new epoch, and all maps with it.
    both.write_text(both.read_text().replace("tile-size=128\n", GRID).replace("[forest]", SPLIT))
    case.run("simulate", both, ranks=2)
    old = case.folder / "old.cfg"
    old.write_text("".join(line for line in both.read_text().splitlines(keepends=True) if "2020" not in line))

    output = case.folder / "yearly"
    case.run("run", "--output", output, old, ranks=2)
    first = statuses(output)
    tiles = [tile for _, tile, _ in first]
    check_equal(first, [("2005", tile, "mapped") for tile in tiles], "what became of the tiles of the first year")
    before = maps_of(output, "2005")
    check(len(before) >= 2 * len(tiles) >= 4, f"too few maps: {sorted(before)}")

    case.run("run", "--output", output, both, ranks=1, threads=2)
    again = statuses(output, from_line=len(first))
    check_equal([row for row in again if row[0] == "2020"], [("2020", tile, "mapped") for tile in tiles],
                "what became of the tiles of the new epoch")
    check(not any(epoch == "2005" and status == "mapped" for epoch, _, status in again),
          f"tiles of the old epoch were mapped again: {again}")
    check(maps_of(output, "2005") == before, "a map of the old epoch was written again")

    case.run("run", "--output", case.folder / "at_once", both, ranks=2)
    check_same_tree(output, case.folder / "at_once")


harness.main(run_case)
