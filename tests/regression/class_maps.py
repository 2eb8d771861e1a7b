# SPDX-License-Identifier: Apache-2.0
"""Made-up class maps on any grid, for cases that reduce the maps of another program."""

import numpy
from osgeo import gdal

import independent

CLASSES = ("forest", "mine", "water")
EPOCHS = ("2005", "2010", "2020")
NODATA = 255


class ClassMaps:
    """Maps of mines that grow, with water and gaps, at three epochs."""

    def __init__(self, folder, crs, origin, pixel, shape, seed):
        self.crs, self.origin, self.pixel, self.shape = crs, origin, pixel, shape
        folder.mkdir(parents=True, exist_ok=True)
        self.paths, self.classes = {}, []
        random = numpy.random.default_rng(seed)
        height, width = shape
        row, column = numpy.mgrid[0:height, 0:width]
        centres = random.random((40, 2)) * (height, width)
        sizes = random.random(40) ** 3 * min(shape) * 0.08
        for number, epoch in enumerate(EPOCHS):
            values = numpy.where(numpy.abs(row - 0.3 * height - 6 * numpy.sin(column / 17)) < 2, 2, 0)
            for (y, x), size in zip(centres, sizes):
                values[numpy.hypot(row - y, column - x) < size * (0.6 + 0.3 * number)] = 1
            values[random.random(shape) < 0.004] = 1
            values[random.random(shape) < 0.01] = NODATA
            self.write(folder / f"{epoch}.tif", epoch, values.astype(numpy.uint8))

    def write(self, path, epoch, values):
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), values.shape[1], values.shape[0])
        dataset.SetGeoTransform((self.origin[0], self.pixel, 0, self.origin[1], 0, -self.pixel))
        dataset.SetProjection(independent.spatial_reference(self.crs).ExportToWkt())
        dataset.GetRasterBand(1).SetNoDataValue(NODATA)
        dataset.WriteArray(values)
        dataset = None  # closes the file, which is read below
        self.paths[epoch] = path
        self.classes = [independent.Raster(p).values for p in self.paths.values()]

    @property
    def raster(self):
        return independent.Raster(next(iter(self.paths.values())))

    def run(self, case, folder, tile_size, ranks, zones="", sites="", name="made"):
        job = case.job("zoned", folder, name=name, tile_size=tile_size, zones=zones, sites=sites,
                       epochs="\n".join(f"epoch={e}:{e}-01-01/{e}-12-31" for e in self.paths),
                       images="\n".join(f"image={e}:{path}" for e, path in self.paths.items()))
        output = case.folder / folder
        self.said = case.run("reduce", "--output", output, job, ranks=ranks).text
        return output
