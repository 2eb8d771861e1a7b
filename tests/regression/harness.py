# SPDX-License-Identifier: Apache-2.0
"""Runs mineprint for a regression case and compares what it wrote.

A case is a Python program that is given its scratch folder and ends with 0 (it holds), 1 (it does
not) or 77 (skipped: something it needs is not there, and it said what).
"""

import os
import shutil
import string
import subprocess
import sys
import traceback
from pathlib import Path

SKIPPED = 77
HERE = Path(__file__).resolve().parent

# What differs between two runs of one job: the log, the order in which tiles were done, and /run.
MAY_DIFFER = {"run.log", "tiles.jsonl"}


class Skip(Exception):
    """The case cannot be tried here."""


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def check_equal(value, expected, what):
    check(value == expected, f"{what} is {value!r}, not {expected!r}")


def check_near(value, expected, relative, what):
    check(abs(value - expected) <= relative * abs(expected),
          f"{what} is {value!r}; {expected!r} expected, to {relative:g} relative")


class Completed:
    """What a command said and how it ended."""

    def __init__(self, command, status, text):
        self.command, self.status, self.text = command, status, text

    def __str__(self):
        return f"{' '.join(map(str, self.command))}\nended with {self.status} and said:\n{self.text}"


class Case:
    def __init__(self, arguments):
        if len(arguments) < 2:
            raise SystemExit(f"usage: {arguments[0]} SCRATCH_FOLDER [--update]")
        self.folder = Path(arguments[1]).resolve()
        self.update = "--update" in arguments[2:]
        binary = os.environ.get("MINEPRINT_BINARY", "")
        if not Path(binary).is_file():
            raise SystemExit(f"MINEPRINT_BINARY='{binary}' is not the mineprint program")
        self.binary = Path(binary).resolve()
        self.mpiexec = os.environ.get("MINEPRINT_MPIEXEC", "mpiexec")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def shared_data(self):
        """The folder of real imagery."""
        folder = Path(os.environ.get("MINEPRINT_SHARED_DATA", ""))
        if not (folder / "PROVENANCE.md").is_file():
            raise Skip("it needs real imagery: MINEPRINT_SHARED_DATA names no folder with it")
        return folder

    def job(self, template, name=None, /, **values):
        """jobs/TEMPLATE.cfg with `${key}` replaced, written to the scratch folder."""
        text = string.Template((HERE / "jobs" / f"{template}.cfg").read_text()).substitute(values)
        path = self.folder / f"{name or template}.cfg"
        path.write_text(text)
        return path

    def command(self, arguments, ranks):
        return [self.mpiexec, "-n", str(ranks), str(self.binary), *map(str, arguments)]

    @staticmethod
    def environment(threads):
        return {**os.environ, "OMP_NUM_THREADS": str(threads)}

    def run(self, *arguments, ranks=1, threads=1, expect=0, timeout=120, environment=None):
        """Runs a command of mineprint; an exit status other than `expect` (or one of them) fails the case."""
        command = self.command(arguments, ranks)
        ended = subprocess.run(command, cwd=self.folder, timeout=timeout,
                               env={**self.environment(threads), **(environment or {})},
                               stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, check=False)
        completed = Completed(command, ended.returncode, ended.stdout)
        if ended.returncode not in (expect if isinstance(expect, tuple) else (expect,)):
            raise AssertionError(f"exit status {expect} expected, but\n{completed}")
        return completed

    def start(self, *arguments, ranks, threads=1):
        """Starts a command and returns its process, to be ended by the caller."""
        log = open(self.folder / "started.log", "w", encoding="utf-8")
        return subprocess.Popen(self.command(arguments, ranks), cwd=self.folder, stdout=log,
                                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                env=self.environment(threads), start_new_session=True)


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


def hdf5_items(path, without=("run",)):
    """Everything in an HDF5 file as {name: (type, shape, bytes)}, attributes as `name@attribute`."""
    import h5py

    items = {}

    def note_attributes(name, holder):
        for key in holder.attrs:
            if key in ("REFERENCE_LIST", "DIMENSION_LIST"):  # addresses in the file
                continue
            value = holder.attrs.get_id(key)
            content = holder.attrs[key]
            items[f"{name}@{key}"] = (str(value.dtype), value.shape,
                                      content.tobytes() if hasattr(content, "tobytes") and
                                      content.dtype != object else repr(content))

    def note(name, entry):
        if name.split("/")[0] in without:
            return
        note_attributes(name, entry)
        if isinstance(entry, h5py.Dataset):
            content = entry[()]
            kind = getattr(content, "dtype", None)
            raw = repr(content if kind is None else content.tolist()) \
                if kind is None or kind == object else content.tobytes()
            items[name] = (str(entry.dtype), entry.shape, raw)
        else:
            items[name] = ("group", (), b"")

    with h5py.File(path, "r") as file:
        note_attributes("", file)
        file.visititems(note)
    return items


def hdf5_differences(a, b):
    left, right = hdf5_items(a), hdf5_items(b)
    for name in sorted(set(left) | set(right)):
        if name not in left or name not in right:
            yield f"{name} is only in {a if name in left else b}"
        elif left[name] != right[name]:
            yield f"{name} differs between {a} and {b}"


def tree_differences(a, b):
    """What differs between two output folders, but for what may; files are compared byte by byte."""
    a, b = Path(a), Path(b)
    names_a = {name for name in files_below(a) if name not in MAY_DIFFER}
    names_b = {name for name in files_below(b) if name not in MAY_DIFFER}
    differences = [f"{name} is only in {a if name in names_a else b}" for name in names_a ^ names_b]
    for name in sorted(names_a & names_b):
        if name == "results.h5":
            differences += hdf5_differences(a / name, b / name)
        elif (a / name).read_bytes() != (b / name).read_bytes():
            differences.append(f"{name} differs between {a} and {b}")
    return differences


def check_same_tree(a, b):
    check(files_below(a), f"{a} is empty")
    differences = tree_differences(a, b)
    check(not differences, "\n".join(differences))


def main(run_case):
    """Runs a case and ends the process with its verdict."""
    try:
        try:
            import h5py  # noqa: F401
            import numpy  # noqa: F401
            from osgeo import gdal, ogr, osr
            for module in (gdal, ogr, osr):
                module.UseExceptions()
        except ImportError as error:
            raise Skip(f"this python3 cannot check anything: {error}") from error
        run_case(Case(sys.argv))
    except Skip as skip:
        print(f"SKIPPED: {skip}")
        sys.exit(SKIPPED)
    except AssertionError as error:
        traceback.print_exc(limit=-2)
        print(f"FAILED: {error}")
        sys.exit(1)
    print("passed")
