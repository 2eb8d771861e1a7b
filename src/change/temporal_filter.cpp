// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/temporal_filter.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::change {
namespace {

constexpr std::uint16_t whole_probability = 10000;
constexpr double least_probability = 0.005;

void apply_majority(std::vector<std::uint8_t>& classes) {
    const std::vector<std::uint8_t> raw = classes;
    for (std::size_t t = 1; t + 1 < raw.size(); ++t) {
        if (raw[t - 1] == raw[t + 1]) {
            classes[t] = raw[t - 1];
        }
    }
}

/// Two-state Markov chain after `years`, from its one-year probabilities: P = π + (I − π)·λ^years
/// with λ = 1 − gain − loss and the stationary shares π.
std::array<double, 4> log_transitions(const TemporalOptions& options, double years) {
    const double gain = options.gain_per_year;
    const double loss = options.loss_per_year;
    const double sum = gain + loss;
    const double share = 1 - std::pow(1 - sum, years);
    const double to_target = gain / sum * share;
    const double to_other = loss / sum * share;
    return {std::log1p(-to_target), std::log(to_target), std::log(to_other), std::log1p(-to_other)};
}

std::vector<std::array<double, 2>> log_emissions() {
    std::vector<std::array<double, 2>> table;
    for (int i = 0; i <= whole_probability; ++i) {
        const double p =
            std::clamp(i / double{whole_probability}, least_probability, 1 - least_probability);
        table.push_back({std::log1p(-p), std::log(p)});
    }
    return table;
}

}  // namespace

TemporalFilter::TemporalFilter(const TemporalOptions& options, std::vector<double> years,
                               std::uint8_t target, std::uint8_t unobserved)
    : options_(options), target_(target), unobserved_(unobserved), num_epochs_(years.size()) {
    if (options.rule != TemporalRule::hmm) {
        return;
    }
    if (!(options.gain_per_year > 0 && options.loss_per_year > 0 &&
          options.gain_per_year + options.loss_per_year < 1)) {
        throw core::UsageError(fmt::format(
            "transition probabilities per year must be above 0 and sum to less than 1: {:g} and "
            "{:g}",
            options.gain_per_year, options.loss_per_year));
    }
    log_emissions_ = log_emissions();
    log_transitions_.resize(num_epochs_ * num_epochs_);
    for (std::size_t from = 0; from < num_epochs_; ++from) {
        for (std::size_t to = from + 1; to < num_epochs_; ++to) {
            log_transitions_[from * num_epochs_ + to] =
                log_transitions(options, years[to] - years[from]);
        }
    }
}

void TemporalFilter::apply(std::span<std::uint8_t> classes,
                           std::span<const std::uint16_t> probabilities) const {
    Observed series;
    for (std::size_t epoch = 0; epoch < classes.size(); ++epoch) {
        if (classes[epoch] != unobserved_) {
            series.classes.push_back(classes[epoch]);
            series.epochs.push_back(epoch);
        }
    }
    switch (options_.rule) {
        case TemporalRule::none:
            return;
        case TemporalRule::majority:
            apply_majority(series.classes);
            break;
        case TemporalRule::mapbiomas:
            apply_mapbiomas(series);
            break;
        case TemporalRule::monotone:
            apply_monotone(series);
            break;
        case TemporalRule::hmm:
            apply_hmm(series, probabilities);
            break;
    }
    for (std::size_t i = 0; i < series.epochs.size(); ++i) {
        classes[series.epochs[i]] = series.classes[i];
    }
}

std::uint8_t TemporalFilter::nearest_other(const Observed& series, std::size_t index) const {
    std::optional<std::size_t> best;
    const auto distance = [&](std::size_t i) {
        return i < index ? series.epochs[index] - series.epochs[i]
                         : series.epochs[i] - series.epochs[index];
    };
    for (std::size_t i = 0; i < series.classes.size(); ++i) {
        if (series.classes[i] != target_ && (!best || distance(i) < distance(*best))) {
            best = i;
        }
    }
    return best ? series.classes[*best] : target_;
}

void TemporalFilter::apply_mapbiomas(Observed& series) const {
    auto& c = series.classes;
    const std::size_t n = c.size();
    if (n >= 3) {
        for (std::size_t t = 1; t + 1 < n; ++t) {
            c[t] = c[t - 1] == c[t + 1] ? c[t - 1] : c[t];
        }
        c[0] = c[1] == c[2] ? c[1] : c[0];
        c[n - 1] = c[n - 2] == c[n - 3] ? c[n - 2] : c[n - 1];
    }
    const auto num_target = static_cast<std::size_t>(std::count(c.begin(), c.end(), target_));
    if (num_target > 0 && num_target * 10 <= n) {
        const Observed before = series;
        for (std::size_t t = 0; t < n; ++t) {
            if (c[t] == target_) {
                c[t] = nearest_other(before, t);
            }
        }
    }
}

void TemporalFilter::apply_monotone(Observed& series) const {
    std::optional<std::size_t> last_target;
    const auto limit = static_cast<std::size_t>(options_.monotone_epochs);
    for (std::size_t i = 0; i < series.classes.size(); ++i) {
        if (series.classes[i] == target_) {
            last_target = series.epochs[i];
        } else if (last_target && series.epochs[i] - *last_target <= limit) {
            series.classes[i] = target_;
        }
    }
}

double TemporalFilter::log_transition(std::size_t from_epoch, std::size_t to_epoch, int from,
                                      int to) const {
    return log_transitions_[from_epoch * num_epochs_ + to_epoch].at(
        static_cast<std::size_t>(2 * from + to));
}

void TemporalFilter::apply_hmm(Observed& series,
                               std::span<const std::uint16_t> probabilities) const {
    const std::size_t n = series.epochs.size();
    if (n < 2) {
        return;
    }
    const auto emission = [&](std::size_t i) -> const std::array<double, 2>& {
        return log_emissions_[std::min(probabilities[series.epochs[i]], whole_probability)];
    };
    std::array<double, 2> score = emission(0);
    std::vector<std::array<std::uint8_t, 2>> came_from(n);
    for (std::size_t i = 1; i < n; ++i) {
        std::array<double, 2> next{};
        for (const std::uint8_t to : {0, 1}) {
            const auto reach = [&](std::uint8_t from) {
                return score.at(from) +
                       log_transition(series.epochs[i - 1], series.epochs[i], from, to);
            };
            const auto other = static_cast<std::uint8_t>(1 - to);
            const bool moved = reach(other) > reach(to);
            came_from[i].at(to) = moved ? other : to;
            next.at(to) = reach(came_from[i].at(to)) + emission(i).at(to);
        }
        score = next;
    }
    const Observed before = series;
    std::uint8_t state = score[1] > score[0] ? 1 : 0;
    for (std::size_t i = n; i-- > 0; state = came_from[i].at(state)) {
        if (state == 1) {
            series.classes[i] = target_;
        } else if (before.classes[i] == target_) {
            series.classes[i] = nearest_other(before, i);
        }
    }
}

void apply(const TemporalFilter& filter, std::span<raster::Raster<std::uint8_t>> epochs,
           std::span<const raster::Raster<std::uint16_t>> probabilities) {
    if (epochs.empty()) {
        return;
    }
    std::vector<std::uint8_t> classes(epochs.size());
    std::vector<std::uint16_t> chances(probabilities.size());
    for (std::size_t pixel = 0; pixel < epochs.front().size(); ++pixel) {
        bool alike = true;
        for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
            classes[epoch] = epochs[epoch][pixel];
            alike = alike && classes[epoch] == classes.front();
        }
        // Every rule keeps a series of one class, but for hmm, which looks at probabilities.
        if (alike && probabilities.empty()) {
            continue;
        }
        for (std::size_t epoch = 0; epoch < chances.size(); ++epoch) {
            chances[epoch] = probabilities[epoch][pixel];
        }
        filter.apply(classes, chances);
        for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
            epochs[epoch][pixel] = classes[epoch];
        }
    }
}

void FlipFlops::add(std::span<const raster::Raster<std::uint8_t>> epochs, std::uint8_t unobserved) {
    if (epochs.empty()) {
        return;
    }
    std::vector<std::size_t> seen;
    for (std::size_t pixel = 0; pixel < epochs.front().size(); ++pixel) {
        seen.clear();
        for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
            if (epochs[epoch][pixel] != unobserved) {
                seen.push_back(epoch);
            }
        }
        for (std::size_t i = 1; i + 1 < seen.size(); ++i) {
            const std::uint8_t before = epochs[seen[i - 1]][pixel];
            ++triples[seen[i]];
            flip_flops[seen[i]] += static_cast<std::int64_t>(before == epochs[seen[i + 1]][pixel] &&
                                                             before != epochs[seen[i]][pixel]);
        }
    }
}

}  // namespace mineprint::change
