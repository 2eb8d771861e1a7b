// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mineprint::core {

/// SHA-256 over everything given to it.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    Sha256& update(std::span<const std::byte> bytes);
    /// A text with its length, so that ("ab", "c") differs from ("a", "bc").
    Sha256& update_text(std::string_view text);
    Sha256& update_number(std::uint64_t number);
    /// The bit pattern of the number.
    Sha256& update_real(double number);
    /// 64 hexadecimal digits; to be called once, last.
    [[nodiscard]] std::string finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// SHA-256 of the bytes of a text.
[[nodiscard]] std::string sha256(std::string_view text);
/// SHA-256 of the content of a file. Throws DataError when it cannot be read.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace mineprint::core
