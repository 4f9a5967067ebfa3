// What checking a file gives: the one thing that every report reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/certify/replay.h"
#include "checker/core/verdict.h"
#include "cli/exit_code.h"
#include "cli/process_told.h"
#include "cli/statement.h"
#include "frontend/diagnostic.h"
#include "frontend/source.h"

namespace csp {

// A finding that the reference interpreter has confirmed, and what it tells about it.
struct ToldFinding {
  Finding finding;
  Story story;
  std::string outcome;        // unexpected and missing outcomes: the value as text
  std::string not_confirmed;  // not empty: the replay had to give up before it could confirm the finding
  std::optional<ToldProcess> process;  // an assertion about processes: this instead of `finding`
};

// An assertion for one choice of its forall variables.
struct Instance {
  std::string values;       // "n = 2, b = 0"; empty without forall
  std::string engine;       // who decided: "explicit", "Z3", "explicit, Z3 agree"
  std::string proof;        // --show-invariant: what the answer rests on; lines
  std::string engine_note;  // not empty: the other engine gave up, and why
  Verdict verdict;
  std::vector<ToldFinding> findings;            // in the order of the verdict
  std::vector<CompressionRecord> compressions;  // an assertion about processes: what was compressed
  std::vector<std::string> outcomes;            // property outcomes: what was found, as text
};

struct AssertionResult {
  Statement statement;
  int line = 0;
  Answer answer = Answer::Unknown;  // of the property without `not`; a forall: of all its instances together
  std::string reason;               // Unknown: why
  Diagnostics diagnostics;          // errors of the model that show only in an instance of this assertion
  std::string defect;  // not empty: a defect in csp (a finding that does not replay), with both sides
  double seconds = 0;  // of lowering, searching and replaying together
  std::vector<Instance> instances;  // one without forall

  bool as_stated() const {
    return answer != Answer::Unknown && (answer == Answer::Holds) != statement.negated;
  }
  ExitCode status() const;
  std::string engine() const;    // of all its instances
  std::uint64_t states() const;  // sums over the instances
  std::uint64_t transitions() const;
  double bytes_per_state() const;  // largest
};

struct FileResult {
  std::string path;
  SourceMap sources;
  Diagnostics diagnostics;
  std::vector<AssertionResult> assertions;
  std::vector<Printed> prints;  // the values of `print` lines
  std::size_t passed_over = 0;  // assertions that --only left out
  bool loaded =
      false;  // there is a model; what is wrong, if anything, is in single assertions or `print` lines
  std::string unreadable;  // not empty: the operand could not be read, and why

  bool good() const { return unreadable.empty() && !diagnostics.has_errors(); }
  ExitCode status() const;
};

}  // namespace csp
