# SPDX-License-Identifier: Apache-2.0
"""What the documents tell a reader to type works: every file, command and option they name exists, and the
tutorial runs from its first line to its last where its real images are there."""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import harness
from harness import check, check_equal

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HERE_DOCUMENT = re.compile(r"<<\s*'?(\w+)'?.*?^\1$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^(?:bash )?((?:jobs|tests|\.ci|benchmarks)/[\w./-]+)")
LAUNCHERS = ("mineprint", "mpirun", "srun")
TUTORIAL, NOTEBOOKS = "docs/tutorial.md", "docs/notebooks.md"
SECTION = re.compile(r"^## ", re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```\n+```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END_OF_BLOCK = "-- end of block --"


def blocks(path):
    return BLOCK.findall(path.read_text(encoding="utf-8"))


def commands_in(path):
    """The lines one would type, without what goes into a here-document."""
    for block in blocks(path):
        for line in HERE_DOCUMENT.sub("", block).replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield words


class Program:
    """What mineprint says of its own commands and options."""

    def __init__(self, case):
        self.case, self.texts = case, {}

    def help_of(self, command):
        if command not in self.texts:
            self.texts[command] = self.case.run("help", command).text
        return self.texts[command]

    def check_line(self, words, what):
        """One call of mineprint, beginning with its command."""
        if words[0] in ("help", "version"):
            self.case.run(*[word for word in words if word != ">"][:2])
            return
        known = set(re.findall(r"--[\w.-]+", self.help_of(words[0])))
        for word in words[1:]:
            option = word.split("=")[0]
            check(not option.startswith("--") or option in known,
                  f"{what}: `mineprint {words[0]}` has no option {option}")


def check_document(path, root, program):
    """Returns how many calls of mineprint and of the tree's own scripts the document has."""
    found = 0
    for words in commands_in(path):
        line, what = " ".join(words), f"{path.relative_to(root)}: {' '.join(words)}"
        script = SCRIPT.match(line)
        if script:
            check((root / script[1]).is_file(), f"{what}: there is no file {script[1]}")
            found += 1
        if words[0] in LAUNCHERS and "mineprint" in words:
            program.check_line(words[words.index("mineprint") + 1:], what)
            found += 1
    return found


def run_notebooks(folder, text):
    """Each section in a process of its own; every block prints what the document says."""
    number = 0
    for section in SECTION.split(text)[1:]:
        title, found = section.splitlines()[0], PYTHON.findall(section)
        if "xarray" in section and importlib.util.find_spec("xarray") is None:
            print(f"SKIPPED IN PART: no xarray for the section '{title}' of {NOTEBOOKS}")
            continue
        code = "\n".join(f"{block}\nprint({END_OF_BLOCK!r})" for block, _ in found)
        ended = subprocess.run([sys.executable, "-c", code], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, timeout=120, check=False)
        check_equal(ended.returncode, 0, f"status of the section '{title}' of {NOTEBOOKS}, which said\n{ended.stderr}\n")
        for (block, expected), printed in zip(found, ended.stdout.split(END_OF_BLOCK + "\n")):
            check_equal([line.rstrip() for line in printed.splitlines()], expected.splitlines(), f"what {NOTEBOOKS} prints after\n{block}")
            number += 1
    check(number >= 3, f"only {number} blocks of {NOTEBOOKS} were run")
    print(f"{NOTEBOOKS}: {number} blocks print what it says")


def run_tutorial(case, root):
    data = case.shared_data() / "timeseries/teamlucc_L5_1986_2001"
    scratch = case.folder / "tree"
    (scratch / "build/release").mkdir(parents=True)
    (scratch / "build/release/src").symlink_to(case.binary.parent)
    (scratch / "jobs").symlink_to(root / "jobs")
    script = "set -euo pipefail\n" + "\n".join(blocks(root / TUTORIAL))
    ended = subprocess.run(["bash", "-c", script], cwd=scratch, env={**os.environ, "DATA": str(data)},
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           text=True, timeout=200, check=False)
    check_equal(ended.returncode, 0, f"status of the tutorial, which said\n{ended.stdout}\n")
    for words in ("NonForest in km²", "accuracy on held-out samples", "from rows, to columns", "are equal"):
        check(words in ended.stdout, f"the tutorial does not print '{words}':\n{ended.stdout}")
    run_notebooks(scratch, (root / NOTEBOOKS).read_text(encoding="utf-8"))
    shutil.rmtree(scratch / "out")


def run_case(case):
    root = Path(os.environ["MINEPRINT_SOURCE_DIR"]).resolve()
    program = Program(case)
    documents = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
    found = {str(path.relative_to(root)): check_document(path, root, program) for path in documents}
    check(found["README.md"] >= 5 and found[TUTORIAL] >= 3, f"too few commands were found: {found}")
    print("\n".join(f"{name}: {number} commands" for name, number in found.items()))
    run_tutorial(case, root)


harness.main(run_case)
