// Expressions, types and communications as text.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/print.h"
#include "frontend/printer.h"
#include "frontend/utf8.h"

namespace csp {
namespace {

template <class... T>
struct Overloaded : T... {
  using T::operator()...;
};
template <class... T>
Overloaded(T...) -> Overloaded<T...>;

const std::string kComma = std::string(",") + kBreak;

std::string escaped(std::string_view text, char quote) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '\n': result += "\\n"; break;
      case '\t': result += "\\t"; break;
      case '\0': result += "\\0"; break;
      case '\\': result += "\\\\"; break;
      default:
        if (c == quote) result += '\\';
        result += c;
    }
  }
  return result;
}

}  // namespace

namespace {

std::string bracketed(std::string text, bool needed) { return needed ? "(" + text + ")" : text; }

}  // namespace

std::string joined(std::string_view text) {
  std::string result(text);
  for (const char space : {kBreak, kHard, kStrong}) std::replace(result.begin(), result.end(), space, ' ');
  return result;
}

std::string Printer::names(const std::vector<ast::Name>& list) {
  std::string result;
  for (const ast::Name& name : list) result += (result.empty() ? "" : kComma) + name.text;
  return result;
}

std::string Printer::exprs(const std::vector<ast::ExprBox>& list, int level) {
  std::string result;
  for (const ast::ExprBox& one : list) result += (result.empty() ? "" : kComma) + expr(*one, level);
  return result;
}

std::string Printer::domain(const ast::Expr& set) {
  const auto* range = std::get_if<ast::RangeExpr>(&set.node);
  return range != nullptr ? expr(*range->lo) + ".." + expr(*range->hi) : expr(set);
}

std::string Printer::binary(const ast::BinaryExpr& e, int level) {
  const int own = level_of(e.op);
  const std::string left = expr(*e.left, own);
  return bracketed(fmt::format("{} {}{}{}", left, sign_of(e.op), kBreak, expr(*e.right, own + 1)), own < level);
}

std::string Printer::expr(const ast::Expr& e, int level) {
  return terms_ ? term(e, level, level == kLoosest) : program_expr(e, level);
}

std::string Printer::program_expr(const ast::Expr& e, int level) {
  return std::visit(
      Overloaded{
          [&](const ast::IntLit& x) { return std::to_string(x.value); },
          [&](const ast::BoolLit& x) { return std::string(x.value ? "true" : "false"); },
          [&](const ast::CharLit& x) {
            std::string text;
            utf8_append(text, x.value);
            return "'" + escaped(text, '\'') + "'";
          },
          [&](const ast::StringLit& x) { return "\"" + escaped(x.value, '"') + "\""; },
          [&](const ast::NilLit&) { return std::string("nil"); },
          [&](const ast::NameExpr& x) { return x.name.text; },
          [&](const ast::CallExpr& x) { return expr(*x.callee, kPostfix) + "(" + exprs(x.args) + ")"; },
          [&](const ast::IndexExpr& x) { return expr(*x.base, kPostfix) + "[" + exprs(x.indices) + "]"; },
          [&](const ast::DotExpr& x) { return expr(*x.base, kPostfix) + "." + x.field.text; },
          [&](const ast::DotApply& x) {
            const bool plain = std::holds_alternative<ast::BoolLit>(x.arg->node);
            return expr(*x.base, kPostfix) + "." + bracketed(expr(*x.arg), !plain);
          },
          [&](const ast::UnaryExpr& x) {
            if (x.op == ast::UnaryOp::Not) return bracketed("not " + expr(*x.operand, kNot), kNot < level);
            const std::string operand = expr(*x.operand, kUnary);
            // `--` would start a comment.
            const bool gap = x.op == ast::UnaryOp::Negate && operand.starts_with('-');
            return bracketed(fmt::format("{}{}{}", x.op == ast::UnaryOp::Negate ? "-" : "#", gap ? " " : "", operand),
                             kUnary < level);
          },
          [&](const ast::BinaryExpr& x) { return binary(x, level); },
          [&](const ast::IfExpr& x) {
            const std::string text = fmt::format("if {} then{}{} else{}{}", expr(*x.condition), kBreak, expr(*x.then_value),
                                                 kBreak, expr(*x.else_value));
            return bracketed(text, level > kLoosest);
          },
          [&](const ast::IsExpr& x) {
            return bracketed(expr(*x.value, kCompare) + " is " + x.constructor.text, kCompare < level);
          },
          [&](const ast::ReceiveExpr& x) { return bracketed("<-" + expr(*x.channel, kReceive), kReceive < level); },
          [&](const ast::ProgExpr& x) { return prog_value(x); },
          [&](const ast::MkExpr& x) {
            return "mk(" + type(*x.type) + (x.args.empty() ? "" : kComma + exprs(x.args)) + ")";
          },
          [&](const ast::AnyExpr& x) { return "any(" + type(*x.type) + ")"; },
          [&](const ast::ListLit& x) {
            // A `>` would close the list, `<-` would receive.
            const std::string items = exprs(x.items, kAdd);
            return fmt::format("<{}{}>", items.starts_with('-') ? " " : "", items);
          },
          [&](const ast::SetLit& x) {
            std::string items;
            for (const ast::ExprBox& one : x.items) items += (items.empty() ? "" : kComma) + domain(*one);
            return fmt::format("{{{}{}}}", items.starts_with('-') ? " " : "", items);  // `{-` would start a comment
          },
          [&](const ast::RangeExpr&) {
            const std::string range = domain(e);
            return fmt::format("{{{}{}}}", range.starts_with('-') ? " " : "", range);
          },
          [&](const ast::TupleLit& x) { return "(" + exprs(x.items) + ")"; },
          [&](const ast::CspmExpr auto&) { return term(e, level, level == kLoosest); },
      },
      e.node);
}

std::string Printer::prog_value(const ast::ProgExpr& prog) {
  std::string head = "prog(" + params(prog.params) + ")";
  if (prog.result) head += ": " + type(*prog.result);
  if (prog.body->empty()) return head + " { }";
  Printer inner;
  inner.depth_ = depth_ + 4;
  inner.block(*prog.body, depth_ + 4);
  return head + " {\n" + inner.out_ + std::string(static_cast<std::size_t>(depth_), ' ') + "}";
}

std::string Printer::types(const std::vector<ast::TypeBox>& list) {
  std::string result;
  for (const ast::TypeBox& one : list) result += (result.empty() ? "" : kComma) + type(*one);
  return result;
}

std::string Printer::type(const ast::Type& t) {
  return std::visit(
      Overloaded{
          [&](const ast::NamedType& x) { return x.name.text; },
          [&](const ast::RangeType& x) { return expr(*x.lo) + ".." + expr(*x.hi); },
          [&](const ast::SetType& x) { return expr(*x.set); },
          [&](const ast::TupleType& x) { return "(" + types(x.parts) + ")"; },
          [&](const ast::ArrayType& x) { return "array[" + expr(*x.size) + "] of " + type(*x.element); },
          [&](const ast::ListType& x) { return "list of " + type(*x.element); },
          [&](const ast::ChanType& x) {
            return (x.capacity ? "chan[" + expr(*x.capacity) + "]" : "chan") + " of " + type(*x.element);
          },
          [&](const ast::StructType& x) {
            std::string list;
            for (const ast::Field& one : x.fields) {
              list += (list.empty() ? "" : kComma) + one.name.text + ": " + type(*one.type);
            }
            return "struct { " + list + " }";
          },
          [&](const ast::ProgType& x) {
            return "prog(" + types(x.params) + ")" + (x.result ? ": " + type(*x.result) : "");
          },
      },
      t.node);
}

// One part of a dotted list: what is more than an atom gets brackets.
std::string Printer::field(const ast::Type& t) {
  const auto atom = [](const ast::ExprBox& e) {
    return std::holds_alternative<ast::IntLit>(e->node) || std::holds_alternative<ast::NameExpr>(e->node);
  };
  bool plain = std::holds_alternative<ast::NamedType>(t.node) || std::holds_alternative<ast::TupleType>(t.node);
  if (const auto* range = std::get_if<ast::RangeType>(&t.node)) plain = atom(range->lo) && atom(range->hi);
  if (const auto* set = std::get_if<ast::SetType>(&t.node)) plain = std::holds_alternative<ast::CallExpr>(set->set->node);
  const std::string text = type(t);
  return bracketed(text, !plain && !text.starts_with('{'));
}

std::string Printer::fields(const std::vector<ast::TypeBox>& list) {
  if (list.size() == 1) return type(*list.front());
  std::string result;
  for (const ast::TypeBox& one : list) result += (result.empty() ? "" : ".") + field(*one);
  return result;
}

std::string Printer::params(const std::vector<ast::Param>& list) {
  std::string result;
  for (const ast::Param& one : list) result += (result.empty() ? "" : kComma) + one.name.text + ": " + type(*one.type);
  return result;
}

std::string Printer::replicators(const std::vector<ast::Replicator>& list) {
  std::string result;
  for (const ast::Replicator& one : list) {
    if (!result.empty()) result += kComma;
    const auto* range = std::get_if<ast::RangeExpr>(&one.set->node);
    if (one.name.text.empty() && range)
      result += expr(*range->lo);  // a constant subscript
    else
      result += one.name.text + ": " + domain(*one.set);
  }
  return result;
}

std::string Printer::comm(const ast::Comm& comm) {
  // The values of a message: in brackets where they are several.
  const auto message = [&](const std::vector<ast::ExprBox>& list) {
    return list.size() == 1 ? expr(*list.front()) : "(" + exprs(list) + ")";
  };
  if (const auto* send = std::get_if<ast::SendComm>(&comm.node)) {
    const std::string channel = expr(*send->channel, kPostfix);
    if (send->newsqueak) return channel + " <-=" + kBreak + message(send->values);
    if (send->shape) return channel + "!" + send->shape->text + "(" + exprs(send->values) + ")";
    // `!f(x)` would be a message of the shape f.
    const auto* call = send->values.size() == 1 ? std::get_if<ast::CallExpr>(&send->values.front()->node) : nullptr;
    const bool shapelike = call != nullptr && std::holds_alternative<ast::NameExpr>(call->callee->node);
    return channel + "!" + bracketed(message(send->values), shapelike);
  }
  const auto& receive = std::get<ast::ReceiveComm>(comm.node);
  if (receive.newsqueak) {
    const std::string source = "<-" + expr(*receive.channel, kReceive);
    if (receive.targets.empty()) return source;
    return exprs(receive.targets) + (receive.declares ? " :=" : " =") + kBreak + source;
  }
  const std::string channel = expr(*receive.channel, kPostfix);
  if (receive.shape) return channel + "?" + receive.shape->text + "(" + exprs(receive.targets) + ")";
  return channel + "?" + message(receive.targets);
}

std::string print(const ast::Expr& expr) { return joined(Printer().expr(expr)); }
std::string print_term(const ast::Expr& expr) {
  Printer printer;
  printer.with_comments(false);
  std::string text = joined(printer.term(expr));
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}
std::string print(const ast::Type& type) { return joined(Printer().type(type)); }
std::string print(const ast::Comm& comm) { return joined(Printer().comm(comm)); }

}  // namespace csp
