// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/raster/raster.hpp"

namespace mineprint::zones {

/// Sizes of the tables below. Classes are the job's classes; `unobserved` pixels are counted apart.
struct AccumulatorShape {
    std::size_t zones = 0;
    std::size_t epochs = 0;
    std::size_t classes = 0;
    [[nodiscard]] std::size_t num_pairs() const { return epochs * (epochs - 1) / 2; }
    bool operator==(const AccumulatorShape&) const = default;
};

/// A part of a pixel that a zone covers.
struct PartialPixel {
    std::int32_t pixel = 0;  ///< index in the window
    std::int32_t zone = 0;
    double fraction = 0;  ///< of the pixel's area, 0 … 1
};

/// The value of a class map where nothing was seen.
inline constexpr std::uint8_t unobserved = 255;

/// Counts and areas per zone of one layer: per epoch and class, and from class to class for every
/// pair of epochs (earlier, later). Tiles are added one by one and merged in tile order, so that
/// the floating sums are the same for any number of ranks.
class Accumulator {
  public:
    explicit Accumulator(AccumulatorShape shape);

    /// Adds one window: the zone of each pixel, its area in m², its class per epoch (class index or
    /// `unobserved`). Only pixels observed at both ends count as change.
    void add(const raster::Raster<std::int32_t>& zones, std::span<const double> area_m2,
             std::span<const raster::Raster<std::uint8_t>> classes);
    /// Adds areas alone, of parts of pixels: a pixel's classes count with `fraction` of its area.
    /// Indices are of the same window.
    void add_partial(std::span<const PartialPixel> parts, std::span<const double> area_m2,
                     std::span<const raster::Raster<std::uint8_t>> classes);
    /// The tables of some zones alone, in the order given.
    [[nodiscard]] Accumulator of_zones(std::span<const std::size_t> zones) const;
    /// Adds what another one holds, in this order.
    void merge(const Accumulator& other);

    [[nodiscard]] const AccumulatorShape& shape() const noexcept { return shape_; }
    // [zone][epoch][class]; class index `classes` (the last) is unobserved.
    [[nodiscard]] std::int64_t pixels(std::size_t zone, std::size_t epoch, std::size_t cls) const;
    [[nodiscard]] double area_m2(std::size_t zone, std::size_t epoch, std::size_t cls) const;
    // [zone][pair][from][to]; `pair` numbers (from epoch, to epoch) with from < to, row by row.
    [[nodiscard]] std::int64_t change_pixels(std::size_t zone, std::size_t pair, std::size_t from,
                                             std::size_t to) const;
    [[nodiscard]] double change_m2(std::size_t zone, std::size_t pair, std::size_t from,
                                   std::size_t to) const;
    [[nodiscard]] std::size_t pair_index(std::size_t from_epoch, std::size_t to_epoch) const;

    /// The tables as flat arrays, for sending: counts then areas, in a fixed order.
    [[nodiscard]] std::vector<std::int64_t> counts() const;
    [[nodiscard]] std::vector<double> areas() const;
    [[nodiscard]] static Accumulator from_tables(AccumulatorShape shape,
                                                 std::vector<std::int64_t> counts,
                                                 std::vector<double> areas);

  private:
    void read_series(std::span<const raster::Raster<std::uint8_t>> classes, std::size_t pixel,
                     std::vector<std::uint16_t>& series) const;
    void add_series(std::int32_t zone_index, std::span<const std::uint16_t> series, double area_m2,
                    std::int64_t count);
    [[nodiscard]] std::size_t state_cell(std::size_t zone, std::size_t epoch,
                                         std::size_t cls) const;
    [[nodiscard]] std::size_t change_cell(std::size_t zone, std::size_t pair, std::size_t from,
                                          std::size_t to) const;
    AccumulatorShape shape_;
    std::vector<std::int64_t> counts_;
    std::vector<double> areas_;
};

}  // namespace mineprint::zones
