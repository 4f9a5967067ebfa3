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
  place(head);
  condition(*s.condition, body, end);
  place(body);
  loop_body(s.body, head, end);
  jump(head);
  place(end);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::ForStmt& s) {
  if (s.init) statement(*s.init);
  const Label head = fresh(), body = fresh(), post = fresh(), end = fresh();
  place(head);
  const NodeId first = next_node();
  if (s.condition) condition(*s.condition, body, end);
  place(body);
  loop_body(s.body, post, end);
  place(post);
  if (s.post) statement(*s.post);
  if (next_node() == first) nothing();  // a loop without any node would be no place to stand at
  jump(head);
  place(end);
}

void ProcLowering::stmt(const ast::Stmt& s, const ast::RangeStmt& r) {
  std::vector<std::optional<Access>> targets;
  if (r.declares) {
    for (const Variable* v : unit_.model.declared.at(&s)) {
      if (v) {
        initial(*v, constant(zero_value(unit_.program.types, v->type), v->type));
        targets.push_back(variable_access(*v));
      } else {
        targets.push_back(std::nullopt);
      }
    }
  } else {
    for (const Variable* v : unit_.model.declared.at(&s))
      targets.push_back(v ? std::optional<Access>(variable_access(*v)) : std::nullopt);
  }
  if (unit_.is(unit_.type_of(*r.over), TypeKind::Chan))
    range_channel(r, targets);
  else
    range_items(r, targets);
}

void ProcLowering::range_channel(const ast::RangeStmt& r, const std::vector<std::optional<Access>>& targets) {
  bool peer = false;
  const ExprId source = keep(channel(*r.over, false, peer));
  const Label head = fresh(), received = fresh(), body = fresh(), end = fresh();
  place(head);
  const TypeId message = unit_.type(unit_.type_of(*r.over)).parts[0];
  const LocalId ok = temp(kNone), item = temp(message);
  Alt a;
  a.kind = AltKind::Receive;
  a.span = here().span;
  a.text = here().text;
  a.channel = source;
  a.peer = peer;
  a.type = message;
  const bool wanted = !targets.empty() && targets[0];
  a.pattern.targets.push_back(wanted ? std::optional<Place>(whole(item)) : std::nullopt);
  a.ok = whole(ok);
  a.next = to(received);
  Comm comm;
  comm.alts.push_back(std::move(a));
  append(std::move(comm));
  place(received);
  append(Branch{local(ok), to(body), to(end)});
  place(body);
  if (wanted) store(*targets[0], local(item));
  loop_body(r.body, head, end);
  jump(head);
  place(end);
}

// Over a copy of a list, array or set; one name takes the members, of two names the first takes their
// positions.
void ProcLowering::range_items(const ast::RangeStmt& r, const std::vector<std::optional<Access>>& targets) {
  const ExprId items = keep(value(*r.over));
  const LocalId position = temp(kNone);
  emit(Assign{whole(position), integer(0), kNone});
  const Label head = fresh(), body = fresh(), next = fresh(), end = fresh();
  place(head);
  append(Branch{op(ExprKind::Lt, {local(position), op(ExprKind::Length, {items})}), to(body), to(end)});
  place(body);
  const bool both = targets.size() > 1;
  if (both && targets[0]) store(*targets[0], local(position));
  const std::optional<Access>& item = both ? targets[1] : targets[0];
  if (item) store(*item, op(ExprKind::Index, {items, local(position)}));
  loop_body(r.body, next, end);
  place(next);
  emit(Assign{whole(position), op(ExprKind::Add, {local(position), integer(1)}), kNone});
  jump(head);
  place(end);
}

}  // namespace csp
