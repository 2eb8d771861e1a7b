// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/training_rows.hpp"

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/training/binning.hpp"

namespace mineprint::training {

TrainingRows make_training_rows(std::span<const float> features, std::size_t num_features,
                                int num_threads) {
    TrainingRows rows;
    rows.num_features = num_features;
    rows.codes.resize(features.size());
    rows.thresholds.resize(num_features);
    core::parallel_for(0, static_cast<std::int64_t>(num_features), num_threads, [&](auto index) {
        const auto feature = static_cast<std::size_t>(index);
        std::vector<float> values;
        values.reserve(features.size() / num_features);
        for (std::size_t at = feature; at < features.size(); at += num_features) {
            values.push_back(features[at]);
        }
        std::vector<float>& thresholds = rows.thresholds[feature];
        thresholds = make_thresholds(count_values(std::move(values)));
        for (std::size_t at = feature; at < features.size(); at += num_features) {
            rows.codes[at] = bin_of(thresholds, features[at]);
        }
    });
    return rows;
}

}  // namespace mineprint::training
