# SPDX-License-Identifier: Apache-2.0
"""What the documents tell a reader to type works: every file, command and option they name exists, and the
tutorial runs from its first line to its last where its real images are there."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import harness
from harness import check, check_equal

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HERE_DOCUMENT = re.compile(r"<<\s*'?(\w+)'?.*?^\1$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^(?:bash )?((?:jobs|tests|\.ci|benchmarks)/[\w./-]+)")
LAUNCHERS = ("mineprint", "mpirun", "srun")
TUTORIAL = "docs/tutorial.md"


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
