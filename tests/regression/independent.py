# SPDX-License-Identifier: Apache-2.0
"""The same numbers by other software: numpy on what GDAL reads, areas by PROJ's equal-area projection."""

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
REJECTED_QUALITY_BITS = 0b11111  # fill, dilated cloud, cirrus, cloud, cloud shadow


def landsat_products(root):
    """(metadata path, product id) of every Collection-2 product below a folder."""
    return [(path, path.name.removesuffix("_MTL.txt")) for path in sorted(Path(root).rglob("*_MTL.txt"))]


def sample_nearest(values, source_transform, source_wkt, target, fill):
    """Values at the centres of the target's pixels, and where the source has a pixel there."""
    height, width = target.values.shape
    x, y = lattice_points(target.transform, numpy.arange(width) + 0.5, numpy.arange(height) + 0.5)
    x, y = transform_points(x, y, target.wkt, source_wkt)
    column = numpy.floor((x - source_transform[0]) / source_transform[1]).astype(int)
    row = numpy.floor((y - source_transform[3]) / source_transform[5]).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < values.shape[1]) & (row < values.shape[0])
    sampled = numpy.full(column.shape, fill, values.dtype)
    sampled[inside] = values[row[inside], column[inside]]
    return sampled, inside


def landsat_observation(metadata_path, product, bands, target):
    """Reflectance [band, row, column] of one product on the target's lattice, NaN where not clear."""
    def layer(name, fill):
        raster = Raster(metadata_path.parent / f"{product}_{name}.TIF")
        return sample_nearest(raster.values, raster.transform, raster.wkt, target, fill)

    numbers = LANDSAT_BANDS[SENSOR_OF_PREFIX[product[:4]]]
    quality, inside = layer("QA_PIXEL", 1)
    clear = inside & (quality & REJECTED_QUALITY_BITS == 0) & (layer("QA_RADSAT", 0)[0] == 0)
    stored = numpy.stack([layer(f"SR_B{numbers[band]}", 0)[0] for band in bands])
    clear &= (stored != 0).all(axis=0)
    reflectance = stored.astype(numpy.float64) * 2.75e-5 - 0.2
    return numpy.where(clear, reflectance, numpy.nan)


def median_composite(observations):
    """(median reflectance [band, row, column], number of clear observations) of observations."""
    stack = numpy.stack(observations)
    num_clear = (~numpy.isnan(stack[:, 0])).sum(axis=0)
    with numpy.errstate(all="ignore"):
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # pixels without any observation
            return numpy.nanmedian(stack, axis=0), num_clear
