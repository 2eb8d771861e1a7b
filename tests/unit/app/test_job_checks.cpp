// SPDX-License-Identifier: Apache-2.0
#include "job_fixture.hpp"
#include "mineprint/app/job_checks.hpp"

using namespace mineprint;
using namespace mineprint::app;
using Catch::Contains;

namespace {

const std::string image_job =
    "[region]\nname=a\n"
    "[epochs]\nepoch=1986:1986-01-01/1986-12-31\nepoch=2001:2001-01-01/2001-12-31\n"
    "[reference]\nfile=r.gpkg\n"
    "[archive]\nbands=red,nir\nimages=1986:a.tif\n";

std::string without(std::string text, const std::string& line) {
    text.erase(text.find(line), line.size());
    return text;
}

}  // namespace

TEST_CASE("an unknown section or option is refused with line and nearest name") {
    CHECK(job_error(small_job + "[forst]\ntrees=5\n") ==
          "jobs/kachin.cfg:10: there is no section [forst]; did you mean [forest]?");
    CHECK(job_error(small_job + "[forest]\ntres=5\n") ==
          "jobs/kachin.cfg:10: there is no option 'tres' in [forest]; did you mean 'trees'?");
    CHECK(job_error(small_job + "[forest]\n\n# x\ntile-size=5\n") ==
          "jobs/kachin.cfg:12: the option 'tile-size' belongs to [grid], not to [forest]");
    // An option of the command line alone is none of a job file.
    CHECK_THAT(job_error(small_job + "[output]\nthreads=5\n"),
               Contains("kachin.cfg:10: there is no option 'threads' in [output]"));
    CHECK_THAT(job_error(small_job + "[]\n"), Contains("kachin.cfg:9"));
}

TEST_CASE("a second value is refused with both lines") {
    CHECK(job_error(small_job + "[forest]\ntrees=5\ntrees=6\n") ==
          "jobs/kachin.cfg:11: forest.trees is set a second time (first: jobs/kachin.cfg:10), and "
          "takes "
          "one value");
}

TEST_CASE("a bad value in the common file names that file, one on the command line says so") {
    JobInput input = input_of(small_job);
    input.common.push_back({"common.cfg", "/common", "[forest]\ntrees=x\n"});
    CHECK_THAT(usage_error([&] { (void)parse_regions(Command::run, input); }),
               Catch::StartsWith("common.cfg:2: forest.trees: 'x' is not a whole number"));
    input.common.clear();
    input.overrides = {override_of("forest", "trees", "y")};
    CHECK_THAT(usage_error([&] { (void)parse_regions(Command::run, input); }),
               Catch::StartsWith("command line: forest.trees: 'y' is not a whole number"));
}

TEST_CASE("what is missing is named, with how to write it") {
    CHECK_THAT(
        job_error(without(small_job, "name=kachin\n")),
        Catch::StartsWith("jobs/kachin.cfg: region.name is missing, and `run` cannot do without "
                          "it") &&
            Catch::EndsWith("\n  [region]\n  name=my_region"));
    CHECK_THAT(
        job_error(without(small_job, "epoch=2005:2005-01-01/2005-12-31\n")),
        Contains("epochs.epoch is missing") && Contains("\n  epoch=2015:2015-01-01/2015-12-31"));
    CHECK_THAT(job_error(without(small_job, "file=points.gpkg\n")),
               Contains("reference.file is missing"));
    CHECK_THAT(job_error(without(small_job, "root=scenes\n")),
               Contains("there is neither archive.root nor archive.images"));
    CHECK_THAT(job_error(without(small_job, "root=scenes\n"), Command::reduce),
               Contains("there is neither archive.root nor maps.image"));
    CHECK_THAT(job_error(small_job, Command::simulate), Contains("simulate.extent is missing"));
}

TEST_CASE("the kinds of input exclude each other") {
    CHECK(job_error(small_job + "[archive]\nimages=2005:a.tif\n") ==
          "jobs/kachin.cfg:10: archive.images and archive.root (jobs/kachin.cfg:6) exclude each "
          "other");
    CHECK_THAT(job_error(small_job + "[maps]\nimage=2005:a.tif\n", Command::reduce),
               Contains("maps.image and archive.root (jobs/kachin.cfg:6) exclude each other"));
    const std::string maps = without(small_job, "root=scenes\n") + "[maps]\nimage=2005:a.tif\n";
    CHECK_THAT(job_error(maps), Contains("kachin.cfg:9: maps.image is for `filter` and `reduce`"));
    CHECK_THAT(job_error(maps, Command::reduce), Contains("maps.classes is missing"));
    CHECK_THAT(job_error(small_job + "[maps]\nclasses=1:mine\n"),
               Contains("maps.classes goes with maps.image"));
    CHECK_THAT(job_error(small_job + "[archive]\nscale=0.0001\n"),
               Contains("kachin.cfg:10: archive.scale goes with archive.images: products carry"));
    CHECK_THAT(job_error(image_job + "images=2001:b.tif\nsensors=TM\n"),
               Contains("archive.sensors goes with archive.root or archive.items"));
}

TEST_CASE("every epoch has one image, and every image an epoch") {
    CHECK_NOTHROW(region_of(image_job + "images=2001:b.tif\n"));
    CHECK(job_error(image_job) ==
          "jobs/kachin.cfg:5: epochs.epoch: the epoch '2001' has no archive.images");
    CHECK(job_error(image_job + "images=2002:b.tif\n") ==
          "jobs/kachin.cfg:11: archive.images: '2002' is not an epoch of the job; did you mean "
          "'2001'?");
    CHECK_THAT(
        job_error(image_job + "images=1986:b.tif\n"),
        Contains("kachin.cfg:11: archive.images: '1986' is there already (jobs/kachin.cfg:10)"));
    CHECK_THAT(job_error(without(image_job, "bands=red,nir\n")),
               Contains("archive.bands is missing"));
    CHECK_THAT(job_error("[region]\nname=a\n[epochs]\nepoch=1:2005-01-01/2005-12-31\n"
                         "[maps]\nclasses=1:mine\nimage=2:a.tif\n",
                         Command::reduce),
               Contains("kachin.cfg:7: maps.image: '2' is not an epoch of the job"));
}

TEST_CASE("names differ: epochs, zone layers, regions") {
    CHECK_THAT(
        job_error(small_job + "[epochs]\nepoch=2005:2006-01-01/2006-12-31\n"),
        Contains("kachin.cfg:10: epochs.epoch: '2005' is there already (jobs/kachin.cfg:4)"));
    CHECK_THAT(job_error(small_job + "[zones]\nlayer=a:a.gpkg:c\nlayer=a:b.gpkg:c\n"),
               Contains("kachin.cfg:11: zones.layer: 'a' is there already (jobs/kachin.cfg:10)"));
    JobInput input = input_of(small_job);
    input.jobs.push_back({"other.cfg", "/other", small_job});
    CHECK(usage_error([&] { (void)parse_regions(Command::run, input); }) ==
          "other.cfg:2: region.name: 'kachin' is taken by jobs/kachin.cfg:2; names must differ "
          "within a "
          "run");
}

TEST_CASE("one forest for all regions needs the same options in all") {
    JobInput input = input_of(small_job + "[forest]\nscope=all\n");
    input.jobs.push_back({"other.cfg", "/other", small_job + "[forest]\nscope=all\n"});
    input.overrides = {};
    std::string& other = input.jobs[1].text;
    other.replace(other.find("kachin"), 6, "katanga");
    CHECK_NOTHROW(parse_regions(Command::run, input));
    other += "trees=5\n";
    CHECK_THAT(usage_error([&] { (void)parse_regions(Command::run, input); }),
               Contains("other.cfg: [forest] differs from that of jobs/kachin.cfg"));
}

TEST_CASE("fields and classes of the reference fit together") {
    const auto error = [](const std::string& lines) { return job_error(small_job + lines); };
    CHECK_THAT(
        error("class-field=2006:c\n"),
        Contains("kachin.cfg:9: reference.class-field: '2006' is not an epoch of the job; did you "
                 "mean '2005'?"));
    CHECK_THAT(error("class-field=2005:c\nclass-field=d\n"),
               Contains("kachin.cfg:10: reference.class-field: 'd' stands for all epochs"));
    CHECK_THAT(error("class-field=2005:c\nclass-field=2005:d\n"),
               Contains("'2005' is there already (jobs/kachin.cfg:9)"));
    CHECK_THAT(error("class-field=2005:c\nepoch-field=year\n"),
               Contains("kachin.cfg:10: reference.epoch-field"));
    CHECK_THAT(
        error("classes=mines,forest\n"),
        Contains(
            "reference.target: 'mine' is not one of reference.classes; did you mean 'mines'?"));
    CHECK_THAT(
        error("classes=mine,forest\n[forest]\nclass-weights=forrest:2\n"),
        Contains("forest.class-weights: 'forrest' is not one of reference.classes; did you mean "
                 "'forest'?"));
    CHECK_THAT(
        job_error("[region]\nname=a\n[epochs]\nepoch=1:2005-01-01/2005-12-31\n"
                  "[maps]\nclasses=1:built\nimage=1:a.tif\n",
                  Command::reduce),
        Contains("reference.target: 'mine' is not one of maps.classes; did you mean 'built'?"));
}

TEST_CASE("features come from bands that are there") {
    const auto error = [](const std::string& lines) {
        return job_error(small_job + "[archive]\nbands=red,nir\n[features]\n" + lines);
    };
    CHECK_THAT(
        error("bands=red,nirr\n"),
        Contains("kachin.cfg:12: features.bands: 'nirr' is not one of archive.bands; did you mean "
                 "'nir'?"));
    CHECK_THAT(error("indices=ndvi,nbr\n"),
               Catch::StartsWith("jobs/kachin.cfg:12: features.indices: ") && Contains("nbr") &&
                   Contains("swir2"));
    CHECK_THAT(error("bands=none\nindices=none\n"), Contains("there is no feature"));
    CHECK_THAT(error("bands=none\nindices=none\nlayer=a:a.tif\n"),
               Contains("which pixels are clear"));
    CHECK_THAT(error("metrics=ndvi:p10,ndmi:p10\n"),
               Contains("kachin.cfg:12: features.metrics: ndmi needs the band 'swir1'"));
    CHECK_THAT(error("metrics=ndvi:p11\n"),
               Contains("kachin.cfg:12: features.metrics: 'ndvi:p11'") &&
                   Contains("the nearest name is 'p10'"));
    CHECK_THAT(error("layer=a:a.tif\nlayer=a:b.tif\n"), Contains("'a' is named twice"));
    CHECK_THAT(error("layer=a::bilinear\n"), Contains("kachin.cfg:12: features.layer"));
    CHECK_THAT(error("layer=a:x.tif:band=0\n"), Contains("kachin.cfg:12: features.layer"));
    CHECK_THAT(
        error("terrain=slope\n"),
        Contains("kachin.cfg:12: features.terrain: there is no elevation: set features.dem"));
    CHECK_THAT(error("deviations=smad\n"), Contains("kachin.cfg:12: features.deviations") &&
                                               Contains("composite.method=geometric-median"));
    CHECK_THAT(
        job_error(small_job + "[archive]\nbands=red,nirr\n"),
        Contains("archive.bands: 'nirr' is not a band of the products; did you mean 'nir'?"));
}

TEST_CASE("options of compositing fit together") {
    const auto error = [](const std::string& lines) {
        return job_error(small_job + "[composite]\n" + lines);
    };
    CHECK_THAT(error("method=mean\n"), Contains("composite.method: 'mean'") && Contains("median"));
    CHECK_THAT(error("percentile=50,redd:10\n"),
               Contains("kachin.cfg:10: composite.percentile: 'redd' is not one of archive.bands"));
    CHECK_THAT(error("percentile=50,60\n"), Contains("more than one percentile without a band"));
    CHECK_THAT(error("percentile=red:1,red:2\n"), Contains("names the band 'red' twice"));
    CHECK_THAT(error("percentile=101\n"), Contains("composite.percentile"));
    CHECK_THAT(error("sensor-scores=OLY:1\n"), Contains("composite.sensor-scores"));
    CHECK_THAT(error("sensor-scores=OLI:1,OLI:0\n"), Contains("names 'OLI' twice"));
    CHECK_THAT(error("day-weight=0\ncloud-weight=0\nsensor-weight=0\n"),
               Contains("kachin.cfg:10: composite.day-weight: one of the three weights"));
    CHECK_THAT(error("minimum-clear=0\n"), Contains("composite.minimum-clear"));
}

TEST_CASE("mines lie in zones and epochs of the simulation") {
    const auto error = [](const std::string& lines) {
        return job_error(small_job + "[simulate]\nextent=98,25,99,26\n" + lines, Command::simulate);
    };
    CHECK_THAT(error("zones=MMR,CHN\nmine=MMM:2005:1\n"),
               Contains("kachin.cfg:12: simulate.mine: 'MMM' is not one of simulate.zones"));
    CHECK_THAT(error("zones=MMR,CHN\nmine=MMR:2004:1\n"),
               Contains("simulate.mine: '2004' is not an epoch of the job; did you mean '2005'?"));
    CHECK_THAT(error("zones=MMR,CHN\nmine=MMR:2005:1\nmine=MMR:2005:2\n"),
               Contains("kachin.cfg:13: simulate.mine: 'MMR:2005' is there already"));
    CHECK_THAT(error("zones=MMR\nmine=MMR:2005:1\n"), Contains("two different zones"));
    CHECK_THAT(
        usage_error([] {
            (void)parse_simulations(
                input_of("[region]\nname=a\n[epochs]\nepoch=1:2005-01-01/2005-12-31\n[simulate]\n"
                         "extent=98,25,99,26\nzones=MMR,CHN\nmine=MMR:1:1\n"),
                "");
        }),
        Contains("has nowhere to write to: set archive.root"));
}
