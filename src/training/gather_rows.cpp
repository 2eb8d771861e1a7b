// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/gather_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include <fmt/format.h>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

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

void unpack_header(std::span<const std::byte> bytes, GatheredRows& rows) {
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
                     GatheredRows& rows) {
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

RawRows rows_to_train_on(const forest::SampleTable& samples) {
    RawRows rows;
    rows.num_features = samples.schema.size();
    rows.num_classes = samples.classes.size();
    rows.features.reserve(samples.features.size());
    const std::span<const float> all(samples.features);
    for (std::size_t row = 0; row < samples.size(); ++row) {
        const forest::SampleOrigin& origin = samples.origins[row];
        if (origin.held_out == 0) {
            rows.ids.push_back(origin.id);
            rows.labels.push_back(origin.label);
            const auto values = all.subspan(row * rows.num_features, rows.num_features);
            rows.features.insert(rows.features.end(), values.begin(), values.end());
        }
    }
    return rows;
}

/// SHA-256 over sums of digests of the rows: they depend neither on the order of the rows nor on
/// which rank has them.
std::string hash_rows(const mpi::Communicator& comm, const RawRows& own,
                      const GatheredRows& gathered) {
    std::array<std::uint64_t, 2> sums = {0, 0};
    for (std::size_t row = 0; row < own.ids.size(); ++row) {
        std::uint64_t first = core::mix(own.ids[row], own.labels[row]);
        std::uint64_t second = core::mix(own.labels[row], own.ids[row]);
        for (std::size_t f = 0; f < own.num_features; ++f) {
            const auto bits =
                std::bit_cast<std::uint32_t>(own.features[row * own.num_features + f]);
            first = core::mix(first, bits);
            second = core::mix(second, bits);
        }
        sums[0] += first;
        sums[1] += second;
    }
    mpi::all_reduce(comm, std::span<std::uint64_t>(sums), MPI_SUM);
    core::Sha256 sha;
    sha.update_text(gathered.schema.hash());
    for (const std::string& name : gathered.classes) {
        sha.update_text(name);
    }
    sha.update_number(gathered.rows.ids.size()).update_number(sums[0]).update_number(sums[1]);
    return sha.finish();
}

void refuse_duplicates(std::vector<std::uint64_t> ids) {
    if (!std::ranges::is_sorted(ids)) {
        std::ranges::sort(ids);
    }
    const auto twin = std::ranges::adjacent_find(ids);
    if (twin != ids.end()) {
        throw core::DataError(
            fmt::format("two samples have the same id {:#018x}: every pixel may be "
                        "in the sample table once",
                        *twin));
    }
}

}  // namespace

GatheredRows gather_rows(const mpi::Communicator& comm, const forest::SampleTable& samples) {
    mpi::run_on_all(comm, [&] { check_own_rows(samples); });
    GatheredRows gathered;
    agree_on_header(comm, samples, gathered);
    const RawRows own = rows_to_train_on(samples);
    RawRows& rows = gathered.rows;
    rows.num_features = gathered.schema.size();
    rows.num_classes = gathered.classes.size();
    rows.ids = mpi::all_gather(comm, std::span(own.ids));
    rows.labels = mpi::all_gather(comm, std::span(own.labels));
    rows.features = mpi::all_gather(comm, std::span(own.features));
    gathered.hash = hash_rows(comm, own, gathered);
    refuse_duplicates(rows.ids);
    return gathered;
}

}  // namespace mineprint::training
