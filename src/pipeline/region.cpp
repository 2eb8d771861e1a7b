// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/region.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/grid_choice.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/scan.hpp"
#include "mineprint/pipeline/static_features.hpp"

namespace mineprint::pipeline {
namespace {

bool belongs(const archive::Scene& scene, const Epoch& epoch) {
    return scene.sensor == archive::Sensor::image
               ? scene.epoch == epoch.name
               : scene.date >= epoch.begin && scene.date <= epoch.end;
}

void sort_into_epochs(Region& region) {
    const auto& scenes = region.catalogue.scenes;
    for (const Epoch& epoch : region.job->epochs) {
        auto& indices = region.epoch_scenes.emplace_back();
        auto& extents = region.epoch_extents.emplace_back();
        for (std::size_t i = 0; i < scenes.size(); ++i) {
            if (!belongs(scenes[i], epoch)) {
                continue;
            }
            const geo::Extent extent = extent_in(scenes[i].grid, region.grid.crs_wkt);
            if (extent.intersects(region.grid.extent())) {
                indices.push_back(i);
                extents.push_back(extent);
            }
        }
    }
}

void index_epochs(Region& region) {
    for (const auto& extents : region.epoch_extents) {
        region.epoch_index.emplace_back(extents);
    }
}

void require_scenes(const Region& region) {
    for (std::size_t i = 0; i < region.epoch_scenes.size(); ++i) {
        if (region.epoch_scenes[i].empty()) {
            const Epoch& epoch = region.job->epochs[i];
            throw core::DataError(
                fmt::format("region {}: epoch '{}' ({} to {}) has no scene that meets the grid; "
                            "the archive has "
                            "{} scenes in all: check epochs.epoch, archive.root and grid.extent",
                            region.job->name, epoch.name, epoch.begin.text(), epoch.end.text(),
                            region.catalogue.scenes.size()));
        }
    }
}

/// The bands that exist in the archive: those the job names, or those every scene has.
std::vector<std::string> archive_bands(const RegionJob& job, const archive::Catalogue& catalogue) {
    if (!job.archive.bands.empty()) {
        return job.archive.bands;
    }
    std::vector<std::string> bands;
    for (const std::string& band : archive::known_bands()) {
        const bool everywhere =
            std::all_of(catalogue.scenes.begin(), catalogue.scenes.end(),
                        [&](const archive::Scene& scene) { return scene.find(band) != nullptr; });
        if (everywhere) {
            bands.push_back(band);
        }
    }
    return bands;
}

void choose_features(Region& region) {
    const auto available = archive_bands(*region.job, region.catalogue);
    const auto list =
        features::feature_list(region.job->features, available, region.job->composite);
    region.schema = {list.names, list.definitions};
    region.input_bands = features::bands_needed(region.job->features, available);
    for (std::size_t epoch = 0; epoch < region.job->epochs.size(); ++epoch) {
        region.layer_stamps.push_back(layer_stamp(*region.job, epoch));
    }
}

/// Scenes that cannot be harmonised go to the quarantine.
void harmonise_all(archive::Catalogue& catalogue, const archive::Harmonisation& harmonisation) {
    std::erase_if(catalogue.scenes, [&](archive::Scene& scene) {
        try {
            archive::harmonise(scene, harmonisation);
            return false;
        } catch (const core::DataError& error) {
            const auto folder = scene.bands.front().path.parent_path().string();
            catalogue.quarantined.push_back({scene.id, folder, "", "", error.what()});
            return true;
        }
    });
    std::sort(catalogue.quarantined.begin(), catalogue.quarantined.end());
}

/// Sentinel-2C and later have no line of their own in the table of HLS.
void tell_of_harmonisation(const Region& region, const core::Log& log) {
    const archive::Harmonisation& harmonisation = region.job->archive.harmonise;
    log.info(fmt::format("{}: harmonisation {}", region.job->name,
                         archive::harmonisation_text(harmonisation)));
    const auto& scenes = region.catalogue.scenes;
    const bool borrowed = std::any_of(scenes.begin(), scenes.end(), [](const auto& scene) {
        return scene.platform == "sentinel-2c" || scene.platform == "sentinel-2d";
    });
    if (harmonisation.hls && borrowed) {
        log.warning(
            fmt::format("{}: Sentinel-2C and 2D are harmonised by the constants of 2A: "
                        "none have been published for them",
                        region.job->name));
    }
}

Region prepare_region(const mpi::Communicator& comm, const RegionJob& job, const ScanScope& scope) {
    Region region;
    region.job = &job;
    Scan scan = scan_archive(comm, job.archive, scope);
    region.catalogue = std::move(scan.catalogue);
    region.found = std::move(scan.found);
    mpi::run_on_all(comm, [&] {
        harmonise_all(region.catalogue, job.archive.harmonise);
        if (region.catalogue.scenes.empty()) {
            throw core::DataError(fmt::format(
                "region {}: no scene found in {}{}", job.name,
                (job.archive.items.empty() ? job.archive.root : job.archive.items).string(),
                region.catalogue.quarantined.empty()
                    ? std::string(
                          ": products lie there under their own names, with their metadata; "
                          "archive.sensors, season and the like may have left none")
                    : fmt::format("; {} products could not be understood, the first: {}",
                                  region.catalogue.quarantined.size(),
                                  region.catalogue.quarantined.front().cause)));
        }
        region.grid = choose_grid(job.grid, region.catalogue.scenes);
        region.tiling = geo::Tiling(region.grid.width, region.grid.height, job.grid.tile_size);
        sort_into_epochs(region);
        index_epochs(region);
        require_scenes(region);
        choose_features(region);
    });
    return region;
}

}  // namespace

std::vector<std::size_t> Region::scenes_for(std::size_t epoch,
                                            const geo::PixelWindow& window) const {
    const geo::Extent box = grid.extent_of(window);
    std::vector<std::size_t> scenes;
    if (epoch < epoch_index.size()) {
        for (const std::size_t i : epoch_index[epoch].meeting(box)) {
            scenes.push_back(epoch_scenes[epoch][i]);
        }
        return scenes;
    }
    for (std::size_t i = 0; i < epoch_scenes[epoch].size(); ++i) {  // a region made by hand
        if (epoch_extents[epoch][i].intersects(box)) {
            scenes.push_back(epoch_scenes[epoch][i]);
        }
    }
    return scenes;
}

std::vector<std::string> epoch_names(const RegionJob& job) {
    std::vector<std::string> names;
    for (const Epoch& epoch : job.epochs) {
        names.push_back(epoch.name);
    }
    return names;
}

std::vector<Region> prepare_regions(const mpi::Communicator& comm, const Job& job,
                                    const core::Log& log) {
    std::vector<Region> regions;
    const auto files = std::make_shared<archive::FilePool>(job.run.num_threads);
    for (const RegionJob& region_job : job.regions) {
        const auto in_an_epoch = [&](const archive::Scene& scene) {
            return std::any_of(region_job.epochs.begin(), region_job.epochs.end(),
                               [&](const Epoch& epoch) { return belongs(scene, epoch); });
        };
        const std::filesystem::path catalogue =
            job.run.output.empty() ? std::filesystem::path()
                                   : OutputPaths(job.run.output).catalogue(region_job.name);
        regions.push_back(prepare_region(comm, region_job, {catalogue, in_an_epoch}));
        regions.back().files = files;
        const Region& region = regions.back();
        if (comm.is_root()) {
            log.info(fmt::format("{}: {} scenes, grid {} × {} pixels in {}, {} tiles",
                                 region_job.name, region.catalogue.scenes.size(), region.grid.width,
                                 region.grid.height, gdal_io::crs_name(region.grid.crs_wkt),
                                 region.tiling.num_tiles()));
            tell_of_harmonisation(region, log);
        }
    }
    return regions;
}

}  // namespace mineprint::pipeline
