// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/core/random.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/simulate/landscape.hpp"

namespace mineprint::simulate {

/// A pixel that may become a reference point.
struct Candidate {
    std::uint64_t priority = 0;  ///< random, keyed by the pixel; the lowest win
    std::int64_t column = 0;
    std::int64_t row = 0;
    auto operator<=>(const Candidate&) const = default;
};

/// Draws so many pixels of each stratum, the same whatever the order in which pixels come.
class StratifiedDraw {
  public:
    explicit StratifiedDraw(std::vector<std::size_t> quotas)
        : quotas_(std::move(quotas)), kept_(quotas_.size()) {}

    void offer(std::size_t stratum, const Candidate& candidate);
    void add(const StratifiedDraw& other);
    /// Collective over `comm`. Every rank then has the draw of all.
    void merge(const mpi::Communicator& comm);
    /// All that were drawn, by row and column; strata with too few pixels give what they have.
    [[nodiscard]] std::vector<Candidate> drawn() const;

  private:
    std::vector<std::size_t> quotas_;
    std::vector<std::vector<Candidate>> kept_;  ///< per stratum a heap, the highest priority on top
};

/// What the strata of a reference look at in one pixel.
struct PixelHistory {
    std::vector<std::size_t> classes;  ///< true class at each epoch
    bool pond_first = false;           ///< mostly tailing pond at the first epoch
    bool rim_first = false;            ///< not mine at the first epoch, but partly covered by mines
    bool rim_last = false;             ///< the same at the last epoch
};

/// The strata, in this order: tailing ponds of the first epoch, rims of mines at the first and at
/// the last epoch, pixels that become mine by the epoch at which they do, all others by their class
/// at the last epoch. About 100 of 282 points are mine in the end, as in Chinkaka et al. (2023),
/// half of them at the first epoch. Ponds and rims have strata of their own because chance alone
/// would leave them out, and a classifier that never saw a rim draws mines too large.
[[nodiscard]] std::vector<std::size_t> stratum_quotas(int num_points, std::size_t num_epochs);
[[nodiscard]] std::size_t stratum_of(const PixelHistory& history);

/// A point with its class at each epoch.
struct ReferencePoint {
    geo::Point lonlat;
    std::vector<std::size_t> classes;
};

/// Points in longitude and latitude with a field `class_<epoch>` per epoch, as GeoJSON.
[[nodiscard]] std::string reference_geojson(std::span<const ReferencePoint> points,
                                            std::span<const SimulatedEpoch> epochs);

}  // namespace mineprint::simulate
