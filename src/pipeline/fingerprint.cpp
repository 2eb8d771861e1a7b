// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/fingerprint.hpp"

#include <map>
#include <string>

#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/crs.hpp"

namespace mineprint::pipeline {
namespace {

// Raised whenever the same inputs give other maps or samples than before.
constexpr std::uint64_t method_version = 3;

/// The identities of the few CRSs of a window: to find one takes a third of a millisecond.
class CrsIdentities {
  public:
    const std::string& of(const std::string& wkt) {
        const auto [place, is_new] = known_.try_emplace(wkt);
        if (is_new) {
            place->second = gdal_io::crs_identity(wkt);
        }
        return place->second;
    }

  private:
    std::map<std::string, std::string> known_;
};

void add_grid(core::Sha256& hash, const geo::Grid& grid, CrsIdentities& crs) {
    hash.update_text(crs.of(grid.crs_wkt)).update_real(grid.origin_x).update_real(grid.origin_y);
    hash.update_real(grid.pixel_width).update_real(grid.pixel_height);
}

void add_window(core::Sha256& hash, const geo::PixelWindow& window) {
    for (const std::int64_t number : {window.column, window.row, window.width, window.height}) {
        hash.update_number(static_cast<std::uint64_t>(number));
    }
}

/// File names, not folders: an archive that was moved with its times is still the same archive.
void add_scene(core::Sha256& hash, const archive::Scene& scene, CrsIdentities& crs) {
    hash.update_text(scene.id).update_number(scene.bytes);
    hash.update_number(static_cast<std::uint64_t>(scene.modified_ns));
    add_grid(hash, scene.grid, crs);
    for (const archive::BandFile& band : scene.bands) {
        hash.update_text(band.band).update_text(band.path.filename().string());
        hash.update_number(static_cast<std::uint64_t>(band.band_number));
        hash.update_real(band.scale).update_real(band.offset);
        hash.update_number(band.nodata ? 1 : 0).update_real(band.nodata.value_or(0));
        hash.update_number(band.saturated ? 1 : 0).update_real(band.saturated.value_or(0));
        hash.update_number(static_cast<std::uint64_t>(band.coarseness));
    }
    hash.update_number(scene.quality.size());
    for (const archive::QualityFile& layer : scene.quality) {
        hash.update_number(static_cast<std::uint64_t>(layer.kind));
        hash.update_text(layer.path.filename().string());
        hash.update_number(static_cast<std::uint64_t>(layer.coarseness));
    }
}

void add_composite(core::Sha256& hash, const RegionJob& job) {
    const composite::CompositeOptions& options = job.composite;
    hash.update_number(static_cast<std::uint64_t>(options.method));
    hash.update_number(static_cast<std::uint64_t>(options.minimum_clear));
    hash.update_real(options.percentile);
    for (const composite::BandPercentile& own : options.band_percentiles) {
        hash.update_text(own.band).update_real(own.percentile);
    }
    const composite::ScoreOptions& score = options.score;
    for (const double number :
         {score.day_of_year.value_or(0), score.day_sigma, score.cloud_distance_m, score.day_weight,
          score.cloud_weight, score.sensor_weight}) {
        hash.update_real(number);
    }
    for (const SensorScore& sensor : job.sensor_scores) {
        hash.update_text(sensor.sensor).update_real(sensor.score);
    }
}

}  // namespace

std::string composite_fingerprint(const Region& region, std::size_t epoch,
                                  const geo::PixelWindow& window) {
    core::Sha256 hash;
    hash.update_number(method_version);
    add_composite(hash, *region.job);
    CrsIdentities crs;
    add_grid(hash, region.grid, crs);
    add_window(hash, window);
    hash.update_text(region.job->epochs[epoch].begin.text());
    hash.update_text(region.job->epochs[epoch].end.text());
    for (const std::string& band : region.input_bands) {
        hash.update_text(band);
    }
    const archive::QualityOptions& quality = region.job->archive.quality;
    for (const archive::QualityFlag flag : quality.reject) {
        hash.update_text(std::string(archive::quality_flag_name(flag)));
    }
    hash.update_real(quality.dilation_m);
    for (const std::size_t scene : region.scenes_for(epoch, window)) {
        add_scene(hash, region.catalogue.scenes[scene], crs);
    }
    return hash.finish();
}

std::string map_fingerprint(const Region& region, std::size_t epoch, const geo::PixelWindow& window,
                            const std::string& forest_hash) {
    const OutputOptions& output = region.job->output;
    core::Sha256 hash;
    hash.update_text(composite_fingerprint(region, epoch, window));
    hash.update_text(region.schema.hash()).update_text(forest_hash);
    hash.update_text(region.layer_stamps.at(epoch));
    hash.update_text(region.job->reference.target).update_text(region.job->epochs[epoch].name);
    for (const bool asked : {output.probability, output.composites, output.features}) {
        hash.update_number(asked ? 1 : 0);
    }
    hash.update_text(output.compression);
    if (!region.thresholds.empty() && region.thresholds[epoch] >= 0) {
        hash.update_text("threshold")
            .update_number(static_cast<std::uint64_t>(region.thresholds[epoch]));
    }
    return hash.finish();
}

std::string sample_fingerprint(const Region& region) {
    const sampling::ReferenceOptions& reference = region.job->reference;
    core::Sha256 hash;
    hash.update_text(region.job->name).update_text(region.schema.hash());
    for (std::size_t epoch = 0; epoch < region.job->epochs.size(); ++epoch) {
        hash.update_text(region.job->epochs[epoch].name);
        hash.update_text(composite_fingerprint(region, epoch, region.grid.window()));
        hash.update_text(region.layer_stamps.at(epoch));
    }
    hash.update_number(static_cast<std::uint64_t>(region.tiling.tile_size()));
    hash.update_text(core::sha256_of_file(reference.file));
    hash.update_text(reference.layer).update_text(reference.crs);
    for (const sampling::ClassField& field : reference.class_fields) {
        hash.update_text(field.epoch).update_text(field.field);
    }
    hash.update_text(reference.epoch_field);
    for (const std::string& name : reference.classes) {
        hash.update_text(name);
    }
    hash.update_text(reference.target).update_real(reference.split);
    hash.update_number(static_cast<std::uint64_t>(reference.split_by));
    hash.update_real(reference.block_size_m);
    hash.update_number(static_cast<std::uint64_t>(reference.max_per_class));
    return hash.update_number(reference.seed).finish();
}

}  // namespace mineprint::pipeline
