// Tables of what the file holds.
function table(caption, head, rows, textColumns = [0]) {
  const cell = (name, content, column) => el(name, {class: textColumns.includes(column) ? "text" : null, scope: name === "th" ? "col" : null}, content);
  return el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption}, el("table", {}, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, head.map((text, i) => cell("th", text, i)))),
    el("tbody", {}, rows.map(row => el("tr", {}, row.map((text, i) => cell("td", text, i)))))));
}

function areaTable(owner, layer, most = 400) {
  const target = targetOf(owner);
  const last = owner.epochs.length - 1;
  const withIntervals = layer.data.adjusted_area_km2 !== undefined;
  const zones = layer.zones.map((zone, i) => ({zone, i}));
  const rows = zones.slice(0, most).map(({zone, i}) => [zone.name,
    ...owner.epochs.map((_, epoch) => number(valueOf(layer, "area_km2", i, epoch, target))),
    growthText({...layer, target}, i, 0, last), percent(valueOf(layer, "annual_growth_percent", i, 0, last))]);
  const parts = [table(`Area of ${owner.target} by zone of ${layer.name}, in km², as mapped`,
    ["Zone", ...owner.epochs.map(epoch => epoch.name), "Growth", "A year"], rows)];
  if (withIntervals) {
    const lines = zones.slice(0, most).map(({zone, i}) => [zone.name, ...owner.epochs.map((_, epoch) => {
      const item = adjusted(layer, i, epoch, target);
      return item ? withHalf(item) : "–";
    })]);
    parts.push(table(`The same by the reference samples, in km², with 95 % intervals`, ["Zone", ...owner.epochs.map(epoch => epoch.name)], lines));
  }
  if (zones.length > most) parts.push(el("p", {class: "soft"}, `${zones.length - most} more zones are in tables/areas.csv.`));
  return parts;
}

function accuracySection(region) {
  const accuracy = region.accuracy;
  if (!accuracy || !accuracy.overall_accuracy) return null;
  const target = targetOf(region);
  const half = name => (epoch, ...rest) => valueOf(accuracy, name, epoch, ...rest);
  const withInterval = (name, epoch, ...rest) => {
    const value = valueOf(accuracy, name, epoch, ...rest);
    const interval = half(name + "_ci95")(epoch, ...rest);
    return share(value) + (isNumber(value) && isNumber(interval) ? ` ± ${number(100 * interval, 1)}` : "");
  };
  const head = ["Epoch", "Overall", "User’s", "Producer’s", "F1", "Matthews", "Quantity", "Allocation", "Kappa"];
  const rowsOf = of => region.epochs.map((epoch, i) => [epoch.name, withInterval(of + "overall_accuracy", i), withInterval(of + "users_accuracy", i, target),
    withInterval(of + "producers_accuracy", i, target), withInterval(of + "f1", i, target), number(valueOf(accuracy, of + "mcc", i), 3),
    share(valueOf(accuracy, of + "quantity_disagreement", i)), share(valueOf(accuracy, of + "allocation_disagreement", i)),
    number(valueOf(accuracy, of + "kappa", i), 3)]);
  const byArea = region.epochs.some((_, i) => isNumber(valueOf(accuracy, "weighted_overall_accuracy", i)));
  const n = region.classes.length;
  const matrices = region.epochs.map((epoch, e) => {
    const lines = region.classes.map((name, i) => [name, ...region.classes.map((_, j) => number(valueOf(accuracy, "confusion_matrix", e, i, j), 0))]);
    const samples = lines.length ? accuracy.confusion_matrix.values.slice(e * n * n, (e + 1) * n * n).reduce((a, b) => a + b, 0) : 0;
    return samples ? table(`${epoch.name}: ${samples} held-out samples; rows as mapped, columns by the reference`, ["", ...region.classes], lines) : null;
  });
  return [
    el("p", {}, `The map was checked against labelled samples that did not train it. User’s accuracy: how much of what is mapped as ${region.target} is so. ` +
      `Producer’s accuracy: how much of the ${region.target} there is was found. Quantity and allocation: ` +
      "how much map and reference disagree on how much there is, and on where." +
      (byArea ? " By area, a sample counts for the area of its class that it stands for: these are the figures to report." : "")),
    byArea ? table("Accuracy of the map, each class by its area, with 95 % intervals", head, rowsOf("weighted_")) : null,
    table("Accuracy on held-out samples as they are, with 95 % intervals", head, rowsOf("")),
    region.accuracy_notes.length ? el("details", {open: region.accuracy_notes.length < 6}, el("summary", {}, "What the samples cannot tell"),
      el("ul", {class: "small"}, region.accuracy_notes.map(note => el("li", {}, note)))) : null,
    el("details", {}, el("summary", {}, "Error matrices"), el("div", {class: "small"}, matrices.filter(Boolean)))];
}

function exclusionSection(region) {
  const whole = wholeOf(region);
  const rows = region.epochs.map((epoch, e) => {
    const unseen = whole ? valueOf(whole, "unobserved_km2", 0, e) : null;
    const seen = whole ? region.classes.reduce((sum, _, c) => sum + (valueOf(whole, "area_km2", 0, e, c) || 0), 0) : null;
    const tiles = (region.tiles || {})[epoch.name] || {};
    return [epoch.name, km2(unseen), isNumber(unseen) && seen + unseen > 0 ? share(unseen / (seen + unseen)) : "–",
      number(tiles.mapped || 0, 0), number(tiles.unobserved || 0, 0), number(tiles.failed || 0, 0)];
  });
  const parts = [table("What was not seen, and what became of the tiles", ["Epoch", "Not seen", "Share", "Tiles mapped", "without a clear pixel", "failed"], rows)];
  const quarantine = region.quarantine;
  if (quarantine && quarantine.num_rows > 0) {
    const columns = quarantine.columns;
    const lines = columns.scene.map((scene, i) => [scene || columns.path[i], columns.tile[i] || "all", columns.epoch[i] || "all", columns.cause[i]]);
    parts.push(el("p", {}, `${quarantine.num_rows} ${quarantine.num_rows === 1 ? "scene or part of one was" : "scenes or parts of them were"} put aside because they could not be used:`));
    parts.push(table("Quarantine", ["Scene", "Tile", "Epoch", "Cause"], lines, [0, 1, 2, 3]));
  } else {
    parts.push(el("p", {}, "No scene had to be put aside."));
  }
  if (region.filter) parts.push(el("p", {}, `The class maps were filtered before they were measured: ${region.filter}. The unfiltered maps lie beside them.`));
  return parts;
}

function comparisonSection() {
  const comparison = DATA.comparison;
  if (!comparison) return null;
  const rows = comparison.rows.map(row => [`${row.region} · ${row.zone}`, row.epoch, number(row.this_km2), number(row.other_km2),
    isNumber(row.this_km2) && isNumber(row.other_km2) ? number(row.this_km2 - row.other_km2) : "–",
    row.other_km2 > 0 ? percent(100 * (row.this_km2 - row.other_km2) / row.other_km2) : "–"]);
  const parts = [table("The target class in both, in km²", ["Zone", "Epoch", "These results", "The others", "Difference", ""], rows, [0, 1])];
  if (comparison.without_counterpart.length) {
    parts.push(el("details", {}, el("summary", {}, "Without a counterpart"), el("ul", {}, comparison.without_counterpart.map(text => el("li", {}, text)))));
  }
  return parts;
}
