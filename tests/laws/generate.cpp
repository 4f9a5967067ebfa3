// The generator. Names of definitions stand only behind an event, and in definitions only where the operator
// around them is gone by then (the last part of a sequence, an operand of a choice).
#include "tests/laws/generate.h"

#include <functional>

namespace csp::laws {

namespace {

using fuzz::Random;

const std::vector<std::string>& letters() {
  static const std::vector<std::string> all = {"a", "b", "c"};
  return all;
}

class Generator {
 public:
  Generator(Random& random, const GenerateOptions& options, Definitions& definitions)
      : random_(random), options_(options), definitions_(definitions) {}

  Expr top(int depth) {
    if (depth <= 0 || !options_.top || random_.chance(20)) return sequential(random_.between(1, 3), false);
    const int kind = random_.below(100);
    if (kind < 14) return two(Op::Parallel, depth, some_events());
    if (kind < 22) return two(Op::Interleave, depth, {});
    if (kind < 30) {
      Expr e = two(Op::Alphabetised, depth, some_events());
      e.events2 = some_events();
      return e;
    }
    if (kind < 46) return one(Op::Hide, depth, some_events());
    if (kind < 54) return rename(depth);
    if (kind < 62) return two(Op::Sequence, depth, {});
    if (kind < 70) return two(Op::External, depth, {});
    if (kind < 76) return two(Op::Internal, depth, {});
    if (kind < 82) return two(Op::Interrupt, depth, {});
    if (kind < 88) return two(Op::Sliding, depth, {});
    if (kind < 94) return two(Op::Exception, depth, some_events());
    if (kind < 96) return two(Op::SyncExternal, depth, some_events());
    if (kind < 98) return two(Op::SyncInterrupt, depth, some_events());
    return one(Op::Normal, depth, {});
  }

  // What may stand in a definition. `guarded`: an event has happened, so a definition may be called.
  Expr sequential(int depth, bool guarded) {
    if (depth <= 0) return leaf(guarded);
    const int kind = random_.below(100);
    if (kind < 48) return prefix(depth);
    if (kind < 62) return choice(Op::External, depth, guarded);
    if (kind < 76) return choice(Op::Internal, depth, guarded);
    if (kind < 82) return choice(Op::Sliding, depth, guarded);
    if (kind < 88) {  // the first part holds no name
      Expr e{Op::Sequence, "", {}, {}, {}, {}};
      e.args = {without_names(depth - 1), sequential(depth - 1, guarded)};
      return e;
    }
    if (kind < 92) {
      Expr e{random_.chance(50) ? Op::Interrupt : Op::Exception, "", {}, {}, {}, {}};
      if (e.op == Op::Exception) e.events = some_events();
      e.args = {without_names(depth - 1), sequential(depth - 1, guarded)};
      return e;
    }
    if (kind < 95) return Expr{random_.chance(50) ? Op::Run : Op::Chaos, "", some_events(), {}, {}, {}};
    return leaf(guarded);
  }

 private:
  Expr without_names(int depth) {
    const bool before = named_;
    named_ = false;
    Expr e = sequential(depth, false);
    named_ = before;
    return e;
  }

  Expr leaf(bool guarded) {
    const int kind = random_.below(100);
    if (guarded && named_ && options_.recursion && kind < 65) return name();
    if (kind < 70) return {};
    if (kind < 94 || !options_.divergence) return {Op::Skip, "", {}, {}, {}, {}};
    return {Op::Div, "", {}, {}, {}, {}};
  }

  Expr name() {
    const std::string text = "X" + std::to_string(random_.below(2));
    if (definitions_.emplace(text, Expr{}).second) {
      Expr body = sequential(random_.between(1, 3), false);
      definitions_[text] = std::move(body);
    }
    return {Op::Name, text, {}, {}, {}, {}};
  }

  Expr prefix(int depth) {
    if (random_.chance(12)) {
      Expr e{Op::Menu, "x", some_events(), {}, {}, {}};
      e.args.push_back(sequential(depth - 1, true));
      return e;
    }
    Expr e{Op::Prefix, random_.pick(letters()), {}, {}, {}, {}};
    e.args.push_back(sequential(depth - 1, true));
    return e;
  }

  Expr choice(Op op, int depth, bool guarded) {
    Expr e{op, "", {}, {}, {}, {}};
    const int operands = op != Op::Sliding && random_.chance(15) ? 3 : 2;
    for (int i = 0; i < operands; ++i) e.args.push_back(sequential(depth - 1, guarded));
    return e;
  }

  Expr one(Op op, int depth, std::vector<std::string> events) {
    Expr e{op, "", std::move(events), {}, {}, {}};
    e.args.push_back(top(depth - 1));
    return e;
  }
  Expr two(Op op, int depth, std::vector<std::string> events) {
    Expr e{op, "", std::move(events), {}, {}, {}};
    e.args.push_back(top(depth - 1));
    e.args.push_back(top(depth - 1));
    return e;
  }
  Expr rename(int depth) {
    Expr e = one(Op::Rename, depth, {});
    const int pairs = random_.between(1, 2);
    for (int i = 0; i < pairs; ++i) e.pairs.emplace_back(random_.pick(letters()), random_.pick(letters()));
    return e;
  }
  std::vector<std::string> some_events() {
    std::vector<std::string> out;
    for (const std::string& letter : letters())
      if (random_.chance(45)) out.push_back(letter);
    return out;
  }

  Random& random_;
  const GenerateOptions& options_;
  Definitions& definitions_;
  bool named_ = true;
};

void each_part(Expr& e, const std::function<void(Expr&)>& f) {
  f(e);
  for (Expr& arg : e.args) each_part(arg, f);
}

int size(Expr& e) {
  int count = 0;
  each_part(e, [&](Expr&) { ++count; });
  return count;
}

// One change somewhere: often to a process that refines the old one.
Expr changed(Random& random, Expr e, const GenerateOptions& options, Definitions& definitions) {
  int at = random.below(size(e));
  Expr* place = nullptr;
  each_part(e, [&](Expr& part) {
    if (at-- == 0) place = &part;
  });
  const int kind = random.below(100);
  if ((place->op == Op::Internal || place->op == Op::External || place->op == Op::Sliding) && kind < 70) {
    if (kind < 35) {
      Expr one = random.pick(place->args);
      *place = std::move(one);
    } else if (place->op == Op::Internal) {
      place->op = Op::External;
    } else {
      place->op = Op::Internal;
    }
  } else if (kind < 80) {
    GenerateOptions small = options;
    small.depth = 1;
    Expr other{kind < 40 ? Op::Internal : Op::External, "", {}, {}, {}, {}};
    other.args = {*place, generate_process(random, small, definitions)};
    *place = std::move(other);
  } else {
    Expr step{Op::Prefix, random.pick(letters()), {}, {}, {}, {}};
    step.args = {*place};
    *place = std::move(step);
  }
  return e;
}

}  // namespace

Expr generate_process(Random& random, const GenerateOptions& options, Definitions& definitions) {
  return Generator(random, options, definitions).top(options.depth);
}

Script generate_pair(std::uint64_t seed) {
  Random random(seed);
  Script script;
  script.channels = letters();
  GenerateOptions options;
  options.depth = random.between(0, 3);
  options.recursion = random.chance(75);
  Expr s = generate_process(random, options, script.definitions);
  Expr i = s;
  if (random.chance(75)) {
    for (int changes = random.below(3); changes >= 0; --changes)
      i = changed(random, i, options, script.definitions);
    if (random.chance(30)) std::swap(s, i);
  } else {
    i = generate_process(random, options, script.definitions);
  }
  script.definitions["S"] = s;
  script.definitions["I"] = i;
  for (const SemanticModel model : {SemanticModel::T, SemanticModel::F, SemanticModel::FD}) {
    Statement statement;
    statement.model = model;
    statement.specification = {Op::Name, "S", {}, {}, {}, {}};
    statement.process = {Op::Name, "I", {}, {}, {}, {}};
    script.statements.push_back(std::move(statement));
  }
  return script;
}

}  // namespace csp::laws
