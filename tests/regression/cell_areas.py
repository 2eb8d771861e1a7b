# SPDX-License-Identifier: Apache-2.0
"""Cells of 1° at eleven latitudes, as zones over maps in degrees, UTM, Web Mercator and an equal-area projection:
their areas are those of the ellipsoid to 1e-6, and sum with what is outside to the region."""

import json

import harness
from harness import check, check_equal, check_near

SOUTHS = (-80, -66, -52, -37, -20, -1, 0, 13, 28, 45, 71)
WEST = 97
GRIDS = {"degrees": lambda south: "EPSG:4326", "utm": lambda south: "EPSG:32647" if south >= 0 else "EPSG:32747",
         "mercator": lambda south: "EPSG:3857", "equal": lambda south: "EPSG:6933"}
ROWS = 80  # of pixels in a cell


def true_area_m2(south):
    """M N cos φ integrated over the cell by Gauss and Legendre's rule; WGS 84."""
    import numpy

    a, f = 6378137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    nodes, weights = numpy.polynomial.legendre.leggauss(24)
    phi = numpy.radians(south + 0.5 + nodes / 2)
    w2 = 1 - e2 * numpy.sin(phi) ** 2
    return float((weights * a * a * (1 - e2) * numpy.cos(phi) / w2 ** 2).sum()) / 2 * numpy.radians(1) ** 2


def outline(south):
    """The cell with corners enough that its parallels are parallels in any grid."""
    import numpy

    steps = numpy.linspace(0, 1, 801)
    sides = [(WEST + steps, south + 0 * steps), (WEST + 1 + 0 * steps, south + steps), (WEST + 1 - steps, south + 1 + 0 * steps),
             (WEST + 0 * steps, south + 1 - steps)]
    return numpy.concatenate([numpy.stack(side, axis=1)[:-1] for side in sides])


def write_map(path, crs, corners):
    """A class map that holds the cell; where its edges are rows of the grid they are edges of pixels."""
    import numpy
    from osgeo import gdal

    import independent

    x, y = independent.transform_points(corners[:, 0], corners[:, 1], independent.spatial_reference("EPSG:4326").ExportToWkt(),
                                        independent.spatial_reference(crs).ExportToWkt())
    pixel = (y.max() - y.min()) / ROWS
    width = int(numpy.ceil((x.max() - x.min()) / pixel)) + 2
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, ROWS + 2)
    dataset.SetGeoTransform((x.min() - 0.7 * pixel, pixel, 0, y.max() + pixel, 0, -pixel))
    dataset.SetProjection(independent.spatial_reference(crs).ExportToWkt())
    values = numpy.random.default_rng(1).integers(0, 3, (ROWS + 2, width)).astype(numpy.uint8)
    values[3:9, 2:4] = 255
    dataset.GetRasterBand(1).SetNoDataValue(255)
    dataset.WriteArray(values)
    dataset.FlushCache()


def region_job(case, kind, number):
    south, name = SOUTHS[number], f"{kind}_{number:02}"
    corners = outline(south)
    write_map(case.folder / f"{name}.tif", GRIDS[kind](south), corners)
    ring = [*corners.tolist(), corners[0].tolist()]
    zone = {"type": "Feature", "properties": {"code": "cell"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = case.folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [zone]}))
    return case.job("zoned", name, name=name, tile_size=256, zones=f"coverage=fractional\nlayer=cells:{path}:code", sites="",
                    epochs="epoch=2020:2020-01-01/2020-12-31", images=f"image=2020:{case.folder / name}.tif")


def total(layer):
    """Of each zone, m²."""
    return (layer["area_km2"][:, 0].sum(axis=1) + layer["unobserved_km2"][:, 0]) * 1e6


def run_case(case):
    import results

    jobs = [region_job(case, kind, number) for kind in GRIDS for number in range(len(SOUTHS))]
    case.run("reduce", "--output", case.folder / "out", *jobs, ranks=2)
    for kind in GRIDS:
        worst = 0
        for number, south in enumerate(SOUTHS):
            region = results.Region(case.folder / "out" / "results.h5", f"{kind}_{number:02}")
            cells, expected = region.layers["cells"], true_area_m2(south)
            check_equal(sorted(cells.zones), ["cell", "outside"], "zones")
            found = total(cells)[cells.zones.index("cell")]
            worst = max(worst, abs(found / expected - 1))
            check(worst < 1e-6, f"{kind}, {south}°: {found} m², not {expected}")
            check_near(total(cells).sum(), total(region.layers["region"])[0], 1e-9, f"sum of zones, {kind}, {south}°")
        print(f"{kind}: {len(SOUTHS)} cells within {worst:.1e}")


harness.main(run_case)
