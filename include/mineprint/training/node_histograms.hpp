// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "mineprint/training/binning.hpp"
#include "mineprint/training/row_buffer.hpp"
#include "mineprint/training/split.hpp"

namespace mineprint::training {

/// Weighted class counts per bin of several features of one node. Between two uses all bins are 0.
template <std::size_t num_words>
class NodeHistograms {
  public:
    using Counts = PackedCounts<num_words>;
    /// Features counted in one pass over the rows.
    static constexpr std::size_t max_features = 4;

    explicit NodeHistograms(std::span<const std::uint32_t> class_weights)
        : bins_(max_features * num_codes), kinds_(class_weights.size() * RowLayout::num_counts) {
        for (std::size_t label = 0; label < class_weights.size(); ++label) {
            for (std::size_t count = 0; count < RowLayout::num_counts; ++count) {
                kinds_[label * RowLayout::num_counts + count] = {
                    Counts::in_place(label, std::uint64_t{class_weights[label]} * count),
                    Counts::word_of(label)};
            }
        }
    }

    /// The counts of some rows.
    [[nodiscard]] Counts count(const RowBuffer& rows, RowRange range, bool second_half) const {
        Counts totals;
        const auto bytes = rows.bytes(range, second_half);
        for (std::size_t at = 0; at < bytes.size(); at += rows.layout().stride) {
            const Kind& kind = kinds_[rows.layout().kind_at(bytes, at)];
            totals.words[kind.word] += kind.value;
        }
        return totals;
    }

    /// Searches the best cut by the given features, at most `max_features`.
    void search(const RowBuffer& rows, RowRange range, bool second_half,
                std::span<const std::uint32_t> features, SplitSearch<num_words>& search) {
        const auto bytes = rows.bytes(range, second_half);
        // Few rows touch few bins: those are then remembered, not looked for.
        const bool sparse = range.size() < num_codes / 4;
        switch (features.size()) {
            case 1:
                return search_few<1>(rows, bytes, features, sparse, search);
            case 2:
                return search_few<2>(rows, bytes, features, sparse, search);
            case 3:
                return search_few<3>(rows, bytes, features, sparse, search);
            default:
                return search_few<4>(rows, bytes, features, sparse, search);
        }
    }

    /// Bins of one feature: a code is an index into them.
    static constexpr std::size_t num_codes = 256;

    /// Adds the rows to bins that lie elsewhere: `num_codes` a feature, for any number of features.
    void add_to(std::span<Counts> bins, const RowBuffer& rows, RowRange range, bool second_half,
                std::span<const std::uint32_t> features) const {
        const auto bytes = rows.bytes(range, second_half);
        for (std::size_t begin = 0; begin < features.size(); begin += max_features) {
            const auto some =
                features.subspan(begin, std::min(max_features, features.size() - begin));
            const auto own = bins.subspan(begin * num_codes, some.size() * num_codes);
            switch (some.size()) {
                case 1:
                    add_few<1>(own, rows, bytes, some);
                    break;
                case 2:
                    add_few<2>(own, rows, bytes, some);
                    break;
                case 3:
                    add_few<3>(own, rows, bytes, some);
                    break;
                default:
                    add_few<4>(own, rows, bytes, some);
            }
        }
    }

    /// Searches the best cut by one feature, whose bins are set to 0.
    static void search_bins(std::uint32_t feature, std::span<Counts> bins,
                            SplitSearch<num_words>& search) {
        scan(feature, bins, occupied_of(bins), search);
    }

  private:
    struct Kind {
        std::uint64_t value = 0;
        std::size_t word = 0;
    };
    using Occupied = std::array<std::uint64_t, num_codes / 64>;

    template <std::size_t num_features>
    void search_few(const RowBuffer& rows, std::span<const std::uint8_t> bytes,
                    std::span<const std::uint32_t> features, bool sparse,
                    SplitSearch<num_words>& search) {
        std::array<std::uint32_t, num_features> chosen{};
        std::ranges::copy(features, chosen.begin());
        std::array<Occupied, num_features> occupied{};
        if (sparse) {
            accumulate<true>(bins_, rows, bytes, chosen, occupied);
        } else {
            accumulate<false>(bins_, rows, bytes, chosen, occupied);
            for (std::size_t f = 0; f < num_features; ++f) {
                occupied[f] = occupied_of(std::span(bins_).subspan(f * num_codes, num_codes));
            }
        }
        for (std::size_t f = 0; f < num_features; ++f) {
            scan(chosen[f], std::span(bins_).subspan(f * num_codes, num_codes), occupied[f],
                 search);
        }
    }

    template <std::size_t num_features>
    void add_few(std::span<Counts> bins, const RowBuffer& rows, std::span<const std::uint8_t> bytes,
                 std::span<const std::uint32_t> features) const {
        std::array<std::uint32_t, num_features> chosen{};
        std::ranges::copy(features, chosen.begin());
        std::array<Occupied, num_features> unused{};
        accumulate<false>(bins, rows, bytes, chosen, unused);
    }

    template <bool remember, std::size_t num_features>
    void accumulate(std::span<Counts> bins, const RowBuffer& rows,
                    std::span<const std::uint8_t> bytes,
                    const std::array<std::uint32_t, num_features>& features,
                    std::array<Occupied, num_features>& occupied) const {
        const RowLayout layout = rows.layout();
        for (std::size_t at = 0; at < bytes.size(); at += layout.stride) {
            const Kind& kind = kinds_[layout.kind_at(bytes, at)];
            for (std::size_t f = 0; f < num_features; ++f) {
                const std::uint8_t code = bytes[at + features[f]];
                bins[f * num_codes + code].words[num_words == 1 ? 0 : kind.word] += kind.value;
                if constexpr (remember) {
                    occupied[f][code / 64U] |= std::uint64_t{1} << (code % 64U);
                }
            }
        }
    }

    static Occupied occupied_of(std::span<const Counts> bins) {
        Occupied occupied{};
        for (std::size_t code = 0; code < num_codes; ++code) {
            const std::uint64_t bit = bins[code].empty() ? 0 : 1;
            occupied[code / 64] |= bit << (code % 64);
        }
        return occupied;
    }

    /// Searches one feature, and sets its bins back to 0.
    static void scan(std::uint32_t feature, std::span<Counts> bins, const Occupied& occupied,
                     SplitSearch<num_words>& search) {
        const Counts missing = bins[missing_code];
        bins[missing_code] = {};
        if (!missing.empty()) {
            search.start(feature, missing, true);
            for_each_bin(occupied, [&](std::uint8_t code) { search.add_bin(code, bins[code]); });
            search.finish();
        }
        search.start(feature, missing, false);
        for_each_bin(occupied, [&](std::uint8_t code) {
            search.add_bin(code, bins[code]);
            bins[code] = {};
        });
        search.finish();
    }

    template <class Visit>
    static void for_each_bin(const Occupied& occupied, Visit&& visit) {
        for (std::size_t word = 0; word < occupied.size(); ++word) {
            std::uint64_t bits = occupied[word];
            if (word + 1 == occupied.size()) {
                bits &= ~(std::uint64_t{1} << 63U);  // the missing code is no bin
            }
            for (; bits != 0; bits &= bits - 1) {
                visit(static_cast<std::uint8_t>(word * 64 +
                                                static_cast<std::size_t>(std::countr_zero(bits))));
            }
        }
    }

    std::vector<Counts> bins_;
    std::vector<Kind> kinds_;
};

}  // namespace mineprint::training
