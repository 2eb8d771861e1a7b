// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/engine.hpp"

#include <algorithm>
#include <vector>

#include "mineprint/forest/validate.hpp"

namespace mineprint::forest {

struct Engine::Layout {
    Forest forest;
};

Engine::Engine(const Forest& forest) {
    validate(forest);
    layout_ = std::make_unique<Layout>(Layout{forest});
}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

std::size_t Engine::num_classes() const noexcept { return layout_->forest.num_classes(); }

void Engine::classify(std::span<const std::span<const float>> columns,
                      std::span<const std::uint8_t> observed, std::uint8_t target,
                      std::span<std::uint8_t> label, std::span<std::uint16_t> probability) const {
    std::vector<std::size_t> pixels;
    std::vector<float> rows;
    for (std::size_t pixel = 0; pixel < observed.size(); ++pixel) {
        if (observed[pixel] != 0) {
            pixels.push_back(pixel);
            for (const auto& column : columns) {
                rows.push_back(column[pixel]);
            }
        }
    }
    const Prediction prediction = predict_by_walking(layout_->forest, rows);
    for (std::size_t index = 0; index < pixels.size(); ++index) {
        label[pixels[index]] = prediction.label[index];
        if (!probability.empty()) {
            probability[pixels[index]] = prediction.probability[index * num_classes() + target];
        }
    }
}

}  // namespace mineprint::forest
