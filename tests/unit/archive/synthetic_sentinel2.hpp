// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

/// A Sentinel-2 product as a test wants it: 12 × 12 pixels of 10 m, bands of 20 m beside them.
struct SyntheticSentinel2 {
    std::string id = "S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126";
    std::string spacecraft = "Sentinel-2B";
    std::string baseline = "04.00";
    std::string start = "2022-04-13T15:07:59.024Z";
    std::string quantification = "10000";
    std::optional<int> offset = -1000;  ///< of all bands; absent before baseline 04.00
    std::map<int, int> other_offsets;   ///< by band_id
    /// Stored values by band code; a band of 20 m has 6 × 6 pixels. All 2000 where not given.
    std::map<std::string, std::uint16_t> values;
    std::uint8_t scene_class = 4;

    [[nodiscard]] std::string metadata() const;
    /// Writes `<folder>/<id>.SAFE` and gives the path of its metadata file.
    [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder) const;
};
