// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/table_file.hpp"
#include "test_main.hpp"

using mineprint::gdal_io::ColumnType;
using mineprint::gdal_io::read_table;
using mineprint::gdal_io::TableFileWriter;
using mineprint::gdal_io::TableLayout;
using mineprint::gdal_io::TableRow;
using mineprint::gdal_io::TableValue;

TEST_CASE("tables are read as they were written") {
    const auto path = std::filesystem::temp_directory_path() / "mineprint_tables.gpkg";
    std::filesystem::remove(path);
    const TableLayout first{
        "first",
        "EPSG:4326",
        {{"name", ColumnType::text}, {"number", ColumnType::integer}, {"value", ColumnType::real}}};
    const TableLayout second{"second", "", {{"key", ColumnType::text}}};
    const TableRow row{std::string("a 'quoted' \xc3\xa9"), std::int64_t{1} << 60, 0.1};
    const TableRow nothing{TableValue(), TableValue(), TableValue()};
    {
        TableFileWriter writer(path);
        writer.begin(first);
        writer.add(row, {{0, 0}, {1, 0}, {1, 1}});
        writer.add(nothing);
        writer.begin(second);
        writer.add(TableRow{std::string("k")});
        writer.commit();
    }
    CHECK(read_table(path, first) == std::vector<TableRow>{row, nothing});
    CHECK(read_table(path, second) == std::vector<TableRow>{{std::string("k")}});
    CHECK_THROWS_AS(read_table(path, {"third", "", {}}), mineprint::core::DataError);
    CHECK_THROWS_AS(read_table(path, {"second", "", {{"other", ColumnType::text}}}),
                    mineprint::core::DataError);
    {
        const auto lost = path.string() + ".lost.gpkg";
        TableFileWriter writer(lost);  // without a commit there is no file
        CHECK_FALSE(std::filesystem::exists(lost));
    }
    std::filesystem::remove(path);
}
