// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/pixel_rows.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <type_traits>

namespace mineprint::forest {
namespace {

/// Rows are whole vectors, so that they are copied and compared without a loop.
constexpr std::size_t unit_size = 16;
using Unit [[gnu::vector_size(unit_size)]] = std::uint8_t;
/// As many units as a unit has bytes: bytes on both axes.
using Square = std::array<Unit, unit_size>;

/// Pixels turned into bytes at a time: all their columns stay in the nearest cache.
constexpr std::size_t chunk_pixels = 1024;

Unit unit_at(const std::uint8_t* bytes) {
    Unit unit;
    std::memcpy(&unit, bytes, unit_size);
    return unit;
}

/// Four times: the first half of the units between those of the second half.
[[gnu::always_inline]] inline void transpose(Square& square) {
    for (int round = 0; round < 4; ++round) {
        Square mixed;
        for (std::size_t i = 0; i < unit_size / 2; ++i) {
            const Unit& a = square[i];
            const Unit& b = square[i + unit_size / 2];
            mixed[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21,
                                                   6, 22, 7, 23);
            mixed[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                       13, 29, 14, 30, 15, 31);
        }
        square = mixed;
    }
}

}  // namespace

PixelRows::PixelRows(const ByteForest& forest)
    : forest_(forest),
      width_(std::max<std::size_t>(1, (forest.columns.size() + unit_size - 1) / unit_size) *
             unit_size),
      values_(chunk_pixels),
      bytes_(chunk_pixels * width_) {}

void PixelRows::fill(std::span<const std::span<const float>> columns,
                     std::span<const std::uint32_t> wanted) {
    num_pixels_ = wanted.size();
    for (Place& place : places_) {
        place.rows.resize((num_pixels_ + chunk_pixels) * width_);  // squares may be half empty
        place.pixels.resize(num_pixels_);
    }
    std::ranges::copy(wanted, places_[0].pixels.begin());
    parts_.resize(num_pixels_);
    for (std::size_t begin = 0; begin < num_pixels_; begin += chunk_pixels) {
        fill_chunk(columns, begin, std::min(chunk_pixels, num_pixels_ - begin));
    }
}

void PixelRows::fill_chunk(std::span<const std::span<const float>> columns, std::size_t begin,
                           std::size_t number) {
    const auto pixels = std::span(places_[0].pixels).subspan(begin, number);
    const bool adjoining = pixels.back() - pixels.front() + 1 == number;
    for (std::size_t column = 0; column < forest_.columns.size(); ++column) {
        const ByteColumn& own = forest_.columns[column];
        std::span<const float> values = columns[own.feature];
        if (adjoining) {
            values = values.subspan(pixels.front(), number);
        } else {
            for (std::size_t i = 0; i < number; ++i) {
                values_[i] = values[pixels[i]];
            }
            values = std::span<const float>(values_).first(number);
        }
        own.fill(forest_.tables[own.feature], values,
                 std::span(bytes_).subspan(column * chunk_pixels, number));
    }
    for (std::size_t first = 0; first < width_; first += unit_size) {
        std::uint8_t* to = places_[0].rows.data() + begin * width_ + first;
        for (std::size_t pixel = 0; pixel < number; pixel += unit_size) {
            Square square;
            for (std::size_t i = 0; i < unit_size; ++i) {
                square[i] = unit_at(&bytes_[(first + i) * chunk_pixels + pixel]);
            }
            transpose(square);
            for (const Unit& row : square) {
                std::memcpy(to, &row, unit_size);
                to += width_;
            }
        }
    }
}

void PixelRows::measure_box(const Range& range, ByteBox& box) const {
    box.lowest.resize(width_);
    box.highest.resize(width_);
    for (std::size_t first = 0; first < width_; first += unit_size) {
        const std::uint8_t* row = &places_[range.place].rows[range.begin * width_ + first];
        Unit lowest = unit_at(row);
        Unit highest = lowest;
        for (std::size_t index = 0; index < range.size(); ++index) {
            const Unit own = unit_at(row);
            lowest = own < lowest ? own : lowest;
            highest = own > highest ? own : highest;
            row += width_;
        }
        std::memcpy(&box.lowest[first], &lowest, unit_size);
        std::memcpy(&box.highest[first], &highest, unit_size);
    }
}

std::array<PixelRows::Range, CutTree::num_parts> PixelRows::part(const Range& range,
                                                                 const CutTree& cuts) {
    std::array<std::size_t, CutTree::num_parts> ends{};
    if (width_ == unit_size) {  // the usual case, with copies of known size
        scatter(range, cuts, ends, std::integral_constant<std::size_t, unit_size>());
    } else {
        scatter(range, cuts, ends, width_);
    }
    std::array<Range, CutTree::num_parts> parts;
    std::size_t begin = range.begin;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        parts[part] = {begin, ends[part], 1 - range.place};
        begin = ends[part];
    }
    return parts;
}

/// First which part each row goes to and how many go to each, then the rows themselves.
template <class Width>
void PixelRows::scatter(const Range& range, const CutTree& cuts, std::span<std::size_t> ends,
                        Width width) {
    const Place& from = places_[range.place];
    Place& to = places_[1 - range.place];
    const std::uint8_t* row = from.rows.data() + range.begin * width;
    for (std::size_t index = 0; index < range.size(); ++index) {
        std::size_t place = 0;
        for (std::size_t level = 0; level < CutTree::levels; ++level) {
            const Cut cut = cuts.cuts[place];
            place = 2 * place + 1 + (row[cut.column] > cut.limit ? 1 : 0);
        }
        place -= CutTree::num_parts - 1;
        parts_[index] = static_cast<std::uint8_t>(place);
        ++ends[place];
        row += width;
    }
    std::exclusive_scan(ends.begin(), ends.end(), ends.begin(), range.begin);
    row = from.rows.data() + range.begin * width;
    for (std::size_t index = 0; index < range.size(); ++index) {
        const std::size_t place = ends[parts_[index]]++;
        std::memcpy(to.rows.data() + place * width, row, width);
        to.pixels[place] = from.pixels[range.begin + index];
        row += width;
    }
}

void PixelRows::copy_columns(const Range& range, std::span<std::uint8_t> bytes,
                             std::size_t stride) const {
    const std::size_t num_columns = forest_.columns.size();
    for (std::size_t first = 0; first < num_columns; first += unit_size) {
        const std::size_t some = std::min(unit_size, num_columns - first);
        const std::uint8_t* from = &places_[range.place].rows[range.begin * width_ + first];
        for (std::size_t pixel = 0; pixel < range.size(); pixel += unit_size) {
            Square square;
            for (Unit& row : square) {
                row = unit_at(from);
                from += width_;
            }
            transpose(square);
            for (std::size_t i = 0; i < some; ++i) {
                std::memcpy(&bytes[(first + i) * stride + pixel], &square[i], unit_size);
            }
        }
    }
}

}  // namespace mineprint::forest
