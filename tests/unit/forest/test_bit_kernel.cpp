// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "mineprint/forest/bit_kernel.hpp"
#include "test_main.hpp"

using namespace mineprint::forest;

namespace {

bool bit_of(const BitRow& row, std::size_t pixel) {
    return ((row.words[pixel / 64] >> (pixel % 64)) & 1U) != 0;
}

BitRow random_row(std::mt19937_64& numbers) {
    BitRow row;
    for (auto& word : row.words) {
        word = numbers();
    }
    return row;
}

}  // namespace

TEST_CASE("every kernel answers each question for each pixel") {
    std::mt19937_64 numbers(1);
    std::vector<std::uint8_t> bytes(3 * block_pixels);
    for (auto& byte : bytes) {
        byte = static_cast<std::uint8_t>(numbers());
    }
    const std::vector<const std::uint8_t*> columns{&bytes[0], &bytes[block_pixels],
                                                   &bytes[2 * block_pixels]};
    std::vector<BitTest> tests;
    for (unsigned limit = 0; limit < 256; ++limit) {
        tests.push_back({static_cast<std::uint16_t>(limit % 3), static_cast<std::uint8_t>(limit)});
    }
    for (const BitKernel& kernel : bit_kernels()) {
        INFO(kernel.name);
        std::vector<BitRow> answers(tests.size());
        kernel.ask(tests, columns, answers.data());
        int num_wrong = 0;
        for (std::size_t t = 0; t < tests.size(); ++t) {
            for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
                const bool above = columns[tests[t].column][pixel] > tests[t].limit;
                num_wrong += bit_of(answers[t], pixel) == above ? 0 : 1;
            }
        }
        CHECK(num_wrong == 0);
    }
}

TEST_CASE("every kernel decides nodes, also where a node's row is one of its own branches") {
    std::mt19937_64 numbers(2);
    std::vector<BitRow> answers;
    std::vector<BitRow> start;
    for (int i = 0; i < 10; ++i) {
        answers.push_back(random_row(numbers));
        start.push_back(random_row(numbers));
    }
    std::vector<BitNode> nodes;
    const auto row = [&] { return static_cast<std::uint16_t>(numbers() % 10); };
    for (int i = 0; i < 100; ++i) {
        nodes.push_back({row(), row(), row(), row()});
    }
    auto expected = start;
    for (const BitNode& node : nodes) {
        BitRow result;
        for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
            const auto& from = expected[bit_of(answers[node.test], pixel) ? node.right : node.left];
            result.words[pixel / 64] |= std::uint64_t{bit_of(from, pixel) ? 1U : 0U}
                                        << (pixel % 64);
        }
        expected[node.row] = result;
    }
    for (const BitKernel& kernel : bit_kernels()) {
        INFO(kernel.name);
        auto rows = start;
        kernel.decide(nodes, answers.data(), rows.data());
        CHECK(rows == expected);
    }
}

TEST_CASE("every kernel counts votes") {
    for (const BitKernel& kernel : bit_kernels()) {
        INFO(kernel.name);
        std::mt19937_64 numbers(3);
        std::vector<BitRow> counter(7);
        std::vector<int> counts(block_pixels);
        for (int vote = 0; vote < 127; ++vote) {
            const BitRow votes = random_row(numbers);
            kernel.count(votes, counter);
            for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
                counts[pixel] += bit_of(votes, pixel) ? 1 : 0;
            }
        }
        int num_wrong = 0;
        for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
            int number = 0;
            for (std::size_t digit = 0; digit < counter.size(); ++digit) {
                number |= (bit_of(counter[digit], pixel) ? 1 : 0) << digit;
            }
            num_wrong += number == counts[pixel] ? 0 : 1;
        }
        CHECK(num_wrong == 0);
    }
}
