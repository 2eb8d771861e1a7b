# SPDX-License-Identifier: Apache-2.0
"""Reads results.h5 and checks its numbers against the class maps they were made from."""

import h5py
import numpy

import independent
from harness import check, check_equal

# A pixel's area by its corners in an equal-area projection against an integral over the pixel.
AREA_TOLERANCE = 1e-6


def texts(dataset):
    return [item.decode() if isinstance(item, bytes) else str(item) for item in dataset[()]]


class Layer:
    """The tables of one zone layer."""

    def __init__(self, group):
        self.zones = texts(group["zone"])
        self.tables = {name: entry[()] for name, entry in group.items()
                       if isinstance(entry, h5py.Dataset) and entry.dtype.kind in "iuf"}

    def __getitem__(self, name):
        return self.tables[name]


class Region:
    def __init__(self, results_path, name):
        with h5py.File(results_path, "r") as file:
            group = file[f"regions/{name}"]
            self.epochs = texts(group["epoch"])
            self.classes = texts(group["class"])
            self.layers = {layer: Layer(group["zones"][layer]) for layer in group["zones"]}
            self.accuracy = {key: entry[()] for key, entry in group["accuracy"].items()
                             if entry.dtype.kind in "iuf"} if "accuracy" in group else None

    def confusion(self, epoch):
        return self.accuracy["confusion_matrix"][self.epochs.index(epoch)]

    def summary(self):
        """The numbers of the layer `region` as lists, for a golden file."""
        layer = self.layers["region"]
        found = {"epochs": self.epochs, "classes": self.classes}
        for name in ("pixel_count", "change_pixel_count"):
            found[name] = layer[name][0].tolist()
        found["area_km2"] = numpy.round(layer["area_km2"][0], 9).tolist()
        found["growth_percent"] = [[None if numpy.isnan(value) else round(float(value), 9)
                                    for value in row] for row in layer["growth_percent"][0]]
        if self.accuracy:
            found["confusion_matrix"] = self.accuracy["confusion_matrix"].tolist()
        return found


def check_close(found, expected, what, relative=AREA_TOLERANCE):
    check_equal(found.shape, expected.shape, f"shape of {what}")
    worst = numpy.abs(found - expected) - relative * numpy.abs(expected)
    check((worst <= 1e-12).all(), f"{what}: {found.tolist()} but {expected.tolist()} expected")


def check_exact(found, expected, what):
    check_equal(found.tolist(), expected.tolist(), what)


def check_layer(region, name, maps, zone_indices, areas_km2):
    """All tables of a layer against class indices per epoch and the zone index of each pixel."""
    layer, num_classes = region.layers[name], len(region.classes)
    for zone, code in enumerate(layer.zones):
        where = zone_indices == (-1 if code == "outside" else zone)
        for epoch, epoch_name in enumerate(region.epochs):
            what = f"layer {name}, zone {code}, epoch {epoch_name}"
            counts = independent.class_counts(maps[epoch], num_classes, where=where)
            areas = independent.class_counts(maps[epoch], num_classes, areas_km2, where)
            check_exact(layer["pixel_count"][zone, epoch], counts[:-1], f"pixel_count of {what}")
            check_close(layer["area_km2"][zone, epoch], areas[:-1], f"area_km2 of {what}")
            check_close(layer["unobserved_km2"][zone, epoch], areas[-1], f"unobserved_km2 of {what}")
            for later in range(epoch + 1, len(region.epochs)):
                pair = (zone, epoch, later)
                arguments = (maps[epoch], maps[later], num_classes)
                check_exact(layer["change_pixel_count"][pair],
                            independent.cross_tabulation(*arguments, where=where),
                            f"change_pixel_count of {what} to {region.epochs[later]}")
                check_close(layer["change_km2"][pair],
                            independent.cross_tabulation(*arguments, areas_km2, where),
                            f"change_km2 of {what} to {region.epochs[later]}")


def check_growth(region, target):
    """growth_percent is 100 (A2 - A1) / A1 of the target class, of what was observed at both epochs; NaN where
    A1 is 0."""
    index = region.classes.index(target)
    for name, layer in region.layers.items():
        change = layer["change_km2"]
        for first in range(len(region.epochs)):
            for second in range(first + 1, len(region.epochs)):
                for zone, code in enumerate(layer.zones):
                    start = change[zone, first, second, index].sum()
                    end = change[zone, first, second, :, index].sum()
                    found = layer["growth_percent"][zone, first, second]
                    what = f"growth of {name}/{code} {region.epochs[first]}-{region.epochs[second]}"
                    if start == 0:
                        check(numpy.isnan(found), f"{what} from nothing is {found}, not NaN")
                    else:
                        check_close(found, numpy.float64(100 * (end - start) / start), what, 1e-9)


def read_class_maps(output, region):
    """(class raster per epoch, area of each pixel in km2) from the mosaics of an output folder."""
    rasters = [independent.Raster(output / region.name / f"class_{epoch}.vrt")
               for epoch in region.epochs]
    return [raster.values for raster in rasters], rasters[0]


def check_region(output, name, target, zone_layers=None):
    """Checks every table of a region against its class maps; returns the region.

    `zone_layers` is {layer: (vector file, field of the code)}."""
    region = Region(output / "results.h5", name)
    region.name = name
    maps, lattice = read_class_maps(output, region)
    areas_km2 = independent.pixel_areas_m2(lattice) / 1e6
    check_layer(region, "region", maps, numpy.zeros(lattice.values.shape, int), areas_km2)
    for layer, (path, field) in (zone_layers or {}).items():
        zone_indices = independent.burn(path, lattice, region.layers[layer].zones, field)
        check_layer(region, layer, maps, zone_indices, areas_km2)
    check_growth(region, target)
    return region


def check_accuracy(region, at_least):
    for epoch, name in enumerate(region.epochs):
        matrix = region.confusion(name)
        expected = numpy.trace(matrix) / matrix.sum()
        found = region.accuracy["overall_accuracy"][epoch]
        check(abs(found - expected) < 1e-12, f"overall accuracy of {name} is {found}, the matrix {expected}")
        check(found >= at_least, f"overall accuracy of {name} is {found}: below {at_least}\n{matrix}")
