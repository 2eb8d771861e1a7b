// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "mineprint/core/error.hpp"

namespace mineprint::core {

/// Packs values into bytes to send them to another rank of the same run.
class ByteWriter {
  public:
    template <class T>
    requires std::is_trivially_copyable_v<T> ByteWriter& put(const T& value) {
        append(std::as_bytes(std::span(&value, 1)));
        return *this;
    }
    ByteWriter& put_text(std::string_view text) { return put_span(std::span<const char>(text)); }
    template <class T>
    requires std::is_trivially_copyable_v<T> ByteWriter& put_span(std::span<const T> values) {
        put(values.size());
        append(std::as_bytes(values));
        return *this;
    }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    void append(std::span<const std::byte> bytes);
    std::vector<std::byte> bytes_;
};

/// Appends the values that make up `bytes`.
template <class T>
requires std::is_trivially_copyable_v<T>
void append_values(std::vector<T>& values, std::span<const std::byte> bytes) {
    const std::size_t old_size = values.size();
    values.resize(old_size + bytes.size() / sizeof(T));
    if (!bytes.empty()) {
        std::memcpy(&values[old_size], bytes.data(), bytes.size());
    }
}

/// Unpacks what a ByteWriter packed, in the same order. Throws RunError past the end.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class T>
    requires std::is_trivially_copyable_v<T>
    [[nodiscard]] T get() {
        T value;
        std::memcpy(&value, next(sizeof(T)).data(), sizeof(T));
        return value;
    }
    [[nodiscard]] std::string get_text() {
        const auto chars = get_vector<char>();
        return {chars.begin(), chars.end()};
    }
    template <class T>
    requires std::is_trivially_copyable_v<T>
    [[nodiscard]] std::vector<T> get_vector() {
        const auto count = get<std::size_t>();
        if (count > bytes_.size() / sizeof(T)) {
            throw RunError("a message between ranks is shorter than it says");
        }
        std::vector<T> values(count);
        const auto bytes = next(count * sizeof(T));
        if (count > 0) {
            std::memcpy(values.data(), bytes.data(), bytes.size());
        }
        return values;
    }
    /// The bytes of a span of bytes, where they lie.
    [[nodiscard]] std::span<const std::byte> get_span() { return next(get<std::size_t>()); }
    [[nodiscard]] bool at_end() const noexcept { return bytes_.empty(); }

  private:
    std::span<const std::byte> next(std::size_t count) {
        if (count > bytes_.size()) {
            throw RunError("a message between ranks is shorter than it says");
        }
        const auto part = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return part;
    }
    std::span<const std::byte> bytes_;
};

}  // namespace mineprint::core
