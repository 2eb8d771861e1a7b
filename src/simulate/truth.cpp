// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/truth.hpp"

#include <nlohmann/json.hpp>

#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/mpi/collectives.hpp"

namespace mineprint::simulate {
namespace {

using Json = nlohmann::ordered_json;

/// A zone, or both together.
struct ZoneView {
    std::string code;
    std::string name;
    std::vector<std::size_t> zones;
};

ClassTruth sum_of(const TruthTable& truth, const ZoneView& view, std::size_t epoch,
                  std::size_t class_index) {
    ClassTruth sum;
    for (const std::size_t zone : view.zones) {
        const ClassTruth& part = truth.at(epoch, zone, class_index);
        sum.num_pixels += part.num_pixels;
        sum.area_cm2 += part.area_cm2;
        sum.cover_ninth_cm2 += part.cover_ninth_cm2;
    }
    return sum;
}

double wanted_of(const SimulateOptions& options, const RegionFrame& frame, const ZoneView& view,
                 std::size_t epoch) {
    double wanted = 0;
    for (const std::size_t zone : view.zones) {
        wanted += wanted_km2(options, frame.zones[zone].code, options.epochs[epoch].name);
    }
    return wanted;
}

Json cover_json(const SimulateOptions& options, const TruthTable& truth, const ZoneView& view) {
    Json rows = Json::array();
    for (std::size_t epoch = 0; epoch < options.epochs.size(); ++epoch) {
        for (std::size_t index = 0; index < num_classes; ++index) {
            const ClassTruth sum = sum_of(truth, view, epoch, index);
            const double ninths = static_cast<double>(sum.cover_ninth_cm2);
            rows.push_back({{"epoch", options.epochs[epoch].name},
                            {"class", class_names[index]},
                            {"pixels", sum.num_pixels},
                            {"area_km2", static_cast<double>(sum.area_cm2) / cm2_per_km2},
                            {"cover_km2", ninths / num_subpixels / cm2_per_km2}});
        }
    }
    return rows;
}

Json growth_json(const SimulateOptions& options, const TruthTable& truth, const ZoneView& view) {
    Json rows = Json::array();
    for (std::size_t from = 0; from < options.epochs.size(); ++from) {
        for (std::size_t to = from + 1; to < options.epochs.size(); ++to) {
            const auto before = static_cast<double>(sum_of(truth, view, from, mine_class).area_cm2);
            const auto after = static_cast<double>(sum_of(truth, view, to, mine_class).area_cm2);
            const Json percent = before > 0 ? Json(100.0 * (after - before) / before) : Json();
            rows.push_back({{"from", options.epochs[from].name},
                            {"to", options.epochs[to].name},
                            {"growth_percent", percent}});
        }
    }
    return rows;
}

Json zone_json(const SimulateOptions& options, const RegionFrame& frame, const TruthTable& truth,
               const ZoneView& view) {
    Json wanted = Json::object();
    for (std::size_t epoch = 0; epoch < options.epochs.size(); ++epoch) {
        wanted[options.epochs[epoch].name] = wanted_of(options, frame, view, epoch);
    }
    return {{"code", view.code},
            {"name", view.name},
            {"wanted_mine_km2", wanted},
            {"cover", cover_json(options, truth, view)},
            {"mine_growth", growth_json(options, truth, view)}};
}

}  // namespace

void TruthTable::add(const TruthTable& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        counts_[i].num_pixels += other.counts_[i].num_pixels;
        counts_[i].area_cm2 += other.counts_[i].area_cm2;
        counts_[i].cover_ninth_cm2 += other.counts_[i].cover_ninth_cm2;
    }
}

void TruthTable::merge(const mpi::Communicator& comm) {
    std::vector<std::int64_t> flat;
    for (const ClassTruth& count : counts_) {
        flat.insert(flat.end(), {count.num_pixels, count.area_cm2, count.cover_ninth_cm2});
    }
    mpi::all_reduce(comm, std::span(flat), MPI_SUM);
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        counts_[i] = {flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]};
    }
}

std::string truth_json(const SimulateOptions& options, const RegionFrame& frame,
                       const TruthTable& truth) {
    const geo::Grid& grid = frame.grid;
    const geo::Extent box = grid.extent();
    Json zones = Json::array();
    for (std::size_t zone = 0; zone < frame.zones.size(); ++zone) {
        zones.push_back(zone_json(options, frame, truth,
                                  {frame.zones[zone].code, frame.zones[zone].name, {zone}}));
    }
    zones.push_back(zone_json(options, frame, truth, {"region", options.title, {0, 1}}));
    const Json file = {
        {"synthetic", "yes"},     {"region", options.region},
        {"title", options.title}, {"crs", gdal_io::crs_name(grid.crs_wkt)},
        {"resolution", pixel_m},  {"extent", {box.xmin, box.ymin, box.xmax, box.ymax}},
        {"width", grid.width},    {"height", grid.height},
        {"classes", class_names}, {"target", class_names[mine_class]},
        {"zones", zones}};
    return file.dump(1) + "\n";
}

}  // namespace mineprint::simulate
