// Expressions of properties on frames (core/program.h, State* kinds): values by cases. What has no value has
// no case.
#include <algorithm>

#include "checker/core/kinds.h"
#include "solver/encode/property.h"

namespace csp::solver {

namespace {

class StateEvaluator {
 public:
  StateEvaluator(Automaton& automaton, const Frame& frame)
      : automaton_(automaton), context_(automaton.context()), t_(context_.terms), frame_(frame) {}

  Cases eval(ExprId id) {
    const Expr& e = context_.expr(id);
    switch (e.kind) {
      case ExprKind::Const:
        return sure(context_.constant(e.value));
      case ExprKind::Local:
        return {};
      case ExprKind::Global:
        return sure(Sym::reference(t_.number(context_.universe.ref(static_cast<ObjectId>(e.number)))));
      case ExprKind::And:
      case ExprKind::Or:
      case ExprKind::If:
        return short_circuit(e);
      case ExprKind::StateVar:
      case ExprKind::StateLength:
      case ExprKind::StateClosed:
        return content(e);
      case ExprKind::StateLocal:
        return local(e);
      case ExprKind::StateEnded:
        return sure(boolean(named(e) == kNone ? t_.no() : terminated(automaton_, t_, frame_, named(e))));
      case ExprKind::StateAt:
        return sure(boolean(at(e)));
      case ExprKind::Neg:
      case ExprKind::Not:
      case ExprKind::Add:
      case ExprKind::Sub:
      case ExprKind::Mul:
      case ExprKind::Div:
      case ExprKind::Mod:
      case ExprKind::Eq:
      case ExprKind::Ne:
      case ExprKind::Lt:
      case ExprKind::Le:
      case ExprKind::Gt:
      case ExprKind::Ge:
      case ExprKind::Index:
      case ExprKind::Field:
      case ExprKind::DataField:
      case ExprKind::Is:
      case ExprKind::MakeSeq:
      case ExprKind::MakeData:
      case ExprKind::MakeClosure:
      case ExprKind::Length:
      case ExprKind::Concat:
      case ExprKind::Head:
      case ExprKind::Tail:
      case ExprKind::Null:
      case ExprKind::Elem:
      case ExprKind::RangeSeq:
      case ExprKind::Member:
      case ExprKind::PeerChan:
        return strict(e);
    }
    return {};
  }

 private:
  Cases sure(Sym s) const { return {{t_.yes(), std::move(s)}}; }
  Sym boolean(Term b) { return Sym::integer(t_.as_int(b)); }

  static void add(Terms& t, Cases& to, Term guard, const Sym& value) {
    if (t.is_false_constant(guard)) return;
    for (Guarded& g : to)
      if (const auto both = merge(t, guard, value, g.value); both && same_shape(value, g.value)) {
        g = {t.or_(g.guard, guard), *both};
        return;
      }
    to.push_back({guard, value});
  }

  // All arguments have a value: the operator itself is that of progs, on one path for each way it may turn
  // out.
  Cases strict(const Expr& e) {
    std::vector<std::pair<Term, std::vector<Sym>>> combinations{{t_.yes(), {}}};
    for (const ExprId arg : e.args) {
      const Cases values = eval(arg);
      decltype(combinations) longer;
      for (const auto& [guard, list] : combinations)
        for (const Guarded& g : values) {
          const Term both = t_.and_(guard, g.guard);
          if (t_.is_false_constant(both)) continue;
          longer.emplace_back(both, list);
          longer.back().second.push_back(g.value);
        }
      combinations = std::move(longer);
    }
    Cases out;
    for (const auto& [guard, args] : combinations)
      PathRunner(t_).run([&, under = guard, &values = args](Path& path) {
        try {
          const Sym result = Evaluator(context_, path).apply(e, values);
          add(t_, out, t_.and_(under, path.condition()), result);
        } catch (const SymFailure&) {  // no value
        }
      });
    return out;
  }

  Cases short_circuit(const Expr& e) {
    Cases out;
    const bool is_if = e.kind == ExprKind::If;
    for (const Guarded& c : eval(e.args[0])) {
      const Term yes = t_.and_(c.guard, truth(c.value)), no = t_.and_(c.guard, t_.not_(truth(c.value)));
      const auto side = [&](Term when, ExprId arg) {
        if (t_.is_false_constant(when)) return;
        for (const Guarded& g : eval(arg))
          add(t_, out, t_.and_(when, g.guard), is_if ? g.value : boolean(truth(g.value)));
      };
      if (e.kind == ExprKind::Or)
        add(t_, out, yes, boolean(t_.yes()));
      else
        side(yes, e.args[1]);
      if (e.kind == ExprKind::And)
        add(t_, out, no, boolean(t_.no()));
      else
        side(no, e.args[is_if ? 2 : 1]);
    }
    return out;
  }

  Term truth(const Sym& s) { return s.kind == SymKind::Int ? t_.is_true(s.term) : t_.no(); }

  Cases content(const Expr& e) {
    Cases out;
    for (const Guarded& ref : eval(e.args[0])) {
      const bool is_ref = ref.value.kind == SymKind::Ref;
      const Term nil = is_ref ? t_.eq(ref.value.term, t_.number(kNil)) : t_.yes();
      if (e.kind != ExprKind::StateVar) add(t_, out, t_.and_(ref.guard, nil), Sym::integer(t_.number(0)));
      if (!is_ref) continue;
      const std::int64_t refs = context_.universe.refs();
      for (std::int64_t n = 0; n < refs; ++n) {
        const Term is = t_.and_(ref.guard, t_.eq(ref.value.term, t_.number(n)));
        if (t_.is_false_constant(is)) continue;
        const ObjectId o = context_.universe.object_of(n);
        const ObjectFrame f = object_in(context_, frame_, o);
        const ObjectKind kind = context_.universe.object(o).kind;
        if (e.kind == ExprKind::StateVar) {
          for (const Guarded& g : f.content) {
            // Nil is no value.
            const Term defined =
                g.value.kind == SymKind::Ref ? t_.not_(t_.eq(g.value.term, t_.number(kNil))) : t_.yes();
            add(t_, out, t_.and_({is, g.guard, defined}), g.value);
          }
        } else if (e.kind == ExprKind::StateLength) {
          Term length = t_.number(0);
          for (const Term filled : f.filled) length = t_.add(length, t_.as_int(filled));
          add(t_, out, is, Sym::integer(length));
        } else {
          add(t_, out, is, boolean(kind == ObjectKind::Chan ? f.closed : t_.no()));
        }
      }
    }
    return out;
  }

  // The slot that a property calls by member number; kNone if it does not exist (yet).
  SlotId named(const Expr& e) const {
    if (e.process == kNone) return 0;
    const Universe& u = context_.universe;
    for (SlotId s = 0; s < u.slots(); ++s)
      if (u.slot(s).maker == 0 && u.slot(s).member == e.process && u.slot(s).occurrence == 0 &&
          u.slot(s).node == first_group(e))
        return s;
    return kNone;
  }
  // The node at which the root makes its first group. More than one candidate: not encoded.
  NodeId first_group(const Expr& e) const {
    const Universe& u = context_.universe;
    NodeId found = kNone;
    for (ObjectId o = 0; o < u.objects(); ++o) {
      const ObjectName& name = u.object(o);
      if (name.kind != ObjectKind::Group || name.maker != 0) continue;
      if (found != kNone && found != name.node)
        throw NotEncoded(located("a property of a member where the root has several groups", e.span.line));
      found = name.node;
    }
    return found;
  }

  Cases local(const Expr& e) {
    const SlotId slot = named(e);
    Cases out;
    if (slot == kNone || static_cast<std::size_t>(slot) >= frame_.slots.size()) return out;
    Substitution here = registers_of(context_, frame_, slot);
    const Local& declared = context_.proc(e.proc).locals[static_cast<std::size_t>(e.number)];
    const bool may_be_nil = !declared.shared && declared.type != kNone &&
                            is_reference(context_.program.types[declared.type].kind);
    for (const auto& [state, there] : frame_.slots[static_cast<std::size_t>(slot)].at) {
      const SymProcess& p = automaton_[state].process;
      if (p.frames.empty() || p.frames.front().proc != e.proc) continue;
      const Sym v = map_leaves(p.frames.front().locals[static_cast<std::size_t>(e.number)],
                               [&](const Sym& leaf) { return here(leaf.term); });
      Term defined = t_.yes();
      if (!may_be_nil && v.kind == SymKind::Ref) defined = t_.not_(t_.eq(v.term, t_.number(kNil)));
      add(t_, out, t_.and_(there, defined), v);
    }
    return out;
  }

  Term at(const Expr& e) {
    const SlotId slot = named(e);
    if (slot == kNone || static_cast<std::size_t>(slot) >= frame_.slots.size()) return t_.no();
    std::vector<Term> some;
    for (const auto& [state, there] : frame_.slots[static_cast<std::size_t>(slot)].at)
      for (const SymFrame& f : automaton_[state].process.frames)
        if (std::find(e.nodes.begin(), e.nodes.end(), f.node) != e.nodes.end()) some.push_back(there);
    return t_.or_(std::move(some));
  }

  Automaton& automaton_;
  Context& context_;
  Terms& t_;
  const Frame& frame_;
};

}  // namespace

Cases value_in(Automaton& automaton, const Frame& frame, ExprId e) {
  return StateEvaluator(automaton, frame).eval(e);
}

Term has_truth(Automaton& automaton, const Frame& frame, ExprId e, bool wanted) {
  Terms& t = automaton.context().terms;
  std::vector<Term> some;
  for (const Guarded& g : value_in(automaton, frame, e)) {
    if (g.value.kind != SymKind::Int) continue;
    const Term is = t.is_true(g.value.term);
    some.push_back(t.and_({t.not_(frame.crashed), g.guard, wanted ? is : t.not_(is)}));
  }
  return t.or_(std::move(some));
}

}  // namespace csp::solver
