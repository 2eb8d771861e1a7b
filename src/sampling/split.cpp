// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "mineprint/core/random.hpp"

namespace mineprint::sampling {
namespace {

enum class Side : std::uint8_t { unplaced, training, held_out };

/// A unit's samples in one stratum.
struct Share {
    std::size_t index = 0;  ///< of the unit, or of the stratum
    std::int64_t samples = 0;
};

struct Unit {
    std::uint64_t identity = 0;
    Side side = Side::unplaced;
    std::vector<Share> strata;
};

struct Stratum {
    std::string name;
    std::vector<Share> units;  ///< in the order of their random numbers

    [[nodiscard]] std::int64_t total() const {
        return std::accumulate(
            units.begin(), units.end(), std::int64_t{0},
            [](std::int64_t sum, const Share& share) { return sum + share.samples; });
    }
};

/// The units and strata of one region, and the side each unit is on.
class Split {
  public:
    Split(std::span<const SplitSample> samples, std::span<const std::string> strata,
          const SplitOptions& options);

    void place_all();
    [[nodiscard]] bool is_held_out(std::uint64_t identity) const {
        return units_[index_of(identity)].side == Side::held_out;
    }

  private:
    [[nodiscard]] std::size_t index_of(std::uint64_t identity) const;
    void count(std::span<const SplitSample> samples);
    void order_units(const SplitOptions& options);
    void place(const Stratum& stratum);
    void give_both_sides(const Stratum& stratum, std::span<const Share> placed, double wanted);
    void mend(const Stratum& stratum);
    [[nodiscard]] std::int64_t num_units(const Stratum& stratum, Side side) const;
    [[nodiscard]] std::int64_t num_samples(const Stratum& stratum, Side side) const;
    [[nodiscard]] bool is_one_sided(const Stratum& stratum) const;
    [[nodiscard]] bool may_leave(const Unit& unit) const;
    void flip(Unit& unit) const {
        unit.side = unit.side == Side::training ? Side::held_out : Side::training;
    }

    double training_share_;
    std::vector<Unit> units_;  ///< by identity
    std::vector<Stratum> strata_;
};

Split::Split(std::span<const SplitSample> samples, std::span<const std::string> strata,
             const SplitOptions& options)
    : training_share_(options.training_share) {
    for (const SplitSample& sample : samples) {
        units_.push_back({sample.unit, Side::unplaced, {}});
    }
    const auto identity = [](const Unit& unit) { return unit.identity; };
    std::ranges::sort(units_, {}, identity);
    const auto repeated = std::ranges::unique(units_, {}, identity);
    units_.erase(repeated.begin(), repeated.end());
    for (const std::string& name : strata) {
        strata_.push_back({name, {}});
    }
    count(samples);
    order_units(options);
}

std::size_t Split::index_of(std::uint64_t identity) const {
    const auto found = std::ranges::lower_bound(units_, identity, {},
                                                [](const Unit& unit) { return unit.identity; });
    return static_cast<std::size_t>(found - units_.begin());
}

void Split::count(std::span<const SplitSample> samples) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (const SplitSample& sample : samples) {
        places.emplace_back(sample.stratum, index_of(sample.unit));
    }
    std::ranges::sort(places);
    for (auto first = places.begin(); first != places.end();) {
        const auto last = std::upper_bound(first, places.end(), *first);
        const auto [stratum, unit] = *first;
        units_[unit].strata.push_back({stratum, last - first});
        strata_[stratum].units.push_back({unit, last - first});
        first = last;
    }
}

void Split::order_units(const SplitOptions& options) {
    const core::KeyedRandom random(options.seed, core::Stream::split);
    std::vector<std::uint64_t> number(units_.size());
    for (std::size_t i = 0; i < units_.size(); ++i) {
        number[i] = random.bits(options.region, units_[i].identity);
    }
    for (Stratum& stratum : strata_) {
        std::sort(stratum.units.begin(), stratum.units.end(), [&](const Share& a, const Share& b) {
            return std::tie(number[a.index], units_[a.index].identity) <
                   std::tie(number[b.index], units_[b.index].identity);
        });
    }
}

void Split::place_all() {
    std::vector<const Stratum*> order;
    for (const Stratum& stratum : strata_) {
        order.push_back(&stratum);
    }
    std::sort(order.begin(), order.end(), [](const Stratum* a, const Stratum* b) {
        return std::pair(a->units.size(), std::string_view(a->name)) <
               std::pair(b->units.size(), std::string_view(b->name));
    });
    for (const Stratum* stratum : order) {
        place(*stratum);
    }
    if (training_share_ > 0 && training_share_ < 1) {
        for (const Stratum* stratum : order) {
            mend(*stratum);
        }
    }
}

void Split::place(const Stratum& stratum) {
    const bool mixed = training_share_ > 0 && training_share_ < 1;
    const double wanted = training_share_ * static_cast<double>(stratum.total());
    auto training = static_cast<double>(num_samples(stratum, Side::training));
    std::vector<Share> placed;
    for (const Share& share : stratum.units) {
        Unit& unit = units_[share.index];
        if (unit.side != Side::unplaced) {
            continue;
        }
        const double taken = training + static_cast<double>(share.samples);
        const bool alone = mixed && stratum.units.size() == 1;
        const bool train = alone || std::abs(taken - wanted) < std::abs(training - wanted);
        unit.side = train ? Side::training : Side::held_out;
        training = train ? taken : training;
        placed.push_back(share);
    }
    if (mixed && !placed.empty() && is_one_sided(stratum)) {
        give_both_sides(stratum, placed, wanted);
    }
}

void Split::give_both_sides(const Stratum& stratum, std::span<const Share> placed, double wanted) {
    const auto training = static_cast<double>(num_samples(stratum, Side::training));
    const auto distance = [&](const Share& share) {
        const auto samples = static_cast<double>(share.samples);
        return std::abs((training == 0 ? samples : training - samples) - wanted);
    };
    const auto best =
        std::min_element(placed.begin(), placed.end(),
                         [&](const Share& a, const Share& b) { return distance(a) < distance(b); });
    flip(units_[best->index]);
}

void Split::mend(const Stratum& stratum) {
    if (!is_one_sided(stratum)) {
        return;
    }
    for (const Share& share : stratum.units) {
        if (may_leave(units_[share.index])) {
            flip(units_[share.index]);
            return;
        }
    }
}

std::int64_t Split::num_units(const Stratum& stratum, Side side) const {
    return std::count_if(stratum.units.begin(), stratum.units.end(),
                         [&](const Share& share) { return units_[share.index].side == side; });
}

std::int64_t Split::num_samples(const Stratum& stratum, Side side) const {
    std::int64_t sum = 0;
    for (const Share& share : stratum.units) {
        sum += units_[share.index].side == side ? share.samples : 0;
    }
    return sum;
}

bool Split::is_one_sided(const Stratum& stratum) const {
    return stratum.units.size() > 1 &&
           (num_units(stratum, Side::training) == 0 || num_units(stratum, Side::held_out) == 0);
}

/// Whether a unit may change sides without leaving one of its strata one-sided that is not so now.
bool Split::may_leave(const Unit& unit) const {
    return std::all_of(unit.strata.begin(), unit.strata.end(), [&](const Share& share) {
        const Stratum& stratum = strata_[share.index];
        if (stratum.units.size() == 1) {
            return unit.side == Side::held_out;  // its one unit belongs into training
        }
        return is_one_sided(stratum) || num_units(stratum, unit.side) > 1;
    });
}

}  // namespace

std::vector<bool> held_out_samples(std::span<const SplitSample> samples,
                                   std::span<const std::string> strata,
                                   const SplitOptions& options) {
    Split split(samples, strata, options);
    split.place_all();
    std::vector<bool> held_out;
    held_out.reserve(samples.size());
    for (const SplitSample& sample : samples) {
        held_out.push_back(split.is_held_out(sample.unit));
    }
    return held_out;
}

}  // namespace mineprint::sampling
