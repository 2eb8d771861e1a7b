// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/validation_strata.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/accuracy/sample_size.hpp"
#include "mineprint/change/sample_change.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/aligned_table.hpp"
#include "mineprint/pipeline/checked_samples.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double cm2_per_m2 = 1e4;
constexpr double cm2_per_km2 = 1e10;

/// Pixels and areas by stratum, over this rank's tiles.
struct OwnStrata {
    std::mutex mutex;
    std::vector<std::int64_t> pixels;
    std::vector<std::int64_t> areas_cm2;
};

void add_tile(const Context& context, const StrataMaps& strata_maps,
              const std::vector<std::size_t>& epochs, std::int64_t tile, OwnStrata& own) {
    const MapSet& maps = strata_maps.maps();
    core::WorkTimer timer(*context.work_clock, core::Work::reading);
    const TileClasses classes = strata_maps.read(context.paths, tile);
    timer.turn_to(core::Work::computing);
    const auto strata = strata_of_tile(classes, epochs, maps.classes.size());
    const auto area_m2 = gdal_io::pixel_area(maps.grid).window_m2(maps.tiling.window(tile));
    std::vector<std::int64_t> pixels(own.pixels.size());
    std::vector<double> areas(own.pixels.size());
    for (std::size_t i = 0; i < strata.size(); ++i) {
        if (strata[i] != no_stratum) {
            ++pixels[strata[i]];
            areas[strata[i]] += area_m2[i];
        }
    }
    const std::lock_guard lock(own.mutex);
    for (std::size_t h = 0; h < pixels.size(); ++h) {
        own.pixels[h] += pixels[h];
        own.areas_cm2[h] += std::llround(areas[h] * cm2_per_m2);
    }
}

std::vector<std::string> strata_names(const std::vector<std::string>& classes, bool change) {
    if (!change) {
        return classes;
    }
    std::vector<std::string> names;
    for (const std::string& from : classes) {
        for (const std::string& to : classes) {
            names.push_back(from == to ? "stable " + from : from + ">" + to);
        }
    }
    return names;
}

void set_expectations(ValidationDesign& design, const AccuracyOptions& options) {
    std::vector<std::string> names;
    for (DesignStratum& stratum : design.strata) {
        stratum.expected = options.expected;
        names.push_back(stratum.name);
    }
    for (const ExpectedAccuracy& expected : options.expected_of) {
        const auto place = std::find(names.begin(), names.end(), expected.name);
        if (place == names.end()) {
            throw core::UsageError(fmt::format(
                "accuracy.expected-of: '{}' is no stratum of region {}; did you mean '{}'?",
                expected.name, design.region, core::nearest_name(expected.name, names)));
        }
        design.strata[static_cast<std::size_t>(place - names.begin())].expected =
            expected.users_accuracy;
    }
}

std::vector<accuracy::PlannedStratum> planned(const ValidationDesign& design) {
    std::vector<accuracy::PlannedStratum> strata;
    for (const DesignStratum& stratum : design.strata) {
        strata.push_back({stratum.area_km2, stratum.expected, stratum.pixels});
    }
    return strata;
}

void set_points(ValidationDesign& design, const AccuracyOptions& options) {
    const auto strata = planned(design);
    const std::int64_t units =
        options.points > 0 ? options.points : accuracy::sample_size(strata, options.overall_se);
    const auto points = accuracy::allocate(strata, units, options.minimum, options.allocation);
    for (std::size_t h = 0; h < points.size(); ++h) {
        design.strata[h].points = points[h];
    }
}

}  // namespace

std::vector<std::size_t> strata_epochs(const RegionJob& job) {
    const std::vector<std::string> known = epoch_names(job);
    if (job.accuracy.strata.empty()) {
        return {known.size() - 1};
    }
    std::vector<std::size_t> epochs;
    for (const std::string& name : job.accuracy.strata) {
        const auto place = std::find(known.begin(), known.end(), name);
        if (place == known.end()) {
            throw core::UsageError(
                fmt::format("accuracy.strata: '{}' is no epoch of region {}; did you mean '{}'?",
                            name, job.name, core::nearest_name(name, known)));
        }
        epochs.push_back(static_cast<std::size_t>(place - known.begin()));
    }
    if (epochs.size() > 2 || (epochs.size() == 2 && epochs[0] >= epochs[1])) {
        throw core::UsageError(
            fmt::format("accuracy.strata: '{}' of region {}: give one epoch, or two in time order",
                        fmt::join(job.accuracy.strata, ","), job.name));
    }
    return epochs;
}

std::vector<std::uint32_t> strata_of_tile(const TileClasses& classes,
                                          const std::vector<std::size_t>& epochs,
                                          std::size_t num_classes) {
    const auto& first = classes.epochs[epochs.front()];
    const auto& last = classes.epochs[epochs.back()];
    std::vector<std::uint32_t> strata(first.size(), no_stratum);
    for (std::size_t i = 0; i < strata.size(); ++i) {
        if (first[i] != zones::unobserved && last[i] != zones::unobserved) {
            strata[i] = epochs.size() == 1 ? first[i]
                                           : core::checked_cast<std::uint32_t>(change::change_class(
                                                 first[i], last[i], num_classes));
        }
    }
    return strata;
}

StrataMaps::StrataMaps(const Context& context, const RegionJob& job) {
    mpi::run_on_all(context.comm, [&] { maps_ = describe_maps(job, context.paths); });
    if (job.filter.active()) {
        filter_ = plan_filter(context, maps_);
    }
}

TileClasses StrataMaps::read(const OutputPaths& paths, std::int64_t tile) const {
    TileClasses classes = read_tile_classes(maps_, paths, tile);
    if (filter_) {
        classes.epochs = read_filtered_classes(*filter_, paths, tile);
    }
    return classes;
}

ValidationDesign plan_design(const Context& context, const StrataMaps& strata_maps) {
    const MapSet& maps = strata_maps.maps();
    const auto epochs = strata_epochs(*maps.job);
    ValidationDesign design;
    design.region = maps.job->name;
    for (const std::size_t epoch : epochs) {
        design.strata_epochs.push_back(maps.job->epochs[epoch].name);
    }
    design.classes = maps.classes;
    design.grid = maps.grid;
    design.seed = maps.job->accuracy.seed;
    OwnStrata own;
    const auto names = strata_names(maps.classes, epochs.size() == 2);
    own.pixels.resize(names.size());
    own.areas_cm2.resize(names.size());
    run_tasks(context, "strata of " + design.region, maps.tiling.num_tiles(),
              [&](std::int64_t tile) { add_tile(context, strata_maps, epochs, tile, own); });
    mpi::all_reduce(context.comm, std::span(own.pixels), MPI_SUM);
    mpi::all_reduce(context.comm, std::span(own.areas_cm2), MPI_SUM);
    for (std::size_t h = 0; h < names.size(); ++h) {
        design.strata.push_back(
            {names[h], own.pixels[h], static_cast<double>(own.areas_cm2[h]) / cm2_per_km2, 0, 0});
    }
    set_expectations(design, maps.job->accuracy);
    set_points(design, maps.job->accuracy);
    return design;
}

std::string plan_text(const ValidationDesign& design, const AccuracyOptions& options) {
    AlignedTable table;
    table.add_row({"stratum", "pixels", "km²", "user's accuracy", "points"});
    std::vector<std::int64_t> points;
    std::int64_t sum = 0;
    for (const DesignStratum& stratum : design.strata) {
        points.push_back(stratum.points);
        sum += stratum.points;
        if (stratum.pixels > 0) {
            table.add_row({stratum.name, fmt::format("{}", stratum.pixels),
                           fmt::format("{:.3f}", stratum.area_km2),
                           fmt::format("{:.2f}", stratum.expected),
                           fmt::format("{}", stratum.points)});
        }
    }
    const auto strata = planned(design);
    std::string text =
        fmt::format("{}: validation points by strata of the map of {}\n{}", design.region,
                    fmt::join(design.strata_epochs, " and "), table.text());
    text += fmt::format(
        "For a standard error of {:g} of the overall accuracy {} points are needed (Olofsson et "
        "al. 2014, eq. 13).\n",
        options.overall_se, accuracy::sample_size(strata, options.overall_se));
    text += fmt::format("These {} are expected to give {:.4f}, if the map is as good as that.\n",
                        sum, accuracy::expected_overall_se(strata, points));
    return text;
}

}  // namespace mineprint::pipeline
