// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/command.hpp"

namespace mineprint::app {
namespace {

CommandInfo run_info() {
    return {.command = Command::run,
            .name = "run",
            .summary = "plan, sample, train, map, filter, reduce and report in one go",
            .arguments = "[options] --output DIR JOB.cfg ...",
            .purpose =
                "Does all stages for all regions given, one job file a region; their tiles form "
                "one pool that "
                "all ranks share. What an earlier run in the same folder has finished is used "
                "again if nothing "
                "that determined it has changed, so a stopped or killed run is continued by "
                "starting it again, "
                "with any number of ranks.",
            .inputs = "Job files; the archive, reference and zone layers that they name.",
            .outputs =
                "DIR/results.h5 and DIR/tables/*.csv with areas, change, growth and accuracy; "
                "DIR/report.html to look at; DIR/model.h5; "
                "DIR/<region>/maps/<epoch>/ with a class and a probability GeoTIFF per tile, and a "
                "VRT over "
                "them in DIR/<region>/; DIR/tiles.jsonl and DIR/run.log.",
            .examples = {"mpirun -n 2 mineprint run --output out jobs/kachin-nujiang.cfg",
                         "srun mineprint run --common jobs/all.cfg --output out jobs/*.cfg",
                         "mpirun -n 4 mineprint run --forest.preset=gee --output out job.cfg"},
            .exit_statuses = {}};
}

CommandInfo plan_info() {
    return {.command = Command::plan,
            .name = "plan",
            .summary = "check a job and tell what it will need, before it runs",
            .arguments = "[options] [--output DIR] JOB.cfg ...",
            .purpose =
                "Lists scenes per epoch and sensor, tiles, bytes to read and memory per rank. "
                "Refuses a job "
                "that could not work - an epoch without a scene, reference outside the grid, zones "
                "that miss "
                "it - and says why.",
            .inputs = "Job files; metadata of the archive, reference and zone layers.",
            .outputs =
                "A report on the terminal; with --output also job.cfg and catalogue.gpkg in "
                "DIR/<region>/.",
            .examples = {"mineprint plan jobs/kachin-nujiang.cfg",
                         "mpirun -n 8 mineprint plan --memory 4G --output out jobs/*.cfg"},
            .exit_statuses = {}};
}

CommandInfo sample_info() {
    return {.command = Command::sample,
            .name = "sample",
            .summary = "take the features of all labelled pixels from the scenes",
            .arguments = "[options] --output DIR JOB.cfg ...",
            .purpose =
                "Reads the reference, splits it into training and held-out samples by seed, and "
                "makes the "
                "features of each from the composite of its epoch.",
            .inputs = "Job files, reference, archive.",
            .outputs = "DIR/<region>/samples.h5.",
            .examples = {"mpirun -n 2 mineprint sample --output out job.cfg"},
            .exit_statuses = {}};
}

CommandInfo train_info() {
    return {
        .command = Command::train,
        .name = "train",
        .summary = "grow the random forest(s) from the samples",
        .arguments = "[options] --output DIR JOB.cfg ...",
        .purpose =
            "Grows one forest per epoch, per region or for all regions together (forest.scope). "
            "The same "
            "samples and options give the same forest, bit for bit, on any number of ranks and "
            "threads.",
        .inputs = "Job files, DIR/<region>/samples.h5.",
        .outputs =
            "DIR/model.h5 with out-of-bag error and importances; DIR/training/*.csv with what "
            "cross-validation and tuning gave, where they are asked for.",
        .examples =
            {"mpirun -n 2 mineprint train --output out job.cfg",
             "mpirun -n 2 mineprint train --forest.trees=200 --forest.seed=7 --output out job.cfg",
             "mpirun -n 2 mineprint train --forest.cross-validation=polygons:10 --output out "
             "job.cfg"},
        .exit_statuses = {}};
}

CommandInfo map_info() {
    return {.command = Command::map,
            .name = "map",
            .summary = "classify every tile of every epoch",
            .arguments = "[options] --output DIR JOB.cfg ...",
            .purpose =
                "Composites the scenes of each tile and epoch and classifies them. A tile whose "
                "map is there "
                "already, from the same scenes, model and options, is not done again.",
            .inputs = "Job files, archive, DIR/model.h5.",
            .outputs =
                "DIR/<region>/maps/<epoch>/class_X0012_Y0034.tif, probability_....tif, and a VRT "
                "per epoch "
                "over them.",
            .examples = {"srun mineprint map --threads 8 --output out jobs/*.cfg"},
            .exit_statuses = {}};
}

CommandInfo filter_info() {
    return {
        .command = Command::filter,
        .name = "filter",
        .summary = "make class maps consistent in time and free of specks",
        .arguments = "[options] --output DIR JOB.cfg ...",
        .purpose =
            "Applies the job's temporal rule to the classes of each pixel, then a sieve that gives "
            "patches below a minimum area the class around them, the same for every tiling and "
            "number of ranks. The raw maps stay; where a job has a [filter], `reduce` uses the "
            "filtered ones and says so. Unobserved pixels never change. A tile whose filtered maps "
            "are there already, from the same maps and options, is not done again.",
        .inputs =
            "Job files, the class maps in DIR (for hmm also those of probability), or maps "
            "that another program made ([maps] image= and classes=).",
        .outputs =
            "DIR/<region>/maps/<epoch>/filtered_X0012_Y0034.tif, and a VRT per epoch over "
            "them.",
        .examples = {"mpirun -n 2 mineprint filter --filter.temporal=majority --output out job.cfg",
                     "mineprint filter --filter.minimum-area-m2=5000 --filter.connectivity=8 \\\n"
                     "      --output out job.cfg"},
        .exit_statuses = {}};
}

CommandInfo reduce_info() {
    return {
        .command = Command::reduce,
        .name = "reduce",
        .summary = "areas, change, growth and accuracy from class maps",
        .arguments = "[options] --output DIR JOB.cfg ...",
        .purpose =
            "Counts classes and changes of class per zone, with true ellipsoidal pixel areas. "
            "Reads the maps "
            "in DIR, or those that another program made ([maps] image= and classes=).",
        .inputs = "Job files, class maps, zone layers, DIR/<region>/samples.h5 for the accuracy.",
        .outputs = "DIR/results.h5, DIR/tables/*.csv, and a summary on the terminal.",
        .examples =
            {"mpirun -n 2 mineprint reduce --output out job.cfg",
             "mineprint reduce --maps.image=1985:pie_1985.tif --maps.image=1999:pie_1999.tif \\\n"
             "      --maps.classes=1:forest,2:built,3:other --reference.target=built --output out "
             "pie.cfg"},
        .exit_statuses = {}};
}

CommandInfo merge_info() {
    return {
        .command = Command::merge,
        .name = "merge",
        .summary = "results of many runs as those of one: a table by country and year",
        .arguments = "--output DIR RESULTS ...",
        .purpose =
            "Puts the regions of many results together and sums them: zones of one code in "
            "layers of one name, epochs of one name. The bytes do not depend on how the regions "
            "were shared out to runs, nor on merging in one step or several. No maps are read. "
            "A region may be in one of the results only; regions that overlap count twice.",
        .inputs = "RESULTS: output folders, or results.h5 files, of runs or of merging.",
        .outputs =
            "DIR/results.h5, DIR/tables/*.csv, and DIR/tables/global.csv: area and growth by "
            "layer, zone and epoch.",
        .examples = {"mineprint merge --output out/world out/africa out/asia out/america"},
        .exit_statuses = {}};
}

CommandInfo report_info() {
    return {.command = Command::report,
            .name = "report",
            .summary = "a page to look at from any results, in one file",
            .arguments = "[options] RESULTS",
            .purpose =
                "Writes report.html: what the numbers say in words, a map with a slider over the "
                "epochs, charts, the change matrix, accuracy, what was left out, methods with "
                "their papers. The page needs no network and nothing beside it. It takes the "
                "maps, composites and sites that lie beside the results; `run` ends with it.",
            .inputs = "RESULTS: an output folder, or a results.h5 of this or an earlier version.",
            .outputs =
                "report.html in the folder of the results, or in --output. In the folder of the "
                "results also, in <region>/: QGIS styles and project, a STAC collection, new mine "
                "area as GeoJSON, GeoPackage and KML, quick-looks; with output.cog or --cog each "
                "map as one GeoTIFF.",
            .examples = {"mineprint report out/demo",
                         "mineprint report --against out/2023 --output out/compared out/2024"},
            .exit_statuses = {}};
}

CommandInfo draw_info() {
    return {.command = Command::draw,
            .name = "draw",
            .summary = "draw validation points from finished maps, to be labelled",
            .arguments = "[options] --output DIR JOB.cfg ...",
            .purpose =
                "Draws pixels at random within strata - the classes of one map, or the classes of "
                "change between two - as many as [accuracy] asks for. The points carry nothing of "
                "what the map says, so that who labels them cannot follow it; the design is a file "
                "of its own. The same seed draws the same points on any number of ranks.",
            .inputs = "Job files, class maps.",
            .outputs =
                "DIR/<region>/validation_points.gpkg and .csv with PLOTID, LON, LAT and an empty "
                "label_EPOCH for each epoch (Collect Earth reads them), and "
                "DIR/<region>/validation_design.json.",
            .examples = {"mineprint draw --output out job.cfg",
                         "mineprint draw --accuracy.strata=2005,2020 --accuracy.minimum=75 "
                         "--output out job.cfg"},
            .exit_statuses = {}};
}

CommandInfo assess_info() {
    return {
        .command = Command::assess,
        .name = "assess",
        .summary = "accuracy and adjusted areas from labelled validation points",
        .arguments = "[options] --output DIR JOB.cfg ...",
        .purpose =
            "Reads the labels of the points that `mineprint draw` drew, holds the maps against "
            "them by the design they were drawn by, and tells accuracy, areas, change and "
            "growth with their 95 % intervals. A point without a label is left out, and that "
            "is said.",
        .inputs = "Job files, class maps, DIR/<region>/validation_design.json, accuracy.labels.",
        .outputs =
            "DIR/assessment.h5 and DIR/assessment/*.csv, laid out like results.h5 and its "
            "tables, and a summary on the terminal.",
        .examples = {"mineprint assess --accuracy.labels=labelled.gpkg --output out job.cfg"},
        .exit_statuses = {}};
}

CommandInfo describe_info() {
    return {.command = Command::describe,
            .name = "describe",
            .summary = "tell what a file is",
            .arguments = "FILE ...",
            .purpose =
                "Says in a few lines what a file or an output folder is and what it holds: "
                "results.h5, model.h5, samples.h5, other HDF5, maps and other rasters with what "
                "made them, vector files, job files, tiles.jsonl.",
            .inputs = "Any files.",
            .outputs = "Text on the terminal.",
            .examples = {"mineprint describe out/demo/results.h5",
                         "mineprint describe out/demo/katanga/class_2022.vrt jobs/katanga.cfg"},
            .exit_statuses = {}};
}

CommandInfo simulate_info() {
    return {.command = Command::simulate,
            .name = "simulate",
            .summary = "make a synthetic archive with known truth",
            .arguments = "[options] JOB.cfg ...",
            .purpose =
                "Writes a made-up Landsat archive in which mines grow from epoch to epoch as "
                "[simulate] says, "
                "with reference points, zones and the truth beside it. Every file says that it is "
                "synthetic. "
                "The same job file then serves `mineprint run`.",
            .inputs = "Job files with a [simulate] section.",
            .outputs =
                "Below the job's archive.root, or below DIR/<region> where --output is given: "
                "products under "
                "Collection-2 names, reference.gpkg, zones.geojson, truth.json.",
            .examples =
                {"mpirun -n 2 mineprint simulate jobs/kachin-nujiang.cfg",
                 "mineprint simulate --simulate.clouds=60 --output cloudy jobs/kachin-nujiang.cfg"},
            .exit_statuses = {}};
}

CommandInfo spectra_info() {
    return {
        .command = Command::spectra,
        .name = "spectra",
        .summary = "is it this mineral? compare the spectra of sites with a library",
        .arguments = "[options] --output DIR JOB.cfg ...",
        .purpose =
            "Compares every pixel of spectra.image with a spectral library, and judges the mean "
            "spectrum of each site against the other minerals and the pixels elsewhere. By "
            "simulation with the sensor's noise it first finds what the sensor can tell, and "
            "says `confirmed` only where it resolves the mineral; of any other sensor, such as "
            "those with broad bands, it says `plausible` and why. With --detection-limits it "
            "prints the least area fraction that each sensor of spectra.sensor detects.",
        .inputs = "Job files with a [spectra] section; the image, library and sites they name.",
        .outputs =
            "DIR/<region>/spectra.h5, spectra_score.vrt, and in DIR/<region>/spectra/ tables "
            "(CSV), a score map (GeoTIFF) per tile and a plot (SVG) per site.",
        .examples = {"mpirun -n 4 mineprint spectra --output out pits.cfg",
                     "mineprint spectra --spectra.noise=0.001 --output out pits.cfg",
                     "mineprint spectra --detection-limits pits.cfg"},
        .exit_statuses = {}};
}

CommandInfo compare_info() {
    return {.command = Command::compare,
            .name = "compare",
            .summary = "tell whether two outputs are equal and, if not, where",
            .arguments = "A B",
            .purpose =
                "Compares two output folders, or two files of them, by content: model, maps, "
                "tables and every "
                "dataset of results.h5 except /run, which holds what may differ between runs "
                "(hosts, times).",
            .inputs = "Two output folders.",
            .outputs = "One line per difference on the terminal.",
            .examples = {"mineprint compare out_2_ranks out_4_ranks"},
            .exit_statuses = "1  the outputs differ"};
}

CommandInfo export_info() {
    return {
        .command = Command::export_model,
        .name = "export",
        .summary = "write a forest in a format of other programs",
        .arguments = "[options] MODEL.h5 FILE",
        .purpose =
            "Writes one forest of a model file as JSON, as an ONNX model for any runtime "
            "of that format, or as tree strings for Google Earth Engine.",
        .inputs = "A model file.",
        .outputs = "FILE.",
        .examples = {"mineprint export --format=onnx out/model.h5 forest.onnx",
                     "mineprint export --format=gee --name=Kachin/2005 out/model.h5 trees.json"},
        .exit_statuses = {}};
}

CommandInfo import_info() {
    return {.command = Command::import_model,
            .name = "import",
            .summary = "make a model file of a forest from another program",
            .arguments = "[options] FOREST.json|FOREST.onnx MODEL.h5",
            .purpose =
                "Reads a forest in the JSON format that export writes and "
                "jobs/sklearn_forest.py makes of scikit-learn's forests, or in an ONNX model with "
                "one TreeEnsembleClassifier, as skl2onnx makes of scikit-learn's forests and "
                "export writes; `mineprint map` then predicts with it. Other ONNX models, of "
                "boosted trees for example, are refused.",
            .inputs = "A forest in JSON or an ONNX model.",
            .outputs = "A model file.",
            .examples = {"mineprint import forest.json out/model.h5",
                         "mineprint import --features=red,nir,ndvi forest.onnx out/model.h5"},
            .exit_statuses = {}};
}

CommandInfo help_info() {
    return {.command = Command::help,
            .name = "help",
            .summary = "this list, one command in detail, or a job file to fill in",
            .arguments = "[COMMAND] | --template",
            .purpose =
                "Without an argument lists the commands; with one tells all about it, as does "
                "`mineprint COMMAND --help`. --template prints a job file with every option, its "
                "default, "
                "range and meaning, ready to be filled in.",
            .inputs = "Nothing.",
            .outputs = "Text on the terminal.",
            .examples = {"mineprint help run", "mineprint help --template > my_region.cfg"},
            .exit_statuses = {}};
}

CommandInfo version_info() {
    return {.command = Command::version,
            .name = "version",
            .summary = "print the version of mineprint and its libraries",
            .arguments = "",
            .purpose = "Prints versions; so does `mineprint --version`.",
            .inputs = "Nothing.",
            .outputs = "The versions of mineprint and its libraries on the terminal.",
            .examples = {"mineprint version"},
            .exit_statuses = {}};
}

}  // namespace

const std::vector<CommandInfo>& command_table() {
    static const std::vector<CommandInfo> table{
        run_info(),    plan_info(),     sample_info(),   train_info(),   map_info(),
        filter_info(), reduce_info(),   merge_info(),    draw_info(),    assess_info(),
        report_info(), describe_info(), simulate_info(), spectra_info(), compare_info(),
        export_info(), import_info(),   help_info(),     version_info()};
    return table;
}

}  // namespace mineprint::app
