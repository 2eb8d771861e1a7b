// SPDX-License-Identifier: Apache-2.0
#include "mineprint/features/spectral_index.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace mineprint::features {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

// A division by 0 gives an infinity or NaN, and over_row makes NaN of both.

float normalised_difference(float a, float b) { return (a - b) / (a + b); }

float ratio(float a, float b) { return a / b; }

float evi(float nir, float red, float blue) {
    return 2.5F * (nir - red) / (nir + 6.0F * red - 7.5F * blue + 1.0F);
}

float evi2(float nir, float red) { return 2.5F * (nir - red) / (nir + 2.4F * red + 1.0F); }

float savi(float nir, float red) { return 1.5F * (nir - red) / (nir + red + 0.5F); }

float msavi2(float nir, float red) {
    const float a = 2.0F * nir + 1.0F;
    return (a - std::sqrt(a * a - 8.0F * (nir - red))) / 2.0F;
}

float bsi(float blue, float red, float nir, float swir1) {
    return normalised_difference(swir1 + red, nir + blue);
}

float brightness(float blue, float green, float red, float nir, float swir1, float swir2) {
    return 0.2043F * blue + 0.4158F * green + 0.5524F * red + 0.5741F * nir + 0.3124F * swir1 +
           0.2303F * swir2;
}

float greenness(float blue, float green, float red, float nir, float swir1, float swir2) {
    return -0.1603F * blue - 0.2819F * green - 0.4934F * red + 0.7940F * nir - 0.0002F * swir1 -
           0.1446F * swir2;
}

float wetness(float blue, float green, float red, float nir, float swir1, float swir2) {
    return 0.0315F * blue + 0.2021F * green + 0.3102F * red + 0.1594F * nir - 0.6806F * swir1 -
           0.6109F * swir2;
}

template <auto formula, std::size_t... input>
void over_row(std::span<const std::span<const float>> inputs, std::span<float> output,
              std::index_sequence<input...> /*which inputs*/) {
    constexpr float largest = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < output.size(); ++i) {
        const float value = formula(inputs[input][i]...);
        output[i] = std::abs(value) <= largest ? value : no_value;
    }
}

template <auto formula, class... Inputs>
void (*row_function(float (* /*only its type counts*/)(Inputs...)))(
    std::span<const std::span<const float>>, std::span<float>) {
    return [](std::span<const std::span<const float>> inputs, std::span<float> output) {
        over_row<formula>(inputs, output, std::index_sequence_for<Inputs...>());
    };
}

/// A row of the table: the formula's parameters are the bands, in their order.
template <auto formula>
SpectralIndex row(std::string name, std::vector<std::string> bands, std::string text,
                  std::string reference) {
    return {{std::move(name), std::move(bands), std::move(text), std::move(reference)},
            row_function<formula>(formula)};
}

const std::vector<std::string>& six_bands() {
    static const std::vector<std::string> names{"blue", "green", "red", "nir", "swir1", "swir2"};
    return names;
}

}  // namespace

const std::vector<SpectralIndex>& spectral_indices() {
    static const std::vector<SpectralIndex> table{
        row<normalised_difference>("ndvi", {"nir", "red"}, "(nir - red) / (nir + red)",
                                   "Tucker 1979, Remote Sens. Environ. 8:127-150"),
        row<normalised_difference>("ndwi", {"green", "nir"}, "(green - nir) / (green + nir)",
                                   "McFeeters 1996, Int. J. Remote Sens. 17:1425-1432"),
        row<normalised_difference>("mndwi", {"green", "swir1"}, "(green - swir1) / (green + swir1)",
                                   "Xu 2006, Int. J. Remote Sens. 27:3025-3033"),
        row<normalised_difference>("ndsi", {"green", "swir1"}, "(green - swir1) / (green + swir1)",
                                   "Hall et al. 1995, Remote Sens. Environ. 54:127-140; equal to "
                                   "mndwi"),
        row<normalised_difference>("ndmi", {"nir", "swir1"}, "(nir - swir1) / (nir + swir1)",
                                   "Gao 1996, Remote Sens. Environ. 58:257-266"),
        row<normalised_difference>("ndwi_gao", {"nir", "swir1"}, "(nir - swir1) / (nir + swir1)",
                                   "Gao 1996, Remote Sens. Environ. 58:257-266; equal to ndmi"),
        row<normalised_difference>("ndbi", {"swir1", "nir"}, "(swir1 - nir) / (swir1 + nir)",
                                   "Zha et al. 2003, Int. J. Remote Sens. 24:583-594; -ndmi"),
        row<normalised_difference>("nbr", {"nir", "swir2"}, "(nir - swir2) / (nir + swir2)",
                                   "Key and Benson 2006, USDA RMRS-GTR-164-CD"),
        row<evi>("evi", {"nir", "red", "blue"},
                 "2.5 * (nir - red) / (nir + 6 * red - 7.5 * blue + 1)",
                 "Huete et al. 2002, Remote Sens. Environ. 83:195-213"),
        row<evi2>("evi2", {"nir", "red"}, "2.5 * (nir - red) / (nir + 2.4 * red + 1)",
                  "Jiang et al. 2008, Remote Sens. Environ. 112:3833-3845"),
        row<savi>("savi", {"nir", "red"}, "1.5 * (nir - red) / (nir + red + 0.5)",
                  "Huete 1988, Remote Sens. Environ. 25:295-309"),
        row<msavi2>("msavi2", {"nir", "red"},
                    "(2 * nir + 1 - sqrt((2 * nir + 1)^2 - 8 * (nir - red))) / 2",
                    "Qi et al. 1994, Remote Sens. Environ. 48:119-126"),
        row<bsi>("bsi", {"blue", "red", "nir", "swir1"},
                 "((swir1 + red) - (nir + blue)) / ((swir1 + red) + (nir + blue))",
                 "Rikimaru et al. 2002, Trop. Ecol. 43:39-47"),
        row<ratio>("clay_ratio", {"swir1", "swir2"}, "swir1 / swir2",
                   "Sabins 1999, Ore Geol. Rev. 14:157-183"),
        row<ratio>("ferrous_ratio", {"swir1", "nir"}, "swir1 / nir",
                   "Segal 1982, 2nd Conf. Remote Sens. Explor. Geol.: 949-951"),
        row<ratio>("iron_oxide_ratio", {"red", "blue"}, "red / blue",
                   "Sabins 1999, Ore Geol. Rev. 14:157-183"),
        row<brightness>("tc_brightness", six_bands(),
                        "0.2043 * blue + 0.4158 * green + 0.5524 * red + 0.5741 * nir + 0.3124 * "
                        "swir1 + 0.2303 * swir2",
                        "Crist 1985, Remote Sens. Environ. 17:301-306"),
        row<greenness>("tc_greenness", six_bands(),
                       "-0.1603 * blue - 0.2819 * green - 0.4934 * red + 0.7940 * nir - 0.0002 * "
                       "swir1 - 0.1446 * swir2",
                       "Crist 1985, Remote Sens. Environ. 17:301-306"),
        row<wetness>("tc_wetness", six_bands(),
                     "0.0315 * blue + 0.2021 * green + 0.3102 * red + 0.1594 * nir - 0.6806 * "
                     "swir1 - 0.6109 * swir2",
                     "Crist 1985, Remote Sens. Environ. 17:301-306")};
    return table;
}

const SpectralIndex* find_index(std::string_view name) {
    const std::vector<SpectralIndex>& table = spectral_indices();
    const auto found = std::find_if(table.begin(), table.end(), [&](const SpectralIndex& index) {
        return index.info.name == name;
    });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace mineprint::features
