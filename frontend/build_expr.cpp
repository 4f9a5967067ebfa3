// Expressions of the parse tree -> syntax tree: docs/language.md, section 5.
#include <fmt/format.h>

#include <charconv>

#include "frontend/build.h"
#include "frontend/utf8.h"

namespace csp {
namespace {

char escaped(char c) { return c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c; }

// The text between the quotes with its escapes resolved. Escapes were checked by the lexer.
std::string unquoted(std::string_view text) {
  std::string result;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    result.push_back(text[i] == '\\' && i + 1 < text.size() ? escaped(text[++i]) : text[i]);
  }
  return result;
}

}  // namespace

std::string Builder::string_value(Node* node) const { return unquoted(text(node)); }

ast::ExprBox Builder::expr(P::ExprContext* context) {
  if (auto* c = dynamic_cast<P::PostfixExprContext*>(context)) return postfixed(c, c->atom(), c->postfix());
  if (auto* c = dynamic_cast<P::BinaryExprContext*>(context)) return binary(c);
  const Span where = span(context);
  if (auto* c = dynamic_cast<P::ReceiveExprContext*>(context)) return make(where, ast::ReceiveExpr{expr(c->expr())});
  if (auto* c = dynamic_cast<P::UnaryExprContext*>(context)) {
    const auto op = c->MINUS() != nullptr ? ast::UnaryOp::Negate : ast::UnaryOp::Length;
    return make(where, ast::UnaryExpr{op, expr(c->expr())});
  }
  if (auto* c = dynamic_cast<P::NotExprContext*>(context)) {
    return make(where, ast::UnaryExpr{ast::UnaryOp::Not, expr(c->expr())});
  }
  if (auto* c = dynamic_cast<P::IsExprContext*>(context)) return make(where, ast::IsExpr{expr(c->expr()), name(c->NAME())});
  auto* c = dynamic_cast<P::IfExprContext*>(context);
  return make(where, ast::IfExpr{expr(c->expr(0)), expr(c->expr(1)), expr(c->expr(2))});
}

ast::ExprBox Builder::binary(P::BinaryExprContext* context) {
  auto* sign = dynamic_cast<Node*>(context->children[1]);
  ast::BinaryOp op = ast::BinaryOp::Concat;
  switch (static_cast<Tok>(sign->getSymbol()->getType())) {
    case Tok::STAR: op = ast::BinaryOp::Mul; break;
    case Tok::SLASH: op = ast::BinaryOp::Div; break;
    case Tok::PERCENT: op = ast::BinaryOp::Mod; break;
    case Tok::PLUS: op = ast::BinaryOp::Add; break;
    case Tok::MINUS: op = ast::BinaryOp::Sub; break;
    case Tok::EQEQ: op = ast::BinaryOp::Eq; break;
    case Tok::NE: op = ast::BinaryOp::Ne; break;
    case Tok::LT: op = ast::BinaryOp::Lt; break;
    case Tok::LE: op = ast::BinaryOp::Le; break;
    case Tok::GT: op = ast::BinaryOp::Gt; break;
    case Tok::GE: op = ast::BinaryOp::Ge; break;
    case Tok::AND: op = ast::BinaryOp::And; break;
    case Tok::OR: op = ast::BinaryOp::Or; break;
    default: break;
  }
  ast::ExprBox left = expr(context->expr(0));
  ast::ExprBox right = expr(context->expr(1));
  return make(span(context), ast::BinaryExpr{op, std::move(left), std::move(right)});
}

ast::ExprBox Builder::postfixed(const Ctx* whole, P::AtomContext* head, const std::vector<P::PostfixContext*>& tail) {
  ast::ExprBox result = atom(head);
  if (tail.empty()) return result;
  const Span start = span(whole);
  for (P::PostfixContext* one : tail) {
    const Span end = span(one);
    result = apply(std::move(result), one, Span{file_, start.line, start.column, end.end_line, end.end_column});
  }
  return result;
}

ast::ExprBox Builder::apply(ast::ExprBox base, P::PostfixContext* context, const Span& where) {
  if (context->DOT() != nullptr) {
    if (Node* field = context->NAME()) return make(where, ast::DotExpr{std::move(base), name(field)});
    if (Node* field = context->INT()) return make(where, ast::DotExpr{std::move(base), name(field)});
    for (Node* bit : {context->TRUE(), context->FALSE()}) {
      if (bit == nullptr) continue;
      return make(where, ast::DotApply{std::move(base), make(span(bit), ast::BoolLit{bit == context->TRUE()})});
    }
    if (context->keywordType() != nullptr) {
      fail("E0211", span(context->keywordType()), "a type stands where a value is needed", "this is a type");
    }
    if (context->LSET() != nullptr) {
      ast::ExprBox set = set_literal(context->items(), span(context->LSET(), context->RBRACE()));
      return make(where, ast::DotApply{std::move(base), std::move(set)});
    }
    return make(where, ast::DotApply{std::move(base), value(context->item())});
  }
  std::vector<ast::ExprBox> args = values(context->items());
  if (context->LBRACK() != nullptr) return make(where, ast::IndexExpr{std::move(base), std::move(args)});
  return make(where, ast::CallExpr{std::move(base), std::move(args)});
}

ast::ExprBox Builder::word(Node* node) const {
  if (text(node) == "nil") return make(span(node), ast::NilLit{});
  return make(span(node), ast::NameExpr{name(node)});
}

ast::ExprBox Builder::literal(Node* node) const {
  const Span where = span(node);
  const std::string_view written = text(node);
  switch (static_cast<Tok>(node->getSymbol()->getType())) {
    case Tok::INT: {
      std::int64_t number = 0;
      std::from_chars(written.data(), written.data() + written.size(), number);
      return make(where, ast::IntLit{number});
    }
    case Tok::CHAR: {
      const char32_t c = written[1] == '\\' ? static_cast<char32_t>(escaped(written[2])) : utf8_at(written, 1).value;
      return make(where, ast::CharLit{c});
    }
    case Tok::STRING:
      return make(where, ast::StringLit{unquoted(written)});
    default:
      return make(where, ast::BoolLit{written == "true"});
  }
}

ast::ExprBox Builder::atom(P::AtomContext* context) {
  const Span where = span(context);
  if (Node* node = context->NAME()) return word(node);
  for (Node* node : {context->INT(), context->CHAR(), context->STRING(), context->TRUE(), context->FALSE()}) {
    if (node != nullptr) return literal(node);
  }
  if (context->progValue() != nullptr) return prog_value(context->progValue());
  if (context->LSET() != nullptr) return set_literal(context->items(), where);
  if (context->LANGLE() != nullptr) return make(where, ast::ListLit{values(context->items())});
  if (context->MK() != nullptr) {
    ast::MkExpr mk{type(context->items()->item(0)), {}};
    for (std::size_t i = 1; i < context->items()->item().size(); ++i) mk.args.push_back(value(context->items()->item(i)));
    return make(where, std::move(mk));
  }
  if (context->ANY() != nullptr) return make(where, ast::AnyExpr{type(context->item())});
  std::vector<ast::ExprBox> parts = values(context->items());
  if (parts.size() == 1) return parts.front();
  return make(where, ast::TupleLit{std::move(parts)});
}

// {lo..hi} is a RangeExpr, all else a SetLit.
ast::ExprBox Builder::set_literal(P::ItemsContext* items, const Span& where) {
  std::vector<ast::ExprBox> parts;
  if (items != nullptr) {
    for (P::ItemContext* item : items->item()) {
      parts.push_back(domain(item));
      // A set of sets: {{0..3}, {1}}. A RangeExpr inside a SetLit would be read as its members.
      const bool inner_range = item->DOTDOT() == nullptr && std::holds_alternative<ast::RangeExpr>(parts.back()->node);
      if (inner_range) parts.back() = make(parts.back()->span, ast::SetLit{{parts.back()}});
    }
    if (parts.size() == 1 && items->item(0)->DOTDOT() != nullptr) {
      parts.front()->span = where;
      return parts.front();
    }
  }
  return make(where, ast::SetLit{std::move(parts)});
}

ast::ExprBox Builder::prog_value(P::ProgValueContext* context) {
  if (context->block() == nullptr) {
    fail("E0214", span(context), "this anonymous prog has no body", "expected `{ ... }` after this");
  }
  ast::ProgExpr prog{prog_params(context), nullptr, nullptr};
  if (context->item() != nullptr) prog.result = type(context->item());
  prog.body = block(context->block());
  return make(span(context), std::move(prog));
}

ast::ExprBox Builder::value(P::ItemContext* context) {
  if (context->keywordType() != nullptr) {
    fail("E0211", span(context), "a type stands where a value is needed", "this is a type",
         "to make a value of this type write `mk(...)`");
  }
  if (context->DOTDOT() != nullptr) {
    fail("E0211", span(context), "a range stands where a value is needed", "this is a set of values",
         "a range as a value is written `{lo..hi}`");
  }
  return expr(context->expr(0));
}

ast::ExprBox Builder::domain(P::ItemContext* context) {
  if (context->keywordType() != nullptr) {
    fail("E0211", span(context), "a type stands where a set is needed", "this is a type");
  }
  ast::ExprBox lo = expr(context->expr(0));
  if (context->DOTDOT() == nullptr) return lo;
  ast::ExprBox hi = expr(context->expr(1));
  return make(span(context), ast::RangeExpr{std::move(lo), std::move(hi)});
}

std::vector<ast::ExprBox> Builder::values(P::ItemsContext* context) {
  std::vector<ast::ExprBox> result;
  if (context == nullptr) return result;
  for (P::ItemContext* item : context->item()) result.push_back(value(item));
  return result;
}

}  // namespace csp
