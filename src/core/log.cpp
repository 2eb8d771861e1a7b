// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/log.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include "mineprint/core/error.hpp"

namespace mineprint::core {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

spdlog::sink_ptr terminal_sink(const Log::Options& options) {
    auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    const auto quietest = options.rank == 0 ? LogLevel::debug : LogLevel::warning;
    sink->set_level(to_spdlog(std::max(options.terminal_level, quietest)));
    sink->set_pattern(options.rank == 0 ? "%^%v%$" : fmt::format("%^[rank {}] %v%$", options.rank));
    return sink;
}

spdlog::sink_ptr file_sink(const Log::Options& options) {
    try {
        auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file.string());
        sink->set_pattern(fmt::format("%Y-%m-%dT%H:%M:%S.%e%z %l rank={} %v", options.rank));
        sink->set_level(spdlog::level::debug);
        return sink;
    } catch (const spdlog::spdlog_ex& problem) {
        throw RunError(
            fmt::format("{}: the log cannot be opened: {}", options.file.string(), problem.what()));
    }
}

}  // namespace

struct Log::Sinks {
    std::shared_ptr<spdlog::logger> logger;
};

Log::Log(const Options& options) : sinks_(std::make_unique<Sinks>()) {
    std::vector<spdlog::sink_ptr> sinks{terminal_sink(options)};
    if (!options.file.empty()) {
        sinks.push_back(file_sink(options));
    }
    sinks_->logger = std::make_shared<spdlog::logger>("mineprint", sinks.begin(), sinks.end());
    sinks_->logger->set_level(spdlog::level::debug);
    sinks_->logger->flush_on(spdlog::level::info);
}

Log::Log(std::unique_ptr<Sinks> sinks) : sinks_(std::move(sinks)) {}
Log::~Log() = default;
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;

Log Log::silent() {
    auto sinks = std::make_unique<Sinks>();
    sinks->logger = std::make_shared<spdlog::logger>("silent");
    return Log(std::move(sinks));
}

void Log::write(LogLevel level, std::string_view text) const {
    sinks_->logger->log(to_spdlog(level), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace mineprint::core
