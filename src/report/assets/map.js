// The map of one region: pictures of its cells, zones, sites, and a slider over the epochs.
function scaleBar(map, info) {
  const metres = info.units === "m" ? info.cell_size
    : info.cell_size * 111320 * Math.cos((info.extent[1] + info.extent[3]) / 2 * Math.PI / 180);
  const control = L.control({position: "bottomleft"});
  const bar = el("div", {class: "scale"});
  control.onAdd = () => bar;
  control.addTo(map);
  const update = () => {
    const perPixel = metres / 2 ** map.getZoom();
    const length = niceStep(perPixel * 120, 1.6) || 1;
    bar.style.width = length / perPixel + "px";
    bar.textContent = length >= 1000 ? `${number(length / 1000, 0)} km` : `${number(length, 0)} m`;
  };
  map.on("zoomend", update);
  update();
}

// What the list of sites shows of all that a site's popup tells.
const SITE_COLUMNS = ["area_km2", "first_epoch", "last_epoch", "growth_percent", "net_gain_km2"];
function siteColumns(sites) {
  const known = sites.fields.map((_, i) => i).filter(i => SITE_COLUMNS.includes(sites.fields[i]) || /^zone_(?!share_)/.test(sites.fields[i]));
  return known.length ? known : sites.fields.map((_, i) => i).slice(0, 6);
}
// Names of epochs are years more often than not, and no numbers; neither are names of sites and codes of zones.
const isName = field => /(_epoch|^site|^name|^id|^kind|^nearest|^zones?_(?!share_).*)$/.test(field);
const siteValue = (value, field = "") => isNumber(value) && !isName(field) ? number(value, Number.isInteger(value) ? 0 : /^(longitude|latitude|west|south|east|north)$/.test(field) ? 5 : undefined) : String(value);

/** What a popup leaves out: the name it has on top, the box, what says nothing. */
const isSpare = (field, value) => value === "" || /^(site|west|south|east|north)$/.test(field) || (/^unobserved_/.test(field) && value === 0);

/** `target_km2_2020` as people say it. */
function fieldTitle(field) {
  const known = {area_km2: "area, km²", first_epoch: "first seen", last_epoch: "last seen", growth_percent: "growth, %", net_gain_km2: "net gain, km²",
    nearest_m: "to the nearest, m", nearest: "nearest site"};
  const parts = field.match(/^(target|unobserved)_km2_(.+)$/);
  if (parts) return (parts[1] === "target" ? "" : "not seen, ") + parts[2] + ", km²";
  const share = field.match(/^zone_share_(.+)$/);
  if (share) return `share in its ${share[1]}`;
  if (/^zones_/.test(field)) return `all shares, ${field.slice(6)}`;
  return known[field] || field.replace(/^zone_/, "").replaceAll("_", " ");
}

function popupOf(sites, site) {
  return el("div", {class: "popup"}, el("b", {}, site.title), el("table", {}, el("tbody", {}, sites.fields.map((field, i) => isSpare(field, site.values[i]) ? null :
    el("tr", {}, el("th", {scope: "row"}, fieldTitle(field)), el("td", {}, siteValue(site.values[i], field)))).filter(Boolean))));
}

function makeMap(region, holder) {
  const info = region.map, w = info.width, h = info.height;
  const bounds = [[-h, 0], [0, w]];
  const map = L.map(holder, {crs: L.CRS.Simple, minZoom: -6, maxZoom: 6, zoomSnap: 0.25, zoomDelta: 0.5, attributionControl: false,
    preferCanvas: true, maxBounds: [[-h * 1.4, -w * 0.4], [h * 0.4, w * 1.4]], zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches});
  const panes = {background: 210, probability: 220, expansion: 230, unobserved: 240};
  for (const [name, order] of Object.entries(panes)) map.createPane(name).style.zIndex = order;
  const overlay = (pane, crisp, alt) => L.imageOverlay("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=", bounds,
    {pane, className: crisp ? "crisp" : "", alt});
  const layers = {background: overlay("background", false, "composite"), probability: overlay("probability", true, "probability"),
    expansion: overlay("expansion", true, "expansion of the target class"), unobserved: overlay("unobserved", true, "not seen")};
  const state = {epoch: region.epochs.length - 1, background: info.backgrounds.length ? 0 : -1,
    on: {expansion: true, unobserved: true, probability: false}, zones: {}, sites: true};
  const show = (name, uri) => {
    const wanted = Boolean(uri);
    if (wanted) layers[name].setUrl(uri);
    if (wanted && !map.hasLayer(layers[name])) layers[name].addTo(map);
    if (!wanted && map.hasLayer(layers[name])) layers[name].remove();
  };
  const refresh = () => {
    const kind = info.backgrounds[state.background];
    show("background", kind && kind.images[state.epoch]);
    for (const name of ["expansion", "unobserved", "probability"]) show(name, state.on[name] && info[name][state.epoch]);
  };
  const at = (x, y) => [-y, x];
  const zoneLayers = info.zones.map((layer, i) => L.layerGroup(layer.zones.map(zone => {
    const rings = zone.rings.map(ring => {
      const points = [];
      for (let k = 0; k < ring.length; k += 2) points.push(at(ring[k] / 10, ring[k + 1] / 10));
      return points;
    });
    const halo = L.polygon(rings, {color: "#fff", weight: 4.5, opacity: 0.75, fill: false, interactive: false});
    const line = L.polygon(rings, {color: "#111", weight: 1.6, dashArray: i % 2 ? "2 5" : "7 4", fill: false});
    return L.layerGroup([halo, line.bindTooltip(zone.name, {sticky: true})]);
  })));
  const sites = info.sites;
  const markers = sites ? sites.items.map(site => L.circleMarker(at(site.x, site.y), {radius: Math.min(14, 4 + Math.sqrt(site.size || 0) * 3),
    color: "#111", weight: 1.5, fillColor: "#fff", fillOpacity: 0.55}).bindPopup(() => popupOf(sites, site), {maxHeight: Math.min(300, holder.clientHeight * 0.55), autoPanPaddingTopLeft: [10, 14]})) : [];
  const siteLayer = L.layerGroup(markers);
  map.fitBounds(bounds, {padding: [6, 6]});
  map.setMinZoom(map.getZoom() - 1);
  scaleBar(map, info);
  refresh();
  zoneLayers.forEach((layer, i) => { state.zones[i] = true; layer.addTo(map); });
  if (markers.length) siteLayer.addTo(map);
  const toggle = (layer, wanted) => wanted ? layer.addTo(map) : layer.remove();
  return {
    map, state, refresh,
    setEpoch(epoch) { state.epoch = epoch; refresh(); },
    setBackground(kind) { state.background = kind; refresh(); },
    setLayer(name, wanted) { state.on[name] = wanted; refresh(); },
    setZones(i, wanted) { toggle(zoneLayers[i], wanted); },
    setSites(wanted) { toggle(siteLayer, wanted); },
    openSite(i) {
      if (!map.hasLayer(siteLayer)) siteLayer.addTo(map);
      // Without animation, else the popup's own panning is lost and it may open beyond the edge.
      map.setView(markers[i].getLatLng(), Math.max(map.getZoom(), 1), {animate: false});
      markers[i].openPopup();
    },
  };
}

/** The colours with what they mean; what comes after the shown epoch is faint. */
function legend(region) {
  const whole = wholeOf(region), target = targetOf(region);
  const n = region.classes.length;
  const gained = epoch => {  // from the epoch before, on what was seen at both
    if (!whole || !whole.flows || !whole.flows.pairs) return null;
    const matrix = whole.flows.km2.slice((epoch - 1) * n * n, epoch * n * n);
    return region.classes.reduce((sum, _, from) => sum + (from === target ? 0 : matrix[from * n + target]), 0);
  };
  const items = region.epochs.map((epoch, i) => {
    const area = i === 0 ? (whole ? valueOf(whole, "area_km2", 0, 0, target) : null) : gained(i);
    const swatch = el("i");
    swatch.style.background = region.map.colours[i];
    return el("li", {}, swatch, el("span", {}, i === 0 ? `${region.target} in ${epoch.name}` : `new by ${epoch.name}`), el("em", {}, i > 0 && isNumber(area) ? "+" + km2(area) : km2(area)));
  });
  const gone = el("i");
  gone.style.background = "#96a0a5";
  const list = el("ul", {class: "key"}, items, el("li", {}, gone, el("span", {}, `no longer ${region.target}`)));
  return {list, update(epoch) { items.forEach((item, i) => item.classList.toggle("off", i > epoch)); }};
}

function check(label, checked, onchange) {
  return el("label", {class: "check"}, el("input", {type: "checkbox", checked, onchange: event => onchange(event.target.checked)}), label);
}

function mapSection(region, hooks) {
  const info = region.map;
  if (!info) return null;
  const holder = el("div", {class: "map", role: "application", "aria-label": `Map of ${titleOf(region)}`});
  const key = legend(region);
  const last = region.epochs.length - 1;
  const shown = el("output", {class: "epoch", "aria-live": "polite"}, region.epochs[last].name);
  const slider = el("input", {type: "range", min: 0, max: last, step: 1, value: last, "aria-label": "Epoch"});
  const setEpoch = epoch => {
    slider.value = epoch;
    slider.setAttribute("aria-valuetext", region.epochs[epoch].name);
    shown.textContent = region.epochs[epoch].name;
    key.update(epoch);
    hooks.view.setEpoch(epoch);
  };
  slider.addEventListener("input", () => setEpoch(Number(slider.value)));
  let timer = 0;
  const play = el("button", {type: "button", "aria-label": "Play", "aria-pressed": "false", class: "noprint", onclick: () => {
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = "▶"; play.setAttribute("aria-pressed", "false"); };
    if (timer) { stop(); return; }
    play.textContent = "❚❚";
    play.setAttribute("aria-pressed", "true");
    setEpoch(Number(slider.value) === last ? 0 : Number(slider.value));
    timer = setInterval(() => {
      if (!play.isConnected || Number(slider.value) === last) { stop(); return; }
      setEpoch(Number(slider.value) + 1);
    }, 900);
  }}, "▶");
  const backgrounds = choice("Background", [...info.backgrounds.map(kind => kind.title), "none"],
    i => hooks.view.setBackground(i < info.backgrounds.length ? i : -1));
  const some = list => list.some(Boolean);
  const boxes = [
    check(`${region.target}, coloured by when it appeared`, true, on => hooks.view.setLayer("expansion", on)),
    some(info.unobserved) ? check("not seen", true, on => hooks.view.setLayer("unobserved", on)) : null,
    some(info.probability) ? check(`probability of ${region.target}`, false, on => hooks.view.setLayer("probability", on)) : null,
    ...info.zones.map((layer, i) => check(`borders: ${layer.layer}`, true, on => hooks.view.setZones(i, on))),
    info.sites ? check(`${number(info.sites.items.length, 0)} sites`, true, on => hooks.view.setSites(on)) : null];
  const size = info.factor === 1 ? "Each cell is a pixel of the map." : `Each cell stands for ${info.factor} × ${info.factor} pixels; the fainter, the less of it is ${region.target}.`;
  const panel = el("div", {class: "panel"}, el("div", {}, shown, el("div", {class: "slider"}, play, slider)), key.list,
    el("fieldset", {}, el("legend", {}, "Layers"), boxes.filter(Boolean)), info.backgrounds.length ? el("div", {class: "noprint"}, backgrounds) : null);
  hooks.start = () => { hooks.view = makeMap(region, holder); setEpoch(last); };
  return [el("div", {class: "mapgrid"}, holder, panel), el("p", {class: "soft"}, `${info.crs}. ${size}`),
    ...info.notes.map(note => el("p", {class: "soft"}, note))];
}

function siteSection(region, hooks) {
  const sites = region.map && region.map.sites;
  if (!sites || !sites.items.length) return null;
  const most = 200, columns = siteColumns(sites);
  const body = el("tbody");
  const order = sites.items.map((_, i) => i);
  const fill = text => {
    const wanted = text.trim().toLowerCase();
    const found = wanted ? order.filter(i => [sites.items[i].title, ...sites.items[i].values].some(value => String(value).toLowerCase().includes(wanted))) : order;
    body.replaceChildren(...found.slice(0, most).map(i => el("tr", {}, el("td", {}, el("button", {type: "button", "data-site": i, onclick: () => {
      document.getElementById("map").scrollIntoView();
      hooks.view.openSite(i);
    }}, sites.items[i].title)), columns.map(column => el("td", {}, siteValue(sites.items[i].values[column], sites.fields[column]))))));
    count.textContent = found.length > most ? `The first ${most} of ${number(found.length, 0)} are listed.` : `${number(found.length, 0)} sites.`;
  };
  const count = el("span", {class: "soft", role: "status"});
  const search = el("input", {type: "search", "aria-label": "Search sites", placeholder: "Search sites", oninput: event => fill(event.target.value)});
  fill("");
  return [el("div", {class: "controls"}, search, count), el("div", {class: "scroll sites", tabindex: "0", role: "region", "aria-label": "Sites"},
    el("table", {}, el("thead", {}, el("tr", {}, ["Site", ...columns.map(column => fieldTitle(sites.fields[column]))].map(text => el("th", {scope: "col"}, text)))), body))];
}
