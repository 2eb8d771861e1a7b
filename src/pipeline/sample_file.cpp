// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/sample_file.hpp"

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "mineprint/pipeline/quarantine_table.hpp"

namespace mineprint::pipeline {
namespace {

using forest::SampleOrigin;
using forest::SampleTable;
using hdf5_io::File;

constexpr const char* filetype = "mineprint-samples";
constexpr std::int64_t schema_version = 1;

/// Calls `visit(dataset, member)` for every column of the table of origins.
template <class Visit>
void for_each_column(const Visit& visit) {
    visit("/samples/id", &SampleOrigin::id);
    visit("/samples/region_index", &SampleOrigin::region);
    visit("/samples/epoch_index", &SampleOrigin::epoch);
    visit("/samples/group", &SampleOrigin::group);
    visit("/samples/column", &SampleOrigin::column);
    visit("/samples/row", &SampleOrigin::row);
    visit("/samples/class_index", &SampleOrigin::label);
    visit("/samples/held_out", &SampleOrigin::held_out);
}

void write_table(File& file, const SampleTable& table) {
    hdf5_io::write_texts(file, "/feature_name", table.schema.names);
    hdf5_io::write_texts(file, "/feature_definition", table.schema.definitions);
    hdf5_io::write_texts(file, "/class", table.classes);
    hdf5_io::write_texts(file, "/region", table.regions);
    hdf5_io::write_texts(file, "/epoch", table.epochs);
    for_each_column([&]<class Field>(const std::string& dataset, Field SampleOrigin::*field) {
        std::vector<Field> values;
        values.reserve(table.size());
        for (const SampleOrigin& origin : table.origins) {
            values.push_back(origin.*field);
        }
        hdf5_io::write<Field>(file, dataset, {values.size()}, values);
    });
    hdf5_io::write<float>(file, "/samples/features", {table.size(), table.schema.size()},
                          table.features);
    hdf5_io::write_attribute(file, "/", "schema_hash", table.schema.hash());
    hdf5_io::write_attribute(file, "/", "hash", table.hash());
}

/// Every index must point into its list, whatever the hash says.
void require_indices(const File& file, const SampleTable& table) {
    const auto require = [&](std::size_t row, const char* what, std::size_t index,
                             std::size_t length) {
        if (index >= length) {
            throw core::DataError(fmt::format("{}: sample {}: {} {} of {} does not exist",
                                              file.path().string(), row, what, index, length));
        }
    };
    for (std::size_t row = 0; row < table.size(); ++row) {
        const SampleOrigin& origin = table.origins[row];
        require(row, "class", origin.label, table.classes.size());
        require(row, "region", origin.region, table.regions.size());
        require(row, "epoch", origin.epoch, table.epochs.size());
    }
}

void require_hash(const File& file, const char* name, const std::string& computed) {
    if (hdf5_io::read_text_attribute(file, "/", name) != computed) {
        throw core::DataError(
            fmt::format("{}: the content does not fit its {}: the file is damaged: delete it to "
                        "have it made again",
                        file.path().string(), name));
    }
}

SampleTable read_table(const File& file) {
    SampleTable table;
    table.schema.names = hdf5_io::read_texts(file, "/feature_name");
    table.schema.definitions =
        hdf5_io::read_texts(file, "/feature_definition", table.schema.size());
    table.classes = hdf5_io::read_texts(file, "/class");
    table.regions = hdf5_io::read_texts(file, "/region");
    table.epochs = hdf5_io::read_texts(file, "/epoch");
    table.origins.resize(hdf5_io::read<std::uint64_t>(file, "/samples/id").values.size());
    for_each_column([&]<class Field>(const std::string& dataset, Field SampleOrigin::*field) {
        const auto values = hdf5_io::read<Field>(file, dataset, {table.size()});
        for (std::size_t row = 0; row < table.size(); ++row) {
            table.origins[row].*field = values[row];
        }
    });
    table.features =
        hdf5_io::read<float>(file, "/samples/features", {table.size(), table.schema.size()});
    require_hash(file, "schema_hash", table.schema.hash());
    require_hash(file, "hash", table.hash());
    require_indices(file, table);
    return table;
}

}  // namespace

void write_samples(const std::filesystem::path& path, const SampleFile& samples) {
    File file = File::create(path);
    hdf5_io::write_filetype(file, filetype, schema_version);
    hdf5_io::write_attribute(file, "/", "fingerprint", samples.fingerprint);
    write_table(file, samples.table);
    write_quarantine(file, "/quarantine", samples.quarantined, hdf5_io::TextWidth::fixed);
    hdf5_io::write_attribute(file, "/", "quarantine_hash", quarantine_hash(samples.quarantined));
    file.commit();
}

SampleFile read_samples(const std::filesystem::path& path) {
    const File file = File::open(path);
    hdf5_io::require_filetype(file, filetype, schema_version);
    SampleFile samples;
    samples.fingerprint = hdf5_io::read_text_attribute(file, "/", "fingerprint");
    samples.table = read_table(file);
    samples.quarantined = read_quarantine(file, "/quarantine");
    require_hash(file, "quarantine_hash", quarantine_hash(samples.quarantined));
    return samples;
}

std::optional<SampleFile> try_read_samples(const std::filesystem::path& path) {
    return std::filesystem::exists(path) ? std::optional(read_samples(path)) : std::nullopt;
}

}  // namespace mineprint::pipeline
