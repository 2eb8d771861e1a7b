// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/change/components.hpp"
#include "mineprint/change/seams.hpp"

namespace mineprint::change {

// A sieve takes away what is smaller than a minimum mapping unit: every component below it gets the
// class of its largest neighbour (by pixels; of equal ones the one that is met first when the grid
// is scanned row by row). Where that one is too small itself, the way goes on to its largest
// neighbour; where it leads to nothing large enough, the component stays. Sizes are those before
// the sieve. With equal pixels this is GDAL's sieve. Pixels without a class take no part.

struct SieveOptions {
    std::int64_t minimum_area_mm2 = 0;
    Connectivity connectivity = Connectivity::four;
};

/// A component that touches another one, and where a scan meets the two first.
struct SieveNeighbour {
    std::int32_t label = no_component;
    std::int64_t key = 0;
    bool operator==(const SieveNeighbour&) const = default;
};

/// What is known of a component.
enum class SieveFate : std::uint8_t {
    unknown,
    large,  ///< stays
    open,   ///< small, and what becomes of it depends on other tiles
    leads,  ///< small, and its way leads to something large
    stuck,  ///< small, and its way leads nowhere: stays
};

/// A component of a tile whose fate, or whose size, is not the tile's alone to tell, or a neighbour
/// of such a one.
struct SieveNode {
    std::int32_t label = no_component;
    Component component;
    SieveFate fate = SieveFate::unknown;
    std::uint8_t new_value = 0;              ///< of one that leads
    std::vector<SieveNeighbour> neighbours;  ///< of an open one, by label
    bool operator==(const SieveNode&) const = default;
};

/// What a tile leaves open.
struct OpenSieve {
    TileEdges edges;
    std::vector<SieveNode> nodes;  ///< by label; all that touch an edge are among them
    bool operator==(const OpenSieve&) const = default;
};

/// The sieve of one tile.
class TileSieve {
  public:
    TileSieve(const raster::Raster<std::uint8_t>& classes, std::uint8_t unobserved,
              const WindowPlace& place, std::span<const std::int64_t> area_mm2,
              const SieveOptions& options);

    [[nodiscard]] const Components& components() const noexcept { return components_; }
    [[nodiscard]] OpenSieve open_part() const;

    struct Decision {
        std::int32_t label = no_component;
        std::uint8_t value = 0;
    };
    /// Writes the sieved classes over the tile's; `decisions` are about its open components.
    void apply(std::span<const Decision> decisions, raster::Raster<std::uint8_t>& classes) const;

  private:
    struct State {
        SieveFate fate = SieveFate::unknown;
        std::uint8_t value = 0;            ///< of one that leads
        std::int32_t next = no_component;  ///< where its way goes on, if that is all one knows
    };
    void find_neighbours(const WindowPlace& place, Connectivity connectivity);
    [[nodiscard]] std::span<const SieveNeighbour> neighbours_of(std::int32_t label) const;
    [[nodiscard]] State step_from(std::int32_t label) const;
    void decide(std::int32_t label);
    [[nodiscard]] const Component& component(std::int32_t label) const {
        return components_.list[static_cast<std::size_t>(label)];
    }
    [[nodiscard]] bool is_small(std::int32_t label) const {
        return component(label).area_mm2 < minimum_area_mm2_;
    }

    std::int64_t minimum_area_mm2_;
    Components components_;
    std::vector<std::size_t> neighbour_begin_;  ///< per component, into `neighbours_`
    std::vector<SieveNeighbour> neighbours_;    ///< of the small ones
    std::vector<State> states_;
};

/// What becomes of an open component.
struct SieveDecision {
    std::int64_t tile = 0;
    std::int32_t label = no_component;
    std::uint8_t value = 0;
    bool operator==(const SieveDecision&) const = default;
};

/// Decides on what the tiles left open; only changes are told, by tile and label. `tiles` are all
/// tiles of the tiling, in tile order.
[[nodiscard]] std::vector<SieveDecision> decide_open(const geo::Tiling& tiling,
                                                     std::int64_t grid_width,
                                                     std::span<const OpenSieve> tiles,
                                                     const SieveOptions& options);

}  // namespace mineprint::change
