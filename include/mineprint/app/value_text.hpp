// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::app {

// Texts of job files to values and back, independent of any locale. Every parser throws BadValue.

/// Why a value cannot be used: the end of a sentence that begins with the value.
class BadValue : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Real numbers an option takes; both ends belong to it unless `open`.
struct Interval {
    double least = -std::numeric_limits<double>::infinity();
    double most = std::numeric_limits<double>::infinity();
    bool open = false;  ///< `least` itself is not allowed

    [[nodiscard]] bool contains(double value) const;
    /// `a number`, `a number > 0`, `a number, 0 < x ≤ 1`.
    [[nodiscard]] std::string text() const;
};

[[nodiscard]] std::int64_t parse_integer(std::string_view text, std::int64_t least,
                                         std::int64_t most);
[[nodiscard]] std::uint64_t parse_seed(std::string_view text);
/// Finite numbers only.
[[nodiscard]] double parse_real(std::string_view text, const Interval& interval);
/// As `parse_real`, and `nan`.
[[nodiscard]] double parse_real_or_nan(std::string_view text);
/// yes, no, true, false, on, off.
[[nodiscard]] bool parse_flag(std::string_view text);
/// A name that is safe in files and HDF5: 1 … 64 of A–Z a–z 0–9 _ -.
[[nodiscard]] std::string parse_name(std::string_view text);
/// Items between commas, none empty, none twice.
[[nodiscard]] std::vector<std::string> parse_list(std::string_view text);
/// One of the names; the message names the nearest.
[[nodiscard]] std::string parse_choice(std::string_view text, std::span<const std::string> known);
/// `xmin,ymin,xmax,ymax` with xmin < xmax and ymin < ymax.
[[nodiscard]] geo::Extent parse_extent(std::string_view text);
/// Bytes: `512M`, `4G`, `1.5T`, powers of 1024.
/// `90m`, `12h`: seconds. A number with s, m, h or d behind it, above 0 and at most a year.
[[nodiscard]] double parse_duration_s(std::string_view text);
[[nodiscard]] std::int64_t parse_size(std::string_view text);
/// The parts before and after the first or last `separator`, both without blanks and not empty.
[[nodiscard]] std::pair<std::string, std::string> split_at_first(std::string_view text,
                                                                 char separator);
[[nodiscard]] std::pair<std::string, std::string> split_at_last(std::string_view text,
                                                                char separator);

/// Relative paths become absolute; what GDAL alone understands (`/vsi…`, `NETCDF:…`) stays as it
/// is.
[[nodiscard]] std::filesystem::path resolve_path(const std::filesystem::path& folder,
                                                 std::string_view text);

/// The shortest text that reads back as the same number.
[[nodiscard]] std::string show_real(double value);
[[nodiscard]] std::string show_flag(bool value);
[[nodiscard]] std::string show_list(std::span<const std::string> items);
[[nodiscard]] std::string show_extent(const geo::Extent& extent);
[[nodiscard]] std::string show_size(std::int64_t bytes);

}  // namespace mineprint::app
