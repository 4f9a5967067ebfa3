// Names and calls.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/cspm/builtin.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool waits(const Val& v) { return v.is(ValKind::Thunk) && v.as<ThunkNode>().state != ThunkNode::State::Done; }

Fault needs_itself(const std::string& name) {
  return {"E0603",
          name.empty() ? "a value that needs itself" : fmt::format("the value of `{}` needs itself", name),
          "needed again while it is worked out", ""};
}

// Resets a state that says "busy" unless all went well.
template <class State>
class Busy {
 public:
  Busy(State& state, State busy, State otherwise) : state_(&state), otherwise_(otherwise) { state = busy; }
  ~Busy() {
    if (state_) *state_ = otherwise_;
  }
  void done(State done) {
    *state_ = done;
    state_ = nullptr;
  }

 private:
  State* state_;
  State otherwise_;
};

}  // namespace

// ---- Values behind names

Val Evaluator::load(const Access& a, Frame& frame) {
  switch (a.kind) {
    case Access::Kind::Local:
      return frame.slots[at(a.index)];
    case Access::Kind::Captured:
      return (*frame.captured)[at(a.index)];
    case Access::Kind::ScopeName:
      return scope_value(a.scope_is_local ? frame.slots[at(a.index)] : (*frame.captured)[at(a.index)],
                         a.member);
    case Access::Kind::ScopeCaptured:
      return (*frame.captured)[at(a.index)].as<ScopeNode>().captured[at(a.member)];
  }
  return {};
}

Val Evaluator::force(Val v) {
  if (!v.is(ValKind::Thunk)) return v;
  ThunkNode& thunk = v.as<ThunkNode>();
  if (thunk.state == ThunkNode::State::Done) return thunk.value;
  if (thunk.state == ThunkNode::State::Busy) throw needs_itself("");
  Busy busy(thunk.state, ThunkNode::State::Busy, ThunkNode::State::New);
  thunk.value = force(run(thunk.unit, thunk.captured, {}));
  busy.done(ThunkNode::State::Done);
  thunk.captured.clear();
  return thunk.value;
}

// Forces all that a value compares by.
void Evaluator::settle(Val& v) {
  if (v.is(ValKind::Thunk)) v = force(v);
  if (v.is(ValKind::Function)) {
    FunctionNode& f = v.as<FunctionNode>();
    if (f.settled) return;
    f.settled = true;
    for (Val& c : f.captured) settle(c);
    for (Val& c : f.given) settle(c);
  } else if (v.is(ValKind::Scope)) {
    ScopeNode& s = v.as<ScopeNode>();
    if (s.settled) return;
    s.settled = true;
    for (Val& c : s.captured) settle(c);
  } else if (v.is(ValKind::Tuple) || v.is(ValKind::Dot)) {
    for (Val& c : v.as<ItemsNode>().items)
      if (c.is(ValKind::Function)) settle(c);
  }
}

std::vector<Val> Evaluator::load_all(const std::vector<Access>& list, Frame& frame) {
  std::vector<Val> out;
  out.reserve(list.size());
  for (const Access& a : list) out.push_back(load(a, frame));
  return out;
}

Val Evaluator::closure(const Unit& unit, std::vector<Val> captured) {
  auto* f = new FunctionNode;
  f->unit = &unit;
  f->captured = std::move(captured);
  return Val(f);
}

// ---- Scopes

Val Evaluator::make_scope(const Code& code, Frame& frame) {
  auto* s = new ScopeNode;
  Val scope(s);
  s->group = code.group;
  s->next = scopes_;
  if (scopes_) scopes_->previous = &s->next;
  s->previous = &scopes_;
  scopes_ = s;
  s->captured = load_all(code.group->captures, frame);
  s->values.resize(code.group->units.size());
  s->states.resize(code.group->units.size(), ScopeNode::State::New);
  return scope;
}

// What a definition of a scope sees as captured: the scope, then what it takes out of it.
std::vector<Val> Evaluator::scope_captures(const Val& scope, const Unit& unit) {
  std::vector<Val> out{scope};
  for (const Access& a : unit.captures) out.push_back(scope.as<ScopeNode>().captured[at(a.member)]);
  return out;
}

Val Evaluator::scope_value(const Val& scope, int member) {
  ScopeNode& s = scope.as<ScopeNode>();
  const Unit& unit = *s.group->units[at(member)];
  if (!unit.groups.empty()) return closure(unit, scope_captures(scope, unit));
  ScopeNode::State& state = s.states[at(member)];
  if (state == ScopeNode::State::Done) return s.values[at(member)];
  if (state == ScopeNode::State::Busy) throw needs_itself(unit.name);
  Busy busy(state, ScopeNode::State::Busy, ScopeNode::State::New);
  Val v = force(run(&unit, scope_captures(scope, unit), {}));
  s.values[at(member)] = v;
  busy.done(ScopeNode::State::Done);
  return v;
}

Val Evaluator::variable(const Code& code, Frame& frame) {
  const Access& a = code.access;
  if (a.kind == Access::Kind::ScopeName && code.process) {
    const Val& scope = a.scope_is_local ? frame.slots[at(a.index)] : (*frame.captured)[at(a.index)];
    const Unit& unit = *scope.as<ScopeNode>().group->units[at(a.member)];
    if (unit.groups.empty() && unit.process)
      return Val::process(delay({&unit, -1, scope_captures(scope, unit), {}}, code.span));
  }
  if (a.kind == Access::Kind::Local) {
    Val& slot = frame.slots[at(a.index)];
    if (slot.is(ValKind::Thunk)) slot = force(slot);
    return slot;
  }
  return force(load(a, frame));
}

// ---- Definitions of the top level

Val Evaluator::global_at(int number) {
  const Global& g = script_.globals[at(number)];
  Kept& kept = globals_[at(number)];
  if (kept.state == State::Done) return kept.value;
  if (kept.state == State::Busy) throw needs_itself(g.name);
  Busy busy(kept.state, State::Busy, State::New);
  if (g.component >= 0)
    kept.value = global_at(g.whole).items()[at(g.component)];
  else if (!g.unit->groups.empty())
    kept.value = closure(*g.unit, {});
  else
    kept.value = force(run(g.unit, {}, {}));
  busy.done(State::Done);
  return kept.value;
}

Val Evaluator::global_value(const Code& code) {
  const Global& g = script_.globals[at(code.number)];
  if (code.process && g.component < 0 && g.unit->groups.empty())
    return Val::process(delay({g.unit, -1, {}, {}}, code.span));
  return global_at(code.number);
}

// ---- Calls

std::vector<Val> Evaluator::arguments(const Code& code, Frame& frame) {
  std::vector<Val> out;
  out.reserve(code.lazy.size());
  for (std::size_t i = 0; i < code.lazy.size(); ++i) {
    const Code* now = code.kids[i + 1];
    const Unit* later = code.lazy[i];
    if (!later) {
      if (now->op == Op::Variable && !now->process)
        out.push_back(load(now->access, frame));
      else
        out.push_back(eval(*now, frame));
      continue;
    }
    if (now && now->op == Op::Global) {
      const Kept& kept = globals_[at(now->number)];
      if (kept.state == State::Done) {
        out.push_back(kept.value);
        continue;
      }
    } else if (now && std::none_of(later->captures.begin(), later->captures.end(), [&](const Access& a) {
                 return a.kind == Access::Kind::Local ? waits(frame.slots[at(a.index)])
                                                      : waits(load(a, frame));
               })) {
      try {
        out.push_back(eval(*now, frame));
        continue;
      } catch (const EvaluationError&) {
        // It fails if it is needed.
      }
    }
    auto* thunk = new ThunkNode;
    thunk->unit = later;
    thunk->captured = load_all(later->captures, frame);
    out.emplace_back(thunk);
  }
  return out;
}

Val Evaluator::call(const Code& code, Frame& frame) {
  const Val function = eval(*code.kids[0], frame);
  std::vector<Val> args = arguments(code, frame);
  const FunctionNode& f = function.as<FunctionNode>();
  if (!code.process || !f.unit) return apply(function, std::move(args), code.span);
  std::vector<Val> all = f.given;
  for (Val& v : args) all.push_back(std::move(v));
  return Val::process(delay({f.unit, -1, f.captured, std::move(all)}, code.span));
}

Val Evaluator::apply(const Val& function, std::vector<Val> args, const Span& place) {
  const FunctionNode& f = function.as<FunctionNode>();
  std::vector<Val> all = f.given;
  for (Val& v : args) all.push_back(std::move(v));
  if (!f.unit) {
    const bool curried = builtin_names()[at(f.builtin)].kind == BuiltinKind::Image ||
                         builtin_names()[at(f.builtin)].kind == BuiltinKind::InverseImage;
    if (!curried || f.group == 1) return call_builtin(f.builtin, std::move(all), place, false);
  } else if (f.group + 1 == f.unit->groups.size()) {
    return run(f.unit, f.captured, std::move(all));
  }
  auto* partial = new FunctionNode;
  partial->unit = f.unit;
  partial->builtin = f.builtin;
  partial->captured = f.captured;
  partial->given = std::move(all);
  partial->group = f.group + 1;
  return Val(partial);
}

// A call in last position takes the place of the one that makes it.
Val Evaluator::run(const Unit* unit, std::vector<Val> captured, std::vector<Val> args) {
  deepest_ = unit->span;
  check_stack();
  Frame frame;
  frame.captured = &captured;
  for (;;) {
    step(unit->span);
    frame.slots.assign(at(unit->slots), Val());
    const Code* body = nullptr;
    for (const Equation& equation : unit->equations) {
      bool fits = true;
      for (std::size_t i = 0; fits && i < equation.params.size(); ++i) {
        // Forced once for all equations.
        const Pattern::Kind kind = equation.params[i].kind;
        if (kind != Pattern::Kind::Any && kind != Pattern::Kind::Variable && args[i].is(ValKind::Thunk))
          args[i] = force(args[i]);
        fits = match(equation.params[i], args[i], frame);
      }
      if (!fits) continue;
      body = equation.body;
      break;
    }
    if (!body) no_equation(*unit, args);
    for (;;) {
      if (body->op == Op::If) {
        body = eval(*body->kids[0], frame).truth() ? body->kids[1] : body->kids[2];
      } else if (body->op == Op::Let) {
        frame.slots[at(body->number)] = make_scope(*body, frame);
        body = body->kids[0];
      } else {
        break;
      }
    }
    if (body->op != Op::Call || body->process) return eval(*body, frame);
    const Val function = eval(*body->kids[0], frame);
    std::vector<Val> next = arguments(*body, frame);
    const FunctionNode& f = function.as<FunctionNode>();
    if (!f.unit || f.group + 1 != f.unit->groups.size()) return apply(function, std::move(next), body->span);
    if (f.given.empty()) {
      args = std::move(next);
    } else {
      args = f.given;
      for (Val& v : next) args.push_back(std::move(v));
    }
    unit = f.unit;
    captured = f.captured;  // `function` holds it until then
  }
}

std::string Evaluator::call_text(const Unit& unit, const std::vector<Val>& args) {
  constexpr std::size_t kLongest = 240;
  std::string out = unit.name;
  std::size_t next = 0;
  for (const std::size_t group : unit.groups) {
    out += "(";
    for (std::size_t i = 0; i < group && next < args.size(); ++i, ++next) {
      if (i) out += ", ";
      out += args[next].is(ValKind::Process) ? terms_.text(static_cast<TermId>(args[next].number()))
                                             : show(args[next], *this, 12);
      if (out.size() > kLongest) return out + "...";
    }
    out += ")";
  }
  return out;
}

void Evaluator::no_equation(const Unit& unit, const std::vector<Val>& args) {
  std::vector<Val> shown = args;
  for (Val& v : shown)
    if (v.is(ValKind::Thunk) && v.as<ThunkNode>().state == ThunkNode::State::Done)
      v = v.as<ThunkNode>().value;
  EvaluationFailure failure{"E0602", unit.span, "", "none of the patterns fits", ""};
  if (unit.name.empty()) {
    std::string list;
    for (const Val& v : shown) list += (list.empty() ? "" : ", ") + show(v, *this, 12);
    failure.message = fmt::format("the pattern does not fit the value {}", list);
  } else {
    failure.message = fmt::format("no equation of `{}` fits {}", unit.name, call_text(unit, shown));
    failure.help = "add an equation for this case";
  }
  throw EvaluationError{failure};
}

}  // namespace csp::cspm
