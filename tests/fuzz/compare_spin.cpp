// Verdicts of the engine against SPIN's.
#include "tests/fuzz/compare_spin.h"

#include <optional>

#include "checker/explore/check.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "tests/fuzz/promela.h"
#include "tests/fuzz/spin.h"

namespace csp::fuzz {

void compare_spin(const CompareOptions& options, Comparison& out) {
  SourceMap sources;
  Diagnostics diagnostics;
  const Promela promela =
      to_promela(parse(sources, sources.add("generated.csp", out.canonical), diagnostics));
  if (!promela.outside.empty()) {
    out.skipped = true;
    out.why_skipped = promela.outside;
    return;
  }
  const std::optional<Model> model = load_text(sources, "generated.csp", out.canonical, {}, diagnostics);
  if (!model) {
    out.rejected = render(sources, diagnostics);
    return;
  }
  std::optional<Answer> deadlock_free, error_free, always, reachable;
  for (const AssertInfo& assertion : model->assertions) {
    const std::optional<Check> check = lower(*model, assertion, forall_values(assertion, 0), diagnostics);
    if (!check) {
      out.rejected = render(sources, diagnostics);
      return;
    }
    std::optional<Answer>* answer = nullptr;
    if (check->property.kind == PropertyKind::DeadlockFree) answer = &deadlock_free;
    if (check->property.kind == PropertyKind::ErrorFree) answer = &error_free;
    if (check->property.kind == PropertyKind::Always && promela.always) answer = &always;
    if (check->property.kind == PropertyKind::Reachable && promela.reachable) answer = &reachable;
    if (!answer || *answer) continue;
    Budget budget;
    budget.max_states = options.max_states * 10;
    *answer = csp::check(check->program, check->property, CheckOptions{}, budget).answer;
    if (*answer == Answer::Unknown) ++out.undecided;
  }
  const SpinAnswer spin = ask_spin(promela.text);
  if (spin.failed) {
    out.mismatches.push_back({"spin: no answer", spin.problem});
    return;
  }
  if (!spin.problem.empty()) {
    out.skipped = true;
    out.why_skipped = spin.problem;
    return;
  }
  const auto same = [&](const char* what, const std::optional<Answer>& ours, bool theirs) {
    if (!ours || *ours == Answer::Unknown) return;
    ++out.comparisons;
    ++(theirs ? out.holds : out.fails);
    if ((*ours == Answer::Holds) == theirs) return;
    const std::string key = std::string("spin: ") + what;
    out.mismatches.push_back(
        {key, key + ": SPIN says " + (theirs ? "holds" : "fails") + ", the engine does not"});
  };
  same("error free", error_free, !spin.error);
  // A block may show in Promela only because a message passed on a channel that was closed (promela.h).
  if (!(promela.closes_unbuffered && spin.error)) same("deadlock free", deadlock_free, !spin.deadlock);
  same("always", always, !spin.always_violated);
  same("reachable", reachable, spin.reachable_reached);
}

}  // namespace csp::fuzz
