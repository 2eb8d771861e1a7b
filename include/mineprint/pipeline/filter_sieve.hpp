// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "mineprint/change/sieve.hpp"
#include "mineprint/core/byte_stream.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::pipeline {

/// What one tile leaves open of its sieves, by epoch.
struct OpenTile {
    std::int64_t tile = 0;
    std::vector<change::OpenSieve> epochs;
    bool operator==(const OpenTile&) const = default;
};

void pack(core::ByteWriter& out, const OpenTile& open);
[[nodiscard]] OpenTile unpack_open_tile(core::ByteReader& in);

/// Decisions on the open components of a region's tiles.
class SieveDecisions {
  public:
    /// About one tile and epoch.
    [[nodiscard]] std::vector<change::TileSieve::Decision> of(std::int64_t tile,
                                                              std::size_t epoch) const;

    struct Entry {
        std::int64_t tile = 0;
        std::int32_t epoch = 0;
        std::int32_t label = 0;
        std::uint8_t value = 0;
    };
    /// Entries in any order.
    explicit SieveDecisions(const std::vector<Entry>& entries);
    SieveDecisions() = default;

  private:
    std::map<std::pair<std::int64_t, std::size_t>, std::vector<change::TileSieve::Decision>>
        decisions_;
};

/// Collective over `comm`. Puts the tiles of all ranks together on rank 0 and decides there.
[[nodiscard]] SieveDecisions decide_together(const mpi::Communicator& comm,
                                             const geo::Tiling& tiling, std::int64_t grid_width,
                                             const std::vector<OpenTile>& own,
                                             const change::SieveOptions& options);

}  // namespace mineprint::pipeline
