# SPDX-License-Identifier: Apache-2.0
"""Jobs and files of others are data: a region's name leads nowhere outside the output folder, markup in names stays
text in the report, and a product whose zip unpacks to a gigabyte is refused by name, with little memory."""

import resource
import sys
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "regression"))

import harness  # noqa: E402
from harness import check, files_below  # noqa: E402

MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
USAGE, DATA = 2, 4


def template(case, pair, name, *replace):
    job = case.job("synthetic_pair", name, image_2005=pair.images["2005"], image_2020=pair.images["2020"],
                   reference=pair.reference, zones=pair.zones, tile_size=64, trees=5)
    text = job.read_text()
    for old, new in replace:
        check(old in text, f"the template has no '{old}'")
        text = text.replace(old, new)
    job.write_text(text)
    return job


def paths_stay_inside(case, pair):
    before = set(files_below(case.folder))
    for number, name in enumerate(("../outside", "/tmp/outside", "a/../../outside", "..")):
        job = template(case, pair, f"path_{number}", ("name=pair", f"name={name}"))
        case.run("run", "--output", case.folder / "inside", job, expect=USAGE)
    new = {name for name in set(files_below(case.folder)) - before if not name.endswith(".cfg")}
    check(not new, f"a refused job left {sorted(new)}")


def markup_stays_text(case, pair):
    text = pair.zones.read_text()
    check('"West"' in text, "the zones have no title West")
    pair.zones.write_text(text.replace('"West"', '"' + MARKUP + '"'))
    job = template(case, pair, "markup", ("title=Synthetic pair", f"title={MARKUP}"))
    output = case.folder / "marked"
    case.run("run", "--output", output, job)
    page = (output / "report.html").read_text()
    check("<script>alert(1)" not in page and "<img src=x" not in page, "markup of a name is markup in the report")
    check("alert(1)" in page, "the name is not in the report at all")


def zip_bomb(case, pair):
    root = case.folder / "archive"
    root.mkdir()
    product = "S2A_MSIL2A_20200524T104031_N0214_R008_T31NBJ_20200524T120000"
    with zipfile.ZipFile(root / f"{product}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(f"{product}.SAFE/MTD_MSIL2A.xml", "w", force_zip64=True) as file:
            block = b" " * 2**20
            for _ in range(1024):
                file.write(block)
    job = template(case, pair, "bomb")
    text = job.read_text()
    lines = [line for line in text.splitlines() if not line.startswith(("images=", "bands=", "scale="))]
    job.write_text("\n".join(lines).replace("[archive]", f"[archive]\nroot={root}") + "\n")
    begun = time.monotonic()
    said = case.run("plan", job, expect=DATA, timeout=60)
    held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    check(product in said.text, f"the message does not name the product:\n{said}")
    print(f"zip bomb: {time.monotonic() - begun:.1f} s, at most {held:.0f} MiB held", flush=True)
    check(held < 512, f"{held:.0f} MiB were held")


def run_case(case):
    import synthetic

    pair = synthetic.make_pair(case.folder / "input", 100, 72)
    for part in (paths_stay_inside, zip_bomb, markup_stays_text):
        part(case, pair)


harness.main(run_case)
