// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/log.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include "mineprint/core/error.hpp"

namespace mineprint::core {
namespace {

constexpr const char* wiped_line = "\r\x1b[K";

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

const char* level_name(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "info";
}

std::string utc_text(std::chrono::system_clock::time_point time) {
    using std::chrono::milliseconds;
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                       std::chrono::duration_cast<milliseconds>(time - whole).count());
}

spdlog::color_mode colours(LogStyle style) {
    const char* wish = std::getenv("NO_COLOR");
    const bool unwanted = wish != nullptr && *wish != '\0';
    return unwanted || style == LogStyle::plain ? spdlog::color_mode::never
                                                : spdlog::color_mode::automatic;
}

/// What a rank prints at least; of other ranks than 0, warnings and errors.
LogLevel printed_level(const Log::Options& options) {
    const auto quietest = options.rank == 0 ? LogLevel::debug : LogLevel::warning;
    return std::max(options.terminal_level, quietest);
}

/// A bar is drawn over and over on one line, which some terminals cannot.
bool wants_bar(const Log::Options& options) {
    if (printed_level(options) > LogLevel::info) {
        return false;
    }
    const char* kind = std::getenv("TERM");
    const bool able =
        isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
    return options.style == LogStyle::bar || (options.style == LogStyle::automatic && able);
}

spdlog::sink_ptr terminal_sink(const Log::Options& options) {
    auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>(colours(options.style));
    sink->set_level(to_spdlog(printed_level(options)));
    sink->set_pattern(
        fmt::format("{}%^{}%v%$", wants_bar(options) ? wiped_line : "",
                    options.rank == 0 ? "" : fmt::format("[rank {}] ", options.rank)));
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
    int rank = 0;
    LogLevel printed = LogLevel::error;
    LogStyle style = LogStyle::automatic;
    bool has_bar = false;

    /// Messages as objects do without spdlog, whose sinks know of text alone.
    void write(LogLevel level, std::string_view text, const nlohmann::ordered_json& more) const {
        logger->log(to_spdlog(level), spdlog::string_view_t(text.data(), text.size()));
        if (style == LogStyle::json && level >= printed) {
            fmt::print(stderr, "{}", json_line(level_name(level), rank, text, more));
        }
    }
};

Log::Log(const Options& options) : sinks_(std::make_unique<Sinks>()) {
    std::vector<spdlog::sink_ptr> sinks;
    if (options.style != LogStyle::json) {
        sinks.push_back(terminal_sink(options));
    }
    if (!options.file.empty()) {
        sinks.push_back(file_sink(options));
    }
    sinks_->logger = std::make_shared<spdlog::logger>("mineprint", sinks.begin(), sinks.end());
    sinks_->rank = options.rank;
    sinks_->printed = printed_level(options);
    sinks_->style = options.style;
    sinks_->has_bar = wants_bar(options);
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

bool Log::prints_info() const { return sinks_->printed <= LogLevel::info; }
bool Log::has_bar() const { return sinks_->has_bar; }
LogStyle Log::style() const { return sinks_->style; }

void Log::write(LogLevel level, std::string_view text) const { sinks_->write(level, text, {}); }

void Log::info(std::string_view text, const nlohmann::ordered_json& more) const {
    sinks_->write(LogLevel::info, text, more);
}

void Log::result(std::string_view text, const nlohmann::ordered_json& more) const {
    fmt::print("{}", sinks_->style == LogStyle::json ? json_line("result", sinks_->rank, text, more)
                                                     : std::string(text));
    std::fflush(stdout);
}

void Log::result(std::string_view text) const { result(text, {}); }

std::string json_line(std::string_view level, int rank, std::string_view text,
                      const nlohmann::ordered_json& more) {
    nlohmann::ordered_json line{{"time", utc_text(std::chrono::system_clock::now())},
                                {"level", level},
                                {"rank", rank},
                                {"text", text}};
    if (!more.is_null()) {
        line.update(more);
    }
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace mineprint::core
