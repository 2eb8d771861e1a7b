// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/byte_stream.hpp"

namespace mineprint::core {

// Not inline: g++ 12 warns of a write past the end where it sees through several calls of this.
void ByteWriter::append(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

}  // namespace mineprint::core
