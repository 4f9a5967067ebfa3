// Types of the parse tree -> syntax tree: docs/language.md, section 3. Types that need no keyword are parsed as
// expressions and read as types here.
#include <algorithm>

#include "frontend/build.h"

namespace csp {

ast::TypeBox Builder::type(P::ItemContext* context) {
  if (context->keywordType() != nullptr) return type(context->keywordType());
  if (context->DOTDOT() == nullptr) return type(context->expr(0));
  ast::ExprBox lo = expr(context->expr(0));
  ast::ExprBox hi = expr(context->expr(1));
  return make_type(span(context), ast::RangeType{std::move(lo), std::move(hi)});
}

ast::TypeBox Builder::type(P::KeywordTypeContext* context) {
  const Span where = span(context);
  if (context->ARRAY() != nullptr) {
    ast::ExprBox size = expr(context->expr());
    return make_type(where, ast::ArrayType{std::move(size), type(context->item())});
  }
  if (context->LIST() != nullptr) return make_type(where, ast::ListType{type(context->item())});
  if (context->CHAN() != nullptr) {
    ast::ExprBox capacity = context->expr() != nullptr ? expr(context->expr()) : nullptr;
    return make_type(where, ast::ChanType{std::move(capacity), type(context->item())});
  }
  ast::StructType result;
  for (ast::Param& one : params(context->params())) result.fields.push_back({std::move(one.name), std::move(one.type)});
  return make_type(where, std::move(result));
}

ast::TypeBox Builder::type(P::ExprContext* context) {
  auto* simple = dynamic_cast<P::PostfixExprContext*>(context);
  if (simple != nullptr && simple->postfix().empty()) return type(simple->atom());
  // Any finite set may be a type: union(A, B).
  if (simple != nullptr && simple->postfix().back()->LPAREN() != nullptr && simple->postfix().back()->DOT() == nullptr) {
    return make_type(span(context), ast::SetType{expr(context)});
  }
  fail("E0211", span(context), "a value stands where a type is needed", "this is not a type");
}

ast::TypeBox Builder::type(P::AtomContext* context) {
  const Span where = span(context);
  if (Node* node = context->NAME()) return make_type(where, ast::NamedType{name(node)});
  if (context->LSET() != nullptr) return make_type(where, ast::SetType{set_literal(context->items(), where)});
  if (context->progValue() != nullptr) return prog_type(context->progValue());
  if (context->LPAREN() != nullptr && context->items() != nullptr && context->ANY() == nullptr &&
      context->MK() == nullptr) {
    ast::TupleType tuple;
    for (P::ItemContext* item : context->items()->item()) tuple.parts.push_back(type(item));
    if (tuple.parts.size() == 1) return tuple.parts.front();
    return make_type(where, std::move(tuple));
  }
  fail("E0211", where, "a value stands where a type is needed", "this is not a type");
}

ast::TypeBox Builder::prog_type(P::ProgValueContext* context) {
  if (context->block() != nullptr) {
    fail("E0211", span(context), "a prog stands where the type of one is needed", "this has a body",
         "the type is written `prog(A, B): R`");
  }
  ast::ProgType result;
  for (P::ProgParamContext* one : context->progParam()) result.params.push_back(type(one->item().back()));
  if (context->item() != nullptr) result.result = type(context->item());
  return make_type(span(context), std::move(result));
}

std::vector<ast::Param> Builder::params(P::ParamsContext* context) {
  std::vector<ast::Param> result;
  if (context == nullptr) return result;
  for (P::ParamContext* one : context->param()) result.push_back({name(one->NAME()), type(one->item())});
  return result;
}

std::vector<ast::Param> Builder::prog_params(P::ProgValueContext* context) {
  std::vector<ast::Param> result;
  for (P::ProgParamContext* one : context->progParam()) {
    auto* head = one->item(0)->expr().size() == 1 ? dynamic_cast<P::PostfixExprContext*>(one->item(0)->expr(0)) : nullptr;
    Node* node = head != nullptr && head->postfix().empty() ? head->atom()->NAME() : nullptr;
    if (node == nullptr) fail("E0201", span(one->item(0)), "a parameter needs a name", "expected a name", "write `x: T`");
    if (one->COLON() == nullptr) {
      fail("E0201", span(one), "this parameter has no type", "expected `: T` after this", "write `x: T`");
    }
    result.push_back({name(node), type(one->item(1))});
  }
  return result;
}

// ---- The types of the top level: fields of channels and constructors, named types --------------------------------

std::vector<ast::TypeBox> Builder::fields(P::FieldsContext* context) {
  std::vector<ast::TypeBox> result;
  for (P::FieldContext* one : context->field()) result.push_back(field(one));
  return result;
}

ast::TypeBox Builder::field(P::FieldContext* context) {
  if (context->keywordType() != nullptr) return type(context->keywordType());
  if (context->progValue() != nullptr) return prog_type(context->progValue());
  if (context->DOTDOT() != nullptr) {
    ast::ExprBox lo = chain(context->sum(0));
    ast::ExprBox hi = chain(context->sum(1));
    return make_type(span(context), ast::RangeType{std::move(lo), std::move(hi)});
  }
  const auto operands = context->sum(0)->operand();
  if (operands.size() == 1) return type(operands.front());
  fail("E0211", span(context), "a value stands where a type is needed", "this is not a type");
}

// `nametype T = A.B`: the set of all values a.b.
ast::TypeBox Builder::product(P::FieldsContext* context) {
  const auto parts = context->field();
  if (parts.size() == 1) return field(parts.front());
  const auto value = [&](P::FieldContext* one) {
    if (one->sum().empty()) fail("E0211", span(one), "this type cannot be a part of others", "not a set of values");
    ast::ExprBox lo = chain(one->sum(0));
    if (one->DOTDOT() == nullptr) return lo;
    return make(span(one), ast::RangeExpr{std::move(lo), chain(one->sum(1))});
  };
  ast::ExprBox result = value(parts.front());
  const Span start = result->span;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Span end = span(parts[i]);
    result = dotted(std::move(result), value(parts[i]), Span{file_, start.line, start.column, end.end_line, end.end_column});
  }
  return make_type(span(context), ast::SetType{std::move(result)});
}

ast::TypeBox Builder::type(P::OperandContext* context) {
  const auto prefixes = context->prefix();
  const auto suffixes = context->suffix();
  if (prefixes.empty() && suffixes.empty()) return type(context->primary());
  // Any finite set may be a type: union(A, B), if b then A else B.
  const bool sign = std::ranges::any_of(prefixes, [](auto* one) { return dynamic_cast<P::SignPrefixContext*>(one) != nullptr; });
  const bool call = suffixes.empty() || suffixes.back()->LPAREN() != nullptr;
  if (sign || !call) fail("E0211", span(context), "a value stands where a type is needed", "this is not a type");
  Items items;
  flatten(context, items);
  return make_type(span(context), ast::SetType{whole(items)});
}

ast::TypeBox Builder::type(P::PrimaryContext* context) {
  const Span where = span(context);
  if (Node* node = context->NAME()) return make_type(where, ast::NamedType{name(node)});
  if (context->LSET() != nullptr || context->LEVENTS() != nullptr) return make_type(where, ast::SetType{primary(context)});
  if (context->LPAREN() != nullptr && context->entries() != nullptr) {
    ast::TupleType tuple;
    for (P::EntryContext* entry : context->entries()->entry()) tuple.parts.push_back(type(entry));
    if (tuple.parts.size() == 1) return tuple.parts.front();
    return make_type(where, std::move(tuple));
  }
  fail("E0211", where, "a value stands where a type is needed", "this is not a type");
}

// A part of a tuple type.
ast::TypeBox Builder::type(P::EntryContext* context) {
  if (context->keywordType() != nullptr) return type(context->keywordType());
  if (context->progValue() != nullptr) return prog_type(context->progValue());
  P::TermContext* first = context->term(0);
  if (context->DOTDOT() != nullptr) {
    ast::ExprBox lo = term(first);
    if (context->term().size() == 1) fail("E0211", span(context), "this range has no end", "expected the end of the range");
    return make_type(span(context), ast::RangeType{std::move(lo), term(context->term(1))});
  }
  if (first->infix().empty()) return type(first->operand());
  ast::ExprBox value = term(first);
  const bool product = std::holds_alternative<ast::DotExpr>(value->node) || std::holds_alternative<ast::DotApply>(value->node);
  if (!product) fail("E0211", span(context), "a value stands where a type is needed", "this is not a type");
  return make_type(span(context), ast::SetType{std::move(value)});
}

std::vector<ast::Replicator> Builder::replicators(P::ReplicatorsContext* context) {
  std::vector<ast::Replicator> result;
  if (context == nullptr) return result;
  for (P::ReplicatorContext* one : context->replicator()) result.push_back({name(one->NAME()), domain(one->item())});
  return result;
}

// One subscript of a process: `i: 0..4`, or a constant, which is a replicator without a name over that one number.
ast::Replicator Builder::subscript(P::SubscriptContext* context) {
  if (P::ReplicatorContext* named = context->replicator()) return {name(named->NAME()), domain(named->item())};
  ast::Replicator result{{"", span(context)}, std::make_shared<ast::Expr>()};
  result.set->span = span(context);
  result.set->node = ast::RangeExpr{expr(context->expr()), expr(context->expr())};
  return result;
}

}  // namespace csp
