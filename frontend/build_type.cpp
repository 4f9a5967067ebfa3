// Types of the parse tree -> syntax tree: docs/language.md, section 3. Types that need no keyword are parsed as
// expressions and read as types here.
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

ast::TypeBox Builder::field(P::FieldContext* context) {
  const auto side = [&](P::FieldAtomContext* one) {
    if (one->atom() == nullptr) fail("E0211", span(one), "a type stands where the end of a range is needed", "this is a type");
    return atom(one->atom());
  };
  if (context->DOTDOT() != nullptr) {
    ast::ExprBox lo = side(context->fieldAtom(0));
    ast::ExprBox hi = side(context->fieldAtom(1));
    return make_type(span(context), ast::RangeType{std::move(lo), std::move(hi)});
  }
  P::FieldAtomContext* one = context->fieldAtom(0);
  return one->atom() != nullptr ? type(one->atom()) : type(one->keywordType());
}

namespace {

// One part of A.B.{0..3}: what it is as a value (at the end of a range) and as a type.
struct Part {
  std::function<ast::ExprBox()> value;
  std::function<ast::TypeBox()> type;
};

}  // namespace

// `A.0..3.B` reads as the two expressions A.0 and 3.B around the `..`; the dots are cut first, then the range is made.
std::vector<ast::TypeBox> Builder::fields(P::ItemContext* context) {
  if (context->keywordType() != nullptr) return {type(context)};
  const auto parts = [&](P::ExprContext* whole) {
    std::vector<Part> result;
    auto* chain = dynamic_cast<P::PostfixExprContext*>(whole);
    const bool dotted = chain != nullptr && std::ranges::all_of(chain->postfix(), [](auto* one) { return one->DOT() != nullptr; });
    if (!dotted) {
      result.push_back({[=, this] { return expr(whole); }, [=, this] { return type(whole); }});
      return result;
    }
    P::AtomContext* head = chain->atom();
    result.push_back({[=, this] { return atom(head); }, [=, this] { return type(head); }});
    for (P::PostfixContext* one : chain->postfix()) {
      const auto as_value = [=, this]() -> ast::ExprBox {
        if (Node* node = one->NAME()) return make(span(node), ast::NameExpr{name(node)});
        if (Node* node = one->INT()) return make(span(node), ast::IntLit{std::stoll(std::string(text(node)))});
        if (one->item() != nullptr) return value(one->item());
        fail("E0211", span(one), "a type stands where the end of a range is needed", "this is a type");
      };
      const auto as_type = [=, this]() -> ast::TypeBox {
        if (Node* node = one->NAME()) return make_type(span(node), ast::NamedType{name(node)});
        if (one->keywordType() != nullptr) return type(one->keywordType());
        if (one->item() != nullptr) return type(one->item());
        if (one->LSET() != nullptr) {
          const Span where = span(one->LSET(), one->RBRACE());
          return make_type(where, ast::SetType{set_literal(one->items(), where)});
        }
        fail("E0211", span(one), "a value stands where a type is needed", "this is not a type");
      };
      result.push_back({as_value, as_type});
    }
    return result;
  };
  std::vector<Part> left = parts(context->expr(0));
  std::vector<ast::TypeBox> result;
  if (context->DOTDOT() == nullptr) {
    for (const Part& part : left) result.push_back(part.type());
    return result;
  }
  const std::vector<Part> right = parts(context->expr(1));
  for (std::size_t i = 0; i + 1 < left.size(); ++i) result.push_back(left[i].type());
  ast::ExprBox lo = left.back().value();
  ast::ExprBox hi = right.front().value();
  const Span where{file_, lo->span.line, lo->span.column, hi->span.end_line, hi->span.end_column};
  result.push_back(make_type(where, ast::RangeType{std::move(lo), std::move(hi)}));
  for (std::size_t i = 1; i < right.size(); ++i) result.push_back(right[i].type());
  return result;
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
