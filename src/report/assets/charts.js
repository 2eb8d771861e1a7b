// Charts as SVG: they print, scale and need no library.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f6000", "#404040"];

/** A colour, darkened where it would stand out from white by less than 3 : 1 (WCAG 2.2, 1.4.11). */
function edgeOf(colour) {
  let parts = [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16) / 255);
  const light = () => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + weight * (parts[i] <= 0.04045 ? parts[i] / 12.92 : ((parts[i] + 0.055) / 1.055) ** 2.4), 0);
  while (1.05 / (light() + 0.05) < 3.1) parts = parts.map(part => part * 0.96);
  return `rgb(${parts.map(part => Math.round(255 * part)).join(",")})`;
}

function niceStep(range, most) {
  const rough = range / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= rough);
}

/** Epochs along a time axis, the area of one zone up, with 95 % intervals of what the samples say. */
function areaChart(owner, layer, zone) {
  const width = 360, height = 196, left = 44, right = 16, top = 16, bottom = 28;
  const target = targetOf(owner);
  const times = owner.epochs.map(middleOf);
  const areas = owner.epochs.map((_, epoch) => valueOf(layer, "area_km2", zone, epoch, target));
  const fixed = owner.epochs.map((_, epoch) => adjusted(layer, zone, epoch, target));
  const tops = [...areas, ...fixed.map(item => item && item.value + item.half)].filter(isNumber);
  const highest = Math.max(...tops, 1e-9);
  const step = niceStep(highest, 4);
  const end = Math.max(step, Math.ceil(highest / step) * step);
  const first = times[0], span = Math.max(1, times[times.length - 1] - first);
  const x = time => times.length === 1 ? (left + width - right) / 2 : left + (width - left - right) * (time - first) / span;
  const y = value => height - bottom - (height - top - bottom) * value / end;
  const chart = svg("svg", {viewBox: `0 0 ${width} ${height}`, role: "img"});
  const words = owner.epochs.map((epoch, i) => `${epoch.name}: ${km2(areas[i])}` +
    (fixed[i] ? `, by the samples ${withHalf(fixed[i])}` : "")).join("; ");
  chart.append(svg("title", {}, `${layer.zones[zone].name}. ${words}`));
  for (let value = 0; value <= end * 1.0001; value += step) {
    chart.append(svg("line", {x1: left, x2: width - right, y1: y(value), y2: y(value), ...(value ? {class: "faint", stroke: "#e3e7ea"} : {stroke: "#757f89"})}));
    chart.append(svg("text", {x: left - 6, y: y(value) + 4, "text-anchor": "end"}, number(value, step < 0.1 ? 2 : step < 1 ? 1 : 0)));
  }
  const every = Math.ceil(owner.epochs.length / 6);
  owner.epochs.forEach((epoch, i) => {
    const last = times.length - 1;
    if (i === last || (i % every === 0 && last - i >= every)) {
      const anchor = times.length > 1 && i === 0 ? "start" : times.length > 1 && i === last ? "end" : "middle";
      chart.append(svg("text", {x: x(times[i]), y: height - 8, "text-anchor": anchor}, epoch.name));
    }
  });
  const points = areas.map((area, i) => isNumber(area) ? [x(times[i]), y(area)] : null).filter(Boolean);
  if (points.length > 1) {
    const line = points.map(point => point.join(",")).join(" L");
    chart.append(svg("path", {d: `M${line} L${points[points.length - 1][0]},${y(0)} L${points[0][0]},${y(0)}Z`, fill: COLOURS[0], opacity: 0.1, class: "faint"}));
    chart.append(svg("path", {d: "M" + line, fill: "none", stroke: COLOURS[0], "stroke-width": 2.5, "stroke-linejoin": "round"}));
  }
  points.forEach(point => chart.append(svg("circle", {cx: point[0], cy: point[1], r: 3.5, fill: COLOURS[0]})));
  fixed.forEach((item, i) => {
    if (!item) return;
    const at = x(times[i]);
    const low = y(Math.max(0, item.value - item.half)), high = y(item.value + item.half);
    chart.append(svg("path", {d: `M${at},${low}V${high}M${at - 4},${low}h8M${at - 4},${high}h8`, stroke: COLOURS[1], "stroke-width": 1.6, fill: "none"}));
    chart.append(svg("rect", {x: at - 3.5, y: y(item.value) - 3.5, width: 7, height: 7, fill: "#fff", stroke: COLOURS[1], "stroke-width": 1.6}));
  });
  return chart;
}

/** What became of what: classes at the left epoch flow to classes at the right one. */
function flowChart(owner, colours, matrix, from, to) {
  // On a phone the drawing is as wide as the screen, so that its letters keep their size.
  const narrow = document.documentElement.clientWidth < 700;
  const width = narrow ? 400 : 760, height = 360, bar = 16, left = narrow ? 122 : 150, right = left, top = 28, gap = 10;
  const n = owner.classes.length;
  const cell = (i, j) => matrix[i * n + j] || 0;
  const sums = [0, 1].map(side => owner.classes.map((_, i) =>
    owner.classes.reduce((sum, _unused, j) => sum + (side ? cell(j, i) : cell(i, j)), 0)));
  const total = sums[0].reduce((a, b) => a + b, 0);
  const shown = side => owner.classes.map((_, i) => i).filter(i => sums[side][i] > 0);
  const room = height - top - 10 - gap * (Math.max(shown(0).length, shown(1).length) - 1);
  const scale = total > 0 ? room / total : 0;
  const chart = svg("svg", {viewBox: `0 0 ${width} ${height}`, role: "img"});
  const places = [0, 1].map(side => {
    let y = top;
    const place = {};
    shown(side).forEach(i => { place[i] = {y, used: 0}; y += sums[side][i] * scale + gap; });
    return place;
  });
  const x0 = left + bar, x1 = width - right - bar, middle = (x0 + x1) / 2;
  const words = [];
  shown(0).forEach(i => shown(1).forEach(j => {
    const area = cell(i, j);
    if (!(area > 0)) return;
    const thick = Math.max(area * scale, 0.6);
    const a = places[0][i].y + places[0][i].used, b = places[1][j].y + places[1][j].used;
    places[0][i].used += area * scale;
    places[1][j].used += area * scale;
    const text = `${owner.classes[i]} to ${owner.classes[j]}: ${km2(area)}`;
    words.push(text);
    chart.append(svg("path", {d: `M${x0},${a} C${middle},${a} ${middle},${b} ${x1},${b} V${b + thick} C${middle},${b + thick} ${middle},${a + thick} ${x0},${a + thick}Z`,
      fill: colours[i], "fill-opacity": i === j ? 0.28 : 0.72, stroke: edgeOf(colours[i]), "stroke-width": 0.75}, svg("title", {}, text)));
  }));
  [0, 1].forEach(side => shown(side).forEach(i => {
    const tall = Math.max(1, sums[side][i] * scale), y = places[side][i].y;
    chart.append(svg("rect", {x: side ? x1 : left, y, width: bar, height: tall, fill: colours[i], stroke: edgeOf(colours[i]), rx: 2}));
    const label = svg("text", {x: side ? x1 + bar + 8 : left - 8, y: y + tall / 2 + 4, "text-anchor": side ? "start" : "end"},
      svg("tspan", {"font-weight": 600, fill: "#1b1f23"}, owner.classes[i]), svg("tspan", {}, " " + km2(sums[side][i])));
    chart.append(label);
  }));
  chart.append(svg("text", {x: left, y: 14, "text-anchor": "start", class: "value"}, from));
  chart.append(svg("text", {x: x1 + bar, y: 14, "text-anchor": "end", class: "value"}, to));
  chart.prepend(svg("title", {}, words.join("; ")));
  return chart;
}

/** Colours of classes as in the maps: the target red, the others as colour-blind readers tell apart. */
function classColours(owner) {
  const others = ["#009e73", "#e69f00", "#56b4e9", "#f0e442", "#0072b2", "#cc79a7"];
  let next = 0;
  return owner.classes.map(name => name === owner.target ? "#d52600" : others[next++ % others.length]);
}
