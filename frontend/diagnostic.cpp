// The list of diagnostics and the table of codes.
#include "frontend/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace csp {

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::Error) ++errors_;
  list_.push_back(std::move(diagnostic));
  return list_.back();
}

Diagnostic& Diagnostics::error(std::string code, const Span& span, std::string message, std::string label) {
  return add({Severity::Error, std::move(code), span, std::move(message), std::move(label), {}, {}});
}

Diagnostic& Diagnostics::warning(std::string code, const Span& span, std::string message, std::string label) {
  return add({Severity::Warning, std::move(code), span, std::move(message), std::move(label), {}, {}});
}

void Diagnostics::sort() {
  std::stable_sort(list_.begin(), list_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.file, a.span.line, a.span.column) < std::tie(b.span.file, b.span.line, b.span.column);
  });
}

namespace {

constexpr DiagnosticCode kCodes[] = {
#define CSP_CODE(code, meaning) {code, meaning},
#include "frontend/codes.def"
#undef CSP_CODE
};

}  // namespace

std::span<const DiagnosticCode> diagnostic_codes() { return kCodes; }

}  // namespace csp
