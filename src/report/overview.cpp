// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/overview.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::report {
namespace {

using raster::Raster;

/// Rows of pixels that are read at once.
constexpr std::int64_t strip_rows = 256;

struct Strip {
    std::int64_t first_cell_row = 0;
    geo::PixelWindow window;
};

std::vector<Strip> strips_of(const Cells& cells, const geo::Grid& grid) {
    const std::int64_t cell_rows = std::max<std::int64_t>(1, strip_rows / cells.factor);
    std::vector<Strip> strips;
    for (std::int64_t first = 0; first < cells.height; first += cell_rows) {
        const std::int64_t top = first * cells.factor;
        const std::int64_t bottom = std::min((first + cell_rows) * cells.factor, grid.height);
        strips.push_back({first, {0, top, grid.width, bottom - top}});
    }
    return strips;
}

/// Gives every thread a share of the strips, so that it opens the files once.
void for_each_strip(const std::vector<Strip>& strips, int num_threads,
                    const std::function<void(std::size_t first, std::size_t step)>& work) {
    const auto num_shares = std::min<std::int64_t>(num_threads, std::ssize(strips));
    core::parallel_for(0, num_shares, num_threads, [&](std::int64_t share) {
        work(static_cast<std::size_t>(share), static_cast<std::size_t>(num_shares));
    });
}

int level_of(std::int64_t covered, std::int64_t all) {
    if (covered * 16 <= all) {
        return 0;
    }
    if (covered * 4 <= all) {
        return 1;
    }
    return covered * 2 <= all ? 2 : 3;
}

/// What the pixels of one cell are at one epoch.
struct CellCounts {
    std::vector<std::int64_t> by_first;  ///< of the target class, by the epoch of their appearance
    std::int64_t target = 0;
    std::int64_t gone = 0;
    std::int64_t unobserved = 0;
    std::int64_t all = 0;

    explicit CellCounts(std::size_t num_epochs) : by_first(num_epochs) {}
    void clear() {
        std::ranges::fill(by_first, 0);
        target = gone = unobserved = all = 0;
    }
    [[nodiscard]] std::uint8_t state() const {
        const auto num_epochs = static_cast<std::ptrdiff_t>(by_first.size());
        if (target > 0) {
            const auto first = std::ranges::max_element(by_first) - by_first.begin();
            return static_cast<std::uint8_t>(1 + first * num_levels + level_of(target, all));
        }
        return static_cast<std::uint8_t>(
            gone > 0 ? 1 + num_epochs * num_levels + level_of(gone, all) : 0);
    }
};

class ExpansionOfStrip {
  public:
    ExpansionOfStrip(const MapFiles& maps, const Cells& cells, Expansion& result)
        : maps_(maps), cells_(cells), result_(result), counts_(maps.epochs.size()) {
        for (const auto& path : maps.classes) {
            readers_.emplace_back(path);
        }
    }

    void add(const Strip& strip) {
        const geo::PixelWindow& window = strip.window;
        Raster<std::uint8_t> first(window.width, window.height, no_class);
        for (std::size_t epoch = 0; epoch < readers_.size(); ++epoch) {
            auto values = readers_[epoch].read<std::uint8_t>(1, window);
            for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
                values[pixel] = maps_.class_of[values[pixel]];
                if (values[pixel] == maps_.target && first[pixel] == no_class) {
                    first[pixel] = static_cast<std::uint8_t>(epoch);
                }
            }
            for (std::int64_t row = 0; row * cells_.factor < window.height; ++row) {
                fill_row(epoch, strip.first_cell_row + row, row, values, first);
            }
        }
    }

  private:
    void fill_row(std::size_t epoch, std::int64_t cell_row, std::int64_t strip_row,
                  const Raster<std::uint8_t>& values, const Raster<std::uint8_t>& first) {
        for (std::int64_t cell = 0; cell < cells_.width; ++cell) {
            counts_.clear();
            const std::int64_t bottom = std::min((strip_row + 1) * cells_.factor, values.height());
            const std::int64_t right = std::min((cell + 1) * cells_.factor, values.width());
            for (std::int64_t row = strip_row * cells_.factor; row < bottom; ++row) {
                for (std::int64_t column = cell * cells_.factor; column < right; ++column) {
                    count(values(row, column), first(row, column));
                }
            }
            result_.states[epoch](cell_row, cell) = counts_.state();
            result_.unobserved[epoch](cell_row, cell) = counts_.unobserved * 2 > counts_.all;
        }
    }

    void count(std::uint8_t value, std::uint8_t first) {
        ++counts_.all;
        if (value == no_class) {
            ++counts_.unobserved;
        } else if (value == maps_.target) {
            ++counts_.target;
            ++counts_.by_first[first];
        } else if (first != no_class) {
            ++counts_.gone;
        }
    }

    const MapFiles& maps_;
    const Cells& cells_;
    Expansion& result_;
    CellCounts counts_;
    std::vector<gdal_io::RasterReader> readers_;
};

std::array<double, 3> plasma_at(double place) {
    constexpr std::array<std::array<double, 3>, 7> stops{{{13, 8, 135},
                                                          {92, 1, 166},
                                                          {156, 23, 158},
                                                          {203, 71, 120},
                                                          {237, 121, 83},
                                                          {253, 178, 47},
                                                          {240, 249, 33}}};
    const double scaled = place * (stops.size() - 1);
    const auto lower = std::min(static_cast<std::size_t>(scaled), stops.size() - 2);
    const double share = scaled - static_cast<double>(lower);
    std::array<double, 3> colour{};
    for (std::size_t i = 0; i < colour.size(); ++i) {
        colour[i] = stops[lower][i] + share * (stops[lower + 1][i] - stops[lower][i]);
    }
    return colour;
}

gdal_io::Colour hue(std::size_t epoch, std::size_t num_epochs) {
    // The last tenth of plasma is too light to be seen on paper.
    const double place =
        num_epochs < 2 ? 0.5
                       : 0.9 * static_cast<double>(epoch) / static_cast<double>(num_epochs - 1);
    const auto colour = plasma_at(place);
    return {static_cast<std::uint8_t>(std::lround(colour[0])),
            static_cast<std::uint8_t>(std::lround(colour[1])),
            static_cast<std::uint8_t>(std::lround(colour[2])), 255};
}

void add_means(gdal_io::RasterReader& reader, int band, const Strip& strip, const Cells& cells,
               Raster<float>& means) {
    const auto values = reader.read<float>(band, strip.window);
    const auto& info = reader.info().bands[static_cast<std::size_t>(band - 1)];
    const bool has_nodata = info.nodata.has_value();
    const auto nodata = static_cast<float>(info.nodata.value_or(0));
    for (std::int64_t top = 0; top < strip.window.height; top += cells.factor) {
        for (std::int64_t cell = 0; cell < cells.width; ++cell) {
            double sum = 0;
            std::int64_t number = 0;
            const std::int64_t bottom = std::min(top + cells.factor, values.height());
            const std::int64_t right = std::min((cell + 1) * cells.factor, values.width());
            for (std::int64_t row = top; row < bottom; ++row) {
                for (std::int64_t column = cell * cells.factor; column < right; ++column) {
                    const float value = values(row, column);
                    if (!std::isnan(value) && !(has_nodata && value == nodata)) {
                        sum += static_cast<double>(value);
                        ++number;
                    }
                }
            }
            const double mean = sum / static_cast<double>(number) * info.scale + info.offset;
            means(strip.first_cell_row + top / cells.factor, cell) =
                number > 0 ? static_cast<float>(mean) : std::numeric_limits<float>::quiet_NaN();
        }
    }
}

}  // namespace

Cells cells_of(const geo::Grid& grid, std::int64_t longest_side) {
    const std::int64_t longest = std::max(grid.width, grid.height);
    Cells cells;
    cells.factor = std::max<std::int64_t>(1, (longest + longest_side - 1) / longest_side);
    cells.width = (grid.width + cells.factor - 1) / cells.factor;
    cells.height = (grid.height + cells.factor - 1) / cells.factor;
    return cells;
}

Expansion expansion(const MapFiles& maps, const Cells& cells, int num_threads) {
    if (maps.epochs.size() > most_epochs) {
        throw core::RunError(fmt::format("a map of {} epochs cannot be drawn; {} are the most",
                                         maps.epochs.size(), most_epochs));
    }
    Expansion result;
    result.states.assign(maps.epochs.size(), Raster<std::uint8_t>(cells.width, cells.height));
    result.unobserved = result.states;
    const auto strips = strips_of(cells, maps.grid);
    for_each_strip(strips, num_threads, [&](std::size_t first, std::size_t step) {
        ExpansionOfStrip work(maps, cells, result);
        for (std::size_t i = first; i < strips.size(); i += step) {
            work.add(strips[i]);
        }
    });
    return result;
}

std::vector<gdal_io::Colour> expansion_palette(std::size_t num_epochs) {
    constexpr std::array<std::uint8_t, num_levels> opacity = {120, 165, 210, 255};
    std::vector<gdal_io::Colour> palette = {{0, 0, 0, 0}};
    for (std::size_t epoch = 0; epoch <= num_epochs; ++epoch) {
        auto colour =
            epoch < num_epochs ? hue(epoch, num_epochs) : gdal_io::Colour{150, 160, 165, 255};
        for (const std::uint8_t level : opacity) {
            colour[3] = level;
            palette.push_back(colour);
        }
    }
    return palette;
}

std::vector<std::string> epoch_colours(std::size_t num_epochs) {
    std::vector<std::string> colours;
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        const auto colour = hue(epoch, num_epochs);
        colours.push_back(fmt::format("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2]));
    }
    return colours;
}

Raster<float> cell_means(const std::filesystem::path& path, int band, const Cells& cells,
                         int num_threads) {
    Raster<float> means(cells.width, cells.height);
    const auto strips = strips_of(cells, gdal_io::RasterReader(path).info().grid);
    for_each_strip(strips, num_threads, [&](std::size_t first, std::size_t step) {
        gdal_io::RasterReader reader(path);
        for (std::size_t i = first; i < strips.size(); i += step) {
            add_means(reader, band, strips[i], cells, means);
        }
    });
    return means;
}

}  // namespace mineprint::report
