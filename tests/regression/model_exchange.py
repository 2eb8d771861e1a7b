# SPDX-License-Identifier: Apache-2.0
"""A forest of scikit-learn maps a million random pixels as scikit-learn does, vote by vote; its ONNX export does
too, by an evaluator written here; damaged and unfitting model files are refused with the reason."""

import json
import sys

import h5py
import numpy as np
from osgeo import gdal, osr

import harness
from harness import HERE, check, check_equal

sys.path.insert(0, str(HERE.parent.parent / "jobs"))
import sklearn_forest  # noqa: E402

FEATURES = ["blue", "green", "red", "nir", "ndvi"]
SIZE = 1000
TREES = 40


def labelled(random, number):
    x = random.normal(0.2, 0.1, (number, 4)).astype(np.float32)
    mine = x[:, 2] + 0.5 * x[:, 0] > x[:, 3] + 0.1 * np.sin(60 * x[:, 1]) + random.normal(0, 0.03, number)
    y = np.where(mine, 1, np.where(x[:, 1] > 0.3, 2, 0))
    return x, np.array(["forest", "mine", "water"])[y]


def with_index(x):
    """The bands and NDVI, all in single precision."""
    return np.column_stack([x, (x[:, 3] - x[:, 2]) / (x[:, 3] + x[:, 2])])


def write_image(path, x):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIZE, SIZE, 4, gdal.GDT_Float32, ["TILED=YES"])
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32647)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform((500000, 30, 0, 3000000, 0, -30))
    dataset.WriteArray(x.T.reshape(4, SIZE, SIZE))


def write_job(path):
    path.write_text("[region]\nname=r\n[archive]\nimages=e:image.tif\nbands=blue,green,red,nir\n[epochs]\n"
                    "epoch=e:2020-01-01/2020-12-31\n[features]\nbands=blue,green,red,nir\nindices=ndvi\n"
                    "[reference]\nfile=none.gpkg\nclass-field=c\ntarget=mine\n[forest]\nscope=all\n")


def evaluate_onnx(model, x):
    """Sums of class weights, row by class, from the attributes of the TreeEnsembleClassifier alone."""
    node = next(n for n in model.graph.node if n.op_type == "TreeEnsembleClassifier")
    import onnx.helper
    a = {at.name: onnx.helper.get_attribute_value(at) for at in node.attribute}
    tree, number = np.array(a["nodes_treeids"]), np.array(a["nodes_nodeids"])
    place = {key: i for i, key in enumerate(zip(tree.tolist(), number.tolist()))}
    count = len(tree)
    to = [np.array([place.get((t, c), 0) for t, c in zip(tree.tolist(), a[k])])
          for k in ("nodes_truenodeids", "nodes_falsenodeids")]
    leaf = np.array([mode == b"LEAF" for mode in a["nodes_modes"]])
    feature, threshold = np.array(a["nodes_featureids"]), np.array(a["nodes_values"], np.float32)
    classes = a["classlabels_strings"]
    weight = np.zeros((count, len(classes)), np.float32)
    for t, n, c, w in zip(a["class_treeids"], a["class_nodeids"], a["class_ids"], a["class_weights"]):
        weight[place[t, n], c] = w
    sums = np.zeros((len(x), len(classes)), np.float32)
    rows = np.arange(len(x))
    for t in np.unique(tree):
        at = np.full(len(x), place[t, 0])
        while not leaf[at].all():
            left = x[rows, feature[at]] <= threshold[at]
            at = np.where(leaf[at], at, np.where(left, to[0][at], to[1][at]))
        sums += weight[at]
    return sums, [name.decode() for name in classes]


def refused(case, job, output, words, what):
    result = case.run("map", "--output", output, job, expect=4)
    for word in words:
        check(word in result.text, f"{what}: the message does not say '{word}':\n{result.text}")


def check_refusals(case, job, dump, model):
    broken = case.folder / "broken"
    broken.mkdir()
    whole = model.read_bytes()
    (broken / "model.h5").write_bytes(whole)
    with h5py.File(broken / "model.h5", "r+") as file:
        data = file["/forests/all/threshold"]
        bits = data[:].view(np.uint32)
        bits[bits.size // 2] ^= 1
        data[:] = bits.view(np.float32)
    refused(case, job, broken, ["model.h5", "damaged"], "a flipped bit of a tree")
    (broken / "model.h5").write_bytes(whole[:len(whole) // 2])
    refused(case, job, broken, ["model.h5"], "half a file")
    for names, words in ((["blue", "green", "swir1", "nir", "ndvi"], ["swir1", "red"]),
                         (["blue", "red", "green", "nir", "ndvi"], ["red", "green"])):
        other = dict(dump, features=[{"name": name} for name in names])
        (case.folder / "other.json").write_text(json.dumps(other))
        (broken / "model.h5").unlink()
        case.run("import", case.folder / "other.json", broken / "model.h5")
        refused(case, job, broken, words, f"the features {names}")


def run(case):
    try:
        import onnx
        from sklearn.ensemble import RandomForestClassifier
    except ImportError as missing:
        raise harness.Skip(f"{missing}: scikit-learn and onnx are needed") from missing
    random = np.random.default_rng(4)
    x, y = labelled(random, 4000)
    forest = RandomForestClassifier(TREES, random_state=1, n_jobs=1).fit(with_index(x), y)
    pixels, _ = labelled(random, SIZE * SIZE)
    # Many on the very thresholds, where single and double precision could part.
    for band in range(4):
        t = np.concatenate([e.tree_.threshold[e.tree_.feature == band] for e in forest.estimators_])
        chosen = random.integers(0, SIZE * SIZE, 40_000)
        pixels[chosen, band] = random.choice(t, 40_000).astype(np.float32)
    write_image(case.folder / "image.tif", pixels)
    pixels = with_index(pixels)
    write_job(case.folder / "job.cfg")
    dump = sklearn_forest.to_json(forest, FEATURES)
    (case.folder / "forest.json").write_text(json.dumps(dump))
    output = case.folder / "out"
    output.mkdir()
    case.run("import", case.folder / "forest.json", output / "model.h5")
    case.run("map", "--output", output, case.folder / "job.cfg")

    expected = forest.predict_proba(pixels)
    votes = np.rint(expected * TREES).astype(int)
    check(np.abs(expected * TREES - votes).max() < 1e-9, "scikit-learn's trees are not of pure leaves")
    label = gdal.Open(str(output / "r" / "class_e.vrt")).ReadAsArray().ravel()
    share = gdal.Open(str(output / "r" / "probability_e.vrt")).ReadAsArray().ravel()
    check_equal(int((label != votes.argmax(axis=1)).sum()), 0, "pixels of another class than scikit-learn's")
    shares = votes[:, 1] * 65535 // TREES
    check_equal(int((share != (shares * 10000 + 32767) // 65535).sum()), 0, "pixels of another probability")

    case.run("export", "--format=onnx", output / "model.h5", case.folder / "forest.onnx")
    model = onnx.load(str(case.folder / "forest.onnx"))
    onnx.checker.check_model(model)
    sums, classes = evaluate_onnx(model, pixels)
    check_equal(classes, list(forest.classes_), "classes of the ONNX model")
    check_equal(int((sums != votes * np.float32(65535)).sum()), 0, "sums that differ in the ONNX model")
    check_equal(int((sums.argmax(axis=1) != label).sum()), 0, "pixels of another class in the ONNX model")

    case.run("export", output / "model.h5", case.folder / "again.json")
    case.run("import", case.folder / "again.json", case.folder / "again.h5")
    with h5py.File(output / "model.h5") as a, h5py.File(case.folder / "again.h5") as b:
        check_equal(b["/forests/all"].attrs["hash"], a["/forests/all"].attrs["hash"], "the forest after a round")
    case.run("export", "--format=gee", output / "model.h5", case.folder / "gee.json")
    check_equal(len(json.loads((case.folder / "gee.json").read_text())), TREES, "strings for Earth Engine")
    check_refusals(case, case.folder / "job.cfg", dump, output / "model.h5")


harness.main(run)
