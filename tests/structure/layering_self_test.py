#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that layering.py and package_list.py find each kind of violation: a small good tree passes,
and every planted violation is reported with the words expected."""

import sys
import tempfile
from pathlib import Path

import package_list
from layering import MAX_LINES, all_violations

CPP = "// SPDX-License-Identifier: Apache-2.0\n"
HPP = CPP + "#pragma once\n"

GOOD = {
    "src/modules.txt": "# comment\n0 core | - | fmt\n1 mpi | core | mpi\n2 raster | core | -\n"
                       "3 gdal_io | core raster | gdal\n4 change | core raster | -\n"
                       "4 zones | core | -\n6 pipeline | core mpi raster gdal_io change | json\n",
    "src/core/text.cpp": CPP + '#include "mineprint/core/text.hpp"\n#include <fmt/core.h>\n'
                               "#include <new>\n"
                               '// abort() and MPI_COMM_WORLD in a comment are only words\n'
                               'const char* words = "exit(1) new MPI_Abort";\n',
    "include/mineprint/core/text.hpp": HPP + "struct Text { Text(const Text&) = delete; };\n",
    "include/mineprint/mpi/environment.hpp": HPP + "#include <mpi.h>\nvoid abort(int status);\n",
    "src/mpi/environment.cpp": CPP + '#include "mineprint/mpi/environment.hpp"\n'
                                     "MPI_Comm world = MPI_COMM_WORLD;\n"
                                     "void stop() { MPI_Abort(world, 1); }\n",
    "include/mineprint/raster/raster.hpp": HPP,
    "include/mineprint/gdal_io/reader.hpp": HPP + "#include <gdal_priv.h>\n",
    "include/mineprint/change/growth.hpp": HPP + '#include "mineprint/raster/raster.hpp"\n',
    "include/mineprint/zones/zone.hpp": HPP,
    "include/mineprint/pipeline/stage.hpp": HPP + '#include "mineprint/mpi/environment.hpp"\n'
                                            "void run(const mpi::Communicator& comm);\n",
    **{f"tests/unit/{module}/test_{unit}.cpp": CPP for module, unit in (
        ("core", "text"), ("mpi", "environment"), ("raster", "raster"), ("gdal_io", "reader"),
        ("change", "growth"), ("zones", "zone"), ("pipeline", "stage"))},
    "tests/run.sh": "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\n",
    "jobs/setup/debian-12.packages": "# comment\n[build]\ng++\nlibgdal-dev\n[run]\nproj-data\n"
                                     "[test]\ncatch2\n[check]\nclang-format\n",
    "README.md": "GDAL and g++ are words, libgdal-dev-docs another package.\n",
}


def plus(path, text):
    """The good file with lines added at its end."""
    return {path: GOOD[path] + text}


# name: (files that are changed, or removed with None; words the report must have)
PLANTED = {
    "include of a module that is not named": (
        plus("include/mineprint/change/growth.hpp", '#include "mineprint/zones/zone.hpp"\n'),
        "growth.hpp:4: change includes mineprint/zones/zone.hpp"),
    "include of a higher level": (
        plus("include/mineprint/core/text.hpp", '#include "mineprint/pipeline/stage.hpp"\n'),
        "text.hpp:4: core includes mineprint/pipeline/stage.hpp"),
    "include that does not exist": (
        plus("include/mineprint/change/growth.hpp", '#include "mineprint/core/gone.hpp"\n'),
        "there is no include/mineprint/core/gone.hpp"),
    "include by a short path": (
        plus("include/mineprint/change/growth.hpp", '#include "growth.hpp"\n'), "not a full path"),
    "GDAL outside gdal_io": (
        plus("include/mineprint/pipeline/stage.hpp", "#include <ogr_spatialref.h>\n"),
        "the library gdal"),
    "HDF5 outside hdf5_io": (
        plus("include/mineprint/raster/raster.hpp", "#include <hdf5.h>\n"), "the library hdf5"),
    "MPI outside mpi": (
        plus("include/mineprint/pipeline/stage.hpp", "#include <mpi.h>\n"), "the library mpi"),
    "JSON in a module without it": (
        plus("include/mineprint/change/growth.hpp", "#include <nlohmann/json.hpp>\n"),
        "the library json"),
    "module uses a higher level": (
        {"src/modules.txt": GOOD["src/modules.txt"].replace("0 core | -", "0 core | raster")},
        "core (level 0) uses raster, which is higher (level 2)"),
    "level 4 uses MPI": (
        {"src/modules.txt": GOOD["src/modules.txt"].replace("4 zones | core", "4 zones | core mpi")},
        "zones uses mpi: level 4 is free of MPI"),
    "level 4 uses GDAL": (
        {"src/modules.txt": GOOD["src/modules.txt"].replace("4 zones | core", "4 zones | gdal_io")},
        "zones uses gdal_io: level 4 is free"),
    "modules of one level in a circle": (
        {"src/modules.txt": GOOD["src/modules.txt"].replace("core raster | -\n4", "zones raster | -\n4")
         .replace("4 zones | core", "4 zones | change")}, "change and zones use each other"),
    "module that does not exist": (
        {"src/modules.txt": GOOD["src/modules.txt"].replace("4 zones | core", "4 zones | cores")},
        "zones uses cores, which is no module"),
    "unknown library": (
        {"src/modules.txt": GOOD["src/modules.txt"].replace("| json", "| yaml")}, "library yaml"),
    "communicator at level 4": (
        plus("include/mineprint/change/growth.hpp", "void f(const mpi::Communicator& comm);\n"),
        "change names mpi::Communicator"),
    "MPI_COMM_WORLD": (
        plus("include/mineprint/pipeline/stage.hpp", "auto c = MPI_COMM_WORLD;\n"), "MPI_COMM_WORLD"),
    "MPI_Abort": (
        plus("include/mineprint/pipeline/stage.hpp", "void g() { MPI_Abort(c, 1); }\n"), "MPI_Abort"),
    "exit": (plus("src/core/text.cpp", "void g() { std::exit(1); }\n"), "ends the process"),
    "abort": (plus("src/core/text.cpp", "void g() { abort(); }\n"), "ends the process"),
    "abort of the environment": (
        plus("include/mineprint/pipeline/stage.hpp", "void g() { environment.abort(1); }\n"),
        "Environment::abort"),
    "new": (plus("src/core/text.cpp", "int* p = new int;\n"), "new or delete"),
    "macro with arguments": (plus("src/core/text.cpp", "#define TWICE(x) ((x) * 2)\n"), "a macro"),
    "using namespace in a header": (
        plus("include/mineprint/core/text.hpp", "using namespace std;\n"), "using namespace"),
    "file too long": (plus("src/core/text.cpp", "\n" * MAX_LINES), f"at most {MAX_LINES}"),
    "no licence line": ({"tests/run.sh": "#!/usr/bin/env bash\n"}, "tests/run.sh:1: the first line"),
    "no pragma once": ({"include/mineprint/zones/zone.hpp": CPP}, "no #pragma once"),
    "note of unfinished work": (plus("src/core/text.cpp", "// TO" "DO: later\n"), "left to do"),
    "own header not first": (
        {"src/core/text.cpp": CPP + '#include <fmt/core.h>\n#include "mineprint/core/text.hpp"\n'},
        "not its own header"),
    "source without header": (
        {"src/core/lost.cpp": CPP + "#include <fmt/core.h>\n"}, "lost.cpp:1: belongs to no header"),
    "abort from anywhere in app": (
        plus("src/core/text.cpp", "void g(E* e) { e->abort(1); }\n"), "Environment::abort"),
    "header in src": ({"src/core/text_parts.hpp": HPP}, "headers live in include/"),
    "test of nothing": ({"tests/unit/core/test_lost.cpp": CPP}, "is not named test_X.cpp"),
    "module without tests": ({"tests/unit/zones/test_zone.cpp": None}, "without a unit or MPI test"),
    "folder that is no module": ({"src/helpers/x.cpp": CPP}, "is no module"),
    "stray file at the top": ({"notes.txt": ""}, "does not belong to the top level"),
    "package named elsewhere": (plus("README.md", "Get libgdal-dev.\n"), "names the package libgdal-dev"),
    "packages installed elsewhere": (
        plus("tests/run.sh", "apt-get -y install x\n"), "run.sh:3: installs packages"),
    "package listed twice": (plus("jobs/setup/debian-12.packages", "g++\n"), "g++ stands there twice"),
    "list that cannot be read": (
        plus("jobs/setup/debian-12.packages", "two words\n"), "'two words' is neither"),
    "empty group": (
        {"jobs/setup/debian-12.packages": "[build]\ng++\n"}, "the group [test] is missing"),
}


def violations_with(changes):
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**GOOD, **changes}.items():
            if text is None:
                continue
            target = Path(root, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return [str(violation) for violation in all_violations(root)] + packages_of(root)


def packages_of(root):
    try:
        return list(package_list.violations(root))
    except ValueError as error:
        return [str(error)]


def main():
    failures = [f"the good tree: {found}" for found in violations_with({})]
    for name, (changes, words) in PLANTED.items():
        found = violations_with(changes)
        if len({text.split(": ", 1)[1] for text in found if words in text}) != 1:
            failures.append(f"{name}: expected '{words}', found {found}")
    for failure in failures:
        print(failure)
    print(f"{len(PLANTED)} planted violations, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
