#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Made-up scenes and samples for the benchmarks: the same seed gives the same data.

Usage: make_data.py FOLDER [--size 4096]

Writes two scenes (train, scene) of six 16-bit bands, blue ... swir2, scaled as Landsat Collection 2
(reflectance = 0.0000275 x value - 0.2, 0 is no data), in deflated tiles of 512 pixels, each with its
truth (0 no data, 1 other, 2 mine, 3 cloud); and tables of samples NAME_x.npy, NAME_y.npy (1: mine)
and NAME.csv: s282 with 8 features, s100k and test with 12.
"""

import argparse
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()

SCALE, OFFSET = 0.0000275, -0.2
FEATURES = ["blue", "green", "red", "nir", "swir1", "swir2",
            "ndvi", "mndwi", "ndmi", "bsi", "clay_ratio", "iron_oxide_ratio"]

# Reflectance of a cover, how common it is, and how much its brightness varies.
COVERS = [([.025, .045, .030, .300, .140, .060], 0.5, 0.16),  # forest
          ([.045, .080, .055, .400, .220, .110], 0.1, 0.20),  # crops
          ([.060, .090, .090, .250, .250, .160], 0.3, 0.18),  # grass
          ([.100, .140, .190, .270, .350, .300], 0.0, 0.18),  # soil
          ([.110, .130, .150, .210, .230, .200], -.6, 0.22),  # towns
          ([.050, .050, .030, .020, .012, .010], -.8, 0.25)]  # water
PITS = [([.135, .170, .205, .240, .290, .275], 0.4, 0.22),
        ([.075, .085, .100, .135, .170, .160], 0.2, 0.25),
        ([.110, .140, .150, .095, .040, .030], -.4, 0.25)]
CLOUD = [.55, .55, .55, .58, .45, .38]


class Fields:
    """Smooth random fields of mean 0 and variance 1: white noise whose spectrum falls with frequency."""

    def __init__(self, size, seed):
        self.size = size
        self.random = np.random.Generator(np.random.Philox(seed))
        y = np.fft.fftfreq(size).astype(np.float32)[:, None]
        x = np.fft.rfftfreq(size).astype(np.float32)[None, :]
        self.frequency = np.hypot(y, x)

    def draw(self, power, longest):
        """`longest`: wavelength in pixels beyond which the spectrum is flat."""
        white = self.random.standard_normal((self.size, self.size), dtype=np.float32)
        spectrum = np.fft.rfft2(white)
        spectrum *= np.maximum(self.frequency, 1 / longest) ** np.float32(-power)
        spectrum[0, 0] = 0
        field = np.fft.irfft2(spectrum, s=(self.size, self.size)).astype(np.float32)
        return field / field.std()


def mixture(fields, kinds, power, longest, sharpness):
    """Reflectance of several kinds of ground, each where its own field is above the others'."""
    total = np.zeros((fields.size, fields.size), np.float32)
    bands = np.zeros((6, fields.size, fields.size), np.float32)
    for spectrum, common, spread in kinds:
        weight = np.exp(np.float32(sharpness) * (fields.draw(power, longest) + np.float32(common)))
        brightness = np.exp(np.float32(spread) * fields.draw(1.1, 120))
        total += weight
        for band in range(6):
            bands[band] += weight * brightness * np.float32(spectrum[band])
    return bands / total


def make_scene(size, seed):
    fields = Fields(size, seed)
    bands = mixture(fields, COVERS, 1.6, 400, 5)
    pits = mixture(fields, PITS, 1.3, 60, 3)
    ore = fields.draw(2.2, 250)
    mine = 1 / (1 + np.exp(-12 * (ore - np.float32(np.quantile(ore[::4, ::4], 0.977)))))
    bands += mine * (pits - bands)
    relief = fields.draw(1.9, 500)
    slope_y, slope_x = np.gradient(relief)
    light = slope_x + slope_y
    bands *= np.clip(1 + 0.22 * light / light.std(), 0.45, 1.6)
    veil = fields.draw(1.9, 500)
    cloud = np.clip(4 * (veil - np.float32(np.quantile(veil[::4, ::4], 0.97))), 0, 1)
    stored = np.empty((6, size, size), np.uint16)
    for band in range(6):
        value = bands[band] + cloud * (np.float32(CLOUD[band]) - bands[band])
        noise = fields.random.standard_normal((size, size), dtype=np.float32)
        value += noise * (np.float32(0.0012) + np.float32(0.008) * value)
        stored[band] = np.clip(np.rint((value - OFFSET) / SCALE), 1, 65455).astype(np.uint16)
    truth = np.ones((size, size), np.uint8)
    truth[mine > 0.5] = 2
    truth[cloud > 0.3] = 3
    edge_y = np.linspace(0, 1, size, dtype=np.float32)[:, None]
    edge_x = np.linspace(0, 1, size, dtype=np.float32)[None, :]
    outside = (edge_x < 0.05 * (1 - edge_y)) | (edge_x > 1 - 0.05 * edge_y)
    stored[:, outside] = 0
    truth[outside] = 0
    return stored, truth


def write(path, bands, nodata=0):
    number, height, width = bands.shape
    kind = gdal.GDT_UInt16 if bands.dtype == np.uint16 else gdal.GDT_Byte
    options = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "PREDICTOR=2",
               "INTERLEAVE=PIXEL"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, number, kind, options)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32649)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((500000, 30, 0, 3000000, 0, -30))
    for band in range(number):
        dataset.GetRasterBand(band + 1).SetNoDataValue(nodata)
    dataset.WriteArray(bands)


def features(stored):
    """(6, n) stored values -> (n, 12) in the order of FEATURES, in single precision."""
    blue, green, red, nir, swir1, swir2 = (stored * SCALE + OFFSET).astype(np.float32)

    def difference(a, b):
        return (a - b) / (a + b)
    columns = [blue, green, red, nir, swir1, swir2, difference(nir, red), difference(green, swir1),
               difference(nir, swir1), difference(swir1 + red, nir + blue), swir1 / swir2, red / blue]
    return np.ascontiguousarray(np.stack(columns, axis=1), np.float32)


def draw_samples(folder, name, scene, number, num_features=12, mine=0.25, seed=1):
    stored, truth = scene
    random = np.random.Generator(np.random.Philox(seed))
    num_mine = int(round(number * mine))
    drawn = np.concatenate([
        random.choice(np.flatnonzero(truth == 2), num_mine, replace=False),
        random.choice(np.flatnonzero(truth == 1), number - num_mine, replace=False)])
    random.shuffle(drawn)
    x = features(stored.reshape(6, -1)[:, drawn].astype(np.float64))[:, :num_features]
    y = (truth.ravel()[drawn] == 2).astype(np.uint8)
    np.save(folder / f"{name}_x.npy", np.ascontiguousarray(x))
    np.save(folder / f"{name}_y.npy", y)
    with open(folder / f"{name}.csv", "w") as table:
        table.write(",".join(FEATURES[:num_features] + ["label"]) + "\n")
        for row, label in zip(x.tolist(), y.tolist()):
            table.write(",".join(f"{value:.9g}" for value in row) + f",{label}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=4096)
    arguments = parser.parse_args()
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, seed in (("train", 1), ("scene", 2)):
        stored, truth = scene = make_scene(arguments.size, seed)
        write(folder / f"{name}.tif", stored)
        write(folder / f"{name}_truth.tif", truth[None])
        if name == "train":
            draw_samples(folder, "s282", scene, 282, num_features=8, mine=0.4)
            draw_samples(folder, "s100k", scene, 100_000)
        else:
            draw_samples(folder, "test", scene, 200_000, seed=9)
        print(f"{name}: {100 * (truth == 2).mean():.2f} % mine, {100 * (truth == 3).mean():.2f} % cloud")


if __name__ == "__main__":
    main()
