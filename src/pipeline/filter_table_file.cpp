// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/filter_table_file.hpp"

#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"

namespace mineprint::pipeline {
namespace {

/// Calls `visit(variable, values)` for every table with one value an epoch.
template <class Tables, class Visit>
void for_each_epoch_count(Tables& tables, const Visit& visit) {
    visit(Variable{"num_triples", {"epoch"}, "pixels with an observed epoch before and after", "1"},
          tables.num_triples);
    visit(Variable{"raw_flip_flops",
                   {"epoch"},
                   "of these, with another class than before and after, which agree; raw maps",
                   "1"},
          tables.raw_flip_flops);
    visit(Variable{"filtered_flip_flops", {"epoch"}, "the same in the filtered maps", "1"},
          tables.filtered_flip_flops);
}

}  // namespace

void write_filter(hdf5_io::File& file, const std::string& group, const FilterTables& tables,
                  const LayerAxes& axes) {
    write_epochs(file, group, axes.epochs);
    write_text_axis(file, group, "raw_class", axes.classes);
    write_text_axis(file, group, "filtered_class", axes.classes);
    hdf5_io::write_attribute(file, group, "method", tables.method);
    const auto& shape = tables.pixel_count.shape();
    write_variable<std::int64_t>(file, group,
                                 {"pixel_count",
                                  {"epoch", "raw_class", "filtered_class"},
                                  "observed pixels by their class before and after the filter",
                                  "1"},
                                 {shape.begin(), shape.end()}, tables.pixel_count.values());
    for_each_epoch_count(tables, [&](const Variable& variable, const auto& values) {
        write_variable<std::int64_t>(file, group, variable, {values.size()}, values);
    });
}

FilterTables read_filter(const hdf5_io::File& file, const std::string& group,
                         const LayerAxes& axes) {
    FilterTables tables(hdf5_io::read_text_attribute(file, group, "method"), axes.epochs.size(),
                        axes.classes.size());
    const auto& shape = tables.pixel_count.shape();
    tables.pixel_count = Table<std::int64_t, 3>(
        shape,
        hdf5_io::read<std::int64_t>(file, group + "/pixel_count", {shape.begin(), shape.end()}));
    for_each_epoch_count(tables, [&](const Variable& variable, auto& values) {
        values = hdf5_io::read<std::int64_t>(file, group + '/' + variable.name, {values.size()});
    });
    return tables;
}

}  // namespace mineprint::pipeline
