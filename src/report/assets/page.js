// Puts the page together: the head once, one region at a time below it.
function cardsOf(region) {
  const whole = wholeOf(region), target = targetOf(region), last = region.epochs.length - 1;
  if (!whole) return null;
  const card = (value, text) => el("div", {class: "card"}, el("b", {}, value), el("span", {}, text));
  const area = valueOf(whole, "area_km2", 0, last, target);
  const cards = [card(km2(area), `${region.target} in ${region.epochs[last].name}`)];
  if (last > 0) {
    cards.push(card(growthText({...whole, target}, 0, 0, last), `since ${region.epochs[0].name}`));
    cards.push(card(percent(valueOf(whole, "annual_growth_percent", 0, 0, last)), "a year"));
  }
  const item = adjusted(whole, 0, last, target);
  if (item && item.half) cards.push(card(`${withHalf(item)} km²`, `by the samples, ${region.epochs[last].name}, 95 % interval`));
  const accuracy = region.accuracy ? valueOf(region.accuracy, "overall_accuracy", last) : null;
  if (isNumber(accuracy)) cards.push(card(share(accuracy), `of the held-out samples agree, ${region.epochs[last].name}`));
  return el("div", {class: "cards"}, cards);
}

function chartsSection(region) {
  const most = 12;
  const layers = region.layers.filter(layer => layer.zones.length);
  const holder = el("div", {class: "small"});
  const draw = index => {
    const layer = layers[index];
    const zones = layer.zones.map((_, i) => i);
    const target = targetOf(region), last = region.epochs.length - 1;
    zones.sort((a, b) => (valueOf(layer, "area_km2", b, last, target) || 0) - (valueOf(layer, "area_km2", a, last, target) || 0) || a - b);
    holder.replaceChildren(...zones.slice(0, most).map(zone => el("figure", {}, el("h3", {}, layer.zones[zone].name),
      areaChart(region, layer, zone), el("figcaption", {}, `${km2(valueOf(layer, "area_km2", zone, last, target))} in ${region.epochs[last].name}, ` +
        `${growthText({...layer, target}, zone, 0, last)} since ${region.epochs[0].name}`))));
  };
  const first = layers.length > 1 ? 1 : 0;
  const select = layers.length > 1 ? choice("Zones", layers.map(layer => layer.name === "region" ? "whole region" : layer.name), draw) : null;
  if (select) select.querySelector("select").selectedIndex = first;
  draw(first);
  const intervals = layers.some(layer => layer.data.adjusted_area_km2);
  return [select ? el("div", {class: "controls"}, select) : null, holder,
    el("p", {class: "soft"}, `km² of ${region.target}; the blue line is what is mapped` + (intervals ? ", the orange squares what the reference samples say, with 95 % intervals." : ".")),
    el("details", {}, el("summary", {}, "The numbers"), layers.map(layer => areaTable(region, layer)).flat())];
}

function flowSection(region) {
  const layers = region.layers.filter(layer => layer.flows && layer.flows.pairs);
  if (!layers.length || region.epochs.length < 2) return null;
  const zones = layers.flatMap(layer => layer.zones.map((zone, i) => ({layer, i, name: zone.name})));
  const pairs = layers[0].flows.pairs;
  const n = region.classes.length ** 2;
  const state = {zone: 0, pair: pairs.length - 1};
  const figure = el("figure");
  const draw = () => {
    const {layer, i, name} = zones[state.zone], [from, to] = pairs[state.pair];
    const start = (i * pairs.length + state.pair) * n;
    const matrix = layer.flows.km2.slice(start, start + n);
    figure.replaceChildren(flowChart(region, classColours(region), matrix, region.epochs[from].name, region.epochs[to].name),
      el("figcaption", {}, `${name}: what was seen at both epochs. Strong bands changed their class, pale ones kept it.`),
      el("details", {}, el("summary", {}, "The matrix"), table(`km², rows ${region.epochs[from].name}, columns ${region.epochs[to].name}`, ["", ...region.classes],
        region.classes.map((row, r) => [row, ...region.classes.map((_, c) => number(matrix[r * region.classes.length + c]))]))));
  };
  const pairSelect = choice("Epochs", pairs.map(([from, to]) => `${region.epochs[from].name} to ${region.epochs[to].name}`), i => { state.pair = i; draw(); });
  pairSelect.querySelector("select").selectedIndex = state.pair;
  const zoneSelect = choice("Zone", zones.map(zone => zone.name), i => { state.zone = i; draw(); });
  draw();
  return [el("div", {class: "controls"}, zoneSelect, pairSelect), figure];
}

function methodSection(region) {
  return [el("dl", {class: "method"}, region.methods.flatMap(step => [el("dt", {}, step.what),
    el("dd", {}, step.how, step.papers.map(paper => el("cite", {}, paper)))]))];
}

function citeSection() {
  const names = DATA.regions.map(region => `${titleOf(region)} (${region.epochs.map(epoch => epoch.name).join(", ")})`).join("; ");
  const hashes = DATA.regions.map(region => `${region.name} ${(region.job_sha256 || "").slice(0, 16)}`).join(", ");
  const libraries = Object.entries(DATA.libraries).map(([name, version]) => `${name} ${version}`).join(", ");
  return [el("p", {}, `Mine areas of ${names}, computed with mineprint ${DATA.program_version} (${libraries}); jobs by their SHA-256: ${hashes}. ` +
    "Give the number with its epoch, its zone and, where there is one, its interval; and cite the papers of the methods above.")];
}

function redoSection(region) {
  return [el("p", {}, "The same job, archive and version give the same bytes, on any number of ranks and threads. Save the text below as a job file, then:"),
    el("pre", {tabindex: "0"}, `mpirun -n 4 mineprint run --output out/again ${region.name}.cfg\nmineprint compare out/again THIS_FOLDER`),
    el("details", {}, el("summary", {}, "Every option as used"), el("pre", {tabindex: "0"}, region.job_text || ""))];
}

function showRegion(region) {
  const hooks = {};
  const main = document.getElementById("main");
  const map = mapSection(region, hooks);
  main.replaceChildren(...[
    DATA.regions.length > 1 ? el("h2", {id: "region"}, titleOf(region)) : null, cardsOf(region),
    region.headlines.map(line => el("p", {class: line.layer === "region" ? "lead" : ""}, line.text)),
    map ? section("map", "Where and when", map) : null,
    section("areas", "Area over time", chartsSection(region)),
    section("flows", "What became of what", flowSection(region)),
    section("borders", "Across the border", borderSection(region)),
    section("sites", "Sites", siteSection(region, hooks)),
    section("spectra", "Is it this mineral?", spectraSection(region)),
    section("accuracy", "How far to trust it", accuracySection(region) || [], forestSection(region)),
    section("excluded", "What was left out", exclusionSection(region)),
    section("comparison", "Against other results", comparisonSection()),
    section("methods", "How it was done", methodSection(region)),
    section("cite", "How to cite it", citeSection()),
    section("redo", "How to redo it", redoSection(region)),
  ].flat().filter(Boolean));
  if (hooks.start) hooks.start();
}

function overview() {
  if (DATA.regions.length < 2) return null;
  const rows = DATA.regions.map(region => {
    const whole = wholeOf(region), target = targetOf(region), last = region.epochs.length - 1;
    return [titleOf(region), region.epochs[0].name, number(valueOf(whole, "area_km2", 0, 0, target)), region.epochs[last].name,
      number(valueOf(whole, "area_km2", 0, last, target)), growthText({...whole, target}, 0, 0, last), percent(valueOf(whole, "annual_growth_percent", 0, 0, last))];
  });
  return table("All regions, km² of the target class", ["Region", "From", "km²", "To", "km²", "Growth", "A year"], rows);
}

function tabs() {
  if (DATA.regions.length < 2) return null;
  const names = DATA.regions.map(titleOf);
  const nav = el("nav", {class: "tabs", "aria-label": "Regions"});
  const pick = index => {
    [...nav.querySelectorAll("button")].forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
    showRegion(DATA.regions[index]);
    location.hash = "region=" + encodeURIComponent(DATA.regions[index].name);
  };
  if (names.length > 6) nav.append(choice("Region ", names, pick));
  else nav.append(...names.map((name, i) => el("button", {type: "button", "aria-pressed": String(i === 0), onclick: () => pick(i)}, name)));
  return nav;
}

function start() {
  const banner = document.getElementById("banner");
  const kinds = new Set(DATA.regions.map(region => region.synthetic));
  if (kinds.has("yes") || kinds.has("unknown")) {
    banner.hidden = false;
    banner.textContent = kinds.has("yes") ? "Synthetic: the imagery is made up by a simulator. The numbers show how the program works and nothing about the real places."
      : "The job describes a simulated archive, and the archive is no longer there to tell: the imagery may be synthetic.";
  }
  const lines = DATA.headlines.map(line => el("p", {class: "lead"}, line.text));
  document.getElementById("head").append(el("p", {class: "kicker"}, "mineprint · surface mines from satellite archives"), el("h1", {}, DATA.title),
    DATA.regions.length > 1 ? el("div", {}, lines.slice(0, 3), lines.length > 3 ? el("details", {}, el("summary", {}, `${lines.length - 3} more`), lines.slice(3)) : null) : "",
    overview() || "", tabs() || "");
  document.getElementById("foot").append(`Made by mineprint ${DATA.program_version}. The same numbers: results.h5, tables/*.csv.`);
  const wanted = decodeURIComponent((location.hash.match(/region=([^&]+)/) || [])[1] || "");
  const index = Math.max(0, DATA.regions.findIndex(region => region.name === wanted));
  document.querySelectorAll(".tabs button").forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
  if (DATA.regions.length) showRegion(DATA.regions[index]);
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(node => { node.open = true; }));
}

start();
