# SPDX-License-Identifier: Apache-2.0
"""`mineprint merge`: results of three regions, run together, one by one and merged in one step or two, have
the same bytes; the global table equals sums over the class maps by numpy."""

import csv

import harness
from harness import check, check_equal, check_near

CLASSES = {10: "forest", 20: "mine", 30: "water"}
EPOCHS = {"north": ("2000", "2010"), "middle": ("2000", "2010", "2020"), "south": ("2010", "2020")}
WIDTH, HEIGHT = 160, 110


def write_region(case, name, number):
    """Made-up class maps north of one another, and the zones of all; returns (job, {epoch: map}, zones)."""
    import numpy
    from osgeo import gdal

    import independent
    import synthetic

    folder = case.folder / "input" / name
    folder.mkdir(parents=True)
    random = numpy.random.default_rng(number)
    maps = {}
    for epoch in EPOCHS[name]:
        maps[epoch] = folder / f"{epoch}.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(maps[epoch]), WIDTH, HEIGHT)
        top = synthetic.ORIGIN[1] - number * 900000  # other latitudes have other pixel areas
        dataset.SetGeoTransform((synthetic.ORIGIN[0], 30, 0, top, 0, -30))
        dataset.SetProjection(independent.spatial_reference(synthetic.CRS).ExportToWkt())
        dataset.GetRasterBand(1).SetNoDataValue(0)
        dataset.WriteArray(random.choice([0, *CLASSES], (HEIGHT, WIDTH)).astype(numpy.uint8))
        dataset.FlushCache()
    job = case.job("foreign_maps", name, name=name, target="mine", zones="",
                   epochs="\n".join(f"epoch={epoch}:{epoch}-01-01/{epoch}-12-31" for epoch in maps),
                   images="\n".join(f"image={epoch}:{path}" for epoch, path in maps.items()),
                   classes=",".join(f"{value}:{text}" for value, text in CLASSES.items()))
    return job, maps


def check_global_table(path, maps_of):
    import independent

    with open(path, newline="", encoding="utf-8") as file:
        rows = {row["epoch"]: row for row in csv.DictReader(file) if row["layer"] == "region"}
    check_equal(sorted(rows), ["2000", "2010", "2020"], "epochs of the global table")
    for epoch, row in rows.items():
        pixels, area_km2, regions = 0, 0.0, 0
        for maps in maps_of.values():
            if epoch in maps:
                raster = independent.Raster(maps[epoch])
                mine = raster.values == 20
                pixels += int(mine.sum())
                area_km2 += float((independent.pixel_areas_m2(raster) * mine).sum()) / 1e6
                regions += 1
        check_equal(int(row["pixels"]), pixels, f"mine pixels of {epoch}")
        check_equal(int(row["regions"]), regions, f"regions of {epoch}")
        check_near(float(row["area_km2"]), area_km2, 1e-6, f"mine area of {epoch}")
        check_equal(row["growth_since"], {"2000": "", "2010": "2000", "2020": "2010"}[epoch], "epoch before")


def run_case(case):
    made = {name: write_region(case, name, number) for number, name in enumerate(EPOCHS)}
    jobs = {name: job for name, (job, _) in made.items()}
    for name, job in jobs.items():
        case.run("reduce", "--output", case.folder / name, job)
    case.run("reduce", "--output", case.folder / "together", *jobs.values(), ranks=2)

    case.run("merge", "--output", case.folder / "one_step", *jobs)
    case.run("merge", "--output", case.folder / "of_one_run", "together/results.h5", ranks=2)
    case.run("merge", "--output", case.folder / "first_step", "south", "north")
    case.run("merge", "--output", case.folder / "two_steps", "first_step", "middle")
    expected = {path.relative_to(case.folder / "one_step"): path.read_bytes()
                for path in (case.folder / "one_step").rglob("*") if path.suffix in (".h5", ".csv")}
    check(len(expected) >= 9, f"too few files were merged: {sorted(map(str, expected))}")
    for other in ("of_one_run", "two_steps"):
        for name, content in expected.items():
            check((case.folder / other / name).read_bytes() == content, f"{other}/{name} differs from one_step/{name}")
    check_global_table(case.folder / "one_step/tables/global.csv", {name: maps for name, (_, maps) in made.items()})
    case.run("merge", "--output", case.folder / "one_step", *jobs)  # once more over an earlier merging

    refused = case.run("merge", "--output", case.folder / "no", "north", "together", expect=2)
    check("region north is in" in refused.text, f"a region given twice is not named:\n{refused}")
    refused = case.run("merge", "--output", case.folder / "no", "north/job.none", expect=4)
    check("job.none" in refused.text, f"a file that is not there is not named:\n{refused}")


harness.main(run_case)
