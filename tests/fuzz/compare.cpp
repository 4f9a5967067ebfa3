// The comparisons.
#include "tests/fuzz/compare.h"

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "checker/certify/explore.h"
#include "checker/certify/replay.h"
#include "checker/core/dump.h"
#include "checker/core/dump_names.h"
#include "checker/explore/check.h"
#include "frontend/ast_equal.h"
#include "frontend/load.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "frontend/print.h"
#include "tests/fuzz/compare_spin.h"
#include "tests/fuzz/random.h"

namespace csp::fuzz {

namespace {

struct Way {  // a way to ask the engine
  std::string name;
  CheckOptions options;
};

std::vector<Way> ways() {
  std::vector<Way> list(10);
  list[0].name = "default";
  list[1].name = "merge off", list[1].options.merge = false;
  list[2].name = "resolve off", list[2].options.resolve = false;
  list[3].name = "canonical off", list[3].options.canonical = false;
  list[4].name = "forget off", list[4].options.forget = false;
  list[5].name = "depth first", list[5].options.order = SearchOrder::DepthFirst;
  list[6].name = "random", list[6].options.order = SearchOrder::Random;
  list[7].name = "numbering off", list[7].options.canonical = list[7].options.forget = false;
  list[8].name = "numbering and resolve off";
  list[8].options.canonical = list[8].options.forget = list[8].options.resolve = false;
  list[9].name = "all off";
  list[9].options.merge = list[9].options.resolve = list[9].options.canonical = list[9].options.forget = false;
  return list;
}

const char* word(Answer a) { return a == Answer::Holds ? "holds" : a == Answer::Fails ? "fails" : "unknown"; }

// Does the engine look at every state before it answers?
bool looks_at_all(PropertyKind kind, Answer answer) {
  switch (kind) {
    case PropertyKind::LeakFree:
    case PropertyKind::CanTerminate:
    case PropertyKind::LivelockFree:
    case PropertyKind::DivergenceFree:
    case PropertyKind::Outcomes: return answer != Answer::Unknown;
    case PropertyKind::Reachable: return answer == Answer::Fails;
    case PropertyKind::DeadlockFree:
    case PropertyKind::RaceFree:
    case PropertyKind::ErrorFree:
    case PropertyKind::Terminates:
    case PropertyKind::Always: return answer == Answer::Holds;
  }
  return false;
}

// Is the first counterexample a shortest one by definition?
bool has_shortest(PropertyKind kind) {
  return kind == PropertyKind::DeadlockFree || kind == PropertyKind::RaceFree || kind == PropertyKind::ErrorFree ||
         kind == PropertyKind::Always || kind == PropertyKind::Reachable;
}

std::string lengths(const std::vector<Finding>& findings) {
  std::vector<std::size_t> list;
  for (const Finding& f : findings) list.push_back(f.trace.steps.size());
  std::sort(list.begin(), list.end());
  std::string text;
  for (std::size_t n : list) text += (text.empty() ? "" : " ") + std::to_string(n);
  return text.empty() ? "none" : text;
}

// The reference's graphs of one program; all properties without expressions are asked of the same.
class Graphs {
 public:
  Graphs(const Program& program, std::uint64_t max_states, bool normal)
      : program_(program), max_states_(max_states), normal_(normal) {}

  const reference::StateGraph& get(const reference::Options& steps) {
    auto& kept = graphs_[{steps.merge, steps.resolve, steps.arrival}];
    const std::uint64_t limit = max_states_ * (steps.merge && !steps.arrival ? 1 : 4);
    if (!kept) kept = std::make_unique<reference::StateGraph>(program_, steps, limit, normal_);
    return *kept;
  }

 private:
  const Program program_;
  std::uint64_t max_states_;
  bool normal_;
  std::map<std::tuple<bool, bool, bool>, std::unique_ptr<reference::StateGraph>> graphs_;
};

// One assertion.
class Assertion {
 public:
  Assertion(const Check& check, Graphs& graphs, const CompareOptions& options, std::uint64_t seed, Comparison& out)
      : check_(check), graphs_(graphs), options_(options), random_(seed), out_(out), name_(property_name(check.property.kind)) {
    for (const Node& node : check.program.nodes)
      if (const Comm* comm = std::get_if<Comm>(&node.op)) priority_ = priority_ || comm->priority;
  }

  void run() {
    const reference::Exploration& base = reference(true, true);
    if (base.answer == Answer::Unknown) {
      out_.skipped = true;
      return;
    }
    ++(base.answer == Answer::Holds ? out_.holds : out_.fails);
    const std::vector<Way> list = ways();
    for (std::size_t i = 0; i < list.size(); ++i)
      if ((!options_.endless || list[i].options.canonical) && (i == 0 || options_.every || random_.chance(i >= 7 ? 40 : 30))) ask(list[i]);
    if (!priority_ && (options_.every || random_.chance(35))) arrival();
  }

 private:
  const reference::Exploration& reference(bool merge, bool resolve, bool arrival = false) {
    auto& kept = explored_[{merge, resolve, arrival}];
    if (!kept)
      kept = std::make_unique<reference::Exploration>(
          reference::decide(graphs_.get({merge, resolve, arrival}), check_.program, check_.property));
    return *kept;
  }

  void differ(const std::string& key, const std::string& ours, const std::string& theirs) {
    out_.mismatches.push_back({name_ + ": " + key, name_ + ": " + key + ": the reference says " + theirs + ", not " + ours});
  }
  void same(const std::string& key, const std::string& ours, const std::string& theirs) {
    ++out_.comparisons;
    if (ours != theirs) differ(key, ours, theirs);
  }

  void arrival() {
    const Answer with = reference(true, true, true).answer;
    if (with != Answer::Unknown) same("answer, explicit arrival", word(reference(true, true).answer), word(with));
  }

  void ask(const Way& way) {
    Budget budget;
    budget.max_states = options_.max_states * 100;
    CheckOptions o = way.options;
    o.seed = random_.next();
    const Verdict v = csp::check(check_.program, check_.property, o, budget);
    // Who is ready for a `pri select` depends on how far the others have run on (docs/semantics.md 1.8).
    const reference::Exploration& base = priority_ ? reference(o.merge, o.resolve) : reference(true, true);
    if (base.answer == Answer::Unknown) return;
    if (v.answer == Answer::Unknown) {
      ++out_.undecided;
      return;
    }
    same("answer, " + way.name, word(v.answer), word(base.answer));
    for (const Finding& f : v.findings) {
      ++out_.comparisons;
      const Replayed replayed = replay(check_.program, check_.property, f, {o.merge, o.resolve});
      if (!replayed.ok()) out_.mismatches.push_back({name_ + ": replay, " + way.name, name_ + ": replay, " + way.name + ": " + replayed.mismatch});
    }
    if (v.answer != base.answer || !base.complete) return;
    if (looks_at_all(check_.property.kind, v.answer)) {
      if (check_.property.kind != PropertyKind::ErrorFree)
        same("error reachable, " + way.name, v.error_reachable ? "yes" : "no", base.error_reachable ? "yes" : "no");
      if (check_.property.kind != PropertyKind::RaceFree)
        same("race reachable, " + way.name, v.race_reachable ? "yes" : "no", base.race_reachable ? "yes" : "no");
    }
    same("open, " + way.name, v.open ? "yes" : "no", base.open ? "yes" : "no");
    if (check_.property.kind == PropertyKind::Outcomes) same("outcomes, " + way.name, outcomes(v.outcomes), outcomes(base.outcomes));
    if (options_.endless) return;
    // What follows needs the reference with the same steps.
    const reference::Exploration& like = reference(o.merge, o.resolve);
    if (!like.complete) return;
    if (!o.canonical && !o.forget && looks_at_all(check_.property.kind, v.answer)) {
      same("states, " + way.name, std::to_string(v.statistics.states), std::to_string(like.states));
      same("transitions, " + way.name, std::to_string(v.statistics.transitions), std::to_string(like.transitions));
    }
    if (o.order != SearchOrder::BreadthFirst || v.findings.empty() || like.findings.empty()) return;
    if (has_shortest(check_.property.kind))
      same("length, " + way.name, std::to_string(v.findings[0].trace.steps.size()), std::to_string(like.findings[0].trace.steps.size()));
    if (check_.property.kind == PropertyKind::LeakFree && like.leaks.size() <= o.max_findings)
      same("leaks, " + way.name, lengths(v.findings), lengths(like.findings));
  }

  std::string outcomes(const std::vector<Value>& list) const {
    std::string text;
    for (const Value& v : list) text += show(check_.program.types, kNone, v) + " ";
    return text;
  }

  const Check& check_;
  Graphs& graphs_;
  const CompareOptions& options_;
  Random random_;
  Comparison& out_;
  std::string name_;
  bool priority_ = false;
  std::map<std::tuple<bool, bool, bool>, std::unique_ptr<reference::Exploration>> explored_;
};

// Text -> canonical text; what is printed must say the same, and be printed the same again.
bool round_trip(const std::string& text, Comparison& out) {
  SourceMap sources;
  Diagnostics diagnostics;
  const ast::File first = parse(sources, sources.add("generated.csp", text), diagnostics);
  if (diagnostics.has_errors()) {
    out.rejected = render(sources, diagnostics);
    return false;
  }
  out.canonical = print(first);
  const ast::File second = parse(sources, sources.add("printed.csp", out.canonical), diagnostics);
  ++out.comparisons;
  if (diagnostics.has_errors())
    out.mismatches.push_back({"printing: does not parse", "printing: " + render(sources, diagnostics)});
  else if (!ast::equal(first, second))
    out.mismatches.push_back({"printing: another tree", "printing: what is printed parses to another tree"});
  else if (print(second) != out.canonical)
    out.mismatches.push_back({"printing: another text", "printing: printed again, it is another text"});
  return out.mismatches.empty();
}

}  // namespace

Comparison compare(const std::string& text, const CompareOptions& options) {
  Comparison out;
  try {
    if (!round_trip(text, out)) return out;
    if (options.spin) {
      compare_spin(options, out);
      return out;
    }
    SourceMap sources;
    Diagnostics diagnostics;
    const std::optional<Model> model = load_text(sources, "generated.csp", out.canonical, {}, diagnostics);
    if (!model) {
      out.rejected = render(sources, diagnostics);
      return out;
    }
    Random random(options.seed);
    std::map<std::string, std::unique_ptr<Graphs>> plain;  // by the program
    for (const AssertInfo& assertion : model->assertions) {
      for (std::size_t i = 0; i < instances(assertion); ++i) {
        const std::uint64_t seed = random.next();
        if (!options.every && model->assertions.size() > 4 && seed % 100 >= 50) continue;
        const std::optional<Check> check = lower(*model, assertion, forall_values(assertion, i), diagnostics);
        if (!check) {
          out.rejected = render(sources, diagnostics);
          return out;
        }
        if (const std::string problem = malformed(check->program); !problem.empty()) {
          out.mismatches.push_back({"malformed", "malformed: " + problem});
          return out;
        }
        if (!check->property.exprs.empty()) {
          if (options.endless) continue;  // they name processes by number
          Graphs own(check->program, options.max_states, false);
          Assertion(*check, own, options, seed, out).run();
        } else {
          auto& graphs = plain[dump(check->program)];
          if (!graphs) graphs = std::make_unique<Graphs>(check->program, options.max_states, options.endless);
          Assertion(*check, *graphs, options, seed, out).run();
        }
        if (out.skipped) return out;
      }
    }
  } catch (const std::exception& error) {
    out.mismatches.push_back({"exception", std::string("exception: ") + error.what()});
  }
  return out;
}

}  // namespace csp::fuzz
