// Operands of terms, sets, lists, generators and patterns: docs/language.md, section 11.
#include <fmt/format.h>

#include <charconv>

#include "frontend/build.h"

namespace csp {

ast::ExprBox Builder::primary(P::PrimaryContext* context) {
  const Span where = span(context);
  if (Node* node = context->NAME()) return word(node);
  for (Node* node : {context->INT(), context->CHAR(), context->STRING(), context->TRUE(), context->FALSE()}) {
    if (node != nullptr) return literal(node);
  }
  if (context->LSET() != nullptr) return set(context, where);
  if (context->LANGLE() != nullptr) return list(context, where);
  std::vector<ast::ExprBox> parts = values(context->entries());
  if (context->LEVENTS() != nullptr) {
    return make(where, ast::ComprehensionExpr{ast::ComprehensionExpr::Kind::Events, std::move(parts),
                                              qualifiers(context->qualifiers())});
  }
  if (parts.size() == 1) return parts.front();
  return make(where, ast::TupleLit{std::move(parts)});
}

ast::ExprBox Builder::suffixed(ast::ExprBox base, P::SuffixContext* context, const Span& where) {
  if (context->LPAREN() != nullptr)
    return make(where, ast::CallExpr{std::move(base), values(context->entries())});
  if (context->LBRACK() != nullptr)
    return make(where, ast::IndexExpr{std::move(base), values(context->entries())});
  ast::RenameExpr rename{std::move(base), links(context->links(), Tok::FROM),
                         qualifiers(context->links()->qualifiers())};
  return make(where, std::move(rename));
}

// {a, b}, {lo..hi}, {lo..}, {e | x <- S}
ast::ExprBox Builder::set(P::PrimaryContext* context, const Span& where) {
  if (context->qualifiers() != nullptr) {
    return make(where, ast::ComprehensionExpr{ast::ComprehensionExpr::Kind::Set, values(context->entries()),
                                              qualifiers(context->qualifiers())});
  }
  std::vector<ast::ExprBox> parts;
  if (context->entries() != nullptr) {
    const auto entries = context->entries()->entry();
    for (P::EntryContext* entry : entries) {
      const bool open = entry->DOTDOT() != nullptr && entry->term().size() == 1;
      if (open && entries.size() > 1)
        fail("E0216", span(entry), "a range without an end stands alone in its set", "no end is given",
             "write `{lo..}`");
      parts.push_back(domain(entry));
      // A set of sets: {{0..3}, {1}}. A RangeExpr inside a SetLit would be read as its members.
      const bool inner_range =
          entry->DOTDOT() == nullptr && std::holds_alternative<ast::RangeExpr>(parts.back()->node);
      if (inner_range) parts.back() = make(parts.back()->span, ast::SetLit{{parts.back()}});
    }
    if (parts.size() == 1 && entries.front()->DOTDOT() != nullptr) {
      parts.front()->span = where;
      return parts.front();
    }
  }
  return make(where, ast::SetLit{std::move(parts)});
}

// <a, b>, <lo..hi>, <lo..>, <e | x <- s>
ast::ExprBox Builder::list(P::PrimaryContext* context, const Span& where) {
  if (context->qualifiers() != nullptr) {
    return make(where, ast::ComprehensionExpr{ast::ComprehensionExpr::Kind::List, values(context->entries()),
                                              qualifiers(context->qualifiers())});
  }
  if (context->entries() != nullptr && context->entries()->entry().size() == 1 &&
      context->entries()->entry(0)->DOTDOT() != nullptr) {
    P::EntryContext* range = context->entries()->entry(0);
    ast::ExprBox lo = term(range->term(0));
    return make(where,
                ast::ListRangeExpr{std::move(lo), range->term().size() > 1 ? term(range->term(1)) : nullptr});
  }
  return make(where, ast::ListLit{values(context->entries())});
}

// A set where a range may stand without its braces.
ast::ExprBox Builder::domain(P::EntryContext* context) {
  no_type(context);
  ast::ExprBox lo = term(context->term(0));
  if (context->DOTDOT() == nullptr) return lo;
  ast::ExprBox hi = context->term().size() > 1 ? term(context->term(1)) : nullptr;
  return make(span(context), ast::RangeExpr{std::move(lo), std::move(hi)});
}

void Builder::no_type(P::EntryContext* context) const {
  if (context->term().empty())
    fail("E0211", span(context), "a type stands where a value is needed", "this is a type");
}

std::vector<ast::ExprBox> Builder::values(P::EntriesContext* context) {
  std::vector<ast::ExprBox> result;
  if (context == nullptr) return result;
  for (P::EntryContext* entry : context->entry()) {
    no_type(entry);
    if (entry->DOTDOT() != nullptr) {
      fail("E0211", span(entry), "a range stands where a value is needed", "this is a set of values",
           "a range as a value is written `{lo..hi}`");
    }
    result.push_back(term(entry->term(0)));
  }
  return result;
}

std::vector<ast::Qualifier> Builder::qualifiers(P::QualifiersContext* context) {
  std::vector<ast::Qualifier> result;
  if (context == nullptr) return result;
  for (P::QualifierContext* one : context->qualifier()) {
    ast::Qualifier qualifier;
    qualifier.span = span(one);
    if (one->op == nullptr) {
      qualifier.of = term(one->term(0));
    } else {
      qualifier.pattern = patterned(one->term(0));
      qualifier.colon = one->COLON() != nullptr;
      qualifier.of = term(one->term(1));
      if (one->DOTDOT() != nullptr) {
        const Span where{file_, qualifier.of->span.line, qualifier.of->span.column, qualifier.span.end_line,
                         qualifier.span.end_column};
        qualifier.of = make(where, ast::RangeExpr{std::move(qualifier.of), term(one->term(2))});
      }
    }
    result.push_back(std::move(qualifier));
  }
  return result;
}

// a <- b, c <- d in a renaming (sign FROM), c <-> d in a link (sign TIE).
std::vector<ast::Link> Builder::links(P::LinksContext* context, Tok sign) {
  std::vector<ast::Link> result;
  for (P::LinkContext* one : context->link()) {
    if (static_cast<Tok>(one->op->getType()) != sign) {
      const bool renaming = sign == Tok::FROM;
      fail("E0216", span_of(file_, tokens_[one->op->getTokenIndex()]),
           renaming ? "a renaming is written with `<-`" : "a link is written with `<->`",
           renaming ? "expected `<-`" : "expected `<->`",
           renaming ? "write P[[a <- b]]: a becomes b" : "write P [c <-> d] Q");
    }
    ast::ExprBox from = term(one->term(0));
    result.push_back({std::move(from), term(one->term(1))});
  }
  return result;
}

// ---- Patterns

ast::ExprBox Builder::patterned(P::TermContext* context) {
  ast::ExprBox result = term(context);
  pattern(result);
  return result;
}

// Refuses what is no pattern.
void Builder::pattern(const ast::ExprBox& e) const {
  const auto all = [&](const std::vector<ast::ExprBox>& items) {
    for (const ast::ExprBox& one : items) pattern(one);
  };
  const ast::Expr& x = *e;
  if (std::holds_alternative<ast::NameExpr>(x.node) || std::holds_alternative<ast::IntLit>(x.node) ||
      std::holds_alternative<ast::BoolLit>(x.node) || std::holds_alternative<ast::CharLit>(x.node) ||
      std::holds_alternative<ast::StringLit>(x.node) || std::holds_alternative<ast::NilLit>(x.node)) {
    return;
  }
  if (const auto* tuple = std::get_if<ast::TupleLit>(&x.node)) return all(tuple->items);
  if (const auto* items = std::get_if<ast::ListLit>(&x.node)) return all(items->items);
  if (const auto* dot = std::get_if<ast::DotExpr>(&x.node)) return pattern(dot->base);
  if (const auto* dot = std::get_if<ast::DotApply>(&x.node)) return all({dot->base, dot->arg});
  if (const auto* as = std::get_if<ast::AsPattern>(&x.node)) return all({as->left, as->right});
  if (const auto* items = std::get_if<ast::SetLit>(&x.node)) {
    if (items->items.size() > 1) {
      fail("E0219", x.span, "a pattern may hold the empty set or a set of one element",
           "this set has several elements");
    }
    return all(items->items);
  }
  if (const auto* binary = std::get_if<ast::BinaryExpr>(&x.node);
      binary != nullptr && binary->op == ast::BinaryOp::Concat) {
    return all({binary->left, binary->right});
  }
  if (const auto* sign = std::get_if<ast::UnaryExpr>(&x.node)) {
    if (sign->op == ast::UnaryOp::Negate && std::holds_alternative<ast::IntLit>(sign->operand->node)) return;
  }
  fail("E0219", x.span, "this is not a pattern", "cannot be matched",
       "a pattern is made of names, `_`, literals, tuples, `<a, b>`, `^`, `.`, `{a}` and `@@`");
}

}  // namespace csp
