// Totals and exit status of results.
#include "cli/result.h"

#include <algorithm>

namespace csp {

ExitCode AssertionResult::status() const {
  if (!defect.empty()) return ExitCode::Internal;
  if (diagnostics.has_errors()) return ExitCode::BadInput;
  if (answer == Answer::Unknown) return ExitCode::Limit;
  return as_stated() ? ExitCode::AsStated : ExitCode::NotAsStated;
}

std::string AssertionResult::engine() const {
  std::string all;
  for (const Instance& i : instances) {
    if (all.empty()) all = i.engine;
    if (all != i.engine) return "explicit, Z3";
  }
  return all.empty() ? "explicit" : all;
}

std::uint64_t AssertionResult::states() const {
  std::uint64_t sum = 0;
  for (const Instance& i : instances) sum += i.verdict.statistics.states;
  return sum;
}

std::uint64_t AssertionResult::transitions() const {
  std::uint64_t sum = 0;
  for (const Instance& i : instances) sum += i.verdict.statistics.transitions;
  return sum;
}

double AssertionResult::bytes_per_state() const {
  double most = 0;
  for (const Instance& i : instances) most = std::max(most, i.verdict.statistics.bytes_per_state);
  return most;
}

ExitCode FileResult::status() const {
  ExitCode status = good() ? ExitCode::AsStated : ExitCode::BadInput;
  for (const AssertionResult& a : assertions) status = worse(status, a.status());
  for (const Printed& p : prints)
    if (!p.limit.empty()) status = worse(status, ExitCode::Limit);
  return status;
}

}  // namespace csp
