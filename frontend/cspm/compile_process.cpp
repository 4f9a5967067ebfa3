// Process expressions, and the generators that replicated operators and comprehensions share.
#include <algorithm>

#include "frontend/cspm/compile.h"

namespace csp::cspm {

std::vector<Qualifier> Compiler::qualifiers(const std::vector<ast::Qualifier>& list) {
  std::vector<Qualifier> out;
  for (const ast::Qualifier& q : list) {
    Qualifier one;
    one.span = q.span;
    one.of = expr(q.of);
    if (q.pattern) {
      one.generator = true;
      one.pattern = pattern(*q.pattern);
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<Pair> Compiler::pairs(const std::vector<ast::Link>& links) {
  std::vector<Pair> out;
  for (const ast::Link& link : links) out.push_back({expr(link.from), expr(link.to)});
  return out;
}

Code* Compiler::node(const ast::Expr& e, const ast::PrefixExpr& x) {
  Code* code = make(Op::Prefix, e, {expr(x.channel)});
  code->process = true;
  push();
  for (const ast::PrefixField& f : x.fields) {
    Field field;
    field.kind = f.kind;
    field.span = f.span;
    if (f.restriction) field.restriction = expr(f.restriction);
    if (f.kind == ast::PrefixField::Kind::Input || f.kind == ast::PrefixField::Kind::Choice)
      field.pattern = pattern(*f.value);
    else
      field.value = expr(f.value);
    code->fields.push_back(std::move(field));
  }
  code->unit = nested(*x.then, true);
  // What is only a name, or a call with arguments that are quickly worked out, needs no continuation of its
  // own.
  Code* then = code->unit->equations[0].body;
  const auto plain = [](const Code* c) {
    return c && (c->op == Op::Const || c->op == Op::Variable || c->op == Op::Global || c->op == Op::Builtin);
  };
  const auto* call = std::get_if<ast::CallExpr>(&x.then->node);
  const bool quick = call && then->op == Op::Call && plain(then->kids[0]) &&
                     std::all_of(call->args.begin(), call->args.end(),
                                 [](const ast::ExprBox& arg) { return is_short(*arg); });
  if (then->process && (plain(then) || quick)) code->kids.push_back(expr(x.then));
  pop();
  return code;
}

Code* Compiler::node(const ast::Expr& e, const ast::GuardExpr& x) {
  Code* code = make(Op::Guard, e, {expr(x.condition), expr(x.process)});
  code->process = true;
  return code;
}

namespace {
Op operator_of(ast::ProcessOp op) {
  switch (op) {
    case ast::ProcessOp::ExternalChoice:
      return Op::ExternalChoice;
    case ast::ProcessOp::InternalChoice:
      return Op::InternalChoice;
    case ast::ProcessOp::Interleave:
      return Op::Interleave;
    case ast::ProcessOp::Sequence:
      return Op::Sequence;
    case ast::ProcessOp::Interrupt:
      return Op::Interrupt;
    case ast::ProcessOp::Sliding:
      return Op::Sliding;
    case ast::ProcessOp::Sharing:
      return Op::Sharing;
    case ast::ProcessOp::Alphabetised:
      return Op::Alphabetised;
    case ast::ProcessOp::Exception:
      return Op::Exception;
    case ast::ProcessOp::Link:
      return Op::Link;
    case ast::ProcessOp::SyncExternal:
      return Op::SyncExternal;
    case ast::ProcessOp::SyncInterrupt:
      return Op::SyncInterrupt;
  }
  return Op::ExternalChoice;
}
}  // namespace

Code* Compiler::node(const ast::Expr& e, const ast::ProcessExpr& x) {
  Code* code = make(operator_of(x.op), e, {expr(x.left), expr(x.right)});
  code->process = true;
  if (x.set) code->kids.push_back(expr(x.set));
  if (x.second_set) code->kids.push_back(expr(x.second_set));
  push();
  code->qualifiers = qualifiers(x.qualifiers);
  code->pairs = pairs(x.links);
  pop();
  return code;
}

Code* Compiler::node(const ast::Expr& e, const ast::HideExpr& x) {
  Code* code = make(Op::Hide, e, {expr(x.process), expr(x.set)});
  code->process = true;
  return code;
}

Code* Compiler::node(const ast::Expr& e, const ast::RenameExpr& x) {
  Code* code = make(Op::Rename, e, {expr(x.process)});
  code->process = true;
  push();
  code->qualifiers = qualifiers(x.qualifiers);
  code->pairs = pairs(x.pairs);
  pop();
  return code;
}

Code* Compiler::node(const ast::Expr& e, const ast::ReplicatedExpr& x) {
  Code* code = make(Op::Replicated, e);
  code->process = true;
  code->number = static_cast<int>(x.op);
  // The set of a sharing is outside of the generators, an alphabet inside.
  Code* set = x.set && x.op != ast::ProcessOp::Alphabetised ? expr(x.set) : nullptr;
  push();
  code->qualifiers = qualifiers(x.qualifiers);
  code->kids = {expr(x.body)};
  if (x.set && x.op == ast::ProcessOp::Alphabetised) set = expr(x.set);
  if (set) code->kids.push_back(set);
  pop();
  push();
  code->link_qualifiers = qualifiers(x.link_qualifiers);
  code->pairs = pairs(x.links);
  pop();
  return code;
}

}  // namespace csp::cspm
