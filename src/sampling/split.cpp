// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/split.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "mineprint/core/random.hpp"

namespace mineprint::sampling {
namespace {

enum class Side : std::uint8_t { unplaced, training, held_out };

Side other(Side side) { return side == Side::training ? Side::held_out : Side::training; }

/// Samples of one unit in one stratum; `index` is the other party's.
struct Share {
    std::size_t index = 0;
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
    std::int64_t samples = 0;
    std::int64_t training_samples = 0;
    std::int64_t num_training = 0;  ///< units
    std::int64_t num_held_out = 0;

    [[nodiscard]] bool is_single() const { return units.size() == 1; }
    [[nodiscard]] bool is_one_sided() const {
        return units.size() > 1 && (num_training == 0 || num_held_out == 0);
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
    void count(std::span<const SplitSample> samples, std::span<const std::size_t> place_of_stratum);
    void order_units(const SplitOptions& options);
    void put(std::size_t unit, Side side);
    void flip(std::size_t unit) { put(unit, other(units_[unit].side)); }
    void place(const Stratum& stratum);
    bool move_nearest(const Stratum& stratum, std::span<const Share> placed);
    void mend(const Stratum& stratum);
    bool mend_with(std::size_t unit);
    [[nodiscard]] bool is_pinned(std::size_t unit) const;
    [[nodiscard]] std::vector<std::size_t> one_sided_strata_of(std::size_t unit) const;
    [[nodiscard]] double wanted(const Stratum& stratum) const {
        return training_share_ * static_cast<double>(stratum.samples);
    }
    [[nodiscard]] bool both_sides_wanted() const {
        return training_share_ > 0 && training_share_ < 1;
    }

    double training_share_;
    std::vector<Unit> units_;      ///< by identity
    std::vector<Stratum> strata_;  ///< by name
};

Split::Split(std::span<const SplitSample> samples, std::span<const std::string> strata,
             const SplitOptions& options)
    : training_share_(options.training_share) {
    for (const SplitSample& sample : samples) {
        units_.push_back({sample.unit, Side::unplaced, {}});
    }
    std::ranges::sort(units_, {}, &Unit::identity);
    const auto is_same = [](const Unit& a, const Unit& b) { return a.identity == b.identity; };
    units_.erase(std::unique(units_.begin(), units_.end(), is_same), units_.end());
    for (const std::string& name : strata) {
        strata_.emplace_back().name = name;
    }
    std::ranges::sort(strata_, {}, &Stratum::name);
    std::vector<std::size_t> place;
    for (const std::string& name : strata) {
        const auto found = std::ranges::lower_bound(strata_, name, {}, &Stratum::name);
        place.push_back(static_cast<std::size_t>(found - strata_.begin()));
    }
    count(samples, place);
    order_units(options);
}

std::size_t Split::index_of(std::uint64_t identity) const {
    const auto found = std::ranges::lower_bound(units_, identity, {}, &Unit::identity);
    return static_cast<std::size_t>(found - units_.begin());
}

void Split::count(std::span<const SplitSample> samples,
                  std::span<const std::size_t> place_of_stratum) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (const SplitSample& sample : samples) {
        const std::size_t stratum = place_of_stratum[sample.stratum];
        places.emplace_back(stratum, index_of(sample.unit));
        ++strata_[stratum].samples;
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
    std::vector<std::uint64_t> number;
    for (const Unit& unit : units_) {
        number.push_back(random.bits(options.region, unit.identity));
    }
    for (Stratum& stratum : strata_) {
        // Units are indexed by identity, which breaks a tie of their numbers.
        std::ranges::sort(stratum.units, {}, [&](const Share& share) {
            return std::pair(number[share.index], share.index);
        });
    }
}

void Split::put(std::size_t unit, Side side) {
    const Side before = std::exchange(units_[unit].side, side);
    for (const Share& share : units_[unit].strata) {
        Stratum& stratum = strata_[share.index];
        const std::int64_t training_now = side == Side::training ? 1 : 0;
        const std::int64_t training_before = before == Side::training ? 1 : 0;
        stratum.num_training += training_now - training_before;
        stratum.training_samples += (training_now - training_before) * share.samples;
        stratum.num_held_out += 1 - training_now - (before == Side::held_out ? 1 : 0);
    }
}

void Split::place_all() {
    std::vector<const Stratum*> order;
    for (const Stratum& stratum : strata_) {
        order.push_back(&stratum);
    }
    std::ranges::stable_sort(order, {},
                             [](const Stratum* stratum) { return stratum->units.size(); });
    for (const Stratum* stratum : order) {
        place(*stratum);
    }
    if (both_sides_wanted()) {
        for (const Stratum* stratum : order) {
            mend(*stratum);
        }
    }
}

void Split::place(const Stratum& stratum) {
    std::vector<Share> placed;
    for (const Share& share : stratum.units) {
        if (units_[share.index].side != Side::unplaced) {
            continue;
        }
        const auto training = static_cast<double>(stratum.training_samples);
        const double with_it = training + static_cast<double>(share.samples);
        const bool nearer =
            std::abs(with_it - wanted(stratum)) < std::abs(training - wanted(stratum));
        const bool trains = nearer || (stratum.is_single() && both_sides_wanted());
        put(share.index, trains ? Side::training : Side::held_out);
        placed.push_back(share);
    }
    if (both_sides_wanted() && !stratum.is_single()) {
        while (move_nearest(stratum, placed)) {
        }
    }
}

/// Moves the one of `placed` that brings the share nearest to the one wanted, if that is nearer
/// than now or the stratum is one-sided; never the last unit of its side.
bool Split::move_nearest(const Stratum& stratum, std::span<const Share> placed) {
    const auto distance = [&](std::int64_t training_samples) {
        return std::abs(static_cast<double>(training_samples) - wanted(stratum));
    };
    double nearest = stratum.is_one_sided() ? std::numeric_limits<double>::infinity()
                                            : distance(stratum.training_samples);
    std::optional<std::size_t> moved;
    for (const Share& share : placed) {
        const bool trains = units_[share.index].side == Side::training;
        const bool is_last = (trains ? stratum.num_training : stratum.num_held_out) == 1;
        const double then =
            distance(stratum.training_samples + (trains ? -share.samples : share.samples));
        if (!is_last && then < nearest) {
            nearest = then;
            moved = share.index;
        }
    }
    if (moved) {
        flip(*moved);
    }
    return moved.has_value();
}

void Split::mend(const Stratum& stratum) {
    if (!stratum.is_one_sided()) {
        return;
    }
    for (const Share& share : stratum.units) {
        if (!is_pinned(share.index) && mend_with(share.index)) {
            return;
        }
    }
}

/// Moves a unit, and where that leaves another stratum one-sided one more unit of it, if in the end
/// fewer of their strata are one-sided.
bool Split::mend_with(std::size_t unit) {
    const std::size_t before = one_sided_strata_of(unit).size();
    flip(unit);
    const auto broken = one_sided_strata_of(unit);
    if (broken.size() < before) {
        return true;
    }
    for (const std::size_t stratum : broken) {
        for (const Share& share : strata_[stratum].units) {
            if (share.index == unit || is_pinned(share.index)) {
                continue;
            }
            const std::size_t alone = one_sided_strata_of(share.index).size();
            flip(share.index);
            // What the second move heals or breaks, on top of what the first one did.
            const std::size_t together = one_sided_strata_of(share.index).size();
            if (broken.size() + together < before + alone) {
                return true;
            }
            flip(share.index);
        }
    }
    flip(unit);
    return false;
}

/// Whether a unit is all there is of a stratum, and so has to train.
bool Split::is_pinned(std::size_t unit) const {
    return std::ranges::any_of(
        units_[unit].strata, [&](const Share& share) { return strata_[share.index].is_single(); });
}

std::vector<std::size_t> Split::one_sided_strata_of(std::size_t unit) const {
    std::vector<std::size_t> found;
    for (const Share& share : units_[unit].strata) {
        if (strata_[share.index].is_one_sided()) {
            found.push_back(share.index);
        }
    }
    return found;
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
