// SPDX-License-Identifier: Apache-2.0
#include "mineprint/zones/accumulator.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::zones {
namespace {

/// Where things stand in the flat tables: first [zone][epoch][class or unobserved], then
/// [zone][pair][from][to].
struct Layout {
    explicit Layout(const AccumulatorShape& shape)
        : states(shape.epochs * (shape.classes + 1)),
          changes(shape.num_pairs() * shape.classes * shape.classes),
          first_change(shape.zones * states),
          size(first_change + shape.zones * changes) {}
    std::size_t states;        ///< cells of a zone in the first part
    std::size_t changes;       ///< cells of a zone in the second part
    std::size_t first_change;  ///< where the second part begins
    std::size_t size;
};

void check_inside(std::size_t index, std::size_t size, const char* what) {
    if (index >= size) {
        throw core::RunError(fmt::format("zone tables: {} {} of {}", what, index, size));
    }
}

/// One zone's cells, filled pixel by pixel.
struct ZoneTables {
    std::span<std::int64_t> state_counts;
    std::span<double> state_areas;
    std::span<std::int64_t> change_counts;
    std::span<double> change_areas;
    std::int64_t count = 1;  ///< pixels that each call stands for

    void add_state(std::size_t cell, double area_m2) const {
        state_counts[cell] += count;
        state_areas[cell] += area_m2;
    }
    void add_change(std::size_t cell, double area_m2) const {
        change_counts[cell] += count;
        change_areas[cell] += area_m2;
    }
    /// `series` is the class of one pixel at every epoch.
    void add(std::span<const std::uint16_t> series, std::size_t classes, double area_m2) const {
        std::size_t state = 0;
        std::size_t pair = 0;
        for (std::size_t from = 0; from < series.size(); ++from, state += classes + 1) {
            add_state(state + series[from], area_m2);
            if (series[from] == classes) {
                pair += (series.size() - from - 1) * classes * classes;
                continue;
            }
            for (std::size_t to = from + 1; to < series.size(); ++to, pair += classes * classes) {
                if (series[to] != classes) {
                    add_change(pair + series[from] * classes + series[to], area_m2);
                }
            }
        }
    }
};

void check_sizes(const AccumulatorShape& shape, std::size_t num_pixels, std::size_t num_areas,
                 std::span<const raster::Raster<std::uint8_t>> classes) {
    bool fits = classes.size() == shape.epochs && num_areas == num_pixels;
    for (const auto& epoch : classes) {
        fits = fits && epoch.size() == num_pixels;
    }
    if (!fits) {
        throw core::RunError(fmt::format(
            "zone tables of {} epochs were given {} class maps, {} zone pixels and {} areas of "
            "different sizes",
            shape.epochs, classes.size(), num_pixels, num_areas));
    }
}

}  // namespace

Accumulator::Accumulator(AccumulatorShape shape) : shape_(shape) {
    if (shape.classes > unobserved) {
        throw core::DataError(
            fmt::format("{} classes: a class map can hold {} at most", shape.classes, unobserved));
    }
    const Layout layout(shape);
    counts_.resize(layout.size);
    areas_.resize(layout.size);
}

/// The class index of one pixel at every epoch.
void Accumulator::read_series(std::span<const raster::Raster<std::uint8_t>> classes,
                              std::size_t pixel, std::vector<std::uint16_t>& series) const {
    for (std::size_t epoch = 0; epoch < series.size(); ++epoch) {
        const std::uint8_t value = classes[epoch][pixel];
        if (value != unobserved && value >= shape_.classes) {
            throw core::RunError(
                fmt::format("zone tables: class value {} at epoch {} of {} classes", value, epoch,
                            shape_.classes));
        }
        series[epoch] = value == unobserved ? static_cast<std::uint16_t>(shape_.classes) : value;
    }
}

void Accumulator::add_series(std::int32_t zone_index, std::span<const std::uint16_t> series,
                             double area_m2, std::int64_t count) {
    const auto zone = static_cast<std::size_t>(zone_index);
    check_inside(zone, shape_.zones, "zone");
    const Layout layout(shape_);
    const std::span counts(counts_);
    const std::span areas(areas_);
    const std::size_t change = layout.first_change + zone * layout.changes;
    ZoneTables{counts.subspan(zone * layout.states, layout.states),
               areas.subspan(zone * layout.states, layout.states),
               counts.subspan(change, layout.changes), areas.subspan(change, layout.changes), count}
        .add(series, shape_.classes, area_m2);
}

void Accumulator::add(const raster::Raster<std::int32_t>& zones, std::span<const double> area_m2,
                      std::span<const raster::Raster<std::uint8_t>> classes) {
    check_sizes(shape_, zones.size(), area_m2.size(), classes);
    std::vector<std::uint16_t> series(shape_.epochs);
    for (std::size_t pixel = 0; pixel < zones.size(); ++pixel) {
        if (zones[pixel] != outside) {
            read_series(classes, pixel, series);
            add_series(zones[pixel], series, area_m2[pixel], 1);
        }
    }
}

void Accumulator::add_partial(std::span<const PartialPixel> parts, std::span<const double> area_m2,
                              std::span<const raster::Raster<std::uint8_t>> classes) {
    check_sizes(shape_, area_m2.size(), area_m2.size(), classes);
    std::vector<std::uint16_t> series(shape_.epochs);
    for (const PartialPixel& part : parts) {
        const auto pixel = static_cast<std::size_t>(part.pixel);
        check_inside(pixel, area_m2.size(), "pixel");
        read_series(classes, pixel, series);
        add_series(part.zone, series, part.fraction * area_m2[pixel], 0);
    }
}

Accumulator Accumulator::of_zones(std::span<const std::size_t> zones) const {
    AccumulatorShape shape = shape_;
    shape.zones = zones.size();
    Accumulator chosen(shape);
    const Layout from(shape_);
    const Layout to(shape);
    for (std::size_t i = 0; i < zones.size(); ++i) {
        check_inside(zones[i], shape_.zones, "zone");
        const auto copy = [&](const auto& source, auto& target) {
            std::copy_n(source.begin() + static_cast<std::ptrdiff_t>(zones[i] * from.states),
                        from.states, target.begin() + static_cast<std::ptrdiff_t>(i * to.states));
            std::copy_n(
                source.begin() +
                    static_cast<std::ptrdiff_t>(from.first_change + zones[i] * from.changes),
                from.changes,
                target.begin() + static_cast<std::ptrdiff_t>(to.first_change + i * to.changes));
        };
        copy(counts_, chosen.counts_);
        copy(areas_, chosen.areas_);
    }
    return chosen;
}

void Accumulator::merge(const Accumulator& other) {
    if (!(shape_ == other.shape_)) {
        throw core::RunError("zone tables of different shapes cannot be merged");
    }
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        counts_[i] += other.counts_[i];
        areas_[i] += other.areas_[i];
    }
}

std::size_t Accumulator::state_cell(std::size_t zone, std::size_t epoch, std::size_t cls) const {
    check_inside(zone, shape_.zones, "zone");
    check_inside(epoch, shape_.epochs, "epoch");
    check_inside(cls, shape_.classes + 1, "class");
    return zone * Layout(shape_).states + epoch * (shape_.classes + 1) + cls;
}

std::size_t Accumulator::change_cell(std::size_t zone, std::size_t pair, std::size_t from,
                                     std::size_t to) const {
    check_inside(zone, shape_.zones, "zone");
    check_inside(pair, shape_.num_pairs(), "pair of epochs");
    check_inside(from, shape_.classes, "class");
    check_inside(to, shape_.classes, "class");
    const Layout layout(shape_);
    return layout.first_change + zone * layout.changes +
           (pair * shape_.classes + from) * shape_.classes + to;
}

std::int64_t Accumulator::pixels(std::size_t zone, std::size_t epoch, std::size_t cls) const {
    return counts_[state_cell(zone, epoch, cls)];
}

double Accumulator::area_m2(std::size_t zone, std::size_t epoch, std::size_t cls) const {
    return areas_[state_cell(zone, epoch, cls)];
}

std::int64_t Accumulator::change_pixels(std::size_t zone, std::size_t pair, std::size_t from,
                                        std::size_t to) const {
    return counts_[change_cell(zone, pair, from, to)];
}

double Accumulator::change_m2(std::size_t zone, std::size_t pair, std::size_t from,
                              std::size_t to) const {
    return areas_[change_cell(zone, pair, from, to)];
}

std::size_t Accumulator::pair_index(std::size_t from_epoch, std::size_t to_epoch) const {
    check_inside(to_epoch, shape_.epochs, "epoch");
    check_inside(from_epoch, to_epoch, "earlier epoch");
    return from_epoch * (2 * shape_.epochs - from_epoch - 1) / 2 + (to_epoch - from_epoch - 1);
}

std::vector<std::int64_t> Accumulator::counts() const { return counts_; }
std::vector<double> Accumulator::areas() const { return areas_; }

Accumulator Accumulator::from_tables(AccumulatorShape shape, std::vector<std::int64_t> counts,
                                     std::vector<double> areas) {
    Accumulator whole(shape);
    if (counts.size() != whole.counts_.size() || areas.size() != whole.areas_.size()) {
        throw core::RunError(fmt::format("zone tables: {} counts and {} areas where {} belong",
                                         counts.size(), areas.size(), whole.counts_.size()));
    }
    whole.counts_ = std::move(counts);
    whole.areas_ = std::move(areas);
    return whole;
}

}  // namespace mineprint::zones
