// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <vector>

#include "mineprint/change/components.hpp"
#include "mineprint/geo/tiling.hpp"

namespace mineprint::change {

using Classes = raster::Raster<std::uint8_t>;

/// A made-up map of `num_classes` classes in which patches of all sizes occur, with some pixels of
/// value 255.
inline Classes patchy_map(std::int64_t width, std::int64_t height, int num_classes, unsigned seed) {
    std::mt19937 random(seed);
    Classes map(width, height);
    for (std::int64_t row = 0; row < height; ++row) {
        for (std::int64_t column = 0; column < width; ++column) {
            const unsigned draw = random() % 16;
            std::uint8_t value = static_cast<std::uint8_t>(random() % unsigned(num_classes));
            if (draw < 8 && column > 0) {
                value = map(row, column - 1);
            } else if (draw < 14 && row > 0) {
                value = map(row - 1, column);
            }
            map(row, column) = draw == 15 && random() % 3 == 0 ? std::uint8_t{255} : value;
        }
    }
    return map;
}

/// A window cut out of a raster.
template <class T>
raster::Raster<T> cut(const raster::Raster<T>& whole, const geo::PixelWindow& window) {
    raster::Raster<T> part(window.width, window.height);
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            part(row, column) = whole(window.row + row, window.column + column);
        }
    }
    return part;
}

template <class T>
void paste(const raster::Raster<T>& part, const geo::PixelWindow& window,
           raster::Raster<T>& whole) {
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            whole(window.row + row, window.column + column) = part(row, column);
        }
    }
}

/// Components by flood fill: the twin of `label_components`.
inline Components flood_fill(const Classes& map, Connectivity connectivity,
                             const std::vector<std::int64_t>& area_mm2) {
    Components found;
    found.labels = raster::Raster<std::int32_t>(map.width(), map.height(), no_component);
    const std::int64_t reach = connectivity == Connectivity::eight ? 2 : 1;
    for (std::int64_t start = 0; start < std::int64_t(map.size()); ++start) {
        const auto index = std::size_t(start);
        if (map[index] == 255 || found.labels[index] != no_component) {
            continue;
        }
        Component one{start, 0, 0, map[index], false};
        const auto label = std::int32_t(found.list.size());
        std::vector<std::int64_t> open{start};
        found.labels[index] = label;
        while (!open.empty()) {
            const std::int64_t pixel = open.back();
            open.pop_back();
            const std::int64_t row = pixel / map.width();
            const std::int64_t column = pixel % map.width();
            one.num_pixels += 1;
            one.area_mm2 += area_mm2[std::size_t(pixel)];
            one.touches_edge |=
                row == 0 || column == 0 || row + 1 == map.height() || column + 1 == map.width();
            for (std::int64_t dy = -1; dy <= 1; ++dy) {
                for (std::int64_t dx = -1; dx <= 1; ++dx) {
                    const std::int64_t y = row + dy;
                    const std::int64_t x = column + dx;
                    if (std::abs(dx) + std::abs(dy) > reach || y < 0 || x < 0 ||
                        y >= map.height() || x >= map.width()) {
                        continue;
                    }
                    if (map(y, x) == one.value && found.labels(y, x) == no_component) {
                        found.labels(y, x) = label;
                        open.push_back(y * map.width() + x);
                    }
                }
            }
        }
        found.list.push_back(one);
    }
    return found;
}

}  // namespace mineprint::change
