// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/quarantine_table.hpp"

#include <array>
#include <numeric>

#include "mineprint/core/hash.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"

namespace mineprint::pipeline {
namespace {

struct Column {
    const char* name;
    const char* long_name;
    std::string archive::Quarantined::*member;
};

constexpr std::array columns{
    Column{"scene", "scene that could not be used", &archive::Quarantined::scene},
    Column{"path", "file that could not be used", &archive::Quarantined::path},
    Column{"tile", "tile concerned; empty: all", &archive::Quarantined::tile},
    Column{"epoch", "epoch concerned; empty: all", &archive::Quarantined::epoch},
    Column{"cause", "why it could not be used", &archive::Quarantined::cause},
};

}  // namespace

void write_quarantine(hdf5_io::File& file, const std::string& group,
                      const std::vector<archive::Quarantined>& rows, hdf5_io::TextWidth width) {
    std::vector<std::int64_t> numbers(rows.size());
    std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
    const std::string axis = group + "/row";
    hdf5_io::write<std::int64_t>(file, axis, {rows.size()}, numbers);
    hdf5_io::make_scale(file, axis);
    for (const Column& column : columns) {
        std::vector<std::string> texts;
        for (const archive::Quarantined& row : rows) {
            texts.push_back(row.*column.member);
        }
        const std::string dataset = group + '/' + column.name;
        hdf5_io::write_texts(file, dataset, texts, width);
        hdf5_io::write_attribute(file, dataset, "long_name", column.long_name);
        hdf5_io::attach_scales(file, dataset, {axis});
    }
}

std::vector<archive::Quarantined> read_quarantine(const hdf5_io::File& file,
                                                  const std::string& group) {
    std::vector<archive::Quarantined> rows(
        hdf5_io::read<std::int64_t>(file, group + "/row").values.size());
    for (const Column& column : columns) {
        const auto texts = hdf5_io::read_texts(file, group + '/' + column.name, rows.size());
        for (std::size_t row = 0; row < rows.size(); ++row) {
            rows[row].*column.member = texts[row];
        }
    }
    return rows;
}

std::string quarantine_hash(const std::vector<archive::Quarantined>& rows) {
    core::Sha256 hash;
    for (const archive::Quarantined& row : rows) {
        for (const Column& column : columns) {
            hash.update_text(row.*column.member);
        }
    }
    return hash.finish();
}

}  // namespace mineprint::pipeline
