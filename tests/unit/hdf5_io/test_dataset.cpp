// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using hdf5_io::File;
using hdf5_io::Shape;
using hdf5_io::Storage;

namespace {

template <class T>
std::vector<T> extremes() {
    using Limits = std::numeric_limits<T>;
    return {Limits::lowest(), Limits::max(), T{0}, T{1}, Limits::min(), T{42}};
}

}  // namespace

TEMPLATE_TEST_CASE("Every number comes back as it was", "", std::uint8_t, std::uint16_t,
                   std::uint32_t, std::uint64_t, std::int32_t, std::int64_t, float, double) {
    const ScratchFolder folder;
    const std::vector<TestType> values = extremes<TestType>();
    const auto storage = GENERATE(Storage::plain, Storage::packed);
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write<TestType>(file, "/group/values", {2, 1, 3}, values, {.storage = storage});
        hdf5_io::write<TestType>(file, "/one", {}, std::array{values[1]});
        hdf5_io::write<TestType>(file, "/none", {3, 0}, {});
        file.commit();
    }
    const File file = File::open(folder / "a.h5");
    const auto array = hdf5_io::read<TestType>(file, "/group/values");
    CHECK(array.shape == Shape{2, 1, 3});
    CHECK(array.values == values);
    CHECK(hdf5_io::read<TestType>(file, "/group/values", {2, 1, 3}) == values);
    CHECK(hdf5_io::read<TestType>(file, "/one", {}) == std::vector{values[1]});
    CHECK(hdf5_io::read<TestType>(file, "/none", {3, 0}).empty());
    const hdf5_io::Array any = hdf5_io::read_array(file, "/group/values");
    CHECK(std::get<std::vector<TestType>>(any.values) == values);
}

TEST_CASE("NaN and infinity survive, and a fill value is told") {
    const ScratchFolder folder;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write<double>(file, "/x", {2}, std::array{nan, -infinity}, {.fill_value = nan});
        hdf5_io::write<std::uint8_t>(file, "/flag", {1}, std::array<std::uint8_t, 1>{3},
                                     {.fill_value = 255});
        file.commit();
    }
    const File file = File::open(folder / "a.h5");
    const auto values = hdf5_io::read<double>(file, "/x", {2});
    CHECK(std::isnan(values[0]));
    CHECK(values[1] == -infinity);
    CHECK(std::isnan(hdf5_io::read_number_attribute<double>(file, "/x", "_FillValue")));
    CHECK(hdf5_io::read_number_attribute<std::uint8_t>(file, "/flag", "_FillValue") == 255);
}

TEST_CASE("Large datasets are packed and have checksums") {
    const ScratchFolder folder;
    std::vector<std::int64_t> values(700 * 1000);
    std::iota(values.begin(), values.end(), std::int64_t{1} << 40U);
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write<std::int64_t>(file, "/many", {7, 100, 1000}, values);
        file.commit();
    }
    std::string bytes = core::read_text_file(folder / "a.h5");
    CHECK(bytes.size() < values.size() * sizeof(values[0]) / 4);
    CHECK(hdf5_io::read<std::int64_t>(File::open(folder / "a.h5"), "/many").values == values);

    bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
    core::write_text_file(folder / "b.h5", bytes);
    const File damaged = File::open(folder / "b.h5");
    CHECK_THROWS_WITH((hdf5_io::read<std::int64_t>(damaged, "/many")),
                      Contains("b.h5: /many") && Contains("checksum"));
    CHECK_THROWS_AS((hdf5_io::read<std::int64_t>(damaged, "/many")), core::DataError);
}

TEST_CASE("Texts of any length come back") {
    const ScratchFolder folder;
    const std::vector<std::string> texts{"", "Kachin", "Nùjiāng 怒江", " blanks ", "x,\"y\"\n"};
    const std::vector<std::string> many(20'000, "X0012_Y0034");
    const auto variable = hdf5_io::TextWidth::variable;
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write_texts(file, "/texts", texts);
        hdf5_io::write_texts(file, "/many", many);
        hdf5_io::write_texts(file, "/empty", {"", ""});
        hdf5_io::write_texts(file, "/none", {});
        hdf5_io::write_texts(file, "/variable", texts, variable);
        hdf5_io::write_texts(file, "/many_variable", many, variable);
        hdf5_io::write_texts(file, "/no_variable", {}, variable);
        CHECK_THROWS_WITH(hdf5_io::write_texts(file, "/nul", {std::string("a\0b", 3)}),
                          Contains("/nul") && Contains("NUL"));
        file.commit();
    }
    const File file = File::open(folder / "a.h5");
    CHECK(hdf5_io::read_texts(file, "/texts") == texts);
    CHECK(hdf5_io::read_texts(file, "/many", 20'000) == many);
    CHECK(hdf5_io::read_texts(file, "/empty") == std::vector<std::string>{"", ""});
    CHECK(hdf5_io::read_texts(file, "/none").empty());
    CHECK(hdf5_io::read_texts(file, "/variable") == texts);
    CHECK(hdf5_io::read_texts(file, "/many_variable") == many);
    CHECK(hdf5_io::read_texts(file, "/no_variable").empty());
    CHECK(std::get<std::vector<std::string>>(hdf5_io::read_array(file, "/texts").values) == texts);
}

TEST_CASE("Another type, shape or name than the wanted is an error that says which") {
    const ScratchFolder folder;
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write<std::int32_t>(file, "/n", {2, 2}, std::array{1, 2, 3, 4});
        hdf5_io::write_texts(file, "/t", {"a", "b"});
        CHECK_THROWS_WITH(hdf5_io::write<std::int32_t>(file, "/m", {3}, std::array{1, 2}),
                          Contains("a.h5: /m") && Contains("[3]"));
        CHECK_THROWS_AS(hdf5_io::write<std::int32_t>(file, "/n", {1}, std::array{1}),
                        core::RunError);
        file.commit();
    }
    const File file = File::open(folder / "a.h5");
    CHECK_THROWS_WITH(hdf5_io::read<std::int64_t>(file, "/n"),
                      Contains("/n") && Contains("32-bit integer") && Contains("64-bit integer"));
    CHECK_THROWS_WITH(hdf5_io::read<std::uint32_t>(file, "/n"), Contains("unsigned"));
    CHECK_THROWS_WITH(hdf5_io::read<float>(file, "/n"), Contains("32-bit real"));
    CHECK_THROWS_WITH(hdf5_io::read<float>(file, "/t"), Contains("text of 1 bytes"));
    CHECK_THROWS_WITH((hdf5_io::read<std::int32_t>(file, "/n", {4})),
                      Contains("[2, 2]") && Contains("[4]"));
    CHECK_THROWS_WITH(hdf5_io::read_texts(file, "/n"), Contains("list of texts"));
    CHECK_THROWS_WITH(hdf5_io::read_texts(file, "/t", 3), Contains("[2]") && Contains("[3]"));
    CHECK_THROWS_WITH(hdf5_io::read<float>(file, "/none"), Contains("a.h5: /none"));
    CHECK_THROWS_AS(hdf5_io::read<float>(file, "/none"), core::DataError);
}
