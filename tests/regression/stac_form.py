# SPDX-License-Identifier: Apache-2.0
"""What STAC 1.0.0 and its extensions projection 1.1.0, processing 1.1.0 and classification 1.1.0 ask of the form of an
item and a collection, for all fields that the report writes. The official schemas are to be had on the internet only, and
a test does without; docs/formats/gis.md says what this covers."""

import copy
import re
from datetime import datetime

from harness import check, check_equal

EXTENSIONS = {"proj": "https://stac-extensions.github.io/projection/v1.1.0/schema.json",
              "processing": "https://stac-extensions.github.io/processing/v1.1.0/schema.json",
              "classification": "https://stac-extensions.github.io/classification/v1.1.0/schema.json"}
CLASS_FIELDS = {"value", "name", "description", "color_hint", "nodata"}
LINK_FIELDS, ASSET_FIELDS = {"rel", "href", "type", "title"}, {"href", "title", "description", "type", "roles"}


def is_text(value):
    return isinstance(value, str) and value.strip() == value and value != ""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def check_time(value, what):
    """RFC 3339, section 5.6, in UTC."""
    check(isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value), f"{what}: {value!r} is no time in UTC")
    datetime.fromisoformat(value[:19])


def check_box(box, what):
    check(isinstance(box, list) and len(box) == 4 and all(map(is_number, box)), f"{what}: {box!r} is no bounding box")
    check(-180 <= box[0] <= 180 and -180 <= box[2] <= 180 and -90 <= box[1] <= box[3] <= 90, f"{what}: {box} is no place on Earth")


def check_ring(ring, what):
    """RFC 7946, section 3.1.6: closed, of four positions at least, the outer one counter-clockwise."""
    check(isinstance(ring, list) and len(ring) >= 4 and ring[0] == ring[-1], f"{what}: a ring is not closed")
    for position in ring:
        check(isinstance(position, list) and len(position) == 2 and all(map(is_number, position)), f"{what}: {position!r} is no position")
        check(-180 <= position[0] <= 180 and -90 <= position[1] <= 90, f"{what}: {position} is no place on Earth")
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
    check(area > 0, f"{what}: the ring runs clockwise")


def check_links(links, what):
    check(isinstance(links, list), f"{what}: links")
    for link in links:
        check(set(link) <= LINK_FIELDS and all(is_text(value) for value in link.values()), f"{what}: link {link}")
        check({"rel", "href"} <= set(link), f"{what}: link {link} lacks rel or href")


def check_extensions(document, what):
    """Every prefixed field is of an extension that is declared, and each one declared is used."""
    declared = document.get("stac_extensions", [])
    check(isinstance(declared, list) and len(set(declared)) == len(declared), f"{what}: stac_extensions")
    used = set()

    def walk(node):
        if isinstance(node, dict):
            used.update(key.split(":")[0] for key in node if ":" in key)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk({key: value for key, value in document.items() if key != "links"})
    check_equal(sorted(declared), sorted(EXTENSIONS.get(prefix, prefix) for prefix in used), f"{what}: extensions declared, by those used")


def check_projection(fields, what):
    check(set(fields) <= {"proj:epsg", "proj:wkt2", "proj:shape", "proj:transform"}, f"{what}: {sorted(fields)}")
    check(fields["proj:epsg"] is None or (is_whole(fields["proj:epsg"]) and fields["proj:epsg"] > 0), f"{what}: proj:epsg")
    check(is_text(fields["proj:wkt2"]), f"{what}: proj:wkt2")
    check(len(fields["proj:shape"]) == 2 and all(is_whole(side) and side > 0 for side in fields["proj:shape"]), f"{what}: proj:shape")
    check(len(fields["proj:transform"]) in (6, 9) and all(map(is_number, fields["proj:transform"])), f"{what}: proj:transform")


def check_processing(fields, what):
    check(set(fields) <= {"processing:software", "processing:lineage"}, f"{what}: {sorted(fields)}")
    software = fields["processing:software"]
    check(isinstance(software, dict) and software and all(is_text(name) and is_text(version) for name, version in software.items()),
          f"{what}: processing:software")
    check(is_text(fields["processing:lineage"]), f"{what}: processing:lineage")


def check_classes(classes, what):
    check(isinstance(classes, list) and classes, f"{what}: no classes")
    values = [entry["value"] for entry in classes]
    check(len(set(values)) == len(values), f"{what}: values of classes are not unique: {values}")
    for entry in classes:
        check(set(entry) <= CLASS_FIELDS, f"{what}: class {entry}")
        check(is_whole(entry["value"]) and is_text(entry["description"]) and is_text(entry["name"]), f"{what}: class {entry}")
        check("color_hint" not in entry or (isinstance(entry["color_hint"], str) and re.fullmatch("[0-9A-F]{6}", entry["color_hint"])),
              f"{what}: class {entry}")
        check(entry.get("nodata", False) in (True, False) and isinstance(entry.get("nodata", False), bool), f"{what}: class {entry}")


def check_asset(asset, what):
    check(set(asset) <= ASSET_FIELDS | {"classification:classes"}, f"{what}: {sorted(asset)}")
    check(all(is_text(asset[key]) for key in ("href", "title", "type")), f"{what}: href, title or type")
    check(re.fullmatch(r"[a-z]+/[\w.+-]+(; [\w-]+=[\w.-]+)*", asset["type"]), f"{what}: {asset['type']!r} is no media type")
    check(isinstance(asset["roles"], list) and all(map(is_text, asset["roles"])), f"{what}: roles")
    if "classification:classes" in asset:
        check_classes(asset["classification:classes"], what)


def part(fields, prefix):
    return {key: value for key, value in fields.items() if key.startswith(prefix + ":")}


def check_item_form(item):
    what = f"item {item.get('id')}"
    known = {"type", "stac_version", "stac_extensions", "id", "collection", "bbox", "geometry", "properties", "assets", "links"}
    check_equal(sorted(item), sorted(known), f"{what}: members")
    check_equal((item["type"], item["stac_version"]), ("Feature", "1.0.0"), what)
    check(is_text(item["id"]) and is_text(item["collection"]), f"{what}: id or collection")
    check_extensions(item, what)
    check_box(item["bbox"], what)
    geometry = item["geometry"]
    check_equal((sorted(geometry), geometry["type"]), (["coordinates", "type"], "Polygon"), f"{what}: geometry")
    for ring in geometry["coordinates"]:
        check_ring(ring, what)
    xs, ys = zip(*geometry["coordinates"][0])
    check_equal(item["bbox"], [min(xs), min(ys), max(xs), max(ys)], f"{what}: bbox, by the geometry")
    properties = item["properties"]
    common = {key: value for key, value in properties.items() if ":" not in key}
    check_equal(sorted(common), ["datetime", "end_datetime", "start_datetime", "title"], f"{what}: common metadata")
    check(is_text(common["title"]) and common["datetime"] is None, f"{what}: title or datetime")
    for key in ("start_datetime", "end_datetime"):
        check_time(common[key], f"{what}: {key}")
    check(common["start_datetime"] <= common["end_datetime"], f"{what}: it ends before it starts")
    check_projection(part(properties, "proj"), what)
    check_processing(part(properties, "processing"), what)
    check(isinstance(item["assets"], dict) and item["assets"], f"{what}: assets")
    for name, asset in item["assets"].items():
        check_asset(asset, f"{what}: asset {name}")
    check_links(item["links"], what)
    check([link["rel"] for link in item["links"]].count("collection") == 1, f"{what}: one link to its collection")


def check_collection_form(collection):
    what = f"collection {collection.get('id')}"
    known = {"type", "stac_version", "stac_extensions", "id", "title", "description", "license", "extent", "links"}
    check_equal(sorted(collection), sorted(known), f"{what}: members")
    check_equal((collection["type"], collection["stac_version"]), ("Collection", "1.0.0"), what)
    check(all(is_text(collection[key]) for key in ("id", "title", "description")), f"{what}: id, title or description")
    check(isinstance(collection["license"], str) and re.fullmatch(r"[\w.+-]+", collection["license"]), f"{what}: license")
    check_extensions(collection, what)
    check_equal(sorted(collection["extent"]), ["spatial", "temporal"], f"{what}: extent")
    boxes, intervals = collection["extent"]["spatial"]["bbox"], collection["extent"]["temporal"]["interval"]
    check(isinstance(boxes, list) and boxes and isinstance(intervals, list) and intervals, f"{what}: extent")
    for box in boxes:
        check_box(box, what)
    for interval in intervals:
        check(isinstance(interval, list) and len(interval) == 2, f"{what}: {interval}")
        for time in interval:
            check_time(time, what)
        check(interval[0] <= interval[1], f"{what}: it ends before it starts")
    check_links(collection["links"], what)


def check_extent_of(collection, items):
    """The first box and the first interval hold those of all items."""
    box, (start, end) = collection["extent"]["spatial"]["bbox"][0], collection["extent"]["temporal"]["interval"][0]
    for item in items:
        west, south, east, north = item["bbox"]
        check(box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3], f"item {item['id']} lies outside the collection")
        properties = item["properties"]
        check(start <= properties["start_datetime"] and properties["end_datetime"] <= end, f"item {item['id']} is not of the collection's time")


def paths_of(node, path=()):
    """The places of all values that an object or a list holds."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from paths_of(value, (*path, key))


# What may be missing: coordinates (a shorter ring may be a ring), entries of lists, links and what only some have.
MAY_LACK = re.compile(r"(geometry/coordinates/0|links|roles|classification:classes|stac_extensions)/\d+$|/(color_hint|nodata)$|/links/\d+/(type|title)$"
                      r"|^links/\d+/(type|title)$|^assets/\w+/classification:classes$|^assets/\w+$|/software/")


def check_refuses(form, document):
    """The form can fail: without any one of its fields a document is refused, and so is one with a number for a text."""
    number = 0
    for path in list(paths_of(document)):
        name = "/".join(map(str, path))
        for change in ("remove", "replace"):
            spoilt = copy.deepcopy(document)
            holder = spoilt
            for key in path[:-1]:
                holder = holder[key]
            if change == "replace" and isinstance(holder[path[-1]], str):
                holder[path[-1]] = 7
            elif change == "remove" and not MAY_LACK.search(name):
                del holder[path[-1]]
            else:
                continue
            try:
                form(spoilt)
            except (AssertionError, KeyError, TypeError, ValueError, IndexError, AttributeError):
                number += 1
                continue
            check(False, f"the form takes a document whose {name} it had to refuse ({change})")
    return number
