// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/seams.hpp"

namespace mineprint::change {
namespace {

/// A line of labelled pixels along a seam, perhaps of many tiles.
struct SeamLine {
    std::vector<TileLabel> labels;
    std::int64_t first_pixel = 0;  ///< number in the grid of the first one
    std::int64_t step = 0;         ///< from one to the next

    void append(std::int64_t tile, const std::vector<LabelRun>& runs) {
        for (const LabelRun& run : runs) {
            labels.insert(labels.end(), static_cast<std::size_t>(run.length), {tile, run.label});
        }
    }
};

class SeamWalk {
  public:
    SeamWalk(Connectivity connectivity, const std::function<void(const SeamPair&)>& visit)
        : diagonal_(connectivity == Connectivity::eight), visit_(visit) {}

    /// Two rows, one above the other.
    void rows(const SeamLine& upper, const SeamLine& lower) const {
        const std::size_t width = lower.labels.size();
        for (std::size_t i = 0; i < width; ++i) {
            pair(lower, i, upper, i, Direction::above);
            if (diagonal_ && i > 0) {
                pair(lower, i, upper, i - 1, Direction::above_left);
            }
            if (diagonal_ && i + 1 < width) {
                pair(lower, i, upper, i + 1, Direction::above_right);
            }
        }
    }
    /// Two columns, side by side.
    void columns(const SeamLine& left, const SeamLine& right) const {
        for (std::size_t i = 0; i < right.labels.size(); ++i) {
            pair(right, i, left, i, Direction::left);
            if (diagonal_ && i > 0) {
                pair(right, i, left, i - 1, Direction::above_left);
                pair(left, i, right, i - 1, Direction::above_right);
            }
        }
    }

  private:
    void pair(const SeamLine& later_line, std::size_t later, const SeamLine& earlier_line,
              std::size_t earlier, Direction direction) const {
        const TileLabel& a = later_line.labels[later];
        const TileLabel& b = earlier_line.labels[earlier];
        if (a.label == no_component || b.label == no_component) {
            return;
        }
        const std::int64_t number =
            later_line.first_pixel + static_cast<std::int64_t>(later) * later_line.step;
        visit_({a, b, meeting_key(number, direction)});
    }
    bool diagonal_;
    const std::function<void(const SeamPair&)>& visit_;
};

void add_label(std::vector<LabelRun>& runs, std::int32_t label) {
    if (runs.empty() || runs.back().label != label) {
        runs.push_back({label, 0});
    }
    ++runs.back().length;
}

}  // namespace

TileEdges edges_of(const raster::Raster<std::int32_t>& labels) {
    TileEdges edges;
    if (labels.size() == 0) {
        return edges;
    }
    for (std::int64_t column = 0; column < labels.width(); ++column) {
        add_label(edges.top, labels(0, column));
        add_label(edges.bottom, labels(labels.height() - 1, column));
    }
    for (std::int64_t row = 0; row < labels.height(); ++row) {
        add_label(edges.left, labels(row, 0));
        add_label(edges.right, labels(row, labels.width() - 1));
    }
    return edges;
}

void for_each_seam_pair(const geo::Tiling& tiling, std::int64_t grid_width,
                        const std::function<const TileEdges&(std::int64_t)>& edges_at,
                        Connectivity connectivity,
                        const std::function<void(const SeamPair&)>& visit) {
    const SeamWalk walk(connectivity, visit);
    for (std::int64_t y = 0; y < tiling.rows(); ++y) {
        const std::int64_t first = y * tiling.columns();
        if (y > 0) {
            const std::int64_t row = tiling.window(first).row;
            // The whole width at once, so that corners between four tiles are met as well.
            SeamLine upper{{}, (row - 1) * grid_width, 1};
            SeamLine lower{{}, row * grid_width, 1};
            for (std::int64_t x = 0; x < tiling.columns(); ++x) {
                upper.append(first - tiling.columns() + x,
                             edges_at(first - tiling.columns() + x).bottom);
                lower.append(first + x, edges_at(first + x).top);
            }
            walk.rows(upper, lower);
        }
        for (std::int64_t x = 1; x < tiling.columns(); ++x) {
            const geo::PixelWindow window = tiling.window(first + x);
            const std::int64_t number = window.row * grid_width + window.column;
            SeamLine left{{}, number - 1, grid_width};
            SeamLine right{{}, number, grid_width};
            left.append(first + x - 1, edges_at(first + x - 1).right);
            right.append(first + x, edges_at(first + x).left);
            walk.columns(left, right);
        }
    }
}

}  // namespace mineprint::change
