#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""jobs/setup is the only place that names packages or installs them.

Usage: package_list.py ROOT.
"""

import re
import sys
from pathlib import Path

from source_tree import walk

LIST = "jobs/setup/debian-12.packages"
INSTALLER = "jobs/setup/install-dependencies.sh"
INSTALLS = re.compile(r"\b(apt|apt-get|aptitude|dnf|yum|pip3?)\s+(-\S+\s+)*install\b")
# Of packages that are named as what they hold (cmake, g++) only the others can be told from words.
TELLING = re.compile(r"(-dev$|^python3-|^lib|-bin$|-tools$|-data$)")


def listed_packages(root):
    """The packages by group; a ValueError names what is wrong with the list."""
    groups, current = {}, None
    for number, line in enumerate(Path(root, LIST).read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        header = re.fullmatch(r"\[([a-z]+)\]", line)
        if header:
            current = groups.setdefault(header.group(1), [])
        elif current is None or not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", line):
            raise ValueError(f"{LIST}:{number}: '{line}' is neither a group nor a package")
        else:
            current.append(line)
    packages = [package for group in groups.values() for package in group]
    for package in packages:
        if packages.count(package) > 1:
            raise ValueError(f"{LIST}: {package} stands there twice")
    return groups


def texts(root):
    """(path, line number, line) of every text file outside jobs/setup and this folder."""
    suffixes = (".sh", ".py", ".md", ".cmake", ".txt", ".json", ".cfg", ".cpp", ".hpp", ".yml", "run")
    for path in walk(root, suffixes):
        if not path.startswith(("jobs/setup/", "tests/structure/")):
            lines = Path(root, path).read_text(encoding="utf-8").splitlines()
            yield from ((path, number, line) for number, line in enumerate(lines, 1))


def violations(root):
    groups = listed_packages(root)
    for name in ("build", "run", "test", "check"):
        if not groups.get(name):
            yield f"{LIST}: the group [{name}] is missing or empty"
    telling = {package for group in groups.values() for package in group if TELLING.search(package)}
    names = re.compile(r"(?<![\w/.-])(" + "|".join(map(re.escape, sorted(telling))) + r")(?![\w-])")
    for path, number, line in texts(root):
        if INSTALLS.search(line):
            yield f"{path}:{number}: installs packages; only {INSTALLER} does"
        found = names.search(line)
        if found:
            yield f"{path}:{number}: names the package {found.group(1)}; only {LIST} does"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        found = list(violations(arguments[1]))
    except (OSError, ValueError) as error:
        found = [str(error)]
    print("\n".join(found + [f"{len(found)} violations of the list of packages"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
