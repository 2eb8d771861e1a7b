# SPDX-License-Identifier: Apache-2.0
"""`mineprint filter`: the sieve equals GDAL's sieve of the whole image, the temporal rules equal numpy,
for one tile, for 64 and for any number of ranks; `reduce` then counts the filtered maps. Made-up maps
always, real land-use maps where they are there."""

import datetime

import harness
from harness import check, check_equal, check_same_tree

CLASSES = {10: "forest", 20: "mine", 30: "water"}


class Maps:
    """Class maps of a case: paths and class indices by epoch."""

    def __init__(self, name, paths, classes, target):
        import numpy

        import independent

        self.name, self.paths, self.classes, self.target = name, paths, classes, target
        rasters = [independent.Raster(path) for path in paths.values()]
        to_index = numpy.full(256, independent.UNOBSERVED, numpy.uint8)
        to_index[list(classes)] = range(len(classes))
        self.indices = [to_index[raster.values] for raster in rasters]
        self.height, self.width = self.indices[0].shape
        self.pixel_m2 = float(numpy.median(independent.pixel_areas_m2(rasters[0])))

    def run(self, case, folder, tile_size, ranks, reduce=False, **options):
        """Filters and, if told so, reduces; returns the output folder."""
        job = case.job("filtered", folder, name=self.name, target=self.target, tile_size=tile_size,
                       epochs="\n".join(f"epoch={e}:{e}-01-01/{e}-12-31" for e in self.paths),
                       images="\n".join(f"image={e}:{path}" for e, path in self.paths.items()),
                       classes=",".join(f"{value}:{text}" for value, text in self.classes.items()),
                       filter="\n".join(f"{key.replace('_', '-')}={value}"
                                        for key, value in options.items()))
        output = case.folder / folder
        case.run("filter", "--output", output, job, ranks=ranks)
        if reduce:
            self.reduce(case, output, ranks)
        return output

    def reduce(self, case, output, ranks):
        case.run("reduce", "--output", output, case.folder / f"{output.name}.cfg", ranks=ranks)

    def filtered(self, output):
        import independent

        return [independent.Raster(output / self.name / f"filtered_{epoch}.vrt").values
                for epoch in self.paths]


def make_maps(folder):
    """Patches of all sizes at five epochs, with gaps."""
    import numpy
    from osgeo import gdal

    import independent
    import synthetic

    width, height = 203, 157
    folder.mkdir()
    random = numpy.random.default_rng(8)
    coarse = random.integers(0, 3, (height // 9 + 1, width // 9 + 1))
    base = numpy.kron(coarse, numpy.ones((9, 9), int))[:height, :width]
    paths = {}
    for epoch in range(2000, 2013, 3):
        noise = random.random((height, width)) < 0.25
        values = numpy.where(noise, random.integers(0, 3, (height, width)), base)
        stored = (values * 10 + 10).astype(numpy.uint8)
        stored[random.random((height, width)) < 0.03] = 0
        paths[str(epoch)] = folder / f"{epoch}.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(paths[str(epoch)]), width, height)
        dataset.SetGeoTransform((synthetic.ORIGIN[0], 30, 0, synthetic.ORIGIN[1], 0, -30))
        dataset.SetProjection(independent.spatial_reference(synthetic.CRS).ExportToWkt())
        dataset.GetRasterBand(1).SetNoDataValue(0)
        dataset.WriteArray(stored)
        dataset.FlushCache()
    return paths


def majority(maps):
    """Of three successive observed epochs, pixel by pixel."""
    import numpy

    stack = numpy.array(maps)
    result = stack.copy()
    for row, column in numpy.ndindex(stack.shape[1:]):
        seen = numpy.flatnonzero(stack[:, row, column] != 255)
        series = stack[seen, row, column]
        for t in range(1, len(series) - 1):
            values, counts = numpy.unique(series[t - 1:t + 2], return_counts=True)
            if counts.max() >= 2:
                result[seen[t], row, column] = values[counts.argmax()]
    return list(result)


def num_flip_flops(maps):
    import numpy

    stack = numpy.array(maps)
    flips = triples = 0
    for row, column in numpy.ndindex(stack.shape[1:]):
        series = stack[:, row, column]
        series = series[series != 255]
        triples += max(0, len(series) - 2)
        flips += int(((series[:-2] == series[2:]) & (series[1:-1] != series[2:])).sum())
    return flips, triples


def check_arrays(found, expected, what):
    for epoch, (a, b) in enumerate(zip(found, expected)):
        check((a == b).all(), f"{what}, epoch {epoch}: {int((a != b).sum())} pixels differ")


def check_sieve(case, maps, num_pixels, connectivity, many_ranks):
    """For one tile and for many, and for each number of ranks."""
    from whole_image import gdal_sieve

    what = f"{maps.name} sieved below {num_pixels} pixels with {connectivity} neighbours"
    expected = [gdal_sieve(classes, num_pixels, connectivity) for classes in maps.indices]
    changed = sum(int((a != b).sum()) for a, b in zip(expected, maps.indices))
    check(changed > 0, f"{what}: the reference changes nothing")
    options = {"minimum_area_m2": f"{(num_pixels - 0.5) * maps.pixel_m2:.3f}",
               "connectivity": connectivity}
    tilings = {"one": max(maps.width, maps.height, 16), "many": -(-maps.width // 8)}
    for name, tile_size in tilings.items():
        outputs = [maps.run(case, f"{maps.name}_{num_pixels}_{connectivity}_{name}_{ranks}",
                            tile_size, ranks, **options)
                   for ranks in ((1,) if name == "one" else many_ranks)]
        check_arrays(maps.filtered(outputs[0]), expected, f"{what}, {name}")
        for other in outputs[1:]:
            check_same_tree(outputs[0], other)
    print(f"{what}: {changed} pixels changed, as GDAL does", flush=True)
    return outputs[0], expected


def check_reduced(maps, output, expected):
    """What reduce says of the filter, and that it counted the filtered maps."""
    import h5py
    import numpy

    import independent

    with h5py.File(output / "results.h5") as file:
        region = file[f"regions/{maps.name}"]
        check_equal(region.attrs["maps"], b"filtered", "attribute maps")
        counts = region["zones/region/pixel_count"][0]
        for epoch, classes in enumerate(expected):
            check_equal(counts[epoch].tolist(),
                        independent.class_counts(classes, len(maps.classes))[:-1].tolist(),
                        "pixel_count of filtered maps")
            table = independent.cross_tabulation(maps.indices[epoch], classes, len(maps.classes))
            check_equal(region["filter/pixel_count"][epoch].tolist(), table.tolist(),
                        "raw against filtered classes")
        flips, triples = num_flip_flops(maps.indices)
        check_equal(int(region["filter/raw_flip_flops"][()].sum()), flips, "flip-flops before")
        check_equal(int(region["filter/num_triples"][()].sum()), triples, "triples")
        check_equal(int(region["filter/filtered_flip_flops"][()].sum()),
                    num_flip_flops(expected)[0], "flip-flops after")
        unobserved = numpy.array([(classes == 255).sum() for classes in maps.indices])
        check_equal(region["zones/region/unobserved_pixel_count"][0].tolist(), unobserved.tolist(),
                    "unobserved pixels")


def check_temporal(case, maps):
    """Majority alone, then with a sieve; a filter that is not up to date is noticed."""
    from whole_image import gdal_sieve

    expected = majority(maps.indices)
    outputs = [maps.run(case, f"majority_{ranks}", 64, ranks, True, temporal="majority")
               for ranks in (1, 4)]
    check_same_tree(*outputs)
    check_arrays(maps.filtered(outputs[0]), expected, "majority")
    check_reduced(maps, outputs[0], expected)
    options = {"temporal": "majority", "minimum_area_m2": 5.5 * maps.pixel_m2, "connectivity": 8}
    output = maps.run(case, "both", 64, 2, True, **options)
    sieved = [gdal_sieve(classes, 6, 8) for classes in expected]
    check_arrays(maps.filtered(output), sieved, "majority and sieve")
    check_reduced(maps, output, sieved)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("filtered_X*.tif")}
    again = case.run("filter", "--output", output, case.folder / "both.cfg", ranks=3)
    check("12 of 12 tiles were there already" in again.text, f"nothing was kept:\n{again}")
    check_equal({path: path.stat().st_mtime_ns for path in before}, before, "times of kept maps")
    refused = case.run("reduce", "--output", output, "--filter.connectivity=4",
                       case.folder / "both.cfg", ranks=2, expect=4)
    check("made from other maps or with other options" in refused.text, f"not told:\n{refused}")
    raw = case.run("reduce", "--output", output, "--filter.temporal=none",
                   "--filter.minimum-area-m2=0", case.folder / "both.cfg")
    check("filtered maps" not in raw.text, "the summary speaks of filtered maps")


def likeliest(classes, probabilities, target, years, gain, loss):
    """The likeliest of the four ways through two epochs, as classes."""
    import numpy

    share = 1 - (1 - gain - loss) ** years
    to_target, to_other = gain / (gain + loss) * share, loss / (gain + loss) * share
    move = numpy.array([[1 - to_target, to_target], [to_other, 1 - to_other]])
    p = numpy.clip(numpy.array(probabilities) * 1e-4, 0.005, 0.995)
    chance = {(a, b): (p[0] if a else 1 - p[0]) * move[a][b] * (p[1] if b else 1 - p[1])
              for a in (0, 1) for b in (0, 1)}
    best = numpy.argmax([chance[way] for way in ((0, 0), (0, 1), (1, 0), (1, 1))], axis=0)
    states = best // 2, best % 2
    both = (classes[0] != 255) & (classes[1] != 255)
    result = []
    for epoch, state in enumerate(states):
        own, other = classes[epoch], classes[1 - epoch]
        lost = numpy.where(own != target, own, other)  # where never another class: stays the target
        result.append(numpy.where(both, numpy.where(state == 1, target, lost), own))
    return result


def check_hmm(case):
    """A whole run with probabilities of its own."""
    import independent
    import synthetic

    pair = synthetic.make_pair(case.folder / "pair", 150, 100)
    job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                   reference=pair.reference, zones=pair.zones, tile_size=64, trees=20)
    outputs = [case.folder / f"hmm_{ranks}" for ranks in (1, 3)]
    for ranks, output in zip((1, 3), outputs):
        case.run("run", "--output", output, "--filter.temporal=hmm",
                 "--filter.hmm-gain=0.0003", "--filter.hmm-loss=0.0002", job, ranks=ranks)
    check_same_tree(*outputs)
    read = {kind: [independent.Raster(outputs[0] / "pair" / f"{kind}_{epoch}.vrt").values
                   for epoch in synthetic.EPOCHS] for kind in ("class", "probability", "filtered")}
    years = (datetime.date(2020, 1, 1) - datetime.date(2005, 1, 1)).days / 365.2425
    expected = likeliest(read["class"], read["probability"], pair_target(outputs[0]), years,
                         0.0003, 0.0002)
    check_arrays(read["filtered"], expected, "hmm")
    changed = sum(int((a != b).sum()) for a, b in zip(read["class"], read["filtered"]))
    check(changed > 0, "hmm changes nothing")
    print(f"hmm: {changed} pixels changed", flush=True)


def pair_target(output):
    import h5py

    with h5py.File(output / "results.h5") as file:
        region = file["regions/pair"]
        return [name.decode() for name in region["class"][()]].index(region.attrs["target"].decode())


def run_case(case):
    maps = Maps("made-up", make_maps(case.folder / "input"), CLASSES, "mine")
    output, expected = check_sieve(case, maps, 6, 4, (1, 3))
    maps.reduce(case, output, 3)
    check_reduced(maps, output, expected)
    check_sieve(case, maps, 23, 8, (8,))
    check_temporal(case, maps)
    check_hmm(case)
    data = case.shared_data() / "change-maps"
    pie = Maps("plum-island", {year: data / f"pie_lu_pie_{year}.tif" for year in ("1985", "1991", "1999")},
               {1: "forest", 2: "built", 3: "other"}, "built")
    check_sieve(case, pie, 30, 4, (2,))
    check_sieve(case, pie, 9, 8, (5,))


harness.main(run_case)
