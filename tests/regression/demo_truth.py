# SPDX-License-Identifier: Apache-2.0
"""The archives of the demo: mapped mine areas lie within 5 % of the truth and growth within 15 percentage
points, in each zone; areas agree with an independent sum over the class maps. The report of the run shows these
numbers and works in a browser."""

import json
import os
import shutil
from pathlib import Path

import harness
from harness import check, check_equal, check_near

AREA_PCT, GROWTH_POINTS = 5, 15


def truth_of(path):
    """{zone code: ({epoch: mine area in km2}, {(from, to): growth in percent})}."""
    truth = {}
    for zone in json.loads(path.read_text())["zones"]:
        areas = {row["epoch"]: row["area_km2"] for row in zone["cover"] if row["class"] == "mine"}
        growth = {(row["from"], row["to"]): row["growth_percent"] for row in zone["mine_growth"]}
        truth[zone["code"]] = (areas, growth)
    return truth


def check_zone(region, layer, zone, areas, growth):
    tables, mine = region.layers[layer], region.classes.index("mine")
    index = tables.zones.index(zone) if layer != "region" else 0
    for epoch, area in areas.items():
        found = tables["area_km2"][index, region.epochs.index(epoch), mine]
        check_near(found, area, AREA_PCT / 100, f"mine area of {zone} in {epoch}")
        print(f"{zone} {epoch}: {found:.3f} km2 mapped, {area:.3f} true")
    for (first, second), expected in growth.items():
        pair = region.epochs.index(first), region.epochs.index(second)
        found = tables["growth_percent"][(index, *pair)]
        check(abs(found - expected) <= GROWTH_POINTS,
              f"growth of {zone} {first}-{second} is {found:.1f} %, true {expected:.1f} %")


def check_truth(region, root):
    truth = truth_of(root / "truth.json")
    check_equal(len(truth), 3, "number of zones of the truth")
    for zone, (areas, growth) in truth.items():
        check_zone(region, "region" if zone == "region" else "side", zone, areas, growth)


def check_simulated_once(case, jobs, root):
    """What is there already is not written again, whatever the number of ranks."""
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    case.run("simulate", *jobs, ranks=1)
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    check_equal(after, before, "the archive after simulating again")


def run_case(case):
    import report_page
    import results

    # The demo's own job files, at a place where their relative paths end in the scratch folder.
    source = Path(os.environ["MINEPRINT_SOURCE_DIR"]) / "jobs"
    folder = case.folder / "jobs"
    folder.mkdir()
    jobs = [Path(shutil.copy(path, folder)) for path in sorted(source.glob("*.cfg"))]
    check_equal(len(jobs), 4, "number of job files of the demo")
    root = case.folder / "out/archive"
    case.run("simulate", *jobs, ranks=2)
    check_simulated_once(case, jobs, root)
    output = case.folder / "out/demo"
    case.run("run", "--output", output, *jobs, ranks=2)
    for name in (job.stem for job in jobs):
        region = results.check_region(output, name, "mine", {"side": (root / name / "zones.geojson", "code")})
        results.check_accuracy(region, 0.9)
        check_truth(region, root / name)
    report_page.check_report(output, case.folder)


harness.main(run_case)
