# SPDX-License-Identifier: Apache-2.0
"""What GDAL makes of a whole class map, where the program works tile by tile."""

import numpy
from osgeo import gdal, ogr


def gdal_sieve(classes, num_pixels, connectivity):
    """GDAL's sieve of a whole image."""
    height, width = classes.shape
    image = gdal.GetDriverByName("MEM").Create("", width, height)
    image.WriteArray(classes)
    image.GetRasterBand(1).SetNoDataValue(255)
    band = image.GetRasterBand(1)
    result = gdal.GetDriverByName("MEM").Create("", width, height)
    result.WriteArray(numpy.full_like(classes, 255))
    gdal.SieveFilter(band, band.GetMaskBand(), result.GetRasterBand(1), num_pixels, connectivity)
    return result.ReadAsArray()


def patch_sizes(mask):
    """Numbers of pixels of the patches of a mask, corners joining, sorted; by GDAL's polygonize."""
    height, width = mask.shape
    image = gdal.GetDriverByName("MEM").Create("", width, height)
    image.WriteArray(mask.astype(numpy.uint8))
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("patches", None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    band = image.GetRasterBand(1)
    gdal.Polygonize(band, band, layer, 0, ["8CONNECTED=8"])
    return sorted(round(feature.GetGeometryRef().GetArea()) for feature in layer)
