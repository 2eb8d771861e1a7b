// What training said of the forests: out-of-bag and cross-validated accuracy, importances, tuning.
function forestSection(region) {
  const forests = region.forests || [];
  if (!forests.length) return [];
  const spread = item => item ? `${share(item.mean)}${isNumber(item.sd) ? ` ± ${number(100 * item.sd, 1)}` : ""}` : "–";
  const measure = (forest, name, cls) => forest.measures.find(item => item.measure === name && item.class === cls);
  const important = forest => [...forest.importance.features].filter(item => isNumber(item.share))
    .sort((a, b) => b.share - a.share).slice(0, 3).map(item => `${item.name} ${number(100 * item.share, 1)}`).join(", ");
  const parts = [table("What training says of the forests",
    ["Forest", "Samples", "Out-of-bag error", "Mean margin", `Most important features (${forests[0].importance.by}, %)`],
    forests.map(forest => [forest.name, number(forest.num_samples, 0), share(forest.oob_error), number(forest.margin, 3), important(forest)]), [0, 4])];
  const validated = forests.filter(forest => forest.num_folds > 0);
  if (validated.length) {
    parts.push(table("Cross-validated: mean ± standard deviation over the folds",
      ["Forest", "Folds", "Overall", `${region.target}: user’s`, "producer’s", "F1"],
      validated.map(forest => [forest.name, number(forest.num_folds, 0), spread(measure(forest, "overall_accuracy", "")),
        ...["users_accuracy", "producers_accuracy", "f1"].map(name => spread(measure(forest, name, region.target)))])));
  }
  const tuned = forests.filter(forest => forest.tuning.length);
  if (tuned.length) {
    parts.push(el("details", {}, el("summary", {}, "Forests tried in tuning"), el("div", {class: "small"}, tuned.map(forest =>
      table(forest.name, ["Trees", "Features a split", "Out-of-bag error", ""], forest.tuning.map(point =>
        [number(point.trees, 0), number(point.mtry, 0), share(point.oob_error), point.chosen ? "chosen" : ""]))))));
  }
  return parts;
}
