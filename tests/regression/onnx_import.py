# SPDX-License-Identifier: Apache-2.0
"""Forests of scikit-learn that come as ONNX models, laid out as skl2onnx does, map a hundred thousand pixels as
scikit-learn classifies them, and with the very shares of their leaves; an export of two classes comes back the same."""

import numpy as np
from osgeo import gdal, osr

import harness
from harness import check, check_equal

FEATURES = ["blue", "green", "red", "nir", "swir1"]
CLASSES = ["forest", "mine", "water"]
SIZE = 320


def labelled(random, number, classes):
    x = random.normal(0.2, 0.1, (number, len(FEATURES))).astype(np.float32)
    mine = x[:, 2] + 0.5 * x[:, 0] > x[:, 3] + random.normal(0, 0.05, number)
    return x, np.array(CLASSES[:classes])[np.where(mine, 1, np.where(x[:, 1] > 0.3, classes - 1, 0))]


def write_image(path, x):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIZE, SIZE, len(FEATURES), gdal.GDT_Float32)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32647)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((500000, 30, 0, 3000000, 0, -30))
    dataset.WriteArray(x.T.reshape(len(FEATURES), SIZE, SIZE))


def write_job(path, image):
    names = ",".join(FEATURES)
    path.write_text(f"[region]\nname=r\n[archive]\nimages=e:{image}\nbands={names}\n[epochs]\n"
                    f"epoch=e:2020-01-01/2020-12-31\n[features]\nbands={names}\nindices=none\n"
                    "[reference]\nfile=none.gpkg\nclass-field=c\ntarget=mine\n[forest]\nscope=all\n")


def below(threshold):
    """The threshold in single precision, not above it."""
    single = np.float32(threshold)
    return float(np.nextafter(single, np.float32(-np.inf)) if single > threshold else single)


def ensemble_attributes(trees):
    """As skl2onnx writes them: probabilities divided by the number of trees, of two classes only the second's."""
    a = {name: [] for name in ("nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_modes", "nodes_values",
                               "nodes_truenodeids", "nodes_falsenodeids", "nodes_missing_value_tracks_true",
                               "nodes_hitrates", "class_treeids", "class_nodeids", "class_ids", "class_weights")}
    for number, tree in enumerate(trees):
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            values = {"treeids": number, "nodeids": node, "featureids": 0 if leaf else int(tree.feature[node]),
                      "modes": "LEAF" if leaf else "BRANCH_LEQ",
                      "values": 0.0 if leaf else below(tree.threshold[node]),
                      "truenodeids": 0 if leaf else int(tree.children_left[node]),
                      "falsenodeids": 0 if leaf else int(tree.children_right[node]),
                      "missing_value_tracks_true": 0, "hitrates": 1.0}
            for name, value in values.items():
                a["nodes_" + name].append(value)
            counts = tree.value[node, 0]
            weights = [float(c * (1.0 / len(trees) / counts.sum())) for c in counts]
            for index, weight in enumerate(weights[1:] if len(weights) == 2 else weights):
                if leaf:
                    a["class_treeids"].append(number)
                    a["class_nodeids"].append(node)
                    a["class_ids"].append(index)
                    a["class_weights"].append(weight)
    return a


def write_onnx(path, trees, labels):
    from onnx import TensorProto, TypeProto, helper
    texts = isinstance(labels[0], str)
    ensemble = helper.make_node(
        "TreeEnsembleClassifier", ["X"], ["label", "probabilities"], domain="ai.onnx.ml", post_transform="NONE",
        **ensemble_attributes(trees), **{"classlabels_strings" if texts else "classlabels_int64s": labels})
    cast = helper.make_node("Cast", ["label"], ["output_label"],
                            to=TensorProto.STRING if texts else TensorProto.INT64)
    zipped = helper.make_node("ZipMap", ["probabilities"], ["output_probability"], domain="ai.onnx.ml",
                              **{"classlabels_strings" if texts else "classlabels_int64s": labels})
    key = TensorProto.STRING if texts else TensorProto.INT64
    zip_type = TypeProto()
    zip_type.sequence_type.elem_type.map_type.key_type = key
    zip_type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = TensorProto.FLOAT
    outputs = [helper.make_tensor_value_info("output_label", key, [None]),
               helper.make_value_info("output_probability", zip_type)]
    graph = helper.make_graph([ensemble, cast, zipped], "forest", [helper.make_tensor_value_info(
        "X", TensorProto.FLOAT, [None, len(FEATURES)])], outputs)
    model = helper.make_model(graph, producer_name="skl2onnx", opset_imports=[
        helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)])
    path.write_bytes(model.SerializeToString())


def sums_of_shares(trees, x):
    """The forest's answer in 65 535ths by the rule of the documentation, from the rows in scikit-learn's leaves."""
    sums = 0
    for tree in trees:
        values = tree.value[:, 0]  # rows or, in newer releases, their shares
        rows = tree.weighted_n_node_samples[:, None]
        counts = np.rint(values / values.sum(axis=1, keepdims=True) * rows).astype(np.int64)
        total = counts.sum(axis=1, keepdims=True)
        sums = sums + ((2 * 65535 * counts + total) // (2 * total))[tree.apply(x)]
    return sums


def mapped(case, model, name):
    output = case.folder / name
    output.mkdir()
    model.rename(output / "model.h5")
    case.run("map", "--output", output, case.folder / "job.cfg")
    return [gdal.Open(str(output / "r" / f"{what}_e.vrt")).ReadAsArray().ravel() for what in ("class", "probability")]


def check_map(case, name, model, sums, trees):
    label, share = mapped(case, model, name)
    check_equal(int((label != sums.argmax(axis=1)).sum()), 0, f"{name}: pixels of another class")
    expected = (sums[:, 1] // trees * 10000 + 32767) // 65535
    check_equal(int((share != expected).sum()), 0, f"{name}: pixels of another probability")
    return label


def check_forest(case, name, forest, pixels, *options):
    trees = [estimator.tree_ for estimator in forest.estimators_]
    write_onnx(case.folder / f"{name}.onnx", trees, forest.classes_.tolist())
    model = case.folder / f"{name}.h5"
    case.run("import", "--features=" + ",".join(FEATURES), *options, case.folder / f"{name}.onnx", model)
    sums = sums_of_shares(trees, pixels)
    label = check_map(case, name, model, sums, len(trees))
    theirs = forest.predict_proba(pixels)
    check(np.abs(theirs - sums / (65535 * len(trees))).max() < 1e-5, f"{name}: other shares than scikit-learn's")
    best = np.sort(theirs, axis=1)
    # Where two classes are a rounding of their 65 535ths apart, the first of equals may be another one.
    clear = best[:, -1] - best[:, -2] > 1 / 65535
    pure = all((np.count_nonzero(t.value[t.children_left < 0, 0], axis=1) == 1).all() for t in trees)
    check_equal(pure, name == "two", f"{name}: leaves are pure")
    votes = np.rint(theirs * len(trees)).argmax(axis=1) if pure else np.searchsorted(
        forest.classes_, forest.predict(pixels))
    check_equal(int((label != votes)[clear | pure].sum()), 0, f"{name}: pixels of another class than scikit-learn's")
    check(clear.mean() > 0.95, f"{name}: too few pixels are clear: {clear.mean()}")


def check_export(case):
    """The two-class forest out and in again; its label does not depend on how a runtime labels two classes."""
    import onnx
    model, target = case.folder / "two" / "model.h5", case.folder / "two_again.onnx"
    case.run("export", "--format=onnx", model, target)
    exported = onnx.load(str(target))
    onnx.checker.check_model(exported)
    made_by = {output: node for node in exported.graph.node for output in node.output}
    names, index = made_by["label"].input
    check_equal([made_by["label"].op_type, made_by[index].op_type, list(made_by[index].input)],
                ["Gather", "ArgMax", ["sums"]], "how the label of two classes is made")
    check_equal({a.name: a.i for a in made_by[index].attribute}, {"axis": 1, "keepdims": 0}, "ArgMax")
    constants = {c.name: c for c in exported.graph.initializer}
    check_equal([list(constants[names].dims), [t.decode() for t in constants[names].string_data]],
                [[2], CLASSES[:2]], "the names of the two classes")
    again = case.folder / "two_again.h5"
    case.run("import", target, again)
    first = [gdal.Open(str(case.folder / "two" / "r" / f"{what}_e.vrt")).ReadAsArray().ravel()
             for what in ("class", "probability")]
    for a, b in zip(first, mapped(case, again, "two-again")):
        check_equal(int((a != b).sum()), 0, "pixels that differ after export and import")


def run(case):
    try:
        import onnx  # noqa: F401
        from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
    except ImportError as missing:
        raise harness.Skip(f"{missing}: scikit-learn and onnx are needed") from missing
    random = np.random.default_rng(7)
    forests = {}
    for name, classes, forest in (
            ("many", 3, RandomForestClassifier(30, min_samples_leaf=4, random_state=1)),
            ("two", 2, ExtraTreesClassifier(25, random_state=2)),
            ("numbers", 2, RandomForestClassifier(24, max_depth=6, random_state=3))):
        x, y = labelled(random, 2000, classes)
        forests[name] = forest.fit(x, np.searchsorted(CLASSES, y) * 10 if name == "numbers" else y)
    pixels, _ = labelled(random, SIZE * SIZE, 3)
    for forest in forests.values():  # many on the very thresholds
        for tree in forest.estimators_[:10]:
            inner = np.flatnonzero(tree.tree_.children_left >= 0)
            node = random.choice(inner, 500)
            pixels[random.integers(0, len(pixels), 500), tree.tree_.feature[node]] = tree.tree_.threshold[node]
    write_image(case.folder / "image.tif", pixels)
    write_job(case.folder / "job.cfg", "image.tif")
    for name, forest in forests.items():
        options = ["--classes=" + ",".join(CLASSES[:2])] if name == "numbers" else []
        check_forest(case, name, forest, pixels, *options)
    check_export(case)


harness.main(run)
