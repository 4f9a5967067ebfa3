// Liveness, garbage and renumbering. Deliberately not the engine's canonical form.
#include "checker/certify/normal.h"

#include <functional>
#include <map>
#include <utility>

#include "checker/core/walk.h"

namespace csp::reference {

// ---- Liveness -----------------------------------------------------------------------------------

namespace {

using Locals = std::vector<bool>;

// Marks the locals that an expression reads.
void reads(const Program& program, ExprId id, Locals& out) {
  if (id == kNone) return;
  const Expr& e = program.exprs[static_cast<std::size_t>(id)];
  if (e.kind == ExprKind::Local) out[static_cast<std::size_t>(e.number)] = true;
  for (ExprId arg : e.args) reads(program, arg, out);
}

// What a place reads: its indices, and, if it is a part, the rest of its local.
void place_reads(const Program& program, const Place& place, Locals& out) {
  for (const PathStep& step : place.path) reads(program, step.index, out);
  if (!place.path.empty()) out[static_cast<std::size_t>(place.local)] = true;
}

// Live before a branch of a node (an Option, an Alt) that goes on at `after`: reads, less what its
// replicators bind.
Locals branch_live(const Program& program, const Locals& after, const std::vector<Replicator>& bound,
                   const std::vector<ExprId>& exprs, const std::vector<const Place*>& stored) {
  Locals live = after;
  for (const Place* place : stored)
    if (place->path.empty()) live[static_cast<std::size_t>(place->local)] = false;
  for (const Place* place : stored) place_reads(program, *place, live);
  for (ExprId e : exprs) reads(program, e, live);
  for (auto replicator = bound.rbegin(); replicator != bound.rend(); ++replicator) {
    live[static_cast<std::size_t>(replicator->local)] = false;
    reads(program, replicator->set, live);
  }
  return live;
}

void unite(Locals& into, const Locals& from) {
  for (std::size_t i = 0; i < into.size(); ++i)
    if (from[i]) into[i] = true;
}

Locals live_before(const Program& program, const Node& node, const std::vector<Locals>& in,
                   const Locals& out) {
  const auto at = [&](NodeId next) {
    return next == kNone ? Locals(out.size(), false) : in[static_cast<std::size_t>(next)];
  };
  if (const auto* choose = std::get_if<Choose>(&node.op)) {
    Locals live = at(choose->otherwise);
    for (const Option& option : choose->options)
      unite(live, branch_live(program, at(option.next), option.replicators, {option.enabled}, {}));
    return live;
  }
  if (const auto* comm = std::get_if<Comm>(&node.op)) {
    Locals live = at(comm->otherwise);
    for (const Alt& alt : comm->alts) {
      std::vector<const Place*> stored;
      for (const auto& target : alt.pattern.targets)
        if (target) stored.push_back(&*target);
      if (alt.ok) stored.push_back(&*alt.ok);
      unite(live, branch_live(program, at(alt.next), alt.replicators, {alt.enabled, alt.channel, alt.value},
                              stored));
    }
    return live;
  }
  if (const auto* start = std::get_if<ParallelStart>(&node.op)) {
    Locals live(out.size(), false);
    for (const ParBranch& branch : start->branches) {
      std::vector<ExprId> exprs = branch.callee.args;
      exprs.push_back(branch.callee.closure);
      unite(live, branch_live(program, Locals(out.size(), false), branch.subscripts, exprs, {}));
    }
    live[static_cast<std::size_t>(start->member)] = false;
    unite(live, out);
    live[static_cast<std::size_t>(start->group)] = false;
    return live;
  }
  if (std::holds_alternative<Become>(node.op) || std::holds_alternative<Return>(node.op)) {
    Locals live(out.size(), false);
    for_each_expr(node, [&](ExprId e) { reads(program, e, live); });
    return live;
  }
  Locals live = out;
  for_each_place(node, [&](const Place& place) {
    // The result of an OnceEnter, WgWait or the like is stored on every way on; there is at most one place
    // here.
    if (place.path.empty()) live[static_cast<std::size_t>(place.local)] = false;
  });
  for_each_place(node, [&](const Place& place) { place_reads(program, place, live); });
  for_each_expr(node, [&](ExprId e) { reads(program, e, live); });
  return live;
}

}  // namespace

Liveness::Liveness(const Program& program) {
  for (const Node& node : program.nodes) {
    in_.emplace_back(program.procs[static_cast<std::size_t>(node.proc)].locals.size(), false);
    out_.push_back(in_.back());
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = program.nodes.size(); i-- > 0;) {
      const Node& node = program.nodes[i];
      for_each_successor(node, [&](const NodeId& next) {
        if (next != kNone) unite(out_[i], in_[static_cast<std::size_t>(next)]);
      });
      Locals live = live_before(program, node, in_, out_[i]);
      if (live != in_[i]) changed = true, in_[i] = std::move(live);
    }
  }
}

// ---- Normal form --------------------------------------------------------------------------------

namespace {

// Replaces the references in everything a state holds; `rename` may be called again for what it has just met.
Value renamed(const Value& v, const std::function<std::int64_t(std::int64_t)>& rename) {
  const auto all = [&] {
    std::vector<Value> items;
    for (const Value& item : v.items()) items.push_back(renamed(item, rename));
    return items;
  };
  switch (v.kind()) {
    case ValueKind::Nil:
    case ValueKind::Int:
      return v;
    case ValueKind::Ref:
      return Value::ref(rename(v.number()), v.sub());
    case ValueKind::Seq:
      return Value::seq(all());
    case ValueKind::Data:
      return Value::data(v.tag(), all());
    case ValueKind::Closure:
      return Value::closure(v.tag(), all());
  }
  return v;
}

void rename_all(Process& process, const std::function<std::int64_t(std::int64_t)>& rename) {
  for (Frame& frame : process.frames) {
    for (Value& v : frame.locals) v = renamed(v, rename);
    for (Deferred& call : frame.deferred)
      for (Value& v : call.args) v = renamed(v, rename);
    frame.result = renamed(frame.result, rename);
  }
  if (process.group != kNone) process.group = rename(process.group);
}

void rename_all(Object& object, const std::function<std::int64_t(std::int64_t)>& rename) {
  for (Value& v : object.buffer) v = renamed(v, rename);
  object.mutex = renamed(object.mutex, rename);
  object.content = renamed(object.content, rename);
}

}  // namespace

Process live_part(const Program& program, const Liveness& liveness, Process process) {
  for (std::size_t f = 0; f < process.frames.size(); ++f) {
    Frame& frame = process.frames[f];
    const bool waits = f + 1 < process.frames.size() && frame.leaving == Leaving::No;  // at its Call
    const bool runs = f + 1 == process.frames.size() && !process.pending;
    const bool called =
        waits && std::holds_alternative<Call>(program.nodes[static_cast<std::size_t>(frame.node)].op);
    for (std::size_t l = 0; l < frame.locals.size(); ++l) {
      const auto local = static_cast<LocalId>(l);
      bool live = runs && liveness.before(frame.node, local);
      if (called) {
        live = liveness.after(frame.node, local);
        const auto& result = std::get<Call>(program.nodes[static_cast<std::size_t>(frame.node)].op).result;
        if (result) {
          Locals mentioned(frame.locals.size(), false);
          place_reads(program, *result, mentioned);
          live = result->path.empty() ? live && result->local != local : live || mentioned[l];
        }
      }
      if (!live) frame.locals[l] = Value();
    }
    if (frame.leaving != Leaving::No) frame.node = kNone;
    if (f == 0) frame.result = Value();
  }
  return process;
}

Normal Normalizer::normal(const State& s) const {
  Normal out;
  out.state.crashed = s.crashed;
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p) {
    if (s.process(p).terminated) continue;
    out.state.processes.push_back(live_part(program_, liveness_, s.process(p)));
    out.pids.push_back(p);
  }

  // Objects in the order in which they are met from the globals and the processes.
  const auto globals = static_cast<std::int64_t>(program_.globals.size());
  std::map<std::int64_t, std::int64_t> numbers;
  std::vector<std::int64_t> order;
  const auto rename = [&](std::int64_t old) {
    if (old < globals) return old;
    const auto [at, fresh] = numbers.emplace(old, globals + static_cast<std::int64_t>(order.size()));
    if (fresh) order.push_back(old);
    return at->second;
  };
  if (s.crashed) return out;
  for (std::int64_t g = 0; g < globals; ++g) {
    out.state.objects.push_back(s.object(g));
    rename_all(out.state.objects.back(), rename);
  }
  for (Process& process : out.state.processes) rename_all(process, rename);
  for (std::size_t i = 0; i < order.size(); ++i) {
    Object object = s.object(order[i]);
    rename_all(object, rename);
    out.state.objects.push_back(std::move(object));
  }
  return out;
}

// ---- Equality up to renumbering -----------------------------------------------------------------

namespace {

// A bijection between created objects that is grown while two states are compared.
class Matcher {
 public:
  Matcher(const State& a, const State& b, std::int64_t globals) : a_(a), b_(b), globals_(globals) {}

  std::optional<bool> run() {
    if (a_.crashed != b_.crashed || a_.processes.size() != b_.processes.size() ||
        a_.objects.size() != b_.objects.size())
      return false;
    Map map;
    for (std::int64_t g = 0; g < globals_; ++g)
      if (!match(a_.object(g), b_.object(g), map)) return false;
    used_.assign(b_.processes.size(), false);
    const bool found = assign(0, map);
    if (!found && tries_ > kMostTries) return std::nullopt;
    return found;
  }

 private:
  static constexpr int kMostTries = 200'000;
  struct Map {
    std::map<std::int64_t, std::int64_t> there, back;
  };

  bool assign(std::size_t i, const Map& map) {
    if (i == a_.processes.size()) return true;
    for (std::size_t j = 0; j < b_.processes.size(); ++j) {
      if (used_[j] || ++tries_ > kMostTries) continue;
      Map longer = map;
      if (!match(a_.processes[i], b_.processes[j], longer)) continue;
      used_[j] = true;
      if (assign(i + 1, longer)) return true;
      used_[j] = false;
    }
    return false;
  }

  bool match_id(std::int64_t a, std::int64_t b, Map& map) {
    if (a < globals_ || b < globals_) return a == b;
    const auto there = map.there.find(a);
    const auto back = map.back.find(b);
    if (there != map.there.end() || back != map.back.end())
      return there != map.there.end() && there->second == b && back != map.back.end() && back->second == a;
    map.there[a] = b;
    map.back[b] = a;
    return match(a_.object(a), b_.object(b), map);
  }
  bool match(const Value& a, const Value& b, Map& map) {
    if (a.kind() != b.kind() || a.sub() != b.sub()) return false;
    if (a.kind() == ValueKind::Ref) return match_id(a.number(), b.number(), map);
    return a.number() == b.number() && match(a.items(), b.items(), map);
  }
  bool match(const std::vector<Value>& a, const std::vector<Value>& b, Map& map) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (!match(a[i], b[i], map)) return false;
    return true;
  }
  bool match(const Frame& a, const Frame& b, Map& map) {
    if (a.proc != b.proc || a.node != b.node || a.leaving != b.leaving ||
        a.deferred.size() != b.deferred.size())
      return false;
    for (std::size_t i = 0; i < a.deferred.size(); ++i)
      if (a.deferred[i].proc != b.deferred[i].proc || !match(a.deferred[i].args, b.deferred[i].args, map))
        return false;
    return match(a.locals, b.locals, map) && match(a.result, b.result, map);
  }
  bool match(const Process& a, const Process& b, Map& map) {
    if (a.service != b.service || a.uncaught != b.uncaught || a.arrived != b.arrived ||
        a.pending != b.pending || a.member != b.member || a.frames.size() != b.frames.size() ||
        (a.group == kNone) != (b.group == kNone))
      return false;
    for (std::size_t i = 0; i < a.frames.size(); ++i)
      if (!match(a.frames[i], b.frames[i], map)) return false;
    return a.group == kNone || match_id(a.group, b.group, map);
  }
  bool match(const Object& a, const Object& b, Map& map) {
    Object plain = a;  // what holds no reference is compared as it is
    plain.buffer = b.buffer;
    plain.mutex = b.mutex;
    plain.content = b.content;
    return plain == b && match(a.buffer, b.buffer, map) && match(a.mutex, b.mutex, map) &&
           match(a.content, b.content, map);
  }

  const State& a_;
  const State& b_;
  std::int64_t globals_;
  std::vector<bool> used_;
  int tries_ = 0;
};

}  // namespace

std::optional<bool> Normalizer::same(const State& a, const State& b) const {
  const Normal left = normal(a), right = normal(b);
  if (left.state == right.state) return true;
  return Matcher(left.state, right.state, static_cast<std::int64_t>(program_.globals.size())).run();
}

}  // namespace csp::reference
