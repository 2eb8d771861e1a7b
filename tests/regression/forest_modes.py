# SPDX-License-Identifier: Apache-2.0
"""A forest is the same `model.h5`, byte for byte, in both modes, for any number of ranks and threads and however little
memory training may take; its learning curve and confusion fit together."""

import shutil

import harness
from harness import check, check_equal

REPLICATED = ("--forest.mode", "replicated")
SHARDED = ("--forest.mode", "sharded")
# So little that histograms are summed in many batches and rows move in many rounds.
BATCHES = (*SHARDED, "--forest.memory", "0.5")

RUNS = [(1, 4, SHARDED), (2, 2, REPLICATED), (2, 1, BATCHES), (3, 2, SHARDED), (4, 1, REPLICATED),
        (4, 2, BATCHES), (8, 1, REPLICATED), (8, 1, SHARDED)]


def train(case, job, samples, ranks, threads, options):
    output = case.folder / f"{options[1]}_{len(options)}_{ranks}_{threads}"
    shutil.copytree(samples, output)
    said = case.run("train", *options, "--output", output, job, ranks=ranks, threads=threads)
    return (output / "model.h5").read_bytes(), said.text


def check_report(path):
    import h5py

    with h5py.File(path) as file:
        forest = file["forests/pair"]
        confusion = forest["oob_confusion"][()]
        classes = len(forest["class"])
        confusion = confusion.reshape(classes, classes)
        curve = dict(zip(forest["curve_trees"][()].tolist(), forest["curve_oob_error"][()].tolist()))
        check_equal(list(curve), [1, 2, 3, 5, 7, 10, 12], "the points of the learning curve")
        check_equal(curve[12], forest.attrs["oob_error"], "the end of the learning curve")
        wrong = 1 - confusion.trace() / confusion.sum()
        check(abs(wrong - curve[12]) < 1e-12, f"the confusion says {wrong}, the curve {curve[12]}")
        check(0 <= min(curve.values()) and max(curve.values()) < 0.01, f"the classes are easy to tell apart: {curve}")
        check(abs(forest["impurity_importance"][()].sum() - 1) < 1e-12, "importances do not sum to 1")
        check(0.9 < forest.attrs["oob_margin"] <= 1, "the classes are easy to tell apart, the margin must be large")
        loss = forest["permutation_importance"][()]
        check(loss.shape == forest["feature_name"].shape and loss.max() > 0.05, f"permutation importances are {loss}")
        check_equal(int(forest["class_samples"][()].sum()), int(forest.attrs["num_samples"]), "samples of the classes")
        edges = set(forest["bin_edge"][()].tolist())
        used = set(forest["threshold"][()][forest["feature"][()] >= 0].tolist())
        check(len(used) > 2 and used <= edges, f"trees split at {sorted(used - edges)}, where no bin ends")


def run_case(case):
    import synthetic

    (case.folder / "input").mkdir()
    pair = synthetic.make_pair(case.folder / "input")
    job = case.job("forest_modes", reference=pair.reference,
                   **{f"image_{epoch}": pair.images[epoch] for epoch in synthetic.EPOCHS})
    samples = case.folder / "samples"
    case.run("sample", "--output", samples, job)
    expected, _ = train(case, job, samples, 1, 1, REPLICATED)
    for ranks, threads, options in RUNS:
        model, said = train(case, job, samples, ranks, threads, options)
        check(model == expected, f"model.h5 differs with {options} on {ranks} ranks × {threads} threads")
        if ranks > 1:
            check(f"trained {options[1]} on {ranks} ranks" in said, f"the log does not tell the mode:\n{said}")
        if ranks > 1 and options is BATCHES:
            check("level 0: 12 nodes, histograms" in said, f"the log does not tell the traffic:\n{said}")
    check_report(case.folder / "replicated_2_1_1" / "model.h5")


harness.main(run_case)
