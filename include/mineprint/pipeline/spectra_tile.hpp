// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/work_clock.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/pipeline/spectra_setup.hpp"
#include "mineprint/pipeline/spectra_sites.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/spectra/matcher.hpp"

namespace mineprint::pipeline {

/// Bins of the decisive statistic, 0 … 1.
inline constexpr std::size_t num_score_bins = 10000;
[[nodiscard]] std::size_t score_bin(double statistic);

/// The pixel of a site that looks most like the target: of the greatest statistic, then of the
/// greatest score; the upper, then left one of several.
struct PurestPixel {
    double statistic = -1;
    double score = -1;
    std::int64_t row = -1;
    std::int64_t column = -1;
    std::vector<float> spectrum;

    [[nodiscard]] bool is_better_than(const PurestPixel& other) const;
};

/// What one tile adds to a site.
struct SitePart {
    std::int64_t tile = 0;
    std::int64_t site = 0;
    std::int64_t num_observed = 0;
    std::int64_t num_detected = 0;  ///< pixels whose statistic exceeds the threshold
    std::vector<double> sums;       ///< of reflectance per band
    PurestPixel purest;
};

void pack(core::ByteWriter& out, const SitePart& part);
[[nodiscard]] SitePart unpack_site_part(core::ByteReader& in);

/// All that is the same for every tile.
struct SpectraWork {
    const SpectraImage& image;
    const spectra::Matcher& matcher;
    const SpectraSites& sites;
    geo::Tiling tiling;
    double threshold = 0;
};

/// A tile's maps and sums.
struct SpectraTile {
    raster::Raster<float> statistic;  ///< NaN: not observed
    raster::Raster<float> depth;      ///< of the target's absorption; NaN by angle
    raster::Raster<float> best;       ///< number of the best match in the library from 1; 0: none
    std::vector<SitePart> sites;      ///< by site
    std::vector<std::int64_t> elsewhere;  ///< pixels outside all sites per bin of the statistic
};

/// Reads a tile of the image and compares every pixel with the library. A pixel without value in
/// any usable band is not observed. The timer, which comes at reading, is left at computing. Throws
/// DataError naming the image.
[[nodiscard]] SpectraTile make_spectra_tile(const SpectraWork& work, std::int64_t tile,
                                            core::WorkTimer& timer);

}  // namespace mineprint::pipeline
