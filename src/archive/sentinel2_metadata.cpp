// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/sentinel2_metadata.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/archive/xml_elements.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

constexpr std::array<Sentinel2Band, 11> bands{{{"B01", 0, "coastal"},
                                               {"B02", 1, "blue"},
                                               {"B03", 2, "green"},
                                               {"B04", 3, "red"},
                                               {"B05", 4, "rededge1"},
                                               {"B06", 5, "rededge2"},
                                               {"B07", 6, "rededge3"},
                                               {"B08", 7, "nir"},
                                               {"B8A", 8, "nir08"},
                                               {"B11", 11, "swir1"},
                                               {"B12", 12, "swir2"}}};

/// Elements with errors that name the file.
class Record {
  public:
    Record(const std::string& text, std::string what)
        : what_(std::move(what)), elements_(parsed(text)) {}

    [[nodiscard]] const XmlElements& elements() const { return elements_; }

    /// The first of several names an element had in the versions of the format.
    [[nodiscard]] const XmlElement& need(std::initializer_list<std::string_view> names) const {
        for (const std::string_view name : names) {
            if (const XmlElement* element = elements_.find(name)) {
                return *element;
            }
        }
        fail(fmt::format("it has no {}", *names.begin()));
    }
    [[nodiscard]] double number(const XmlElement& element) const {
        double result = 0;
        const char* end = element.text.data() + element.text.size();
        const auto [stop, problem] = std::from_chars(element.text.data(), end, result);
        if (problem != std::errc() || stop != end || !std::isfinite(result)) {
            fail(fmt::format("{} = '{}' is not a number", element.name, element.text));
        }
        return result;
    }
    [[noreturn]] void fail(const std::string& reason) const {
        throw core::DataError(
            fmt::format("the metadata file {} cannot be used: {}", what_, reason));
    }
    [[nodiscard]] const std::string& what() const { return what_; }

  private:
    [[nodiscard]] XmlElements parsed(const std::string& text) const {
        try {
            return XmlElements(text);
        } catch (const core::DataError& error) {
            fail(error.what());
        }
    }

    std::string what_;
    XmlElements elements_;
};

Sentinel2Name product_name(const Record& record) {
    const XmlElement& uri = record.need({"PRODUCT_URI", "PRODUCT_URI_2A"});
    const auto name = Sentinel2Name::parse(uri.text);
    if (!name) {
        record.fail(fmt::format("PRODUCT_URI = '{}' is not the name of a product", uri.text));
    }
    if (name->level != "L2A") {
        record.fail(
            fmt::format("{} is of level {}; reflectance at the surface (Level-2A) is needed",
                        name->id, name->level));
    }
    return *name;
}

void check_against_name(const Record& record, const Sentinel2Name& name) {
    const std::string& spacecraft = record.need({"SPACECRAFT_NAME"}).text;
    const char letter = name.platform.back();
    const std::string expected = fmt::format("Sentinel-2{}", static_cast<char>(letter - 'a' + 'A'));
    if (spacecraft != expected) {
        record.fail(
            fmt::format("SPACECRAFT_NAME = '{}' contradicts the product's name", spacecraft));
    }
    const std::string& baseline = record.need({"PROCESSING_BASELINE"}).text;
    if (baseline_number(baseline, record.what()) != baseline_number(name.baseline, record.what())) {
        record.fail(
            fmt::format("PROCESSING_BASELINE = '{}' contradicts the product's name", baseline));
    }
    const std::string& start = record.need({"DATATAKE_SENSING_START"}).text;
    if (!start.starts_with(name.acquired.text())) {
        record.fail(
            fmt::format("DATATAKE_SENSING_START = '{}' contradicts the product's name", start));
    }
}

void read_special_values(const Record& record, Sentinel2Metadata& metadata) {
    const auto texts = record.elements().all("SPECIAL_VALUE_TEXT");
    const auto values = record.elements().all("SPECIAL_VALUE_INDEX");
    for (std::size_t i = 0; i < std::min(texts.size(), values.size()); ++i) {
        if (texts[i]->text == "NODATA") {
            metadata.nodata = record.number(*values[i]);
        } else if (texts[i]->text == "SATURATED") {
            metadata.saturated = record.number(*values[i]);
        }
    }
}

void read_offsets(const Record& record, Sentinel2Metadata& metadata) {
    for (const XmlElement* element : record.elements().all("BOA_ADD_OFFSET")) {
        const auto id = element->attributes.find("band_id");
        int number = -1;
        if (id != element->attributes.end()) {
            std::from_chars(id->second.data(), id->second.data() + id->second.size(), number);
        }
        if (number < 0) {
            record.fail("a BOA_ADD_OFFSET has no band_id");
        }
        metadata.offsets[number] = record.number(*element);
    }
}

}  // namespace

std::span<const Sentinel2Band> sentinel2_bands() { return bands; }

double Sentinel2Metadata::offset_of(const Sentinel2Band& band) const {
    const auto found = offsets.find(band.band_id);
    if (found != offsets.end()) {
        return found->second;
    }
    if (baseline_number(name.baseline, name.id) >= first_offset_baseline) {
        throw core::DataError(fmt::format(
            "the product {} of baseline {} tells no BOA_ADD_OFFSET of its band {}: without it its "
            "values mean nothing",
            name.id, name.baseline, band.code));
    }
    return 0;
}

Sentinel2Metadata parse_sentinel2_metadata(const std::string& text, const std::string& what) {
    const Record record(text, what);
    Sentinel2Metadata metadata;
    metadata.name = product_name(record);
    check_against_name(record, metadata.name);
    metadata.quantification =
        record.number(record.need({"BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE"}));
    if (!(metadata.quantification > 0)) {
        record.fail("BOA_QUANTIFICATION_VALUE is not above 0");
    }
    read_offsets(record, metadata);
    read_special_values(record, metadata);
    for (const char* name : {"Cloud_Coverage_Assessment", "CLOUDY_PIXEL_OVER_LAND_PERCENTAGE"}) {
        const XmlElement* cover = record.elements().find(name);
        if (cover != nullptr && metadata.cloud_cover_pct < 0) {
            metadata.cloud_cover_pct = record.number(*cover);
        }
    }
    for (const char* name : {"IMAGE_FILE", "IMAGE_FILE_2A"}) {
        for (const XmlElement* image : record.elements().all(name)) {
            metadata.images.push_back(image->text);
        }
    }
    return metadata;
}

Scene sentinel2_scene(const Sentinel2Name& name) {
    Scene scene;
    scene.id = name.id;
    scene.sensor = Sensor::msi;
    scene.platform = name.platform;
    scene.date = name.acquired;
    scene.baseline = name.baseline;
    scene.acquisition = fmt::format("{} {} {}", name.platform, name.tile, name.acquired_time);
    scene.processed = fmt::format("{} {}", name.baseline, name.processed);
    return scene;
}

}  // namespace mineprint::archive
