// SPDX-License-Identifier: Apache-2.0
#include "job_fixture.hpp"
#include "mineprint/app/job_parser.hpp"

using namespace mineprint;
using namespace mineprint::app;
using Texts = std::vector<std::string>;

namespace {

/// Every option that `run` knows, all away from their defaults.
const std::string full_job = R"([region]
name=costa_rica
title=Costa Rica 1986-2001
[archive]
images=1986:a/1986.tif
images=2001:/data/2001.tif   # the second
bands=blue,green,red,nir
scale=0.0001
offset=-0.1
nodata=-32768
[grid]
crs=EPSG:32616
resolution=30
extent=100,200,400.5,500
tile-size=64
[epochs]
epoch=2001:2001-01-01/2001-12-31
epoch=1986:1986-01-01/1986-12-31
[composite]
method=geometric-median
minimum-clear=2
percentile=25,nir:90
day-of-year=100
day-sigma=20
cloud-distance=900
sensor-scores=TM:0.7,ETM+:0.2
day-weight=2
cloud-weight=0
sensor-weight=0.5
[features]
bands=red,nir
indices=ndvi
metrics=ndvi:p10,nir:std
deviations=smad,bcmad
dem=dem.tif
terrain=slope,tpi
tpi-radius=5
layer=sar:/vsicurl/https://x.org/sar_{epoch}.tif:bilinear:band=2:nodata=-99.5
layer=lights:l.tif:fill=0
[reference]
file=../ref/training.gpkg
layer=polygons
crs=EPSG:4326
class-field=1986:class_1986
class-field=2001:class_2001
classes=Forest,NonForest
target=NonForest
split=0.6
split-by=block
block-size=900
max-per-class=1000
seed=7
[forest]
class-weights=NonForest:2
preset=gee
trees=60
scope=region
seed=18446744073709551615
[zones]
layer=park:parks.gpkg:code
layer=country:c.geojson:iso:name
[output]
probability=no
composites=yes
features=yes
compression=ZSTD
)";

}  // namespace

TEST_CASE("a full job fills every member") {
    const pipeline::RegionJob job = region_of(full_job);
    CHECK(job.name == "costa_rica");
    CHECK(job.title == "Costa Rica 1986-2001");
    REQUIRE(job.archive.images.size() == 2);
    CHECK(job.archive.images[0].epoch == "1986");
    CHECK(job.archive.images[0].path == "/jobs/a/1986.tif");
    CHECK(job.archive.images[1].path == "/data/2001.tif");
    CHECK(job.archive.bands == Texts{"blue", "green", "red", "nir"});
    CHECK(job.archive.scale == 0.0001);
    CHECK(job.archive.offset == -0.1);
    CHECK(job.archive.nodata == -32768);
    CHECK(job.grid.crs == "EPSG:32616");
    CHECK(job.grid.resolution == 30);
    CHECK(job.grid.extent == geo::Extent{100, 200, 400.5, 500});
    CHECK(job.grid.tile_size == 64);
    REQUIRE(job.epochs.size() == 2);
    CHECK(job.epochs[0].name == "1986");  // in time order
    CHECK(job.epochs[1].end == core::Date::parse("2001-12-31"));
    CHECK(job.composite.minimum_clear == 2);
    CHECK(job.features.bands == Texts{"red", "nir"});
    CHECK(job.features.indices == Texts{"ndvi"});
    CHECK(job.composite.method == composite::Method::geometric_median);
    CHECK(job.composite.percentile == 25);
    CHECK(job.composite.percentile_of("nir") == 90);
    CHECK(job.composite.score.day_of_year == 100);
    CHECK(job.composite.score.day_sigma == 20);
    CHECK(job.composite.score.cloud_distance_m == 900);
    CHECK(job.composite.score.day_weight == 2);
    CHECK(job.composite.score.cloud_weight == 0);
    CHECK(job.composite.score.sensor_weight == 0.5);
    REQUIRE(job.sensor_scores.size() == 2);
    CHECK(job.sensor_scores[1].sensor == "ETM+");
    CHECK(job.sensor_scores[1].score == 0.2);
    CHECK(job.composite.deviations == Texts{"smad", "bcmad"});
    REQUIRE(job.features.metrics.size() == 2);
    CHECK(job.features.metrics[0].name() == "ndvi_p10");
    CHECK(job.features.dem == "/jobs/dem.tif");
    CHECK(job.features.terrain == Texts{"slope", "tpi"});
    CHECK(job.features.tpi_radius == 5);
    REQUIRE(job.features.layers.size() == 2);
    const features::ExtraLayer& sar = job.features.layers[0];
    CHECK(sar.path == "/vsicurl/https://x.org/sar_{epoch}.tif");
    CHECK(sar.resampling == features::Resampling::bilinear);
    CHECK(sar.band == 2);
    CHECK(sar.nodata == -99.5);
    CHECK_FALSE(sar.fill);
    CHECK(job.features.layers[1].path == "/jobs/l.tif");
    CHECK(job.features.layers[1].resampling == features::Resampling::nearest);
    CHECK(job.features.layers[1].fill == 0);
    CHECK(job.reference.file == "/ref/training.gpkg");
    CHECK(job.reference.layer == "polygons");
    CHECK(job.reference.crs == "EPSG:4326");
    REQUIRE(job.reference.class_fields.size() == 2);
    CHECK(job.reference.class_fields[1].epoch == "2001");
    CHECK(job.reference.class_fields[1].field == "class_2001");
    CHECK(job.reference.classes == Texts{"Forest", "NonForest"});
    CHECK(job.reference.target == "NonForest");
    CHECK(job.reference.split == 0.6);
    CHECK(job.reference.split_by == sampling::SplitBy::block);
    CHECK(job.reference.block_size_m == 900);
    CHECK(job.reference.max_per_class == 1000);
    CHECK(job.reference.seed == 7);
    CHECK(job.preset == "gee");
    CHECK(job.scope == pipeline::ModelScope::region);
    REQUIRE(job.zones.size() == 2);
    CHECK(job.zones[0].name_field.empty());
    CHECK_FALSE(job.output.probability);
    CHECK(job.output.composites);
    CHECK(job.output.features);
    CHECK(job.output.compression == "ZSTD");
    CHECK(job.file == "jobs/kachin.cfg");
}

TEST_CASE("the preset comes first, whatever its line, and options given win") {
    const training::ForestOptions forest = region_of(full_job).forest;
    CHECK(forest.trees == 60);
    CHECK(forest.bag_fraction == 0.5);  // gee
    CHECK_FALSE(forest.replacement);    // gee
    CHECK(forest.class_weights == std::vector<training::ClassWeight>{{"NonForest", 2}});
    CHECK(forest.seed == 18446744073709551615ULL);
    CHECK(region_of(small_job).forest == training::preset("production"));
    CHECK(region_of(small_job + "[forest]\npreset=sklearn\n").forest ==
          training::preset("sklearn"));
}

TEST_CASE("defaults that depend on other options") {
    const pipeline::RegionJob job = region_of(small_job);
    CHECK(job.title == "kachin");
    CHECK(job.archive.root == "/jobs/scenes");
    CHECK(job.archive.bands == Texts{"blue", "green", "red", "nir", "swir1", "swir2"});
    CHECK(job.features.bands == job.archive.bands);
    CHECK(job.features.indices == Texts{"ndvi", "ndmi", "nbr", "mndwi", "bsi"});
    REQUIRE(job.reference.class_fields.size() == 1);
    CHECK(job.reference.class_fields[0].epoch.empty());
    CHECK(job.reference.class_fields[0].field == "class");

    const pipeline::RegionJob few = region_of(small_job + "[archive]\nbands=red,nir\n");
    CHECK(few.features.bands == Texts{"red", "nir"});
    CHECK(few.features.indices == Texts{"ndvi"});
    const pipeline::RegionJob none = region_of(small_job + "[features]\nindices=none\n");
    CHECK(none.features.indices.empty());
}

TEST_CASE("the job as used gives the same job again, from any folder") {
    for (const std::string& text : {small_job, full_job}) {
        const pipeline::RegionJob job = region_of(text);
        const JobInput again{{{"out/kachin/job.cfg", "/elsewhere", job.text}}, {}, {}};
        const pipeline::RegionJob copy = parse_regions(Command::run, again).at(0).region;
        CHECK(copy.text == job.text);
        CHECK(copy.forest == job.forest);
        CHECK(copy.preset == job.preset);
        CHECK(copy.features.indices == job.features.indices);
        CHECK(copy.features.metrics == job.features.metrics);
        CHECK(copy.features.layers == job.features.layers);
        CHECK(copy.composite == job.composite);
        CHECK(copy.reference.file == job.reference.file);
        CHECK(copy.grid.extent == job.grid.extent);
        CHECK(copy.archive.nodata == job.archive.nodata);
        CHECK(copy.epochs.size() == job.epochs.size());
    }
    CHECK_THAT(region_of(small_job).text,
               Catch::Contains("\ntrees=500\n") &&
                   Catch::Contains("\n# crs: not set (that of most scenes)\n") &&
                   Catch::Contains("\nroot=/jobs/scenes\n"));
    CHECK_THAT(region_of(small_job).text, !Catch::Contains("[simulate]"));
}

TEST_CASE("the common file lies below the job file, the command line above both") {
    JobInput input = input_of(small_job + "[forest]\ntrees=20\n[zones]\nlayer=job:z.gpkg:code\n");
    input.common.push_back({"common.cfg", "/common",
                            "[forest]\ntrees=10\nmtry=3\nseed=1\n[grid]\ntile-size=128\n"
                            "[zones]\nlayer=a:a.gpkg:code\nlayer=b:b.gpkg:code\n"
                            "[reference]\nfile=common.gpkg\nlayer=points\n"});
    input.overrides = {override_of("forest", "seed", "99"), override_of("grid", "tile-size", "256"),
                       override_of("archive", "root", "other")};
    const pipeline::RegionJob job = parse_regions(Command::run, input).at(0).region;
    CHECK(job.forest.trees == 20);
    CHECK(job.forest.mtry == 3);
    CHECK(job.forest.seed == 99);
    CHECK(job.grid.tile_size == 256);
    CHECK(job.archive.root == "/here/other");
    CHECK(job.reference.file == "/jobs/points.gpkg");
    CHECK(job.reference.layer == "points");
    REQUIRE(job.zones.size() == 1);  // a repeated option is replaced as a whole
    CHECK(job.zones[0].name == "job");

    input.jobs[0].text = small_job;
    const pipeline::RegionJob plain = parse_regions(Command::run, input).at(0).region;
    REQUIRE(plain.zones.size() == 2);
    CHECK(plain.zones[0].path == "/common/a.gpkg");
}

TEST_CASE("several files are several regions, in their order") {
    JobInput input = input_of(small_job);
    input.jobs.push_back({"other.cfg", "/other", small_job});
    input.jobs[1].text.replace(input.jobs[1].text.find("kachin"), 6, "katanga");
    pipeline::RunOptions run;
    run.num_threads = 3;
    const pipeline::Job job = parse_job(Command::run, input, run);
    REQUIRE(job.regions.size() == 2);
    CHECK(job.regions[0].name == "kachin");
    CHECK(job.regions[1].name == "katanga");
    CHECK(job.regions[1].archive.root == "/other/scenes");
    CHECK(job.run.num_threads == 3);
}

TEST_CASE("reduce takes class maps that something else made") {
    const pipeline::RegionJob job = region_of(
        "[region]\nname=pie\n[epochs]\nepoch=1985:1985-01-01/1985-12-31\n"
        "[maps]\nimage=1985:pie.tif\nclasses=1:forest,2:built\n[reference]\ntarget=built\n",
        Command::reduce);
    REQUIRE(job.maps.size() == 1);
    CHECK(job.maps[0].path == "/jobs/pie.tif");
    CHECK(job.map_classes.size() == 2);
    CHECK(job.features.bands.empty());
    CHECK(region_of(job.text, Command::reduce).text == job.text);
}

TEST_CASE("train asks for no archive, plan for no reference") {
    const std::string epochs = "[region]\nname=a\n[epochs]\nepoch=1:2005-01-01/2005-12-31\n";
    CHECK_NOTHROW(region_of(epochs, Command::train));
    CHECK_NOTHROW(region_of(epochs + "[archive]\nroot=r\n", Command::plan));
    CHECK_NOTHROW(region_of(epochs + "[archive]\nroot=r\n", Command::map));
}

TEST_CASE("a job to simulate") {
    const std::string text =
        small_job +
        "[simulate]\nextent=98.4,25.8,98.7,26\nzones=MMR:Myanmar,CHN\n"
        "mine=MMR:2005:0.58\nmine=CHN:2005:0.63\nclouds=40\nborder=meridian:98.5\n";
    const auto simulations = parse_simulations(input_of(text), "");
    REQUIRE(simulations.size() == 1);
    CHECK(simulations[0].root == "/jobs/scenes");
    const simulate::SimulateOptions& options = simulations[0].options;
    CHECK(options.region == "kachin");
    CHECK(options.extent == geo::Extent{98.4, 25.8, 98.7, 26});
    REQUIRE(options.epochs.size() == 1);
    CHECK(options.epochs[0].begin == core::Date::parse("2005-01-01"));
    CHECK(options.mines.size() == 2);
    CHECK(options.zones == Texts{"MMR:Myanmar", "CHN"});
    CHECK(options.cloud_pct == 40);
    CHECK(options.border == "meridian:98.5");
    CHECK(parse_simulations(input_of(text), "out").at(0).root == "out/kachin");
    CHECK_NOTHROW(region_of(text));  // the same file serves `run`
    CHECK_THAT(region_of(text).text, Catch::Contains("\nmine=MMR:2005:0.58\n"));
    CHECK(region_of(region_of(text).text).text == region_of(text).text);
}
