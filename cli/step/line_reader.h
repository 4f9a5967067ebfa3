// Where commands come from: a terminal with line editing, history and completion (libedit), or lines of a
// pipe, a file or an option.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace csp {

class LineReader {
 public:
  virtual ~LineReader() = default;
  // The next line without its end; nothing at the end of the input.
  virtual std::optional<std::string> next(const std::string& prompt) = 0;
  virtual bool interactive() const { return false; }  // somebody is there who can try again
  virtual std::string place() const { return ""; }    // of the last line: "script.txt:3"; empty for a person
};

// The candidates for what begins with a word: commands, choices.
using Completer = std::function<std::vector<std::string>(const std::string& begin)>;

// Standard input: with line editing if it and standard output are a terminal.
std::unique_ptr<LineReader> standard_input(Completer);
// Lines of a text; `name` is told in place().
std::unique_ptr<LineReader> lines_of_text(std::string name, const std::string& text, char separator);

}  // namespace csp
