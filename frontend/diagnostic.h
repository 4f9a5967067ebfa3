// What we tell the author of a model: Diagnostic, the list that collects them, the table of stable codes, and the
// renderer that shows them in the manner of rustc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/core/span.h"
#include "frontend/source.h"

namespace csp {

enum class Severity { Error, Warning };

// A remark that belongs to a diagnostic. With a known span it is shown with its own piece of source.
struct DiagnosticNote {
  std::string message;
  Span span;
};

struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;                   // "E0201", from diagnostic_codes()
  Span span;                          // the place; line 0: the file as a whole
  std::string message;                // one sentence without a full stop
  std::string label;                  // short words behind the underline; may be empty
  std::vector<DiagnosticNote> notes;  // in the order to show
  std::string help;                   // what to write instead; may be empty
};

// The diagnostics of a run, in the order found.
class Diagnostics {
 public:
  // Takes a diagnostic; returns the stored one so that notes and help can be added.
  Diagnostic& add(Diagnostic diagnostic);

  // Short forms: an error or a warning with a code, a place, a message and a label.
  Diagnostic& error(std::string code, const Span& span, std::string message, std::string label = {});
  Diagnostic& warning(std::string code, const Span& span, std::string message, std::string label = {});

  // The one added last. Precondition: there is one.
  Diagnostic& last() { return list_.back(); }

  const std::vector<Diagnostic>& list() const { return list_; }
  bool has_errors() const { return errors_ > 0; }
  int errors() const { return errors_; }

  // Orders by file, line, column; stable.
  void sort();

 private:
  std::vector<Diagnostic> list_;
  int errors_ = 0;  // how many of them are errors
};

// ---- Codes ----------------------------------------------------------------------------------------------------

struct DiagnosticCode {
  std::string_view code;     // E01xx lexis, E02xx syntax, E03xx names, E04xx types, E05xx models; Wxxxx warnings
  std::string_view meaning;  // one line for docs/diagnostics.md
};

// The one list of stable codes, in ascending order. A code is never reused for another meaning.
std::span<const DiagnosticCode> diagnostic_codes();

// ---- Showing --------------------------------------------------------------------------------------------------

struct RenderOptions {
  bool color = false;  // ANSI escapes
  int width = 110;     // longer source lines are cut around the marked place
};

// One diagnostic as text that ends in a newline: header, file:line:column, source with the place underlined,
// notes and help. Tabs are shown as spaces up to the next multiple of 4, control characters and broken UTF-8 as `?`.
std::string render(const SourceMap& sources, const Diagnostic& diagnostic, const RenderOptions& options = {});

// All of them, separated by empty lines.
std::string render(const SourceMap& sources, const Diagnostics& diagnostics, const RenderOptions& options = {});

}  // namespace csp
