// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "mineprint/change/sieve.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::change {
namespace {

/// A component of the whole grid, put together from its parts in the tiles.
struct Whole {
    std::int64_t num_pixels = 0;
    std::int64_t area_mm2 = 0;
    std::uint8_t value = 0;
    SieveFate fate = SieveFate::unknown;  ///< as its tile could tell
    std::uint8_t new_value = 0;
    std::map<std::int64_t, std::int64_t> neighbours;  ///< whole → the first key they meet at
    std::optional<std::int64_t> largest;
};

class Merger {
  public:
    Merger(std::span<const OpenSieve> tiles, const SieveOptions& options)
        : tiles_(tiles), options_(options) {
        for (const OpenSieve& tile : tiles_) {
            first_node_.push_back(sets_.size());
            for (std::size_t i = 0; i < tile.nodes.size(); ++i) {
                sets_.add();
            }
        }
    }

    void read_seams(const geo::Tiling& tiling, std::int64_t grid_width) {
        const auto edges_at = [this](std::int64_t tile) -> const TileEdges& {
            return tiles_[static_cast<std::size_t>(tile)].edges;
        };
        for_each_seam_pair(tiling, grid_width, edges_at, options_.connectivity,
                           [this](const SeamPair& pair) {
                               const std::int64_t a = number_of(pair.later);
                               const std::int64_t b = number_of(pair.earlier);
                               if (node(a).component.value == node(b).component.value) {
                                   sets_.unite(a, b);
                               } else {
                                   add_touch(a, b, pair.key);
                               }
                           });
    }

    void add_up() {
        wholes_.resize(static_cast<std::size_t>(sets_.size()));
        for (std::size_t tile = 0; tile < tiles_.size(); ++tile) {
            for (std::size_t i = 0; i < tiles_[tile].nodes.size(); ++i) {
                add_node(static_cast<std::int64_t>(tile), tiles_[tile].nodes[i],
                         first_node_[tile] + static_cast<std::int64_t>(i));
            }
        }
        for (const auto& [nodes, key] : touches_) {
            connect(sets_.root(nodes.first), sets_.root(nodes.second), key);
        }
        for (Whole& one : wholes_) {
            choose_largest(one);
        }
    }

    [[nodiscard]] std::vector<SieveDecision> decisions() {
        std::vector<SieveDecision> list;
        for (std::size_t tile = 0; tile < tiles_.size(); ++tile) {
            for (std::size_t i = 0; i < tiles_[tile].nodes.size(); ++i) {
                const SieveNode& part = tiles_[tile].nodes[i];
                const std::int64_t root =
                    sets_.root(first_node_[tile] + static_cast<std::int64_t>(i));
                if (part.fate != SieveFate::open || is_large(whole(root))) {
                    continue;
                }
                const std::uint8_t value = class_at_the_end(root);
                if (value != part.component.value) {
                    list.push_back({static_cast<std::int64_t>(tile), part.label, value});
                }
            }
        }
        return list;
    }

  private:
    [[nodiscard]] std::int64_t number_of(const TileLabel& place) const {
        const auto tile = static_cast<std::size_t>(place.tile);
        const auto& nodes = tiles_[tile].nodes;
        const auto found = std::lower_bound(
            nodes.begin(), nodes.end(), place.label,
            [](const SieveNode& one, std::int32_t label) { return one.label < label; });
        if (found == nodes.end() || found->label != place.label) {
            throw core::RunError("sieve: a tile did not tell of a component at its edge");
        }
        return first_node_[tile] + (found - nodes.begin());
    }
    [[nodiscard]] const SieveNode& node(std::int64_t number) const {
        const auto next = std::upper_bound(first_node_.begin(), first_node_.end(), number);
        const auto tile = static_cast<std::size_t>(next - first_node_.begin()) - 1;
        return tiles_[tile].nodes[static_cast<std::size_t>(number - first_node_[tile])];
    }
    [[nodiscard]] Whole& whole(std::int64_t root) {
        return wholes_[static_cast<std::size_t>(root)];
    }
    [[nodiscard]] bool is_large(const Whole& one) const {
        return one.area_mm2 >= options_.minimum_area_mm2;
    }

    void add_touch(std::int64_t a, std::int64_t b, std::int64_t key) {
        const auto [place, is_new] = touches_.emplace(std::minmax(a, b), key);
        place->second = std::min(place->second, key);
    }
    void connect(std::int64_t a, std::int64_t b, std::int64_t key) {
        for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
            const auto [place, is_new] = whole(from).neighbours.emplace(to, key);
            place->second = std::min(place->second, key);
        }
    }
    void add_node(std::int64_t tile, const SieveNode& part, std::int64_t number) {
        Whole& one = whole(sets_.root(number));
        one.num_pixels += part.component.num_pixels;
        one.area_mm2 += part.component.area_mm2;
        one.value = part.component.value;
        one.fate = part.fate;
        one.new_value = part.new_value;
        for (const SieveNeighbour& neighbour : part.neighbours) {
            add_touch(number, number_of({tile, neighbour.label}), neighbour.key);
        }
    }
    void choose_largest(Whole& one) {
        std::pair<std::int64_t, std::int64_t> best;
        for (const auto& [root, key] : one.neighbours) {
            const std::pair<std::int64_t, std::int64_t> rank{-whole(root).num_pixels, key};
            if (!one.largest || rank < best) {
                one.largest = root;
                best = rank;
            }
        }
    }
    /// The class a small component gets; its own where the way leads nowhere.
    [[nodiscard]] std::uint8_t class_at_the_end(std::int64_t root) {
        const std::uint8_t own = whole(root).value;
        std::set<std::int64_t> visited;
        for (std::int64_t at = root; visited.insert(at).second;) {
            const auto next = whole(at).largest;
            if (!next) {
                return own;
            }
            const Whole& other = whole(*next);
            if (is_large(other)) {
                return other.value;
            }
            if (other.fate == SieveFate::leads || other.fate == SieveFate::stuck) {
                return other.fate == SieveFate::leads ? other.new_value : own;
            }
            at = *next;
        }
        return own;
    }

    std::span<const OpenSieve> tiles_;
    const SieveOptions& options_;
    std::vector<std::int64_t> first_node_;  ///< per tile
    DisjointSets sets_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> touches_;
    std::vector<Whole> wholes_;  ///< by root
};

}  // namespace

std::vector<SieveDecision> decide_open(const geo::Tiling& tiling, std::int64_t grid_width,
                                       std::span<const OpenSieve> tiles,
                                       const SieveOptions& options) {
    Merger merger(tiles, options);
    merger.read_seams(tiling, grid_width);
    merger.add_up();
    return merger.decisions();
}

}  // namespace mineprint::change
