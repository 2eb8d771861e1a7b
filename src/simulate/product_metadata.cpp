// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/simulate/product.hpp"
#include "mineprint/simulate/scene_renderer.hpp"
#include "mineprint/simulate/sun.hpp"

namespace mineprint::simulate {
namespace {

constexpr std::string_view synthetic_line = "SYNTHETIC = \"YES\"";
constexpr std::string_view fingerprint_key = "SIMULATION_FINGERPRINT = \"";

/// Lines of an ODL file, indented by the depth of their group.
class OdlWriter {
  public:
    void begin(std::string_view group) {
        line(fmt::format("GROUP = {}", group));
        ++depth_;
    }
    void end(std::string_view group) {
        --depth_;
        line(fmt::format("END_GROUP = {}", group));
    }
    void text(std::string_view key, std::string_view value) {
        line(fmt::format("{} = \"{}\"", key, value));
    }
    /// A number or a date, as it stands.
    void bare(std::string_view key, std::string_view value) {
        line(fmt::format("{} = {}", key, value));
    }
    [[nodiscard]] std::string finish() { return std::move(text_) + "END\n"; }

  private:
    void line(std::string_view content) {
        text_ += fmt::format("{:{}}{}\n", "", 2 * depth_, content);
    }
    std::string text_;
    std::size_t depth_ = 0;
};

void write_contents(OdlWriter& odl, const PlannedScene& scene) {
    odl.begin("PRODUCT_CONTENTS");
    odl.text("ORIGIN", "Synthetic image made by mineprint; it shows no real place");
    odl.text("LANDSAT_PRODUCT_ID", scene.product_id);
    odl.text("PROCESSING_LEVEL", "L2SR");
    odl.bare("COLLECTION_NUMBER", "02");
    odl.text("COLLECTION_CATEGORY", "T1");
    odl.text("OUTPUT_FORMAT", "GEOTIFF");
    const auto bands = archive::landsat_bands(scene.satellite->sensor);
    for (const archive::LandsatBand& band : bands) {
        odl.text(fmt::format("FILE_NAME_BAND_{}", band.number),
                 scene.file_name(fmt::format("SR_B{}.TIF", band.number)));
    }
    odl.text("FILE_NAME_QUALITY_L1_PIXEL", scene.file_name("QA_PIXEL.TIF"));
    odl.text("FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION", scene.file_name("QA_RADSAT.TIF"));
    odl.text("FILE_NAME_METADATA_ODL", scene.file_name("MTL.txt"));
    for (const archive::LandsatBand& band : bands) {
        odl.text(fmt::format("DATA_TYPE_BAND_{}", band.number), "UINT16");
    }
    odl.text("DATA_TYPE_QUALITY_L1_PIXEL", "UINT16");
    odl.text("DATA_TYPE_QUALITY_L1_RADIOMETRIC_SATURATION", "UINT16");
    odl.end("PRODUCT_CONTENTS");
}

/// Universal time of the overpass, `HH:MM:SSZ`.
std::string overpass_time(double longitude_deg) {
    const double hours = std::fmod(overpass_hour - longitude_deg / 15.0 + 48.0, 24.0);
    const int seconds = static_cast<int>(hours * 3600.0);
    return fmt::format("{:02}:{:02}:{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void write_image(OdlWriter& odl, const Landscape& landscape, const PlannedScene& scene,
                 double cloud_cover_pct) {
    const geo::Extent& box = landscape.frame().lonlat;
    const geo::Point centre{0.5 * (box.xmin + box.xmax), 0.5 * (box.ymin + box.ymax)};
    const SunPosition sun = sun_at(centre, scene.date);
    odl.begin("IMAGE_ATTRIBUTES");
    odl.text("SPACECRAFT_ID", scene.satellite->spacecraft);
    odl.text("SENSOR_ID", scene.satellite->sensor_id);
    odl.bare("WRS_TYPE", "2");
    odl.bare("WRS_PATH", fmt::to_string(scene.place.path));
    odl.bare("WRS_ROW", fmt::to_string(scene.place.row));
    odl.bare("DATE_ACQUIRED", scene.date.text());
    odl.text("SCENE_CENTER_TIME", overpass_time(centre.x));
    odl.bare("CLOUD_COVER", fmt::format("{:.2f}", cloud_cover_pct));
    odl.bare("CLOUD_COVER_LAND", fmt::format("{:.2f}", cloud_cover_pct));
    odl.bare("SUN_AZIMUTH", fmt::format("{:.8f}", sun.azimuth_deg));
    odl.bare("SUN_ELEVATION", fmt::format("{:.8f}", sun.elevation_deg));
    odl.bare("EARTH_SUN_DISTANCE", fmt::format("{:.7f}", sun.distance_au));
    if (scene.slc_off) {
        odl.text("SENSOR_MODE_SLC", "OFF");
    }
    odl.end("IMAGE_ATTRIBUTES");
}

void write_projection(OdlWriter& odl, const RegionFrame& frame, const PlannedScene& scene) {
    const geo::Grid& grid = scene.grid;
    const geo::Extent box = grid.extent();
    const bool own = grid.crs_wkt == frame.grid.crs_wkt;
    odl.begin("PROJECTION_ATTRIBUTES");
    odl.text("MAP_PROJECTION", "UTM");
    odl.text("DATUM", "WGS84");
    odl.text("ELLIPSOID", "WGS84");
    odl.bare("UTM_ZONE", fmt::to_string(own ? frame.utm_zone : frame.neighbour_zone));
    odl.bare("GRID_CELL_SIZE_REFLECTIVE", fmt::format("{:.2f}", pixel_m));
    odl.bare("REFLECTIVE_LINES", fmt::to_string(grid.height));
    odl.bare("REFLECTIVE_SAMPLES", fmt::to_string(grid.width));
    odl.text("ORIENTATION", "NORTH_UP");
    const std::array<geo::Point, 4> corners = {geo::Point{box.xmin, box.ymax},
                                               {box.xmax, box.ymax},
                                               {box.xmin, box.ymin},
                                               {box.xmax, box.ymin}};
    constexpr std::array<std::string_view, 4> names = {"UL", "UR", "LL", "LR"};
    auto lonlat = corners;
    gdal_io::transform(lonlat, grid.crs_wkt, frame.wgs84);
    // The corners are those of pixel centres, half a pixel inside.
    constexpr double half = 0.5 * pixel_m;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const double x = corners[i].x + (i % 2 == 0 ? half : -half);
        const double y = corners[i].y + (i < 2 ? -half : half);
        odl.bare(fmt::format("CORNER_{}_LAT_PRODUCT", names[i]),
                 fmt::format("{:.5f}", lonlat[i].y));
        odl.bare(fmt::format("CORNER_{}_LON_PRODUCT", names[i]),
                 fmt::format("{:.5f}", lonlat[i].x));
        odl.bare(fmt::format("CORNER_{}_PROJECTION_X_PRODUCT", names[i]), fmt::format("{:.3f}", x));
        odl.bare(fmt::format("CORNER_{}_PROJECTION_Y_PRODUCT", names[i]), fmt::format("{:.3f}", y));
    }
    odl.end("PROJECTION_ATTRIBUTES");
}

void write_reflectance(OdlWriter& odl, const PlannedScene& scene) {
    constexpr double largest = 65535;
    odl.begin("LEVEL2_SURFACE_REFLECTANCE_PARAMETERS");
    for (const archive::LandsatBand& band : archive::landsat_bands(scene.satellite->sensor)) {
        const auto key = [&](std::string_view what) {
            return fmt::format("{}_BAND_{}", what, band.number);
        };
        odl.bare(key("REFLECTANCE_MAXIMUM"),
                 fmt::format("{:.6f}", largest * stored_scale + stored_offset));
        odl.bare(key("REFLECTANCE_MINIMUM"), fmt::format("{:.6f}", stored_scale + stored_offset));
        odl.bare(key("QUANTIZE_CAL_MAX"), "65535");
        odl.bare(key("QUANTIZE_CAL_MIN"), "1");
        odl.bare(key("REFLECTANCE_MULT"), "2.75e-05");
        odl.bare(key("REFLECTANCE_ADD"), "-0.2");
    }
    odl.end("LEVEL2_SURFACE_REFLECTANCE_PARAMETERS");
}

}  // namespace

std::string metadata_text(const Landscape& landscape, const PlannedScene& scene,
                          double cloud_cover_pct, const std::string& fingerprint) {
    OdlWriter odl;
    odl.begin("LANDSAT_METADATA_FILE");
    write_contents(odl, scene);
    write_image(odl, landscape, scene, cloud_cover_pct);
    write_projection(odl, landscape.frame(), scene);
    write_reflectance(odl, scene);
    odl.begin("SIMULATION");
    odl.text("SYNTHETIC", "YES");
    odl.text("SIMULATION_FINGERPRINT", fingerprint);
    odl.end("SIMULATION");
    odl.end("LANDSAT_METADATA_FILE");
    return odl.finish();
}

bool is_synthetic(const std::string& metadata_text) {
    return metadata_text.find(synthetic_line) != std::string::npos;
}

std::string fingerprint_in(const std::string& metadata_text) {
    const std::size_t key = metadata_text.find(fingerprint_key);
    if (key == std::string::npos) {
        return {};
    }
    const std::size_t begin = key + fingerprint_key.size();
    return metadata_text.substr(begin, metadata_text.find('"', begin) - begin);
}

}  // namespace mineprint::simulate
