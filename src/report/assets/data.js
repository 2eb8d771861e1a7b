// The data of the page and small tools over it. Texts become text nodes only, never markup.
const DATA = JSON.parse(document.getElementById("data").textContent);

/** An element with attributes and children; a child that is no node is text. */
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.flat());
  return node;
}

/** One value of a dataset by its index on every axis; null where there is none. */
function valueOf(holder, name, ...index) {
  const data = holder && holder.data ? holder.data[name] : holder && holder[name];
  if (!data || data.shape.length !== index.length) return null;
  let place = 0;
  index.forEach((i, axis) => { place = place * data.shape[axis] + i; });
  const value = data.values[place];
  return value === undefined ? null : value;
}

const isNumber = value => typeof value === "number" && Number.isFinite(value);

/** Three digits that count, thousands apart; a dash where there is no value. */
function number(value, decimals) {
  if (!isNumber(value)) return "–";
  const size = Math.abs(value);
  const digits = decimals !== undefined ? decimals
    : size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 4;
  const [whole, part] = value.toFixed(digits).split(".");
  const grouped = whole.replace("-", "\u2212").replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return part ? grouped + "." + part : grouped;
}

const decimalsOf = value => Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 4;
/** An estimate and its 95 % interval with the same decimals; an interval without width is none: no sample errs. */
function withHalf(item) {
  if (!item.half) return number(item.value);
  // No area is below 0.
  if (item.half >= item.value) return `${number(item.value)} (up to ${number(item.value + item.half)})`;
  const digits = item.half >= 0.5 * 10 ** -decimalsOf(item.value) ? decimalsOf(item.value) : decimalsOf(item.half);
  return `${number(item.value, digits)} ± ${number(item.half, digits)}`;
}

const km2 = value => isNumber(value) ? number(value) + "\u00a0km²" : "–";
const percent = value => isNumber(value) ? (value > 0 ? "+" : "") + number(value, Math.abs(value) >= 100 ? 0 : 1) + "\u00a0%" : "–";
const share = value => isNumber(value) ? number(100 * value, 1) + "\u00a0%" : "–";
const titleOf = region => region.title || region.name;
const targetOf = owner => owner.classes.indexOf(owner.target);
const layerNamed = (owner, name) => (owner.layers || []).find(layer => layer.name === name);
const middleOf = epoch => (Date.parse(epoch.start) + Date.parse(epoch.end)) / 2;
const wholeOf = region => layerNamed(region, "region");

/** The flag of a growth that is not a number, in words. */
function growthText(layer, zone, from, to) {
  const growth = valueOf(layer, "growth_percent", zone, from, to);
  if (isNumber(growth)) return percent(growth);
  const later = valueOf(layer, "area_km2", zone, to, layer.target);
  return isNumber(later) && later > 0 ? "new" : "–";
}

/** Area of a class with its interval where there is one. */
function adjusted(layer, zone, epoch, target) {
  const value = valueOf(layer, "adjusted_area_km2", zone, epoch, target);
  const half = valueOf(layer, "adjusted_area_ci95_km2", zone, epoch, target);
  return isNumber(value) ? {value, half: isNumber(half) && half > 1e-9 * Math.max(1, value) ? half : 0} : null;
}

function section(id, title, ...content) {
  const parts = content.flat().filter(Boolean);
  return parts.length ? el("section", {id, "aria-labelledby": id + "-title"},
    el("h2", {id: id + "-title"}, title), parts) : null;
}

function choice(label, options, onchange) {
  const select = el("select", {onchange: event => onchange(event.target.selectedIndex)},
    options.map(text => el("option", {}, text)));
  return el("label", {}, label, select);
}
