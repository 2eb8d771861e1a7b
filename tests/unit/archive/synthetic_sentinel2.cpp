// SPDX-License-Identifier: Apache-2.0
#include "synthetic_sentinel2.hpp"

#include <array>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"

namespace fs = std::filesystem;
using mineprint::geo::Grid;
using mineprint::raster::Raster;

namespace {

struct BandLayout {
    const char* code;
    int resolution_m;
};
constexpr std::array<BandLayout, 12> layout{{{"B02", 10},
                                             {"B03", 10},
                                             {"B04", 10},
                                             {"B08", 10},
                                             {"B02", 20},
                                             {"B05", 20},
                                             {"B06", 20},
                                             {"B07", 20},
                                             {"B8A", 20},
                                             {"B11", 20},
                                             {"B12", 20},
                                             {"SCL", 20}}};

std::string image_name(const std::string& id, const BandLayout& band) {
    const std::string tile = id.substr(id.find("_T") + 1, 6);
    const std::string start = id.substr(11, 15);
    return fmt::format("GRANULE/L2A_{}_A000001_{}/IMG_DATA/R{}m/{}_{}_{}_{}m", tile, start,
                       band.resolution_m, tile, start, band.code, band.resolution_m);
}

}  // namespace

std::string SyntheticSentinel2::metadata() const {
    std::string images;
    for (const BandLayout& band : layout) {
        images += fmt::format("<IMAGE_FILE>{}</IMAGE_FILE>\n", image_name(id, band));
    }
    std::string offsets;
    for (int band = 0; offset && band < 13; ++band) {
        const auto other = other_offsets.find(band);
        offsets += fmt::format("<BOA_ADD_OFFSET band_id=\"{}\">{}</BOA_ADD_OFFSET>\n", band,
                               other == other_offsets.end() ? *offset : other->second);
    }
    return fmt::format(R"(<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<n1:Level-2A_User_Product xmlns:n1="https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd">
  <n1:General_Info>
    <Product_Info>
      <PRODUCT_URI>{}.SAFE</PRODUCT_URI>
      <PROCESSING_BASELINE>{}</PROCESSING_BASELINE>
      <Datatake datatakeIdentifier="x">
        <SPACECRAFT_NAME>{}</SPACECRAFT_NAME>
        <DATATAKE_SENSING_START>{}</DATATAKE_SENSING_START>
      </Datatake>
      <Product_Organisation><Granule_List><Granule>{}</Granule></Granule_List></Product_Organisation>
    </Product_Info>
    <Product_Image_Characteristics>
      <Special_Values>
        <SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
        <SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX>
      </Special_Values>
      <Special_Values>
        <SPECIAL_VALUE_TEXT>SATURATED</SPECIAL_VALUE_TEXT>
        <SPECIAL_VALUE_INDEX>65535</SPECIAL_VALUE_INDEX>
      </Special_Values>
      <QUANTIFICATION_VALUES_LIST>
        <BOA_QUANTIFICATION_VALUE unit="none">{}</BOA_QUANTIFICATION_VALUE>
      </QUANTIFICATION_VALUES_LIST>
      <BOA_ADD_OFFSET_VALUES_LIST>{}</BOA_ADD_OFFSET_VALUES_LIST>
    </Product_Image_Characteristics>
  </n1:General_Info>
  <n1:Quality_Indicators_Info>
    <Cloud_Coverage_Assessment>12.25</Cloud_Coverage_Assessment>
  </n1:Quality_Indicators_Info>
</n1:Level-2A_User_Product>
)",
                       id, baseline, spacecraft, start, images, quantification, offsets);
}

fs::path SyntheticSentinel2::write(const fs::path& folder) const {
    const fs::path safe = folder / (id + ".SAFE");
    const std::string wkt = mineprint::gdal_io::crs_to_wkt("EPSG:32633");
    for (const BandLayout& band : layout) {
        const auto pixel = static_cast<double>(band.resolution_m);
        const Grid grid{
            wkt, 300000, 7300000, pixel, pixel, 120 / band.resolution_m, 120 / band.resolution_m};
        const fs::path stem = safe / image_name(id, band);
        fs::create_directories(stem.parent_path());
        const auto value = values.find(band.code);
        const std::uint16_t stored = std::string_view(band.code) == "SCL" ? scene_class
                                     : value == values.end()              ? 2000
                                                                          : value->second;
        const std::vector<Raster<std::uint16_t>> bands{
            Raster<std::uint16_t>(grid.width, grid.height, stored)};
        mineprint::gdal_io::write_geotiff<std::uint16_t>(stem.string() + ".tif", grid, bands, {});
    }
    mineprint::core::write_text_file(safe / "MTD_MSIL2A.xml", metadata());
    return safe / "MTD_MSIL2A.xml";
}
