// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <limits>

#include "mineprint/core/byte_stream.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

namespace {

struct Record {
    std::int32_t tile = 0;
    double cost = 0;
    bool operator==(const Record&) const = default;
};

}  // namespace

TEST_CASE("values come back in the order they went in") {
    const std::vector<double> areas{1.5, -0.0, std::numeric_limits<double>::infinity()};
    ByteWriter writer;
    writer.put(std::uint8_t{7})
        .put_text("Kachin")
        .put(Record{3, 2.5})
        .put_span(std::span<const double>(areas))
        .put_text("")
        .put_span(std::span<const Record>());
    const auto bytes = writer.take();
    ByteReader reader(bytes);
    CHECK(reader.get<std::uint8_t>() == 7);
    CHECK(reader.get_text() == "Kachin");
    CHECK(reader.get<Record>() == Record{3, 2.5});
    CHECK(reader.get_vector<double>() == areas);
    CHECK_FALSE(reader.at_end());
    CHECK(reader.get_text().empty());
    CHECK(reader.get_vector<Record>().empty());
    CHECK(reader.at_end());
}

TEST_CASE("a message cut at any byte is an error, never a wrong value") {
    ByteWriter writer;
    writer.put(std::uint64_t{1})
        .put_text("abc")
        .put_span(std::span<const int>(std::array{1, 2, 3}));
    const auto bytes = writer.take();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        ByteReader reader{std::span(bytes).first(length)};
        const auto read_all = [&] {
            static_cast<void>(reader.get<std::uint64_t>());
            static_cast<void>(reader.get_text());
            static_cast<void>(reader.get_vector<int>());
        };
        CAPTURE(length);
        CHECK_THROWS_AS(read_all(), RunError);
    }
}

TEST_CASE("a length that overflows is an error") {
    ByteWriter writer;
    writer.put(std::numeric_limits<std::size_t>::max()).put(1.0);
    const auto bytes = writer.take();
    ByteReader reader(bytes);
    CHECK_THROWS_AS(reader.get_vector<double>(), RunError);
}
