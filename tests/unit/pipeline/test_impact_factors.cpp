// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/impact_factors.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace pipeline;
using Catch::Matchers::Contains;

namespace {

std::vector<NamedFactor> read(const std::string& factors) {
    const ScratchFolder folder;
    core::write_text_file(folder / "factors.json", R"({"factors": [)" + factors + "]}");
    return read_impact_factors(folder / "factors.json");
}

std::string factor(const std::string& change = "") {
    return R"({"name": "gold", "unit": "g", "of": "gain", "per": "ha", "low": 1, "mode": 2,
               "high": 4, "source": "a book")" +
           change + "}";
}

}  // namespace

TEST_CASE("factors are read per km², with their sources") {
    const auto factors = read(factor());
    REQUIRE(factors.size() == 1);
    CHECK(factors[0].of_gain);
    CHECK(factors[0].per_km2.mode == 200);
    CHECK(factors[0].source == "a book");
}

TEST_CASE("the factors that come with the program can be read") {
    const char* source = std::getenv("MINEPRINT_SOURCE_DIR");
    REQUIRE(source != nullptr);
    const auto factors =
        read_impact_factors(std::filesystem::path(source) / "jobs" / "impact-gold.json");
    CHECK(factors.at(0).per_km2.high == 172'500);
}

TEST_CASE("a factor without a source, a range or a meaning is refused") {
    CHECK_THROWS_WITH(read(factor(R"(, "colour": "red")")), Contains("'colour' is not known"));
    CHECK_THROWS_WITH(read(factor() + "," + factor()), Contains("'gold' is there twice"));
    CHECK_THROWS_WITH(
        read(R"({"name": "a", "unit": "g", "of": "gain", "per": "ha", "low": 3, "mode": 2,
                 "high": 4, "source": "b"})"),
        Contains("factor 1") && Contains("low ≤ mode ≤ high does not hold"));
    CHECK_THROWS_WITH(
        read(R"({"name": "a", "unit": "g", "of": "gain", "per": "ha", "low": 1, "mode": 2,
                 "high": 4, "source": " "})"),
        Contains("needs a name and a source"));
    CHECK_THROWS_WITH(
        read(R"({"name": "a", "unit": "g", "of": "loss", "per": "ha", "low": 1, "mode": 2,
                 "high": 4, "source": "b"})"),
        Contains("neither 'area' nor 'gain'"));
    CHECK_THROWS_WITH(read(R"({"name": "a"})"), Contains("is no impact factor"));
    CHECK_THROWS_AS(read("oops"), core::DataError);
}

TEST_CASE("impact is told of areas and gains of every zone, as a range") {
    const RegionTables region = small_results::region("kachin");
    NamedFactor of_area{"dust", "t", "a book", false, {1, 2, 3}};
    NamedFactor of_gain{"gold", "g", "a book", true, {10, 20, 30}};
    const auto rows = impact_rows(region, {of_area, of_gain});
    // Three zones; three epochs of area; two pairs and the whole span of gain.
    CHECK(rows.size() == 3 * (3 + 3));
    CHECK(rows[0].factor == "dust");
    CHECK(rows[0].from_epoch.empty());
    CHECK(rows[0].range.mode == Approx(0.6 * 2));
    CHECK(rows[5].from_epoch == "2005");
    CHECK(rows[5].to_epoch == "2020");
    CHECK(rows[5].area_km2 == Approx(1.89));
    CHECK(rows[5].range.low == Approx(18.9));
    CHECK(rows[5].range.high == Approx(56.7));
    CHECK_FALSE(rows[5].adjusted);
}
