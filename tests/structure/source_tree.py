# SPDX-License-Identifier: Apache-2.0
"""What the structure tests read of the tree: src/modules.txt, and source files with their includes."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

IGNORED_FOLDERS = {".git", "build", "out", "__pycache__"}
MODULE_LINE = re.compile(r"^(\d+) +([a-z0-9_]+) *\|([a-z0-9_ -]*)\|([a-z0-9_ -]*)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass(frozen=True)
class Violation:
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Module:
    name: str
    level: int
    uses: frozenset
    libraries: frozenset


@dataclass
class SourceFile:
    """One C++ file; `code` is its lines without comments and without the content of literals."""

    path: str
    module: str
    lines: list
    code: list = field(default_factory=list)

    @property
    def is_header(self):
        return self.path.endswith(".hpp")

    @property
    def name(self):
        return Path(self.path).stem

    def includes(self):
        """(line number, '<' or '"', header) of each include."""
        for number, line in enumerate(self.lines, 1):
            match = INCLUDE.match(line)
            if match:
                yield number, match.group(1), match.group(2)


def read_modules(root):
    """The modules of src/modules.txt by name; a ValueError names a line that cannot be read."""
    modules = {}
    path = Path(root, "src/modules.txt")
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = MODULE_LINE.match(line)
        if not match:
            raise ValueError(f"src/modules.txt:{number}: cannot read the line '{line}'")
        level, name, uses, libraries = match.groups()
        if name in modules:
            raise ValueError(f"src/modules.txt:{number}: module {name} stands there twice")
        modules[name] = Module(name, int(level), *(frozenset(re.findall(r"[a-z0-9_]+", text))
                                                   for text in (uses, libraries)))
    return modules


def walk(root, suffixes):
    """Paths below `root`, relative and sorted, of files with one of the suffixes."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(set(folders) - IGNORED_FOLDERS)
        found += [os.path.relpath(os.path.join(folder, name), root)
                  for name in files if name.endswith(suffixes)]
    return sorted(found)


LITERAL_OR_COMMENT = re.compile(
    r'R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)"'  # a raw literal
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.|[^'\\\n])'"
    r"|//[^\n]*"
    r"|/\*.*?\*/", re.DOTALL)


def strip_text(text):
    """The text without comments and contents of literals; line numbers stay."""
    def blank(match):
        kept = '""' if match.group(0)[0] in 'R"' else ""
        return kept + "\n" * match.group(0).count("\n")
    return LITERAL_OR_COMMENT.sub(blank, text)


def read_source(root, path):
    text = Path(root, path).read_text(encoding="utf-8")
    parts = Path(path).parts
    module = ""
    if parts[0] == "src" and len(parts) > 2:
        module = parts[1]
    elif parts[:2] == ("include", "mineprint") and len(parts) > 3:
        module = parts[2]
    return SourceFile(path, module, text.splitlines(), strip_text(text).splitlines())


def read_sources(root):
    """All C++ files of the project, those of the tests and benchmarks too (module '')."""
    return [read_source(root, path) for path in walk(root, (".hpp", ".cpp"))]
