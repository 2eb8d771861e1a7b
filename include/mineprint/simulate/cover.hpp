// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mineprint::simulate {

/// What the ground is covered with. Pits and ponds together are the class `mine`.
enum class Cover : std::uint8_t { pit, pond, forest, bare_soil, water, grass };
inline constexpr std::size_t num_covers = 6;

/// The classes of reference and truth, in this order.
inline constexpr std::array<std::string_view, 5> class_names = {"mine", "forest", "bare-soil",
                                                                "water", "grass"};
inline constexpr std::size_t num_classes = class_names.size();
inline constexpr std::size_t mine_class = 0;

/// Index of the cover's class in `class_names`.
[[nodiscard]] constexpr std::size_t class_of(Cover cover) {
    constexpr std::array<std::size_t, num_covers> classes = {0, 0, 1, 2, 3, 4};
    return classes[static_cast<std::size_t>(cover)];
}

/// Each pixel is looked at in 3 × 3 places, the centres of its ninths.
inline constexpr int subpixels_a_side = 3;
inline constexpr int num_subpixels = subpixels_a_side * subpixels_a_side;
/// So many of them make a pixel a mine; of an odd number there is no tie.
inline constexpr int majority = num_subpixels / 2 + 1;

/// How many of a pixel's ninths each cover has.
struct CoverCounts {
    std::array<std::uint8_t, num_covers> count{};

    void add(Cover cover) { ++count[static_cast<std::size_t>(cover)]; }
    [[nodiscard]] int of(Cover cover) const { return count[static_cast<std::size_t>(cover)]; }
    [[nodiscard]] int of_class(std::size_t class_index) const {
        int sum = 0;
        for (std::size_t cover = 0; cover < num_covers; ++cover) {
            sum += class_of(static_cast<Cover>(cover)) == class_index ? count[cover] : 0;
        }
        return sum;
    }
    /// The pixel's true class: mine where mines cover most of it, else the largest of the others,
    /// the first in `class_names` of equals.
    [[nodiscard]] std::size_t true_class() const {
        if (of_class(mine_class) >= majority) {
            return mine_class;
        }
        std::size_t best = mine_class + 1;
        for (std::size_t other = best + 1; other < num_classes; ++other) {
            best = of_class(other) > of_class(best) ? other : best;
        }
        return best;
    }
};

}  // namespace mineprint::simulate
