// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// What the samples say of the two zones of every pair: growth from the first to the last epoch
/// with its interval as the pair's zone layer has it, and the ratio of the growth factors. The
/// ratio's interval puts the two together by the square root of the sum of their squared half
/// widths in the logarithm (Zou & Donner 2008, Stat. Med. 27:1693-1702), which takes the samples of
/// the two zones as independent; it is NaN where a side is pooled, for then one sample speaks of
/// both. Where a policy year divides the time, growth a year before and after it likewise. Nothing
/// happens in regions without samples. To be called when the layers are assessed.
void add_border_intervals(const ZoneOptions& options, RegionTables& region);

/// The ratio (100 + second) / (100 + first) of two growths in percent; NaN where one of them has no
/// interval.
[[nodiscard]] BorderInterval ratio_of_growths(const BorderInterval& first,
                                              const BorderInterval& second);

}  // namespace mineprint::pipeline
