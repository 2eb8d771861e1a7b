# SPDX-License-Identifier: Apache-2.0
"""One surface seen as Landsat 8, as Sentinel-2 of baselines 03.00 and 04.00, and as an early acquisition
that was processed anew, each an epoch of its own: the composites agree with the surface to half a step of
the stored values. An offset that the metadata deny shows as a warning. Sentinel-2 is in JPEG 2000, one
product zipped. A second run reads nothing again and leaves the same bytes."""

import re
import shutil
import zipfile

import harness
from harness import Skip, check, check_equal

CORNER = (600000.0, 200040.0)
EPSG = 32631
SIZE = 40  # blocks of 60 m: 2 pixels of Landsat, 6 and 3 of Sentinel-2
PRODUCTS = {
    "oli": ("LC08_L2SP_190058_20190215_20200823_02_T1", 2.75e-5),
    "early": ("S2A_MSIL2A_20190315T101031_N0300_R022_T31NFB_20190315T130304", 1e-4),
    "again": ("S2A_MSIL2A_20190415T101031_N0500_R022_T31NFB_20230624T130304", 1e-4),
    "late": ("S2B_MSIL2A_20220615T101031_N0400_R022_T31NFB_20220615T130304", 1e-4),
}
EPOCHS = {"oli": "2019-02-01/2019-02-28", "early": "2019-03-01/2019-03-31",
          "again": "2019-04-01/2019-04-30", "late": "2022-06-01/2022-06-30"}


def surface(products):
    """Reflectance in blocks; early Sentinel-2 could not store any below 0."""
    import numpy

    random = numpy.random.default_rng(5)
    return {band: random.uniform(0.002, 0.7, (SIZE, SIZE)) for band in products.BANDS}


def spread(values, times):
    return values.repeat(times, axis=0).repeat(times, axis=1)


def write_archive(root, products, field, late_offset=-1000):
    def of_sentinel2(band, pixel):
        return spread(field["nir" if band == "nir08" else band], 60 // pixel)

    products.write_landsat(root, PRODUCTS["oli"][0], {b: spread(v, 2) for b, v in field.items()}, CORNER, EPSG)
    for epoch, offset in (("early", None), ("again", -1000), ("late", late_offset)):
        products.write_sentinel2(root, PRODUCTS[epoch][0], of_sentinel2, CORNER, EPSG, offset)


def zip_product(root, name):
    safe = root / f"{name}.SAFE"
    with zipfile.ZipFile(root / f"{name}.zip", "w") as file:
        for path in sorted(safe.rglob("*")):
            file.write(path, path.relative_to(root))
    shutil.rmtree(safe)


def write_reference(path, field, synthetic):
    """Labels by brightness: something to learn, no more."""
    from osgeo import ogr

    features = []
    for row in range(0, SIZE, 4):
        for column in range(0, SIZE, 4):
            x, y = CORNER[0] + 60 * column + 15, CORNER[1] - 60 * row - 15
            square = ogr.CreateGeometryFromWkt(f"POINT ({x} {y})").Buffer(1, 1)
            features.append((square, {"class": "bare" if field["red"][row, column] > 0.3 else "green"}))
    synthetic.write_layer(path, features, crs=f"EPSG:{EPSG}")


def job_of(case, name, root, epochs):
    return case.job("scenes", name, name="field", root=root, tile_size=64, reference=case.folder / "labels.gpkg",
                    grid="resolution=30\ncrs=EPSG:32631",
                    epochs="\n".join(f"epoch={epoch}:{window}" for epoch, window in epochs.items()))


def check_reflectance(output, field, products):
    import numpy

    import independent

    for epoch, (_, step) in PRODUCTS.items():
        checked = 0
        for path in sorted((output / "field" / "maps" / epoch).glob("composite_X*.tif")):
            tile = independent.Raster(path)
            shape = tile.band("red").shape
            column = round((tile.transform[0] - CORNER[0]) / 30)
            row = round((CORNER[1] - tile.transform[3]) / 30)
            for band in products.BANDS:
                expected = spread(field[band], 2)[row:row + shape[0], column:column + shape[1]]
                worst = numpy.abs(tile.band(band) - expected).max()
                check(worst <= step / 2 + 1e-7, f"{epoch} {band} is off by {worst / step:.3f} steps")
            checked += tile.band("red").size
        check_equal(checked, (2 * SIZE) ** 2, f"pixels of {epoch}")


def check_catalogue(output):
    from osgeo import ogr

    file = ogr.Open(str(output / "field" / "catalogue.gpkg"))
    rows = {row["id"]: row for row in file.GetLayerByName("scenes")}
    check_equal(sorted(rows), sorted(product for product, _ in PRODUCTS.values()), "scenes of the catalogue")
    check_equal([rows[PRODUCTS[e][0]]["baseline"] for e in PRODUCTS], ["", "03.00", "05.00", "04.00"], "baselines")
    check_equal([rows[PRODUCTS[e][0]]["epochs"] for e in PRODUCTS], list(PRODUCTS), "epochs")


def run_case(case):
    import products
    import synthetic
    from osgeo import gdal

    if gdal.GetDriverByName("JP2OpenJPEG") is None:
        raise Skip("this GDAL writes no JPEG 2000")
    field = surface(products)
    root = case.folder / "archive"
    write_archive(root, products, field)
    zip_product(root, PRODUCTS["again"][0])
    write_reference(case.folder / "labels.gpkg", field, synthetic)
    output = case.folder / "out"
    job = job_of(case, "baselines", root, EPOCHS)
    said = case.run("run", "--output", output, job, ranks=2)
    check("jumps by" not in said.text, f"there is no step, but\n{said}")
    check_reflectance(output, field, products)
    check_catalogue(output)

    catalogue = output / "field" / "catalogue.gpkg"
    before = (catalogue.stat().st_mtime_ns, catalogue.read_bytes())
    case.run("run", "--output", output, job, ranks=1)
    check_equal((catalogue.stat().st_mtime_ns, catalogue.read_bytes()) == before, True,
                "that a catalogue is kept while nothing changed")

    wrong = case.folder / "wrong"  # the offset is in the metadata, but not in the values
    write_archive(wrong, products, field)
    shutil.rmtree(wrong / f"{PRODUCTS['again'][0]}.SAFE")
    for image in (wrong / f"{PRODUCTS['late'][0]}.SAFE").rglob("*.jp2"):
        source = next((wrong / f"{PRODUCTS['early'][0]}.SAFE").rglob(f"*{image.name[-11:]}"))
        shutil.copyfile(source, image)
    both = {"both": "2019-03-01/2022-12-31", "oli": EPOCHS["oli"]}
    said = case.run("run", "--output", case.folder / "wrong_out", job_of(case, "wrong", wrong, both), ranks=2)
    check(re.search(r"jumps by up to 0\.(099|100|101)", said.text), f"a step of 0.1 is not told of\n{said}")


harness.main(run_case)
