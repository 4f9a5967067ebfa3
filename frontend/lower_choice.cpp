// select, and Hoare's alternative and repetitive commands.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

void ProcLowering::stmt(const ast::Stmt&, const ast::SelectStmt& s) {
  Comm node;
  node.mode = s.default_body ? CommMode::Default : CommMode::Select;
  node.priority = s.priority;
  std::vector<std::vector<After>> rest(s.cases.size());
  std::vector<Label> chosen;
  for (std::size_t i = 0; i < s.cases.size();
       ++i) {  // channels and values are evaluated on entry, in the order of the text
    Alt a;
    {
      const At at(*this, s.cases[i].comm.span, short_text(s.cases[i].comm));
      a = alt(s.cases[i].comm, rest[i]);
    }
    chosen.push_back(fresh());
    a.next = to(chosen.back());
    node.alts.push_back(std::move(a));
  }
  const Label otherwise = fresh(), end = fresh();
  if (s.default_body) node.otherwise = to(otherwise);
  append(std::move(node));
  for (std::size_t i = 0; i < s.cases.size(); ++i) {
    mark(chosen[i]);
    {
      const At at(*this, s.cases[i].comm.span, short_text(s.cases[i].comm));
      after(rest[i]);
    }
    block(s.cases[i].body);
    jump(end);
  }
  if (s.default_body) {
    mark(otherwise);
    block(s.default_body);
  }
  mark(end);
}

// ---- Guarded commands ----

namespace {

const ast::Comm* input_of(const ast::GuardedCommand& c) {
  return c.guard.empty() ? nullptr : std::get_if<ast::Comm>(&c.guard.back().node);
}

std::string guard_text(const ast::GuardedCommand& c) {
  std::string out;
  for (const ast::GuardItem& item : c.guard) {
    if (!out.empty()) out += "; ";
    if (const auto* e = std::get_if<ast::ExprBox>(&item.node))
      out += short_text(**e);
    else
      out += short_text(std::get<ast::Comm>(item.node));
  }
  return out;
}

}  // namespace

std::vector<Replicator> ProcLowering::replicators(const std::vector<ast::Replicator>& list) {
  std::vector<Replicator> out;
  for (const ast::Replicator& r : list) {
    const auto known = evaluate_set(unit_.model, *r.set, unit_.valuation);
    Replicator made;
    if (const auto* members = std::get_if<std::vector<Value>>(&known))
      made.set = constant(Value::seq(*members));
    else
      made.set = value(*r.set);
    const Variable& v = *unit_.model.replicator_variable.at(&r);
    if (unit_.shared(v))
      unit_.diagnostics.error(
          "E0507", v.span,
          fmt::format("a property cannot name `{}`, the variable of a replicated guard", v.name));
    made.local = declare(v);
    out.push_back(made);
  }
  return out;
}

// The conjunction of the booleans; kNone if it is always true. One that interacts is evaluated here, and only
// as far as needed.
ExprId ProcLowering::guard(const ast::GuardedCommand& c) {
  std::vector<const ast::Expr*> conditions;
  bool interacts = false;
  for (const ast::GuardItem& item : c.guard)
    if (const auto* e = std::get_if<ast::ExprBox>(&item.node)) {
      const auto known = evaluate(unit_.model, **e, unit_.valuation);
      const auto* v = std::get_if<Value>(&known);
      if (v && v->truth()) continue;
      conditions.push_back(e->get());
      interacts = interacts || unit_.interacts(**e);
    }
  if (conditions.empty()) return kNone;
  if (!interacts || !c.replicators.empty()) {
    for (const ast::Expr* e : conditions) hoist(*e);
    ExprId out = value(*conditions[0]);
    for (std::size_t i = 1; i < conditions.size(); ++i) out = op(ExprKind::And, {out, value(*conditions[i])});
    unit_.hoisted.clear();
    return out;
  }
  const LocalId t = temp(kNone);
  const Label no = fresh(), end = fresh();
  for (const ast::Expr* condition_read : conditions) {
    const Label yes = fresh();
    condition(*condition_read, yes, no);
    mark(yes);
  }
  emit(Assign{whole(t), constant(Value::boolean(true)), kNone});
  jump(end);
  mark(no);
  emit(Assign{whole(t), constant(Value::boolean(false)), kNone});
  mark(end);
  return local(t);
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

}  // namespace

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

// A replicated guard is evaluated for all values at once, so it can hold nothing that needs a step of its
// own but reads that are the same for all values: they come before.
bool ProcLowering::supported(const ast::GuardedCommand& c) {
  if (c.replicators.empty()) return true;
  auto complain = [&](const ast::Expr& e) {
    unit_.diagnostics
        .error("E0504", e.span,
               "a replicated guard may not communicate, call or read elements of shared arrays",
               "needs a step of its own")
        .help = "copy what is needed into local variables before the command";
    return false;
  };
  for (const ast::GuardItem& item : c.guard) {
    if (const auto* e = std::get_if<ast::ExprBox>(&item.node)) {
      if (!hoistable(**e)) return complain(**e);
      continue;
    }
    const auto* receive = std::get_if<ast::ReceiveComm>(&std::get<ast::Comm>(item.node).node);
    if (!receive) continue;
    if (unit_.interacts(*receive->channel)) return complain(*receive->channel);
    for (const auto& t : receive->targets)
      if (const auto* index = std::get_if<ast::IndexExpr>(&t->node))
        for (const auto& i : index->indices)
          if (unit_.interacts(*i)) return complain(*i);
  }
  return true;
}

void ProcLowering::stmt(const ast::Stmt&, const ast::GuardedStmt& s) {
  const Label head = fresh(), end = fresh(), after_body = fresh();
  bool inputs = false;
  for (const ast::GuardedCommand& c : s.commands) {
    if (!supported(c)) return;
    inputs = inputs || input_of(c);
  }
  mark(head);
  const Here whole_command = here();
  if (s.repeat) loops_.push_back({head, end});
  if (inputs)
    guarded_comm(s, after_body);
  else
    guarded_boolean(s, after_body);
  if (s.repeat) loops_.pop_back();
  // Here only `otherwise` goes on.
  if (s.repeat) {
    jump(end);
    mark(after_body);
    jump(head);
  } else {
    const At at(*this, whole_command.span, whole_command.text);
    fail(ErrorKind::NoGuard, "no guard is true");
    mark(after_body);
  }
  mark(end);
}

void ProcLowering::guarded_boolean(const ast::GuardedStmt& s, Label on_end) {
  Choose node;
  std::vector<Label> chosen;
  for (const ast::GuardedCommand& c : s.commands) {
    Option o;
    o.replicators = replicators(c.replicators);
    o.enabled = guard(c);
    chosen.push_back(fresh());
    o.next = to(chosen.back());
    node.options.push_back(std::move(o));
  }
  const Label otherwise = fresh();
  node.otherwise = to(otherwise);
  append(std::move(node));
  for (std::size_t i = 0; i < s.commands.size(); ++i) {
    mark(chosen[i]);
    block(s.commands[i].body);
    jump(on_end);
  }
  mark(otherwise);
}

void ProcLowering::guarded_comm(const ast::GuardedStmt& s, Label on_end) {
  Comm node;
  node.mode = CommMode::Guarded;
  std::vector<Label> chosen;
  std::vector<std::vector<After>> rest(s.commands.size());
  std::string text;
  for (std::size_t i = 0; i < s.commands.size(); ++i) {
    const ast::GuardedCommand& c = s.commands[i];
    const std::string shown = guard_text(c);
    text += (text.empty() ? "" : " [] ") + shown;
    const At at(*this, c.span, shown);
    std::vector<Replicator> bound = replicators(c.replicators);
    const ExprId enabled = guard(c);
    Alt a;
    if (const ast::Comm* input = input_of(c)) {
      a = alt(*input, rest[i]);
    } else {
      a.span = c.span;
      a.text = shown;
    }
    a.replicators = std::move(bound);
    a.enabled = enabled;
    chosen.push_back(fresh());
    a.next = to(chosen.back());
    node.alts.push_back(std::move(a));
  }
  const Label otherwise = fresh();
  node.otherwise = to(otherwise);
  {
    const At at(*this, here().span, text);
    append(std::move(node));
  }
  for (std::size_t i = 0; i < s.commands.size(); ++i) {
    mark(chosen[i]);
    {
      const At at(*this, s.commands[i].span, guard_text(s.commands[i]));
      after(rest[i]);
    }
    block(s.commands[i].body);
    jump(on_end);
  }
  mark(otherwise);
}

}  // namespace csp
