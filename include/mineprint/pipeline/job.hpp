// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/catalogue.hpp"
#include "mineprint/composite/options.hpp"
#include "mineprint/core/date.hpp"
#include "mineprint/features/extractor.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/pipeline/accuracy_options.hpp"
#include "mineprint/pipeline/filter_options.hpp"
#include "mineprint/pipeline/site_options.hpp"
#include "mineprint/pipeline/spectra_options.hpp"
#include "mineprint/pipeline/zone_options.hpp"
#include "mineprint/sampling/options.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::pipeline {

/// A time window that becomes one map; both days belong to it.
struct Epoch {
    std::string name;
    core::Date begin;
    core::Date end;
    [[nodiscard]] double middle_day() const {
        return 0.5 * (begin.days_since_1970() + end.days_since_1970());
    }
};

/// What the job says of the grid; what is unset is taken from the archive.
struct GridOptions {
    std::string crs;                   ///< anything PROJ understands; empty: the archive's
    std::optional<double> resolution;  ///< CRS units
    std::optional<geo::Extent> extent;
    std::int64_t tile_size = 1024;  ///< pixels
};

enum class ModelScope { epoch, region, all };

struct ZoneLayerOptions {
    std::string name;
    std::filesystem::path path;
    std::string code_field;
    std::string name_field;  ///< empty: the code
};

/// A class map that something else made, for `reduce`.
struct ClassMap {
    std::string epoch;
    std::filesystem::path path;
};

/// One value of a foreign class map.
struct ClassValue {
    int value = 0;
    std::string name;
};

struct OutputOptions {
    bool probability = true;
    bool composites = false;
    bool features = false;
    std::string compression = "DEFLATE";
};

/// How much a best-available-pixel composite prefers a sensor, 0 … 1.
struct SensorScore {
    std::string sensor;
    double score = 1;
};

/// One region, as its job file and the command line say; frozen once read.
struct RegionJob {
    std::string name;
    std::string title;
    archive::ArchiveOptions archive;
    GridOptions grid;
    std::vector<Epoch> epochs;  ///< in time order
    composite::CompositeOptions composite;
    std::vector<SensorScore> sensor_scores;  ///< those the job names
    features::FeatureOptions features;
    sampling::ReferenceOptions reference;
    std::string preset = "production";
    training::ForestOptions forest;
    ModelScope scope = ModelScope::epoch;
    std::vector<ClassMap> maps;
    std::vector<ClassValue> map_classes;
    FilterOptions filter;
    SiteOptions sites;
    std::vector<ZoneLayerOptions> zones;
    ZoneOptions derived_zones;
    AccuracyOptions accuracy;
    ThresholdOptions threshold;
    AlertOptions alerts;
    std::filesystem::path impact_factors;  ///< empty: no impact is told
    SpectraOptions spectra;
    OutputOptions output;
    std::string text;  ///< every option as used: an INI text that gives the same job again
    std::filesystem::path file;
};

/// What concerns the whole run and never a result.
struct RunOptions {
    std::filesystem::path output;
    int num_threads = 1;
    double max_bad_scenes_pct =
        10;               ///< more quarantined scenes than this share end the run with status 4
    bool strict = false;  ///< a quarantined scene is an error
    bool plan_accuracy = false;     ///< `plan` tells of validation points instead
    bool detection_limits = false;  ///< `spectra` prints what sensors can tell, and does no more
    std::int64_t memory_bytes =
        0;  ///< per rank; 0: none; the command line sets what the node has for a rank
    double time_limit_s = 0;  ///< from the start; no tile is begun later; 0: no limit
    std::chrono::seconds silence{
        120};  ///< a rank that is not heard of for longer is lost; 0: never
};

struct Job {
    std::vector<RegionJob> regions;  ///< in the order given; names are unique
    RunOptions run;
};

}  // namespace mineprint::pipeline
