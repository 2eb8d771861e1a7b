// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/site_tables.hpp"

namespace mineprint::pipeline {

std::string site_kind_name(SiteKind kind) {
    switch (kind) {
        case SiteKind::known:
            return "known";
        case SiteKind::large:
            return "large";
        case SiteKind::near:
            return "near";
        case SiteKind::isolated:
            break;
    }
    return "isolated";
}

}  // namespace mineprint::pipeline
