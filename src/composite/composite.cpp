// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/composite.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>

#include <fmt/format.h>

#include "mineprint/composite/sorting_network.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::composite {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();
/// Takes the place of what is not clear, and is sorted to the end.
constexpr float sorted_last = std::numeric_limits<float>::infinity();
/// All bits where a pixel is clear, none elsewhere: a choice by bits takes no branches.
using RowMask = std::array<std::uint32_t, block_size>;

/// Rows of one block of pixels, one for each layer that has a clear pixel in it.
class Sorter {
  public:
    explicit Sorter(std::size_t num_layers) : rows_(num_layers), networks_(num_layers + 1) {}

    void put(std::size_t row, std::span<const float> reflectance, const RowMask& clear) {
        constexpr auto last = std::bit_cast<std::uint32_t>(sorted_last);
        for (std::size_t i = 0; i < reflectance.size(); ++i) {
            const auto value = std::bit_cast<std::uint32_t>(reflectance[i]);
            rows_[row][i] = std::bit_cast<float>((value & clear[i]) | (last & ~clear[i]));
        }
    }

    /// Sorts the first `num_rows` rows, pixel by pixel.
    void sort(std::size_t num_rows) {
        std::vector<Comparator>& network = networks_[num_rows];
        if (network.empty() && num_rows > 1) {
            network = sorting_network(core::checked_cast<std::uint32_t>(num_rows));
        }
        sort_rows(network, rows_);
    }

    /// The median of the `count` lowest values of a pixel of sorted rows, in single precision as
    /// numpy has it: half the sum of the two middle ones; of an odd number they are one and the
    /// same, and the sum is exact. Adding 0 makes +0 of -0, so that it does not matter which of the
    /// two zeros came to stand in the middle.
    [[nodiscard]] float median(std::size_t pixel, std::size_t count) const {
        const float low = rows_[(count - 1) / 2][pixel];
        const float high = rows_[count / 2][pixel];
        return (low + high) * 0.5F + 0.0F;
    }

  private:
    std::vector<Row> rows_;
    std::vector<std::vector<Comparator>> networks_;  ///< by the number of rows
};

/// One layer as spans over the whole window: its bands in the composite's order.
struct LayerValues {
    std::vector<std::span<const float>> bands;
    std::span<const std::uint8_t> clear;
};

std::vector<LayerValues> layer_values(std::span<const Layer> layers,
                                      std::span<const std::string> bands, std::size_t num_pixels) {
    std::vector<LayerValues> result;
    for (const Layer& layer : layers) {
        LayerValues values;
        values.clear = layer.clear->values();
        bool fits = values.clear.size() == num_pixels;
        for (const std::string& band : bands) {
            const raster::Raster<float>* found = layer.reflectance->find(band);
            if (found == nullptr) {
                throw core::RunError(
                    fmt::format("a layer of a composite lacks the band '{}'", band));
            }
            values.bands.push_back(found->values());
            fits = fits && found->size() == num_pixels;
        }
        if (!fits) {
            throw core::RunError("the layers of a composite are not of one size");
        }
        result.push_back(std::move(values));
    }
    return result;
}

/// Where a layer is clear in a block; false when it is nowhere.
bool clear_in_block(std::span<const std::uint8_t> clear, RowMask& mask) {
    std::uint32_t any = 0;
    for (std::size_t i = 0; i < clear.size(); ++i) {
        mask[i] = clear[i] != 0 ? ~std::uint32_t{0} : 0;
        any |= mask[i];
    }
    return any != 0;
}

/// Makes the composite block by block.
class MedianMaker {
  public:
    MedianMaker(std::vector<LayerValues> layers, Composite& composite)
        : layers_(std::move(layers)),
          composite_(composite),
          sorter_(layers_.size()),
          seen_(layers_.size()),
          masks_(layers_.size()) {}

    void make(std::size_t begin, std::size_t size) {
        std::size_t num_seen = 0;
        for (const LayerValues& layer : layers_) {
            if (clear_in_block(layer.clear.subspan(begin, size), masks_[num_seen])) {
                seen_[num_seen++] = &layer;
            }
        }
        for (std::size_t b = 0; b < composite_.reflectance.bands.size(); ++b) {
            for (std::size_t row = 0; row < num_seen; ++row) {
                sorter_.put(row, seen_[row]->bands[b].subspan(begin, size), masks_[row]);
            }
            sorter_.sort(num_seen);
            write(b, begin, size);
        }
    }

  private:
    void write(std::size_t band, std::size_t begin, std::size_t size) {
        const auto values = composite_.reflectance.bands[band].values().subspan(begin, size);
        for (std::size_t i = 0; i < size; ++i) {
            if (composite_.observed[begin + i] != 0) {
                values[i] = sorter_.median(i, composite_.num_clear[begin + i]);
            }
        }
    }

    std::vector<LayerValues> layers_;
    Composite& composite_;
    Sorter sorter_;
    std::vector<const LayerValues*> seen_;  ///< layers with a clear pixel in the block
    std::vector<RowMask> masks_;            ///< theirs
};

void count_clear(std::span<const LayerValues> layers, int minimum_clear, Composite& composite) {
    const std::span<std::uint16_t> counts = composite.num_clear.values();
    for (const LayerValues& layer : layers) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            counts[i] = static_cast<std::uint16_t>(counts[i] + (layer.clear[i] != 0 ? 1 : 0));
        }
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
        composite.observed[i] = counts[i] >= minimum_clear ? 1 : 0;
    }
}

}  // namespace

Composite median(std::span<const Layer> layers, std::span<const std::string> bands,
                 std::int64_t width, std::int64_t height, int minimum_clear) {
    static_cast<void>(core::checked_cast<std::uint16_t>(layers.size()));
    if (minimum_clear < 1) {
        throw core::RunError(
            fmt::format("a composite of at least {} clear observations", minimum_clear));
    }
    Composite composite;
    for (const std::string& band : bands) {
        composite.reflectance.add(band, raster::Raster<float>(width, height, no_value));
    }
    composite.num_clear = raster::Raster<std::uint16_t>(width, height, 0);
    composite.observed = raster::Mask(width, height, 0);
    const std::size_t num_pixels = composite.observed.size();
    std::vector<LayerValues> values = layer_values(layers, bands, num_pixels);
    count_clear(values, minimum_clear, composite);
    MedianMaker maker(std::move(values), composite);
    for (std::size_t begin = 0; begin < num_pixels; begin += block_size) {
        maker.make(begin, std::min(block_size, num_pixels - begin));
    }
    return composite;
}

}  // namespace mineprint::composite
