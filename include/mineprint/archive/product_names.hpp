// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/scene.hpp"
#include "mineprint/core/date.hpp"

namespace mineprint::archive {

inline constexpr const char* sentinel2_metadata_name = "MTD_MSIL2A.xml";

/// Whether a file is the product metadata of Sentinel-2, of any level.
[[nodiscard]] bool is_sentinel2_metadata(const std::filesystem::path& file);

/// The source a file stands for a product of, by its name alone; nothing for any other file.
/// Landsat is not told here: it has three metadata files for one product. A JSON file may be a STAC
/// item; only its content says.
[[nodiscard]] std::optional<Source> source_by_name(const std::filesystem::path& file);

/// What the name of a Sentinel-2 product tells (Sentinel-2 Products Specification Document, compact
/// naming since 2016): `MMM_MSILLL_YYYYMMDDTHHMMSS_Nxxyy_Rooo_Txxxxx_<discriminator>`, with or
/// without `.SAFE` or `.zip`.
struct Sentinel2Name {
    std::string id;        ///< without ending
    std::string platform;  ///< `sentinel-2a`
    std::string level;     ///< L2A, L1C
    core::Date acquired;
    std::string acquired_time;  ///< `YYYYMMDDTHHMMSS`
    std::string baseline;       ///< `04.00`
    std::string tile;           ///< `T31NBJ`
    std::string processed;      ///< the discriminator

    /// Nothing where the text has another form.
    [[nodiscard]] static std::optional<Sentinel2Name> parse(std::string_view text);
};

/// `HLS.S30.T17SLU.2020209T155956.v2.0.Fmask.tif` (HLS v2.0 User Guide).
struct HlsName {
    std::string stem;  ///< `HLS.S30.T17SLU.2020209T155956.v2.0`
    bool sentinel = false;
    std::string tile;
    std::string time;  ///< `2020209T155956`
    core::Date acquired;
    std::string version;  ///< `v2.0`

    [[nodiscard]] static std::optional<HlsName> parse(std::string_view file_name);
};

/// `20190712_LEVEL2_SEN2A_BOA.tif` (FORCE, Level-2 ARD).
struct ForceName {
    std::string stem;  ///< `20190712_LEVEL2_SEN2A`
    std::string sensor_code;
    core::Date acquired;

    [[nodiscard]] static std::optional<ForceName> parse(std::string_view file_name);
};

/// `02.14`, `N0214`, `2.14` as two numbers, to be compared as such. Throws DataError naming `what`.
[[nodiscard]] int baseline_number(const std::string& baseline, const std::string& what);
/// The first baseline whose Level-2A values carry an offset: 04.00, of 25 January 2022.
inline constexpr int first_offset_baseline = 400;

}  // namespace mineprint::archive
