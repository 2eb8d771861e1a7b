// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/engine.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"
#include "mineprint/forest/cell_classifier.hpp"
#include "mineprint/forest/validate.hpp"

namespace mineprint::forest {
namespace {

constexpr std::size_t batch_pixels = std::size_t{1} << 20U;

}

struct Engine::Layout {
    std::size_t num_classes = 0;
    std::optional<ByteForest> bytes;
    std::optional<PixelOrder> order;
};

Engine::Engine(const Forest& forest) {
    validate(forest);
    layout_ = std::make_unique<Layout>();
    layout_->num_classes = forest.num_classes();
    layout_->bytes = make_byte_forest(forest);
    layout_->order.emplace(*layout_->bytes);
}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

std::size_t Engine::num_classes() const noexcept { return layout_->num_classes; }

void Engine::classify(std::span<const std::span<const float>> columns,
                      std::span<const std::uint8_t> observed, std::uint8_t target,
                      std::span<std::uint8_t> label, std::span<std::uint16_t> probability) const {
    CellClassifier classifier(*layout_->bytes, *layout_->order);
    std::size_t begin = 0;
    const ByteForest& forest = *layout_->bytes;
    std::vector<std::vector<std::uint8_t>> bytes(forest.columns.size());
    std::vector<float> values;
    while (begin < observed.size()) {
        std::vector<std::uint32_t> pixels;
        for (; begin < observed.size() && pixels.size() < batch_pixels; ++begin) {
            if (observed[begin] != 0) {
                pixels.push_back(static_cast<std::uint32_t>(begin));
            }
        }
        values.resize(pixels.size());
        for (std::size_t column = 0; column < bytes.size(); ++column) {
            const ByteColumn& own = forest.columns[column];
            for (std::size_t index = 0; index < pixels.size(); ++index) {
                values[index] = columns[own.feature][pixels[index]];
            }
            bytes[column].resize(pixels.size());
            own.fill(forest.tables[own.feature], values, bytes[column]);
        }
        classifier.run(bytes, pixels, {target, label, probability});
    }
}

}  // namespace mineprint::forest
