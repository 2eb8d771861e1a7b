# SPDX-License-Identifier: Apache-2.0
"""What a run says, and how: on a terminal, elsewhere, quietly, and as JSON lines."""

import errno
import json
import os
import pty
import re
import subprocess
import unicodedata

import h5py

import harness
from harness import check, check_equal

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WIPED = "\r\x1b[K"
COLUMNS = 80  # of a terminal that does not say


def environment(case, **more):
    known = {key: value for key, value in case.environment(1).items() if key not in ("NO_COLOR", "COLORTERM", "TERM")}
    return {**known, **more}


def on_terminal(case, *arguments, **more):
    """What the program prints on a terminal of its own that is its standard error and output."""
    ours, its = pty.openpty()
    process = subprocess.Popen([case.binary, *map(str, arguments)], cwd=case.folder, stdin=subprocess.DEVNULL, stdout=its, stderr=its,
                               env=environment(case, **{"TERM": "xterm", **more}))
    os.close(its)
    said = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError as error:  # the other side has gone
            check_equal(error.errno, errno.EIO, "error of the terminal")
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    check_equal(process.wait(), 0, f"status; it said {said.decode()}")
    return said.decode().replace("\r\n", "\n")


def elsewhere(case, *arguments, expect=0, ranks=None):
    command = [case.binary, *map(str, arguments)] if ranks is None else case.command(arguments, ranks)
    ended = subprocess.run(command, cwd=case.folder, stdin=subprocess.DEVNULL, env=environment(case, TERM="xterm"), capture_output=True,
                           check=False)
    ended.stdout, ended.stderr = ended.stdout.decode(), ended.stderr.decode()  # as they are: \r stays \r
    check_equal(ended.returncode, expect, f"status; it said {ended.stderr}")
    return ended


def control_characters(text):
    return {letter for letter in text if unicodedata.category(letter) == "Cc" and letter != "\n"}


def check_bar(said):
    bars = [piece for piece in re.split(r"\r|\x1b\[K|\n", said) if piece.startswith("[") and "] tiles " in piece]
    check(bars, f"there is no bar in {said!r}")
    for bar in bars:
        check(len(bar) < COLUMNS, f"the bar is longer than a line: {bar!r}")
    check(re.search(r"^\[#*\.*\] tiles \d+/\d+, [0-9.e+]+/s, \d+ s left, bound by (reading|computing|writing)$", bars[0]),
          f"the bar does not tell rate, time left and what bounds it: {bars[0]!r}")
    for line in said.split("\n"):
        check(line.rfind("[#") <= line.rfind(WIPED), f"a bar stays behind in {line!r}")


def check_terminal(case, job):
    said = on_terminal(case, "run", "--output", case.folder / "terminal", job)
    check_bar(said)
    check(COLOUR.search(said), "there are no colours on a terminal")
    # From here on the maps are there: what is looked at are the messages.
    again = ("reduce", "--output", case.folder / "terminal", job)
    said = on_terminal(case, *again, NO_COLOR="1")
    check(WIPED in said and not COLOUR.search(said), f"with NO_COLOR, a terminal gets {said!r}")
    check(not control_characters(on_terminal(case, *again, TERM="dumb")), "a dumb terminal gets control characters")
    said = on_terminal(case, "run", "--messages", "plain", "--output", case.folder / "plain", job)
    check(not control_characters(said), f"--messages plain prints {control_characters(said)}")
    check(re.search(r"^tiles: (\d+) of \1 in \d+ s, bound by [a-z]+ \(\d+ %\)$", said, re.MULTILINE), f"no line tells of the tiles: {said}")


def check_elsewhere(case, job):
    again = ("--output", case.folder / "terminal", job)
    ended = elsewhere(case, "reduce", *again)
    check(not control_characters(ended.stderr + ended.stdout), f"a file gets {ended.stderr!r}")
    check("reduction of pair: " in ended.stderr, f"nothing tells of the tiles: {ended.stderr}")
    check("Results: " in ended.stdout, f"there is no summary: {ended.stdout}")
    quiet = elsewhere(case, "reduce", "--quiet", "--messages", "bar", *again)
    check_equal(quiet.stderr, "", "standard error with --quiet")
    check_equal(quiet.stdout, ended.stdout, "standard output with --quiet")
    bar = elsewhere(case, "reduce", "--messages", "bar", *again).stderr
    check(WIPED in bar and not COLOUR.search(bar), f"--messages bar prints {bar!r}")


def objects(text):
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        check({"time", "level", "rank", "text"} <= set(line), line)
    return lines


def check_stage(case, lines):
    ends = [line for line in lines if line.get("stage") == "tiles" and line["done"] == line["total"]]
    check(ends, "there is no object for the end of the tiles")
    last = ends[-1]
    parts = {what: last[f"{what}_seconds"] for what in ("reading", "computing", "writing")}
    check_equal(last["bound_by"], max(parts, key=parts.get), f"bound by, of {parts}")
    check(last["per_second"] > 0 and last["seconds_left"] == 0, last)
    tiles = [json.loads(line) for line in (case.folder / "json/tiles.jsonl").read_text().splitlines()]
    check_equal(len(tiles), last["total"], "tiles")
    for what, seconds in parts.items():
        total = sum(tile[f"{what}_seconds"] for tile in tiles)
        check(abs(seconds - total) < 1e-3, f"{what}: {seconds} s of the progress, {total} s of tiles.jsonl")
    for line in lines:
        if "stage" in line:
            check(line["total"] == 0 or line["bound_by"], f"nothing bounds {line['stage']}")


def check_result(lines):
    check_equal([line["level"] for line in lines], ["result"], "objects on standard output")
    result = lines[0]
    with h5py.File(result["results"]) as file:
        for region in result["regions"]:
            group = file["regions"][region["name"]]
            target = list(group["class"].asstr()).index(region["target"])
            check_equal(region["epochs"], list(group["epoch"].asstr()), "epochs")
            for layer in region["layers"]:
                tables = group["zones"][layer["name"]]
                check_equal([zone["code"] for zone in layer["zones"]], list(tables["zone"].asstr()), "zones")
                for number, zone in enumerate(layer["zones"]):
                    check_equal(zone["area_km2"], tables["area_km2"][number, :, target].tolist(), f"area of {zone['code']}")
                    growth = tables["growth_percent"][number, 0, -1]
                    check(zone["growth_percent"] == (growth if growth == growth else None), f"growth of {zone['code']}")
                    check_equal([area["value"] for area in zone["adjusted_km2"]],
                                [value if value == value else None for value in tables["adjusted_area_km2"][number, :, target]],
                                f"adjusted area of {zone['code']}")


def check_objects(case, job):
    ended = elsewhere(case, "run", "--messages", "json", "--output", case.folder / "json", job)
    lines = objects(ended.stderr)
    check_stage(case, lines)
    check_result(objects(ended.stdout))
    check_equal(elsewhere(case, "reduce", "--messages=json", "--quiet", "--output", case.folder / "json", job).stderr, "",
                "standard error with --quiet")
    check(objects(elsewhere(case, "plan", "--messages=json", job).stdout), "a plan prints nothing")
    broken = case.folder / "broken.cfg"
    broken.write_text(job.read_text().replace("image_2020.tif", "no.tif"))
    for status, ranks, arguments in ((4, 2, (broken,)), (2, None, ("--no-such-option", job)), (2, None, (case.folder / "no.cfg",))):
        said = elsewhere(case, "run", "--messages=json", "--output", case.folder / "no", *arguments, expect=status, ranks=ranks).stderr
        lines = objects(said.split("-----")[0])  # what follows is of the launcher
        check_equal((lines[-1]["level"], lines[-1]["exit_status"]), ("error", status), "the object of an error")


def run_case(case):
    import synthetic

    pair = synthetic.make_pair(case.folder / "input")
    job = case.job("synthetic_pair", image_2005=pair.images["2005"], image_2020=pair.images["2020"], reference=pair.reference,
                   zones=pair.zones, tile_size=32, trees=10)
    check_terminal(case, job)
    check_elsewhere(case, job)
    check_objects(case, job)
    for other in ("plain", "json"):
        harness.check_same_tree(case.folder / "terminal", case.folder / other)


harness.main(run_case)
