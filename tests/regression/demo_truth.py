# SPDX-License-Identifier: Apache-2.0
"""The archives of the demo: mapped mine areas lie within 5 % of the truth and growth within 15 percentage
points, in each zone; areas agree with an independent sum over the class maps. The report of the run shows these
numbers and works in a browser. Sites and sieved maps are those that GDAL makes of the whole maps."""

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


def check_sites(output, name, maps, mine):
    """Numbers of pixels of all sites, by GDAL's polygonize of the union of the epochs."""
    import csv
    import functools
    import operator

    import whole_image

    union = functools.reduce(operator.or_, (values == mine for values in maps.values()))
    with open(output / "tables" / "sites.csv", newline="", encoding="utf-8") as file:
        pixels = {row["site"]: int(row["pixels"]) for row in csv.DictReader(file) if row["region"] == name}
    found = sorted(pixels.values())
    check(len(found) > 0, f"{name} has no sites")
    check_equal(found, whole_image.patch_sizes(union), f"sizes of the sites of {name}")


def check_sieve(case, output, name, maps, classes):
    """For one tile and for 64 on 8 ranks, by GDAL's sieve."""
    import independent
    import numpy
    import whole_image

    raster = independent.Raster(output / name / f"class_{next(iter(maps))}.vrt")
    pixel_m2 = float(numpy.median(independent.pixel_areas_m2(raster)))
    width, height = raster.values.shape[::-1]
    for tile_size, ranks in ((max(width, height), 1), (-(-max(width, height) // 8), 8)):
        job = case.job("filtered", f"sieve_{ranks}", name=name, target="mine", tile_size=tile_size,
                       epochs="\n".join(f"epoch={e}:{e}-01-01/{e}-12-31" for e in maps),
                       images="\n".join(f"image={e}:{output / name / f'class_{e}.vrt'}" for e in maps),
                       classes=",".join(f"{value}:{text}" for value, text in enumerate(classes)),
                       filter=f"minimum-area-m2={8.5 * pixel_m2:.3f}\nconnectivity=8")
        case.run("filter", "--output", case.folder / f"sieve_{ranks}", job, ranks=ranks)
        changed = 0
        for epoch, values in maps.items():
            found = independent.Raster(case.folder / f"sieve_{ranks}" / name / f"filtered_{epoch}.vrt").values
            check((found == whole_image.gdal_sieve(values, 9, 8)).all(), f"{name} {epoch}, sieved on {ranks} ranks")
            changed += int((found != values).sum())
        check(changed > 0, f"the sieve changes nothing in {name}")


def run_case(case):
    import independent
    import report_page
    import report_products
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
        maps = {epoch: independent.Raster(output / name / f"class_{epoch}.vrt").values for epoch in region.epochs}
        check_sites(output, name, maps, region.classes.index("mine"))
    check_sieve(case, output, name, maps, region.classes)
    report_products.check_products(output, name, (), cogs=False)
    report_page.check_report(output, case.folder)


harness.main(run_case)
