// Two zones side by side: growth on each side, by distance, by the samples, before and after a policy.
function withEnds(item) {
  if (!isNumber(item.value)) return "–";
  const ends = isNumber(item.low) && isNumber(item.high) ? `${percent(item.low)} to ${percent(item.high)}` : "no interval";
  return `${percent(item.value)} (${ends})${item.pooled ? " *" : ""}`;
}

function borderTable(region, border) {
  const [one, two] = border.sides;
  const first = region.epochs[0].name, last = region.epochs[region.epochs.length - 1].name;
  const rows = one.bands.map((band, i) => [band.name, ...[band, two.bands[i]].flatMap(side =>
    [number(side.first_km2), number(side.last_km2), percent(side.growth)])]);
  const head = ["Distance", ...border.sides.flatMap(side => [`${side.code}: ${first}`, last, "Growth"])];
  const parts = [table(`${one.code} and ${two.code}: area of ${region.target} in km², as mapped, by distance from the border`, head, rows)];
  const lines = [];
  const add = (name, figure) => {
    if (border.sides.some(side => isNumber(figure(side).value))) lines.push([name, ...border.sides.map(side => withEnds(figure(side)))]);
  };
  add(`Growth ${first} to ${last}, by the samples`, side => side.growth);
  if (border.pivot_epoch) {
    const mapped = key => side => isNumber(side[key]) ? percent(side[key]) : "–";
    const times = [["before", `${first} to ${border.pivot_epoch}`], ["after", `${border.pivot_epoch} to ${last}`]];
    for (const [when, epochs] of times) {
      lines.push([`A year ${when} ${border.policy_year} (${epochs}), as mapped`, ...border.sides.map(mapped("mapped_" + when))]);
      add(`The same by the samples`, side => side[when]);
    }
  }
  if (lines.length) parts.push(table("Growth on each side, with 95 % intervals", ["", one.code, two.code], lines));
  const words = [];
  if (isNumber(border.ratio.value)) {
    words.push(`Areas of ${two.code} grew by ${number(border.ratio.value, 2)} (${number(border.ratio.low, 2)} to ${number(border.ratio.high, 2)}) times the factor of ${one.code}, by the samples.`);
  }
  if (isNumber(border.p_value)) {
    words.push(`Mean net gain of a site: ${number(one.mean_gain_km2)} and ${number(two.mean_gain_km2)} km² on ${one.num_sites} and ${two.num_sites} sites, p = ${number(border.p_value, 4)} by permutation.`);
  }
  if ([one, two].some(side => side.growth.pooled || side.before.pooled || side.after.pooled)) {
    words.push("* Too few samples on that side: those of the whole region were taken.");
  }
  if (words.length) parts.push(el("p", {class: "soft"}, words.join(" ")));
  return parts;
}

const borderSection = region => (region.borders || []).flatMap(border => borderTable(region, border));
