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

/// Large batches have many alike pixels for the cells; these still fit a thread's memory.
constexpr std::size_t batch_pixels = std::size_t{1} << 20U;
constexpr std::size_t walked_pixels = 4096;

}  // namespace

struct Engine::Layout {
    std::size_t num_classes = 0;
    std::optional<ByteForest> bytes;
    std::optional<PixelOrder> order;
    std::optional<Forest> walked;  ///< where there are no bytes
};

/// Where a batch comes from, which of its pixels are wanted, and where their classes go.
struct Engine::Pixels {
    std::span<const std::span<const float>> columns;
    std::vector<std::uint32_t> wanted;
    PixelOutput output;
};

Engine::Engine(const Forest& forest) {
    validate(forest);
    layout_ = std::make_unique<Layout>();
    layout_->num_classes = forest.num_classes();
    layout_->bytes = make_byte_forest(forest);
    if (layout_->bytes) {
        layout_->order.emplace(*layout_->bytes);
    } else {
        layout_->walked = forest;
    }
}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

std::size_t Engine::num_classes() const noexcept { return layout_->num_classes; }

void Engine::classify(std::span<const std::span<const float>> columns,
                      std::span<const std::uint8_t> observed, std::uint8_t target,
                      std::span<std::uint8_t> label, std::span<std::uint16_t> probability) const {
    const std::size_t batch = layout_->bytes ? batch_pixels : walked_pixels;
    Pixels pixels{columns, {}, {target, label, probability}};
    std::size_t begin = 0;
    while (begin < observed.size()) {
        pixels.wanted.clear();
        for (; begin < observed.size() && pixels.wanted.size() < batch; ++begin) {
            if (observed[begin] != 0) {
                pixels.wanted.push_back(static_cast<std::uint32_t>(begin));
            }
        }
        if (layout_->bytes) {
            classify_bytes(pixels);
        } else {
            walk(pixels);
        }
    }
}

void Engine::classify_bytes(const Pixels& pixels) const {
    const ByteForest& forest = *layout_->bytes;
    std::vector<std::vector<std::uint8_t>> bytes(forest.columns.size());
    std::vector<float> values(pixels.wanted.size());
    for (std::size_t column = 0; column < bytes.size(); ++column) {
        const ByteColumn& own = forest.columns[column];
        for (std::size_t index = 0; index < values.size(); ++index) {
            values[index] = pixels.columns[own.feature][pixels.wanted[index]];
        }
        bytes[column].resize(values.size());
        own.fill(forest.tables[own.feature], values, bytes[column]);
    }
    CellClassifier(forest, *layout_->order).run(bytes, pixels.wanted, pixels.output);
}

void Engine::walk(const Pixels& pixels) const {
    std::vector<float> rows;
    for (const std::uint32_t pixel : pixels.wanted) {
        for (const std::span<const float> column : pixels.columns) {
            rows.push_back(column[pixel]);
        }
    }
    const Prediction found = predict_by_walking(*layout_->walked, rows);
    for (std::size_t index = 0; index < pixels.wanted.size(); ++index) {
        const std::size_t pixel = pixels.wanted[index];
        pixels.output.label[pixel] = found.label[index];
        if (!pixels.output.probability.empty()) {
            pixels.output.probability[pixel] =
                found.probability[index * layout_->num_classes + pixels.output.target];
        }
    }
}

}  // namespace mineprint::forest
