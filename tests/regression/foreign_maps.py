# SPDX-License-Identifier: Apache-2.0
"""Class maps that another program made go through `mineprint reduce`: the change matrices equal a
cross-tabulation by numpy exactly. Made-up maps always, real land-use maps where they are there."""

import harness
from harness import check_equal, check_same_tree


def check_maps(case, name, maps, classes, target, zones=None):
    """`maps`: {epoch: path}; `classes`: {value: class}; `zones`: (vector file, field)."""
    import numpy

    import independent
    import results

    job = case.job("foreign_maps", name, name=name, target=target,
                   epochs="\n".join(f"epoch={epoch}:{epoch}-01-01/{epoch}-12-31" for epoch in maps),
                   images="\n".join(f"image={epoch}:{path}" for epoch, path in maps.items()),
                   classes=",".join(f"{value}:{text}" for value, text in classes.items()),
                   zones=f"[zones]\nlayer=sides:{zones[0]}:{zones[1]}" if zones else "")
    outputs = [case.folder / f"{name}_{ranks}" for ranks in (1, 3)]
    case.run("reduce", "--output", outputs[0], job, ranks=1, threads=2)
    case.run("reduce", "--output", outputs[1], job, ranks=3)
    check_same_tree(*outputs)

    region = results.Region(outputs[0] / "results.h5", name)
    check_equal(region.epochs, list(maps), "epochs")
    check_equal(region.classes, list(classes.values()), "classes")
    rasters = [independent.Raster(path) for path in maps.values()]
    to_index = numpy.full(256, independent.UNOBSERVED, numpy.uint8)
    to_index[list(classes)] = range(len(classes))
    indices = [to_index[raster.values] for raster in rasters]
    areas_km2 = independent.pixel_areas_m2(rasters[0]) / 1e6
    results.check_layer(region, "region", indices, numpy.zeros(indices[0].shape, int), areas_km2)
    if zones:
        burnt = independent.burn(zones[0], rasters[0], region.layers["sides"].zones, zones[1])
        results.check_layer(region, "sides", indices, burnt, areas_km2)
    results.check_growth(region, target)


def write_made_up_maps(folder):
    import numpy
    from osgeo import gdal

    import independent
    import synthetic

    width, height = 331, 203
    folder.mkdir()
    random = numpy.random.default_rng(5)
    paths = {}
    for epoch in ("1990", "2000", "2010"):
        paths[epoch] = folder / f"{epoch}.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(paths[epoch]), width, height)
        dataset.SetGeoTransform((synthetic.ORIGIN[0], 30, 0, synthetic.ORIGIN[1], 0, -30))
        dataset.SetProjection(independent.spatial_reference(synthetic.CRS).ExportToWkt())
        dataset.GetRasterBand(1).SetNoDataValue(0)
        dataset.WriteArray(random.choice([0, 10, 20, 30, 40], (height, width)).astype(numpy.uint8))
        dataset.FlushCache()
    zones = folder / "zones.gpkg"
    synthetic.write_layer(zones, synthetic.zone_features(width, height))
    return paths, zones


def run_case(case):
    paths, zones = write_made_up_maps(case.folder / "input")
    check_maps(case, "made-up", paths, {10: "forest", 20: "mine", 30: "water", 40: "town"}, "mine",
               (zones, "code"))
    data = case.shared_data() / "change-maps"
    check_maps(case, "plum-island", {year: data / f"pie_lu_pie_{year}.tif"
                                     for year in ("1985", "1991", "1999")},
               {1: "forest", 2: "built", 3: "other"}, "built")


harness.main(run_case)
