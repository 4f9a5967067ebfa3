// Asking the engines, replaying what they find, and comparing their answers.
#include "cli/engines.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "checker/certify/replay.h"
#include "checker/explore/check.h"
#include "cli/output.h"
#include "cli/processes.h"
#include "solver/solve.h"

namespace csp {
namespace {

constexpr const char* kExplicit = "explicit";
constexpr const char* kSolver = "Z3";

const char* word(Answer answer) {
  return answer == Answer::Holds ? "holds" : answer == Answer::Fails ? "fails" : "unknown";
}

// The run in one line: "worker 1 at line 12; ...".
std::string trace_in_short(const Program& program, const Verdict& verdict) {
  if (verdict.findings.empty()) return "no counterexample";
  std::string text;
  for (const Step& step : verdict.findings[0].trace.steps) {
    const Part& part = step.parts[0];
    const Node* node = part.node == kNone ? nullptr : &program.nodes[static_cast<std::size_t>(part.node)];
    text += fmt::format("{}process {} `{}` (line {})", text.empty() ? "" : "; ", part.pid,
                        node ? node->text : "an error", node ? node->span.line : 0);
  }
  return text.empty() ? "at the start" : text;
}

// The values of the expressions of `outcomes`, as the set in the assertion would be written.
std::string outcome_text(const Program& program, const Property& property, const Value& outcome) {
  std::string text;
  for (std::size_t i = 0; i < outcome.items().size(); ++i) {
    const ExprId e = i < property.exprs.size() ? property.exprs[i] : kNone;
    const TypeId type = e == kNone ? kNone : program.exprs[static_cast<std::size_t>(e)].type;
    text += (i ? ", " : "") + show(program.types, type, outcome.items()[i]);
  }
  return outcome.items().size() == 1 ? text : "(" + text + ")";
}

bool has_priority(const Program& program) {
  return std::any_of(program.nodes.begin(), program.nodes.end(), [](const Node& node) {
    const Comm* comm = std::get_if<Comm>(&node.op);
    return comm && comm->priority;
  });
}

class Deciding {
 public:
  Deciding(const Check& lowered, const Options& options, const Budget& budget)
      : program_(lowered.program), property_(lowered.property), options_(options), budget_(budget) {}

  std::string run(Instance& out) {
    switch (options_.engine_choice) {
      case EngineChoice::Explicit:
        return take(explicit_engine(), kExplicit, out);
      case EngineChoice::Solver:
        return take(solver(budget_), kSolver, out);
      case EngineChoice::Both:
        return both(out);
      case EngineChoice::Auto:
        return one_after_the_other(out);
    }
    return "";
  }

 private:
  struct Answered {
    Verdict verdict;
    std::vector<ToldFinding> findings;
    std::string defect;
    std::string proof;        // asked of the solver: what the answer rests on, or why there is no invariant
    std::string not_written;  // --dump-smt2: why there are no obligations
    bool refused = false;     // the options exclude an answer
  };

  Answered explicit_engine(Pause pause = {}) {
    Answered out;
    if (has_priority(program_) && !(options_.engine.merge && options_.engine.resolve)) {
      out.refused = true;
      out.verdict.reason =
          "who is ready for a `pri select` is asked where everybody has run on to the next interaction: "
          "not with --no-merge or --no-resolve";
    } else {
      out.verdict = check(program_, property_, options_.engine, budget_, std::move(pause));
    }
    tell(out, {options_.engine.merge, options_.engine.resolve});
    return out;
  }

  Answered solver(const Budget& budget, std::optional<int> shallow = std::nullopt) {
    solver::SolveOptions options;
    if (options_.depth) options.depth = static_cast<int>(*options_.depth);
    if (shallow && !options_.depth) options.depth = *shallow;
    if (options_.effort) options.effort = static_cast<unsigned>(*options_.effort);
    options.first = options_.engine.first;
    options.max_findings = options_.engine.max_findings;
    std::vector<solver::Obligation> obligations;
    options.obligations = &obligations;
    Answered out;
    if (options_.show_invariant || !options_.dump_smt2.empty()) options.proof = &out.proof;
    out.verdict = solver::solve(program_, property_, options, budget);
    if (options.proof && out.proof.empty())
      out.proof = out.verdict.answer == Answer::Unknown
                      ? "no invariant was found"
                      : "no invariant: the answer is a run that was found and replayed";
    if (!options_.dump_smt2.empty()) {
      write(obligations);
      if (obligations.empty()) out.not_written = "nothing is written: " + out.proof;
    }
    tell(out, {});
    return out;
  }

  void tell(Answered& out, const ReplayOptions& how) {
    for (const Finding& finding : out.verdict.findings) {
      Replayed replayed = replay(program_, property_, finding, how);
      if (!replayed.ok()) {
        out.defect = "the counterexample does not replay: " + replayed.mismatch;
        return;
      }
      ToldFinding told{finding, std::move(replayed.story), "", replayed.not_confirmed};
      if (!finding.values.is_nil()) told.outcome = outcome_text(program_, property_, finding.values);
      out.findings.push_back(std::move(told));
    }
  }

  std::string take(Answered answered, const std::string& engine, Instance& out) {
    out.engine = engine;
    out.proof = options_.show_invariant ? answered.proof : answered.not_written;
    for (const Value& outcome : answered.verdict.outcomes)
      out.outcomes.push_back(outcome_text(program_, property_, outcome));
    out.verdict = std::move(answered.verdict);
    out.findings = std::move(answered.findings);
    return answered.defect.empty() ? "" : engine + ": " + answered.defect;
  }

  std::string both(Instance& out) {
    Answered first = explicit_engine(), second = solver(budget_);
    const Answer a = first.verdict.answer, b = second.verdict.answer;
    if (!first.defect.empty()) return take(std::move(first), kExplicit, out);
    if (!second.defect.empty()) return take(std::move(second), kSolver, out);
    if (a != Answer::Unknown && b != Answer::Unknown && a != b) {
      const std::string defect = fmt::format("the engines disagree: {} says {} ({}), {} says {} ({})",
                                             kExplicit, word(a), trace_in_short(program_, first.verdict),
                                             kSolver, word(b), trace_in_short(program_, second.verdict));
      // The trace of whichever has one is kept at hand, that of the other is in the description.
      Answered& shown = first.findings.empty() ? second : first;
      take(std::move(shown), fmt::format("{}, {}", kExplicit, kSolver), out);
      return defect;
    }
    if (a == Answer::Unknown && b == Answer::Unknown)
      first.verdict.reason =
          fmt::format("{}: {}; {}: {}", kExplicit, first.verdict.reason, kSolver, second.verdict.reason);
    else if (a == Answer::Unknown)
      out.engine_note = fmt::format("{}: unknown ({})", kExplicit, first.verdict.reason);
    else if (b == Answer::Unknown)
      out.engine_note = fmt::format("{}: unknown ({})", kSolver, second.verdict.reason);
    if (first.proof.empty()) first.proof = second.proof;
    if (first.not_written.empty()) first.not_written = second.not_written;
    const std::string who = a == b && a != Answer::Unknown ? fmt::format("{}, {} agree", kExplicit, kSolver)
                            : a == Answer::Unknown && b != Answer::Unknown ? kSolver
                                                                           : kExplicit;
    return take(a == Answer::Unknown && b != Answer::Unknown ? std::move(second) : std::move(first), who,
                out);
  }

  // The explicit engine; the solver where that cannot come to an end: where data have no bound, or the
  // machine has no memory left. A limit that was asked for is the answer when it is reached. Where the solver
  // has no answer, exploration goes on from where it was.
  std::string one_after_the_other(Instance& out) {
    const auto open = [&](const Answered& a) {
      const bool interrupted = budget_.interrupt && *budget_.interrupt;
      return a.verdict.answer == Answer::Unknown && a.defect.empty() && !a.refused && !interrupted;
    };
    const bool limited =
        options_.max_states > 0 || options_.max_depth > 0 || options_.timeout > 0 || options_.memory_given;
    std::optional<Answered> solved;
    Pause pause;
    pause.states = kFirstStates;
    if (!limited)
      pause.ask = [&](const Statistics& s) -> std::string {
        if (!grows(s)) return "";
        solved = solver_for_a_while();
        if (budget_.interrupt && *budget_.interrupt) return "interrupted";
        return open(*solved) ? "" : fmt::format("stopped at {} states", s.states);
      };
    Answered first = explicit_engine(std::move(pause));
    if (limited && open(first) && first.verdict.statistics.states == 0)
      first.verdict.reason += " (with a limit the solver is not asked: --engine z3 asks it)";
    if (limited || !open(first)) return take(std::move(first), kExplicit, out);
    if (!solved) solved = solver_for_a_while();
    if (solved->verdict.answer != Answer::Unknown || !solved->defect.empty()) {
      out.engine_note = fmt::format("{}: unknown ({})", kExplicit, first.verdict.reason);
      return take(std::move(*solved), kSolver, out);
    }
    first.verdict.reason =
        fmt::format("{}: {}; {}: {}", kExplicit, first.verdict.reason, kSolver, solved->verdict.reason);
    return take(std::move(first), kExplicit, out);
  }

  Answered solver_for_a_while() {
    Budget some = budget_;
    some.timeout_seconds = kSolverSeconds;
    some.start = std::chrono::steady_clock::now();
    return solver(some, kShallow);
  }

  // Do single processes and variables still come into new states, about as fast as the whole does? In a
  // finite system they soon have been in all of theirs. (Of the models: at least 0.17 new local states for
  // each state where data have no bound, at most 0.02 where they have one.)
  static bool grows(const Statistics& s) { return s.local_states * 10 > s.states; }

  // The obligations of a proof, as DIR/N-start.smt2 and so on; N is the first number that is free.
  void write(const std::vector<solver::Obligation>& obligations) const {
    namespace fs = std::filesystem;
    const fs::path folder = options_.dump_smt2;
    std::error_code error;
    fs::create_directories(folder, error);
    int n = 1;
    while (fs::exists(folder / fmt::format("{}-start.smt2", n), error)) ++n;
    for (const solver::Obligation& o : obligations) {
      const fs::path path = folder / fmt::format("{}-{}.smt2", n, o.name);
      write_file(path.string(), o.text);
    }
  }

  static constexpr std::uint64_t kFirstStates = 100'000;  // before it is asked whether data have a bound
  static constexpr double kSolverSeconds = 120;
  static constexpr int kShallow = 10;  // steps that the solver looks at then, beside the proof

  const Program& program_;
  const Property& property_;
  const Options& options_;
  const Budget& budget_;
};

}  // namespace

std::string decide_instance(const Check& lowered, const Options& options, const Budget& budget,
                            Instance& out) {
  return Deciding(lowered, options, budget).run(out);
}

std::string decide(const Model& model, const AssertInfo& assertion, const std::vector<Value>& forall_values,
                   const Options& options, const Budget& budget, Instance& out, Diagnostics& diagnostics) {
  if (about_processes(assertion))
    return decide_processes(model, assertion, forall_values, options, budget, out, diagnostics);
  const std::optional<Check> lowered = lower(model, assertion, forall_values, diagnostics);
  if (!lowered) return "";
  out.values = lowered->instance;
  return decide_instance(*lowered, options, budget, out);
}

}  // namespace csp
