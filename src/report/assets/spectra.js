// What the spectra of the sites say of a mineral, with a plot a site.
function verdictCounts(sites) {
  const counts = new Map();
  sites.forEach(site => counts.set(site.verdict, (counts.get(site.verdict) || 0) + 1));
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
}

function verdictRow(site) {
  return [site.name, site.verdict, isNumber(site.rank) ? String(site.rank) : "–", site.match || "–", number(site.statistic, 3),
    share(site.share_elsewhere), `${site.detected} of ${site.pixels}`, site.reason];
}

function spectraSection(region) {
  const spectra = region.spectra;
  if (!spectra) return null;
  const measure = spectra.method === "feature fit" ? "by the shape of its absorptions" : "by likeness alone";
  const told = spectra.resolved === "yes" ? `${spectra.sensor} resolves the mineral, ${measure}.`
    : `${spectra.sensor} does not resolve the mineral, so no site can be confirmed; a score is of plausibility only. ${spectra.reason}`;
  const limits = spectra.limits.map(limit => [limit.background, isNumber(limit.fraction) ? share(limit.fraction) : "never"]);
  const plots = spectra.sites.filter(site => site.plot);
  const left = spectra.sites.length - plots.length;
  return [el("p", {class: "lead"}, `${spectra.sites.length} sites against ${spectra.targets.length} library spectra (${spectra.targets.join(", ")}): ${verdictCounts(spectra.sites)}.`),
    el("p", {}, told),
    table(`Sites; a statistic above ${number(spectra.threshold, 3)} is a detection`, ["Site", "Verdict", "Rank of the mineral", "Best match", "Statistic",
      "Elsewhere as high", "Pixels detected", "Reason"], spectra.sites.map(verdictRow), [0, 1, 3, 7]),
    el("details", {}, el("summary", {}, "The least area fraction that this sensor tells"),
      table(`By simulation with a noise of ${spectra.noise} of reflectance`, ["Mixed with", "Detection limit"], limits)),
    el("details", {id: "plots"}, el("summary", {}, `A plot a site (${plots.length})`), el("div", {class: "small"}, plots.map(site => el("figure", {},
      el("h3", {}, `${site.name}: ${site.verdict}`), el("img", {src: site.plot, class: "plot", alt: `Spectra of ${site.name} and of the library`}),
      el("figcaption", {}, site.reason)))), left > 0 ? el("p", {class: "soft"}, `${left} more are in spectra/site_*.svg.`) : null)];
}
