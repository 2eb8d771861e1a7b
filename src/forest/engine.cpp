// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/engine.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <mutex>
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
/// Pixels looked through for missing values at a time.
constexpr std::size_t chunk_pixels = 1024;

}  // namespace

/// A byte forest and classifiers for it. They hold a batch's memory, so they are handed from call
/// to call: there are never more than threads.
class ByteEngine {
  public:
    explicit ByteEngine(ByteForest forest) : forest_(std::move(forest)) {}

    void classify(std::span<const std::span<const float>> columns,
                  std::span<const std::uint32_t> wanted, const PixelOutput& output) {
        if (wanted.empty()) {
            return;
        }
        std::unique_ptr<CellClassifier> classifier = take();
        classifier->run(columns, wanted, output);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(classifier));
    }

  private:
    std::unique_ptr<CellClassifier> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                std::unique_ptr<CellClassifier> classifier = std::move(idle_.back());
                idle_.pop_back();
                return classifier;
            }
        }
        return std::make_unique<CellClassifier>(forest_);
    }
    ByteForest forest_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<CellClassifier>> idle_;
};

struct Engine::Layout {
    std::size_t num_classes = 0;
    std::unique_ptr<ByteEngine> complete;    ///< for pixels without a missing value
    std::unique_ptr<ByteEngine> incomplete;  ///< for the others
    std::optional<Forest> walked;            ///< where there are no bytes
};

/// Where a batch comes from, which of its pixels are wanted, and where their classes go.
struct Engine::Pixels {
    std::span<const std::span<const float>> columns;
    std::vector<std::uint32_t> complete;
    std::vector<std::uint32_t> incomplete;
    PixelOutput output;

    /// Adds the observed pixels from `begin` up to `end`.
    void add(std::span<const std::uint8_t> observed, std::size_t begin, std::size_t end) {
        std::array<std::uint8_t, chunk_pixels> missing{};
        for (const std::span<const float> column : columns) {
            const float* const values = column.data() + begin;
            for (std::size_t i = 0; i < end - begin; ++i) {
                missing[i] |= static_cast<std::uint8_t>(std::isnan(values[i]) ? 1 : 0);
            }
        }
        for (std::size_t pixel = begin; pixel < end; ++pixel) {
            if (observed[pixel] != 0) {
                (missing[pixel - begin] == 0 ? complete : incomplete)
                    .push_back(static_cast<std::uint32_t>(pixel));
            }
        }
    }
};

Engine::Engine(const Forest& forest) {
    validate(forest);
    layout_ = std::make_unique<Layout>();
    layout_->num_classes = forest.num_classes();
    std::optional<ByteForest> incomplete = make_byte_forest(forest, Missing::possible);
    std::optional<ByteForest> complete = make_byte_forest(forest, Missing::none);
    if (incomplete && complete) {
        layout_->complete = std::make_unique<ByteEngine>(std::move(*complete));
        layout_->incomplete = std::make_unique<ByteEngine>(std::move(*incomplete));
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
    const std::size_t batch = layout_->walked ? walked_pixels : batch_pixels;
    Pixels pixels{columns, {}, {}, {target, label, probability}};
    for (std::size_t begin = 0; begin < observed.size();) {
        pixels.complete.clear();
        pixels.incomplete.clear();
        while (begin < observed.size() &&
               pixels.complete.size() + pixels.incomplete.size() < batch) {
            const std::size_t end = std::min(begin + chunk_pixels, observed.size());
            pixels.add(observed, begin, end);
            begin = end;
        }
        if (layout_->walked) {
            walk(pixels);
        } else {
            layout_->complete->classify(columns, pixels.complete, pixels.output);
            layout_->incomplete->classify(columns, pixels.incomplete, pixels.output);
        }
    }
}

/// Plainly, row by row.
void Engine::walk(const Pixels& pixels) const {
    for (const auto& some : {pixels.complete, pixels.incomplete}) {
        std::vector<float> rows;
        for (const std::uint32_t pixel : some) {
            for (const std::span<const float> column : pixels.columns) {
                rows.push_back(column[pixel]);
            }
        }
        const Prediction found = predict_by_walking(*layout_->walked, rows);
        for (std::size_t index = 0; index < some.size(); ++index) {
            const std::size_t pixel = some[index];
            pixels.output.label[pixel] = found.label[index];
            if (!pixels.output.probability.empty()) {
                pixels.output.probability[pixel] =
                    found.probability[index * layout_->num_classes + pixels.output.target];
            }
        }
    }
}

}  // namespace mineprint::forest
