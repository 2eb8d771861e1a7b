// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>
#include <mutex>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/context.hpp"
#include "mineprint/pipeline/detection_table.hpp"
#include "mineprint/pipeline/spectra_plot.hpp"
#include "mineprint/pipeline/spectra_tables.hpp"
#include "mineprint/pipeline/stages.hpp"

namespace mineprint::pipeline {
namespace {

/// Where the outputs of one region lie.
struct SpectraPaths {
    std::filesystem::path folder;
    std::filesystem::path file;
    std::filesystem::path mosaic;

    SpectraPaths(const OutputPaths& paths, const std::string& region)
        : folder(paths.region(region) / "spectra"),
          file(paths.region(region) / "spectra.h5"),
          mosaic(paths.region(region) / "spectra_score.vrt") {}
    [[nodiscard]] std::filesystem::path tile(const std::string& name) const {
        return folder / ("score_" + name + ".tif");
    }
};

/// One region, ready to be compared.
struct SpectraRun {
    const Context& context;
    const RegionJob& job;
    const SpectraOptions& options;
    SpectraPaths paths;
    const SpectraQuestion& asked;
    const SpectraImage& image;
    const spectra::Resolvability& told;
    SpectraWork work;
    std::string fingerprint;
};

/// What this rank's threads found.
struct OwnParts {
    std::mutex mutex;
    std::vector<SitePart> sites;
    std::vector<std::int64_t> elsewhere = std::vector<std::int64_t>(num_score_bins);
};

void require_inputs(const RegionJob& job, bool limits_only) {
    const SpectraOptions& options = job.spectra;
    const auto refuse = [&](const std::string& what) {
        throw core::UsageError(fmt::format("{}: {}", job.file.string(), what));
    };
    if (limits_only) {
        if (options.sensors.empty()) {
            refuse("--detection-limits needs spectra.sensor, the sensors to work them out for");
        }
        return;
    }
    if (options.image.empty()) {
        refuse("spectra.image is missing: the image whose pixels are compared");
    }
    if (options.mask.empty() == options.sites.empty()) {
        refuse("give one of spectra.mask, a class map, and spectra.sites, a layer of polygons");
    }
    if (!options.response.empty() && !options.wavelengths.empty()) {
        refuse("spectra.response and spectra.wavelengths exclude each other");
    }
}

void write_tile(const SpectraRun& run, std::int64_t tile, const SpectraTile& made) {
    const bool by_features = run.told.method == spectra::Method::feature_fit;
    gdal_io::GeoTiffOptions options;
    options.nodata = std::numeric_limits<double>::quiet_NaN();
    options.compression = run.job.output.compression;
    options.band_names = {by_features ? "fit of the target" : "similarity of the target",
                          "depth of its absorption", "best match"};
    options.metadata = {{"MINEPRINT_REGION", run.job.name},
                        {"MINEPRINT_FINGERPRINT", run.fingerprint},
                        {"MINEPRINT_SCORE", run.told.resolved ? "detection" : "plausibility only"},
                        {"MINEPRINT_REASON", run.told.reason},
                        {"MINEPRINT_THRESHOLD", fmt::format("{}", run.told.threshold)}};
    const auto window = run.work.tiling.window(tile);
    gdal_io::write_geotiff<float>(run.paths.tile(run.work.tiling.id(tile).name()),
                                  run.image.grid.cut(window),
                                  {made.statistic, made.depth, made.best}, options);
}

void compare_tile(const SpectraRun& run, std::int64_t tile, OwnParts& own) {
    core::WorkTimer timer(*run.context.work_clock, core::Work::reading);
    SpectraTile made = make_spectra_tile(run.work, tile, timer);
    timer.turn_to(core::Work::writing);
    write_tile(run, tile, made);
    const std::lock_guard lock(own.mutex);
    std::move(made.sites.begin(), made.sites.end(), std::back_inserter(own.sites));
    for (std::size_t bin = 0; bin < own.elsewhere.size(); ++bin) {
        own.elsewhere[bin] += made.elsewhere[bin];
    }
}

/// Collective. On rank 0 the parts of all ranks.
std::vector<SitePart> gather_parts(const mpi::Communicator& comm,
                                   const std::vector<SitePart>& own) {
    core::ByteWriter out;
    for (const SitePart& part : own) {
        pack(out, part);
    }
    std::vector<SitePart> parts;
    for (const auto& bytes : mpi::gather_bytes(comm, out.take())) {
        core::ByteReader in(bytes);
        while (!in.at_end()) {
            parts.push_back(unpack_site_part(in));
        }
    }
    return parts;
}

void write_outputs(const SpectraRun& run, const SpectraResults& results) {
    std::vector<std::filesystem::path> tiles;
    for (std::int64_t tile = 0; tile < run.work.tiling.num_tiles(); ++tile) {
        tiles.push_back(run.paths.tile(run.work.tiling.id(tile).name()));
    }
    gdal_io::write_mosaic_vrt(run.paths.mosaic, run.image.grid, tiles);
    write_spectra_csv(run.paths.folder, results);
    for (std::size_t i = 0; i < results.sites.size(); ++i) {
        core::write_text_file(run.paths.folder / fmt::format("site_{:04}.svg", i + 1),
                              spectra_plot(results, results.sites[i]));
    }
    // Last: it says that all the others are there.
    write_spectra_file(run.paths.file, results);
    for (const std::string& line : spectra_lines(results)) {
        run.context.log.info(fmt::format("{}: {}", run.job.name, line));
    }
}

/// Whether an earlier run has written all this.
bool is_there(const SpectraRun& run) {
    bool all = fingerprint_of_spectra(run.paths.file) == run.fingerprint &&
               std::filesystem::exists(run.paths.mosaic) &&
               std::filesystem::exists(run.paths.folder / "resolvability.csv");
    for (std::int64_t tile = 0; all && tile < run.work.tiling.num_tiles(); ++tile) {
        all = std::filesystem::exists(run.paths.tile(run.work.tiling.id(tile).name()));
    }
    return all;
}

/// Takes away what an earlier run with other inputs left.
void clear_outputs(const SpectraRun& run) {
    std::filesystem::remove(run.paths.file);
    if (!std::filesystem::exists(run.paths.folder)) {
        return;
    }
    core::remove_unfinished_files(run.paths.folder);
    for (const auto& entry : std::filesystem::directory_iterator(run.paths.folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("score_") || name.starts_with("site_")) {
            std::filesystem::remove(entry.path());
        }
    }
}

void compare_region(const SpectraRun& run) {
    const mpi::Communicator& comm = run.context.comm;
    std::int32_t there = 0;
    mpi::run_on_root(comm, [&] {
        there = is_there(run) ? 1 : 0;
        if (there == 0) {
            clear_outputs(run);
            core::write_text_file(run.context.paths.job_file(run.job.name), run.job.text);
        }
    });
    if (mpi::all_max(comm, there) != 0) {
        run.context.log.info(
            fmt::format("{}: {} is there already", run.job.name, run.paths.file.string()));
        return;
    }
    OwnParts own;
    run_tasks(run.context, "tiles", run.work.tiling.num_tiles(),
              [&](std::int64_t tile) { compare_tile(run, tile, own); });
    auto parts = gather_parts(comm, own.sites);
    mpi::all_reduce(comm, std::span<std::int64_t>(own.elsewhere), MPI_SUM);
    mpi::run_on_root(comm, [&] {
        SpectraResults results{
            run.asked, run.image, run.work.matcher, run.told, run.options.simulation.false_alarm,
            {},        0,         run.fingerprint};
        merge_sites(results, run.work.sites, std::move(parts), own.elsewhere);
        write_outputs(run, results);
    });
}

void print_limits(const Context& context, const RegionJob& job, const SpectraFiles& files,
                  const SpectraQuestion& asked) {
    mpi::run_on_root(context.comm, [&] {
        const auto limits = detection_limits(job.spectra, files, asked);
        context.log.result(detection_markdown(limits));
        if (!context.job.run.output.empty()) {
            const SpectraPaths paths(context.paths, job.name);
            core::write_text_file(paths.folder / "detection_limits.csv", detection_csv(limits));
        }
    });
}

void process_region(const Context& context, const RegionJob& job) {
    const mpi::Communicator& comm = context.comm;
    const SpectraOptions& options = job.spectra;
    const bool limits_only = context.job.run.detection_limits;
    mpi::run_on_all(comm, [&] { require_inputs(job, limits_only); });
    const SpectraFiles files = read_spectra_files(comm, options);
    const auto asked =
        mpi::run_on_all(comm, [&] { return std::make_unique<SpectraQuestion>(options, files); });
    if (limits_only) {
        print_limits(context, job, files, *asked);
        return;
    }
    // Every rank works the sensor out by itself: it takes less than sending it.
    const SpectraImage image = mpi::run_on_all(comm, [&] {
        const gdal_io::RasterReader reader(options.image);
        return spectra_image(options, files, reader.info(), *asked);
    });
    const auto told = mpi::run_on_all(comm, [&] {
        return spectra::check_resolvability(image.sensor, asked->question, options.simulation);
    });
    const auto matcher = mpi::run_on_all(comm, [&] {
        return std::make_unique<spectra::Matcher>(
            spectra::matcher_for(image.sensor, asked->question));
    });
    const SpectraSites sites = read_spectra_sites(comm, options, image.grid, context.log);
    context.log.info(fmt::format("{}: {} sites, image {} × {} pixels × {} bands", job.name,
                                 sites.sites.size(), image.grid.width, image.grid.height,
                                 image.bands.size()));
    const geo::Tiling tiling(image.grid.width, image.grid.height, options.tile_size);
    const auto fingerprint = mpi::run_on_all(comm, [&] {
        return core::sha256(spectra_fingerprint(options, files) + job.output.compression);
    });
    compare_region({context, job, options, SpectraPaths(context.paths, job.name), *asked, image,
                    told, SpectraWork{image, *matcher, sites, tiling, told.threshold},
                    fingerprint});
}

}  // namespace

core::ExitStatus confirm_spectra(const mpi::Communicator& comm, const Job& job,
                                 const core::Log& log) {
    const Context context(comm, job, log);
    mpi::run_on_all(comm, [&] {
        if (!job.run.detection_limits && job.run.output.empty()) {
            throw core::UsageError(
                "command line: `spectra` needs --output DIR, the folder its "
                "outputs go to, unless it has --detection-limits");
        }
    });
    for (const RegionJob& region : job.regions) {
        process_region(context, region);
    }
    return core::ExitStatus::done;
}

}  // namespace mineprint::pipeline
