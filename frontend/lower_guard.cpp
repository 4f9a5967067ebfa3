// The guards of an alternative or repetitive command. Their reads are steps before the command, in the order
// of the text; the node of the command then sees only locals.
//
// A guard that reads the same for all values of its replicators reads once. One that does not, for instance
// of `free[i]`, is evaluated for one value after the other, as if it were that many guards; the values for
// which it is true are kept, and the replicators of the node run over them.
//
// A declaration in a guard makes its variable, with the zero value, each time before the command.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/lower_proc.h"

namespace csp {

const ast::Comm* input_of(const ast::GuardedCommand& c) {
  return c.guard.empty() ? nullptr : std::get_if<ast::Comm>(&c.guard.back().node);
}

namespace {

// The parts of an expression that is an operator on values; empty for anything else.
std::vector<const ast::Expr*> operands_of(const ast::Expr& e) {
  if (const auto* unary = std::get_if<ast::UnaryExpr>(&e.node)) return {unary->operand.get()};
  if (const auto* binary = std::get_if<ast::BinaryExpr>(&e.node))
    return {binary->left.get(), binary->right.get()};
  if (const auto* choice = std::get_if<ast::IfExpr>(&e.node))
    return {choice->condition.get(), choice->then_value.get(), choice->else_value.get()};
  if (const auto* is = std::get_if<ast::IsExpr>(&e.node)) return {is->value.get()};
  return {};
}

bool is_name(const ast::Expr& e) {
  const auto* dot = std::get_if<ast::DotExpr>(&e.node);
  return std::holds_alternative<ast::NameExpr>(dot ? dot->base->node : e.node);
}

// The subscripts in a variable or process name: of `a[i].x[j]`, i and j.
void subscripts_of(const ast::Expr& e, std::vector<const ast::Expr*>& out) {
  if (const auto* dot = std::get_if<ast::DotExpr>(&e.node)) return subscripts_of(*dot->base, out);
  const auto* index = std::get_if<ast::IndexExpr>(&e.node);
  if (!index) return;
  subscripts_of(*index->base, out);
  for (const auto& i : index->indices) out.push_back(i.get());
}

}  // namespace

// ---- The parts of a guard ----

std::vector<const ast::Expr*> ProcLowering::conditions(const ast::GuardedCommand& c) const {
  std::vector<const ast::Expr*> out;
  for (const ast::GuardItem& item : c.guard)
    if (const auto* e = std::get_if<ast::ExprBox>(&item.node)) {
      const auto known = evaluate(unit_.model, **e, unit_.valuation);
      const auto* v = std::get_if<Value>(&known);
      if (!v || !v->truth()) out.push_back(e->get());
    }
  return out;
}

// What the input reads before it is offered: its channel or the subscripts of the process that it names, and
// the subscripts of what it stores into.
std::vector<const ast::Expr*> ProcLowering::reads_of_input(const ast::GuardedCommand& c) const {
  std::vector<const ast::Expr*> out;
  const ast::Comm* input = input_of(c);
  const auto* receive = input ? std::get_if<ast::ReceiveComm>(&input->node) : nullptr;
  if (!receive) return out;
  if (unit_.process_name(*receive->channel))
    subscripts_of(*receive->channel, out);
  else
    out.push_back(receive->channel.get());
  for (const auto& t : receive->targets) subscripts_of(*t, out);
  std::erase_if(out, [this](const ast::Expr* e) { return !unit_.interacts(*e); });
  return out;
}

ExprId ProcLowering::set_of(const ast::Replicator& r) {
  const auto known = evaluate_set(unit_.model, *r.set, unit_.valuation);
  if (const auto* members = std::get_if<std::vector<Value>>(&known)) return constant(Value::seq(*members));
  return value(*r.set);
}

LocalId ProcLowering::bound_by(const ast::Replicator& r) {
  const Variable& v = *unit_.model.replicator_variable.at(&r);
  if (unit_.shared(v))
    unit_.diagnostics.error(
        "E0507", v.span,
        fmt::format("a property cannot name `{}`, the variable of a replicated guard", v.name));
  return declare(v);
}

// ---- Guards ----

Guard ProcLowering::guard(const ast::GuardedCommand& c) {
  for (const ast::GuardItem& item : c.guard)
    if (const auto* d = std::get_if<ast::Box<ast::Stmt>>(&item.node)) stmt(**d, std::get<ast::DeclStmt>((*d)->node));
  if (by_instance(c)) return {true_instances(c), kNone};
  Guard out;
  for (const ast::Replicator& r : c.replicators) {
    const ExprId set = set_of(r);
    out.replicators.push_back({bound_by(r), set});
  }
  out.enabled = conjunction(c);
  return out;
}

// Is there something to read for each instance of the guard by itself? Also an input that reads, behind a
// condition: where that is false nothing is read (rule 9; tests/regress/false-guard-reads-nothing.csp).
bool ProcLowering::by_instance(const ast::GuardedCommand& c) const {
  const std::vector<const ast::Expr*> booleans = conditions(c);
  const bool input_reads = !reads_of_input(c).empty();
  if (c.replicators.empty()) return input_reads && !booleans.empty();
  const auto steps = [this](const ast::Replicator& r) { return unit_.interacts(*r.set); };
  return input_reads || std::any_of(c.replicators.begin() + 1, c.replicators.end(), steps) ||
         !std::all_of(booleans.begin(), booleans.end(), [this](const ast::Expr* e) { return hoistable(*e); });
}

// The conjunction of the booleans; kNone if it is always true. One that interacts is evaluated here, and only
// as far as needed; in a replicated guard the variables are read here.
ExprId ProcLowering::conjunction(const ast::GuardedCommand& c) {
  const std::vector<const ast::Expr*> booleans = conditions(c);
  if (booleans.empty()) return kNone;
  const bool interact = std::any_of(booleans.begin(), booleans.end(),
                                    [this](const ast::Expr* e) { return unit_.interacts(*e); });
  if (!interact || !c.replicators.empty()) {
    for (const ast::Expr* e : booleans) hoist(*e);
    ExprId out = value(*booleans[0]);
    for (std::size_t i = 1; i < booleans.size(); ++i) out = op(ExprKind::And, {out, value(*booleans[i])});
    unit_.hoisted.clear();
    return out;
  }
  const LocalId t = temp(kNone);
  const Label no = fresh(), end = fresh();
  for (const ast::Expr* e : booleans) {
    const Label yes = fresh();
    condition(*e, yes, no);
    mark(yes);
  }
  emit(Assign{whole(t), constant(Value::boolean(true)), kNone});
  jump(end);
  mark(no);
  emit(Assign{whole(t), constant(Value::boolean(false)), kNone});
  mark(end);
  return local(t);
}

// Reads the variables that the expression names, all of them, into hidden locals that stand for them from
// here on. Pre: hoistable.
void ProcLowering::hoist(const ast::Expr& e) {
  if (!unit_.interacts(e)) return;
  if (!is_name(e)) {
    for (const ast::Expr* part : operands_of(e)) hoist(*part);
    return;
  }
  const LocalId t = temp(unit_.type_of(e));
  effect(e, whole(t), {});
  unit_.hoisted[&e] = t;
}

// Does the expression interact by nothing but reads of variables and fields, which cannot fail?
bool ProcLowering::hoistable(const ast::Expr& e) const {
  if (!unit_.interacts(e) || (is_name(e) && !unit_.constructor(e))) return true;
  const auto* unary = std::get_if<ast::UnaryExpr>(&e.node);
  if (unary && unary->op == ast::UnaryOp::Length && unit_.is(unit_.type_of(*unary->operand), TypeKind::Chan))
    return false;
  const std::vector<const ast::Expr*> parts = operands_of(e);
  return !parts.empty() &&
         std::all_of(parts.begin(), parts.end(), [this](const ast::Expr* part) { return hoistable(*part); });
}

// Tries the guard for each combination of its replicators' values, in order. A row holds those values and
// what the input has read; the rows of the true instances become a list, and the replicators that are
// returned bind each of them again. Post: what the input reads is in unit_.hoisted.
std::vector<Replicator> ProcLowering::true_instances(const ast::GuardedCommand& c) {
  struct Round {
    LocalId position;
    Label head, next, end;
  };
  const LocalId rows = temp(kNone);
  emit(Assign{whole(rows), constant(Value::seq({})), kNone});
  std::vector<LocalId> row;
  std::vector<Round> rounds;
  for (const ast::Replicator& r : c.replicators) {
    const ExprId items = keep(set_of(r));
    const Round round{temp(kNone), fresh(), fresh(), fresh()};
    emit(Assign{whole(round.position), integer(0), kNone});
    mark(round.head);
    const Label body = fresh();
    append(Branch{op(ExprKind::Lt, {local(round.position), op(ExprKind::Length, {items})}), to(body),
                  to(round.end)});
    mark(body);
    row.push_back(bound_by(r));
    emit(Assign{whole(row.back()), op(ExprKind::Index, {items, local(round.position)}), kNone});
    rounds.push_back(round);
  }
  const Label no = fresh();
  for (const ast::Expr* e : conditions(c)) {
    const Label yes = fresh();
    condition(*e, yes, no);
    mark(yes);
  }
  std::vector<std::pair<const ast::Expr*, LocalId>> read;
  for (const ast::Expr* e : reads_of_input(c)) {
    read.emplace_back(e, temp(unit_.type_of(*e)));
    row.push_back(read.back().second);
    into(*e, whole(row.back()));
  }
  std::vector<ExprId> parts;
  for (LocalId part : row) parts.push_back(local(part));
  emit(Assign{whole(rows),
              op(ExprKind::Concat, {local(rows), op(ExprKind::MakeSeq, {op(ExprKind::MakeSeq, parts)})}),
              kNone});
  mark(no);
  for (auto round = rounds.rbegin(); round != rounds.rend(); ++round) {
    mark(round->next);
    emit(Assign{whole(round->position), op(ExprKind::Add, {local(round->position), integer(1)}), kNone});
    jump(round->head);
    mark(round->end);
  }
  for (const auto& [e, t] : read) unit_.hoisted[e] = t;

  const LocalId chosen = temp(kNone);
  std::vector<Replicator> out{{chosen, local(rows)}};
  for (std::size_t i = 0; i < row.size(); ++i) {
    const ExprId part = op(ExprKind::Field, {local(chosen)}, kNone, static_cast<std::int64_t>(i));
    out.push_back({row[i], op(ExprKind::MakeSeq, {part})});
  }
  return out;
}

}  // namespace csp
