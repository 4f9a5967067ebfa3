// Where a parser is stuck, with short words for what stands around it; for the files that guess what was
// meant.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "frontend/explain_hints.h"

namespace csp {

class SlipSite {
 public:
  SlipSite(const SourceFile& source, int file, const std::vector<Token>& tokens,
           const std::vector<bool>& in_prog, const Stuck& stuck)
      : source_(source), file_(file), tokens_(tokens), in_prog_(in_prog), stuck_(stuck), at_(stuck.at) {}

  using Found = std::optional<Diagnostic>;

  Tok type(std::size_t at) const { return at < tokens_.size() ? tokens_[at].type : Tok::END; }
  std::string_view text(std::size_t at) const { return at < tokens_.size() ? tokens_[at].text(source_) : ""; }
  bool word(std::size_t at, std::string_view what) const { return type(at) == Tok::NAME && text(at) == what; }
  bool in_prog() const { return !in_prog_.empty() && in_prog_[std::min(at_, in_prog_.size() - 1)]; }
  bool expects(Tok what) const {
    return std::find(stuck_.expected.begin(), stuck_.expected.end(), what) != stuck_.expected.end();
  }
  bool in_rule(std::string_view rule) const {
    return std::find(stuck_.rules.begin(), stuck_.rules.end(), rule) != stuck_.rules.end();
  }

  Found say(std::string code, std::size_t from, std::size_t to, std::string message, std::string label,
            std::string help) const {
    return Diagnostic{Severity::Error,    std::move(code),  span_of(file_, tokens_[from], tokens_[to]),
                      std::move(message), std::move(label), {},
                      std::move(help)};
  }

  const SourceFile& source_;
  const int file_;
  const std::vector<Token>& tokens_;
  const std::vector<bool>& in_prog_;
  const Stuck& stuck_;
  const std::size_t at_;  // where the parser is stuck
};

// Operators of C and Go (explain_operators.cpp).
std::optional<Diagnostic> operator_slip(const SlipSite& site);

}  // namespace csp
