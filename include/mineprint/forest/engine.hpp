// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "mineprint/forest/forest.hpp"

namespace mineprint::forest {

/// A forest laid out for speed: features are quantised to its own thresholds by table look-up, then
/// all trees are walked for a block of pixels. A forest too large for that (more than 254
/// thresholds of a feature: none that is grown here) is walked plainly. Immutable: one engine
/// serves all threads. Its answers equal `predict_by_walking` on every input.
class Engine {
  public:
    explicit Engine(const Forest& forest);
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    [[nodiscard]] std::size_t num_classes() const noexcept;

    /// Classifies `num_pixels` pixels given as one column per feature (`columns[f][pixel]`). Pixels
    /// whose `observed` is 0 are skipped: their outputs stay as they are. `label[pixel]` is a class
    /// index. `probability[pixel]` is that of class `target`, 0 … 65535; an empty span: not wanted.
    void classify(std::span<const std::span<const float>> columns,
                  std::span<const std::uint8_t> observed, std::uint8_t target,
                  std::span<std::uint8_t> label, std::span<std::uint16_t> probability) const;

  private:
    struct Layout;
    struct Pixels;
    void walk(const Pixels& pixels) const;
    std::unique_ptr<Layout> layout_;
};

}  // namespace mineprint::forest
