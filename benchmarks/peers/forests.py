# SPDX-License-Identifier: Apache-2.0
"""The forests of other programs, as full-grown as each of them grows them: 50 trees or so, a root of the features tried at a node."""


def scikit_learn(trees, threads):
    from sklearn.ensemble import RandomForestClassifier
    forest = RandomForestClassifier(trees, n_jobs=threads, random_state=1)
    return forest.fit, lambda x: forest.predict_proba(x)[:, 1]


def xgboost(trees, threads):
    """It bins values and draws samples without replacement."""
    import xgboost as xgb
    forest = xgb.XGBRFClassifier(n_estimators=trees, subsample=0.632, colsample_bynode=0.29, learning_rate=1,
                                 max_depth=0, reg_lambda=1e-6, min_child_weight=0, tree_method="hist", n_jobs=threads)
    return forest.fit, lambda x: forest.predict_proba(x)[:, 1]


def opencv(trees, threads):
    """At most 25 levels, and one thread for training whatever it is told."""
    import cv2
    import numpy as np
    forest = cv2.ml.RTrees_create()
    forest.setMaxDepth(25)
    forest.setMinSampleCount(2)
    forest.setActiveVarCount(3)
    forest.setTermCriteria((cv2.TERM_CRITERIA_MAX_ITER, trees, 0))
    cv2.setNumThreads(threads)
    return (lambda x, y: forest.train(x, cv2.ml.ROW_SAMPLE, y.astype(np.int32)),
            lambda x: forest.predict(x)[1].ravel())


PEERS = {"scikit-learn": scikit_learn, "XGBoost": xgboost, "OpenCV": opencv}


def f1(found, truth):
    true = ((found == 1) & (truth == 1)).sum()
    return 2 * true / ((found == 1).sum() + (truth == 1).sum())
