// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/components.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::change {
namespace {

using Values = raster::Raster<std::uint8_t>;
using Labels = raster::Raster<std::int32_t>;

/// First pass: a label for every run that meets none above it, and which labels are one.
class Labeller {
  public:
    Labeller(const Values& values, std::uint8_t nothing, Connectivity connectivity)
        : values_(values),
          nothing_(nothing),
          diagonal_(connectivity == Connectivity::eight),
          labels_(values.width(), values.height(), no_component) {
        for (std::int64_t row = 0; row < values.height(); ++row) {
            for (std::int64_t column = 0; column < values.width(); ++column) {
                if (values_(row, column) != nothing_) {
                    labels_(row, column) = label_of(row, column);
                }
            }
        }
    }

    /// Second pass: the components' labels in the order of their first pixels.
    [[nodiscard]] Labels finish(std::int32_t& num_components) {
        std::vector<std::int32_t> numbers(static_cast<std::size_t>(sets_.size()), no_component);
        num_components = 0;
        for (std::int32_t& label : labels_.values()) {
            if (label == no_component) {
                continue;
            }
            auto& number = numbers[static_cast<std::size_t>(sets_.root(label))];
            if (number == no_component) {
                number = num_components++;
            }
            label = number;
        }
        return std::move(labels_);
    }

  private:
    [[nodiscard]] std::int32_t label_of(std::int64_t row, std::int64_t column) {
        std::int32_t label = no_component;
        if (column > 0) {
            join(row, column, row, column - 1, label);
        }
        if (row > 0) {
            join(row, column, row - 1, column, label);
            if (diagonal_ && column > 0) {
                join(row, column, row - 1, column - 1, label);
            }
            if (diagonal_ && column + 1 < values_.width()) {
                join(row, column, row - 1, column + 1, label);
            }
        }
        return label == no_component ? static_cast<std::int32_t>(sets_.add()) : label;
    }

    void join(std::int64_t row, std::int64_t column, std::int64_t other_row,
              std::int64_t other_column, std::int32_t& label) {
        if (values_(row, column) != values_(other_row, other_column)) {
            return;
        }
        const std::int32_t other = labels_(other_row, other_column);
        if (label == no_component) {
            label = other;
        } else if (label != other) {
            sets_.unite(label, other);
        }
    }

    const Values& values_;
    std::uint8_t nothing_;
    bool diagonal_;
    Labels labels_;
    DisjointSets sets_;
};

}  // namespace

Components label_components(const Values& values, std::uint8_t nothing, const WindowPlace& place,
                            std::span<const std::int64_t> area_mm2, Connectivity connectivity) {
    if (area_mm2.size() != values.size()) {
        throw core::RunError(fmt::format("components of {} pixels were given {} pixel areas",
                                         values.size(), area_mm2.size()));
    }
    Components found;
    std::int32_t num_components = 0;
    found.labels = Labeller(values, nothing, connectivity).finish(num_components);
    found.list.resize(static_cast<std::size_t>(num_components));
    std::size_t pixel = 0;
    for (std::int64_t row = 0; row < values.height(); ++row) {
        const bool edge_row = row == 0 || row + 1 == values.height();
        for (std::int64_t column = 0; column < values.width(); ++column, ++pixel) {
            if (found.labels[pixel] == no_component) {
                continue;
            }
            Component& component = found.list[static_cast<std::size_t>(found.labels[pixel])];
            if (component.num_pixels == 0) {
                component.first_pixel = place.pixel_number(row, column);
                component.value = values[pixel];
            }
            component.num_pixels += 1;
            component.area_mm2 += area_mm2[pixel];
            component.touches_edge |= edge_row || column == 0 || column + 1 == values.width();
        }
    }
    return found;
}

std::vector<std::int64_t> to_mm2(std::span<const double> area_m2) {
    std::vector<std::int64_t> areas;
    areas.reserve(area_m2.size());
    for (const double area : area_m2) {
        areas.push_back(std::llround(area * 1e6));
    }
    return areas;
}

std::int64_t DisjointSets::add() {
    parents_.push_back(size());
    return size() - 1;
}

std::int64_t DisjointSets::root(std::int64_t member) {
    auto at = [this](std::int64_t i) -> std::int64_t& {
        return parents_[static_cast<std::size_t>(i)];
    };
    while (at(member) != member) {
        at(member) = at(at(member));
        member = at(member);
    }
    return member;
}

void DisjointSets::unite(std::int64_t a, std::int64_t b) {
    a = root(a);
    b = root(b);
    parents_[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
}

}  // namespace mineprint::change
