// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "mineprint/geo/polygon.hpp"

namespace mineprint::gdal_io {

enum class ColumnType { text, integer, real };

struct TableColumn {
    std::string name;
    ColumnType type = ColumnType::text;
};

/// A value of the column's type, or none.
using TableValue = std::variant<std::monostate, std::string, std::int64_t, double>;
using TableRow = std::vector<TableValue>;

struct TableLayout {
    std::string name;
    std::string crs_wkt;  ///< of the outlines; empty: the rows have none
    std::vector<TableColumn> columns;
};

/// Writes tables of any number of rows as one GeoPackage, under a temporary name until `commit`.
/// The bytes depend on the calls alone: the time of the last change is that of the epoch 1970.
/// Throws RunError naming the path.
class TableFileWriter {
  public:
    explicit TableFileWriter(const std::filesystem::path& path);
    ~TableFileWriter();
    TableFileWriter(const TableFileWriter&) = delete;
    TableFileWriter& operator=(const TableFileWriter&) = delete;

    /// Begins the next table.
    void begin(const TableLayout& layout);
    /// `values` in the order of the columns; `outline` is closed by the writer, and empty where the
    /// table has no outlines.
    void add(std::span<const TableValue> values, const geo::Ring& outline = {});
    void commit();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The rows of a table in the order of their numbers. Throws DataError naming the file: not a file
/// of tables, no such table, or other columns.
[[nodiscard]] std::vector<TableRow> read_table(const std::filesystem::path& path,
                                               const TableLayout& layout);

}  // namespace mineprint::gdal_io
