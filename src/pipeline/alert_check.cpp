// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/alert_check.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int hit = 0;
constexpr int miss = 1;
constexpr int false_alarm = 2;
constexpr int no_kind = -1;
constexpr std::int32_t no_alert = 0;

raster::Raster<std::int32_t> read_alerts(const MapSet& maps, const geo::PixelWindow& window) {
    gdal_io::RasterReader reader(maps.job->alerts.raster);
    const gdal_io::SourceMap source(reader.info().grid, maps.grid, window);
    if (source.source_window().empty()) {
        return {window.width, window.height, no_alert};
    }
    auto values = source.apply(reader.read<std::int32_t>(1, source.source_window()), no_alert);
    if (const auto& nodata = reader.info().bands.front().nodata) {
        for (std::int32_t& value : values.values()) {
            value = value == *nodata ? no_alert : value;
        }
    }
    return values;
}

/// What became of pixels between two epochs that follow each other.
struct PairOfEpochs {
    const raster::Raster<std::uint8_t>& before;
    const raster::Raster<std::uint8_t>& after;
    std::size_t target;
    double from_day;  ///< the first epoch's middle
    double last_day;  ///< of the second epoch

    [[nodiscard]] int kind(std::size_t pixel, const std::optional<int>& day) const {
        if (before[pixel] == zones::unobserved || after[pixel] == zones::unobserved ||
            before[pixel] == target) {
            return no_kind;
        }
        const bool alarmed = day && *day >= from_day && *day <= last_day;
        if (after[pixel] == target) {
            return alarmed ? hit : miss;
        }
        return alarmed ? false_alarm : no_kind;
    }
};

double rate(std::int64_t part, std::int64_t other) {
    return part + other == 0 ? nan : static_cast<double>(part) / static_cast<double>(part + other);
}

/// Lead times are kept in half days: an epoch's middle may be noon or midnight.
void set_lead(AlertRow& row, const std::map<std::int32_t, std::int64_t>& lead_days) {
    std::int64_t number = 0;
    double sum = 0;
    for (const auto& [half_days, pixels] : lead_days) {
        number += pixels;
        sum += 0.5 * half_days * static_cast<double>(pixels);
    }
    row.mean_lead_days = number == 0 ? nan : sum / static_cast<double>(number);
    row.median_lead_days = nan;
    std::int64_t below = 0;
    for (const auto& [half_days, pixels] : lead_days) {
        if (below < (number + 1) / 2 && below + pixels >= (number + 1) / 2) {
            row.median_lead_days = 0.5 * half_days;
        }
        below += pixels;
    }
}

}  // namespace

std::optional<int> alert_day(std::int32_t value, const AlertOptions& options) {
    if (value <= 0) {
        return std::nullopt;
    }
    const int origin = options.origin.days_since_1970();
    if (options.encoding == AlertEncoding::days) {
        return origin + value;
    }
    constexpr std::int32_t confidence_unit = 10'000;
    const std::int32_t days = value % confidence_unit;
    if (days == 0 || value / confidence_unit < options.minimum_confidence) {
        return std::nullopt;
    }
    return origin + days;
}

void AlertTotals::add_tile(const MapSet& maps, std::span<const zones::ZoneLayer> layers,
                           std::int64_t tile, const TileClasses& classes) {
    constexpr double cm2_per_m2 = 1e4;
    const auto window = maps.tiling.window(tile);
    const auto alerts = read_alerts(maps, window);
    const auto area_m2 = gdal_io::pixel_area(maps.grid).window_m2(window);
    std::map<Key, std::array<double, 3>> areas;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        const auto zone = zones::zone_raster(layers[layer], maps.grid, window);
        for (std::size_t epoch = 0; epoch + 1 < classes.epochs.size(); ++epoch) {
            const Epoch& to = maps.job->epochs[epoch + 1];
            const PairOfEpochs pair{classes.epochs[epoch], classes.epochs[epoch + 1], maps.target,
                                    maps.job->epochs[epoch].middle_day(),
                                    static_cast<double>(to.end.days_since_1970())};
            for (std::size_t pixel = 0; pixel < zone.size(); ++pixel) {
                const auto day = alert_day(alerts[pixel], maps.job->alerts);
                const int kind = zone[pixel] == zones::outside ? no_kind : pair.kind(pixel, day);
                if (kind == no_kind) {
                    continue;
                }
                const Key key{layer, zone[pixel], epoch};
                Sums& sums = sums_[key];
                ++sums.pixels[kind];
                areas[key].at(static_cast<std::size_t>(kind)) += area_m2[pixel];
                if (kind == hit) {
                    ++sums.lead_days[static_cast<std::int32_t>(
                        std::lround(2 * (to.middle_day() - *day)))];
                }
            }
        }
    }
    for (const auto& [key, kinds] : areas) {
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            sums_[key].areas_cm2[kind] += std::llround(kinds.at(kind) * cm2_per_m2);
        }
    }
}

void AlertTotals::merge(const AlertTotals& other) {
    for (const auto& [key, theirs] : other.sums_) {
        Sums& sums = sums_[key];
        for (int kind = 0; kind < 3; ++kind) {
            sums.pixels[kind] += theirs.pixels[kind];
            sums.areas_cm2[kind] += theirs.areas_cm2[kind];
        }
        for (const auto& [half_days, pixels] : theirs.lead_days) {
            sums.lead_days[half_days] += pixels;
        }
    }
}

void AlertTotals::gather(const mpi::Communicator& comm) {
    core::ByteWriter out;
    for (const auto& [key, sums] : sums_) {
        out.put(std::get<0>(key)).put(std::get<1>(key)).put(std::get<2>(key));
        for (int kind = 0; kind < 3; ++kind) {
            out.put(sums.pixels[kind]).put(sums.areas_cm2[kind]);
        }
        out.put(sums.lead_days.size());
        for (const auto& [half_days, pixels] : sums.lead_days) {
            out.put(half_days).put(pixels);
        }
    }
    const auto parts = mpi::gather_bytes(comm, out.take());
    sums_.clear();
    for (const auto& part : parts) {
        core::ByteReader in(part);
        AlertTotals theirs;
        while (!in.at_end()) {
            const auto layer = in.get<std::size_t>();
            const auto zone = in.get<std::int32_t>();
            Sums& sums = theirs.sums_[{layer, zone, in.get<std::size_t>()}];
            for (int kind = 0; kind < 3; ++kind) {
                sums.pixels[kind] = in.get<std::int64_t>();
                sums.areas_cm2[kind] = in.get<std::int64_t>();
            }
            const auto num_leads = in.get<std::size_t>();
            for (std::size_t i = 0; i < num_leads; ++i) {
                const auto half_days = in.get<std::int32_t>();
                sums.lead_days[half_days] = in.get<std::int64_t>();
            }
        }
        merge(theirs);
    }
}

std::vector<AlertRow> AlertTotals::rows(const MapSet& maps,
                                        std::span<const zones::ZoneLayer> layers) const {
    constexpr double cm2_per_km2 = 1e10;
    std::vector<AlertRow> rows;
    for (const auto& [key, sums] : sums_) {
        const auto& [layer, zone, epoch] = key;
        AlertRow& row = rows.emplace_back();
        row.layer = layers[layer].name;
        row.zone = layers[layer].zones[static_cast<std::size_t>(zone)].code;
        row.from_epoch = maps.job->epochs[epoch].name;
        row.to_epoch = maps.job->epochs[epoch + 1].name;
        row.hit_pixels = sums.pixels[hit];
        row.miss_pixels = sums.pixels[miss];
        row.false_pixels = sums.pixels[false_alarm];
        row.hit_km2 = static_cast<double>(sums.areas_cm2[hit]) / cm2_per_km2;
        row.miss_km2 = static_cast<double>(sums.areas_cm2[miss]) / cm2_per_km2;
        row.false_km2 = static_cast<double>(sums.areas_cm2[false_alarm]) / cm2_per_km2;
        row.hit_rate = rate(sums.areas_cm2[hit], sums.areas_cm2[miss]);
        row.precision = rate(sums.areas_cm2[hit], sums.areas_cm2[false_alarm]);
        set_lead(row, sums.lead_days);
    }
    return rows;
}

}  // namespace mineprint::pipeline
