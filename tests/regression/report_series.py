# SPDX-License-Identifier: Apache-2.0
"""The report of a real series of eight epochs: numbers, browser, and the same bytes for any ranks and threads.

Nobody labelled the series (Landsat composites of Pucallpa, Peru, 1985 … 2020, stretched to bytes). The labels are drawn
here by a rule on the stored values, on a lattice of every ninth pixel, and every third for the rare class:

  water        swir1 < 40 and nir < 60
  bare-ground  swir1 ≥ 70 and (nir − red) / (nir + red) < 0.35
  vegetation   (nir − red) / (nir + red) ≥ 0.6

What lies between has no label. The maps thus show what a forest makes of this rule, not what somebody saw there."""

import json

import harness
from harness import check, check_equal

EPOCHS = [str(year) for year in range(1985, 2025, 5)]
BANDS = ("swir1", "nir", "red", "green")


def rule(bands):
    import numpy

    swir1, nir, red = (bands[i].astype(float) for i in range(3))
    ndvi = (nir - red) / numpy.maximum(nir + red, 1)
    label = numpy.full(swir1.shape, "", dtype=object)
    label[(swir1 < 40) & (nir < 60)] = "water"
    label[(swir1 >= 70) & (ndvi < 0.35)] = "bare-ground"
    label[ndvi >= 0.6] = "vegetation"
    label[(bands == 0).any(axis=0)] = ""
    return label


def write_labels(folder, images):
    """One point file; a point has a class for the epochs at which the rule gives one."""
    from osgeo import gdal

    points = {}
    for epoch, path in images.items():
        dataset = gdal.Open(str(path))
        x0, dx, _, y0, _, dy = dataset.GetGeoTransform()
        label = rule(dataset.ReadAsArray())
        for row in range(1, label.shape[0], 3):
            for column in range(1, label.shape[1], 3):
                name = label[row, column]
                if name and (name == "bare-ground" or (row % 9 == 1 and column % 9 == 1)):
                    place = (x0 + (column + 0.5) * dx, y0 + (row + 0.5) * dy)
                    points.setdefault(place, {})[f"class_{epoch}"] = name
    path = folder / "labels.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": classes, "geometry": {"type": "Point", "coordinates": place}}
        for place, classes in sorted(points.items())]}))
    return path


def check_describe(case, output, job):
    """Each kind of file is called what it is."""
    words = {output: "the output of a run", output / "results.h5": "Bare-ground area in Pucallpa", output / "model.h5": "50 trees",
             output / "pucallpa/samples.h5": "labelled samples", output / "pucallpa/class_2020.vrt": "vegetation",
             output / "pucallpa/class_2020.tif": "a map of mineprint: region pucallpa, epoch 2020", job: "a job file: region pucallpa",
             output / "pucallpa/new_bare-ground.gpkg": "a vector layer", output / "tiles.jsonl": "the tile log of a run"}
    for path, word in words.items():
        said = case.run("describe", path).text
        check(word in said, f"describe {path} does not say '{word}' but\n{said}")
    case.run("describe", case.folder / "nothing.tif", expect=4)


def run_case(case):
    from osgeo import gdal
    from report_page import check_report, embedded
    from report_products import check_products

    gdal.PushErrorHandler("CPLQuietErrorHandler")  # the files' ExtraSamples
    data = case.shared_data() / "timeseries/opengeos_landsat_1985_2020"
    images = {epoch: data / f"{epoch}.tif" for epoch in EPOCHS}
    lines = ["[region]", "name=pucallpa", "title=Pucallpa (Peru)", "[archive]",
             *(f"images={epoch}:{path}" for epoch, path in images.items()), f"bands={','.join(BANDS)}", "scale=0.00392156862745098",
             "offset=0", "[grid]", "tile-size=256", "[epochs]", *(f"epoch={epoch}:{epoch}-01-01/{epoch}-12-31" for epoch in EPOCHS),
             "[features]", f"bands={','.join(BANDS)}", "indices=ndvi,ndwi,ndmi", "[reference]", f"file={write_labels(case.folder, images)}",
             *(f"class-field={epoch}:class_{epoch}" for epoch in EPOCHS), "classes=bare-ground,vegetation,water", "target=bare-ground",
             "split-by=sample", "[forest]", "preset=gee", "scope=epoch", "[output]", "composites=yes", "cog=yes"]
    job = case.folder / "pucallpa.cfg"
    job.write_text("\n".join(lines) + "\n")
    output = case.folder / "out"
    case.run("run", "--output", output, job, ranks=2)
    again = case.folder / "again"
    again.mkdir()
    case.run("report", "--output", again, "--threads", 3, output)
    check((again / "report.html").read_bytes() == (output / "report.html").read_bytes(),
          "the report depends on the number of ranks or threads")
    page = embedded(output / "report.html")
    region = page["regions"][0]
    check_equal(region["synthetic"], "no", "synthetic")
    check_equal(len(region["map"]["expansion"]), 8, "pictures of the expansion")
    check_equal({kind["name"] for kind in region["map"]["backgrounds"]}, {"vegetation", "short-wave", "ndvi"}, "backgrounds")
    check("Bare-ground area in Pucallpa (Peru) grew" in region["headlines"][0]["text"], region["headlines"])
    check_products(output, "pucallpa", ("vegetation", "short-wave", "ndvi"))
    check_describe(case, output, job)
    check_report(output, case.folder)


harness.main(run_case)
