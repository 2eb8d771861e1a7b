// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/composite.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>

#include <fmt/format.h>

#include "mineprint/composite/block_makers.hpp"
#include "mineprint/composite/layer_values.hpp"
#include "mineprint/composite/sorting_network.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::composite {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

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

/// First and last day, whether a pixel is observed or not: they explain why.
void note_days(std::span<const Layer> layers, Composite& composite) {
    const std::span<std::int32_t> first = composite.first_day.values();
    const std::span<std::int32_t> last = composite.last_day.values();
    for (const Layer& layer : layers) {
        if (!layer.date) {
            continue;
        }
        const std::int32_t day = layer.date->days_since_1970();
        const auto clear = layer.clear->values();
        for (std::size_t i = 0; i < first.size(); ++i) {
            const bool earlier = first[i] == no_day || day < first[i];
            first[i] = clear[i] != 0 && earlier ? day : first[i];
            last[i] = clear[i] != 0 && day > last[i] ? day : last[i];
        }
    }
}

Composite empty_composite(std::span<const std::string> bands, Size size,
                          const CompositeOptions& options) {
    Composite composite;
    const raster::Raster<float> nothing(size.width, size.height, no_value);
    for (const std::string& band : bands) {
        composite.reflectance.add(band, nothing);
    }
    for (const std::string& name : options.deviations) {
        composite.deviations.add(name, nothing);
    }
    composite.num_clear = raster::Raster<std::uint16_t>(size.width, size.height, 0);
    composite.first_day = raster::Raster<std::int32_t>(size.width, size.height, no_day);
    composite.last_day = composite.first_day;
    composite.observed = raster::Mask(size.width, size.height, 0);
    return composite;
}

void check(std::span<const Layer> layers, const CompositeOptions& options) {
    static_cast<void>(core::checked_cast<std::uint16_t>(layers.size()));
    if (options.minimum_clear < 1) {
        throw core::RunError(
            fmt::format("a composite of at least {} clear observations", options.minimum_clear));
    }
    if (!options.deviations.empty() && options.method != Method::geometric_median) {
        throw core::RunError("deviations are those from the geometric median, and from no other");
    }
}

}  // namespace

Composite make_composite(std::span<const Layer> layers, std::span<const std::string> bands,
                         Size size, const CompositeOptions& options) {
    check(layers, options);
    Composite composite = empty_composite(bands, size, options);
    const std::size_t num_pixels = composite.observed.size();
    const std::vector<LayerValues> values = layer_values(layers, bands, num_pixels);
    count_clear(values, options.minimum_clear, composite);
    note_days(layers, composite);
    const std::unique_ptr<BlockMaker> maker = block_maker(layers, values, options, composite);
    for (std::size_t begin = 0; begin < num_pixels; begin += block_size) {
        maker->make(begin, std::min(block_size, num_pixels - begin));
    }
    return composite;
}

}  // namespace mineprint::composite
