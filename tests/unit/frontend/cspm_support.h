// Evaluates expressions of CSPM in the surroundings of a script, for the tests of the evaluator.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "frontend/load.h"
#include "frontend/process.h"

namespace csp::test {

class Cspm {
 public:
  explicit Cspm(std::string script, std::vector<Override> overrides = {})
      : script_(std::move(script)), overrides_(std::move(overrides)) {}

  // The value of the expression as `print` shows it; of what cannot be evaluated the code; of what is refused
  // before the code of the first error, with a `!` in front.
  std::string operator()(const std::string& expression) const {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto model =
        load_text(sources, "test.csp", script_ + "\nprint " + expression + "\n", overrides_, diagnostics);
    if (!model) return "!" + diagnostics.list().front().code;
    EvaluationLimits limits;
    limits.steps = 2'000'000;
    const Printed printed = print_values(*model, limits).back();
    return printed.failure ? printed.failure->code : printed.value;
  }

 private:
  std::string script_;
  std::vector<Override> overrides_;
};

// A script with an assertion about processes; looks at the terms of its last one.
class Processes {
 public:
  explicit Processes(const std::string& script) {
    model_ = load_text(sources_, "test.csp", script, {}, diagnostics_);
    if (model_ && !model_->assertions.empty()) {
      const AssertInfo& info = model_->assertions.back();
      std::vector<Value> values;
      for (const auto& set : info.forall_sets) values.push_back(set.back());
      check_ = lower_process(*model_, info, values, diagnostics_);
    }
  }

  bool good() const { return check_.has_value(); }
  std::string said() const { return render(sources_, diagnostics_); }
  const ProcessCheck& check() const { return *check_; }
  const Model& model() const { return *model_; }
  Terms& terms() { return *check_->terms; }
  TermId process() { return terms().head(check_->question.process); }
  TermId specification() { return terms().head(check_->question.specification); }

  // The events of a prefix, or of a choice between prefixes, in order, separated by spaces.
  std::string offers(TermId t) {
    t = terms().head(t);
    const Term term = terms()[t];
    std::string out;
    const auto add = [&](const std::string& s) { out += (out.empty() || s.empty() ? "" : " ") + s; };
    for (const MenuItem& m : term.menu) add(terms().events()[m.event].text);
    if (term.kind == TermKind::ExternalChoice)
      for (const TermId a : term.args) add(offers(a));
    return out;
  }
  std::string offers() { return offers(process()); }

  // What follows an event of the menu.
  TermId after(TermId t, const std::string& event) {
    t = terms().head(t);
    const Term term = terms()[t];
    for (const MenuItem& m : term.menu)
      if (terms().events()[m.event].text == event) return terms().head(m.next);
    for (const TermId a : term.args)
      if (const TermId n = after(a, event); n != kNone) return n;
    return kNone;
  }

  // The number of terms that can be reached through menus and operands; at most `limit`.
  std::size_t reachable(std::size_t limit = 10000) {
    std::vector<TermId> seen{process()};
    for (std::size_t i = 0; i < seen.size() && seen.size() < limit; ++i) {
      const Term term = terms()[seen[i]];
      const auto visit = [&](TermId t) {
        t = terms().head(t);
        if (std::find(seen.begin(), seen.end(), t) == seen.end()) seen.push_back(t);
      };
      for (const MenuItem& m : term.menu) visit(m.next);
      for (const TermId a : term.args) visit(a);
    }
    return seen.size();
  }

 private:
  SourceMap sources_;
  Diagnostics diagnostics_;
  std::optional<Model> model_;
  std::optional<ProcessCheck> check_;
};

}  // namespace csp::test
