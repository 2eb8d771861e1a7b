# SPDX-License-Identifier: Apache-2.0
"""Every method of compositing, every temporal metric, terrain and layers equal their numpy twins on random
stacks with gaps, ties and outliers; samples hold what the maps are made of; and no tile size shows in
composites or features, down to the last bit."""

import warnings

import harness
from harness import check, check_equal

SMALL = "98.50,25.88,98.545,25.91"
WIDE = "98.30,25.88,98.62,25.91"  # more than 1024 pixels across
METRICS = [f"{source}:{name}" for source in ("ndvi", "swir1") for name in
           ("min", "p10", "p25", "median", "p75", "p90", "max", "mean", "std", "range", "iqr")]
TERRAIN = ("elevation", "slope", "northness", "eastness", "tpi", "roughness")
TPI_RADIUS = 3
CLOUD_DISTANCE = 300.0
DAY, SIGMA = 100, 40
SCORES = {"LC": 0.9, "LT": 0.8, "LE": 0.3}


def write_raster(path, values, transform, crs, nodata):
    from osgeo import gdal

    import independent

    kind = gdal.GDT_Int16 if values.dtype.kind == "i" else gdal.GDT_Float32
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0], 1, kind)
    dataset.SetGeoTransform(transform)
    dataset.SetProjection(independent.spatial_reference(crs).ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset.FlushCache()


def write_layers(folder, west):
    """An elevation model in degrees with a hole, a layer of coarse pixels and one of classes."""
    import numpy

    random = numpy.random.default_rng(8)
    row, column = numpy.mgrid[0:400, 0:1400]
    height = 800 + 300 * numpy.sin(column / 37) * numpy.cos(row / 29) + random.normal(0, 5, row.shape)
    height[120:131, 100:140] = -32768
    write_raster(folder / "dem.tif", height.astype(numpy.float32),
                 (west - 0.02, 0.0003, 0, 25.95, 0, -0.0003), "EPSG:4326", -32768)
    signal = random.normal(-12, 3, (230, 800)).astype(numpy.float32)
    signal[random.random(signal.shape) < 0.01] = -99
    write_raster(folder / "signal_2020.tif", signal, (424000, 50, 0, 2868000, 0, -50), "EPSG:32647", -99)
    lights = random.integers(0, 60, (90, 500)).astype(numpy.int16)
    lights[:, 30:33] = -1
    write_raster(folder / "lights.tif", lights, (west - 0.01, 0.001, 0, 25.93, 0, -0.001), "EPSG:4326", -1)


class Region:
    """A simulated archive with its layers, and runs on it."""

    def __init__(self, case, name, extent, scenes):
        self.case, self.name, self.root = case, name, case.folder / name
        self.common = {"root": self.root, "extent": extent, "scenes": scenes}
        case.run("simulate", self.job("simulate", 256), ranks=2)
        write_layers(self.root, float(extent.split(",")[0]))

    def job(self, name, tile_size, composite="method=median", features="indices=ndvi", grid=""):
        return self.case.job("composites", f"{self.name}_{name}", tile_size=tile_size, grid=grid,
                             composite=composite, features=features, **self.common)

    def layers(self):
        return (f"dem={self.root}/dem.tif\nterrain={','.join(TERRAIN)}\ntpi-radius={TPI_RADIUS}\n"
                f"layer=signal:{self.root}/signal_{{epoch}}.tif:bilinear\n"
                f"layer=lights:{self.root}/lights.tif:fill=0\n")

    def run(self, name, tile_size, **options):
        output = self.case.folder / f"{self.name}_{name}_out"
        self.case.run("run", "--output", output, self.job(name, tile_size, **options), ranks=2)
        return output / "small"


def stack_of(folder, kind):
    """All tiles of an epoch as one raster, with the names of its bands."""
    import independent

    raster = independent.Raster(folder / f"{kind}_2020.vrt")
    raster.names = independent.Raster(sorted((folder / "maps/2020").glob(f"{kind}_X*.tif"))[0]).names
    return raster


class Twin:
    """The observations of the small region, and what they should give."""

    def __init__(self, region, target):
        import independent
        import stacks

        self.target = target
        self.products = stacks.by_date(independent.landsat_products(region.root))
        self.stack, doubtful = stacks.observations(self.products, target)
        self.sure = ~doubtful
        self.clear = stacks.clear_of(self.stack)

    def check(self, found, expected, tolerance, what, where=True):
        import numpy

        where = numpy.broadcast_to(self.sure & where, found.shape)
        wrong = where & (numpy.isnan(found) != numpy.isnan(expected))
        check(not wrong.any(), f"{what}: {wrong.sum()} pixels have a value on one side only")
        difference = numpy.nan_to_num(numpy.abs(found.astype(float) - expected))[where]
        check(difference.max(initial=0) <= tolerance, f"{what} differs by {difference.max()}")
        check(where.sum() > 1000, f"{what}: only {where.sum()} pixels could be compared")

    def check_counts(self, composite, minimum):
        """Counts and days, and what is unobserved."""
        import numpy
        import stacks

        count = self.clear.sum(axis=0)
        self.check(composite.band("num_clear"), count, 0, "num_clear")
        days = numpy.array([(stacks.day_of(p) - stacks.datetime.date(1970, 1, 1)).days
                            for p in self.products], float)[:, None, None]
        seen = numpy.where(self.clear, days, numpy.nan)
        self.check(composite.band("first_day"), numpy.nanmin(seen, axis=0), 0, "first_day")
        self.check(composite.band("last_day"), numpy.nanmax(seen, axis=0), 0, "last_day")
        check(((count > 0) & (count < minimum)).any() or minimum == 1, "no pixel is below the minimum")
        return count >= minimum

    def check_reflectance(self, composite, expected, tolerance, what, where=True):
        import numpy
        import stacks

        found = numpy.stack([composite.band(band) for band in stacks.BANDS])
        self.check(found, expected, tolerance, what, where)


def check_simple_methods(region, twin, made):
    import numpy
    import stacks

    observed = twin.check_counts(made, 3)
    twin.check_reflectance(made, numpy.where(observed, stacks.median(twin.stack), numpy.nan), 0, "median")

    made = stack_of(region.run("percentiles", 128,
                               composite="method=percentiles\npercentile=30,nir:80"), "composite")
    twin.check_counts(made, 1)
    expected = stacks.percentile(twin.stack, 30)
    expected[3] = stacks.percentile(twin.stack[:, 3:4], 80)[0]
    twin.check_reflectance(made, expected, 1e-6, "percentiles")

    made = stack_of(region.run("medoid", 128, composite="method=medoid"), "composite")
    twin.check_counts(made, 1)
    twin.check_reflectance(made, stacks.medoid(twin.stack), 0, "medoid")


def check_geometric_median(region, twin):
    import numpy
    import stacks

    made = stack_of(region.run("geometric", 128, composite="method=geometric-median",
                               features="indices=ndvi\ndeviations=smad,emad,bcmad"), "composite")
    twin.check_counts(made, 1)
    some = numpy.zeros(twin.sure.shape, bool)
    some[::11, ::5] = True
    some &= twin.clear.any(axis=0) & twin.sure
    stack = twin.stack[:, :, some]
    expected, settled = stacks.geometric_median(stack)
    check(settled.mean() > 0.97, f"the twin settled at {settled.mean():.1%} of the pixels only")
    names = [*stacks.BANDS, "smad", "emad", "bcmad"]
    expected = numpy.concatenate([expected, stacks.deviations(stack, expected)])
    for name, values in zip(names, expected):
        difference = numpy.abs(made.band(name)[some] - values)[settled]
        check(difference.max() < 1e-6, f"{name} of the geometric median differs by {difference.max()}")
    print(f"geometric median: {settled.sum()} pixels agree")


def scores(twin):
    """[scene, row, column] scores, from distances to all clouds around."""
    import numpy

    import independent
    import stacks

    halo = 12  # pixels, more than the distance
    wide = independent.Raster.__new__(independent.Raster)
    gt, (rows, columns) = twin.target.transform, twin.target.values.shape
    wide.transform = (gt[0] - halo * gt[1], gt[1], 0, gt[3] - halo * gt[5], 0, gt[5])
    wide.wkt = twin.target.wkt
    wide.bands = numpy.zeros((1, rows + 2 * halo, columns + 2 * halo), numpy.uint8)
    width_m, height_m = stacks.pixel_sizes(twin.target)
    doubtful = numpy.zeros(wide.values.shape, bool)
    result = []
    for metadata_path, product in twin.products:
        quality = independent.Raster(metadata_path.parent / f"{product}_QA_PIXEL.TIF")
        sampling = independent.Sampling(quality, wide)
        doubtful |= sampling.doubtful
        cloud = sampling.apply(numpy.isin(quality.values, (stacks.CLOUD, stacks.CLOUD_TM)), False)
        distance = numpy.full(width_m.shape, CLOUD_DISTANCE)
        for down in range(-halo, halo + 1):
            for right in range(-halo, halo + 1):
                near = cloud[halo + down:halo + down + rows, halo + right:halo + right + columns]
                there = numpy.hypot(right * width_m, down * height_m)
                distance = numpy.where(near, numpy.minimum(distance, there), distance)
        apart = abs(stacks.day_of((0, product)).timetuple().tm_yday - DAY)
        day = numpy.exp(-0.5 * (min(apart, 365.25 - apart) / SIGMA) ** 2)
        cloud_score = 1 / (1 + numpy.exp(-10 * (distance / CLOUD_DISTANCE - 0.5)))
        result.append((2 * day + cloud_score + SCORES[product[:2]]) / 4)
    near_doubt = numpy.zeros(width_m.shape, bool)
    for down, right in zip(*numpy.nonzero(doubtful)):
        near_doubt[max(0, down - 2 * halo):down + 1, max(0, right - 2 * halo):right + 1] = True
    return numpy.where(twin.clear, numpy.stack(result), -1), near_doubt


def check_best_pixel(region, twin):
    import numpy
    import stacks

    options = (f"method=best-available-pixel\nday-of-year={DAY}\nday-sigma={SIGMA}\n"
               f"cloud-distance={CLOUD_DISTANCE:g}\nday-weight=2\n"
               f"sensor-scores=OLI:{SCORES['LC']},TM:{SCORES['LT']},ETM+:{SCORES['LE']}")
    made = stack_of(region.run("best", 128, composite=options), "composite")
    twin.check_counts(made, 1)
    score, near_doubt = scores(twin)
    ranked = numpy.sort(score, axis=0)
    clear_winner = (ranked[-1] - ranked[-2] > 1e-6) & ~near_doubt  # else rounding may decide
    check(clear_winner.mean() > 0.5, f"the best pixel is plain at {clear_winner.mean():.0%} only")
    twin.check_reflectance(made, stacks.chosen(twin.stack, score.argmax(axis=0)), 0,
                           "best available pixel", clear_winner)
    check(len(numpy.unique(score.argmax(axis=0))) > 2, "the choice is always the same")


def check_features(region, twin):
    import h5py
    import numpy

    import independent
    import stacks

    folder = region.run("features", 128, composite="method=median\nminimum-clear=2",
                        features=f"indices=ndvi\nmetrics={','.join(METRICS)}\n{region.layers()}")
    made = stack_of(folder, "features")
    observed = twin.clear.sum(axis=0) >= 2
    with numpy.errstate(all="ignore"):
        red, nir = twin.stack[:, 2], twin.stack[:, 3]
        ndvi = (nir - red) / (nir + red)
        ndvi[~numpy.isfinite(ndvi)] = numpy.nan
    for source, series in (("ndvi", ndvi), ("swir1", twin.stack[:, 4])):
        scale = numpy.maximum(1, numpy.nanmax(numpy.abs(series), axis=0))
        for name, values in stacks.statistics(series).items():
            values = numpy.where(observed, values, numpy.nan)
            twin.check(made.band(f"{source}_{name}") / scale, values / scale, 1e-6, f"{source}:{name}")
    check_terrain(region, twin, made)
    check_layers(region, twin, made)
    with h5py.File(folder / "samples.h5") as file:
        samples = file["samples"]
        check_equal([n.decode() if isinstance(n, bytes) else n for n in file["feature_name"][()]],
                    made.names, "feature names")
        row, column = samples["row"][()], samples["column"][()]
        expected = made.bands[:, row, column].T
        check(numpy.array_equal(samples["features"][()], expected, equal_nan=True),
              "samples do not hold the features of their pixels")
        check(len(row) > 100, "there are hardly any samples")


def check_terrain(region, twin, made):
    import numpy

    import independent
    import stacks

    dem = independent.Raster(region.root / "dem.tif")
    height = numpy.where(dem.values == -32768, numpy.nan, dem.values.astype(float))
    gt, (rows, columns) = twin.target.transform, twin.target.values.shape
    x, y = independent.lattice_points(gt, numpy.arange(-TPI_RADIUS, columns + TPI_RADIUS) + 0.5,
                                      numpy.arange(-TPI_RADIUS, rows + TPI_RADIUS) + 0.5)
    x, y = independent.transform_points(x, y, twin.target.wkt, dem.wkt)
    on_grid = stacks.bilinear(height, (x - dem.transform[0]) / dem.transform[1],
                              (y - dem.transform[3]) / dem.transform[5])
    expected = stacks.terrain(on_grid, stacks.pixel_sizes(twin.target), TPI_RADIUS)
    check(numpy.isnan(expected["slope"]).any(), "the hole of the elevation model is not on the grid")
    flat = numpy.nan_to_num(expected["slope"], nan=90) < 0.05  # hardly a direction
    for name, values in expected.items():
        tolerance = {"northness": 2e-3, "eastness": 2e-3}.get(name, 2e-3 if name != "slope" else 1e-3)
        twin.check(made.band(name), values, tolerance, name, ~flat)


def check_layers(region, twin, made):
    import numpy

    import independent
    import stacks

    signal = independent.Raster(region.root / "signal_2020.tif")
    rows, columns = twin.target.values.shape
    x, y = independent.lattice_points(twin.target.transform, numpy.arange(columns) + 0.5,
                                      numpy.arange(rows) + 0.5)
    values = numpy.where(signal.values == -99, numpy.nan, signal.values.astype(float))
    sx, sy = independent.transform_points(x, y, twin.target.wkt, signal.wkt)
    expected = stacks.bilinear(values, (sx - signal.transform[0]) / 50, (signal.transform[3] - sy) / 50)
    twin.check(made.band("signal"), expected, 1e-5, "signal")
    lights = independent.Raster(region.root / "lights.tif")
    sampling = independent.Sampling(lights, twin.target)
    expected = sampling.apply(numpy.where(lights.values == -1, 0, lights.values), 0)
    twin.check(made.band("lights"), expected, 0, "lights", ~sampling.doubtful)


def check_tile_sizes(case):
    import numpy

    region = Region(case, "wide", WIDE, 3)
    features = (f"indices=ndvi,bsi\nmetrics=ndvi:p10,nir:std,swir1:iqr\ndeviations=smad,emad\n"
                f"{region.layers()}")
    first = None
    for size in (4096, 256, 500, 1024):
        folder = region.run(f"tiles_{size}", size, composite="method=geometric-median",
                            features=features)
        num_tiles = len(list((folder / "maps/2020").glob("composite_X*.tif")))
        check((num_tiles == 1) == (size == 4096), f"{num_tiles} tiles of {size} pixels")
        made = [stack_of(folder, kind) for kind in ("composite", "features")]
        if first is None:
            first = made
            check(first[0].values.shape[1] > 1024, "the region is too small for the case")
        for kind, here, there in zip(("composite", "features"), made, first):
            check_equal(here.names, there.names, f"bands of {kind}")
            for name, a, b in zip(here.names, here.bands, there.bands):
                check(numpy.array_equal(a, b, equal_nan=True),
                      f"{kind} {name} differs between tiles of {size} pixels and a single one at "
                      f"{(~((a == b) | (numpy.isnan(a) & numpy.isnan(b)))).sum()} pixels")


def run_case(case):
    import stacks

    warnings.simplefilter("ignore", RuntimeWarning)  # pixels without any observation
    region = Region(case, "small", SMALL, 7)
    import independent
    products = stacks.by_date(independent.landsat_products(region.root))
    stacks.scramble(products, 20)
    made = stack_of(region.run("median", 128, composite="method=median\nminimum-clear=3"), "composite")
    twin = Twin(region, made)
    check_simple_methods(region, twin, made)
    print("simple_methods: agree")
    for check_part in (check_geometric_median, check_best_pixel, check_features):
        check_part(region, twin)
        print(f"{check_part.__name__[6:]}: agree")
    check_tile_sizes(case)


harness.main(run_case)
