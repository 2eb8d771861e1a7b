# SPDX-License-Identifier: Apache-2.0
"""Measures the contrast of an open page by WCAG 2.2: of all text at least 4.5 (1.4.3, without the allowance for large
letters), of what one must see to read a chart or to find a control at least 3 (1.4.11)."""

from xml.etree import ElementTree

from harness import check

LEAST_TEXT, LEAST_GRAPHICS = 4.5, 3

# On paper a background is only what asks for it. Behind what lies on the map are pictures of any colour, so the worse
# of black and white counts. Shapes of the class `faint` are grids and tints that say nothing of their own.
MEASURE = """((print, leastText, leastGraphics) => {
  document.querySelectorAll("details").forEach(node => { node.open = true; });
  const colour = text => { const n = (text.match(/[\\d.]+/g) || []).map(Number); return n.length < 3 ? null : [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const v = c[i] / 255;
    return sum + weight * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  }, 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const styles = new Map(), behind = new Map();
  const style = node => styles.get(node) || styles.set(node, getComputedStyle(node)).get(node);
  const painted = node => !print || style(node).webkitPrintColorAdjust === "exact" ? colour(style(node).backgroundColor) : [0, 0, 0, 0];
  const grounds = node => {
    if (!node) return [[255, 255, 255, 1]];
    if (behind.has(node)) return behind.get(node);
    const own = painted(node);
    const all = own[3] === 1 ? [own] : node.classList.contains("map") ? [[0, 0, 0, 1], [255, 255, 255, 1]]
      : grounds(node.parentElement).map(below => over(own, below));
    behind.set(node, all);
    return all;
  };
  const opacity = node => { let all = 1; for (let n = node; n; n = n.parentElement) all *= Number(style(n).opacity); return all; };
  const against = (paint, seen, list) => {
    const c = colour(paint);
    return c ? Math.min(...list.map(ground => ratio(over([c[0], c[1], c[2], c[3] * seen], ground), ground))) : 1;
  };
  const visible = node => node.checkVisibility({checkVisibilityCSS: true}) && node.getClientRects().length > 0;
  const found = {texts: 0, graphics: 0, least_text: 21, least_graphics: 21, bad: []};
  const note = (kind, least, value, what) => {
    found[kind]++;
    const key = kind === "texts" ? "least_text" : "least_graphics";
    found[key] = Math.min(found[key], value);
    if (value < least) found.bad.push(`${value.toFixed(2)}: ${what}`);
  };
  const place = node => { const name = node.getAttribute("class"); return node.tagName.toLowerCase() + (name ? "." + name : ""); };
  const text = (node, paint, words) => note("texts", leastText, against(paint, opacity(node), grounds(node)), `${place(node)} '${words.trim().slice(0, 40)}'`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest("script, style, noscript, option, title") || !visible(node)) continue;
    text(node, node instanceof SVGElement ? style(node).fill : style(node).color, walker.currentNode.data);
  }
  document.querySelectorAll("select, input").forEach(node => {
    if (!visible(node)) return;
    if (node.tagName === "SELECT") text(node, style(node).color, node.value);
    if (node.placeholder) text(node, getComputedStyle(node, "::placeholder").color, node.placeholder);
  });
  document.querySelectorAll("svg path, svg line, svg rect, svg circle").forEach(node => {
    if (!visible(node) || node.classList.contains("faint")) return;
    const s = style(node), seen = opacity(node), list = grounds(node.closest("svg"));
    note("graphics", leastGraphics, Math.max(against(s.fill, seen * Number(s.fillOpacity), list), against(s.stroke, seen * Number(s.strokeOpacity), list)),
      `${place(node)} filled ${s.fill}, drawn ${s.stroke}`);
  });
  document.querySelectorAll("button, select, input[type=search], .key i").forEach(node => {
    if (!visible(node)) return;
    const outside = grounds(node.parentElement), fill = painted(node);
    const border = against(style(node).borderTopColor, opacity(node), outside);
    note("graphics", leastGraphics, Math.max(border, against(`rgba(${fill})`, opacity(node), outside)), `the edge of ${place(node)}`);
    if (print && node.tagName === "I" && style(node).webkitPrintColorAdjust !== "exact") found.bad.push("a colour of the key is not printed");
  });
  return found;
})"""

SPOIL = """(() => {
  const holder = document.createElement("div");
  holder.id = "spoilt";
  holder.innerHTML = '<p style="color: #777; background: #eee">faint words</p><svg width="9" height="9"><circle cx="4" cy="4" r="3" fill="#aaa"/></svg>';
  document.body.append(holder);
})()"""


def measure(page, media):
    page.call("Emulation.setEmulatedMedia", media=media)
    found = page.evaluate(f"{MEASURE}({'true' if media == 'print' else 'false'}, {LEAST_TEXT}, {LEAST_GRAPHICS})")
    page.call("Emulation.setEmulatedMedia", media="")
    return found


def ratio_on_white(rgb):
    light = sum(weight * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)
                for weight, v in zip((0.2126, 0.7152, 0.0722), (part / 255 for part in rgb)))
    return 1.05 / (light + 0.05)


def check_plot(path):
    """A plot on white, of which a page shows the picture: letters by what they are filled with, shapes by their lines."""
    number = 0

    def walk(node, fill):
        nonlocal number
        fill = node.get("fill", fill)
        name = node.tag.split("}")[1]
        paint, least = (fill, LEAST_TEXT) if name == "text" else (node.get("stroke"), LEAST_GRAPHICS)
        if paint is not None:
            digits = paint[1:] if len(paint) == 7 else "".join(2 * digit for digit in paint[1:])
            ratio = ratio_on_white(bytes.fromhex(digits))
            check(ratio >= least, f"{path.name}: {name} in {paint} is too faint on white: {ratio:.2f}")
            number += 1
        for child in node:
            walk(child, fill)

    walk(ElementTree.parse(path).getroot(), "#000")
    check(number > 5, f"{path.name}: there is little to measure")


def check_focus(page):
    """The mark around what the keyboard is at."""
    page.key("Tab", 9)
    outline = page.evaluate("(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + s.outlineColor; })()")
    check(outline.startswith("solid rgb("), f"what has the focus is marked by '{outline}'")
    ratio = ratio_on_white(int(part) for part in outline[outline.index("(") + 1:-1].split(","))
    check(ratio >= LEAST_GRAPHICS, f"the mark of the focus, {outline}, is too faint on white: {ratio:.2f}")


def check_contrast(page, name):
    """On the screen and on paper; and the measure finds what is too faint."""
    page.evaluate("document.querySelector('input[type=range]') && document.querySelector('input[type=range]').focus()")
    page.key("Home", 36)  # what comes after the first epoch is marked as such in the key
    for media in ("screen", "print"):
        found = measure(page, media)
        check(found["texts"] > 50 and found["graphics"] > 5, f"{name}, {media}: there is little to measure: {found}")
        check(not found["bad"], f"{name}, {media}: too little contrast: " + "; ".join(sorted(set(found["bad"]))[:20]))
        print(f"{name}, {media}: {found['texts']} texts with a contrast of {found['least_text']:.2f} and more, "
              f"{found['graphics']} graphics with {found['least_graphics']:.2f}")
    check_focus(page)
    page.evaluate(SPOIL)
    spoilt = measure(page, "screen")["bad"]
    check(any("faint words" in text for text in spoilt) and any("circle" in text for text in spoilt), f"what is too faint is not found: {spoilt}")
    page.evaluate("document.getElementById('spoilt').remove()")
