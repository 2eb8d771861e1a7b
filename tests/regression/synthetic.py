# SPDX-License-Identifier: Apache-2.0
"""A small made-up image pair with labels and zones: what the cases use where no real data is needed."""

from dataclasses import dataclass
from pathlib import Path

import numpy
from osgeo import gdal, ogr

import independent

CRS = "EPSG:32647"
ORIGIN = (300000.0, 2860000.0)
PIXEL = 30.0
BANDS = ("blue", "green", "red", "nir", "swir1", "swir2")
EPOCHS = ("2005", "2020")
NODATA = -9999
SPECTRA = {  # reflectance × 10000
    "forest": (250, 450, 300, 3200, 1500, 700),
    "mine": (1100, 1500, 1900, 2500, 3200, 2700),
    "water": (500, 550, 400, 250, 120, 80),
}
CLASSES = tuple(SPECTRA)


@dataclass
class Pair:
    """Files of the pair, and the true class indices per epoch."""

    images: dict
    reference: Path
    zones: Path
    truth: dict


def true_classes(width, height):
    """A river, and a mine that grows."""
    row, column = numpy.mgrid[0:height, 0:width]
    river = numpy.abs(row - 0.5 * height - 0.15 * height * numpy.sin(column / width * 6)) < 0.04 * height
    distance = numpy.hypot(row - 0.25 * height, column - 0.5 * width)
    truth = {}
    for epoch, radius in zip(EPOCHS, (0.1, 0.17)):
        classes = numpy.where(distance < radius * height, 1, 0)
        truth[epoch] = numpy.where(river, 2, classes).astype(numpy.uint8)
    return truth


def write_image(path, classes, seed, driver="GTiff"):
    """Six bands with noise; a corner and single pixels have no value."""
    height, width = classes.shape
    random = numpy.random.default_rng(seed)
    dataset = gdal.GetDriverByName(driver).Create(str(path), width, height, len(BANDS), gdal.GDT_Int16)
    dataset.SetGeoTransform((ORIGIN[0], PIXEL, 0, ORIGIN[1], 0, -PIXEL))
    dataset.SetProjection(independent.spatial_reference(CRS).ExportToWkt())
    empty = random.random(classes.shape) < 0.002
    empty[:8, : 5 + seed % 7] = True
    table = numpy.array([SPECTRA[name] for name in CLASSES])
    for number in range(len(BANDS)):
        values = table[classes, number] * (1 + 0.06 * random.standard_normal(classes.shape))
        band = dataset.GetRasterBand(number + 1)
        band.SetNoDataValue(NODATA)
        band.WriteArray(numpy.where(empty, NODATA, values.round()).astype(numpy.int16))
    dataset.FlushCache()


def rectangle(column, row, width, height):
    """A ring along pixel edges, a little drawn in, so that no centre lies on it."""
    x = [ORIGIN[0] + PIXEL * c for c in (column + 0.1, column + width - 0.1)]
    y = [ORIGIN[1] - PIXEL * r for r in (row + 0.1, row + height - 0.1)]
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for corner in ((x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1]), (x[0], y[0])):
        ring.AddPoint_2D(*corner)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


def write_layer(path, features, driver="GPKG", crs=CRS):
    """Polygons (geometry, {field: text}) of one layer; `crs` None: a file that does not tell its CRS."""
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = dataset.CreateLayer("layer", independent.spatial_reference(crs) if crs else None,
                                ogr.wkbPolygon)
    for name in features[0][1] if features else ("class",):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for geometry, fields in features:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for name, value in fields.items():
            feature.SetField(name, value)
        layer.CreateFeature(feature)


def reference_features(truth, size=4, step=6):
    """Squares that lie in one class at each epoch."""
    height, width = truth[EPOCHS[0]].shape
    for row in range(10, height - size, step):
        for column in range(15, width - size, step):
            windows = [truth[epoch][row:row + size, column:column + size] for epoch in EPOCHS]
            if all(window.min() == window.max() for window in windows):
                yield rectangle(column, row, size, size), {
                    f"class_{epoch}": CLASSES[window[0, 0]] for epoch, window in zip(EPOCHS, windows)}


def zone_features(width, height):
    """Two zones that share a slanted border and leave a strip out."""
    def polygon(*corners):
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for column, row in corners + corners[:1]:
            ring.AddPoint_2D(ORIGIN[0] + PIXEL * column, ORIGIN[1] - PIXEL * row)
        shape = ogr.Geometry(ogr.wkbPolygon)
        shape.AddGeometry(ring)
        return shape

    top, bottom = (0.4831 * width, -1.37), (0.5477 * width, height + 1.23)
    west = polygon((7.21, -1.37), top, bottom, (7.21, height + 1.23))
    east = polygon(top, (width + 3.3, -1.37), (width + 3.3, height + 1.23), bottom)
    return [(west, {"code": "W", "title": "West"}), (east, {"code": "E", "title": "East"})]


def make_pair(folder, width=150, height=110):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    truth = true_classes(width, height)
    pair = Pair({}, folder / "reference.gpkg", folder / "zones.geojson", truth)
    for seed, epoch in enumerate(EPOCHS, 11):
        pair.images[epoch] = folder / f"image_{epoch}.tif"
        write_image(pair.images[epoch], truth[epoch], seed)
    write_layer(pair.reference, list(reference_features(truth)))
    write_zones_lonlat(pair.zones, zone_features(width, height))
    return pair


def write_zones_lonlat(path, features):
    """GeoJSON has longitude and latitude; 15 digits, so that borders stay where they are."""
    change = independent.osr.CoordinateTransformation(
        independent.spatial_reference(CRS), independent.spatial_reference("EPSG:4326"))
    moved = []
    for geometry, fields in features:
        geometry = geometry.Clone()
        geometry.Transform(change)
        moved.append((geometry, fields))
    dataset = ogr.GetDriverByName("GeoJSON").CreateDataSource(str(path))
    layer = dataset.CreateLayer("zones", independent.spatial_reference("EPSG:4326"), ogr.wkbPolygon,
                                ["COORDINATE_PRECISION=15"])
    for name in ("code", "title"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for geometry, fields in moved:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for name, value in fields.items():
            feature.SetField(name, value)
        layer.CreateFeature(feature)
