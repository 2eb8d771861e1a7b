// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/sample_change.hpp"

namespace mineprint::change {

SampleChange sample_change(const accuracy::DesignSample& sample, std::size_t classes,
                           std::size_t target, double years) {
    const std::size_t num_cells = sample.cells().size();
    const auto values = [&](const auto& of) {
        std::vector<double> result;
        result.reserve(num_cells);
        for (const accuracy::SampleCell& cell : sample.cells()) {
            result.push_back(of(cell.reference_class / classes, cell.reference_class % classes));
        }
        return result;
    };
    const std::vector<double> all(num_cells, 1.0);
    SampleChange result;
    for (std::size_t from = 0; from < classes; ++from) {
        for (std::size_t to = 0; to < classes; ++to) {
            result.share.push_back(sample.share(values([&](std::size_t a, std::size_t b) {
                                                    return a == from && b == to ? 1.0 : 0.0;
                                                }),
                                                all));
        }
    }
    const auto before = values([&](std::size_t a, std::size_t) { return a == target ? 1.0 : 0.0; });
    const auto after = values([&](std::size_t, std::size_t b) { return b == target ? 1.0 : 0.0; });
    std::vector<double> net(num_cells);
    std::vector<double> gain(num_cells);
    std::vector<double> loss(num_cells);
    for (std::size_t i = 0; i < num_cells; ++i) {
        net[i] = after[i] - before[i];
        gain[i] = net[i] > 0 ? 1 : 0;
        loss[i] = net[i] < 0 ? 1 : 0;
    }
    result.gain = sample.share(gain, all);
    result.loss = sample.share(loss, all);
    result.net = sample.ratio(net, all);
    const accuracy::Estimate ratio = sample.ratio(after, before);
    const double quantile = ratio.se > 0 ? ratio.ci95 / ratio.se : 1.96;
    result.growth = growth_interval(ratio.value, ratio.se, years, quantile);
    if (sample.total(before) == 0 && sample.total(after) > 0) {
        result.growth.flag = GrowthFlag::none_before;
    }
    return result;
}

}  // namespace mineprint::change
