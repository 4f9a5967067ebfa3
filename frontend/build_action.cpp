// Statements made of expressions and signs (x = e, c <-= e, P?cons(x), f(x)) and the communications of guards and cases:
// docs/language.md, section 4.
#include <fmt/format.h>

#include "frontend/build.h"

namespace csp {

ast::ExprBox Builder::place(P::PlaceContext* context) {
  ast::ExprBox result;
  if (Node* node = context->NAME()) {
    result = make(span(node), ast::NameExpr{name(node)});
  } else {
    result = prog_value(context->progValue());
  }
  const Span start = span(context);
  for (P::PostfixContext* one : context->postfix()) {
    const Span end = span(one);
    result = apply(std::move(result), one, Span{file_, start.line, start.column, end.end_line, end.end_column});
  }
  return result;
}

ast::ExprBox Builder::receive(P::ReceiveContext* context) {
  ast::ExprBox channel = context->receive() != nullptr ? receive(context->receive())
                                                       : postfixed(context->atom(), context->atom(), context->postfix());
  return make(span(context), ast::ReceiveExpr{std::move(channel)});
}

Builder::Action Builder::action(P::SimpleContext* context) {
  Action result{span(context), {}, {}, context->tail()};
  if (context->receive() != nullptr) result.lefts.push_back(receive(context->receive()));
  for (P::PlaceContext* one : context->place()) result.lefts.push_back(place(one));
  return result;
}

Builder::Action Builder::action(P::CommContext* context) {
  Action result{span(context), {}, {}, context->tail()};
  for (P::ExprContext* one : context->expr()) result.lefts.push_back(expr(one));
  return result;
}

namespace {

template <class T>
const T* as(const ast::ExprBox& expr) {
  return std::get_if<T>(&expr->node);
}

}  // namespace

const ast::ExprBox& Builder::only_left(const Action& action, std::string_view what) const {
  if (action.lefts.size() != 1) {
    fail("E0216", action.lefts[1]->span, fmt::format("{} has one channel on its left", what), "a second one");
  }
  return action.lefts.front();
}

void Builder::assignable(const ast::ExprBox& target) const {
  if (as<ast::NameExpr>(target) != nullptr || as<ast::DotExpr>(target) != nullptr) return;
  if (as<ast::IndexExpr>(target) != nullptr) return;
  fail("E0210", target->span, "this cannot be assigned to", "not a variable, element or field");
}

std::vector<ast::Name> Builder::declared(const Action& action) const {
  std::vector<ast::Name> result;
  for (const ast::ExprBox& left : action.lefts) {
    const auto* one = as<ast::NameExpr>(left);
    if (one == nullptr) {
      fail("E0210", left->span, "`:=` declares new variables; this is not a name", "not a name",
           "to assign write `=`");
    }
    result.push_back(one->name);
  }
  return result;
}

// `name(...)` directly behind `!` or `?` is a message of that shape; in brackets it is a call.
static csp_grammar::CspParser::PostfixContext* shape_arguments(csp_grammar::CspParser::ExprContext* message) {
  auto* chain = dynamic_cast<csp_grammar::CspParser::PostfixExprContext*>(message);
  if (chain == nullptr || chain->atom()->NAME() == nullptr || chain->postfix().size() != 1) return nullptr;
  auto* only = chain->postfix().front();
  return only->DOT() == nullptr && only->LPAREN() != nullptr ? only : nullptr;
}

ast::SendComm Builder::send(const Action& action, P::ExprContext* message, bool newsqueak) {
  ast::SendComm result;
  result.channel = only_left(action, "a send");
  result.newsqueak = newsqueak;
  auto* arguments = newsqueak ? nullptr : shape_arguments(message);
  if (arguments != nullptr) {
    result.shape = name(static_cast<P::PostfixExprContext*>(message)->atom()->NAME());
    result.values = values(arguments->items());
    return result;
  }
  ast::ExprBox value = expr(message);
  const auto* tuple = as<ast::TupleLit>(value);
  if (tuple != nullptr && !tuple->items.empty()) {
    result.values = tuple->items;
  } else {
    result.values.push_back(std::move(value));
  }
  return result;
}

ast::ReceiveComm Builder::receive(const Action& action, P::ExprContext* pattern) {
  ast::ReceiveComm result;
  result.channel = only_left(action, "a receive");
  if (auto* arguments = shape_arguments(pattern)) {
    result.shape = name(static_cast<P::PostfixExprContext*>(pattern)->atom()->NAME());
    result.targets = values(arguments->items());
  } else {
    ast::ExprBox target = expr(pattern);
    if (const auto* tuple = as<ast::TupleLit>(target)) {
      result.targets = tuple->items;
    } else {
      result.targets.push_back(std::move(target));
    }
  }
  for (const ast::ExprBox& target : result.targets) {
    const bool lvalue = as<ast::NameExpr>(target) != nullptr || as<ast::DotExpr>(target) != nullptr ||
                        as<ast::IndexExpr>(target) != nullptr;
    if (!lvalue) {
      fail("E0216", target->span, "a receive puts the value into a variable; this is not one",
           "expected a variable, or `_`", "to accept only certain values, receive into a variable and test it");
    }
  }
  return result;
}

std::optional<ast::Comm> Builder::communication(const Action& action) {
  P::TailContext* tail = action.tail;
  if (tail == nullptr) {
    const auto* receive_expr = action.lefts.size() == 1 ? as<ast::ReceiveExpr>(action.lefts.front()) : nullptr;
    if (receive_expr == nullptr) return std::nullopt;
    ast::ReceiveComm result;
    result.channel = receive_expr->channel;
    result.newsqueak = true;
    return ast::Comm{action.span, std::move(result)};
  }
  if (tail->SENDTO() != nullptr) return ast::Comm{action.span, send(action, tail->expr(), true)};
  if (tail->BANG() != nullptr) return ast::Comm{action.span, send(action, tail->expr(), false)};
  if (tail->QUEST() != nullptr) return ast::Comm{action.span, receive(action, tail->expr())};
  if (tail->ASSIGN() == nullptr && tail->EQ() == nullptr) return std::nullopt;
  auto* source = dynamic_cast<P::ReceiveExprContext*>(tail->expr());
  if (source == nullptr) return std::nullopt;
  ast::ReceiveComm result;
  result.channel = expr(source->expr());
  result.newsqueak = true;
  result.declares = tail->ASSIGN() != nullptr;
  if (result.declares) declared(action);
  if (action.lefts.size() > 2) {
    fail("E0216", action.lefts[2]->span, "a receive gives a value and whether there was one", "a third variable");
  }
  for (const ast::ExprBox& left : action.lefts) assignable(left);
  result.targets = action.lefts;
  result.has_ok = action.lefts.size() == 2;
  return ast::Comm{action.span, std::move(result)};
}

ast::Stmt Builder::statement(Action action) {
  ast::Stmt result;
  result.span = action.span;
  if (auto comm = communication(action)) {
    result.node = ast::CommStmt{std::move(*comm)};
    return result;
  }
  P::TailContext* tail = action.tail;
  if (tail == nullptr) {
    if (action.lefts.size() != 1 || as<ast::CallExpr>(action.lefts.front()) == nullptr) {
      const ast::ExprBox& left = action.lefts.front();
      const bool callable = as<ast::NameExpr>(left) != nullptr || as<ast::DotExpr>(left) != nullptr;
      fail("E0208", action.span, "this expression is not a statement", "does nothing by itself",
           callable && action.lefts.size() == 1 ? "to call it write `()` behind it" : "");
    }
    result.node = ast::CallStmt{std::move(action.lefts.front())};
    return result;
  }
  if (tail->RANGE() != nullptr) {
    fail("E0201", span(tail->RANGE()), "`range` belongs to a `for`", "not allowed here", "write `for x := range e { ... }`");
  }
  if (tail->ASSIGN() != nullptr) {
    std::vector<ast::Name> names = declared(action);
    result.node = ast::DeclStmt{std::move(names), nullptr, expr(tail->expr())};
    return result;
  }
  for (const ast::ExprBox& left : action.lefts) assignable(left);
  ast::AssignStmt assign{std::move(action.lefts), expr(tail->expr()), std::nullopt};
  if (tail->PLUSEQ() != nullptr) assign.op = ast::BinaryOp::Add;
  if (tail->MINUSEQ() != nullptr) assign.op = ast::BinaryOp::Sub;
  if (assign.op && assign.targets.size() > 1) {
    fail("E0210", assign.targets[1]->span, "`+=` and `-=` change one variable", "a second one");
  }
  result.node = std::move(assign);
  return result;
}

}  // namespace csp
