// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/data_uri.hpp"

#include <cstdint>

namespace mineprint::report {

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t begin = 0; begin < bytes.size(); begin += 3) {
        const std::size_t length = std::min<std::size_t>(3, bytes.size() - begin);
        std::uint32_t block = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            block = block << 8 |
                    (i < length ? static_cast<unsigned char>(bytes[begin + i]) : std::uint32_t{0});
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= length ? letters[block >> (18 - 6 * i) & 63] : '=';
        }
    }
    return text;
}

std::string data_uri(std::string_view type, std::string_view bytes) {
    return "data:" + std::string(type) + ";base64," + base64(bytes);
}

}  // namespace mineprint::report
