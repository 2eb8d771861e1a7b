// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/oob.hpp"

#include <algorithm>
#include <limits>

namespace mineprint::training {

void assess(const OobVotes& votes, std::span<const std::uint8_t> labels,
            forest::TrainingReport& report) {
    const std::size_t num_classes = votes.num_classes;
    report.oob_confusion.assign(num_classes * num_classes, 0);
    std::uint64_t num_assessed = 0;
    std::uint64_t num_wrong = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (votes.num_trees[row] == 0) {
            continue;
        }
        const auto own = std::span(votes.sums).subspan(row * num_classes, num_classes);
        const auto predicted =
            static_cast<std::size_t>(std::ranges::max_element(own) - own.begin());
        ++report.oob_confusion[predicted * num_classes + labels[row]];
        ++num_assessed;
        num_wrong += predicted != labels[row] ? 1 : 0;
    }
    report.oob_error = num_assessed == 0
                           ? std::numeric_limits<double>::quiet_NaN()
                           : static_cast<double>(num_wrong) / static_cast<double>(num_assessed);
}

}  // namespace mineprint::training
