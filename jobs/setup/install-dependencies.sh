#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that are missing; quiet when there are none.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
list=${MINEPRINT_PACKAGE_LIST:-$here/debian-12.packages}

usage() {
    cat <<TEXT
Usage: install-dependencies.sh [build|test|cluster]

  build    what the program needs to be built and run (default)
  test     that, and what tests/run.sh and .ci/run need
  cluster  that, and a Slurm for the tests of MINEPRINT_CLUSTER_TESTS

Installs as root or through a sudo that asks no password; else prints the command to type and exits with 1.
The packages stand in $list.
TEXT
}

case ${1:-build} in
build) groups=" build run " ;;
test) groups=" build run test check " ;;
cluster) groups=" build run test check cluster " ;;
-h | --help)
    usage
    exit 0
    ;;
*)
    echo "install-dependencies.sh: '$1' is none of 'build', 'test' and 'cluster'" >&2
    usage >&2
    exit 2
    ;;
esac

fail() {
    echo "install-dependencies.sh: $1" >&2
    exit 1
}

# The packages of the wanted groups, one a line.
wanted_packages() {
    awk -v groups="$groups" '
        /^[ \t]*(#|$)/ { next }
        /^\[.*\]$/ { wanted = index(groups, " " substr($0, 2, length($0) - 2) " "); next }
        wanted { print $1 }' "$list"
}

explain_other_system() {
    cat >&2 <<TEXT
install-dependencies.sh: this system has no Debian packages (dpkg-query is not there). mineprint needs, from whatever
the system offers (modules, Spack, conda):
  a C++20 compiler (g++ >= 12 or clang++ >= 14) with OpenMP, CMake >= 3.25, Ninja
  an MPI >= 3.1, GDAL >= 3.6 with PROJ, HDF5 >= 1.10, Boost.Program_options >= 1.74, fmt, spdlog, nlohmann-json, protozero, OpenSSL
  for the tests also Catch2 and a python3 with numpy, h5py and osgeo (GDAL's Python)
Once they are found by CMake: cmake --preset release && cmake --build --preset release --target mineprint
TEXT
}

[ -r "$list" ] || fail "cannot read the list of packages $list"
if ! command -v dpkg-query >/dev/null; then
    explain_other_system
    exit 1
fi

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=()
while read -r package; do
    is_installed "$package" || missing+=("$package")
done < <(wanted_packages)
[ ${#missing[@]} -gt 0 ] || exit 0

options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 --yes --no-install-recommends)
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    else
        cat >&2 <<TEXT
install-dependencies.sh: ${#missing[@]} packages are missing and only root can install them. Type:
  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}
and start this again.
TEXT
        exit 1
    fi
fi

apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" "$@"
}

# The lists of packages are fetched only when the ones here do not know what is wanted, or are out of date.
echo "Installing ${#missing[@]} packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
lists_suffice=no
apt --simulate install "${missing[@]}" >"$log" 2>&1 && lists_suffice=yes
if [ $lists_suffice = no ] || ! apt install "${missing[@]}" >"$log" 2>&1; then
    apt update >"$log" 2>&1 || { cat "$log" >&2; fail "apt-get update failed: is there a network?"; }
    apt install "${missing[@]}" >"$log" 2>&1 || {
        tail -n 30 "$log" >&2
        fail "apt-get install failed; what it said stands above"
    }
fi

still_missing=()
for package in "${missing[@]}"; do
    is_installed "$package" || still_missing+=("$package")
done
[ ${#still_missing[@]} -eq 0 ] || fail "apt-get said it was done, but these are not installed: ${still_missing[*]}"
