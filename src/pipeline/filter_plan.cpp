// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/filter_plan.hpp"

#include <mutex>

#include <fmt/format.h>

#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/messages.hpp"

namespace mineprint::pipeline {
namespace {

// Raised whenever the same raw maps give other filtered ones than before.
constexpr std::uint64_t method_version = 1;

void add_options(core::Sha256& hash, const FilterOptions& options) {
    hash.update_number(method_version);
    hash.update_number(static_cast<std::uint64_t>(options.temporal.rule));
    hash.update_number(static_cast<std::uint64_t>(options.temporal.monotone_epochs));
    hash.update_real(options.temporal.gain_per_year).update_real(options.temporal.loss_per_year);
    hash.update_real(options.minimum_area_m2);
    hash.update_number(static_cast<std::uint64_t>(options.connectivity));
}

/// One tile's raw fingerprints on their way to the other ranks.
struct TileFingerprints {
    std::int64_t tile = 0;
    std::vector<std::string> epochs;
};

/// Collective. What the ranks read, in tile order, at every rank.
std::vector<std::string> share(const mpi::Communicator& comm, std::size_t num_tiles,
                               const std::vector<TileFingerprints>& own) {
    core::ByteWriter out;
    for (const TileFingerprints& one : own) {
        out.put(one.tile);
        pack(out, one.epochs);
    }
    const auto parts = mpi::gather_bytes(comm, out.take());
    std::vector<std::byte> all;
    mpi::run_on_root(comm, [&] {
        std::vector<std::vector<std::string>> tiles(num_tiles);
        for (const auto& part : parts) {
            core::ByteReader in(part);
            while (!in.at_end()) {
                const auto tile = in.get<std::int64_t>();
                tiles.at(static_cast<std::size_t>(tile)) = unpack_texts(in);
            }
        }
        std::vector<std::string> flat;
        for (const auto& epochs : tiles) {
            flat.insert(flat.end(), epochs.begin(), epochs.end());
        }
        core::ByteWriter packed;
        pack(packed, flat);
        all = packed.take();
    });
    mpi::broadcast(comm, all);
    core::ByteReader in(all);
    return unpack_texts(in);
}

}  // namespace

std::filesystem::path FilterPlan::path(const OutputPaths& paths, std::size_t epoch,
                                       std::int64_t tile) const {
    return paths.tile(maps.job->name, maps.job->epochs[epoch].name, filtered_kind,
                      maps.tiling.id(tile).name());
}

std::string FilterPlan::fingerprint(std::size_t epoch, std::int64_t tile) const {
    core::Sha256 hash;
    add_options(hash, options());
    hash.update_text(maps.classes[maps.target]).update_number(epoch);
    hash.update_text(maps.job->output.compression);
    const std::size_t num_epochs = maps.job->epochs.size();
    for (std::size_t e = 0; e < num_epochs; ++e) {
        const Epoch& one = maps.job->epochs[e];
        hash.update_text(one.name).update_text(one.begin.text()).update_text(one.end.text());
        hash.update_text(raw[static_cast<std::size_t>(tile) * num_epochs + e]);
    }
    if (options().minimum_area_m2 > 0) {
        hash.update_text(all_raw);
    }
    return hash.finish();
}

FilterPlan plan_filter(const Context& context, const MapSet& maps) {
    std::mutex mutex;
    std::vector<TileFingerprints> own;
    run_tasks(context, "maps of " + maps.job->name, maps.tiling.num_tiles(),
              [&](std::int64_t tile) {
                  const core::WorkTimer timer(*context.work_clock, core::Work::reading);
                  TileFingerprints one{tile, raw_fingerprints(maps, context.paths, tile)};
                  const std::lock_guard lock(mutex);
                  own.push_back(std::move(one));
              });
    FilterPlan plan;
    plan.maps = maps;
    plan.raw = share(context.comm, static_cast<std::size_t>(maps.tiling.num_tiles()), own);
    core::Sha256 hash;
    for (const std::string& one : plan.raw) {
        hash.update_text(one);
    }
    plan.all_raw = hash.finish();
    return plan;
}

std::vector<raster::Raster<std::uint8_t>> read_filtered_classes(const FilterPlan& plan,
                                                                const OutputPaths& paths,
                                                                std::int64_t tile) {
    std::vector<raster::Raster<std::uint8_t>> classes;
    for (std::size_t epoch = 0; epoch < plan.maps.job->epochs.size(); ++epoch) {
        const auto path = plan.path(paths, epoch, tile);
        const auto record = read_tile_record(path);
        if (!record || record->fingerprint != plan.fingerprint(epoch, tile)) {
            throw core::DataError(fmt::format(
                "{}: this filtered map {}: run `mineprint filter` with this job first",
                path.string(),
                record ? "was made from other maps or with other options" : "is not there"));
        }
        gdal_io::RasterReader reader(path);
        classes.push_back(reader.read<std::uint8_t>(1, reader.info().grid.window()));
    }
    return classes;
}

bool is_filtered(const FilterPlan& plan, const OutputPaths& paths, std::int64_t tile) {
    for (std::size_t epoch = 0; epoch < plan.maps.job->epochs.size(); ++epoch) {
        const auto record = read_tile_record(plan.path(paths, epoch, tile));
        if (!record || record->fingerprint != plan.fingerprint(epoch, tile)) {
            return false;
        }
    }
    return true;
}

}  // namespace mineprint::pipeline
