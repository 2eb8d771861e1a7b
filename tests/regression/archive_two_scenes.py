# SPDX-License-Identifier: Apache-2.0
"""Composites of Landsat Collection-2 products: clear-observation counts and reflectance agree pixel by
pixel with numpy on GDAL reads. A synthetic archive always (several scenes per epoch, two UTM zones);
two real scenes where they are there, on their own lattice and on another one."""

import shutil

import harness
from harness import check, check_equal

BANDS = ("blue", "green", "red", "nir", "swir1", "swir2")
# Reflectance is kept as 32-bit floats.
TOLERANCE = 3e-7


def tiles_of(output, region, epoch):
    """(raster of one composite tile) for all tiles of an epoch."""
    import independent

    paths = sorted((output / region / "maps" / epoch).glob("composite_X*.tif"))
    check(paths, f"{output} has no composites of {region} {epoch}")
    return [independent.Raster(path) for path in paths]


def check_composites(output, region, epoch, products):
    """Every tile against the median of the products' clear observations; returns the pixels checked."""
    import numpy

    import independent

    checked = 0
    for tile in tiles_of(output, region, epoch):
        expected, num_clear, doubtful = independent.landsat_composite(products, BANDS, tile)
        found = numpy.stack([tile.band(band) for band in BANDS])
        what = f"{region} {epoch} at {tile.transform}"
        sure = ~doubtful
        wrong = sure & (tile.band("num_clear") != num_clear)
        check(not wrong.any(), f"{what}: num_clear differs at {wrong.sum()} pixels")
        wrong = sure & (numpy.isnan(found) != numpy.isnan(expected)).any(axis=0)
        check(not wrong.any(), f"{what}: {wrong.sum()} pixels are observed in one composite only")
        difference = numpy.nan_to_num(numpy.abs(found - expected))[:, sure]
        check(difference.size == 0 or difference.max() <= TOLERANCE,
              f"{what}: reflectance differs by {difference.max() if difference.size else 0}")
        checked += int((num_clear[sure] > 0).sum())
    return checked


def synthetic_archive(case):
    import independent

    root = case.folder / "synthetic"
    job = case.job("simulated", root=root)
    case.run("simulate", job, ranks=2)
    output = case.folder / "synthetic_out"
    case.run("run", "--output", output, job, ranks=2)
    products = independent.landsat_products(root)
    for epoch, years in {"2005": (2004, 2006), "2020": (2019, 2021)}.items():
        chosen = [(path, name) for path, name in products if years[0] <= int(name[17:21]) <= years[1]]
        check_equal(len(chosen), 5, f"number of scenes of {epoch}")
        print(f"synthetic {epoch}: {check_composites(output, 'small', epoch, chosen)} pixels agree")


def labelled_points(path, product, target):
    """Bare and green pixels of a scene by their vegetation index, as labelled squares."""
    import numpy
    from osgeo import ogr

    import independent
    import synthetic

    composite, num_clear, _ = independent.landsat_composite([product], BANDS, target)
    red, nir = composite[2], composite[3]
    ndvi = numpy.where(num_clear > 0, (nir - red) / (nir + red), numpy.nan)
    features = []
    for name, order in (("bare", 1), ("green", -1)):
        ranked = numpy.argsort(numpy.where(numpy.isnan(ndvi), numpy.inf, order * ndvi), axis=None)
        for pixel in ranked[:2000:50]:
            row, column = divmod(int(pixel), ndvi.shape[1])
            x, y = independent.lattice_points(target.transform, [column + 0.5], [row + 0.5])
            point = ogr.CreateGeometryFromWkt(f"POINT ({x[0, 0]} {y[0, 0]})").Buffer(1, 1)
            features.append((point, {"class": name}))
    synthetic.write_layer(path, features, crs=target.wkt)


def real_scene(case, name, folder, epoch, grid=""):
    import independent

    root = case.folder / "real"
    products = [item for item in independent.landsat_products(root) if item[0].parent.name == folder]
    check_equal(len(products), 1, f"products in {folder}")
    metadata_path, product = products[0]
    lattice = independent.Raster(metadata_path.parent / f"{product}_QA_PIXEL.TIF")
    reference = case.folder / f"{name}.gpkg"
    labelled_points(reference, products[0], lattice)
    job = case.job("scenes", name, name=name, root=root if grid else root / folder, tile_size=200,
                   grid=grid, epochs=f"epoch={epoch}:{epoch}-01-01/{epoch}-12-31", reference=reference)
    output = case.folder / f"{name}_out"
    case.run("run", "--output", output, job, ranks=2)
    checked = check_composites(output, name, epoch, products)
    check(checked > 10000, f"{name}: only {checked} clear pixels")
    print(f"{name}: {checked} pixels agree")


def run_case(case):
    synthetic_archive(case)
    data = case.shared_data() / "landsat"
    for folder in ("c2l2_decimated_LC08_008059", "rio-tiler-pds_LC08_L2SP_001062"):
        shutil.copytree(data / folder, case.folder / "real" / folder)
    real_scene(case, "colombia", "c2l2_decimated_LC08_008059", "2019")
    real_scene(case, "amazon", "rio-tiler-pds_LC08_L2SP_001062", "2020")
    real_scene(case, "amazon-lonlat", "rio-tiler-pds_LC08_L2SP_001062", "2020",
               "crs=EPSG:4326\nresolution=0.005\nextent=-66.4,-3.6,-64.4,-2.0")


harness.main(run_case)
