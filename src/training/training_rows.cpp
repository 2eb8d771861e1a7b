// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/training_rows.hpp"

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/training/binning.hpp"

namespace mineprint::training {

TrainingRows make_training_rows(RawRows raw, int num_threads) {
    TrainingRows rows;
    rows.num_features = raw.num_features;
    rows.num_classes = raw.num_classes;
    rows.layout = RowLayout(raw.num_features);
    rows.ids = std::move(raw.ids);
    rows.labels = std::move(raw.labels);
    rows.bytes.resize(rows.size() * rows.layout.stride);
    rows.thresholds.resize(raw.num_features);
    core::parallel_for(
        0, static_cast<std::int64_t>(raw.num_features), num_threads, [&](auto index) {
            const auto feature = static_cast<std::size_t>(index);
            std::vector<float> values(rows.size());
            for (std::size_t row = 0; row < rows.size(); ++row) {
                values[row] = raw.features[row * raw.num_features + feature];
            }
            const Binner binner(make_thresholds(count_values(values)));
            for (std::size_t row = 0; row < rows.size(); ++row) {
                rows.bytes[row * rows.layout.stride + feature] = binner.code_of(values[row]);
            }
            const auto thresholds = binner.thresholds();
            rows.thresholds[feature].assign(thresholds.begin(), thresholds.end());
        });
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rows.layout.set_kind(rows.bytes, row * rows.layout.stride,
                             RowLayout::kind_of(rows.labels[row], 0));
    }
    return rows;
}

}  // namespace mineprint::training
