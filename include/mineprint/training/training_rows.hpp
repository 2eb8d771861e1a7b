// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::training {

/// The rows a forest is grown from, each value turned into the byte of its bin. Their order never
/// matters: a row is known by its id.
struct TrainingRows {
    std::size_t num_features = 0;
    std::size_t num_classes = 0;
    std::vector<std::uint64_t> ids;
    std::vector<std::uint8_t> labels;
    std::vector<std::uint8_t> codes;             ///< row-major, rows × features
    std::vector<std::vector<float>> thresholds;  ///< per feature: bins are cut at these

    [[nodiscard]] std::size_t size() const noexcept { return ids.size(); }
    [[nodiscard]] std::span<const std::uint8_t> row(std::size_t index) const {
        return std::span(codes).subspan(index * num_features, num_features);
    }
};

/// Bins `features` (row-major, ids × features). The result does not depend on the number of
/// threads.
[[nodiscard]] TrainingRows make_training_rows(std::span<const float> features,
                                              std::size_t num_features, int num_threads);

}  // namespace mineprint::training
