// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/change/temporal_filter.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/table.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::pipeline {

/// What the filter did to a region's maps. A *triple* is three successive observed epochs of a
/// pixel, told by the middle one; a *flip-flop* is a triple whose middle class differs from the two
/// others, which agree.
struct FilterTables {
    std::string method;                             ///< in words
    Table<std::int64_t, 3> pixel_count;             ///< [epoch, raw_class, filtered_class]
    std::vector<std::int64_t> num_triples;          ///< [epoch]
    std::vector<std::int64_t> raw_flip_flops;       ///< [epoch]
    std::vector<std::int64_t> filtered_flip_flops;  ///< [epoch]

    FilterTables() = default;
    /// Tables of zeros.
    FilterTables(std::string in_words, std::size_t num_epochs, std::size_t num_classes);

    /// Adds a tile before and after.
    void add(const std::vector<raster::Raster<std::uint8_t>>& raw,
             const std::vector<raster::Raster<std::uint8_t>>& filtered);
    /// Collective over `comm`.
    void sum_over_ranks(const mpi::Communicator& comm);

    [[nodiscard]] std::int64_t num_changed(std::size_t epoch) const;
    bool operator==(const FilterTables&) const = default;
};

/// Flip-flops per triple, NaN without triples.
[[nodiscard]] double flip_flop_rate(const std::vector<std::int64_t>& flip_flops,
                                    const std::vector<std::int64_t>& triples);

}  // namespace mineprint::pipeline
