# SPDX-License-Identifier: Apache-2.0
"""Cross-validation and tuning say what scikit-learn says of the same samples, on any number of ranks: samples lie in
patches that are alike within, so single samples left out flatter the forest and whole patches do not."""

import csv
import shutil

import harness
from harness import check, check_equal

SIZE = 240
PATCH = 4
PATCHES_PER_SIDE = 10
TREES = 100
CLASSES = ("mine", "other")


def write_region(case, name, seed):
    """An image with patches, each with an offset of its own, 24 pixels apart. Returns the job."""
    import numpy
    from osgeo import gdal, ogr

    import independent
    import synthetic

    random = numpy.random.default_rng(seed)
    image = random.standard_normal((6, SIZE, SIZE))
    left, top = synthetic.ORIGIN
    reference = case.folder / f"{name}.gpkg"
    polygons = ogr.GetDriverByName("GPKG").CreateDataSource(str(reference))
    layer = polygons.CreateLayer("patches", independent.spatial_reference(synthetic.CRS), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    layer.StartTransaction()
    for patch in range(PATCHES_PER_SIDE**2):
        row, column = (24 * at + 8 for at in divmod(patch, PATCHES_PER_SIDE))
        label = int(random.random() < 0.6)
        offset = 1.5 * random.standard_normal(6)
        offset[:2] += 2 * label + (0.5 if name == "west" else 0)
        image[:, row:row + PATCH, column:column + PATCH] *= 0.5
        image[:, row:row + PATCH, column:column + PATCH] += offset[:, None, None]
        west, north = left + 30 * column, top - 30 * row
        east, south = west + 30 * PATCH, north - 30 * PATCH
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(
            f"POLYGON(({west} {north},{east} {north},{east} {south},{west} {south},{west} {north}))"))
        feature.SetField("class", CLASSES[label])
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    path = case.folder / f"{name}.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIZE, SIZE, 6, gdal.GDT_Float32)
    dataset.SetGeoTransform((left, 30, 0, top, 0, -30))
    dataset.SetProjection(independent.spatial_reference(synthetic.CRS).ExportToWkt())
    for band in range(6):
        dataset.GetRasterBand(band + 1).WriteArray(image[band])
    dataset.FlushCache()
    return case.job("forest_validation", name, name=name, image=path, reference=reference)


def read_samples(output, names):
    """Features, labels, region and patch of all samples."""
    import h5py
    import numpy

    parts = []
    for region, name in enumerate(names):
        with h5py.File(output / name / "samples.h5") as file:
            group = file["samples/group"][()].astype(int)
            parts.append((file["samples/features"][()], file["samples/class_index"][()],
                          numpy.full(len(group), region), group + 100_000 * region))
    return [numpy.concatenate(columns) for columns in zip(*parts)]


def accuracy(confusion):
    return 100 * confusion.trace() / confusion.sum()


class Trainer:
    def __init__(self, case, samples, jobs):
        self.case, self.samples, self.jobs, self.count = case, samples, jobs, 0

    def train(self, *options, trees=TREES, ranks=1, threads=2):
        self.count += 1
        output = self.case.folder / f"trained_{self.count}"
        shutil.copytree(self.samples, output)
        said = self.case.run("train", "--forest.trees", trees, *options, "--output", output, *self.jobs, ranks=ranks,
                             threads=threads)
        return output, said.text


def confusions(output):
    """{fold: confusion} with `all`, of `model.h5`; the table must say the same."""
    import h5py

    with h5py.File(output / "model.h5") as file:
        forest = file["forests/all"]
        names = [text.decode() if isinstance(text, bytes) else text for text in forest["fold"][()]]
        classes = [text.decode() if isinstance(text, bytes) else text for text in forest["class"][()]]
        found = dict(zip(names, forest["fold_confusion"][()]))
        found["all"] = forest["pooled_confusion"][()]
    check((sum(found[name] for name in names) == found["all"]).all(), "the pooled confusion is not the sum of the folds")
    with open(output / "training" / "cross_validation.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    check_equal(len(rows), len(found) * len(classes)**2, "lines of cross_validation.csv")
    for row in rows:
        check_equal(int(row["samples"]), int(found[row["fold"]][classes.index(row["predicted_class"]),
                                                                classes.index(row["true_class"])]), f"{row}")
    return found


def judged(confusion):
    """Labels and predictions that have this confusion, predicted × true."""
    import numpy

    predicted, true = numpy.indices(confusion.shape)
    counts = confusion.ravel().astype(int)
    return numpy.repeat(true.ravel(), counts), numpy.repeat(predicted.ravel(), counts)


def check_measures(output, found):
    """The accuracies of every fold, their means and spreads are those of scikit-learn and numpy on the confusions."""
    import numpy
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    with open(output / "training" / "cross_validation_measures.csv", encoding="utf-8") as file:
        values = {(row["fold"], row["measure"], row["class"]): float(row["value"] or "nan") for row in csv.DictReader(file)}
    expected = {}
    for fold, confusion in found.items():
        truth, guess = judged(confusion)
        expected[fold, "overall_accuracy", ""] = accuracy_score(truth, guess)
        users, producers, f1, _ = precision_recall_fscore_support(truth, guess, labels=[0, 1], zero_division=0)
        users[confusion.sum(axis=1) == 0] = numpy.nan
        producers[confusion.sum(axis=0) == 0] = numpy.nan
        f1[(confusion.sum(axis=0) == 0) & (confusion.sum(axis=1) == 0)] = numpy.nan
        for name, figures in (("users_accuracy", users), ("producers_accuracy", producers), ("f1", f1)):
            for cls, figure in zip(CLASSES, figures):
                expected[fold, name, cls] = figure
    folds = [fold for fold in found if fold != "all"]
    for _, name, cls in [key for key in expected if key[0] == "all"]:
        series = numpy.array([expected[fold, name, cls] for fold in folds])
        expected["mean of the folds", name, cls] = numpy.nanmean(series)
        expected["standard deviation of the folds", name, cls] = numpy.nanstd(series, ddof=1)
    check_equal(sorted(values), sorted(expected), "rows of cross_validation_measures.csv")
    for key, figure in expected.items():
        check(numpy.isclose(values[key], figure, rtol=1e-9, equal_nan=True), f"{key}: {values[key]}, scikit-learn {figure}")
    return values


def check_tuning(trainer, features, labels):
    import h5py
    import numpy
    from sklearn.ensemble import RandomForestClassifier

    output, said = trainer.train("--forest.tuning-trees", "5,25,100", "--forest.tuning-mtry", "1,2,5")
    with open(output / "training" / "tuning.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    check_equal([(int(row["mtry"]), int(row["trees"])) for row in rows],
                [(mtry, trees) for mtry in (1, 2, 5) for trees in (5, 25, 100)], "the forests tried")
    errors = numpy.array([float(row["oob_error"]) for row in rows])
    for mtry, error in zip((1, 2, 5), errors[2::3]):
        forest = RandomForestClassifier(100, max_features=mtry, oob_score=True, random_state=1, n_jobs=2)
        theirs = 1 - forest.fit(features, labels).oob_score_
        print(f"mtry {mtry}: out-of-bag error {100 * error:.2f} %, scikit-learn {100 * theirs:.2f} %")
        check(abs(error - theirs) < 0.01, f"mtry {mtry}: out-of-bag error is {error}, scikit-learn's {theirs}")
    limit = errors.min() + numpy.sqrt(errors.min() * (1 - errors.min()) / len(labels))
    order = sorted(range(9), key=lambda i: (errors[i] > limit, int(rows[i]["trees"]), errors[i], int(rows[i]["mtry"])))
    chosen = rows[order[0]]
    check_equal([row["chosen"] for row in rows].index("yes"), order[0], "the forest chosen")
    check("(chosen)" in said, f"the log does not tell the choice:\n{said}")
    plain, _ = trainer.train("--forest.mtry", chosen["mtry"], trees=chosen["trees"])
    with h5py.File(output / "model.h5") as ours, h5py.File(plain / "model.h5") as asked:
        for name in ("hash", "training_hash", "oob_error", "options"):
            check_equal(ours["forests/all"].attrs[name], asked["forests/all"].attrs[name], name)
        check_equal(len(ours["forests/all/tuning_trees"]), 9, "forests tried, in the model")
        check("tuning_trees" not in asked["forests/all"], "no tuning was asked for")
    check(not (plain / "training" / "tuning.csv").exists(), "no tuning was asked for")


def run_case(case):
    import numpy

    try:
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.metrics import f1_score
        from sklearn.model_selection import GroupKFold, LeaveOneGroupOut, StratifiedKFold, cross_val_predict
    except ImportError as error:
        raise harness.Skip(f"it needs scikit-learn: {error}") from error

    names = ("east", "west")
    jobs = [write_region(case, name, seed) for seed, name in enumerate(names)]
    samples = case.folder / "samples"
    case.run("sample", "--output", samples, *jobs, threads=2)
    features, labels, regions, patches = read_samples(samples, names)
    check_equal(len(labels), len(names) * PATCHES_PER_SIDE**2 * PATCH**2, "samples")
    trainer = Trainer(case, samples, jobs)

    def theirs(splitter, groups):
        forest = RandomForestClassifier(TREES, random_state=1, n_jobs=2)
        predicted = cross_val_predict(forest, features, labels, cv=splitter, groups=groups)
        return numpy.array([[numpy.sum((predicted == p) & (labels == t)) for t in range(2)] for p in range(2)])

    found = {}
    for value, splitter, groups, tolerance in (
            ("stratified:5", StratifiedKFold(5, shuffle=True, random_state=1), None, 1),
            ("polygons:10", GroupKFold(10), patches, 3), ("blocks:10", GroupKFold(10), patches, 3),
            ("regions", LeaveOneGroupOut(), regions, 1)):
        output, said = trainer.train("--forest.cross-validation", value, "--forest.cross-validation-block", 24)
        ours = confusions(output)
        check("cross-validation, all folds" in said, f"the log does not tell the cross-validation:\n{said}")
        measures = check_measures(output, ours)
        check("cross-validation, mean ± standard deviation of" in said and "F1 of mine" in said, f"no spread is told:\n{said}")
        check_equal(int(ours["all"].sum()), len(labels), f"{value}: samples judged")
        expected = theirs(splitter, groups)
        check_equal(ours["all"].sum(axis=0).tolist(), expected.sum(axis=0).tolist(), f"{value}: samples of the classes")
        found[value] = accuracy(ours["all"])
        print(f"{value}: {found[value]:.2f} % right, scikit-learn {accuracy(expected):.2f} %")
        check(abs(found[value] - accuracy(expected)) < tolerance,
              f"{value}: {found[value]:.2f} % are right, scikit-learn has {accuracy(expected):.2f} %")
        if value == "polygons:10":
            others, _ = trainer.train("--forest.cross-validation", value, "--forest.mode", "sharded", ranks=3, threads=1)
            again, _ = trainer.train("--forest.cross-validation", value, "--forest.cross-validation-block", 24,
                                     "--forest.mode", "sharded", ranks=2, threads=1)
            check_equal(confusions(others)["all"].tolist(), ours["all"].tolist(), "the confusion on three ranks")
            check((again / "model.h5").read_bytes() == (output / "model.h5").read_bytes(), "model.h5 on two ranks")
        if value == "regions":
            check_equal(sorted(ours), ["all", "east", "west"], "the folds")
            for region, name in enumerate(names):
                check_equal(int(ours[name].sum()), int((regions == region).sum()), f"samples of {name}")
                # The fold is scikit-learn's too: a forest of the other region's samples.
                forest = RandomForestClassifier(TREES, random_state=1, n_jobs=2)
                forest.fit(features[regions != region], labels[regions != region])
                own = regions == region
                for measure, theirs_of in (("overall_accuracy", lambda t, p: (t == p).mean()),
                                           ("f1", lambda t, p: f1_score(t, p, pos_label=0))):
                    expected = 100 * theirs_of(labels[own], forest.predict(features[own]))
                    mine = 100 * measures[name, measure, "mine" if measure == "f1" else ""]
                    print(f"fold {name}: {measure} {mine:.2f} %, scikit-learn {expected:.2f} %")
                    check(abs(mine - expected) < 3, f"fold {name}: {measure} is {mine:.2f} %, scikit-learn's {expected:.2f} %")
    check(found["stratified:5"] > found["polygons:10"] + 3,
          f"samples left out one by one must flatter the forest: {found}")
    check_tuning(trainer, features, labels)


harness.main(run_case)
