# SPDX-License-Identifier: Apache-2.0
"""Zones: sums close, fractions equal GEOS's intersections, buffers and bands equal distances by GEOS,
cross-tabulations equal numpy; the same for one tile, for many and for any number of ranks; a gap changes
nothing elsewhere; every layer of real boundaries, invalid ones included, is taken."""

import datetime

import harness
from harness import check, check_equal, check_near, check_same_tree

# A layer with what real ones have: overlap, a bow-tie, a hole, slivers, two features of one zone.
SHAPES = {
    "A": ["POLYGON ((2.3 1.2, 30.7 3.9, 28.4 41.6, 1.1 38.2, 2.3 1.2), (8.2 8.7, 8.9 20.1, 19.6 19.4, 18.3 9.9, 8.2 8.7))"],
    "B": ["POLYGON ((30.7 3.9, 70.2 -5, 66.1 44.3, 28.4 41.6, 30.7 3.9))",
          "POLYGON ((3.1 45.2, 21.7 45.9, 20.9 57.3, 3.1 45.2))"],
    "C": ["POLYGON ((60.1 20.3, 78.7 35.9, 60.1 35.9, 78.7 20.3, 60.1 20.3))"],
    "D": ["POLYGON ((40 50, 40.00001 50.3, 40.2 50.30001, 40 50))"],
}


def write_shapes(path, maps):
    """SHAPES in pixels, as a GeoJSON in the maps' CRS; returns {code: geometry in map coordinates}."""
    import json

    from osgeo import ogr

    features, geometries = [], {}
    for code, texts in SHAPES.items():
        whole = ogr.Geometry(ogr.wkbMultiPolygon)
        for text in texts:
            shape = ogr.CreateGeometryFromWkt(text)
            for ring in shape:
                for i in range(ring.GetPointCount()):
                    ring.SetPoint_2D(i, maps.origin[0] + maps.pixel * ring.GetX(i),
                                     maps.origin[1] - maps.pixel * ring.GetY(i))
            features.append({"type": "Feature", "properties": {"code": code},
                             "geometry": json.loads(shape.ExportToJson())})
            valid = shape if shape.IsValid() else shape.MakeValid()
            whole = whole.Union(valid)
        geometries[code] = whole
    name = f"urn:ogc:def:crs:EPSG::{maps.crs.split(':')[1]}"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features,
                                "crs": {"type": "name", "properties": {"name": name}}}))
    return geometries


def pixel_shapes(maps):
    from osgeo import ogr

    height, width = maps.shape
    for row in range(height):
        for column in range(width):
            x, y = maps.origin[0] + column * maps.pixel, maps.origin[1] - row * maps.pixel
            x1, y1 = x + maps.pixel, y - maps.pixel
            yield row, column, ogr.CreateGeometryFromWkt(
                f"POLYGON (({x} {y}, {x1} {y}, {x1} {y1}, {x} {y1}, {x} {y}))")


def fractions_by_geos(maps, geometries):
    """{code: part of each pixel}: what an intersection covers, of what earlier zones leave."""
    import numpy

    room, parts = numpy.ones(maps.shape), {}
    for code in sorted(geometries):
        part = numpy.zeros(maps.shape)
        for row, column, pixel in pixel_shapes(maps):
            if geometries[code].Intersects(pixel):
                shared = geometries[code].Intersection(pixel)
                part[row, column] = shared.GetArea() / maps.pixel ** 2 if shared.GetDimension() == 2 else 0
        parts[code] = numpy.minimum(part, room)
        room -= parts[code]
    return parts


def check_close_sums(region, name, relative=1e-9):
    """The zones of a layer and what is outside sum to the region."""
    import numpy

    layer, whole = region.layers[name], region.layers["region"]
    for table in ("area_km2", "unobserved_km2", "change_km2"):
        found, expected = layer[table].sum(axis=0), whole[table][0]
        worst = numpy.abs(found - expected) - relative * numpy.maximum(expected, whole["area_km2"].sum())
        check((worst <= 0).all(), f"{name}: {table} does not sum to the region's")
    for table in ("pixel_count", "change_pixel_count"):
        check_equal(layer[table].sum(axis=0).tolist(), whole[table][0].tolist(), f"{name}: {table}")


def check_fractions(region, maps, geometries, areas):
    import numpy

    parts = fractions_by_geos(maps, geometries)
    layer = region.layers["shapes"]
    check_equal(layer.zones, sorted(geometries) + ["outside"], "zones")
    parts["outside"] = 1 - sum(parts.values())
    for zone, code in enumerate(layer.zones):
        for epoch, classes in enumerate(maps.classes):
            for cls in range(3):
                expected = (parts[code] * areas)[classes == cls].sum() / 1e6
                found = layer["area_km2"][zone, epoch, cls]
                check(abs(found - expected) <= 1e-6 * expected + 1e-9,
                      f"zone {code}, epoch {epoch}, class {cls}: {found} km2, {expected} by GEOS")


def near_by_geos(maps, geometry, metres, areas):
    """Pixels whose centres are at most so far from a geometry's boundary."""
    import numpy
    from osgeo import ogr

    edge = geometry.Boundary()
    near = numpy.zeros(maps.shape, bool)
    for row, column in numpy.ndindex(*maps.shape):
        point = ogr.CreateGeometryFromWkt(f"POINT ({maps.origin[0] + (column + 0.5) * maps.pixel} "
                                          f"{maps.origin[1] - (row + 0.5) * maps.pixel})")
        scale = numpy.sqrt(areas[row, column]) / maps.pixel
        near[row, column] = edge.Distance(point) * scale <= metres
    return near


def check_layer_by_index(region, name, codes, indices, maps, areas):
    """A layer against the index into `codes` of every pixel."""
    import independent
    from results import check_close, check_exact

    layer = region.layers[name]
    check_equal(layer.zones, codes, f"zones of {name}")
    for zone in range(len(codes)):
        for epoch, classes in enumerate(maps.classes):
            where = indices == zone
            what = f"{name}, zone {codes[zone]}, epoch {epoch}"
            check_exact(layer["pixel_count"][zone, epoch],
                        independent.class_counts(classes, 3, where=where)[:-1], what)
            check_close(layer["area_km2"][zone, epoch],
                        independent.class_counts(classes, 3, areas / 1e6, where)[:-1], what)


def zone_of_centres(maps, geometries):
    """The first geometry that holds each pixel's centre, by GEOS; -1: none."""
    import numpy
    from osgeo import ogr

    found = numpy.full(maps.shape, -1)
    for row, column in numpy.ndindex(*maps.shape):
        point = ogr.CreateGeometryFromWkt(f"POINT ({maps.origin[0] + (column + 0.5) * maps.pixel} "
                                          f"{maps.origin[1] - (row + 0.5) * maps.pixel})")
        found[row, column] = next((i for i, shape in enumerate(geometries) if shape.Contains(point)), -1)
    return found


def check_derived(region, maps, geometries, sides, areas):
    import numpy
    from osgeo import ogr

    import independent

    shape_codes, side_codes = sorted(geometries), ["E", "W"]
    by_shape = zone_of_centres(maps, [geometries[code] for code in shape_codes])
    by_side = independent.burn(sides, maps.raster, side_codes, "code")
    crossed = numpy.where(by_side < 0, 2, by_side) * 5 + numpy.where(by_shape < 0, 4, by_shape)
    codes = [f"{a}*{b}" for a in side_codes + ["outside"] for b in shape_codes + ["outside"]]
    kept = [index for index in range(len(codes)) if (crossed == index).any()]
    renumbered = numpy.searchsorted(kept, crossed)
    check_layer_by_index(region, "side_x_shapes", [codes[index] for index in kept], renumbered, maps, areas)
    edges = ogr.Geometry(ogr.wkbMultiLineString)
    for geometry in geometries.values():
        edges = edges.Union(geometry.Boundary())
    near = numpy.zeros(maps.shape, bool)
    for geometry in geometries.values():
        near |= near_by_geos(maps, geometry, 200, areas)
    buffered = numpy.where(by_shape >= 0, 0, numpy.where(near, 1, 2))
    check_layer_by_index(region, "around", ["inside", "buffer", "outside"], buffered, maps, areas)
    bands = numpy.full(maps.shape, 6)
    source = ogr.Open(str(sides))
    borders = {feature["code"]: feature.GetGeometryRef().Clone() for feature in source.GetLayer()}
    for side, (own, other) in enumerate((("W", "E"), ("E", "W"))):
        inside = by_side == side_codes.index(own)
        bands[inside] = side * 3 + 2
        for band, metres in ((1, 500), (0, 150)):
            bands[inside & near_by_geos(maps, borders[other], metres, areas)] = side * 3 + band
    check_layer_by_index(region, "side_W_E",
                         ["W:0-150", "W:150-500", "W:500-", "E:0-150", "E:150-500", "E:500-", "outside"],
                         bands, maps, areas)
    return bands


def check_border(output, maps, bands, areas):
    """Growth on both sides, its ratio, before and after the policy."""
    import h5py

    with h5py.File(output / "results.h5") as file:
        border = file["regions/made/borders/side_W_E"]
        for band, where in enumerate([(bands // 3 == side) for side in (0, 1)]):
            both = (maps.classes[0] != 255) & (maps.classes[2] != 255) & where
            first = areas[both & (maps.classes[0] == 1)].sum() / 1e6
            last = areas[both & (maps.classes[2] == 1)].sum() / 1e6
            check_near(border["first_km2"][0, band], first, 1e-6, "area at the first epoch")
            check_near(border["last_km2"][0, band], last, 1e-6, "area at the last epoch")
            check_near(border["growth_percent"][0, band], 100 * (last - first) / first, 1e-5, "growth")
        growth = border["growth_percent"][0]
        check_near(border["growth_ratio"][0], (100 + growth[1]) / (100 + growth[0]), 1e-12, "ratio")
        check_equal(border.attrs["pivot_epoch"], b"2010", "pivot epoch")
        middle = [(datetime.date(year, 1, 1).toordinal() + datetime.date(year, 12, 31).toordinal()) / 2
                  for year in (2005, 2010, 2020)]
        for name, start, end in (("before", 0, 1), ("after", 1, 2)):
            years = (middle[end] - middle[start]) / 365.2425
            for side in (0, 1):
                both = (maps.classes[start] != 255) & (maps.classes[end] != 255) & (bands // 3 == side)
                first, last = (areas[both & (maps.classes[i] == 1)].sum() for i in (start, end))
                check_near(border[f"annual_{name}_percent"][side], 100 * ((last / first) ** (1 / years) - 1), 1e-5,
                           f"growth a year {name} the policy")
        check(0 < border.attrs["permutation_p_value"] <= 1, "p-value")


def check_made_up(case):
    import class_maps
    import independent
    import results
    import synthetic

    maps = class_maps.ClassMaps(case.folder / "made", synthetic.CRS, synthetic.ORIGIN, 30, (60, 80), 6)
    shapes, sides = case.folder / "shapes.geojson", case.folder / "sides.gpkg"
    geometries = write_shapes(shapes, maps)
    synthetic.write_layer(sides, synthetic.zone_features(80, 60))
    areas = independent.pixel_areas_m2(maps.raster)
    zones = (f"layer=shapes:{shapes}:code\nlayer=side:{sides}:code\ncoverage=fractional\n"
             "buffer=around:shapes:200\ncross=side*shapes\npair=side:W:E\n"
             "pair-bands-metres=150,500\npolicy-year=2012\npermutations=999")
    many = maps.run(case, "many", 16, 1, zones)
    check("invalid polygon repaired" in maps.said, f"the repair of zone C is not told:\n{maps.said}")
    region = results.Region(many / "results.h5", "made")
    check_fractions(region, maps, geometries, areas)
    for name in region.layers:
        check_close_sums(region, name)
    bands = check_derived(region, maps, geometries, sides, areas)
    check_border(many, maps, bands, areas)
    for ranks in (3, 8):
        check_same_tree(many, maps.run(case, f"many_{ranks}", 16, ranks, zones))
    one = results.Region(maps.run(case, "one", 1024, 2, zones) / "results.h5", "made")
    for name, layer in region.layers.items():
        for table in ("pixel_count", "change_pixel_count"):
            check_equal(one.layers[name][table].tolist(), layer[table].tolist(), f"{name}: {table} of one tile")
        # each tile's sums are rounded to 1 cm2, and there are 20 tiles
        apart = abs(one.layers[name]["area_km2"] - layer["area_km2"])
        check((apart <= 20e-10 + 1e-12 * layer["area_km2"]).all(), f"{name}: areas of one tile")
    return maps, sides


def check_gap(case, maps, sides):
    """A cloud over a mine in one epoch changes no gain and no loss but those of its pixels."""
    import numpy

    import independent
    import results

    zones = f"layer=side:{sides}:code"
    before = results.Region(maps.run(case, "clear", 32, 2, zones) / "results.h5", "made")
    clear = maps.classes
    clouded = clear[1].copy()
    mines = numpy.argwhere(clear[1] == 1)
    row, column = mines[len(mines) // 2]
    gap = numpy.zeros(maps.shape, bool)
    gap[max(0, row - 5):row + 6, max(0, column - 5):column + 6] = True
    gap &= clear[1] != 255
    clouded[gap] = 255
    maps.write(case.folder / "made/2010_clouded.tif", "2010", clouded)
    after = results.Region(maps.run(case, "clouded", 32, 2, zones) / "results.h5", "made")
    check_equal(after.layers["region"]["unobserved_pixel_count"][0].tolist(),
                (before.layers["region"]["unobserved_pixel_count"][0] + [0, gap.sum(), 0]).tolist(),
                "unobserved pixels")
    burnt = independent.burn(sides, maps.raster, after.layers["side"].zones, "code")
    burnt[burnt < 0] = 2
    for name, where in (("region", numpy.zeros(maps.shape, int)), ("side", burnt)):
        for zone in range(len(after.layers[name].zones)):
            for first, second in ((0, 1), (1, 2), (0, 2)):
                lost = independent.cross_tabulation(clear[first], clear[second], 3,
                                                    where=gap & (where == zone))
                lost = lost if 1 in (first, second) else 0 * lost
                check_equal(after.layers[name]["change_pixel_count"][zone, first, second].tolist(),
                            (before.layers[name]["change_pixel_count"][zone, first, second] - lost).tolist(),
                            f"change in {name} {zone} from {first} to {second} with a gap")


def check_antimeridian(case):
    """Zones across 180°, cut there and not, on a UTM grid across it."""
    import class_maps
    import independent
    import results

    maps = class_maps.ClassMaps(case.folder / "dateline", "EPSG:32760", (795000.0, 8125000.0), 500, (60, 90), 9)
    path = case.folder / "dateline.geojson"
    cut = [[[[179.2, -17.4], [180, -17.4], [180, -16.9], [179.2, -16.9], [179.2, -17.4]]],
           [[[-180, -17.4], [-179.9, -17.4], [-179.9, -16.9], [-180, -16.9], [-180, -17.4]]]]
    beyond = [[[[179.9, -17.1], [180.3, -17.1], [180.3, -16.8], [179.9, -16.8], [179.9, -17.1]]]]
    import json
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"code": code},
         "geometry": {"type": "MultiPolygon", "coordinates": shape}}
        for code, shape in (("cut", cut), ("whole", beyond))]}))
    region = results.Region(maps.run(case, "across", 32, 2, f"layer=zones:{path}:code") / "results.h5", "made")
    check_close_sums(region, "zones")
    check_equal(region.layers["zones"].zones, ["cut", "whole", "outside"], "zones across 180°")
    x, y = independent.lattice_points(maps.raster.transform, [c + 0.5 for c in range(90)],
                                      [r + 0.5 for r in range(60)])
    longitude, latitude = independent.transform_points(x, y, maps.raster.wkt, "EPSG:4326")
    longitude = longitude % 360
    first = (longitude > 179.2) & (longitude < 180.1) & (latitude > -17.4) & (latitude < -16.9)
    second = (longitude > 179.9) & (longitude < 180.3) & (latitude > -17.1) & (latitude < -16.8) & ~first
    for zone, where in enumerate((first, second)):
        found = int(region.layers["zones"]["pixel_count"][zone, 0].sum()
                    + region.layers["zones"]["unobserved_pixel_count"][zone, 0])
        check(abs(found - int(where.sum())) <= 4, f"zone {zone} across 180° has {found} pixels, not {where.sum()}")
        check(found > 50, "the zone across 180° is too small to tell")


REAL = {  # grid: CRS, upper left corner; layers
    "kachin": ("EPSG:32647", (400000.0, 2960000.0), (
        "geo-maps-osm10m/kachin_nujiang", "china_adm/nujiang_adm2", "china_adm/yunnan_adm1")),
    "mdd": ("EPSG:32719", (300000.0, 8680000.0), (
        "geo-maps-osm10m/madre_de_dios", "peru_adm/madre_de_dios_department",
        "peru_adm/madre_de_dios_districts", "peru_adm/madre_de_dios_provinces",
        "peru_adm/peru_adm0_highres_mdd_clip", "amazon_it_amw/it_mdd")),
    "brokopondo": ("EPSG:32621", (640000.0, 600000.0), (
        "geo-maps-osm10m/brokopondo", "geo-maps-osm10m/raw_SUR_GUF_invalid_geometry",
        "amazon_it_amw/it_guianas")),
    "katanga": ("EPSG:32735", (250000.0, 8900000.0), (
        "geo-maps-osm10m/katanga", "cod_conservation/cod_conservation_katanga")),
}


def with_codes(source, path):
    """A copy of a layer in which every feature has a code; some have no field at all."""
    import json

    content = json.loads(source.read_text())
    features = content["features"] if content["type"] == "FeatureCollection" else [content]
    for number, feature in enumerate(features):
        if feature["type"] != "Feature":
            features[number] = feature = {"type": "Feature", "geometry": feature}
        feature["properties"] = {"code": f"z{number:03}"}
    whole = {"type": "FeatureCollection", "features": features}
    if "crs" in content:
        whole["crs"] = content["crs"]
    path.write_text(json.dumps(whole))


def num_invalid(path):
    from osgeo import gdal, ogr

    gdal.PushErrorHandler("CPLQuietErrorHandler")
    source = ogr.Open(str(path))
    number = sum(not feature.GetGeometryRef().IsValid() for feature in source.GetLayer(0))
    gdal.PopErrorHandler()
    return number


def check_real_boundaries(case):
    import class_maps
    import results

    data = case.shared_data() / "boundaries"
    for name, (crs, origin, layers) in REAL.items():
        maps = class_maps.ClassMaps(case.folder / name, crs, origin, 2000, (150, 170), 3)
        lines, invalid = ["coverage=fractional"], 0
        for number, file in enumerate(layers):
            path = case.folder / name / f"layer{number}.geojson"
            with_codes(data / f"{file}.geojson", path)
            invalid += num_invalid(path)
            lines.append(f"layer=layer{number}:{path}:code")
        output = maps.run(case, f"{name}_out", 64, 2, "\n".join(lines), name=name)
        region = results.Region(output / "results.h5", name)
        for layer in region.layers:
            check_close_sums(region, layer)
        told = maps.said.count("invalid polygon repaired")
        check_equal(told, invalid, f"repairs told of {name}")
        print(f"{name}: {len(layers)} layers close, {invalid} repairs told", flush=True)


def run_case(case):
    check_gap(case, *check_made_up(case))
    check_antimeridian(case)
    check_real_boundaries(case)


harness.main(run_case)
