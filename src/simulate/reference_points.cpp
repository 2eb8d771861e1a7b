// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/reference_points.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "mineprint/mpi/collectives.hpp"

namespace mineprint::simulate {
namespace {

constexpr double mine_share = 100.0 / 282.0;
constexpr double first_epoch_share = 0.5;  // of the mine points
constexpr double pond_share = 1.0 / 6.0;   // of those of the first epoch
constexpr double rim_share = 0.06;  // of the mine points' number, at the first and the last epoch
enum SpecialStratum : std::size_t {
    pond_stratum,
    rim_first_stratum,
    rim_last_stratum,
    num_special_strata
};
// Of the other points, in the order of `class_names` after mine.
constexpr std::array<double, num_classes - 1> other_shares = {0.35, 0.25, 0.15, 0.25};

std::size_t rounded(double number) { return static_cast<std::size_t>(std::lround(number)); }

double to_seven_digits(double degrees) { return std::round(degrees * 1e7) / 1e7; }

}  // namespace

void StratifiedDraw::offer(std::size_t stratum, const Candidate& candidate) {
    std::vector<Candidate>& heap = kept_[stratum];
    if (heap.size() < quotas_[stratum]) {
        heap.push_back(candidate);
        std::push_heap(heap.begin(), heap.end());
    } else if (!heap.empty() && candidate < heap.front()) {
        std::pop_heap(heap.begin(), heap.end());
        heap.back() = candidate;
        std::push_heap(heap.begin(), heap.end());
    }
}

void StratifiedDraw::add(const StratifiedDraw& other) {
    for (std::size_t stratum = 0; stratum < kept_.size(); ++stratum) {
        for (const Candidate& candidate : other.kept_[stratum]) {
            offer(stratum, candidate);
        }
    }
}

void StratifiedDraw::merge(const mpi::Communicator& comm) {
    for (std::size_t stratum = 0; stratum < kept_.size(); ++stratum) {
        const std::vector<Candidate> all =
            mpi::all_gather(comm, std::span<const Candidate>(kept_[stratum]));
        kept_[stratum].clear();
        for (const Candidate& candidate : all) {
            offer(stratum, candidate);
        }
    }
}

std::vector<Candidate> StratifiedDraw::drawn() const {
    std::vector<Candidate> all;
    for (const std::vector<Candidate>& heap : kept_) {
        all.insert(all.end(), heap.begin(), heap.end());
    }
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
        return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    return all;
}

std::vector<std::size_t> stratum_quotas(int num_points, std::size_t num_epochs) {
    const double mines = num_points * mine_share;
    const double first = num_epochs == 1 ? mines : mines * first_epoch_share;
    const double others = num_points - mines - 2.0 * rim_share * mines;
    std::vector<std::size_t> quotas(num_special_strata);
    quotas[pond_stratum] = rounded(first * pond_share);
    quotas[rim_first_stratum] = rounded(mines * rim_share);
    quotas[rim_last_stratum] = rounded(mines * rim_share);
    quotas.push_back(rounded(first * (1.0 - pond_share)));
    for (std::size_t epoch = 1; epoch < num_epochs; ++epoch) {
        quotas.push_back(rounded((mines - first) / static_cast<double>(num_epochs - 1)));
    }
    for (const double share : other_shares) {
        quotas.push_back(rounded(others * share));
    }
    return quotas;
}

std::size_t stratum_of(const PixelHistory& history) {
    const std::vector<std::size_t>& classes = history.classes;
    if (history.pond_first) {
        return pond_stratum;
    }
    if (history.rim_first) {
        return rim_first_stratum;
    }
    if (history.rim_last) {
        return rim_last_stratum;
    }
    const auto first_mined = std::find(classes.begin(), classes.end(), mine_class);
    const auto epoch = static_cast<std::size_t>(first_mined - classes.begin());
    // Without a mine the class decides; the first class is mine and has no stratum here.
    const std::size_t order =
        first_mined != classes.end() ? epoch : classes.size() + classes.back() - 1;
    return num_special_strata + order;
}

std::string reference_geojson(std::span<const ReferencePoint> points,
                              std::span<const SimulatedEpoch> epochs) {
    nlohmann::ordered_json collection = {{"type", "FeatureCollection"},
                                         {"name", "reference"},
                                         {"synthetic", "yes"},
                                         {"features", nlohmann::ordered_json::array()}};
    std::int64_t number = 0;
    for (const ReferencePoint& point : points) {
        nlohmann::ordered_json fields = {{"number", ++number}};
        for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
            fields["class_" + epochs[epoch].name] = class_names[point.classes[epoch]];
        }
        collection["features"].push_back(
            {{"type", "Feature"},
             {"properties", fields},
             {"geometry",
              {{"type", "Point"},
               {"coordinates",
                {to_seven_digits(point.lonlat.x), to_seven_digits(point.lonlat.y)}}}}});
    }
    return collection.dump(1) + "\n";
}

}  // namespace mineprint::simulate
