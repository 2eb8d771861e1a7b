# SPDX-License-Identifier: Apache-2.0
"""What `cmake --install` puts into a folder works from there: the program runs, and another CMake project
finds the libraries, compiles against the headers and links.

usage: installed_package.py BUILD_FOLDER SCRATCH_FOLDER"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(*command):
    ended = subprocess.run([str(word) for word in command], text=True, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"{' '.join(ended.args)}\nended with {ended.returncode} and said:\n{ended.stdout}")
    return ended.stdout


def require(words, text):
    for word in words:
        if word not in text:
            raise SystemExit(f"'{word}' is not in:\n{text}")


def main(build, scratch):
    shutil.rmtree(scratch, ignore_errors=True)
    prefix = scratch / "prefix"
    run("cmake", "--install", build, "--prefix", prefix)
    require(["mineprint 0.", "GDAL"], run(prefix / "bin/mineprint", "version"))
    run("cmake", "-S", HERE / "consumer", "-B", scratch / "consumer", "-G", "Ninja",
        f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_STANDARD=20")
    run("cmake", "--build", scratch / "consumer")
    require(["growth 209.8"], run(scratch / "consumer/consumer"))


if len(sys.argv) != 3:
    raise SystemExit(__doc__)
main(Path(sys.argv[1]), Path(sys.argv[2]))
