// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_sites.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/geo/polygon.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::pipeline {
namespace {

/// Sets of runs that touch (union by the lower number, with path halving).
class RunSets {
  public:
    explicit RunSets(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t root(std::size_t run) {
        while (parent_[run] != run) {
            run = parent_[run] = parent_[parent_[run]];
        }
        return run;
    }
    void join(std::size_t a, std::size_t b) {
        const std::size_t root_a = root(a);
        const std::size_t root_b = root(b);
        parent_[std::max(root_a, root_b)] = std::min(root_a, root_b);
    }

  private:
    std::vector<std::size_t> parent_;
};

/// Runs of one value in a strip of the mask, as it lies on the image's grid.
void add_runs(const raster::Raster<std::int32_t>& strip, std::int64_t top, std::int64_t value,
              std::vector<PixelRun>& runs) {
    for (std::int64_t row = 0; row < strip.height(); ++row) {
        std::int64_t begin = -1;
        for (std::int64_t column = 0; column <= strip.width(); ++column) {
            const bool inside = column < strip.width() && strip(row, column) == value;
            if (inside && begin < 0) {
                begin = column;
            } else if (!inside && begin >= 0) {
                runs.push_back({top + row, begin, column});
                begin = -1;
            }
        }
    }
}

std::vector<PixelRun> mask_runs(const SpectraOptions& options, const geo::Grid& grid) {
    constexpr std::int64_t strip_height = 256;
    gdal_io::RasterReader reader(options.mask);
    std::vector<PixelRun> runs;
    const auto fill = static_cast<std::int32_t>(options.mask_value == 0 ? 1 : 0);
    for (std::int64_t top = 0; top < grid.height; top += strip_height) {
        const geo::PixelWindow window{0, top, grid.width,
                                      std::min(strip_height, grid.height - top)};
        const gdal_io::SourceMap map(reader.info().grid, grid, window);
        if (!map.source_window().empty()) {
            const auto stored = reader.read<std::int32_t>(1, map.source_window());
            add_runs(map.apply<std::int32_t>(stored, fill), top, options.mask_value, runs);
        }
    }
    return runs;
}

std::string name_of(const gdal_io::VectorFeature& feature, const std::string& field) {
    const auto found = feature.fields.find(field);
    return found == feature.fields.end() || found->second.empty() ? fmt::format("{}", feature.fid)
                                                                  : found->second;
}

std::vector<SpectraSite> polygon_sites(const SpectraOptions& options, const geo::Grid& grid,
                                       const core::Log& log) {
    gdal_io::VectorOptions vector_options;
    vector_options.target_crs = grid.crs_wkt;
    const auto layer = gdal_io::read_vector(options.sites, vector_options);
    const auto& names = layer.field_names;
    if (!options.site_field.empty() &&
        std::find(names.begin(), names.end(), options.site_field) == names.end()) {
        throw core::DataError(fmt::format("{}: there is no field '{}'; did you mean '{}'?",
                                          options.sites.string(), options.site_field,
                                          core::nearest_name(options.site_field, names)));
    }
    for (const std::string& repair : layer.repairs) {
        log.warning(repair);
    }
    std::vector<SpectraSite> sites;
    std::map<std::string, std::size_t> by_name;
    for (const gdal_io::VectorFeature& feature : layer.features) {
        const std::string name = name_of(feature, options.site_field);
        const auto [place, is_new] = by_name.emplace(name, sites.size());
        if (is_new) {
            sites.push_back({name, {}});
        }
        auto& runs = sites[place->second].runs;
        geo::scan(feature.polygon, grid, grid.window(),
                  [&](std::int64_t row, std::int64_t begin, std::int64_t end) {
                      runs.push_back({row, begin, end});
                  });
    }
    return sites;
}

/// By row and column, those that overlap or follow each other made one.
void merge_runs(std::vector<PixelRun>& runs) {
    std::sort(runs.begin(), runs.end());
    std::vector<PixelRun> merged;
    for (const PixelRun& run : runs) {
        if (!merged.empty() && merged.back().row == run.row && merged.back().end >= run.begin) {
            merged.back().end = std::max(merged.back().end, run.end);
        } else {
            merged.push_back(run);
        }
    }
    runs = std::move(merged);
}

SpectraSites read_here(const SpectraOptions& options, const geo::Grid& grid, const core::Log& log) {
    auto found = options.mask.empty() ? polygon_sites(options, grid, log)
                                      : connected_sites(mask_runs(options, grid));
    SpectraSites sites;
    for (SpectraSite& site : found) {
        merge_runs(site.runs);
        if (site.num_pixels() >= options.minimum_pixels) {
            sites.sites.push_back(std::move(site));
        } else {
            sites.left_out.insert(sites.left_out.end(), site.runs.begin(), site.runs.end());
        }
    }
    std::sort(sites.left_out.begin(), sites.left_out.end());
    if (sites.sites.empty()) {
        throw core::DataError(fmt::format(
            "{}: none of its {} sites has {} pixels on the image {}: check {}, the CRS and "
            "spectra.minimum-pixels",
            (options.mask.empty() ? options.sites : options.mask).string(), found.size(),
            options.minimum_pixels, options.image.string(),
            options.mask.empty() ? "the polygons" : "spectra.mask-value"));
    }
    return sites;
}

}  // namespace

std::int64_t SpectraSite::num_pixels() const {
    std::int64_t number = 0;
    for (const PixelRun& run : runs) {
        number += run.end - run.begin;
    }
    return number;
}

std::vector<SpectraSite> connected_sites(const std::vector<PixelRun>& runs) {
    RunSets sets(runs.size());
    std::size_t above = 0;  // the first run that may touch the current one from above
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const PixelRun& run = runs[i];
        while (runs[above].row + 1 < run.row ||
               (runs[above].row + 1 == run.row && runs[above].end < run.begin)) {
            ++above;
        }
        for (std::size_t other = above;
             other < i && runs[other].row + 1 == run.row && runs[other].begin <= run.end; ++other) {
            sets.join(i, other);
        }
    }
    std::vector<SpectraSite> sites;
    std::map<std::size_t, std::size_t> site_of;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto [place, is_new] = site_of.emplace(sets.root(i), sites.size());
        if (is_new) {
            sites.push_back({fmt::format("{}", sites.size() + 1), {}});
        }
        sites[place->second].runs.push_back(runs[i]);
    }
    return sites;
}

SpectraSites read_spectra_sites(const mpi::Communicator& comm, const SpectraOptions& options,
                                const geo::Grid& grid, const core::Log& log) {
    std::vector<std::byte> bytes;
    mpi::run_on_root(comm, [&] {
        const SpectraSites sites = read_here(options, grid, log);
        core::ByteWriter out;
        out.put(sites.sites.size());
        for (const SpectraSite& site : sites.sites) {
            out.put_text(site.name).put_span(std::span<const PixelRun>(site.runs));
        }
        out.put_span(std::span<const PixelRun>(sites.left_out));
        bytes = out.take();
    });
    mpi::broadcast(comm, bytes);
    core::ByteReader in(bytes);
    SpectraSites sites;
    sites.sites.resize(in.get<std::size_t>());
    for (SpectraSite& site : sites.sites) {
        site.name = in.get_text();
        site.runs = in.get_vector<PixelRun>();
    }
    sites.left_out = in.get_vector<PixelRun>();
    return sites;
}

}  // namespace mineprint::pipeline
