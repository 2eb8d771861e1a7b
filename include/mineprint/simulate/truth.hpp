// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/simulate/landscape.hpp"
#include "mineprint/simulate/mine_areas.hpp"

namespace mineprint::simulate {

/// True cover of one class in one zone at one epoch.
struct ClassTruth {
    std::int64_t num_pixels = 0;       ///< of the region's grid whose true class it is
    std::int64_t area_cm2 = 0;         ///< of those pixels, on the ellipsoid
    std::int64_t cover_ninth_cm2 = 0;  ///< of the ninths of pixels it covers, in ninths of a cm²
};

/// True cover by epoch, zone (west or south first) and class.
class TruthTable {
  public:
    explicit TruthTable(std::size_t num_epochs) : counts_(num_epochs * 2 * num_classes) {}

    [[nodiscard]] ClassTruth& at(std::size_t epoch, std::size_t zone, std::size_t class_index) {
        return counts_[(epoch * 2 + zone) * num_classes + class_index];
    }
    [[nodiscard]] const ClassTruth& at(std::size_t epoch, std::size_t zone,
                                       std::size_t class_index) const {
        return counts_[(epoch * 2 + zone) * num_classes + class_index];
    }
    void add(const TruthTable& other);
    /// Collective over `comm`.
    void merge(const mpi::Communicator& comm);

  private:
    std::vector<ClassTruth> counts_;
};

/// `truth.json`: per zone and for the whole region, cover by epoch and class, mine growth between
/// all pairs of epochs in percent (null where it began at 0).
[[nodiscard]] std::string truth_json(const SimulateOptions& options, const RegionFrame& frame,
                                     const TruthTable& truth);

}  // namespace mineprint::simulate
