// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/pipeline/context.hpp"
#include "mineprint/pipeline/filter_plan.hpp"
#include "mineprint/pipeline/map_set.hpp"
#include "mineprint/pipeline/validation_design.hpp"

namespace mineprint::pipeline {

/// The maps that points are drawn from: the filtered ones where the job filters them.
class StrataMaps {
  public:
    /// Collective. Throws as `describe_maps` and `plan_filter` do.
    StrataMaps(const Context& context, const RegionJob& job);
    [[nodiscard]] const MapSet& maps() const noexcept { return maps_; }
    /// The classes of one tile in all epochs. Throws DataError.
    [[nodiscard]] TileClasses read(const OutputPaths& paths, std::int64_t tile) const;

  private:
    MapSet maps_;
    std::optional<FilterPlan> filter_;
};

/// Which epochs the strata of a job's validation points are made of: accuracy.strata, or the last
/// epoch. Throws UsageError naming the option when there is no such epoch, or they are not one or
/// two in time order.
[[nodiscard]] std::vector<std::size_t> strata_epochs(const RegionJob& job);

/// The stratum of each pixel of a tile, in its order: a class, or a change class of pixels observed
/// at both epochs; `no_stratum` where the map has none.
[[nodiscard]] std::vector<std::uint32_t> strata_of_tile(const TileClasses& classes,
                                                        const std::vector<std::size_t>& epochs,
                                                        std::size_t num_classes);

/// Collective. A design without points: its strata with their pixels and areas, and how many points
/// each is to have by the job's [accuracy] options. Reads every class map once. Throws UsageError
/// for expectations about a stratum that is not there.
[[nodiscard]] ValidationDesign plan_design(const Context& context, const StrataMaps& strata_maps);

/// What the plan of a design says, for people: strata, expectations, points, the standard error to
/// be expected.
[[nodiscard]] std::string plan_text(const ValidationDesign& design, const AccuracyOptions& options);

}  // namespace mineprint::pipeline
