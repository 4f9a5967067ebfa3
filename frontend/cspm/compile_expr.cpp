// Expressions that are not processes, and sets written as types.
#include <algorithm>

#include "frontend/cspm/builtin.h"
#include "frontend/cspm/compile.h"

namespace csp::cspm {

// ---- Expressions

Code* Compiler::make(Op op, const ast::Expr& e, std::vector<Code*> kids) {
  Code& code = script_.codes.emplace_back();
  code.op = op;
  code.kids = std::move(kids);
  code.source = &e;
  code.span = e.span;
  return &code;
}

Code* Compiler::constant(const ast::Expr& e, Val v) {
  Code* code = make(Op::Const, e);
  code->value = std::move(v);
  return code;
}

namespace {

// Operators whose evaluation is short and that have no variables of their own.
bool is_operator(Op op) {
  switch (op) {
    case Op::CallBuiltin:
    case Op::Tuple:
    case Op::Seq:
    case Op::Set:
    case Op::Dot:
    case Op::Range:
    case Op::RangeFrom:
    case Op::Negate:
    case Op::Not:
    case Op::Length:
    case Op::Add:
    case Op::Sub:
    case Op::Mul:
    case Op::Div:
    case Op::Mod:
    case Op::Eq:
    case Op::Ne:
    case Op::Lt:
    case Op::Le:
    case Op::Gt:
    case Op::Ge:
    case Op::And:
    case Op::Or:
    case Op::Concat:
    case Op::If:
    case Op::EventsOf:
    case Op::TupleProduct:
    case Op::DotProduct:
    case Op::Component:
    case Op::SubtypeOf:
    case Op::HeadedSet:
      return true;
    case Op::Const:
    case Op::Variable:
    case Op::Global:
    case Op::Datatype:
    case Op::Builtin:
    case Op::Call:
    case Op::SeqRange:
    case Op::Lambda:
    case Op::Let:
    case Op::SetComprehension:
    case Op::SeqComprehension:
    case Op::Prefix:
    case Op::Guard:
    case Op::ExternalChoice:
    case Op::InternalChoice:
    case Op::Interleave:
    case Op::Sequence:
    case Op::Interrupt:
    case Op::Sliding:
    case Op::Sharing:
    case Op::Alphabetised:
    case Op::Exception:
    case Op::SyncExternal:
    case Op::SyncInterrupt:
    case Op::Hide:
    case Op::Rename:
    case Op::Link:
    case Op::Replicated:
    case Op::Instance:
      return false;
  }
  return false;
}

// No variables at all, as far as can be seen without looking into other units.
bool constant_code(const Code& code) {
  return code.closed || code.op == Op::Const || code.op == Op::Global || code.op == Op::Datatype ||
         code.op == Op::Builtin;
}

}  // namespace

// Marks an operator that has no variables: it is worked out once.
void Compiler::close(Code* code) {
  if (!is_operator(code->op) || code->process || !code->qualifiers.empty()) return;
  const auto& kids = code->kids;
  code->closed =
      !kids.empty() && std::all_of(kids.begin(), kids.end(), [](const Code* k) { return constant_code(*k); });
  if (code->closed) code->memo = script_.memos++;
}

Code* Compiler::expr(const ast::Expr& e) {
  Code* code = std::visit([&](const auto& x) { return node(e, x); }, e.node);
  close(code);
  return code;
}

std::vector<Code*> Compiler::all(const std::vector<ast::ExprBox>& list) {
  std::vector<Code*> out;
  for (const ast::ExprBox& e : list) out.push_back(expr(e));
  return out;
}

Code* Compiler::name(const ast::Expr& e, const ast::Name& n) {
  Code* code = make(Op::Variable, e);
  code->process = is_process_(e);
  if (find(level_, n.text, code->access)) return code;
  const auto it = script_.names.find(n.text);
  if (it == script_.names.end()) {
    code->op = Op::Builtin;
    code->number = find_builtin(n.text);
    return code;
  }
  const Meaning& m = it->second;
  code->number = m.number;
  switch (m.kind) {
    case Meaning::Kind::Global:
      code->op = Op::Global;
      break;
    case Meaning::Kind::Atom:
      code->op = Op::Const;
      code->value = Val::atom(m.number);
      break;
    case Meaning::Kind::Datatype:
      code->op = Op::Datatype;
      break;
    case Meaning::Kind::Builtin:
      code->op = Op::Builtin;
      break;
    case Meaning::Kind::Instance:
      code->op = Op::Instance;
      break;
  }
  return code;
}

namespace {

bool is_plain(const ast::Expr& e) {
  return std::holds_alternative<ast::NameExpr>(e.node) || std::holds_alternative<ast::IntLit>(e.node) ||
         std::holds_alternative<ast::BoolLit>(e.node) || std::holds_alternative<ast::CharLit>(e.node) ||
         std::holds_alternative<ast::StringLit>(e.node) || std::holds_alternative<ast::LambdaExpr>(e.node);
}

}  // namespace

bool is_short(const ast::Expr& e) {
  const auto all = [](const std::vector<ast::ExprBox>& list) {
    return std::all_of(list.begin(), list.end(), [](const ast::ExprBox& i) { return is_short(*i); });
  };
  if (is_plain(e)) return true;
  if (const auto* u = std::get_if<ast::UnaryExpr>(&e.node)) return is_short(*u->operand);
  if (const auto* b = std::get_if<ast::BinaryExpr>(&e.node)) return is_short(*b->left) && is_short(*b->right);
  if (const auto* t = std::get_if<ast::TupleLit>(&e.node)) return all(t->items);
  if (const auto* l = std::get_if<ast::ListLit>(&e.node)) return all(l->items);
  if (const auto* s = std::get_if<ast::SetLit>(&e.node)) return all(s->items);
  if (const auto* r = std::get_if<ast::RangeExpr>(&e.node))
    return is_short(*r->lo) && (!r->hi || is_short(*r->hi));
  if (const auto* d = std::get_if<ast::DotExpr>(&e.node)) return is_short(*d->base);
  if (const auto* d = std::get_if<ast::DotApply>(&e.node)) return is_short(*d->base) && is_short(*d->arg);
  if (const auto* i = std::get_if<ast::IfExpr>(&e.node))
    return is_short(*i->condition) && is_short(*i->then_value) && is_short(*i->else_value);
  if (const auto* c = std::get_if<ast::CallExpr>(&e.node)) {
    const auto* callee = std::get_if<ast::NameExpr>(&c->callee->node);
    return callee && find_builtin(callee->name.text) >= 0 && all(c->args);
  }
  return false;
}

Code* Compiler::call(const ast::Expr& e, const ast::CallExpr& x) {
  Code* callee = expr(x.callee);
  if (callee->op == Op::Builtin || callee->op == Op::Instance) {
    // A predeclared function that is called with one group of arguments at once.
    const bool curried =
        callee->op == Op::Builtin &&
        (builtin_names()[static_cast<std::size_t>(callee->number)].kind == BuiltinKind::Image ||
         builtin_names()[static_cast<std::size_t>(callee->number)].kind == BuiltinKind::InverseImage);
    if (!curried) {
      Code* code = make(callee->op == Op::Instance ? Op::Instance : Op::CallBuiltin, e, all(x.args));
      code->number = callee->number;
      code->process = is_process_(e);
      return code;
    }
  }
  Code* code = make(Op::Call, e, {callee});
  code->process = is_process_(e);
  for (const ast::ExprBox& arg : x.args) {
    // The arguments of a process are worked out at once, because they say which process it is.
    const bool now = code->process || is_plain(*arg);
    Code* kid = now || is_short(*arg) ? expr(arg) : nullptr;
    // The value of a definition is worked out when the function needs it.
    const bool definition =
        kid && !kid->process &&
        (kid->op == Op::Global || (kid->op == Op::Variable && kid->access.kind == Access::Kind::ScopeName));
    const bool wait = !now || (definition && !code->process);
    code->lazy.push_back(wait ? nested(*arg, false) : nullptr);
    code->kids.push_back(definition && wait && kid->op != Op::Global ? nullptr : kid);
  }
  return code;
}

Code* Compiler::set_literal(const ast::Expr& e, const std::vector<ast::ExprBox>& items) {
  std::vector<Code*> ranges, single;
  for (const ast::ExprBox& item : items) {
    if (std::holds_alternative<ast::RangeExpr>(item->node))
      ranges.push_back(expr(item));
    else
      single.push_back(expr(item));
  }
  if (ranges.size() == 1 && single.empty()) return ranges.front();
  Code* set = make(Op::Set, e, single);
  if (ranges.empty()) return set;
  close(set);
  for (Code* range : ranges) {
    set = make(Op::CallBuiltin, e, {set, range});
    set->number = find_builtin("union");
    close(set);
  }
  return set;
}

Code* Compiler::node(const ast::Expr& e, const ast::RangeExpr& x) {
  if (!x.hi) return make(Op::RangeFrom, e, {expr(x.lo)});
  return make(Op::Range, e, {expr(x.lo), expr(x.hi)});
}

Code* Compiler::node(const ast::Expr& e, const ast::DotExpr& x) {
  Code* base = expr(x.base);
  Code* right = nullptr;
  if (!x.field.text.empty() && x.field.text[0] >= '0' && x.field.text[0] <= '9') {
    right = constant(e, Val::integer(std::stoll(x.field.text)));
  } else if (x.field.text == "true" || x.field.text == "false") {
    right = constant(e, Val::boolean(x.field.text == "true"));
  } else {
    right = name(e, x.field);
    right->process = false;
  }
  right->span = x.field.span;
  return make(Op::Dot, e, {base, right});
}

Code* Compiler::node(const ast::Expr& e, const ast::UnaryExpr& x) {
  Code* operand = expr(x.operand);
  switch (x.op) {
    case ast::UnaryOp::Negate:
      if (operand->op == Op::Const) return constant(e, Val::integer(-operand->value.number()));
      return make(Op::Negate, e, {operand});
    case ast::UnaryOp::Not:
      return make(Op::Not, e, {operand});
    case ast::UnaryOp::Length:
      return make(Op::Length, e, {operand});
  }
  return operand;
}

namespace {
Op operator_of(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::Add:
      return Op::Add;
    case ast::BinaryOp::Sub:
      return Op::Sub;
    case ast::BinaryOp::Mul:
      return Op::Mul;
    case ast::BinaryOp::Div:
      return Op::Div;
    case ast::BinaryOp::Mod:
      return Op::Mod;
    case ast::BinaryOp::Eq:
      return Op::Eq;
    case ast::BinaryOp::Ne:
      return Op::Ne;
    case ast::BinaryOp::Lt:
      return Op::Lt;
    case ast::BinaryOp::Le:
      return Op::Le;
    case ast::BinaryOp::Gt:
      return Op::Gt;
    case ast::BinaryOp::Ge:
      return Op::Ge;
    case ast::BinaryOp::And:
      return Op::And;
    case ast::BinaryOp::Or:
      return Op::Or;
    case ast::BinaryOp::Concat:
      return Op::Concat;
  }
  return Op::Add;
}
}  // namespace

Code* Compiler::node(const ast::Expr& e, const ast::BinaryExpr& x) {
  return make(operator_of(x.op), e, {expr(x.left), expr(x.right)});
}

Code* Compiler::node(const ast::Expr& e, const ast::IfExpr& x) {
  Code* code = make(Op::If, e, {expr(x.condition), expr(x.then_value), expr(x.else_value)});
  code->process = code->kids[1]->process;
  return code;
}

Code* Compiler::node(const ast::Expr& e, const ast::ComprehensionExpr& x) {
  using Kind = ast::ComprehensionExpr::Kind;
  Code* code = make(x.kind == Kind::Set    ? Op::SetComprehension
                    : x.kind == Kind::List ? Op::SeqComprehension
                                           : Op::EventsOf,
                    e);
  push();
  code->qualifiers = qualifiers(x.qualifiers);
  code->kids = all(x.items);
  pop();
  return code;
}

// ---- Sets written as types

Code* Compiler::type_expr(const ast::Expr& e) {
  Code* code = nullptr;
  if (const auto* tuple = std::get_if<ast::TupleLit>(&e.node)) {
    code = make(Op::TupleProduct, e);
    for (const ast::ExprBox& part : tuple->items) code->kids.push_back(type_expr(*part));
  } else if (const auto* dot = std::get_if<ast::DotApply>(&e.node)) {
    code = make(Op::DotProduct, e, {type_expr(*dot->base), type_expr(*dot->arg)});
  } else if (const auto* field = std::get_if<ast::DotExpr>(&e.node)) {
    code = make(Op::DotProduct, e, {type_expr(*field->base), name(e, field->field)});
  } else {
    return expr(e);
  }
  close(code);
  return code;
}

Code* Compiler::type(const ast::Type& t, const ast::Expr& place) {
  if (const auto* named = std::get_if<ast::NamedType>(&t.node)) {
    for (const auto& [word, set] : {std::pair{"int", "Int"}, {"bool", "Bool"}, {"char", "Char"}}) {
      if (named->name.text != word || script_.names.contains(word)) continue;
      Code* code = make(Op::Builtin, place);
      code->number = find_builtin(set);
      return code;
    }
    Code* code = name(place, named->name);
    code->process = false;
    return code;
  }
  Code* code = nullptr;
  if (const auto* range = std::get_if<ast::RangeType>(&t.node)) {
    code = make(Op::Range, place, {expr(range->lo), expr(range->hi)});
  } else if (const auto* set = std::get_if<ast::SetType>(&t.node)) {
    return type_expr(*set->set);
  } else if (const auto* tuple = std::get_if<ast::TupleType>(&t.node)) {
    code = make(Op::TupleProduct, place);
    for (const ast::TypeBox& part : tuple->parts) code->kids.push_back(type(*part, place));
  } else if (const auto* list = std::get_if<ast::ListType>(&t.node)) {
    code = make(Op::CallBuiltin, place, {type(*list->element, place)});
    code->number = find_builtin("Seq");
  } else {
    return constant(place, Val());  // refused by the check
  }
  close(code);
  return code;
}

}  // namespace csp::cspm
