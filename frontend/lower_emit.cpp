// Labels are threaded at the end, so that statements can be lowered in one pass in the order of the text.
#include "frontend/lower_emit.h"

#include <algorithm>
#include <cassert>

#include "checker/core/walk.h"

namespace csp {

Emitter::Label Emitter::fresh() {
  bound_.push_back(kNone);
  return static_cast<Label>(bound_.size()) - 1;
}

void Emitter::jump(Label label) {
  // A loop without a node goes round in one of its own, or threading would never end (tests/regress/empty-loop.csp).
  Label last = label;
  while (bound_[static_cast<std::size_t>(last)] < kNone) last = -2 - bound_[static_cast<std::size_t>(last)];
  if (std::find(pending_.begin(), pending_.end(), last) != pending_.end()) {
    append(Branch{constant(Value::boolean(true)), to(label), to(label)});
    return;
  }
  for (Label p : pending_) bound_[static_cast<std::size_t>(p)] = to(label);
  pending_.clear();
}

NodeId Emitter::append(decltype(Node::op) op) {
  const NodeId id = next_node();
  for (Label p : pending_) bound_[static_cast<std::size_t>(p)] = id;
  pending_.clear();
  Node node;
  node.span = here_.span;
  node.proc = proc_;
  node.text = here_.text;
  node.op = std::move(op);
  program_.nodes.push_back(std::move(node));
  made_.push_back(id);
  return id;
}

void Emitter::nothing() {
  const Label next = fresh();
  append(Branch{constant(Value::boolean(true)), to(next), to(next)});
  mark(next);
}

NodeId Emitter::resolve(NodeId successor) const {
  while (successor < kNone) successor = bound_[static_cast<std::size_t>(-2 - successor)];
  return successor;
}

void Emitter::finish() {
  assert(pending_.empty());
  for (NodeId id : made_)
    for_each_successor(program_.nodes[static_cast<std::size_t>(id)],
                       [&](NodeId& next) { next = resolve(next); });
}

LocalId Emitter::add_local(std::string name, TypeId type, bool shared) {
  proc().locals.push_back(Local{std::move(name), type, shared});
  return static_cast<LocalId>(proc().locals.size()) - 1;
}

ExprId Emitter::add(Expr e) {
  if (!e.span.known()) e.span = here_.span;
  program_.exprs.push_back(std::move(e));
  return static_cast<ExprId>(program_.exprs.size()) - 1;
}

ExprId Emitter::constant(Value value, TypeId type) {
  Expr e;
  e.type = type;
  e.value = std::move(value);
  return add(std::move(e));
}

ExprId Emitter::local(LocalId id) {
  const Local& l = proc().locals[static_cast<std::size_t>(id)];
  return op(ExprKind::Local, {}, l.shared ? kNone : l.type, id);
}

ExprId Emitter::op(ExprKind kind, std::vector<ExprId> args, TypeId type, std::int64_t number) {
  Expr e;
  e.kind = kind;
  e.type = type;
  e.number = number;
  e.args = std::move(args);
  return add(std::move(e));
}

bool Emitter::may_fail(ExprId id) const {
  const Expr& e = expr(id);
  if (e.kind == ExprKind::Div || e.kind == ExprKind::Mod || e.kind == ExprKind::Index ||
      e.kind == ExprKind::DataField || e.kind == ExprKind::Head || e.kind == ExprKind::Tail ||
      e.kind == ExprKind::Member || e.kind == ExprKind::RangeSeq)
    return true;
  for (ExprId arg : e.args)
    if (may_fail(arg)) return true;
  return false;
}

}  // namespace csp
