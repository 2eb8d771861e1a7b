# SPDX-License-Identifier: Apache-2.0
"""Validation points are drawn, labelled with a known truth and read back: the same points for any ranks,
estimates as numpy works them out by Stehman (2014) and Olofsson et al. (2014), intervals that hold the
truth; a gap in one map changes no gain and no loss elsewhere; alerts and impact by brute force."""

import csv
import json
import math

import harness
from harness import check, check_equal, check_same_tree

CLASSES = ["mine", "forest", "water"]
WIDTH, HEIGHT = 240, 180


def make_truth(random):
    import numpy
    from numpy import s_

    truth = {}
    base = numpy.full((HEIGHT, WIDTH), 2, numpy.uint8)
    base[:, 190:] = 3
    before = base.copy()
    before[40:90, 30:80] = 1
    before[40:80, 140:180] = 1
    after = before.copy()
    after[90:130, 30:110] = 1
    after[80:92, 140:180] = 1
    after[40:52, 30:60] = 2  # given up
    truth["2005"], truth["2015"] = before, after
    maps = {}
    for epoch, classes in truth.items():
        wrong = random.random(classes.shape)
        mapped = classes.copy()
        mapped[(classes == 1) & (wrong < 0.12)] = 2
        mapped[(classes == 2) & (wrong < 0.02)] = 1
        mapped[(classes == 3) & (wrong < 0.03)] = 2
        maps[epoch] = mapped
    gap = maps["2015"].copy()
    gap[100:120, 40:70] = 0  # a cloud over a mine
    return truth, maps, gap, s_[100:120, 40:70]


def write_raster(path, values, dtype=None):
    import independent
    import synthetic
    from osgeo import gdal

    kind = dtype or gdal.GDT_Byte
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), WIDTH, HEIGHT, 1, kind)
    dataset.SetGeoTransform((synthetic.ORIGIN[0], 30, 0, synthetic.ORIGIN[1], 0, -30))
    dataset.SetProjection(independent.spatial_reference(synthetic.CRS).ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset.WriteArray(values)
    dataset.FlushCache()
    return path


def label_points(points, truth, path):
    """Writes the drawn points with the truth as their labels; every 50th has none in 2015."""
    import synthetic

    with open(points, encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    check_equal(list(rows[0]), ["PLOTID", "LON", "LAT", "label_2005", "label_2015"], "fields of the points")
    check(all(row["label_2005"] == "" for row in rows), "points come with labels")
    import numpy

    from independent import transform_points
    x, y = transform_points(numpy.array([float(row["LON"]) for row in rows]),
                            numpy.array([float(row["LAT"]) for row in rows]), "EPSG:4326", synthetic.CRS)
    columns = numpy.floor((x - synthetic.ORIGIN[0]) / 30).astype(int)
    lines = numpy.floor((synthetic.ORIGIN[1] - y) / 30).astype(int)
    for i, row in enumerate(rows):
        for epoch in truth:
            row[f"label_{epoch}"] = CLASSES[truth[epoch][lines[i], columns[i]] - 1]
        if i % 50 == 0:
            row["label_2015"] = ""
    with open(path, "w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return lines, columns, rows


class Design:
    """The strata of the points, their labels and weights, for numpy."""

    def __init__(self, path, lines, columns, rows):
        import numpy

        self.plan = json.loads(path.read_text())
        points = numpy.array(self.plan["points"])
        check((points[:, 1] == columns).all() and (points[:, 2] == lines).all(),
              "the points do not lie where the design says")
        self.stratum = points[:, 0]
        self.lines, self.columns, self.rows = lines, columns, rows

    def labels(self, epoch):
        import numpy
        return numpy.array([CLASSES.index(row[f"label_{epoch}"]) if row[f"label_{epoch}"] else -1
                            for row in self.rows])

    def ratio(self, y, x, used):
        """(R, standard error) of two totals by Stehman 2014, eqs. 25-28, of the points `used`."""
        import numpy

        numbers = [(h, used & (self.stratum == h)) for h in range(len(self.plan["strata"]))]
        total_y = total_x = 0
        for h, chosen in numbers:
            if chosen.any():
                # Points without a label take the weight of those of their stratum that have one.
                size = self.plan["strata"][h]["area_km2"]
                total_y += size * y[chosen].mean()
                total_x += size * x[chosen].mean()
        ratio = total_y / total_x
        variance = 0
        for h, chosen in numbers:
            if chosen.sum() > 1:
                stratum = self.plan["strata"][h]
                size, fraction = stratum["area_km2"], stratum["points"] / stratum["pixels"]
                residual = y[chosen] - ratio * x[chosen]
                variance += size ** 2 * (1 - fraction) * numpy.var(residual, ddof=1) / chosen.sum()
        return ratio, math.sqrt(variance) / total_x


def check_pair(found, expected, what, relative=1e-6):
    for name, value, wanted in zip(("value", "standard error"), found, expected):
        check(abs(value - wanted) <= relative * abs(wanted) + 1e-12, f"{what}: {name} {value}, numpy {wanted}")


def check_assessment(output, maps, truth, design, areas_km2):
    import h5py
    import numpy

    with h5py.File(output / "assessment.h5") as file:
        group = file["regions/assessed"]
        layer = {key: value[()] for key, value in group["zones/region"].items()}
        sides = {key: value[()] for key, value in group["zones/sides"].items()}
        accuracy = {key: value[()] for key, value in group["accuracy"].items()}
    ones = numpy.ones(len(design.stratum))
    for epoch, name in enumerate(("2005", "2015")):
        labels = design.labels(name)
        mapped = maps[name][design.lines, design.columns] - 1
        used = labels >= 0
        area_km2 = layer["area_km2"][0, epoch].sum()
        for cls, class_name in enumerate(CLASSES):
            share = design.ratio((labels == cls) * ones, ones, used)
            check_pair((layer["adjusted_area_km2"][0, epoch, cls] / area_km2,
                        layer["adjusted_area_se_km2"][0, epoch, cls] / area_km2), share,
                       f"adjusted area of {class_name} in {name}")
            for figure, base in (("users_accuracy", mapped), ("producers_accuracy", labels)):
                both = ((mapped == cls) & (labels == cls)) * ones
                check_pair((accuracy[f"weighted_{figure}"][epoch, cls],
                            accuracy[f"weighted_{figure}_se"][epoch, cls]),
                           design.ratio(both, (base == cls) * ones, used), f"{figure} of {class_name} in {name}")
        check_pair((accuracy["weighted_overall_accuracy"][epoch], accuracy["weighted_overall_accuracy_se"][epoch]),
                   design.ratio((mapped == labels) * ones, ones, used), f"overall accuracy in {name}")
        true_km2 = areas_km2[truth[name] == 1].sum()
        found, half = layer["adjusted_area_km2"][0, epoch, 0], layer["adjusted_area_ci95_km2"][0, epoch, 0]
        check(abs(found - true_km2) <= 1.5 * half, f"mines in {name}: {found} ± {half}, truly {true_km2}")
    before, after = design.labels("2005"), design.labels("2015")
    used = (before >= 0) & (after >= 0)
    check_equal(layer["adjusted_num_both"][0, 0, 1], used.sum(), "points with both labels")
    area_km2 = layer["observed_both_km2"][0, 0, 1]
    gain = design.ratio(((after == 0) & (before != 0)) * ones, ones, used)
    check_pair((layer["adjusted_gain_km2"][0, 0, 1] / area_km2, layer["adjusted_gain_se_km2"][0, 0, 1] / area_km2),
               gain, "gain of mines")
    ratio = design.ratio((after == 0) * ones, (before == 0) * ones, used)
    check_pair((1 + layer["adjusted_growth_percent"][0, 0, 1] / 100,
                layer["adjusted_growth_se_percent"][0, 0, 1] / 100), ratio, "growth of mines")
    years = 3652 / 365.2425
    check_pair((layer["adjusted_puyravaud_percent"][0, 0, 1],), (100 * math.log(ratio[0]) / years,), "Puyravaud's rate")
    check_equal(layer["adjusted_growth_from"][0, 0, 1], 0, "growth from labels of both epochs")
    check_border(output, sides, truth, areas_km2)
    check((sides["adjusted_area_from"] <= 1).all(), "zones without an adjusted area")
    check((sides["adjusted_num_samples"].sum(axis=0) <= layer["adjusted_num_samples"][0]).all(), "samples of the zones")


def check_border(output, sides, truth, areas_km2):
    """The pair has the growth of its zones with their intervals; both and their ratio hold the truth."""
    import h5py
    import numpy

    with h5py.File(output / "assessment.h5") as file:
        codes = list(file["regions/assessed/zones/sides/zone"].asstr())
        border = file["regions/assessed/borders/sides_W_E"]
        figures = {name: border[f"adjusted_growth{name}_percent"][()] for name in ("", "_low", "_high")}
        check_equal(border["adjusted_growth_pooled"][()].tolist(), [0, 0], "pooled sides")
        ratio = {name: border.attrs[f"adjusted_growth_ratio{name}"] for name in ("", "_low", "_high")}
        # The policy's end lies between the epochs: all growth comes after it.
        yearly = {name: border[f"adjusted_annual_after{name}_percent"][()] for name in ("", "_low", "_high")}
        check(numpy.isnan(border["adjusted_annual_before_percent"][()]).all(), "growth before the policy")
    for name, values in yearly.items():
        expected = 100 * ((1 + figures[name] / 100) ** (365.2425 / 3652) - 1)
        check(numpy.allclose(values, expected, rtol=1e-9, atol=0), f"growth a year after the policy: {values}, numpy {expected}")
    west = numpy.arange(WIDTH) < 125  # no mine is near the border
    factors, logs = [], []
    for side, (code, where) in enumerate((("W", west), ("E", ~west))):
        for name, values in figures.items():
            check_equal(values[side], sides[f"adjusted_growth{name}_percent"][codes.index(code), 0, 1],
                        f"growth{name} of {code}")
        start, end = (areas_km2[(truth[epoch] == 1) & where].sum() for epoch in ("2005", "2015"))
        factors.append(end / start)
        logs.append([math.log1p(values[side] / 100) for values in figures.values()])
        middle, low, high = logs[-1]
        check(abs(math.log(end / start) - middle) <= 1.5 * (high - middle),
              f"growth of {code}: {low} … {high}, truly {math.log(end / start)}")
    middle = logs[1][0] - logs[0][0]
    half = math.hypot(logs[0][2] - logs[0][0], logs[1][2] - logs[1][0])
    for name, expected in (("", middle), ("_low", middle - half), ("_high", middle + half)):
        check(abs(math.log(ratio[name]) - expected) < 1e-9, f"ratio of growths{name}")
    check(abs(math.log(factors[1] / factors[0]) - middle) <= 1.5 * half, f"ratio: {ratio}, truly {factors[1] / factors[0]}")


def thin_labels(rows, stratum, keep, path):
    """Only the first `keep[h]` labelled points of each stratum have labels."""
    import numpy

    seen = {}
    kept = []
    for row, h in zip(rows, stratum):
        number = seen.get(h, 0)
        full = row["label_2005"] and row["label_2015"]
        use = full and number < keep.get(h, 30)
        seen[h] = number + (1 if use else 0)
        kept.append(dict(row) if use else dict(row, label_2005="", label_2015=""))
    with open(path, "w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        writer.writerows(kept)
    return numpy.array([bool(row["label_2005"]) for row in kept])


class FewUnits:
    """Estimates of figures of change from few units in each mapped change class, in plain words: what strata without
    units, with unanimous ones and with others add to an interval."""

    LIMIT = 50

    def __init__(self, sizes, fractions, units):
        self.sizes, self.fractions, self.units = sizes, fractions, units  # by mapped change class

    def totals(self, value):
        """Estimated total of `value(before, after)`; without a unit the map is believed."""
        return sum(size * sum(map(value, self.units[h])) / len(self.units[h]) if self.units[h]
                   else size * value(divmod(h, len(CLASSES))) for h, size in self.sizes.items())

    def estimate(self, y, x):
        ratio = self.totals(y) / self.totals(x)
        whole = self.totals(x)
        kinds = [(a, b) for a in range(len(CLASSES)) for b in range(len(CLASSES))]
        error = lambda unit: (y(unit) - ratio * x(unit)) / whole
        variance = widened = 0.0
        sure, chance = [0.0, 0.0], [[], []]
        for h, size in self.sizes.items():
            values = [error(unit) for unit in self.units[h]]
            said = values[0] if values else error(divmod(h, len(CLASSES)))
            shrink = 1 - self.fractions.get(h, 0)
            number = len(values)
            if number and max(values) > min(values):
                middle = sum(values) / number
                plain = size ** 2 * shrink * sum((v - middle) ** 2 for v in values) / (number - 1) / number
                variance += plain
                padded = values + 2 * [min(values), max(values)]
                centre = sum(padded) / len(padded)
                wide = size ** 2 * shrink * sum((v - centre) ** 2 for v in padded) / len(padded) ** 2
                widened += max(plain, wide) if number < self.LIMIT else plain
                continue
            reach = [max(error(kind) - said for kind in kinds), max(said - error(kind) for kind in kinds)]
            for side in (0, 1):
                if number == 0:
                    sure[side] += size * reach[side]
                else:
                    chance[side].append((number, size * reach[side] * math.sqrt(shrink) * (1 - 0.025 ** (1 / number))))
        # Of many units what they can miss counts only where no stratum says anything else.
        chance = [[v for number, v in side if number < self.LIMIT or variance == 0] for side in chance]
        half = max(sure[side] + math.sqrt(1.96 ** 2 * widened + sum(v * v for v in chance[side])) for side in (0, 1))
        return ratio, math.sqrt(variance), half


def check_few(case, job, output, folder, maps, truth, design, areas_km2):
    """Of one mapped change no point has a label, of others one or few: no interval is without width, the strata
    are named, and every figure is numpy's."""
    import h5py

    n = len(CLASSES)
    names = [stratum["name"] for stratum in design.plan["strata"]]
    keep = {names.index("mine>forest"): 0, names.index("stable mine"): 1, names.index("forest>mine"): 12,
            names.index("stable forest"): 60}
    used = thin_labels(design.rows, design.stratum, keep, folder / "few.csv")
    said = case.run("assess", f"--accuracy.labels={folder / 'few.csv'}", "--output", output, job).text
    flat = " ".join(said.split())
    check("mine>forest (" in flat and "no sample)" in flat and "stable mine (" in flat and "1 sample)" in flat,
          f"strata that lack samples are not named:\n{said}")
    check("mineprint draw" in flat, f"no cure is named:\n{said}")
    code = {epoch: maps[epoch].astype(int) - 1 for epoch in maps}
    pair = code["2005"] * n + code["2015"]
    sizes = {int(h): areas_km2[pair == h].sum() for h in set(pair.ravel())}
    units = {h: [] for h in sizes}
    before, after = design.labels("2005"), design.labels("2015")
    fractions = {}
    for i in used.nonzero()[0]:
        mapped = int(pair[design.lines[i], design.columns[i]])
        units[mapped].append((int(before[i]), int(after[i])))
        stratum = design.plan["strata"][design.stratum[i]]
        fractions[mapped] = stratum["points"] / stratum["pixels"]
    check(any(len(set(labels)) == 1 and len(labels) > 1 for labels in units.values()), "no stratum is unanimous")
    few = FewUnits(sizes, fractions, units)
    area = sum(sizes.values())
    one = lambda unit: 1
    figures = {"gain": lambda unit: (unit[1] == 0) * (unit[0] != 0), "loss": lambda unit: (unit[0] == 0) * (unit[1] != 0),
               "net": lambda unit: int(unit[1] == 0) - int(unit[0] == 0)}
    with h5py.File(output / "assessment.h5") as file:
        layer = {key: value[()] for key, value in file["regions/assessed/zones/region"].items()}
        check("mine>forest" in file["regions/assessed/accuracy"].attrs["notes"].decode(), "notes in the file")
    for name, figure in figures.items():
        value, se, half = few.estimate(figure, one)
        for part, expected in (("", value), ("_se", se), ("_ci95", min(half, max(value, 1 - value)))):
            found = layer[f"adjusted_{name}{part}_km2"][0, 0, 1] / area
            check(abs(found - expected) <= 1e-6 * abs(expected) + 1e-12, f"few units: {name}{part} {found}, numpy {expected}")
        check(half > 0, f"an interval of {name} without width")
    ratio, _, half = few.estimate(lambda unit: unit[1] == 0, lambda unit: unit[0] == 0)
    growth = [layer[f"adjusted_growth{end}_percent"][0, 0, 1] for end in ("", "_low", "_high")]
    check(abs(growth[0] - 100 * (ratio - 1)) < 1e-6, f"growth of few units: {growth[0]}, numpy {100 * (ratio - 1)}")
    if half / ratio <= math.log(10):
        for found, sign in zip(growth[1:], (-1, 1)):
            expected = 100 * (ratio * math.exp(sign * half / ratio) - 1)
            check(abs(found - expected) < 1e-6 * abs(expected), f"end of the growth's interval: {found}, numpy {expected}")
    else:
        check(math.isnan(growth[1]), f"an interval of growth where the samples tell none: {growth}")
    # The points were drawn by changes: of an epoch alone a stratum without labels leaves the design unknown.
    check(all(math.isnan(value) for value in layer["adjusted_area_km2"][0, 0]), "areas although a stratum has no label")


def check_gap(with_gap, without, hole, maps, areas_km2):
    """The gap is reported, and gain and loss are those of all that is outside it."""
    import h5py
    import numpy

    tables = []
    for output in (with_gap, without):
        with h5py.File(output / "results.h5") as file:
            tables.append({key: value[()] for key, value in file["regions/assessed/zones/region"].items()})
    gap, full = tables
    lost = areas_km2[hole].sum()
    check(abs(gap["excluded_km2"][0, 0, 1] - lost) < 1e-6 * lost, f"excluded: {gap['excluded_km2'][0, 0, 1]}, not {lost}")
    check_equal(full["excluded_km2"][0, 0, 1], 0, "excluded without a gap")
    outside = numpy.ones((HEIGHT, WIDTH), bool)
    outside[hole] = False
    first, second = maps["2005"], maps["2015"]
    for cls in range(len(CLASSES)):
        gained = areas_km2[(second == cls + 1) & (first != cls + 1) & outside].sum()
        ceased = areas_km2[(first == cls + 1) & (second != cls + 1) & outside].sum()
        check(abs(gap["gain_km2"][0, 0, 1, cls] - gained) < 1e-6 * gained + 1e-9, f"gain of {CLASSES[cls]}")
        check(abs(gap["loss_km2"][0, 0, 1, cls] - ceased) < 1e-6 * ceased + 1e-9, f"loss of {CLASSES[cls]}")
    start, end = ((image == 1) & outside for image in (first, second))
    expected = 100 * (areas_km2[end].sum() - areas_km2[start].sum()) / areas_km2[start].sum()
    check(abs(gap["growth_percent"][0, 0, 1] - expected) < 1e-6 * abs(expected), "growth of what both epochs show")


def check_alerts(output, maps, alerts, areas_km2):
    with open(output / "tables" / "alerts.csv", encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["layer"] == "region")
    observed = (maps["2005"] > 0) & (maps["2015"] > 0) & (maps["2005"] != 1)
    new = observed & (maps["2015"] == 1)
    # 2014-12-31 + 90 days lies before the second epoch's end, + 400 days after it; confidence 1 is low.
    alarmed = (alerts // 10000 >= 2) & (alerts % 10000 > 0) & (alerts % 10000 <= 365)
    for name, where in (("hit", new & alarmed), ("miss", new & ~alarmed), ("false", observed & ~new & alarmed)):
        check_equal(int(row[f"{name}_pixels"]), where.sum(), f"{name} pixels")
        check(abs(float(row[f"{name}_km2"]) - areas_km2[where].sum()) < 1e-6, f"{name} km2")
    # Day 90 is 2015-03-31; the epoch's middle is 2015-07-02: 93 days.
    check_equal(float(row["median_lead_days"]), 93, "median lead")


def check_impact(output):
    with open(output / "tables" / "impact.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["layer"] == "region"]
    gold = next(row for row in rows if row["factor"] == "gold")
    area = float(gold["area_km2"])
    check(abs(float(gold["mode"]) - area * 100 * 900) < 1e-6 * float(gold["mode"]), "likely gold")
    check(float(gold["low"]) < float(gold["p05"]) < float(gold["median"]) < float(gold["p95"]) < float(gold["high"]),
          f"no range: {gold}")
    check(gold["source"] == "a book, page 7", "source of the factor")


def run_case(case):
    import numpy
    from osgeo import gdal

    import independent
    import synthetic

    random = numpy.random.default_rng(11)
    folder = case.folder / "input"
    folder.mkdir()
    truth, maps, gap, hole = make_truth(random)
    paths = {epoch: write_raster(folder / f"{epoch}.tif", mapped) for epoch, mapped in maps.items()}
    write_raster(folder / "gap.tif", gap)
    alerts = numpy.zeros((HEIGHT, WIDTH), numpy.uint16)
    alerts[90:125, 30:90] = 30090
    alerts[20:30, 30:90] = 20300
    alerts[125:130, 30:90] = 10090
    alerts[0:10, 0:50] = 30400
    write_raster(folder / "alerts.tif", alerts, gdal.GDT_UInt16)
    zones = folder / "zones.gpkg"
    synthetic.write_layer(zones, synthetic.zone_features(WIDTH, HEIGHT))
    factors = folder / "factors.json"
    factors.write_text(json.dumps({"factors": [{"name": "gold", "unit": "g", "of": "gain", "per": "ha", "low": 100,
                                                "mode": 900, "high": 1700, "source": "a book, page 7"}]}))
    values = {"map_2005": paths["2005"], "zones": zones, "alerts": folder / "alerts.tif", "factors": factors}
    job = case.job("assessment", map_2015=paths["2015"], **values)
    areas_km2 = independent.pixel_areas_m2(independent.Raster(paths["2005"])) / 1e6

    output = case.folder / "out"
    said = case.run("plan", "--accuracy", "--output", output, job).text
    check("Olofsson et al. 2014, eq. 13" in said, said)
    case.run("draw", "--output", output, job, ranks=1, threads=2)
    case.run("draw", "--output", case.folder / "other", job, ranks=3)
    check_same_tree(output, case.folder / "other")
    region = output / "assessed"
    lines, columns, rows = label_points(region / "validation_points.csv", truth, folder / "labelled.csv")
    design = Design(region / "validation_design.json", lines, columns, rows)
    check_equal(len(rows), sum(stratum["points"] for stratum in design.plan["strata"]), "number of points")
    labels = f"--accuracy.labels={folder / 'labelled.csv'}"
    said = case.run("assess", labels, "--output", output, job, ranks=2).text
    check("have no label at epoch 2015" in said, f"points without a label are not told of:\n{said}")
    check_assessment(output, maps, truth, design, areas_km2)

    check_few(case, job, output, folder, maps, truth, design, areas_km2)

    (folder / "wrong.csv").write_text((folder / "labelled.csv").read_text().replace("forest", "forrest", 1))
    said = case.run("assess", f"--accuracy.labels={folder / 'wrong.csv'}", "--output", output, job, expect=4).text
    check("did you mean 'forest'" in said, said)

    case.run("reduce", "--output", output, job, ranks=2)
    gap_job = case.job("assessment", "gap", map_2015=folder / "gap.tif", **values)
    case.run("reduce", "--output", case.folder / "gap_1", gap_job, ranks=1, threads=2)
    case.run("reduce", "--output", case.folder / "gap_3", gap_job, ranks=3)
    check_same_tree(case.folder / "gap_1", case.folder / "gap_3")
    check_gap(case.folder / "gap_1", output, hole, maps, areas_km2)
    check_alerts(output, maps, alerts.astype(int), areas_km2)
    check_impact(output)


harness.main(run_case)
