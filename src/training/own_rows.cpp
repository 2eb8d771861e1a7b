// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/own_rows.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/exchange.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/binning.hpp"
#include "mineprint/training/shared_thresholds.hpp"

namespace mineprint::training {
namespace {

void check_own_rows(const forest::SampleTable& samples) {
    if (samples.features.size() != samples.size() * samples.schema.size()) {
        throw core::DataError(
            fmt::format("the sample table has {} feature values, but {} rows of {} features",
                        samples.features.size(), samples.size(), samples.schema.size()));
    }
    for (const forest::SampleOrigin& origin : samples.origins) {
        if (origin.label >= samples.classes.size()) {
            throw core::DataError(
                fmt::format("sample {:#018x} has the class index {}, but there are {} classes",
                            origin.id, origin.label, samples.classes.size()));
        }
    }
}

std::vector<std::byte> pack_header(const forest::SampleTable& samples) {
    core::ByteWriter writer;
    writer.put(samples.schema.size());
    for (std::size_t index = 0; index < samples.schema.size(); ++index) {
        writer.put_text(samples.schema.names[index]);
        writer.put_text(samples.schema.definitions[index]);
    }
    writer.put(samples.classes.size());
    for (const std::string& name : samples.classes) {
        writer.put_text(name);
    }
    return writer.take();
}

void unpack_header(std::span<const std::byte> bytes, OwnRows& rows) {
    core::ByteReader reader(bytes);
    const auto num_features = reader.get<std::size_t>();
    for (std::size_t index = 0; index < num_features; ++index) {
        rows.schema.names.push_back(reader.get_text());
        rows.schema.definitions.push_back(reader.get_text());
    }
    const auto num_classes = reader.get<std::size_t>();
    for (std::size_t index = 0; index < num_classes; ++index) {
        rows.classes.push_back(reader.get_text());
    }
}

/// Schema and classes of the first rank that has rows; all others with rows must agree.
void agree_on_header(const mpi::Communicator& comm, const forest::SampleTable& samples,
                     OwnRows& rows) {
    const bool has_rows = samples.size() > 0;
    const int own_rank = has_rows ? comm.rank() : comm.size();
    const int first = -mpi::all_max(comm, std::int32_t{-own_rank});
    std::vector<std::byte> header;
    const int root = first == comm.size() ? 0 : first;
    if (comm.rank() == root) {
        header = pack_header(samples);
    }
    mpi::broadcast(comm, header, root);
    unpack_header(header, rows);
    mpi::run_on_all(comm, [&] {
        if (!has_rows) {
            return;
        }
        const std::string difference = samples.schema.difference(rows.schema);
        if (!difference.empty()) {
            throw core::DataError(
                fmt::format("the samples of the ranks do not fit: {}", difference));
        }
        if (samples.classes != rows.classes) {
            throw core::DataError(
                fmt::format("the samples of the ranks do not fit: classes {} here and {} there",
                            fmt::join(samples.classes, ", "), fmt::join(rows.classes, ", ")));
        }
    });
}

std::vector<std::uint32_t> rows_to_train_on(const forest::SampleTable& samples) {
    std::vector<std::uint32_t> rows;
    rows.reserve(samples.size());
    for (std::size_t row = 0; row < samples.size(); ++row) {
        if (samples.origins[row].held_out == 0) {
            rows.push_back(core::checked_cast<std::uint32_t>(row));
        }
    }
    return rows;
}

/// Calls `work(begin, end)` for parts of 0 … count-1 on several threads.
template <class Work>
void for_parts(std::size_t count, int num_threads, const Work& work) {
    constexpr std::size_t step = 16384;
    core::parallel_for(0, static_cast<std::int64_t>((count + step - 1) / step), num_threads,
                       [&](std::int64_t part) {
                           const std::size_t begin = static_cast<std::size_t>(part) * step;
                           work(begin, std::min(count, begin + step));
                       });
}

RowStore encode(const forest::SampleTable& samples, std::span<const std::uint32_t> rows,
                std::span<const std::vector<float>> thresholds, int num_threads) {
    const std::size_t num_features = thresholds.size();
    const RowLayout layout(num_features);
    const std::vector<Binner> binners(thresholds.begin(), thresholds.end());
    RowStore store;
    store.ids.resize(rows.size());
    store.bytes.resize(rows.size() * layout.stride);
    for_parts(rows.size(), num_threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
            const forest::SampleOrigin& origin = samples.origins[rows[row]];
            store.ids[row] = origin.id;
            layout.set_kind(store.bytes, row * layout.stride, RowLayout::kind_of(origin.label, 0));
        }
        for (std::size_t f = 0; f < num_features; ++f) {
            for (std::size_t row = begin; row < end; ++row) {
                store.bytes[row * layout.stride + f] =
                    binners[f].code_of(samples.features[rows[row] * num_features + f]);
            }
        }
    });
    return store;
}

/// SHA-256 over sums of digests of the rows: they depend neither on the order of the rows nor on
/// which rank has them.
std::string hash_rows(const mpi::Communicator& comm, const forest::SampleTable& samples,
                      std::span<const std::uint32_t> rows, const OwnRows& own, int num_threads) {
    const std::size_t width = own.schema.size();
    std::array<std::atomic<std::uint64_t>, 2> sums = {0, 0};
    for_parts(rows.size(), num_threads, [&](std::size_t begin, std::size_t end) {
        std::array<std::uint64_t, 2> part = {0, 0};
        for (const std::uint32_t row : rows.subspan(begin, end - begin)) {
            const forest::SampleOrigin& origin = samples.origins[row];
            std::uint64_t first = core::mix(origin.id, origin.label);
            std::uint64_t second = core::mix(origin.label, origin.id);
            for (std::size_t f = 0; f < width; ++f) {
                const auto bits = std::bit_cast<std::uint32_t>(samples.features[row * width + f]);
                first = core::mix(first, bits);
                second = core::mix(second, bits);
            }
            part[0] += first;
            part[1] += second;
        }
        sums[0] += part[0];
        sums[1] += part[1];
    });
    std::array<std::uint64_t, 2> of_all = {sums[0], sums[1]};
    mpi::all_reduce(comm, std::span<std::uint64_t>(of_all), MPI_SUM);
    core::Sha256 sha;
    sha.update_text(own.schema.hash());
    for (const std::string& name : own.classes) {
        sha.update_text(name);
    }
    sha.update_number(own.num_rows_of_all()).update_number(of_all[0]).update_number(of_all[1]);
    return sha.finish();
}

/// Every rank looks at the ids of its own range: twins meet there, whichever ranks they come from.
void refuse_duplicates(const mpi::Communicator& comm, std::span<const std::uint64_t> own_ids) {
    const auto num_ranks = static_cast<std::size_t>(comm.size());
    std::vector<std::vector<std::uint64_t>> by_range(num_ranks);
    for (const std::uint64_t id : own_ids) {
        by_range[core::mix(0, id) % num_ranks].push_back(id);
    }
    std::vector<std::uint64_t> ids;
    for (const auto& part : mpi::exchange(comm, by_range)) {
        ids.insert(ids.end(), part.begin(), part.end());
    }
    if (!std::ranges::is_sorted(ids)) {
        std::ranges::sort(ids);
    }
    const auto twin = std::ranges::adjacent_find(ids);
    // The same error everywhere: of the largest twin and whether there is one.
    std::array<std::uint64_t, 2> found = {twin != ids.end() ? 1U : 0U,
                                          twin != ids.end() ? *twin : 0U};
    mpi::all_reduce(comm, std::span<std::uint64_t>(found), MPI_MAX);
    if (found[0] != 0) {
        throw core::DataError(
            fmt::format("two samples have the same id {:#018x}: every pixel may be "
                        "in the sample table once",
                        found[1]));
    }
}

void count_classes(const mpi::Communicator& comm, const forest::SampleTable& samples,
                   std::span<const std::uint32_t> rows, OwnRows& own) {
    own.rows_per_class.assign(own.classes.size(), 0);
    for (const std::uint32_t row : rows) {
        ++own.rows_per_class[samples.origins[row].label];
    }
    mpi::all_reduce(comm, std::span(own.rows_per_class), MPI_SUM);
}

/// Refuses a table from which no forest can be grown.
void require_two_classes(const OwnRows& own) {
    if (own.num_rows_of_all() == 0) {
        throw core::DataError(
            "there are no samples to train on (all are held out, or there are none)");
    }
    if (own.schema.size() == 0) {
        throw core::DataError("the samples have no features to train on");
    }
    std::vector<std::string> with;
    std::vector<std::string> without;
    for (std::size_t c = 0; c < own.classes.size(); ++c) {
        (own.rows_per_class[c] > 0 ? with : without).push_back(own.classes[c]);
    }
    if (with.size() < 2) {
        throw core::DataError(fmt::format(
            "training needs samples of at least two classes, but all {} are of class '{}' (none "
            "of: {})",
            own.num_rows_of_all(), with.front(), fmt::join(without, ", ")));
    }
}

}  // namespace

std::uint64_t OwnRows::num_rows_of_all() const {
    return std::accumulate(rows_per_class.begin(), rows_per_class.end(), std::uint64_t{0});
}

TrainingRows OwnRows::view() const {
    return {schema.size(), classes.size(), RowLayout(schema.size()),
            store.ids,     store.bytes,    thresholds};
}

OwnRows prepare_rows(const mpi::Communicator& comm, const forest::SampleTable& samples,
                     int num_threads) {
    OwnRows own;
    std::vector<std::uint32_t> rows;
    mpi::run_on_all(comm, [&] {
        check_own_rows(samples);
        rows = rows_to_train_on(samples);
    });
    agree_on_header(comm, samples, own);
    count_classes(comm, samples, rows, own);
    require_two_classes(own);
    own.hash = hash_rows(comm, samples, rows, own, num_threads);
    own.thresholds =
        shared_thresholds(comm, {samples.features, own.schema.size(), rows}, num_threads);
    mpi::run_on_all(comm, [&] { own.store = encode(samples, rows, own.thresholds, num_threads); });
    refuse_duplicates(comm, own.store.ids);
    return own;
}

}  // namespace mineprint::training
