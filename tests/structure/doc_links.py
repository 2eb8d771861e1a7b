#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links between the documents lead somewhere, and every page can be reached from the README.

Usage: doc_links.py ROOT.
"""

import os
import re
import sys
from pathlib import Path

from source_tree import walk

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*?)\s*$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchor_of(heading):
    """The fragment by which pages on the web link a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return kept.strip().replace(" ", "-")


def anchors(path):
    return {anchor_of(heading) for heading in HEADING.findall(CODE.sub("", path.read_text(encoding="utf-8")))}


def links(root, page):
    """(target relative to ROOT, fragment) of each link of a page that stays in the tree."""
    text = CODE.sub("", Path(root, page).read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
        yield target, fragment


def violations(root):
    pages = walk(root, (".md",))
    reached, pending = set(), ["README.md"]
    while pending:
        page = pending.pop()
        if page in reached or not page.endswith(".md"):
            continue
        reached.add(page)
        for target, fragment in links(root, page):
            path = Path(root, target)
            if not path.exists():
                yield f"{page}: links {target}, which is not there"
            elif fragment and target.endswith(".md") and fragment not in anchors(path):
                yield f"{page}: links {target}#{fragment}, a heading which is not there"
            else:
                pending.append(target)
    for page in sorted(set(pages) - reached):
        yield f"{page}: no page links it"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(violations(arguments[1]))
    print("\n".join(found + [f"{len(found)} violations of the documents' links"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
