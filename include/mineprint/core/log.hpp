// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace mineprint::core {

enum class LogLevel { debug, info, warning, error };

/// How the messages on standard error look; the log file is the same for all.
enum class LogStyle {
    automatic,  ///< colours and a progress bar on a terminal (no colours where NO_COLOR is set)
    bar,        ///< a progress bar wherever it goes, as through a launcher that stands between
    plain,      ///< lines of text alone
    json        ///< one JSON object a line: `time` (UTC), `level`, `rank`, `text`
};

/// A line of `LogStyle::json` of now, with its line break; `level` is `debug`, `info`, `warning`,
/// `error` or `result`, and `more` null or an object whose members follow. Bytes that are no UTF-8
/// are replaced.
[[nodiscard]] std::string json_line(std::string_view level, int rank, std::string_view text,
                                    const nlohmann::ordered_json& more);

/// Where a run says what it does. Safe to use from several threads. Each line carries the time, the
/// level and the rank.
class Log {
  public:
    struct Options {
        int rank = 0;
        LogLevel terminal_level = LogLevel::info;  ///< what rank 0 prints on standard error
        std::filesystem::path file;                ///< appended to; none if empty
        LogStyle style = LogStyle::automatic;
    };
    explicit Log(const Options& options);
    ~Log();
    Log(Log&&) noexcept;
    Log& operator=(Log&&) noexcept;

    /// A log that keeps nothing, for tests.
    [[nodiscard]] static Log silent();

    void debug(std::string_view text) const { write(LogLevel::debug, text); }
    /// Ranks other than 0 write information to the file only; warnings and errors come from every
    /// rank.
    void info(std::string_view text) const { write(LogLevel::info, text); }
    void warning(std::string_view text) const { write(LogLevel::warning, text); }
    void error(std::string_view text) const { write(LogLevel::error, text); }

    /// Information whose object has the members of `more` too, where messages are JSON.
    void info(std::string_view text, const nlohmann::ordered_json& more) const;
    /// What a command was asked for, on standard output: `text` as it is, lines and all, or an
    /// object of level `result` with the members of `more`. Quiet does not concern it.
    void result(std::string_view text, const nlohmann::ordered_json& more) const;
    void result(std::string_view text) const;

    /// Whether information goes to standard error: not with quiet, nor from ranks other than 0.
    [[nodiscard]] bool prints_info() const;
    /// Whether a progress bar may stand on the last line of standard error. A message wipes it
    /// away.
    [[nodiscard]] bool has_bar() const;
    [[nodiscard]] LogStyle style() const;

  private:
    struct Sinks;
    explicit Log(std::unique_ptr<Sinks> sinks);
    void write(LogLevel level, std::string_view text) const;
    std::unique_ptr<Sinks> sinks_;
};

}  // namespace mineprint::core
