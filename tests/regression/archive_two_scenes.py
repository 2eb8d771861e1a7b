# SPDX-License-Identifier: Apache-2.0
"""Composites of Landsat Collection-2 products: clear-observation counts and reflectance agree pixel by
pixel with numpy on GDAL reads. A synthetic archive always (several scenes per epoch, two UTM zones);
two real scenes where they are there, on their own lattice and on another one. One of these is 99.94 %
cloud: it gives a map of unobserved pixels, and its reflectance is looked at with its clouds declared clear."""

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


class RealScene:
    """One product in a folder of its own."""

    def __init__(self, case, name, folder, epoch):
        import independent

        self.case, self.name, self.folder, self.epoch = case, name, folder, epoch
        self.products = independent.landsat_products(folder)
        check_equal(len(self.products), 1, f"products in {folder}")
        metadata_path, product = self.products[0]
        self.quality_path = metadata_path.parent / f"{product}_QA_PIXEL.TIF"
        self.reference = case.folder / f"{name}.gpkg"

    def declare_clouds_clear(self):
        """Every pixel that is not fill becomes clear land."""
        from osgeo import gdal

        dataset = gdal.Open(str(self.quality_path), gdal.GA_Update)
        quality = dataset.ReadAsArray()
        quality[quality & 1 == 0] = 21824
        dataset.GetRasterBand(1).WriteArray(quality)

    def job(self, name, grid=""):
        return self.case.job("scenes", name, name=name, root=self.folder, tile_size=200, grid=grid,
                             epochs=f"epoch={self.epoch}:{self.epoch}-01-01/{self.epoch}-12-31",
                             reference=self.reference)

    def run(self, name, grid=""):
        """Trains on labels drawn from the scene and checks what was composited."""
        import independent

        labelled_points(self.reference, self.products[0], independent.Raster(self.quality_path))
        output = self.case.folder / f"{name}_out"
        self.case.run("run", "--output", output, self.job(name, grid), ranks=2)
        checked = check_composites(output, name, self.epoch, self.products)
        check(checked > 10000, f"{name}: only {checked} clear pixels")
        print(f"{name}: {checked} pixels agree")
        return output

    def map_unobserved(self, output):
        """Maps the scene with the forest of `output`: none of its pixels is clear."""
        import independent

        self.case.run("map", "--output", output, self.job(self.name), ranks=2)
        checked = check_composites(output, self.name, self.epoch, self.products)
        check_equal(checked, 0, f"clear pixels of {self.name}")
        for path in (output / self.name / "maps" / self.epoch).glob("class_X*.tif"):
            values = independent.Raster(path).values
            check((values == independent.UNOBSERVED).all(), f"{path} has observed pixels")


def run_case(case):
    synthetic_archive(case)
    data = case.shared_data() / "landsat"
    folders = {"colombia": "c2l2_decimated_LC08_008059", "amazon": "rio-tiler-pds_LC08_L2SP_001062"}
    for name, folder in folders.items():
        shutil.copytree(data / folder, case.folder / "real" / name)
    colombia = RealScene(case, "colombia", case.folder / "real/colombia", "2019")
    output = colombia.run("colombia")
    colombia.run("colombia-lonlat", "crs=EPSG:4326\nresolution=0.004\nextent=-75.4,1.0,-74.0,2.2")
    amazon = RealScene(case, "amazon", case.folder / "real/amazon", "2020")
    amazon.map_unobserved(output)
    amazon.declare_clouds_clear()
    amazon.run("amazon-declared-clear")


harness.main(run_case)
