// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/quick_looks.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::report {
namespace {

using raster::Raster;

struct Combination {
    const char* name;
    const char* title;
    std::array<const char*, 3> bands;
};

constexpr std::array<Combination, 3> combinations{
    {{"natural", "Natural colours", {"red", "green", "blue"}},
     {"vegetation", "False colours: vegetation in red", {"nir", "red", "green"}},
     {"short-wave", "False colours: bare ground in pink", {"swir1", "nir", "red"}}}};

constexpr std::uint8_t empty_grey = 232;

/// Values that grow from 0 to 255 between the 2nd and the 98th percentile.
Raster<std::uint8_t> stretched(const Raster<float>& band) {
    std::vector<float> values;
    std::ranges::copy_if(band.values(), std::back_inserter(values),
                         [](float value) { return !std::isnan(value); });
    Raster<std::uint8_t> bytes(band.width(), band.height(), empty_grey);
    if (values.empty()) {
        return bytes;
    }
    const auto percentile = [&values](double share) {
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::llround(
                                                share * static_cast<double>(values.size() - 1)));
        std::ranges::nth_element(values, place);
        return static_cast<double>(*place);
    };
    const double low = percentile(0.02);
    const double range = std::max(percentile(0.98) - low, 1e-12);
    for (std::size_t cell = 0; cell < band.size(); ++cell) {
        if (!std::isnan(band[cell])) {
            const double place = (static_cast<double>(band[cell]) - low) / range;
            // Brightened: forest and water are dark, and what one looks for stands in them.
            constexpr double gamma = 0.7;
            bytes[cell] = static_cast<std::uint8_t>(
                std::lround(255 * std::pow(std::clamp(place, 0.0, 1.0), gamma)));
        }
    }
    return bytes;
}

gdal_io::Picture ndvi_picture(const Raster<float>& nir, const Raster<float>& red) {
    constexpr std::array<std::array<double, 3>, 3> stops{
        {{140, 81, 10}, {246, 232, 195}, {0, 104, 55}}};
    gdal_io::Picture picture;
    picture.fill(Raster<std::uint8_t>(nir.width(), nir.height(), empty_grey));
    for (std::size_t cell = 0; cell < nir.size(); ++cell) {
        const double sum = static_cast<double>(nir[cell]) + static_cast<double>(red[cell]);
        const double ndvi = (static_cast<double>(nir[cell]) - static_cast<double>(red[cell])) / sum;
        if (!std::isfinite(ndvi)) {
            continue;
        }
        const double place = std::clamp(ndvi / 0.9, 0.0, 1.0) * 2;
        const std::size_t lower = place < 1 ? 0 : 1;
        const double share = place - static_cast<double>(lower);
        for (std::size_t i = 0; i < picture.size(); ++i) {
            picture[i][cell] = static_cast<std::uint8_t>(
                std::lround(stops[lower][i] + share * (stops[lower + 1][i] - stops[lower][i])));
        }
    }
    return picture;
}

/// The bands of a composite, each read when it is first asked for.
class Bands {
  public:
    Bands(const std::filesystem::path& path, const Cells& cells, int num_threads)
        : path_(path), cells_(cells), num_threads_(num_threads) {
        for (const auto& band : gdal_io::RasterReader(path).info().bands) {
            names_.push_back(band.description);
        }
        means_.resize(names_.size());
    }
    [[nodiscard]] bool has(const char* name) const {
        return std::ranges::find(names_, name) != names_.end();
    }
    const Raster<float>& get(const char* name) {
        const auto place = std::ranges::find(names_, name) - names_.begin();
        auto& mean = means_[static_cast<std::size_t>(place)];
        if (!mean) {
            mean = cell_means(path_, static_cast<int>(place) + 1, cells_, num_threads_);
        }
        return *mean;
    }

  private:
    const std::filesystem::path& path_;
    const Cells& cells_;
    int num_threads_;
    std::vector<std::string> names_;
    std::vector<std::optional<Raster<float>>> means_;
};

}  // namespace

std::vector<QuickLook> quick_looks(const std::filesystem::path& composite, const Cells& cells,
                                   int num_threads) {
    Bands bands(composite, cells, num_threads);
    std::vector<QuickLook> looks;
    for (const Combination& combination : combinations) {
        const auto has = [&bands](const char* name) { return bands.has(name); };
        if (!std::ranges::all_of(combination.bands, has)) {
            continue;
        }
        QuickLook look{combination.name, combination.title, {}};
        for (std::size_t i = 0; i < look.picture.size(); ++i) {
            look.picture[i] = stretched(bands.get(combination.bands[i]));
        }
        looks.push_back(std::move(look));
    }
    if (bands.has("nir") && bands.has("red")) {
        looks.push_back(
            {"ndvi", "NDVI: how green it is", ndvi_picture(bands.get("nir"), bands.get("red"))});
    }
    return looks;
}

}  // namespace mineprint::report
