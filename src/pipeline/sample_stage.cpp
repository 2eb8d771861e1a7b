// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/fingerprint.hpp"
#include "mineprint/pipeline/messages.hpp"
#include "mineprint/pipeline/sample_file.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/tile_features.hpp"
#include "mineprint/sampling/reference.hpp"

namespace mineprint::pipeline {
namespace {

using sampling::LabelledPixel;

/// The labelled pixels of one tile in one epoch, and the box around them.
struct TileSamples {
    std::size_t epoch = 0;
    std::int64_t tile = 0;
    geo::PixelWindow window;
    std::vector<LabelledPixel> pixels;
};

geo::PixelWindow box_around(const std::vector<LabelledPixel>& pixels) {
    std::int64_t left = pixels.front().column;
    std::int64_t right = left;
    std::int64_t top = pixels.front().row;
    std::int64_t bottom = top;
    for (const LabelledPixel& pixel : pixels) {
        left = std::min(left, pixel.column);
        right = std::max(right, pixel.column);
        top = std::min(top, pixel.row);
        bottom = std::max(bottom, pixel.row);
    }
    return {left, top, right - left + 1, bottom - top + 1};
}

std::vector<TileSamples> by_tile(const Region& region, const std::vector<LabelledPixel>& pixels) {
    std::map<std::pair<std::size_t, std::int64_t>, std::vector<LabelledPixel>> groups;
    for (const LabelledPixel& pixel : pixels) {
        groups[{pixel.epoch, region.tiling.tile_of(pixel.column, pixel.row)}].push_back(pixel);
    }
    std::vector<TileSamples> tiles;
    for (auto& [key, members] : groups) {
        const geo::PixelWindow window = box_around(members);
        tiles.push_back({key.first, key.second, window, std::move(members)});
    }
    return tiles;
}

forest::SampleOrigin origin_of(const LabelledPixel& pixel) {
    forest::SampleOrigin origin;
    origin.id = pixel.id;
    origin.epoch = pixel.epoch;
    origin.group = pixel.group;
    origin.column = static_cast<std::int32_t>(pixel.column);
    origin.row = static_cast<std::int32_t>(pixel.row);
    origin.label = pixel.label;
    origin.held_out = pixel.held_out ? 1 : 0;
    return origin;
}

/// Rows found by this rank's threads so far.
struct OwnRows {
    std::mutex mutex;
    std::vector<forest::SampleOrigin> origins;
    std::vector<float> features;
    std::vector<archive::Quarantined> quarantined;
};

/// Returns what took how long.
core::WorkSeconds extract_rows(const Region& region, const TileSamples& tile, OwnRows& rows) {
    const core::Stopwatch watch;
    const auto made =
        composite_window(region, tile.epoch, tile.window, region.tiling.id(tile.tile).name());
    const auto stack = window_features(region, tile.epoch, tile.window, made);
    const std::lock_guard lock(rows.mutex);
    rows.quarantined.insert(rows.quarantined.end(), made.quarantined.begin(),
                            made.quarantined.end());
    for (const LabelledPixel& pixel : tile.pixels) {
        const std::int64_t row = pixel.row - tile.window.row;
        const std::int64_t column = pixel.column - tile.window.column;
        if (made.composite.observed(row, column) == 0) {
            continue;  // nothing was seen there: no sample
        }
        rows.origins.push_back(origin_of(pixel));
        for (const auto& band : stack.bands) {
            rows.features.push_back(band(row, column));
        }
    }
    return {made.reading_seconds, watch.seconds() - made.reading_seconds, 0};
}

/// All ranks' rows on rank 0, ordered by id.
forest::SampleTable gather_rows(const Context& context, const Region& region,
                                const std::vector<std::string>& classes, const OwnRows& own) {
    const auto origins = mpi::gather_bytes(context.comm, std::as_bytes(std::span(own.origins)));
    const auto features = mpi::gather_bytes(context.comm, std::as_bytes(std::span(own.features)));
    forest::SampleTable table;
    table.schema = region.schema;
    table.classes = classes;
    table.regions = {region.job->name};
    table.epochs = epoch_names(*region.job);
    for (std::size_t rank = 0; rank < origins.size(); ++rank) {
        core::append_values(table.origins, origins[rank]);
        core::append_values(table.features, features[rank]);
    }
    table.sort();
    return table;
}

void require_trainable(const Region& region, const forest::SampleTable& table) {
    std::vector<std::size_t> counts(table.classes.size());
    for (const forest::SampleOrigin& origin : table.origins) {
        ++counts[origin.label];
    }
    const auto present = std::count_if(counts.begin(), counts.end(), [](auto n) { return n > 0; });
    if (present < 2) {
        throw core::DataError(fmt::format(
            "{}: samples of {} of {} classes lie on observed pixels; at least two are needed to "
            "train "
            "(region {}: check reference.class-field and the epochs' clouds)",
            region.job->reference.file.string(), present, table.classes.size(), region.job->name));
    }
}

/// Rank 0 reads the reference and sends it, so that a shared file system sees one reader.
sampling::Reference read_reference_once(const Context& context, const Region& region) {
    core::ByteWriter out;
    mpi::run_on_root(context.comm, [&] {
        const auto epochs = epoch_names(*region.job);
        pack(out, sampling::read_reference(region.job->reference, region.grid, region.job->name,
                                           epochs));
    });
    std::vector<std::byte> bytes = out.take();
    mpi::broadcast(context.comm, bytes);
    core::ByteReader in(bytes);
    return unpack_reference(in);
}

void make_samples(Context& context, const Region& region, const std::string& fingerprint) {
    const auto reference = read_reference_once(context, region);
    if (context.comm.is_root()) {
        for (const std::string& note : reference.notes) {
            context.log.info(region.job->name + ": " + note);
        }
    }
    const auto tiles = by_tile(region, reference.pixels);
    OwnRows own;
    run_tasks(context, "samples of " + region.job->name, static_cast<std::int64_t>(tiles.size()),
              [&](std::int64_t task) {
                  context.work_clock->add(
                      extract_rows(region, tiles[static_cast<std::size_t>(task)], own));
              });
    const auto quarantined = collect_quarantined(context, own.quarantined);
    const auto table = gather_rows(context, region, reference.classes, own);
    mpi::run_on_root(context.comm, [&] {
        require_trainable(region, table);
        write_samples(context.paths.samples(region.job->name), {table, quarantined, fingerprint});
        context.log.info(fmt::format("{}: {} samples of {} labelled pixels", region.job->name,
                                     table.size(), reference.pixels.size()));
    });
}

/// The samples on disk; nothing, with a warning, when they are broken: they can be made again.
std::optional<SampleFile> find_samples(const Context& context, const std::filesystem::path& path) {
    try {
        return try_read_samples(path);
    } catch (const core::DataError& error) {
        context.log.warning(fmt::format("{}; it is made again", error.what()));
        return std::nullopt;
    }
}

/// Whether the samples on disk are those that would be made now; then their quarantine counts.
bool reuse_samples(Context& context, const Region& region, std::string& fingerprint) {
    std::int32_t same = 0;
    std::vector<archive::Quarantined> known;
    mpi::run_on_root(context.comm, [&] {
        fingerprint = sample_fingerprint(region);
        const auto path = context.paths.samples(region.job->name);
        if (const auto file = find_samples(context, path);
            file && file->fingerprint == fingerprint) {
            same = 1;
            known = file->quarantined;
            context.log.info(fmt::format("{}: {} samples are there already", region.job->name,
                                         file->table.size()));
        }
    });
    same = mpi::all_max(context.comm, same);
    collect_quarantined(context, known);
    return same == 1;
}

}  // namespace

void sample_regions(Context& context) {
    for (const Region& region : context.regions) {
        std::string fingerprint;
        if (!reuse_samples(context, region, fingerprint)) {
            make_samples(context, region, fingerprint);
        }
    }
}

core::ExitStatus sample(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context = prepare(comm, job, log);
    open_output(context);
    sample_regions(context);
    return status_of(context);
}

}  // namespace mineprint::pipeline
