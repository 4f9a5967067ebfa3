// Loops. A loop variable is declared once per loop and assigned in each round, as in Go before version 1.22.
#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

void ProcLowering::loop_body(const ast::Box<ast::Block>& body, Label on_continue, Label on_break) {
  loops_.push_back({on_continue, on_break});
  block(body);
  loops_.pop_back();
}

void ProcLowering::stmt(const ast::Stmt&, const ast::BreakStmt&) {
  if (!loops_.empty()) jump(loops_.back().on_break);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::ContinueStmt&) {
  if (!loops_.empty()) jump(loops_.back().on_continue);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::WhileStmt& s) {
  const Label head = fresh(), body = fresh(), end = fresh();
  mark(head);
  condition(*s.condition, body, end);
  mark(body);
  loop_body(s.body, head, end);
  jump(head);
  mark(end);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::ForStmt& s) {
  if (s.init) statement(*s.init);
  const Label head = fresh(), body = fresh(), post = fresh(), end = fresh();
  mark(head);
  const NodeId first = next_node();
  if (s.condition) condition(*s.condition, body, end);
  mark(body);
  loop_body(s.body, post, end);
  mark(post);
  if (s.post) statement(*s.post);
  if (next_node() == first) nothing();  // a loop without any node would be no place to stand at
  jump(head);
  mark(end);
}

void ProcLowering::stmt(const ast::Stmt& s, const ast::RangeStmt& r) {
  std::optional<Access> target;  // nothing: `_`
  const auto declared = unit_.model.declared.find(&s);
  const Variable* v =
      declared == unit_.model.declared.end() || declared->second.empty() ? nullptr : declared->second[0];
  if (v) {
    if (r.declares && unit_.shared(*v))
      initial(*v, constant(zero_value(unit_.program.types, v->type), v->type));
    target = variable_access(*v);
  }
  if (unit_.is(unit_.type_of(*r.over), TypeKind::Chan))
    range_channel(r, target);
  else
    range_items(r, target);
}

void ProcLowering::range_channel(const ast::RangeStmt& r, const std::optional<Access>& target) {
  bool peer = false;
  const ExprId source = keep(channel(*r.over, false, peer));
  const Label head = fresh(), received = fresh(), body = fresh(), end = fresh();
  mark(head);
  const TypeId message = unit_.type(unit_.type_of(*r.over)).parts[0];
  const LocalId ok = temp(kNone);
  Alt a;
  a.kind = AltKind::Receive;
  a.span = here().span;
  a.text = here().text;
  a.channel = source;
  a.peer = peer;
  a.type = message;
  std::optional<Place> item;
  if (target) item = target->shared() ? whole(temp(message)) : place_of(*target);
  a.pattern.targets.push_back(item);
  a.ok = whole(ok);
  a.next = to(received);
  Comm comm;
  comm.alts.push_back(std::move(a));
  append(std::move(comm));
  mark(received);
  append(Branch{local(ok), to(body), to(end)});
  mark(body);
  if (target && target->shared()) store(*target, local(item->local));
  loop_body(r.body, head, end);
  jump(head);
  mark(end);
}

// Over a copy of a list, array or set.
void ProcLowering::range_items(const ast::RangeStmt& r, const std::optional<Access>& target) {
  const ExprId items = keep(value(*r.over));
  const LocalId position = temp(kNone);
  emit(Assign{whole(position), integer(0), kNone});
  const Label head = fresh(), body = fresh(), next = fresh(), end = fresh();
  mark(head);
  append(Branch{op(ExprKind::Lt, {local(position), op(ExprKind::Length, {items})}), to(body), to(end)});
  mark(body);
  if (target) store(*target, op(ExprKind::Index, {items, local(position)}));
  loop_body(r.body, next, end);
  mark(next);
  emit(Assign{whole(position), op(ExprKind::Add, {local(position), integer(1)}), kNone});
  jump(head);
  mark(end);
}

}  // namespace csp
