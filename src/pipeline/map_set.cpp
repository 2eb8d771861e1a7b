// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/map_set.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

using Classes = raster::Raster<std::uint8_t>;

/// What stands for "outside the file"; no value of a map.
constexpr std::int32_t outside_value = std::numeric_limits<std::int32_t>::min();

const std::filesystem::path& foreign_path(const RegionJob& job, const std::string& epoch) {
    const auto map = std::find_if(job.maps.begin(), job.maps.end(),
                                  [&](const ClassMap& m) { return m.epoch == epoch; });
    if (map == job.maps.end()) {
        throw core::UsageError(
            fmt::format("region {}: epoch '{}' has no class map: add maps.image={}:PATH", job.name,
                        epoch, epoch));
    }
    return map->path;
}

std::filesystem::path own_path(const MapSet& maps, const OutputPaths& paths, std::size_t epoch,
                               std::int64_t tile) {
    return paths.tile(maps.job->name, maps.job->epochs[epoch].name, "class",
                      maps.tiling.id(tile).name());
}

TileRecord record_or_throw(const std::filesystem::path& path) {
    if (auto record = read_tile_record(path)) {
        return std::move(*record);
    }
    throw core::DataError(fmt::format(
        "{}: this class map is missing or broken: run `mineprint map` with this job first",
        path.string()));
}

std::size_t index_of_target(const RegionJob& job, const std::vector<std::string>& classes) {
    const auto target = std::find(classes.begin(), classes.end(), job.reference.target);
    if (target == classes.end()) {
        throw core::UsageError(
            fmt::format("{}: reference.target={} is not a class of the maps; did you mean '{}'?",
                        job.file.string(), job.reference.target,
                        core::nearest_name(job.reference.target, classes)));
    }
    return static_cast<std::size_t>(target - classes.begin());
}

/// From the stored value of a foreign map to the class index; -1 where no class is named.
std::array<int, 256> value_table(const RegionJob& job) {
    std::array<int, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < job.map_classes.size(); ++i) {
        table.at(static_cast<std::size_t>(job.map_classes[i].value)) = static_cast<int>(i);
    }
    return table;
}

/// Class indices of a foreign map, unobserved where there is nodata or no file.
Classes to_classes(const raster::Raster<std::int32_t>& values, const RegionJob& job,
                   const std::optional<double>& nodata, const std::filesystem::path& path) {
    const auto table = value_table(job);
    Classes classes(values.width(), values.height(), zones::unobserved);
    for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
        const std::int32_t value = values[pixel];
        const bool known =
            value >= 0 && value < 256 && table.at(static_cast<std::size_t>(value)) >= 0;
        if (known) {
            classes[pixel] = static_cast<std::uint8_t>(table.at(static_cast<std::size_t>(value)));
        } else if (value != outside_value && !(nodata && *nodata == value)) {
            throw core::DataError(
                fmt::format("{}: the value {} is neither nodata nor named in maps.classes",
                            path.string(), value));
        }
    }
    return classes;
}

Classes read_foreign(const MapSet& maps, const std::filesystem::path& path,
                     const geo::PixelWindow& window) {
    gdal_io::RasterReader reader(path);
    const gdal_io::SourceMap source(reader.info().grid, maps.grid, window);
    if (source.source_window().empty()) {
        return {window.width, window.height, zones::unobserved};
    }
    const auto values =
        source.apply(reader.read<std::int32_t>(1, source.source_window()), outside_value);
    return to_classes(values, *maps.job, reader.info().bands.front().nodata, path);
}

void require_tile_fits(const MapSet& maps, const geo::PixelWindow& window,
                       const gdal_io::RasterInfo& info, const TileRecord& record) {
    if (info.grid.width != window.width || info.grid.height != window.height) {
        throw core::DataError(fmt::format(
            "{}: is {} × {} pixels where the job's tile has {} × {}: "
            "grid.tile-size differs from that of the run",
            info.path.string(), info.grid.width, info.grid.height, window.width, window.height));
    }
    if (record.classes != maps.classes) {
        throw core::DataError(fmt::format("{}: has the classes {} where other maps have {}",
                                          info.path.string(), fmt::join(record.classes, ", "),
                                          fmt::join(maps.classes, ", ")));
    }
}

/// As for scenes: a file of the same name, size and time is the same file.
std::string foreign_fingerprint(const MapSet& maps, const std::filesystem::path& path) {
    std::error_code problem;
    const auto size = std::filesystem::file_size(path, problem);
    const auto time = std::filesystem::last_write_time(path, problem);
    if (problem) {
        throw core::DataError(
            fmt::format("{}: cannot be looked at: {}", path.string(), problem.message()));
    }
    core::Sha256 hash;
    hash.update_text(path.filename().string()).update_number(size);
    hash.update_number(static_cast<std::uint64_t>(time.time_since_epoch().count()));
    for (const ClassValue& value : maps.job->map_classes) {
        hash.update_number(static_cast<std::uint64_t>(value.value)).update_text(value.name);
    }
    hash.update_number(static_cast<std::uint64_t>(maps.tiling.tile_size()));
    return hash.finish();
}

MapSet describe_foreign(const RegionJob& job) {
    MapSet maps{&job, {}, geo::Tiling(1, 1, 1), {}, 0};
    if (job.map_classes.empty()) {
        throw core::UsageError(
            fmt::format("{}: maps.classes is missing: write maps.classes=VALUE:NAME,… for the "
                        "values of the class "
                        "maps",
                        job.file.string()));
    }
    for (const ClassValue& value : job.map_classes) {
        maps.classes.push_back(value.name);
    }
    maps.grid = gdal_io::RasterReader(foreign_path(job, job.epochs.front().name)).info().grid;
    return maps;
}

MapSet describe_own(const RegionJob& job, const OutputPaths& paths) {
    MapSet maps{&job, {}, geo::Tiling(1, 1, 1), {}, 0};
    const auto mosaic = paths.mosaic(job.name, "class", job.epochs.front().name);
    if (!std::filesystem::exists(mosaic)) {
        throw core::DataError(fmt::format(
            "{}: there is no class map: run `mineprint map` with this job first", mosaic.string()));
    }
    maps.grid = gdal_io::RasterReader(mosaic).info().grid;
    maps.classes = record_or_throw(own_path(maps, paths, 0, 0)).classes;
    return maps;
}

}  // namespace

MapSet describe_maps(const RegionJob& job, const OutputPaths& paths) {
    MapSet maps = job.maps.empty() ? describe_own(job, paths) : describe_foreign(job);
    maps.tiling = geo::Tiling(maps.grid.width, maps.grid.height, job.grid.tile_size);
    maps.target = index_of_target(job, maps.classes);
    return maps;
}

std::vector<std::string> raw_fingerprints(const MapSet& maps, const OutputPaths& paths,
                                          std::int64_t tile) {
    std::vector<std::string> fingerprints;
    for (std::size_t epoch = 0; epoch < maps.job->epochs.size(); ++epoch) {
        if (maps.foreign()) {
            fingerprints.push_back(
                foreign_fingerprint(maps, foreign_path(*maps.job, maps.job->epochs[epoch].name)));
        } else {
            fingerprints.push_back(record_or_throw(own_path(maps, paths, epoch, tile)).fingerprint);
        }
    }
    return fingerprints;
}

TileClasses read_tile_classes(const MapSet& maps, const OutputPaths& paths, std::int64_t tile) {
    const auto window = maps.tiling.window(tile);
    TileClasses result;
    for (std::size_t epoch = 0; epoch < maps.job->epochs.size(); ++epoch) {
        if (maps.foreign()) {
            const auto& path = foreign_path(*maps.job, maps.job->epochs[epoch].name);
            result.epochs.push_back(read_foreign(maps, path, window));
            continue;
        }
        const auto path = own_path(maps, paths, epoch, tile);
        result.records.push_back(record_or_throw(path));
        gdal_io::RasterReader reader(path);
        require_tile_fits(maps, window, reader.info(), result.records.back());
        result.epochs.push_back(reader.read<std::uint8_t>(1, reader.info().grid.window()));
    }
    return result;
}

}  // namespace mineprint::pipeline
