// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/outline.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "mineprint/core/error.hpp"

namespace mineprint::change {
namespace {

/// Clockwise, with rows going down: the pixels are to the right of an edge.
enum Heading : std::uint8_t { east = 0, south = 1, west = 2, north = 3 };

/// One side of one pixel, from corner to corner.
struct Edge {
    Corner from;
    Heading heading = east;
    std::int64_t part = 0;  ///< of the pixel to its right
    bool used = false;

    [[nodiscard]] Corner to() const {
        constexpr std::array<std::array<int, 2>, 4> steps{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
        return {from.column + steps.at(heading)[0], from.row + steps.at(heading)[1]};
    }
};

bool comes_before(const Corner& a, const Corner& b) {
    return std::tie(a.row, a.column) < std::tie(b.row, b.column);
}

/// Where the runs of one row end in the list of all.
std::size_t end_of_row(std::span<const PixelRun> runs, std::size_t begin) {
    std::size_t end = begin;
    while (end < runs.size() && runs[end].row == runs[begin].row) {
        ++end;
    }
    return end;
}

/// Calls `meet(upper, lower)` for every two runs of neighbouring rows that share an edge.
template <class Meet>
void for_each_meeting(std::span<const PixelRun> runs, const Meet& meet) {
    std::size_t upper = 0;
    for (std::size_t lower = end_of_row(runs, 0); lower < runs.size();) {
        const std::size_t upper_end = lower;
        const std::size_t lower_end = end_of_row(runs, lower);
        if (runs[upper].row + 1 == runs[lower].row) {
            std::size_t a = upper;
            std::size_t b = lower;
            while (a < upper_end && b < lower_end) {
                if (std::max(runs[a].begin, runs[b].begin) < std::min(runs[a].end, runs[b].end)) {
                    meet(a, b);
                }
                ++(runs[a].end < runs[b].end ? a : b);
            }
        }
        upper = lower;
        lower = lower_end;
    }
}

/// For each run the part it belongs to, by edges.
std::vector<std::int64_t> parts_of(std::span<const PixelRun> runs) {
    DisjointSets sets;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        sets.add();
    }
    for_each_meeting(runs, [&](std::size_t a, std::size_t b) {
        sets.unite(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b));
    });
    std::vector<std::int64_t> parts;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        parts.push_back(sets.root(static_cast<std::int64_t>(i)));
    }
    return parts;
}

class EdgeList {
  public:
    explicit EdgeList(std::span<const PixelRun> runs) : parts_(parts_of(runs)) {
        // Columns of a run's upper and lower side that another run covers.
        std::vector<std::vector<std::array<std::int32_t, 2>>> above(runs.size());
        std::vector<std::vector<std::array<std::int32_t, 2>>> below(runs.size());
        for_each_meeting(runs, [&](std::size_t a, std::size_t b) {
            const std::array shared{std::max(runs[a].begin, runs[b].begin),
                                    std::min(runs[a].end, runs[b].end)};
            below[a].push_back(shared);
            above[b].push_back(shared);
        });
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const PixelRun& run = runs[i];
            edges_.push_back({{run.begin, run.row + 1}, north, parts_[i]});
            edges_.push_back({{run.end, run.row}, south, parts_[i]});
            add_free_columns(run, above[i], [&](std::int32_t column) {
                edges_.push_back({{column, run.row}, east, parts_[i]});
            });
            add_free_columns(run, below[i], [&](std::int32_t column) {
                edges_.push_back({{column + 1, run.row + 1}, west, parts_[i]});
            });
        }
        std::sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
            return std::tie(a.from.row, a.from.column, a.heading) <
                   std::tie(b.from.row, b.from.column, b.heading);
        });
    }

    [[nodiscard]] std::vector<Edge>& edges() { return edges_; }

    /// The edge that goes on. Where two do, pixels meet in a corner: parts are kept apart, and
    /// within one part it is the background that is cut, so that no ring touches itself.
    [[nodiscard]] Edge& next(const Edge& edge) {
        const Corner corner = edge.to();
        auto place = std::lower_bound(
            edges_.begin(), edges_.end(), corner,
            [](const Edge& a, const Corner& b) { return comes_before(a.from, b); });
        if (place == edges_.end() || !(place->from == corner)) {
            throw core::RunError("outline: an edge leads nowhere");
        }
        const auto other = place + 1;
        if (other == edges_.end() || !(other->from == corner)) {
            return *place;
        }
        if (place->part != other->part) {
            return place->part == edge.part ? *place : *other;
        }
        return place->heading == (edge.heading + 3) % 4 ? *place : *other;
    }

  private:
    template <class Add>
    static void add_free_columns(const PixelRun& run,
                                 const std::vector<std::array<std::int32_t, 2>>& covered,
                                 const Add& add) {
        std::int32_t column = run.begin;
        for (const auto& [begin, end] : covered) {
            for (; column < begin; ++column) {
                add(column);
            }
            column = end;
        }
        for (; column < run.end; ++column) {
            add(column);
        }
    }
    std::vector<std::int64_t> parts_;
    std::vector<Edge> edges_;
};

/// Twice the area to the right of a ring, positive for outer rings while they are clockwise.
std::int64_t twice_area(const CornerRing& ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Corner& a = ring[i];
        const Corner& b = ring[(i + 1) % ring.size()];
        sum += std::int64_t{a.column} * b.row - std::int64_t{b.column} * a.row;
    }
    return sum;
}

CornerRing follow(EdgeList& list, Edge& first) {
    CornerRing ring;
    Edge* edge = &first;
    Heading before = first.heading;
    do {
        edge->used = true;
        if (edge != &first && edge->heading != before) {
            ring.push_back(edge->from);
        }
        before = edge->heading;
        edge = &list.next(*edge);
    } while (edge != &first);
    if (first.heading != before) {
        ring.insert(ring.begin(), first.from);
    }
    return ring;
}

}  // namespace

Outline outline_of(std::span<const PixelRun> runs) {
    Outline outline;
    if (runs.empty()) {
        return outline;
    }
    EdgeList list(runs);
    std::vector<std::pair<std::int64_t, OutlinePolygon>> by_part;
    for (Edge& edge : list.edges()) {
        if (outline.boundary.empty() || !(outline.boundary.back() == edge.from)) {
            outline.boundary.push_back(edge.from);
        }
        if (edge.used) {
            continue;
        }
        CornerRing ring = follow(list, edge);
        const bool is_outer = twice_area(ring) > 0;
        std::reverse(ring.begin() + 1, ring.end());
        auto place = std::find_if(by_part.begin(), by_part.end(),
                                  [&](const auto& entry) { return entry.first == edge.part; });
        if (place == by_part.end()) {
            place = by_part.insert(by_part.end(), {edge.part, {}});
        }
        if (is_outer) {
            place->second.outer = std::move(ring);
        } else {
            place->second.holes.push_back(std::move(ring));
        }
    }
    for (auto& [part, polygon] : by_part) {
        outline.polygons.push_back(std::move(polygon));
    }
    return outline;
}

}  // namespace mineprint::change
