// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/class_colours.hpp"

#include <array>
#include <cstdint>

namespace mineprint::pipeline {

std::vector<gdal_io::ColourEntry> class_colours(const std::vector<std::string>& classes,
                                                std::size_t target) {
    constexpr std::array<std::array<std::uint8_t, 3>, 6> palette{{{0, 158, 115},
                                                                  {230, 159, 0},
                                                                  {86, 180, 233},
                                                                  {240, 228, 66},
                                                                  {0, 114, 178},
                                                                  {204, 121, 167}}};
    std::vector<gdal_io::ColourEntry> colours;
    std::size_t next = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const auto colour = i == target ? std::array<std::uint8_t, 3>{213, 38, 0}
                                        : palette.at(next++ % palette.size());
        colours.push_back({static_cast<int>(i), colour[0], colour[1], colour[2], classes[i]});
    }
    return colours;
}

}  // namespace mineprint::pipeline
