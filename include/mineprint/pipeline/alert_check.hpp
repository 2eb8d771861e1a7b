// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/alert_row.hpp"
#include "mineprint/pipeline/map_set.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::pipeline {

/// The day of an alert by its raster's value, in days since 1970; nothing where there is none, or
/// its confidence is too low. See AlertEncoding.
[[nodiscard]] std::optional<int> alert_day(std::int32_t value, const AlertOptions& options);

/// New area of the target class against dated alerts, over tiles and ranks. Counts are integers and
/// areas are rounded to 1 cm² a tile, so that no order matters.
class AlertTotals {
  public:
    /// Hits, misses and false alarms of one layer, zone and pair of epochs that follow each other.
    struct Sums {
        std::int64_t pixels[3]{};                        ///< hit, miss, false
        std::int64_t areas_cm2[3]{};                     ///< the same
        std::map<std::int32_t, std::int64_t> lead_days;  ///< hits by half days of lead
    };
    /// Layer, zone, first epoch.
    using Key = std::tuple<std::size_t, std::int32_t, std::size_t>;

    /// Adds one tile: reads the alert raster in its window (nearest pixel). An alert counts for a
    /// pair of epochs when it is dated from the first's middle day to the second's last day.
    void add_tile(const MapSet& maps, std::span<const zones::ZoneLayer> layers, std::int64_t tile,
                  const TileClasses& classes);
    void merge(const AlertTotals& other);
    /// Collective over `comm`. All ranks' sums on rank 0.
    void gather(const mpi::Communicator& comm);
    /// One row for each layer, zone and pair that has any pixel of the three kinds.
    [[nodiscard]] std::vector<AlertRow> rows(const MapSet& maps,
                                             std::span<const zones::ZoneLayer> layers) const;

  private:
    std::map<Key, Sums> sums_;
};

}  // namespace mineprint::pipeline
