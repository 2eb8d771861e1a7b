// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "mineprint/accuracy/design_sample.hpp"
#include "mineprint/change/growth_interval.hpp"
#include "mineprint/pipeline/table.hpp"

namespace mineprint::pipeline {

/// Estimates with their standard errors and the half widths of their 95 % intervals; NaN where
/// there is none.
template <std::size_t Rank>
struct EstimateTable {
    Table<double, Rank> value;
    Table<double, Rank> se;
    Table<double, Rank> ci95;

    EstimateTable() = default;
    explicit EstimateTable(const typename Table<double, Rank>::Shape& shape)
        : value(shape, std::numeric_limits<double>::quiet_NaN()), se(value), ci95(value) {}

    template <class... Index>
    void set(const accuracy::Estimate& estimate, Index... index) {
        value(index...) = estimate.value;
        se(index...) = estimate.se;
        ci95(index...) = estimate.ci95;
    }
    template <class... Index>
    [[nodiscard]] accuracy::Estimate at(Index... index) const {
        return {value(index...), se(index...), ci95(index...)};
    }
    bool operator==(const EstimateTable&) const = default;
};

/// Percentages with the ends of their 95 % intervals, which are not symmetric; by zone, from_epoch
/// and to_epoch.
struct IntervalTable {
    Table<double, 3> value;
    Table<double, 3> se;
    Table<double, 3> low;
    Table<double, 3> high;

    IntervalTable() = default;
    explicit IntervalTable(const Table<double, 3>::Shape& shape)
        : value(shape, std::numeric_limits<double>::quiet_NaN()),
          se(value),
          low(value),
          high(value) {}
    void set(const change::PercentInterval& interval, std::size_t zone, std::size_t from,
             std::size_t to) {
        value(zone, from, to) = interval.value;
        se(zone, from, to) = interval.se;
        low(zone, from, to) = interval.low;
        high(zone, from, to) = interval.high;
    }
    bool operator==(const IntervalTable&) const = default;
};

}  // namespace mineprint::pipeline
