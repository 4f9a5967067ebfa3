// The walk by cases; every child of a construct is named here once.
#include "frontend/lower_walk.h"

#include <type_traits>

namespace csp {

namespace {

struct Walker {
  const TreeVisitor& v;

  void expr(const ast::ExprBox& e) const {
    if (e) walk(*e, v);
  }
  void exprs(const std::vector<ast::ExprBox>& list) const {
    for (const auto& e : list) expr(e);
  }
  void block(const ast::Box<ast::Block>& b) const {
    if (b) walk(*b, v);
  }
  void type(const ast::TypeBox& t) const {
    if (!t) return;
    std::visit(
        [&](const auto& n) {
          using T = std::decay_t<decltype(n)>;
          if constexpr (std::is_same_v<T, ast::RangeType>) {
            expr(n.lo);
            expr(n.hi);
          } else if constexpr (std::is_same_v<T, ast::SetType>) {
            expr(n.set);
          } else if constexpr (std::is_same_v<T, ast::TupleType>) {
            for (const auto& p : n.parts) type(p);
          } else if constexpr (std::is_same_v<T, ast::ArrayType>) {
            expr(n.size);
            type(n.element);
          } else if constexpr (std::is_same_v<T, ast::ListType>) {
            type(n.element);
          } else if constexpr (std::is_same_v<T, ast::ChanType>) {
            expr(n.capacity);
            type(n.element);
          } else if constexpr (std::is_same_v<T, ast::StructType>) {
            for (const auto& f : n.fields) type(f.type);
          }
        },
        t->node);
  }
  void comm(const ast::Comm& c) const {
    if (const auto* send = std::get_if<ast::SendComm>(&c.node)) {
      expr(send->channel);
      exprs(send->values);
    } else {
      const auto& receive = std::get<ast::ReceiveComm>(c.node);
      expr(receive.channel);
      exprs(receive.targets);
    }
  }
  void replicators(const std::vector<ast::Replicator>& rs) const {
    for (const auto& r : rs) expr(r.set);
  }

  void node(const ast::IntLit&) const {}
  void node(const ast::BoolLit&) const {}
  void node(const ast::CharLit&) const {}
  void node(const ast::StringLit&) const {}
  void node(const ast::NilLit&) const {}
  void node(const ast::NameExpr&) const {}
  void node(const ast::ProgExpr&) const {}
  void node(const ast::CallExpr& e) const { expr(e.callee), exprs(e.args); }
  void node(const ast::IndexExpr& e) const { expr(e.base), exprs(e.indices); }
  void node(const ast::DotExpr& e) const { expr(e.base); }
  void node(const ast::DotApply& e) const { expr(e.base), expr(e.arg); }
  void node(const ast::UnaryExpr& e) const { expr(e.operand); }
  void node(const ast::BinaryExpr& e) const { expr(e.left), expr(e.right); }
  void node(const ast::IfExpr& e) const { expr(e.condition), expr(e.then_value), expr(e.else_value); }
  void node(const ast::IsExpr& e) const { expr(e.value); }
  void node(const ast::ReceiveExpr& e) const { expr(e.channel); }
  void node(const ast::MkExpr& e) const { type(e.type), exprs(e.args); }
  void node(const ast::AnyExpr& e) const { type(e.type); }
  void node(const ast::ListLit& e) const { exprs(e.items); }
  void node(const ast::SetLit& e) const { exprs(e.items); }
  void node(const ast::RangeExpr& e) const { expr(e.lo), expr(e.hi); }
  void node(const ast::TupleLit& e) const { exprs(e.items); }

  void node(const ast::CspmExpr auto&) const {}  // not in a prog

  void node(const ast::SkipStmt&) const {}
  void node(const ast::BreakStmt&) const {}
  void node(const ast::ContinueStmt&) const {}
  void node(const ast::DeclStmt& s) const { type(s.type), expr(s.value); }
  void node(const ast::AssignStmt& s) const { exprs(s.targets), expr(s.value); }
  void node(const ast::CommStmt& s) const { comm(s.comm); }
  void node(const ast::CallStmt& s) const { expr(s.call); }
  void node(const ast::BeginStmt& s) const { expr(s.call); }
  void node(const ast::BecomeStmt& s) const { expr(s.call); }
  void node(const ast::SelectStmt& s) const {
    for (const auto& c : s.cases) comm(c.comm), block(c.body);
    block(s.default_body);
  }
  void node(const ast::GuardedStmt& s) const {
    for (const auto& c : s.commands) {
      replicators(c.replicators);
      for (const auto& item : c.guard) {
        if (const auto* e = std::get_if<ast::ExprBox>(&item.node))
          expr(*e);
        else if (const auto* declaration = std::get_if<ast::Box<ast::Stmt>>(&item.node))
          walk(**declaration, v);
        else
          comm(std::get<ast::Comm>(item.node));
      }
      block(c.body);
    }
  }
  void node(const ast::ParallelStmt& s) const {
    for (const auto& b : s.branches) replicators(b.subscripts);
  }
  void node(const ast::IfStmt& s) const { expr(s.condition), block(s.then_body), block(s.else_body); }
  void node(const ast::WhileStmt& s) const { expr(s.condition), block(s.body); }
  void node(const ast::ForStmt& s) const {
    if (s.init) walk(*s.init, v);
    expr(s.condition);
    if (s.post) walk(*s.post, v);
    block(s.body);
  }
  void node(const ast::RangeStmt& s) const { expr(s.over), block(s.body); }
  void node(const ast::ReturnStmt& s) const { expr(s.value); }
  void node(const ast::DeferStmt& s) const { expr(s.call); }
  void node(const ast::AssertStmt& s) const { expr(s.condition); }
  void node(const ast::LabelStmt& s) const {
    if (s.body) walk(*s.body, v);
  }
  void node(const ast::BlockStmt& s) const { block(s.body); }
};

}  // namespace

void walk(const ast::Block& block, const TreeVisitor& v) {
  for (const ast::Stmt& s : block) walk(s, v);
}

void walk(const ast::Stmt& s, const TreeVisitor& v) {
  if (v.stmt) v.stmt(s);
  std::visit([&](const auto& n) { Walker{v}.node(n); }, s.node);
}

void walk(const ast::Expr& e, const TreeVisitor& v) {
  if (v.expr) v.expr(e);
  std::visit([&](const auto& n) { Walker{v}.node(n); }, e.node);
}

}  // namespace csp
