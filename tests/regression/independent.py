# SPDX-License-Identifier: Apache-2.0
"""The same numbers by other software: numpy on what GDAL reads, areas by PROJ's equal-area projection."""

import warnings
from pathlib import Path

import numpy
from osgeo import gdal, ogr, osr

UNOBSERVED = 255  # in class maps


class Raster:
    """All bands of a file with its lattice."""

    def __init__(self, path):
        dataset = gdal.Open(str(path))
        self.names = [dataset.GetRasterBand(i + 1).GetDescription()
                      for i in range(dataset.RasterCount)]
        self.nodata = dataset.GetRasterBand(1).GetNoDataValue()
        self.bands = dataset.ReadAsArray().reshape(-1, dataset.RasterYSize, dataset.RasterXSize)
        self.transform = dataset.GetGeoTransform()
        self.wkt = dataset.GetProjection()

    @property
    def values(self):
        return self.bands[0]

    def band(self, name):
        return self.bands[self.names.index(name)]


def spatial_reference(definition):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(definition)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def transform_points(x, y, from_crs, to_crs):
    """Coordinates of two CRS definitions, x east and y north in both."""
    if from_crs == to_crs:
        return x, y
    change = osr.CoordinateTransformation(spatial_reference(from_crs), spatial_reference(to_crs))
    points = numpy.array(change.TransformPoints(numpy.column_stack([x.ravel(), y.ravel()])))
    return points[:, 0].reshape(x.shape), points[:, 1].reshape(x.shape)


def lattice_points(transform, columns, rows):
    """x and y of the given (fractional) columns and rows, as two arrays rows × columns."""
    column, row = numpy.meshgrid(columns, rows)
    return transform[0] + column * transform[1], transform[3] + row * transform[5]


def pixel_areas_m2(raster):
    """Area of every pixel: its corners in an equal-area projection, then the area of that quadrilateral."""
    height, width = raster.values.shape
    x, y = lattice_points(raster.transform, numpy.arange(width + 1), numpy.arange(height + 1))
    longitude, latitude = transform_points(x, y, raster.wkt, "EPSG:4326")
    centre = f"+lat_0={latitude.mean():.4f} +lon_0={longitude.mean():.4f}"
    x, y = transform_points(x, y, raster.wkt, f"+proj=laea {centre} +ellps=WGS84 +units=m")
    diagonal_x, diagonal_y = x[1:, 1:] - x[:-1, :-1], y[1:, 1:] - y[:-1, :-1]
    other_x, other_y = x[:-1, 1:] - x[1:, :-1], y[:-1, 1:] - y[1:, :-1]
    return numpy.abs(diagonal_x * other_y - diagonal_y * other_x) / 2


def cross_tabulation(first, second, num_classes, weight=None, where=None):
    """[from, to] of two arrays of class indices; pixels with an index outside the classes do not count."""
    counted = (first < num_classes) & (second < num_classes)
    if where is not None:
        counted &= where
    cells = first[counted].astype(numpy.int64) * num_classes + second[counted]
    table = numpy.bincount(cells, None if weight is None else weight[counted], num_classes ** 2)
    return table.reshape(num_classes, num_classes)


def class_counts(classes, num_classes, weight=None, where=None):
    """Per class, then of unobserved pixels."""
    where = numpy.ones(classes.shape, bool) if where is None else where
    indices = numpy.where(classes < num_classes, classes, num_classes)[where]
    return numpy.bincount(indices, None if weight is None else weight[where], num_classes + 1)


def burn(vector_path, raster, field_values, field):
    """Index into `field_values` of the polygon that holds each pixel's centre; -1: none."""
    height, width = raster.values.shape
    target = gdal.GetDriverByName("MEM").Create("", width, height, 1, gdal.GDT_Int32)
    target.SetGeoTransform(raster.transform)
    target.SetProjection(raster.wkt)
    target.GetRasterBand(1).Fill(-1)
    source = ogr.Open(str(vector_path))
    layer = source.GetLayer(0)
    for index, value in reversed(list(enumerate(field_values))):
        layer.SetAttributeFilter(f"{field} = '{value}'")
        gdal.RasterizeLayer(target, [1], layer, burn_values=[index])
    return target.ReadAsArray()


LANDSAT_BANDS = {
    "TM": {"blue": 1, "green": 2, "red": 3, "nir": 4, "swir1": 5, "swir2": 7},
    "OLI": {"blue": 2, "green": 3, "red": 4, "nir": 5, "swir1": 6, "swir2": 7},
}
LANDSAT_BANDS["ETM"] = LANDSAT_BANDS["TM"]
SENSOR_OF_PREFIX = {"LT04": "TM", "LT05": "TM", "LE07": "ETM", "LC08": "OLI", "LC09": "OLI"}
# QA_PIXEL: fill, dilated cloud, cirrus (OLI only), cloud, cloud shadow, snow.
REJECTED_QUALITY = {"TM": 0b111011, "ETM": 0b111011, "OLI": 0b111111}
# QA_RADSAT beside the saturated bands: terrain occlusion (OLI), dropped pixel (TM, ETM+).
REJECTED_SATURATION = {"TM": 1 << 9, "ETM": 1 << 9, "OLI": 1 << 11}
EDGE = 1e-6  # pixels: nearer to an edge two programs may round to different sides


def landsat_products(root):
    """(metadata path, product id) of every Collection-2 product below a folder."""
    return [(path, path.name.removesuffix("_MTL.txt")) for path in sorted(Path(root).rglob("*_MTL.txt"))]


class Sampling:
    """Which source pixel holds the centre of each target pixel; `doubtful` where it lies on an edge."""

    def __init__(self, source, target):
        height, width = target.values.shape
        x, y = lattice_points(target.transform, numpy.arange(width) + 0.5, numpy.arange(height) + 0.5)
        x, y = transform_points(x, y, target.wkt, source.wkt)
        column = (x - source.transform[0]) / source.transform[1]
        row = (y - source.transform[3]) / source.transform[5]
        self.doubtful = ((numpy.abs(column - column.round()) < EDGE)
                         | (numpy.abs(row - row.round()) < EDGE))
        self.column, self.row = numpy.floor(column).astype(int), numpy.floor(row).astype(int)
        self.inside = ((self.column >= 0) & (self.row >= 0) & (self.column < source.values.shape[1])
                       & (self.row < source.values.shape[0]))

    def apply(self, values, fill):
        sampled = numpy.full(self.column.shape, fill, values.dtype)
        sampled[self.inside] = values[self.row[self.inside], self.column[self.inside]]
        return sampled


def landsat_observation(metadata_path, product, bands, target):
    """(reflectance [band, row, column] of one product on the target's lattice, NaN where not clear;
    pixels whose centre lies on an edge of the product's pixels)."""
    def read(name):
        return Raster(metadata_path.parent / f"{product}_{name}.TIF")

    sensor = SENSOR_OF_PREFIX[product[:4]]
    numbers = LANDSAT_BANDS[sensor]
    quality = read("QA_PIXEL")
    sampling = Sampling(quality, target)
    clear = sampling.inside & (sampling.apply(quality.values, 1) & REJECTED_QUALITY[sensor] == 0)
    saturated = REJECTED_SATURATION[sensor] | sum(1 << (numbers[band] - 1) for band in bands)
    clear &= sampling.apply(read("QA_RADSAT").values, 0) & saturated == 0
    stored = numpy.stack([sampling.apply(read(f"SR_B{numbers[band]}").values, 0) for band in bands])
    clear &= (stored != 0).all(axis=0)
    reflectance = stored.astype(numpy.float64) * 2.75e-5 - 0.2
    return numpy.where(clear, reflectance, numpy.nan), sampling.doubtful


def landsat_composite(products, bands, target):
    """(median reflectance [band, row, column], number of clear observations, doubtful pixels) of
    products, on the lattice of a raster."""
    observations, doubtful = zip(*(landsat_observation(*product, bands, target)
                                   for product in products))
    stack = numpy.stack(observations)
    num_clear = (~numpy.isnan(stack[:, 0])).sum(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # pixels without any observation
        return numpy.nanmedian(stack, axis=0), num_clear, numpy.logical_or.reduce(doubtful)
