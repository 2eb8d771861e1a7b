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
using mineprint::composite::CompositeOptions;
using mineprint::composite::Layer;
using mineprint::composite::make_composite;
using mineprint::composite::Method;
using mineprint::composite::no_day;
using mineprint::core::Date;
using mineprint::raster::Mask;
using mineprint::raster::Raster;
using mineprint::raster::ScaledStack;

namespace {

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

struct Stack {
    std::vector<ScaledStack> reflectance;
    std::vector<Mask> clear;

    [[nodiscard]] std::vector<Layer> layers() const {
        std::vector<Layer> result;
        for (std::size_t i = 0; i < clear.size(); ++i) {
            result.push_back({&reflectance[i], &clear[i]});
        }
        return result;
    }
};

Composite median(std::span<const Layer> layers, std::span<const std::string> bands,
                 std::int64_t width, std::int64_t height, int minimum_clear) {
    CompositeOptions options;
    options.minimum_clear = minimum_clear;
    return make_composite(layers, bands, {width, height}, options);
}

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
        ScaledStack bands;
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

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// The clear observation with the least sum of distances, by the definition; `none` without any.
std::size_t plain_medoid(const Stack& stack, const std::vector<std::string>& bands,
                         std::size_t pixel) {
    const auto distance = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (const std::string& band : bands) {
            const double difference =
                static_cast<double>((*stack.reflectance[a].find(band))[pixel]) -
                (*stack.reflectance[b].find(band))[pixel];
            sum += difference * difference;
        }
        return std::sqrt(sum);
    };
    std::size_t best = none;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < stack.clear.size(); ++a) {
        double sum = 0;
        for (std::size_t b = 0; b < stack.clear.size(); ++b) {
            sum += stack.clear[a][pixel] != 0 && stack.clear[b][pixel] != 0 ? distance(a, b) : 0;
        }
        if (stack.clear[a][pixel] != 0 && sum < least) {
            best = a;
            least = sum;
        }
    }
    return best;
}

/// One pixel seen several times; not clear where the value is NaN.
Stack stack_of_one_pixel(const std::vector<float>& values) {
    Stack stack;
    for (const float value : values) {
        ScaledStack bands;
        bands.add("nir", Raster<float>(1, 1, value));
        stack.reflectance.push_back(std::move(bands));
        stack.clear.emplace_back(1, 1, static_cast<std::uint8_t>(std::isnan(value) ? 0 : 1));
    }
    return stack;
}

Composite of_one_pixel(const std::vector<float>& values, const CompositeOptions& options = {}) {
    const std::vector<std::string> names{"nir"};
    return make_composite(stack_of_one_pixel(values).layers(), names, {1, 1}, options);
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
            ScaledStack cut;
            for (const std::string& band : bands) {
                Raster<float> part(100, 1);
                const auto from = stack.reflectance[l].find(band)->plain().row(row);
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

TEST_CASE("stored numbers make the composite that their values make, sorted as they are or not") {
    using mineprint::raster::ScaledRaster;
    using mineprint::raster::StoredMeaning;
    const bool same_meaning = GENERATE(true, false);
    const auto method = GENERATE(Method::median, Method::percentiles, Method::medoid);
    const auto num_layers = GENERATE(1, 2, 7, 24, 33);
    std::mt19937 generator(static_cast<unsigned>(num_layers));
    std::uniform_int_distribution<int> number(0, 40);
    Stack stored;
    Stack plain;
    for (int l = 0; l < num_layers; ++l) {
        const StoredMeaning meaning{
            2.75e-5, same_meaning ? -0.2 : -0.2 + 1e-4 * l, {std::uint16_t{0}, std::nullopt}};
        Raster<std::uint16_t> numbers(67, 9);
        Mask clear(67, 9);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            numbers[i] = static_cast<std::uint16_t>(number(generator) * 1600);
            clear[i] = numbers[i] != 0 && number(generator) < 25 ? 1 : 0;
        }
        stored.clear.push_back(clear);
        plain.clear.push_back(clear);
        const ScaledRaster band(numbers, meaning);
        stored.reflectance.emplace_back().add("red", band);
        plain.reflectance.emplace_back().add("red", ScaledRaster(band.values()));
    }
    CompositeOptions options;
    options.method = method;
    const std::vector<std::string> bands{"red"};
    const auto made = make_composite(stored.layers(), bands, {67, 9}, options);
    const auto expected = make_composite(plain.layers(), bands, {67, 9}, options);
    const auto got = made.reflectance.bands[0].values();
    CHECK(std::memcmp(got.data(), expected.reflectance.bands[0].values().data(),
                      got.size_bytes()) == 0);
}

TEST_CASE("layers that do not fit are refused") {
    const Stack stack = random_stack(2, 4, 4, 1);
    const std::vector<std::string> blue{"blue"};
    const std::vector<std::string> nir{"nir"};
    CHECK_THROWS_WITH(median(stack.layers(), blue, 4, 4, 1), Catch::Contains("blue"));
    CHECK_THROWS_AS(median(stack.layers(), nir, 4, 5, 1), mineprint::core::RunError);
    CHECK_THROWS_AS(median(stack.layers(), nir, 4, 4, 0), mineprint::core::RunError);
}

TEST_CASE("percentiles are of type 7, as numpy has them, each band with its own") {
    // np.percentile(values, p) with numpy 1.24
    const std::vector<float> values{0.9F, 0.1F, 0.4F, 0.2F, 0.2F, 0.7F, 0.1F};
    const auto of_seven = [&](double percentile) {
        CompositeOptions options;
        options.method = Method::percentiles;
        options.percentile = percentile;
        return of_one_pixel(values, options).reflectance.bands[0][0];
    };
    CHECK(of_seven(0) == 0.1F);
    CHECK(of_seven(100) == 0.9F);
    CHECK(of_seven(50) == 0.2F);
    CHECK(of_seven(25) == Approx(0.15).epsilon(1e-7));
    CHECK(of_seven(90) == Approx(0.78).epsilon(1e-7));
    CHECK(of_seven(37.5) == Approx(0.2).epsilon(1e-7));

    CompositeOptions options;
    options.method = Method::percentiles;
    options.band_percentiles = {{"red", 100}};
    options.percentile = 0;
    const Stack stack = random_stack(5, 3, 1, 1);
    const std::vector<std::string> bands{"red", "nir"};
    const Composite made = make_composite(stack.layers(), bands, {3, 1}, options);
    CHECK(made.reflectance.bands[0][1] == clear_values(stack, "red", 1).back());
    CHECK(made.reflectance.bands[1][1] == clear_values(stack, "nir", 1).front());
}

TEST_CASE("a repeated value is every percentile between its ranks") {
    CompositeOptions options;
    options.method = Method::percentiles;
    for (const double percentile : {25.0, 30.0, 50.0, 62.5, 75.0}) {
        options.percentile = percentile;
        CHECK(of_one_pixel({0.1F, 0.3F, 0.3F, 0.3F, 0.8F}, options).reflectance.bands[0][0] ==
              0.3F);
    }
}

TEST_CASE("the medoid is an observation: the one nearest to all others, the earliest of equals") {
    const std::vector<std::string> bands{"red", "nir"};
    const Stack stack = random_stack(9, 70, 11, 0.6);
    CompositeOptions options;
    options.method = Method::medoid;
    const Composite made = make_composite(stack.layers(), bands, {70, 11}, options);
    std::int64_t differences = 0;
    for (std::size_t i = 0; i < made.observed.size(); ++i) {
        const std::size_t best = plain_medoid(stack, bands, i);
        for (std::size_t b = 0; b < bands.size(); ++b) {
            const float expected =
                best == none ? nan_value : (*stack.reflectance[best].find(bands[b]))[i];
            differences += same(made.reflectance.bands[b][i], expected) ? 0 : 1;
        }
    }
    CHECK(differences == 0);
    CHECK(of_one_pixel({0.5F, 0.1F}, options).reflectance.bands[0][0] == 0.5F);
    CHECK(of_one_pixel({0.9F, 0.2F, 0.3F, 0.3F}, options).reflectance.bands[0][0] == 0.3F);
}

TEST_CASE("the best available pixel has the highest score, the earliest of equals") {
    const Stack stack = stack_of_one_pixel({0.1F, 0.2F, 0.3F});
    std::vector<Layer> layers = stack.layers();
    layers[0].date = Date::parse("2020-05-01");
    layers[1].date = Date::parse("2020-07-01");
    layers[2].date = Date::parse("2020-07-03");
    CompositeOptions options;
    options.method = Method::best_available_pixel;
    options.score.day_of_year = 184;
    const std::vector<std::string> bands{"nir"};
    const auto chosen = [&] {
        return make_composite(layers, bands, {1, 1}, options).reflectance.bands[0][0];
    };
    CHECK(chosen() == 0.2F);  // a day before and a day after: the earlier
    layers[1].sensor_score = 0.5;
    CHECK(chosen() == 0.3F);
    const Raster<float> near(1, 1, 100.0F);
    layers[2].cloud_distance_m = &near;
    CHECK(chosen() == 0.2F);
    options.score.sensor_weight = options.score.day_weight = 0;
    CHECK(chosen() == 0.1F);
}

TEST_CASE("one observation is the composite by every method") {
    for (const Method method : {Method::median, Method::medoid, Method::geometric_median,
                                Method::best_available_pixel, Method::percentiles}) {
        CompositeOptions options;
        options.method = method;
        CHECK(of_one_pixel({0.1F}, options).reflectance.bands[0][0] == 0.1F);
        CHECK(of_one_pixel({nan_value, 0.1F}, options).reflectance.bands[0][0] == 0.1F);
        CHECK(std::isnan(of_one_pixel({nan_value}, options).reflectance.bands[0][0]));
        options.minimum_clear = 2;
        CHECK(std::isnan(of_one_pixel({0.1F}, options).reflectance.bands[0][0]));
    }
}

TEST_CASE("first and last day are those of clear observations, of unobserved pixels too") {
    const Stack stack = stack_of_one_pixel({nan_value, 0.2F, 0.3F, nan_value});
    std::vector<Layer> layers = stack.layers();
    for (std::size_t l = 0; l < layers.size(); ++l) {
        layers[l].date = Date::parse("2020-05-0" + std::to_string(l + 1));
    }
    const std::vector<std::string> bands{"nir"};
    CompositeOptions options;
    options.minimum_clear = 3;
    const Composite made = make_composite(layers, bands, {1, 1}, options);
    CHECK(made.observed[0] == 0);
    CHECK(made.first_day[0] == Date::parse("2020-05-02").days_since_1970());
    CHECK(made.last_day[0] == Date::parse("2020-05-03").days_since_1970());
    for (Layer& layer : layers) {
        layer.date.reset();
    }
    CHECK(make_composite(layers, bands, {1, 1}, options).first_day[0] == no_day);
}

TEST_CASE("deviations go with the geometric median alone") {
    CompositeOptions options;
    options.deviations = {"emad"};
    CHECK_THROWS_AS(of_one_pixel({0.1F}, options), mineprint::core::RunError);
    options.method = Method::geometric_median;
    const Composite made = of_one_pixel({0.1F, 0.2F, 0.6F}, options);
    CHECK(made.reflectance.bands[0][0] == 0.2F);
    CHECK(made.deviations.names == std::vector<std::string>{"emad"});
    CHECK(made.deviations.bands[0][0] == Approx(0.1));
}
