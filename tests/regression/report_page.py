# SPDX-License-Identifier: Apache-2.0
"""Opens a report in a browser and holds it against the results it was made from."""

import json
import math
import re

import h5py
import numpy

import harness
from browser import Browser
from contrast import check_contrast
from harness import check, check_equal

WIDTHS = {"desktop": (1280, 900, False), "phone": (390, 844, True)}
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
MOST_SECONDS = 3


def embedded(path):
    """The JSON of the page."""
    return json.loads(DATA.search(path.read_text(encoding="utf-8"))[1])


def same_numbers(shown, dataset, what):
    values = dataset[()].ravel().tolist()
    check_equal(shown["shape"], list(dataset.shape), f"shape of {what}")
    check_equal(len(shown["values"]), len(values), f"number of values of {what}")
    for found, expected in zip(shown["values"], values):
        missing = isinstance(expected, float) and not math.isfinite(expected)
        check(found is None if missing else found == expected, f"{what}: {found!r} in the page, {expected!r} in the file")


def check_numbers(output):
    """Every dataset that the page embeds is that of results.h5, to the last bit. Returns how many."""
    data, number = embedded(output / "report.html"), 0
    with h5py.File(output / "results.h5") as file:
        check_equal([region["name"] for region in data["regions"]], sorted(file["regions"]), "regions of the page")
        owners = [(region, file["regions"][region["name"]], "zones") for region in data["regions"]]
        for region, group, _ in owners:
            for layer in region["layers"]:
                zones = group["zones"][layer["name"]]
                for name, shown in layer["data"].items():
                    same_numbers(shown, zones[name], f"{region['name']}/{layer['name']}/{name}")
                    number += 1
                check_flows(layer, zones)
            for name, shown in (region["accuracy"] or {}).items():
                same_numbers(shown, group["accuracy"][name], f"{region['name']}/accuracy/{name}")
                number += 1
        for total in data["totals"]:
            for name, shown in total["data"].items():
                same_numbers(shown, file["totals"][total["name"]][name], f"totals/{total['name']}/{name}")
                number += 1
    return number


def check_flows(layer, group):
    change, flows = group["change_km2"][()], layer["flows"]
    expected = numpy.stack([change[:, a, b] for a, b in flows["pairs"]], axis=1).ravel().tolist()
    check_equal(flows["km2"], expected, f"change matrices of {layer['name']}")


def image_of(page):
    return page.evaluate("(document.querySelector('.leaflet-expansion-pane img') || {}).src || ''")


def check_slider(page):
    """Arrow keys on the slider change the epoch, the picture and what a screen reader says."""
    page.evaluate("document.querySelector('input[type=range]').focus()")
    before, last = image_of(page), page.evaluate("document.querySelector('input[type=range]').max")
    check(before.startswith("data:image/png"), "the map shows no expansion")
    page.key("ArrowLeft", 37)
    check_equal(page.evaluate("document.querySelector('input[type=range]').value"), str(int(last) - 1), "place of the slider")
    check(image_of(page) != before, "the slider does not change the map")
    check_equal(page.evaluate("document.querySelector('input[type=range]').getAttribute('aria-valuetext')"),
                page.evaluate("document.querySelector('output.epoch').textContent"), "what the slider says")
    page.key("End", 35)
    check_equal(image_of(page), before, "the picture of the last epoch")


def check_layers(page):
    """Each box of the panel takes something off the map, and puts it back: on top, so from the second time on the
    map is the same again."""
    count = ("document.querySelectorAll('.leaflet-pane img').length, "
             "[...document.querySelectorAll('.map canvas')].map(canvas => canvas.toDataURL().length)")
    number = page.evaluate("document.querySelectorAll('.panel input[type=checkbox]').length")
    check(number >= 1, "there are no layers to switch")
    for i in range(number):
        click = f"document.querySelectorAll('.panel input[type=checkbox]')[{i}].click()"
        seen = []
        for _ in range(5):
            page.evaluate("new Promise(done => setTimeout(done, 60))")
            seen.append(page.evaluate(f"JSON.stringify([{count}])"))
            page.evaluate(click)
        page.evaluate(click)
        check(seen[0] != seen[1], f"box {i} of the panel changes nothing")
        check_equal(seen[3], seen[1], f"the map without layer {i} for the second time")
        check_equal(seen[4], seen[2], f"the map after box {i} was clicked four times")


def check_site(page):
    """A site of the list opens with its numbers. Returns whether there are sites."""
    if not page.evaluate("document.querySelector('[data-site]') !== null"):
        return False
    page.evaluate("document.querySelector('[data-site]').click()")
    page.evaluate("new Promise(done => setTimeout(done, 400))")
    rows = page.evaluate("document.querySelectorAll('.leaflet-popup .popup tr').length")
    check(rows >= 1, "a site does not open")
    inside = page.evaluate("(() => { const map = document.querySelector('.map').getBoundingClientRect(), popup = document.querySelector("
                           "'.leaflet-popup').getBoundingClientRect(); return popup.top >= map.top && popup.left >= map.left && "
                           "popup.right <= map.right; })()")
    check(inside, "the popup of a site lies partly outside the map")
    return True


def check_regions(page, data):
    """Every region can be shown, and its card has the number of the results."""
    for i, region in enumerate(data["regions"]):
        if len(data["regions"]) > 1:
            page.evaluate(f"document.querySelectorAll('.tabs button')[{i}].click()")
        layer = next(layer for layer in region["layers"] if layer["name"] == "region")
        shape, values = layer["data"]["area_km2"]["shape"], layer["data"]["area_km2"]["values"]
        area = values[(shape[1] - 1) * shape[2] + region["classes"].index(region["target"])]
        shown = page.evaluate("document.querySelector('.card b').textContent").replace("\u202f", "")
        digits = 0 if area >= 100 else 1 if area >= 10 else 2 if area >= 0.1 or area == 0 else 4
        check_equal(shown, f"{area:.{digits}f}\u00a0km²", f"card of {region['name']}")


def check_browser(output, screenshots=None):
    """Opens the page at two widths and works with it."""
    path = output / "report.html"
    data = embedded(path)
    for name, size in WIDTHS.items():
        with Browser() as page:
            page.size(*size)
            page.open(path)
            seconds = page.load_seconds()
            check(seconds < MOST_SECONDS * 5, f"the page took {seconds:.1f} s")  # tests share their cores
            check(page.evaluate("document.documentElement.scrollWidth") <= size[0], f"{name}: the page is wider than its window")
            check_equal(page.evaluate("document.getElementById('banner').hidden"),
                        not any(region["synthetic"] != "no" for region in data["regions"]), "the note of synthetic imagery is hidden")
            check_regions(page, data)
            if all(region["map"] for region in data["regions"]):
                check_slider(page)
                check_layers(page)
                sites = check_site(page)
                print(f"{name}: {seconds:.2f} s; slider, layers{' and a site' if sites else ''} work")
            outside = [url for url in page.requests if not url.startswith(("data:", "blob:", f"file://{path}"))]
            check(not outside, f"{name}: the page asked for {outside}")
            check(not page.errors, f"{name}: {page.errors}")
            if screenshots:
                page.screenshot(screenshots / f"{name}.png")
            check_contrast(page, name)


def check_report(output, screenshots=None):
    """Numbers always; the browser where there is one, and a loud word where there is none."""
    print(f"{check_numbers(output)} datasets of the page are those of results.h5")
    try:
        check_browser(output, screenshots)
    except harness.Skip as skip:
        print(f"SKIPPED IN PART: {skip}")
