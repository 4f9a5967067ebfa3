// Statements without loops and communications.
#include <fmt/format.h>

#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

void ProcLowering::block(const ast::Block& statements) {
  for (const ast::Stmt& s : statements) statement(s);
}

void ProcLowering::statement(const ast::Stmt& s) {
  const At at(*this, s.span, short_text(s));
  std::visit([&](const auto& n) { stmt(s, n); }, s.node);
}

// ---- Declarations and assignments ----

void ProcLowering::stmt(const ast::Stmt& s, const ast::DeclStmt& d) {
  const auto labelled_as = unit_.model.label_assignment.find(&s);
  if (labelled_as != unit_.model.label_assignment.end()) {  // `L: x = 3`
    labelled(d.names[0].text, nullptr, [&] {
      const auto* v = std::get_if<Variable*>(&labelled_as->second);
      Access a;
      if (v) {
        a = variable_access(**v);
      } else {
        const GlobalInfo* g = std::get<const GlobalInfo*>(labelled_as->second);
        a.object = op(ExprKind::Global, {}, kNone, g->index);
        a.type = g->type;
      }
      store(a, value(*d.value));
    });
    return;
  }
  const std::vector<Variable*>& variables = unit_.model.declared.at(&s);
  if (d.type && !d.value) {
    for (const Variable* v : variables) declare_value(*v, nullptr, d.type.get());
    return;
  }
  if (variables.size() == 1) {
    if (variables[0])
      declare_value(*variables[0], d.value.get(), d.type.get());
    else if (d.value)
      keep(value(*d.value));
    return;
  }
  const ExprId tuple = keep(value(*d.value));
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (!variables[i]) continue;
    const ExprId part = op(ExprKind::Field, {tuple}, variables[i]->type, static_cast<std::int64_t>(i));
    initial(*variables[i], check(part, variables[i]->type, nullptr));
  }
}

void ProcLowering::stmt(const ast::Stmt&, const ast::AssignStmt& s) {
  if (s.targets.size() > 1) {
    // Subscripts on the left are evaluated before the right side, as in Go.
    std::vector<std::optional<Access>> targets;
    for (const auto& t : s.targets) targets.push_back(access(*t));
    const ExprId tuple = keep(value(*s.value));
    for (std::size_t i = 0; i < targets.size(); ++i)
      if (targets[i])
        store(*targets[i], op(ExprKind::Field, {tuple}, targets[i]->type, static_cast<std::int64_t>(i)));
    return;
  }
  if (!s.op) return assign(*s.targets[0], *s.value);
  const std::optional<Access> a = access(*s.targets[0]);
  if (!a) return;
  const ExprId old = then(current(*a, short_text(*s.targets[0])), unit_.interacts(*s.value));
  const ExprKind kind = *s.op == ast::BinaryOp::Sub ? ExprKind::Sub : ExprKind::Add;
  store(*a, op(kind, {old, value(*s.value)}, a->type));
}

// ---- Control ----

void ProcLowering::stmt(const ast::Stmt&, const ast::IfStmt& s) {
  const Label yes = fresh(), no = fresh(), end = fresh();
  condition(*s.condition, yes, no);
  mark(yes);
  block(s.then_body);
  jump(end);
  mark(no);
  block(s.else_body);
  mark(end);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::ReturnStmt& s) {
  Return r;
  if (s.value) r.value = prog_ ? fitted(*s.value, prog_->result) : value(*s.value);
  append(r);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::AssertStmt& s) {
  const Label good = fresh(), bad = fresh();
  condition(*s.condition, good, bad);
  mark(bad);
  fail(ErrorKind::Assertion, short_text(*s.condition));
  mark(good);
}

// ---- Labels ----

void ProcLowering::stmt(const ast::Stmt&, const ast::LabelStmt& s) {
  labelled(s.label.text, s.body.get(), [&] {
    if (s.body) statement(*s.body);
  });
}

// A process is at the label while it is at one of the nodes of a simple statement, or at the first node of a
// compound one.
void ProcLowering::labelled(const std::string& label, const ast::Stmt* body,
                            const std::function<void()>& lower_body) {
  const NodeId first = next_node();
  if (!unit_.named_labels.contains(label)) return lower_body();
  lower_body();
  if (next_node() == first) nothing();
  const bool compound = body && !(std::holds_alternative<ast::SkipStmt>(body->node) ||
                                  std::holds_alternative<ast::DeclStmt>(body->node) ||
                                  std::holds_alternative<ast::AssignStmt>(body->node) ||
                                  std::holds_alternative<ast::CommStmt>(body->node) ||
                                  std::holds_alternative<ast::CallStmt>(body->node) ||
                                  std::holds_alternative<ast::BeginStmt>(body->node) ||
                                  std::holds_alternative<ast::ReturnStmt>(body->node) ||
                                  std::holds_alternative<ast::DeferStmt>(body->node) ||
                                  std::holds_alternative<ast::AssertStmt>(body->node));
  program().nodes[static_cast<std::size_t>(first)].observed = true;
  std::vector<NodeId>& places = unit_.label_nodes[{prog_, label}];
  for (NodeId n = first; n < (compound ? first + 1 : next_node()); ++n) places.push_back(n);
}

}  // namespace csp
