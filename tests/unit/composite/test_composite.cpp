// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "mineprint/composite/composite.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::composite::Composite;
using mineprint::composite::Layer;
using mineprint::composite::median;
using mineprint::raster::BandStack;
using mineprint::raster::Mask;
using mineprint::raster::Raster;

namespace {

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

struct Stack {
    std::vector<BandStack> reflectance;
    std::vector<Mask> clear;

    [[nodiscard]] std::vector<Layer> layers() const {
        std::vector<Layer> result;
        for (std::size_t i = 0; i < clear.size(); ++i) {
            result.push_back({&reflectance[i], &clear[i]});
        }
        return result;
    }
};

/// Values of few levels, so that ties are common; gaps hold NaN or a value that must not count.
Stack random_stack(int num_layers, std::int64_t width, std::int64_t height, double clear_share) {
    std::mt19937 generator(static_cast<unsigned>(num_layers * 7919 + width));
    std::uniform_real_distribution<double> uniform(0, 1);
    std::uniform_int_distribution<int> level(-3, 12);
    Stack stack;
    for (int l = 0; l < num_layers; ++l) {
        Mask clear(width, height);
        Raster<float> nir(width, height);
        Raster<float> red(width, height);
        for (std::size_t i = 0; i < clear.size(); ++i) {
            clear[i] = uniform(generator) < clear_share ? 1 : 0;
            nir[i] = static_cast<float>(level(generator)) * 0.037F;
            red[i] = static_cast<float>(uniform(generator));
            if (clear[i] == 0 && uniform(generator) < 0.5) {
                nir[i] = red[i] = nan_value;
            }
        }
        BandStack bands;
        bands.add("nir", std::move(nir));
        bands.add("red", std::move(red));
        stack.reflectance.push_back(std::move(bands));
        stack.clear.push_back(std::move(clear));
    }
    return stack;
}

std::vector<float> clear_values(const Stack& stack, const std::string& band, std::size_t pixel) {
    std::vector<float> values;
    for (std::size_t l = 0; l < stack.clear.size(); ++l) {
        if (stack.clear[l][pixel] != 0) {
            values.push_back((*stack.reflectance[l].find(band))[pixel]);
        }
    }
    std::sort(values.begin(), values.end());
    return values;
}

/// The definition, pixel by pixel.
float plain_median(const std::vector<float>& sorted, std::size_t minimum_clear) {
    if (sorted.size() < minimum_clear) {
        return nan_value;
    }
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) * 0.5F;
}

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

std::int64_t num_differences(const Stack& stack, const Composite& made, std::size_t minimum) {
    std::int64_t differences = 0;
    for (std::size_t band = 0; band < made.reflectance.names.size(); ++band) {
        for (std::size_t i = 0; i < made.observed.size(); ++i) {
            const auto values = clear_values(stack, made.reflectance.names[band], i);
            const bool fits =
                same(made.reflectance.bands[band][i], plain_median(values, minimum)) &&
                made.num_clear[i] == values.size() &&
                (made.observed[i] != 0) == (values.size() >= minimum);
            differences += fits ? 0 : 1;
        }
    }
    return differences;
}

/// One pixel seen several times.
Composite of_one_pixel(const std::vector<float>& values, int minimum_clear = 1) {
    Stack stack;
    for (const float value : values) {
        BandStack bands;
        bands.add("nir", Raster<float>(1, 1, value));
        stack.reflectance.push_back(std::move(bands));
        stack.clear.emplace_back(1, 1, static_cast<std::uint8_t>(std::isnan(value) ? 0 : 1));
    }
    const std::vector<std::string> names{"nir"};
    return median(stack.layers(), names, 1, 1, minimum_clear);
}

}  // namespace

TEST_CASE("the median equals the definition on stacks with gaps and ties") {
    const std::vector<std::string> bands{"red", "nir"};
    for (const int num_layers : {1, 2, 3, 4, 7, 8, 16, 23, 24, 33, 70}) {
        for (const double clear_share : {0.15, 0.6, 1.0}) {
            const Stack stack = random_stack(num_layers, 61, 13, clear_share);
            const Composite made = median(stack.layers(), bands, 61, 13, 1);
            INFO(num_layers << " layers, " << clear_share << " clear");
            CHECK(made.reflectance.names == bands);
            CHECK(num_differences(stack, made, 1) == 0);
        }
    }
}

TEST_CASE("fewer clear observations than the minimum leave a pixel unobserved") {
    const std::vector<std::string> bands{"nir"};
    const Stack stack = random_stack(9, 300, 5, 0.4);
    for (const std::size_t minimum : {2, 4, 9, 10}) {
        const Composite made = median(stack.layers(), bands, 300, 5, static_cast<int>(minimum));
        CHECK(num_differences(stack, made, minimum) == 0);
    }
}

TEST_CASE("medians are those of numpy in single precision") {
    // float(np.median(np.array(values, dtype=np.float32))).hex() with numpy 1.24
    const std::vector<float> values{0.0123F, 0.0456F, 0.1789F, 0.2012F, 0.0999F, 0.3333F};
    CHECK(of_one_pixel(values).reflectance.bands[0][0] == 0x1.1d7dc0p-3F);
    CHECK(of_one_pixel({values.begin(), values.begin() + 5}).reflectance.bands[0][0] ==
          0x1.9930bep-4F);
    CHECK(of_one_pixel({values.begin(), values.begin() + 4}).reflectance.bands[0][0] ==
          0x1.cbc6a8p-4F);
    CHECK(of_one_pixel({0.1F, nan_value, 0.7F}).reflectance.bands[0][0] == 0.4F);
}

TEST_CASE("the median does not depend on the order of the layers, zeros of either sign included") {
    std::vector<float> values{-0.0F, 0.0F, 0.0F, -0.0F, -1.0F, 1.0F};
    std::sort(values.begin(), values.end());
    do {
        const float made = of_one_pixel(values).reflectance.bands[0][0];
        REQUIRE((made == 0.0F && !std::signbit(made)));
    } while (std::next_permutation(values.begin(), values.end()));
}

TEST_CASE("without layers, or where none is clear, nothing is observed") {
    const std::vector<std::string> bands{"nir"};
    const Composite none = median({}, bands, 3, 2, 1);
    CHECK(std::isnan(none.reflectance.bands[0][5]));
    CHECK(none.num_clear == Raster<std::uint16_t>(3, 2, 0));
    CHECK(none.observed == Mask(3, 2, 0));
    CHECK(std::isnan(of_one_pixel({nan_value, nan_value}).reflectance.bands[0][0]));
}

TEST_CASE("a window made in strips is the window made at once") {
    const std::vector<std::string> bands{"red", "nir"};
    const Stack stack = random_stack(12, 100, 10, 0.5);
    const Composite whole = median(stack.layers(), bands, 100, 10, 2);
    for (std::int64_t row = 0; row < 10; ++row) {
        Stack strip;
        for (std::size_t l = 0; l < stack.clear.size(); ++l) {
            BandStack cut;
            for (const std::string& band : bands) {
                Raster<float> part(100, 1);
                const auto from = stack.reflectance[l].find(band)->row(row);
                std::copy(from.begin(), from.end(), part.values().begin());
                cut.add(band, std::move(part));
            }
            Mask clear(100, 1);
            const auto from = stack.clear[l].row(row);
            std::copy(from.begin(), from.end(), clear.values().begin());
            strip.reflectance.push_back(std::move(cut));
            strip.clear.push_back(std::move(clear));
        }
        const Composite made = median(strip.layers(), bands, 100, 1, 2);
        for (std::size_t band = 0; band < bands.size(); ++band) {
            const auto expected = whole.reflectance.bands[band].row(row);
            const auto got = made.reflectance.bands[band].values();
            CHECK(std::memcmp(expected.data(), got.data(), expected.size_bytes()) == 0);
        }
    }
}

TEST_CASE("layers that do not fit are refused") {
    const Stack stack = random_stack(2, 4, 4, 1);
    const std::vector<std::string> blue{"blue"};
    const std::vector<std::string> nir{"nir"};
    CHECK_THROWS_WITH(median(stack.layers(), blue, 4, 4, 1), Catch::Contains("blue"));
    CHECK_THROWS_AS(median(stack.layers(), nir, 4, 5, 1), mineprint::core::RunError);
    CHECK_THROWS_AS(median(stack.layers(), nir, 4, 4, 0), mineprint::core::RunError);
}
