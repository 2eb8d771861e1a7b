#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a forest of scikit-learn in the JSON format that `mineprint import` reads.

Usage: sklearn_forest.py FOREST.joblib FOREST.json FEATURE,FEATURE,...

The features are named as in mineprint (blue, nir, ndvi ...), in the order of the training columns.
Model files of scikit-learn are programs: open none that you do not trust.
"""

import json
import sys


def to_json(forest, features):
    """A RandomForestClassifier or ExtraTreesClassifier as what json.dump takes."""
    trees = []
    for estimator in forest.estimators_:
        tree = estimator.tree_
        is_leaf = tree.children_left < 0
        leaf_number = is_leaf.cumsum() - 1
        missing = getattr(tree, "missing_go_to_left", None)
        trees.append({
            "feature": [-1 if leaf else int(f) for leaf, f in zip(is_leaf, tree.feature)],
            "threshold": [0.0 if leaf else float(t) for leaf, t in zip(is_leaf, tree.threshold)],
            "left": [int(n) if leaf else int(c)
                     for leaf, n, c in zip(is_leaf, leaf_number, tree.children_left)],
            "right": [0 if leaf else int(c) for leaf, c in zip(is_leaf, tree.children_right)],
            "missing_left": [0] * tree.node_count if missing is None else [int(m) for m in missing],
            "leaf_weights": tree.value[is_leaf, 0, :].tolist()})
    return {"format": "mineprint-forest", "version": 1,
            "features": [{"name": name} for name in features],
            "classes": [str(name) for name in forest.classes_], "trees": trees}


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    import joblib
    forest = joblib.load(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(to_json(forest, sys.argv[3].split(",")), file)


if __name__ == "__main__":
    main()
