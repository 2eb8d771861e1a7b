// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_tile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "mineprint/archive/band_reader.hpp"

namespace mineprint::pipeline {
namespace {

using raster::Raster;

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

/// Reflectance of a tile; bands that are not usable are read for the site's spectra too.
std::vector<Raster<float>> read_bands(const SpectraImage& image, const geo::PixelWindow& window) {
    gdal_io::RasterReader reader(image.bands.front().path);
    std::vector<Raster<float>> bands;
    bands.reserve(image.bands.size());
    for (const archive::BandFile& band : image.bands) {
        bands.push_back(archive::read_reflectance(reader, band, window));
    }
    return bands;
}

/// One pixel's spectrum; false when a usable band has no value.
bool take_spectrum(const spectra::Sensor& sensor, const std::vector<Raster<float>>& bands,
                   std::size_t pixel, std::vector<double>& values) {
    for (std::size_t band = 0; band < bands.size(); ++band) {
        values[band] = static_cast<double>(bands[band][pixel]);
        if (sensor.usable[band] && !std::isfinite(values[band])) {
            return false;
        }
    }
    return true;
}

/// Calls `visit(pixel)` for the pixels of the runs inside a window, by row, then column.
template <class Visit>
void for_each_pixel(const std::vector<PixelRun>& runs, const geo::PixelWindow& window,
                    const Visit& visit) {
    const auto first =
        std::lower_bound(runs.begin(), runs.end(), window.row,
                         [](const PixelRun& run, std::int64_t row) { return run.row < row; });
    for (auto run = first; run != runs.end() && run->row < window.row + window.height; ++run) {
        const std::int64_t begin = std::max(run->begin, window.column);
        const std::int64_t end = std::min(run->end, window.column + window.width);
        for (std::int64_t column = begin; column < end; ++column) {
            visit(static_cast<std::size_t>((run->row - window.row) * window.width + column -
                                           window.column));
        }
    }
}

/// Every pixel of a tile, compared.
class TileComparison {
  public:
    TileComparison(const SpectraWork& work, std::int64_t tile)
        : work_(work),
          tile_(tile),
          window_(work.tiling.window(tile)),
          bands_(read_bands(work.image, window_)),
          score_(static_cast<std::size_t>(window_.num_pixels())) {}

    SpectraTile make() {
        made_ = {{window_.width, window_.height, no_value},
                 {window_.width, window_.height, no_value},
                 {window_.width, window_.height, no_value},
                 {},
                 std::vector<std::int64_t>(num_score_bins)};
        compare_pixels();
        sum_sites();
        count_elsewhere();
        return std::move(made_);
    }

  private:
    void compare_pixels() {
        std::vector<double> values(bands_.size());
        for (std::size_t pixel = 0; pixel < score_.size(); ++pixel) {
            if (!take_spectrum(work_.image.sensor, bands_, pixel, values)) {
                continue;
            }
            const spectra::Match match = work_.matcher.match(values);
            made_.statistic[pixel] = static_cast<float>(match.statistic);
            made_.depth[pixel] = static_cast<float>(match.target.depth);
            made_.best[pixel] = static_cast<float>(match.best + 1);
            score_[pixel] = match.target.score;
        }
    }

    [[nodiscard]] bool observed(std::size_t pixel) const {
        return !std::isnan(made_.statistic[pixel]);
    }

    void add_pixel(SitePart& part, std::size_t pixel) const {
        ++part.num_observed;
        const auto statistic = static_cast<double>(made_.statistic[pixel]);
        part.num_detected += statistic > work_.threshold ? 1 : 0;
        for (std::size_t band = 0; band < bands_.size(); ++band) {
            part.sums[band] += static_cast<double>(bands_[band][pixel]);
        }
        const auto place = static_cast<std::int64_t>(pixel);
        PurestPixel here{statistic,
                         score_[pixel],
                         window_.row + place / window_.width,
                         window_.column + place % window_.width,
                         {}};
        if (here.is_better_than(part.purest)) {
            for (const auto& band : bands_) {
                here.spectrum.push_back(band[pixel]);
            }
            part.purest = std::move(here);
        }
    }

    void sum_sites() {
        const auto& sites = work_.sites.sites;
        for (std::size_t site = 0; site < sites.size(); ++site) {
            SitePart part{tile_, static_cast<std::int64_t>(site),    0,
                          0,     std::vector<double>(bands_.size()), {}};
            for_each_pixel(sites[site].runs, window_, [&](std::size_t pixel) {
                if (observed(pixel)) {
                    add_pixel(part, pixel);
                }
            });
            if (part.num_observed > 0) {
                made_.sites.push_back(std::move(part));
            }
        }
    }

    void count_elsewhere() {
        std::vector<std::uint8_t> taken(score_.size());
        const auto take = [&](const std::vector<PixelRun>& runs) {
            for_each_pixel(runs, window_, [&](std::size_t pixel) { taken[pixel] = 1; });
        };
        for (const SpectraSite& site : work_.sites.sites) {
            take(site.runs);
        }
        take(work_.sites.left_out);
        for (std::size_t pixel = 0; pixel < taken.size(); ++pixel) {
            if (taken[pixel] == 0 && observed(pixel)) {
                ++made_.elsewhere[score_bin(static_cast<double>(made_.statistic[pixel]))];
            }
        }
    }

    const SpectraWork& work_;
    std::int64_t tile_;
    geo::PixelWindow window_;
    std::vector<Raster<float>> bands_;
    std::vector<double> score_;
    SpectraTile made_;
};

}  // namespace

std::size_t score_bin(double statistic) {
    const double bin = statistic * static_cast<double>(num_score_bins);
    return bin > 0 ? std::min(static_cast<std::size_t>(bin), num_score_bins - 1) : 0;
}

bool PurestPixel::is_better_than(const PurestPixel& other) const {
    if (statistic != other.statistic || score != other.score) {
        return std::tie(statistic, score) > std::tie(other.statistic, other.score);
    }
    return std::tie(row, column) < std::tie(other.row, other.column);
}

void pack(core::ByteWriter& out, const SitePart& part) {
    out.put(part.tile).put(part.site).put(part.num_observed).put(part.num_detected);
    out.put_span(std::span<const double>(part.sums));
    const PurestPixel& purest = part.purest;
    out.put(purest.statistic).put(purest.score).put(purest.row).put(purest.column);
    out.put_span(std::span<const float>(purest.spectrum));
}

SitePart unpack_site_part(core::ByteReader& in) {
    SitePart part;
    part.tile = in.get<std::int64_t>();
    part.site = in.get<std::int64_t>();
    part.num_observed = in.get<std::int64_t>();
    part.num_detected = in.get<std::int64_t>();
    part.sums = in.get_vector<double>();
    part.purest.statistic = in.get<double>();
    part.purest.score = in.get<double>();
    part.purest.row = in.get<std::int64_t>();
    part.purest.column = in.get<std::int64_t>();
    part.purest.spectrum = in.get_vector<float>();
    return part;
}

SpectraTile make_spectra_tile(const SpectraWork& work, std::int64_t tile, core::WorkTimer& timer) {
    TileComparison comparison(work, tile);
    timer.turn_to(core::Work::computing);
    return comparison.make();
}

}  // namespace mineprint::pipeline
