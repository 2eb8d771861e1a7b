// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/tiling.hpp"

#include <charconv>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::geo {
namespace {

/// Reads digits off the front of `text`; false where there is none.
bool take_number(std::string_view& text, int& number) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || number < 0) {
        return false;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool take_letters(std::string_view& text, std::string_view letters) {
    if (!text.starts_with(letters)) {
        return false;
    }
    text.remove_prefix(letters.size());
    return true;
}

}  // namespace

std::string TileId::name() const { return fmt::format("X{:04}_Y{:04}", x, y); }

TileId TileId::parse(std::string_view name) {
    TileId id;
    std::string_view rest = name;
    const bool whole = take_letters(rest, "X") && take_number(rest, id.x) &&
                       take_letters(rest, "_Y") && take_number(rest, id.y) && rest.empty();
    if (!whole) {
        throw core::DataError(
            fmt::format("'{}' is not a tile id: it looks like X0012_Y0034", name));
    }
    return id;
}

Tiling::Tiling(std::int64_t width, std::int64_t height, std::int64_t tile_size)
    : width_(width),
      height_(height),
      tile_size_(tile_size),
      columns_((width + tile_size - 1) / tile_size),
      rows_((height + tile_size - 1) / tile_size) {}

TileId Tiling::id(std::int64_t tile) const {
    return {static_cast<int>(tile % columns_), static_cast<int>(tile / columns_)};
}

PixelWindow Tiling::window(std::int64_t tile) const {
    const std::int64_t column = tile % columns_ * tile_size_;
    const std::int64_t row = tile / columns_ * tile_size_;
    return {column, row, std::min(tile_size_, width_ - column),
            std::min(tile_size_, height_ - row)};
}

std::int64_t Tiling::tile_of(std::int64_t column, std::int64_t row) const {
    return row / tile_size_ * columns_ + column / tile_size_;
}

}  // namespace mineprint::geo
