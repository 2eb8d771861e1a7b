// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {

/// Counts and areas of one zone layer over many tiles, as integers: each tile's area sums are
/// rounded to 1 cm² once, so that the order in which tiles are added, and the rank that adds them,
/// cannot matter. Room for 9.2·10⁸ km², six times the land of the Earth.
class LayerTotals {
  public:
    explicit LayerTotals(zones::AccumulatorShape shape);

    /// Adds a tile's tables, in which zone i stands for zone `zones[i]` here.
    void add(const zones::Accumulator& tile, std::span<const std::int32_t> zones);
    /// Collective over `comm`. Sums over all ranks, at every rank.
    void sum_over_ranks(const mpi::Communicator& comm);

    /// The sums, areas in m².
    [[nodiscard]] zones::Accumulator tables() const;

  private:
    zones::AccumulatorShape shape_;
    std::vector<std::int64_t> counts_;
    std::vector<std::int64_t> areas_cm2_;
};

/// Held-out samples against the map, per epoch.
class AccuracyTotals {
  public:
    AccuracyTotals(std::size_t epochs, std::size_t classes);

    /// `map_class` may be zones::unobserved.
    void add(std::size_t epoch, std::uint8_t map_class, std::uint8_t reference_class);
    /// Collective over `comm`.
    void sum_over_ranks(const mpi::Communicator& comm);

    [[nodiscard]] std::int64_t count(std::size_t epoch, std::size_t map_class,
                                     std::size_t reference_class) const;
    [[nodiscard]] std::int64_t num_unobserved(std::size_t epoch) const;

  private:
    [[nodiscard]] std::size_t index(std::size_t epoch, std::size_t map_class,
                                    std::size_t reference_class) const;
    std::size_t classes_;
    std::vector<std::int64_t> counts_;  ///< epoch × (map class or unobserved) × reference class
};

}  // namespace mineprint::pipeline
