// Expressions: each read of a shared or captured variable, each receive and each atomic operation is a
// statement of its own, from left to right; what is left has no effect and is one expression of Promela.
#include <utility>

#include "tests/fuzz/promela_writer.h"

namespace csp::fuzz {

const char* promela_operator(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::Add:
      return "+";
    case ast::BinaryOp::Sub:
      return "-";
    case ast::BinaryOp::Mul:
      return "*";
    case ast::BinaryOp::Div:
      return "/";
    case ast::BinaryOp::Mod:
      return "%";
    case ast::BinaryOp::Eq:
      return "==";
    case ast::BinaryOp::Ne:
      return "!=";
    case ast::BinaryOp::Lt:
      return "<";
    case ast::BinaryOp::Le:
      return "<=";
    case ast::BinaryOp::Gt:
      return ">";
    case ast::BinaryOp::Ge:
      return ">=";
    case ast::BinaryOp::And:
      return "&&";
    case ast::BinaryOp::Or:
      return "||";
    case ast::BinaryOp::Concat:
      return nullptr;
  }
  return nullptr;
}

namespace {

Kinds of(Sort sort) {
  Kinds kinds;
  kinds.sort = sort;
  return kinds;
}

bool plain(Sort sort) { return sort == Sort::Int || sort == Sort::Bool || sort == Sort::Unit; }

}  // namespace

// The number if the variable is one of the process's own, else what a statement of its own has read.
Term PromelaWriter::read(const Symbol& symbol) {
  if (!plain(symbol.type.sort) || symbol.where == Symbol::Local || symbol.where == Symbol::Constant)
    return {symbol.text, symbol.type};
  const std::string t = temp();
  line(t + " = " + place(symbol) + ";");
  return {t, symbol.type};
}

std::string PromelaWriter::place(const Symbol& symbol) const {
  if (!plain(symbol.type.sort)) outside("an assignment of anything but numbers");
  return symbol.where == Symbol::Cell ? "cell[" + symbol.text + "]" : symbol.text;
}

void PromelaWriter::write(const Symbol& symbol, const std::string& value) {
  line(place(symbol) + " = " + value + ";");
}

void PromelaWriter::check(const std::string& value, const Kinds& type) {
  if (type.range)
    fails_if(value + " < " + std::to_string(type.lo) + " || " + value + " > " + std::to_string(type.hi));
}

// What `write` writes, apart.
std::string PromelaWriter::apart(const std::function<void()>& write) {
  std::string before = std::exchange(now_->body, "");
  write();
  return std::exchange(now_->body, std::move(before));
}

Term PromelaWriter::value(const ast::Expr& e) {
  if (const auto* n = std::get_if<ast::IntLit>(&e.node)) return {std::to_string(n->value), of(Sort::Int)};
  if (const auto* b = std::get_if<ast::BoolLit>(&e.node)) return {b->value ? "1" : "0", of(Sort::Bool)};
  if (std::holds_alternative<ast::NameExpr>(e.node)) return read(symbol(e));
  if (const auto* tuple = std::get_if<ast::TupleLit>(&e.node); tuple && tuple->items.empty())
    return {"0", of(Sort::Unit)};
  if (const auto* unary = std::get_if<ast::UnaryExpr>(&e.node)) {
    const Term operand = value(*unary->operand);
    switch (unary->op) {
      case ast::UnaryOp::Negate:
        return {"(-" + operand.text + ")", of(Sort::Int)};
      case ast::UnaryOp::Not:
        return {"(!" + operand.text + ")", of(Sort::Bool)};
      case ast::UnaryOp::Length:
        break;
    }
    if (operand.type.sort != Sort::Chan) outside("the length of anything but a channel");
    const std::string t = temp();
    line(t + " = len(" + operand.text + ");");
    return {t, of(Sort::Int)};
  }
  if (const auto* binary = std::get_if<ast::BinaryExpr>(&e.node)) return this->binary(*binary);
  if (const auto* choice = std::get_if<ast::IfExpr>(&e.node)) {
    const Term condition = value(*choice->condition);
    const std::string t = temp();
    Kinds type;
    const auto branch = [&](const ast::Expr& b) {
      return apart([&] {
        const Term v = value(b);
        type = v.type;
        line(t + " = " + v.text + ";");
      });
    };
    const std::string yes = branch(*choice->then_value), no = branch(*choice->else_value);
    line("if :: " + condition.text + " ->\n" + yes + "  :: else ->\n" + no + "  fi;");
    type.range = false;
    return {t, type};
  }
  if (const auto* receive = std::get_if<ast::ReceiveExpr>(&e.node)) return received(receive->channel);
  if (const auto* any = std::get_if<ast::AnyExpr>(&e.node)) return this->any(*any);
  if (const auto* call = std::get_if<ast::CallExpr>(&e.node)) {
    Term result;
    if (operation(*call, &result)) return result;
    const auto* name = std::get_if<ast::NameExpr>(&call->callee->node);
    const auto prog = name ? progs_.find(name->name.text) : progs_.end();
    if (prog != progs_.end() && prog->second->result) return inlined(*prog->second, call->args);
  }
  outside("an expression of another kind");
}

Term PromelaWriter::binary(const ast::BinaryExpr& e) {
  const char* op = promela_operator(e.op);
  if (!op) outside("lists");
  const bool logic = e.op == ast::BinaryOp::And || e.op == ast::BinaryOp::Or;
  const Term left = value(*e.left);
  Term right;
  const std::string before_right = apart([&] { right = value(*e.right); });
  if (!plain(left.type.sort) || !plain(right.type.sort)) outside("references that are compared");
  if (logic && !before_right.empty()) {  // the right side is worked out only where it matters
    const std::string t = temp();
    line(t + " = " + left.text + ";");
    line("if :: (" + std::string(e.op == ast::BinaryOp::And ? "" : "!") + t + ") ->\n" + before_right + "  " +
         t + " = " + right.text + ";\n  :: else fi;");
    return {t, of(Sort::Bool)};
  }
  now_->body += before_right;
  if (e.op == ast::BinaryOp::Div || e.op == ast::BinaryOp::Mod) fails_if(right.text + " == 0");
  const bool number = e.op == ast::BinaryOp::Add || e.op == ast::BinaryOp::Sub ||
                      e.op == ast::BinaryOp::Mul || e.op == ast::BinaryOp::Div || e.op == ast::BinaryOp::Mod;
  return {"(" + left.text + " " + op + " " + right.text + ")", of(number ? Sort::Int : Sort::Bool)};
}

Term PromelaWriter::any(const ast::AnyExpr& e) {
  const Kinds kinds = type(*e.type);
  long lo = 0, hi = 1;
  if (kinds.range)
    lo = kinds.lo, hi = kinds.hi;
  else if (kinds.sort != Sort::Bool)
    outside("any value of another type");
  const std::string t = temp();
  std::string choice = "if";
  for (long n = lo; n <= hi; ++n) choice += " :: " + t + " = " + std::to_string(n);
  line(choice + " fi;");
  return {t, kinds};
}

// `name := mk(...)`.
void PromelaWriter::make(const ast::MkExpr& e, const std::string& name) {
  if (const auto* named = std::get_if<ast::NamedType>(&e.type->node); named && named->name.text == "cond") {
    Kinds kinds;
    kinds.sort = Sort::Cond;
    const Symbol& mutex = symbol(*e.args.at(0));
    if (mutex.type.sort != Sort::Mutex) outside("a cond of another lock");
    kinds.mutex = mutex.text;
    const Symbol made = declare(name, kinds);
    return line("atomic { conds++; " + made.text + " = conds };");
  }
  const Kinds kinds = type(*e.type);
  if (kinds.sort != Sort::Chan) outside("a lock that is made");
  capacities_.insert(kinds.capacity);
  const std::string n = std::to_string(kinds.capacity);
  const Symbol made = declare(name, kinds);
  line("atomic { if :: (used" + n + " == POOL) -> goto overflow :: else fi; " + made.text + " = pool" + n +
       "[used" + n + "]; " + made.text + "_i = " + n + " * POOL + used" + n + "; used" + n + "++ };");
}

}  // namespace csp::fuzz
