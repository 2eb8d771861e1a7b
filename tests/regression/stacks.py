# SPDX-License-Identifier: Apache-2.0
"""Stacks of observations, and what numpy makes of them: the twins of composites, metrics, terrain and
layers. Straightforward code on whole arrays [scene, band, row, column]; NaN where not clear."""

import datetime

import numpy
from osgeo import gdal

import independent

BANDS = ("blue", "green", "red", "nir", "swir1", "swir2")
CLEAR, CLOUD = 21824, 22280  # QA_PIXEL of Landsat 8: clear land, cloud
CLEAR_TM, CLOUD_TM = 5440, 5896


def by_date(products):
    """Products in the order of a catalogue: by date, then id."""
    return sorted(products, key=lambda product: (product[1][17:25], product[1]))


def day_of(product):
    return datetime.date(int(product[1][17:21]), int(product[1][21:23]), int(product[1][23:25]))


def scramble(products, seed):
    """Random pixels in the place of the simulated ones: few levels, so that values are tied within and
    between scenes; outliers; and gaps, some pixels never clear."""
    random = numpy.random.default_rng(seed)
    for metadata_path, product in products:
        oli = product.startswith("LC")
        numbers = independent.LANDSAT_BANDS[independent.SENSOR_OF_PREFIX[product[:4]]]

        def rewrite(name, values):
            dataset = gdal.Open(str(metadata_path.parent / f"{product}_{name}.TIF"), gdal.GA_Update)
            band = dataset.GetRasterBand(1)
            shape = (band.YSize, band.XSize)
            band.WriteArray(values(shape))
            dataset.FlushCache()

        def stored(shape):
            levels = random.integers(0, 12, shape) * 700 + 8000
            outlier = random.random(shape) < 0.05
            return numpy.where(outlier, random.integers(7000, 60000, shape), levels).astype(numpy.uint16)

        def quality(shape):
            blocks = random.random((shape[0] // 8 + 1, shape[1] // 8 + 1)) < 0.3
            cloudy = numpy.kron(blocks, numpy.ones((8, 8), bool))[:shape[0], :shape[1]]
            return numpy.where(cloudy, CLOUD if oli else CLOUD_TM,
                               CLEAR if oli else CLEAR_TM).astype(numpy.uint16)

        for band in BANDS:
            rewrite(f"SR_B{numbers[band]}", stored)
        rewrite("QA_PIXEL", quality)
        rewrite("QA_RADSAT", lambda shape: numpy.zeros(shape, numpy.uint16))


def observations(products, target):
    """(stack in 32-bit floats as the program keeps reflectance, doubtful pixels)."""
    layers, doubtful = zip(*(independent.landsat_observation(*product, BANDS, target)
                             for product in products))
    return numpy.stack(layers).astype(numpy.float32), numpy.logical_or.reduce(doubtful)


def clear_of(stack):
    return ~numpy.isnan(stack[:, 0])


def median(stack):
    return numpy.nanmedian(stack, axis=0)


def percentile(stack, percent):
    return numpy.nanpercentile(stack.astype(numpy.float64), percent, axis=0)


def chosen(stack, best):
    """The observation of index `best` at each pixel."""
    values = numpy.take_along_axis(stack, best[None, None], axis=0)[0]
    return numpy.where(clear_of(stack).any(axis=0), values, numpy.nan)


def distance_sums(stack):
    """[scene, row, column] sums of distances to the other clear observations, in their order."""
    points = stack.astype(numpy.float64)
    sums = numpy.zeros(points[:, 0].shape)
    for i in range(len(points)):
        for j in range(len(points)):
            squares = 0.0
            for b in range(points.shape[1]):
                squares = squares + (points[j, b] - points[i, b]) ** 2
            sums[i] += numpy.nan_to_num(numpy.sqrt(squares))
    return numpy.where(clear_of(stack), sums, numpy.inf)


def medoid(stack):
    return chosen(stack, distance_sums(stack).argmin(axis=0))


def geometric_median(stack, iterations=1500):
    """[band, pixel] of a stack [scene, band, pixel], and the pixels where the iteration has settled.
    Weiszfeld's iteration, and the medoid where no pull on it exceeds its own weight."""
    points = stack.astype(numpy.float64)
    clear = clear_of(stack)

    def pull(place):
        distance = numpy.sqrt(((points - place) ** 2).sum(axis=1))
        weight = numpy.where(clear & (distance > 0), 1 / numpy.maximum(distance, 1e-300), 0)
        force = (weight[:, None] * numpy.nan_to_num(points - place)).sum(axis=0)
        return force, weight.sum(axis=0), (clear & (distance == 0)).sum(axis=0)

    best = numpy.take_along_axis(points, distance_sums(stack).argmin(axis=0)[None, None], axis=0)[0]
    force, _, equal = pull(best)
    at_medoid = numpy.sqrt((force ** 2).sum(axis=0)) <= equal * (1 + 1e-12)
    place = numpy.nanmean(points, axis=0)
    move = numpy.zeros_like(place)
    for _ in range(iterations):
        force, weight, _ = pull(place)
        move = force / numpy.maximum(weight, 1e-300)
        place = place + move
    settled = numpy.sqrt((move ** 2).sum(axis=0)) < 1e-12
    few = clear.sum(axis=0) <= 2
    result = numpy.where(at_medoid & ~few, best, place)
    return result, settled | (at_medoid & ~few)


def deviations(stack, middle):
    """smad, emad and bcmad of a stack [scene, band, pixel] from [band, pixel]."""
    points = stack.astype(numpy.float64)
    norm = numpy.sqrt((points ** 2).sum(axis=1)) * numpy.sqrt((middle ** 2).sum(axis=0))
    cosine = 1 - (points * middle).sum(axis=1) / norm
    euclid = numpy.sqrt(((points - middle) ** 2).sum(axis=1))
    bray = numpy.abs(points - middle).sum(axis=1) / numpy.abs(points + middle).sum(axis=1)
    return [numpy.nanmedian(distance, axis=0) for distance in (cosine, euclid, bray)]


def pixel_sizes(raster):
    """(width, height) in metres of each pixel of a raster, from places in space (EPSG:4978)."""
    height, width = raster.values.shape

    def place(columns, rows):
        x, y = independent.lattice_points(raster.transform, columns, rows)
        change = independent.osr.CoordinateTransformation(
            independent.spatial_reference(raster.wkt), independent.spatial_reference("EPSG:4978"))
        points = numpy.array(change.TransformPoints(
            numpy.column_stack([x.ravel(), y.ravel(), numpy.zeros(x.size)])))
        return points.reshape(x.shape + (3,))

    columns, rows = numpy.arange(width) + 0.5, numpy.arange(height) + 0.5
    across = place(numpy.arange(width + 1), rows)
    down = place(columns, numpy.arange(height + 1))
    return (numpy.linalg.norm(numpy.diff(across, axis=1), axis=2),
            numpy.linalg.norm(numpy.diff(down, axis=0), axis=2))


def statistics(series):
    """All statistics of [scene, row, column] by name; NaN does not count."""
    series = series.astype(numpy.float64)
    quantile = {f"p{p}": numpy.nanpercentile(series, p, axis=0) for p in (10, 25, 75, 90)}
    low, high = numpy.nanmin(series, axis=0), numpy.nanmax(series, axis=0)
    return {**quantile, "min": low, "max": high, "median": numpy.nanmedian(series, axis=0),
            "mean": numpy.nanmean(series, axis=0), "std": numpy.nanstd(series, axis=0),
            "range": high - low, "iqr": quantile["p75"] - quantile["p25"]}


def bilinear(layer, columns, rows):
    """Values at places (column and row numbers) of an array; NaN where a neighbour with a weight is."""
    def split(place, size):
        place = numpy.clip(place - 0.5, 0, size - 1)
        first = numpy.minimum(numpy.floor(place).astype(int), size - 2)
        return first, place - first

    height, width = layer.shape
    x, u = split(columns, width)
    y, v = split(rows, height)
    inside = (columns >= 0) & (columns <= width) & (rows >= 0) & (rows <= height)

    def weighted(weight, values):
        return numpy.where(weight == 0, 0, weight * values)

    value = (weighted((1 - u) * (1 - v), layer[y, x]) + weighted(u * (1 - v), layer[y, x + 1])
             + weighted((1 - u) * v, layer[y + 1, x]) + weighted(u * v, layer[y + 1, x + 1]))
    return numpy.where(inside, value, numpy.nan)


def terrain(height_m, size, radius):
    """Features of the terrain of elevations with `radius` more pixels on each side."""
    rows, columns = (extent - 2 * radius for extent in height_m.shape)

    def at(down, right):
        return height_m[radius + down:radius + down + rows, radius + right:radius + right + columns]

    weights = {-1: 1, 0: 2, 1: 1}
    east = sum(w * (at(k, 1) - at(k, -1)) for k, w in weights.items()) / (8 * size[0])
    north = sum(w * (at(-1, k) - at(1, k)) for k, w in weights.items()) / (8 * size[1])
    steep = numpy.hypot(east, north)
    around = numpy.stack([at(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
    side = range(-radius, radius + 1)
    others = numpy.mean([at(i, j) for i in side for j in side if (i, j) != (0, 0)], axis=0)
    return {"elevation": at(0, 0), "slope": numpy.degrees(numpy.arctan(steep)),
            "northness": -north / steep, "eastness": -east / steep, "tpi": at(0, 0) - others,
            "roughness": around.max(axis=0) - around.min(axis=0)}
