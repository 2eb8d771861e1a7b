# SPDX-License-Identifier: Apache-2.0
"""Sites: ids, areas, outlines, neighbours and kinds by numpy and GDAL, the same bytes for one tile, for
many and for any number of ranks."""

import harness
from harness import check, check_equal, check_near, check_same_tree


def labels_of(mask, eight):
    """Component labels by spreading the smallest pixel number; -1 outside."""
    import numpy

    height, width = mask.shape
    far = height * width
    label = numpy.where(mask, numpy.arange(far).reshape(mask.shape), far)
    while True:
        padded = numpy.pad(label, 1, constant_values=far)
        best = label.copy()
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if eight or abs(dy) + abs(dx) == 1:
                    best = numpy.minimum(best, padded[1 + dy:1 + dy + height, 1 + dx:1 + dx + width])
        best = numpy.where(mask, best, far)
        if (best == label).all():
            return numpy.where(mask, label, -1)
        label = best


def read_sites(path):
    """{id: (fields, geometry)} of a GeoPackage."""
    from osgeo import ogr

    source = ogr.Open(str(path))
    sites = {}
    for feature in source.GetLayer("sites"):
        sites[feature["site"]] = (feature.items(), feature.GetGeometryRef().Clone())
    return sites


def rasterised(geometry, raster):
    """The pixels of a geometry, by GDAL."""
    from osgeo import gdal, ogr

    height, width = raster.values.shape
    target = gdal.GetDriverByName("MEM").Create("", width, height)
    target.SetGeoTransform(raster.transform)
    target.SetProjection(raster.wkt)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("site", target.GetSpatialRef(), ogr.wkbMultiPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(geometry)
    layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1])
    return target.ReadAsArray() == 1


def corners_of(mask):
    """Corners of pixels on the boundary of a set of pixels, as rows and columns."""
    import numpy

    padded = numpy.pad(mask, 1)
    count = padded[:-1, :-1].astype(int) + padded[:-1, 1:] + padded[1:, :-1] + padded[1:, 1:]
    return numpy.argwhere((count > 0) & (count < 4))


def check_site(row, geometry, mask, maps, areas):
    import numpy

    first = numpy.flatnonzero(mask.ravel())[0]
    where = f"site {row['site']}"
    check_equal(row["site"], f"r{first // mask.shape[1]}c{first % mask.shape[1]}", "id")
    check_equal(row["pixels"], int(mask.sum()), f"{where}: pixels")
    check_near(row["area_km2"], areas[mask].sum() / 1e6, 1e-6, f"{where}: area")
    both = mask & (maps.classes[0] != 255) & (maps.classes[-1] != 255)
    ends = [areas[both & (classes == 1)].sum() / 1e6 for classes in (maps.classes[0], maps.classes[-1])]
    check(abs(row["net_gain_km2"] - (ends[1] - ends[0])) < 1e-6, f"{where}: net gain")
    if ends[0] > 0:
        expected = 100 * (ends[1] - ends[0]) / ends[0]
        check(abs(row["growth_percent"] - expected) < 1e-5 * (100 + abs(expected)), f"{where}: growth")
    for epoch, classes in zip(maps.paths, maps.classes):
        for name, value in (("target", 1), ("unobserved", 255)):
            expected = areas[mask & (classes == value)].sum() / 1e6
            check(abs(row[f"{name}_km2_{epoch}"] - expected) < 1e-6 * max(expected, 1e-3),
                  f"{where}: {name} area of {epoch}")
    shown = [e for e, classes in zip(maps.paths, maps.classes) if (mask & (classes == 1)).any()]
    check_equal((row["first_epoch"], row["last_epoch"]), (shown[0], shown[-1]), f"{where}: epochs")
    check(geometry.IsValid(), f"{where}: its outline is not valid")
    check_near(geometry.GetArea(), mask.sum() * maps.pixel ** 2, 1e-12, f"{where}: area of outline")
    check((rasterised(geometry, maps.raster) == mask).all(), f"{where}: outline and pixels differ")


def check_forms(folder, sites, crs):
    """GeoJSON and KML hold the same sites in longitude and latitude; KML has all values as text."""
    from osgeo import ogr, osr

    import independent

    lonlat = independent.spatial_reference("EPSG:4326")
    change = osr.CoordinateTransformation(independent.spatial_reference(crs), lonlat)
    for ending in ("geojson", "kml"):
        found = {}
        source = ogr.Open(str(folder / f"sites.{ending}"))
        for feature in source.GetLayer(0):
            found[feature.GetField("site" if ending == "geojson" else "Name")] = (feature.items(), feature.GetGeometryRef().Clone())
        check_equal(sorted(found), sorted(sites), f"sites of sites.{ending}")
        for site, (row, geometry) in sites.items():
            values, shape = found[site]
            expected = geometry.Clone()
            expected.Transform(change)
            apart = shape.SymDifference(expected).GetArea() / expected.GetArea()
            check(shape.IsValid() and apart < 1e-3, f"{site} in sites.{ending}: its place differs by {apart}")
            if ending == "geojson":
                check_equal(values, row, f"{site} in sites.geojson")


def check_neighbours(sites, masks, maps, isolation, known):
    """Distances between all pairs, in the plane (a UTM grid keeps lengths to 4e-4)."""
    import numpy

    corners = {site: corners_of(mask) * maps.pixel for site, mask in masks.items()}
    small = {site for site, (row, _) in sites.items() if row["area_km2"] < 0.01}
    for site, (row, _) in sites.items():
        away = {other: numpy.sqrt(((corners[site][:, None] - corners[other][None]) ** 2).sum(-1).min())
                for other in sites if other != site}
        least = min(away.values())
        check(abs(row["nearest_m"] - least) <= 1e-3 * least + 1e-6, f"{site}: nearest {row['nearest_m']}, not {least}")
        check(away[row["nearest"]] <= least * 1.001, f"{site}: {row['nearest']} is not the nearest")
        if site in known:
            kind = "known"
        elif site not in small:
            kind = "large"
        else:
            mines = [distance for other, distance in away.items() if other not in small or other in known]
            kind = "near" if min(mines) <= isolation else "isolated"
        check_equal(row["kind"], kind, f"{site}: kind")


def known_mines(path, maps, sites):
    """A polygon over one pixel of a small site, and a point in another."""
    from osgeo import ogr

    import independent

    chosen = sorted(sites, key=lambda site: (sites[site][0]["pixels"], site))[:2]
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("known", independent.spatial_reference(maps.crs), ogr.wkbUnknown)
    for number, site in enumerate(chosen):
        row, column = (int(part) for part in site[1:].split("c"))
        x, y = maps.origin[0] + (column + 0.5) * maps.pixel, maps.origin[1] - (row + 0.5) * maps.pixel
        point = ogr.CreateGeometryFromWkt(f"POINT ({x} {y})")
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(point if number else point.Buffer(5))
        layer.CreateFeature(feature)
    return set(chosen)


def run_case(case):
    import numpy

    import class_maps
    import independent
    import synthetic

    maps = class_maps.ClassMaps(case.folder / "input", synthetic.CRS, synthetic.ORIGIN, 30, (157, 203), 4)
    zones = case.folder / "zones.gpkg"
    synthetic.write_layer(zones, synthetic.zone_features(203, 157))
    layer = f"layer=side:{zones}:code"
    known_path = case.folder / "known.gpkg"
    first = maps.run(case, "first", 64, 1, layer, "connectivity=8")
    known = known_mines(known_path, maps, read_sites(first / "made/sites.gpkg"))

    options = f"known={known_path}\nisolation-metres=300\nconnectivity="
    areas = independent.pixel_areas_m2(maps.raster)
    union = numpy.any([classes == 1 for classes in maps.classes], axis=0)
    for connectivity in (8, 4):
        many = maps.run(case, f"many_{connectivity}", 32, 3, layer, options + str(connectivity))
        labels = labels_of(union, connectivity == 8)
        sites = read_sites(many / "made/sites.gpkg")
        masks = {f"r{value // union.shape[1]}c{value % union.shape[1]}": labels == value
                 for value in numpy.unique(labels[union])}
        check_equal(sorted(set(sites) ^ set(masks))[:5], [], "ids that differ")
        for site, (row, geometry) in sites.items():
            check_site(row, geometry, masks[site], maps, areas)
        check_neighbours(sites, masks, maps, 300, known)
        check_forms(many / "made", sites, maps.crs)
        print(f"{len(sites)} sites with {connectivity} neighbours", flush=True)
        one = maps.run(case, f"one_{connectivity}", 1024, 1, layer, options + str(connectivity))
        for name in ("made/sites.gpkg", "made/sites.geojson", "made/sites.kml", "tables/sites.csv"):
            check((one / name).read_bytes() == (many / name).read_bytes(),
                  f"{name} depends on the tiling")
    again = maps.run(case, "again", 32, 1, layer, options + "4")
    check_same_tree(many, again)


harness.main(run_case)
