// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "mineprint/forest/sample_table.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/map_set.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::pipeline {

inline constexpr std::uint16_t no_probability = 65535;
inline constexpr std::uint32_t no_stratum = 0xFFFFFFFF;

/// A reference sample and what the map has in its place.
struct CheckedSample {
    std::uint64_t id = 0;
    std::int32_t column = 0;
    std::int32_t row = 0;
    std::uint32_t group = 0;             ///< reference feature it lies in
    std::uint32_t stratum = no_stratum;  ///< of a drawn sample: the stratum it was drawn from
    std::uint16_t epoch = 0;
    std::uint16_t probability = no_probability;  ///< of the target class, in 10 000ths
    std::uint8_t map_class = 0;                  ///< or zones::unobserved
    std::uint8_t reference_class = 0;
    std::uint16_t reserved = 0;  ///< no uninitialised padding in messages
    bool operator==(const CheckedSample&) const = default;
};
static_assert(std::has_unique_object_representations_v<CheckedSample>);

/// Samples with their zone in each layer, numbered as in the layer's tables.
struct CheckedSamples {
    std::size_t num_layers = 0;
    std::vector<CheckedSample> rows;
    std::vector<std::int32_t> zones;  ///< [row][layer]

    [[nodiscard]] std::int32_t zone(std::size_t row, std::size_t layer) const {
        return zones[row * num_layers + layer];
    }
    void add(const CheckedSample& sample, std::span<const std::int32_t> sample_zones);
    /// By epoch, row, column and id.
    void sort();
};

/// Looks up the samples of one tile in its class maps, in the zones of each layer and, where the
/// maps are ours and have them, probability maps.
void check_tile_samples(const MapSet& maps, const OutputPaths& paths,
                        std::span<const raster::Raster<std::int32_t>> zone_rasters,
                        std::int64_t tile, const TileClasses& classes,
                        std::span<const forest::SampleOrigin> samples, CheckedSamples& found);

/// Collective over `comm`. All ranks' samples on rank 0, sorted; none elsewhere.
[[nodiscard]] CheckedSamples gather_samples(const mpi::Communicator& comm,
                                            const CheckedSamples& own);

}  // namespace mineprint::pipeline
