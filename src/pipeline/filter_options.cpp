// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/filter_options.hpp"

#include <fmt/format.h>

namespace mineprint::pipeline {
namespace {

std::string temporal_in_words(const change::TemporalOptions& options) {
    using change::TemporalRule;
    switch (options.rule) {
        case TemporalRule::none:
            return {};
        case TemporalRule::majority:
            return "majority of three epochs";
        case TemporalRule::mapbiomas:
            return "rules of MapBiomas";
        case TemporalRule::monotone:
            return fmt::format("a target stays for {} epochs", options.monotone_epochs);
        case TemporalRule::hmm:
            return fmt::format("hidden Markov model with {:g} gain and {:g} loss a year",
                               options.gain_per_year, options.loss_per_year);
    }
    return {};
}

}  // namespace

std::string in_words(const FilterOptions& options) {
    std::string text = temporal_in_words(options.temporal);
    if (options.minimum_area_m2 > 0) {
        text +=
            fmt::format("{}a sieve of {:g} m² with {} neighbours", text.empty() ? "" : ", then ",
                        options.minimum_area_m2, static_cast<int>(options.connectivity));
    }
    return text.empty() ? "none" : text;
}

}  // namespace mineprint::pipeline
