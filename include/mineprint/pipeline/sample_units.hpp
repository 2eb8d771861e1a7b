// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mineprint/accuracy/design_sample.hpp"
#include "mineprint/pipeline/accuracy_options.hpp"
#include "mineprint/pipeline/checked_samples.hpp"

namespace mineprint::pipeline {

/// A stratum of a part that has fewer than the two units that tell its variance.
struct ShortStratum {
    std::size_t stratum = 0;  ///< the map's class, the mapped change class, or a drawn stratum
    double size = 0;          ///< km²
    std::int64_t units = 0;
    bool operator==(const ShortStratum&) const = default;
};

/// The samples of an epoch, or of a pair of epochs, as units of an estimate: classes of map and
/// reference (or change classes), strata, and which polygon a unit belongs to.
struct SampleUnits {
    std::vector<accuracy::SampleCell> cells;
    std::vector<std::size_t> rows;          ///< of the samples; of a pair, that of its first epoch
    std::vector<accuracy::Stratum> strata;  ///< of the whole region; sizes in km²
    bool by_map_class = false;              ///< strata are the map's classes (or change classes)
    std::size_t num_classes = 0;
    std::vector<ShortStratum> unlabelled;  ///< drawn strata of which no point has a label
};

/// Strata of a sample that was drawn for these maps.
struct DrawnStrata {
    std::vector<double> area_km2;
    std::vector<double> sampled_share;  ///< of its pixels
    std::vector<std::string> name = {};
};

/// How samples are made units.
struct UnitRules {
    SampleDesign design = SampleDesign::unstated;
    const DrawnStrata* drawn = nullptr;  ///< of drawn points; wins over `design`
};

/// The units of one epoch: samples on observed pixels. `mapped_km2` are the region's areas by
/// class.
[[nodiscard]] SampleUnits units_of_epoch(const CheckedSamples& samples, std::size_t epoch,
                                         std::span<const double> mapped_km2,
                                         const UnitRules& rules);
/// The units of two epochs: places that have a label and a mapped class at both. `mapped_km2` are
/// the region's areas by change class.
[[nodiscard]] SampleUnits units_of_pair(const CheckedSamples& samples, std::size_t from,
                                        std::size_t to, std::span<const double> mapped_km2,
                                        const UnitRules& rules);

/// The sample of a part of the region; none where it says too little.
struct PartSample {
    std::optional<accuracy::DesignSample> sample;
    std::vector<ShortStratum> lacking;
};

/// The sample of a part of the region with these mapped areas, from the units that `use` says (all
/// or those in the part). Where strata are the map's classes, each stands for its area in the part,
/// and one without a unit is taken as mapped (`accuracy::with_interval` allows for all of it to be
/// otherwise); else, for the part's whole area in proportion to the design's weights. No sample
/// where there are fewer than two units, where more than half of the area would be taken as mapped,
/// or where drawn points of a stratum have no label.
[[nodiscard]] PartSample sample_of_part(const SampleUnits& units,
                                        std::span<const double> mapped_km2,
                                        const std::vector<bool>& use);

/// Whether every class that is mapped in a part has at least `least` of its units.
[[nodiscard]] bool has_enough(const SampleUnits& units, std::span<const double> mapped_km2,
                              const std::vector<bool>& use, std::int64_t least);

}  // namespace mineprint::pipeline
