#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the tree against src/modules.txt and the rules of docs/contributing.md.

Usage: layering.py ROOT. Prints one line for each violation and ends with 1 when there is any.
"""

import re
import sys
from pathlib import Path

from source_tree import INCLUDE, Violation, read_modules, read_sources, walk

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "src", "include", "jobs",
             "slurm", "tests", "benchmarks", "docs", "build", "out"}
MAX_LINES = 500
SPDX = "SPDX-License-Identifier: Apache-2.0"

# Headers of libraries by the name modules.txt has for the library. The C libraries may be seen only
# where a module's own line names them; the others also where a module that it uses names them.
LIBRARY_HEADERS = {
    "mpi": re.compile(r"^mpi(_.*)?\.h$"),
    "gdal": re.compile(r"^(gdal|ogr|cpl_|gnm|vrtdataset).*\.h$"),
    "hdf5": re.compile(r"^(hdf5.*|H5.*)\.h$"),
    "openmp": re.compile(r"^omp\.h$"),
    "program_options": re.compile(r"^boost/program_options"),
    "boost_headers": re.compile(r"^boost/(?!program_options)"),
    "eigen": re.compile(r"^(unsupported/)?Eigen/"),
    "geographic": re.compile(r"^GeographicLib/"),
    "json": re.compile(r"^nlohmann/"),
    "protozero": re.compile(r"^protozero/"),
    "fmt": re.compile(r"^fmt/"),
    "spdlog": re.compile(r"^spdlog/"),
    "crypto": re.compile(r"^openssl/"),
}
C_LIBRARIES = {"mpi", "gdal", "hdf5"}
MODULES_WITH_COMMUNICATOR = {"mpi", "sampling", "training", "simulate", "pipeline", "app"}
WITHOUT_MPI_AND_FILES_LEVEL = 4
FORBIDDEN_AT_THAT_LEVEL = {"mpi", "gdal_io", "hdf5_io", "pipeline"}
MAY_USE_GDAL_IO = {"archive"}

# What stands in one file only (or nowhere), whatever the module.
CONFINED_WORDS = [
    (re.compile(r"\bMPI_COMM_WORLD\b"), {"src/mpi/environment.cpp"}, "MPI_COMM_WORLD"),
    (re.compile(r"\bMPI_Abort\b"), {"src/mpi/environment.cpp"}, "MPI_Abort"),
    (re.compile(r"(?<![\w.>])(std::|::)?(_exit|_Exit|exit|quick_exit|terminate|abort)\s*\("),
     {"src/mpi/environment.cpp", "include/mineprint/mpi/environment.hpp"},
     "a call that ends the process"),
    (re.compile(r"(\.|->)abort\s*\("), {"src/app/main.cpp", "src/app/failure.cpp"},
     "a call of mpi::Environment::abort"),
]
WITHOUT_HEADER = {"src/app/main.cpp"}
STYLE = [
    (re.compile(r"^\s*#\s*define\s+\w+\("), "a macro with arguments"),
    (re.compile(r"(?<![\w.])(new|delete)\b(?!\s*;)"), "new or delete"),
]
DELETED_FUNCTION = re.compile(r"=\s*delete\b")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")


def check_modules(modules):
    """A module names existing modules, of lower levels or of its own, and no circle arises."""
    for module in modules.values():
        for used in sorted(module.uses):
            if used not in modules:
                yield Violation("src/modules.txt", 1, f"{module.name} uses {used}, which is no module")
                continue
            if modules[used].level > module.level:
                yield Violation("src/modules.txt", 1, f"{module.name} (level {module.level}) uses "
                                f"{used}, which is higher (level {modules[used].level})")
            if reaches(modules, used, module.name):
                yield Violation("src/modules.txt", 1, f"{module.name} and {used} use each other")
        if module.level == WITHOUT_MPI_AND_FILES_LEVEL:
            allowed = {"gdal_io"} if module.name in MAY_USE_GDAL_IO else set()
            for used in sorted(module.uses & FORBIDDEN_AT_THAT_LEVEL - allowed):
                yield Violation("src/modules.txt", 1, f"{module.name} uses {used}: level "
                                f"{WITHOUT_MPI_AND_FILES_LEVEL} is free of MPI and of files")
        for library in sorted(module.libraries - set(LIBRARY_HEADERS)):
            yield Violation("src/modules.txt", 1, f"{module.name}: library {library} is not known to "
                            "this test: say in layering.py which headers are its")


def reaches(modules, start, goal):
    pending, seen = [start], set()
    while pending:
        name = pending.pop()
        if name == goal:
            return True
        if name in seen or name not in modules:
            continue
        seen.add(name)
        pending += modules[name].uses
    return False


def check_own_include(root, modules, source, number, header):
    parts = header.split("/")
    if parts[0] != "mineprint" or len(parts) != 3:
        return Violation(source.path, number, f'"{header}" is not a full path "mineprint/MODULE/x.hpp"')
    if not Path(root, "include", header).is_file():
        return Violation(source.path, number, f"there is no include/{header}")
    allowed = modules[source.module].uses | {source.module}
    if parts[1] not in allowed:
        return Violation(source.path, number, f"{source.module} includes {header}, but src/modules.txt "
                         f"lets it use {', '.join(sorted(allowed))} only")
    return None


def check_library_include(modules, source, number, header):
    module = modules[source.module]
    shared = set(module.libraries).union(*(modules[used].libraries for used in module.uses
                                           if used in modules))
    for library, pattern in LIBRARY_HEADERS.items():
        allowed = module.libraries if library in C_LIBRARIES else shared
        if pattern.match(header) and library not in allowed:
            return Violation(source.path, number, f"{source.module} includes <{header}>, but "
                             f"src/modules.txt does not give it the library {library}")
    return None


def check_includes(root, modules, sources):
    for source in sources:
        if source.module not in modules:
            continue
        for number, kind, header in source.includes():
            if kind == '"':
                violation = check_own_include(root, modules, source, number, header)
            else:
                violation = check_library_include(modules, source, number, header)
            if violation:
                yield violation


def check_own_header_first(root, sources):
    """src/m/x.cpp first includes mineprint/m/x.hpp; where there is none, some header of m that it
    implements a part of."""
    for source in sources:
        if source.is_header or not source.module or source.path in WITHOUT_HEADER:
            continue
        folder = f"mineprint/{source.module}/"
        own = f"{folder}{source.name}.hpp"
        number, _, first = next(iter(source.includes()), (1, "", ""))
        if Path(root, "include", own).is_file():
            if first != own:
                yield Violation(source.path, number, f'the first include is not its own header "{own}"')
        elif not any(header.startswith(folder) for _, _, header in source.includes()):
            yield Violation(source.path, 1, f"belongs to no header: there is no include/{own}, and it "
                            f'includes none of "{folder}"')


def check_words(sources):
    for source in sources:
        for number, code in enumerate(source.code, 1):
            for pattern, places, what in CONFINED_WORDS if source.module else []:
                if pattern.search(code) and source.path not in places:
                    yield Violation(source.path, number, f"{what}: allowed only in "
                                    f"{', '.join(sorted(places)) or 'no file'}")
            if (re.search(r"\bCommunicator\b", code) and source.module
                    and source.module not in MODULES_WITH_COMMUNICATOR):
                yield Violation(source.path, number, f"{source.module} names mpi::Communicator")
            for pattern, what in STYLE:
                if pattern.search(DELETED_FUNCTION.sub("", code)) and not INCLUDE.match(code):
                    yield Violation(source.path, number, what)
            if source.is_header and re.search(r"\busing\s+namespace\b", code):
                yield Violation(source.path, number, "using namespace in a header")


def check_form(root):
    """Length, first line, and nothing left for later; of all code, whatever the language."""
    for path in walk(root, (".hpp", ".cpp", ".py", ".sh")):
        lines = Path(root, path).read_text(encoding="utf-8").splitlines()
        if len(lines) > MAX_LINES:
            yield Violation(path, MAX_LINES + 1, f"{len(lines)} lines; at most {MAX_LINES} are allowed")
        head = lines[1:2] if lines and lines[0].startswith("#!") else lines[:1]
        comment = "//" if path.endswith(("pp",)) else "#"
        if head != [f"{comment} {SPDX}"]:
            yield Violation(path, 1, f"the first line is not '{comment} {SPDX}'")
        if path.endswith(".hpp") and "#pragma once" not in lines:
            yield Violation(path, 1, "no #pragma once")
        if path.startswith("tests/structure/"):
            continue
        for number, line in enumerate(lines, 1):
            if UNFINISHED.search(line):
                yield Violation(path, number, "a note of something left to do")


def module_names_of(root, module):
    """Names (without suffix) of the headers and sources of a module."""
    folders = (Path(root, "include/mineprint", module), Path(root, "src", module))
    return {path.stem for folder in folders if folder.is_dir()
            for path in folder.iterdir() if path.suffix in (".hpp", ".cpp")}


def check_folders(root, modules):
    """Folders below include/mineprint, src, tests/unit and tests/mpi are modules."""
    for parent in ("include/mineprint", "src", "tests/unit", "tests/mpi"):
        folder = Path(root, parent)
        for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
            if entry.is_dir() and entry.name not in modules and entry.name != "__pycache__":
                yield Violation(f"{parent}/{entry.name}", 1, "is no module of src/modules.txt")


def check_mirror(root, modules):
    """Sources live in src/m, headers in include/mineprint/m, and test_x.cpp tests an x of m, or m.
    A fixture that several tests share is another name with a header of its own beside it."""
    for name in modules:
        for source in sorted(Path(root, "src", name).glob("*")):
            if source.suffix != ".cpp" and source.name != "assets":
                yield Violation(f"src/{name}/{source.name}", 1,
                                "only .cpp files and a folder `assets` live here; headers live in include/")
        known = module_names_of(root, name) | {name}
        for kind in ("unit", "mpi"):
            for test in sorted(Path(root, "tests", kind, name).glob("*.cpp")):
                if not test.stem.startswith("test_") and test.with_suffix(".hpp").is_file():
                    continue
                unit = test.stem.removeprefix("test_")
                if unit == test.stem or not any(unit == x or unit.startswith(x + "_") for x in known):
                    yield Violation(f"tests/{kind}/{name}/{test.name}", 1,
                                    f"is not named test_X.cpp for a header or source X of {name}")


def check_every_module_is_tested(root, modules):
    for name in modules:
        folders = (Path(root, "tests", kind, name) for kind in ("unit", "mpi"))
        if not any(any(folder.glob("test_*.cpp")) for folder in folders):
            yield Violation(f"src/{name}", 1, "module without a unit or MPI test")


def check_top_level(root):
    for entry in sorted(Path(root).iterdir()):
        if entry.name not in TOP_LEVEL and not entry.name.startswith("."):
            yield Violation(entry.name, 1, "does not belong to the top level")


def all_violations(root):
    modules = read_modules(root)
    sources = read_sources(root)
    yield from check_modules(modules)
    yield from check_folders(root, modules)
    yield from check_includes(root, modules, sources)
    yield from check_own_header_first(root, sources)
    yield from check_words(sources)
    yield from check_form(root)
    yield from check_mirror(root, modules)
    yield from check_every_module_is_tested(root, modules)
    yield from check_top_level(root)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        violations = list(all_violations(arguments[1]))
    except (OSError, ValueError) as error:
        print(f"layering.py: {error}", file=sys.stderr)
        return 1
    for violation in violations:
        print(violation)
    print(f"{len(violations)} violations of the rules of the tree")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
