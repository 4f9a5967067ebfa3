// The terms of CSPM as text: the inverse of build_term.cpp, with no more brackets than the table of
// precedence.h asks for.
#include <fmt/format.h>

#include <utility>

#include "frontend/printer.h"

namespace csp {
namespace {

const std::string kComma = std::string(",") + kBreak;

std::string bracketed(std::string text, bool needed) { return needed ? "(" + text + ")" : text; }

// `open text close`; a space keeps signs apart that together are another sign: `{-` `<-` `{|` `[[`.
std::string enclosed(std::string_view open, const std::string& text, std::string_view close) {
  const bool gap = !text.empty() && std::string_view("-|+[>").find(text.front()) != std::string_view::npos;
  return fmt::format("{}{}{}{}", open, gap ? " " : "", text, close);
}

std::string_view sign(ast::ProcessOp op) {
  using enum ast::ProcessOp;
  switch (op) {
    case ExternalChoice:
      return "[]";
    case InternalChoice:
      return "|~|";
    case Interleave:
      return "|||";
    case Sequence:
      return ";";
    case Interrupt:
      return "/\\";
    case Sliding:
      return "[>";
    case Sharing:
    case Alphabetised:
    case Exception:
    case Link:
    case SyncExternal:
    case SyncInterrupt:
      return "";
  }
  return "";
}

}  // namespace

// `tail`: nothing follows that `if`, `let`, a lambda or a replicated operator at the end would swallow.
std::string Printer::term(const ast::Expr& e, int level, bool tail) {
  const bool divisible =
      std::holds_alternative<ast::ProcessExpr>(e.node) || std::holds_alternative<ast::IfExpr>(e.node);
  if (!divisible) spine_ = false;
  const std::string text =
      std::visit([&](const auto& node) { return term_of(e, node, level, tail); }, e.node);
  return e.comments ? beside(*e.comments, text) : text;
}

std::string Printer::lines_before(const ast::ExprComments& comments) {
  std::string result;
  for (const std::string& one : comments.before) result += kHard + one;
  return result.empty() ? result : result + kHard;
}

std::string Printer::beside(const ast::ExprComments& comments, const std::string& text) const {
  if (!with_comments_) return text;
  const std::string result = lines_before(comments) + text;
  return comments.after.empty() ? result : result + "  " + comments.after + kHard;
}

std::string Printer::terms(const std::vector<ast::ExprBox>& list) {
  std::string result;
  for (const ast::ExprBox& one : list) result += (result.empty() ? "" : kComma) + term(*one);
  return result;
}

std::string Printer::term_of(const ast::Expr& e, const ast::CallExpr& x, int, bool) {
  static_cast<void>(e);
  return term(*x.callee, kPostfix, false) + "(" + terms(x.args) + ")";
}

std::string Printer::term_of(const ast::Expr&, const ast::IndexExpr& x, int, bool) {
  return term(*x.base, kPostfix, false) + "[" + terms(x.indices) + "]";
}

// The parts of a dotted value: words, literals, calls and brackets.
std::string Printer::dotted(const ast::Expr& base, const std::string& field, int level) {
  const bool chain =
      std::holds_alternative<ast::DotExpr>(base.node) || std::holds_alternative<ast::DotApply>(base.node);
  return bracketed(term(base, chain ? kDot : kPostfix, false) + "." + field, kDot < level);
}

std::string Printer::term_of(const ast::Expr&, const ast::DotExpr& x, int level, bool) {
  return dotted(*x.base, x.field.text, level);
}

std::string Printer::term_of(const ast::Expr&, const ast::DotApply& x, int level, bool) {
  return dotted(*x.base, term(*x.arg, kPostfix, false), level);
}

std::string Printer::term_of(const ast::Expr&, const ast::UnaryExpr& x, int level, bool tail) {
  const int own = x.op == ast::UnaryOp::Not ? kNot : kUnary;
  const std::string operand = term(*x.operand, own, tail || own < level);
  if (x.op == ast::UnaryOp::Not) return bracketed("not " + operand, own < level);
  // `--` would start a comment.
  const bool gap = x.op == ast::UnaryOp::Negate && operand.starts_with('-');
  return bracketed(fmt::format("{}{}{}", x.op == ast::UnaryOp::Negate ? "-" : "#", gap ? " " : "", operand),
                   own < level);
}

std::string Printer::term_of(const ast::Expr&, const ast::BinaryExpr& x, int level, bool tail) {
  const int own = level_of(x.op);
  const std::string left = term(*x.left, own, false);
  return bracketed(
      fmt::format("{} {}{}{}", left, sign_of(x.op), kBreak, term(*x.right, own + 1, tail || own < level)),
      own < level);
}

std::string Printer::term_of(const ast::Expr&, const ast::IsExpr& x, int level, bool) {
  return bracketed(term(*x.value, kCompare, false) + " is " + x.constructor.text, kCompare < level);
}

std::string Printer::term_of(const ast::Expr&, const ast::AsPattern& x, int level, bool) {
  return bracketed(term(*x.left, kAs, false) + "@@" + term(*x.right, kAs + 1, false), kAs < level);
}

// ---- Sets and lists

// An item of a list: a `>` in it would close the list.
std::string Printer::list_item(const ast::Expr& e) {
  const bool dot =
      std::holds_alternative<ast::DotExpr>(e.node) || std::holds_alternative<ast::DotApply>(e.node);
  return term(e, dot ? kDot : kAdd, false);
}

std::string Printer::list_items(const std::vector<ast::ExprBox>& list) {
  std::string result;
  for (const ast::ExprBox& one : list) result += (result.empty() ? "" : kComma) + list_item(*one);
  return result;
}

std::string Printer::term_of(const ast::Expr&, const ast::ListLit& x, int, bool) {
  return enclosed("<", list_items(x.items), ">");
}

std::string Printer::term_of(const ast::Expr&, const ast::ListRangeExpr& x, int, bool) {
  return enclosed("<", list_item(*x.lo) + ".." + (x.hi ? list_item(*x.hi) : ""), ">");
}

std::string Printer::term_of(const ast::Expr&, const ast::SetLit& x, int, bool) {
  std::string items;
  for (const ast::ExprBox& one : x.items) {
    const auto* range = std::get_if<ast::RangeExpr>(&one->node);
    items += (items.empty() ? "" : kComma) + (range != nullptr ? range_text(*range) : term(*one));
  }
  return enclosed("{", items, "}");
}

std::string Printer::range_text(const ast::RangeExpr& x) {
  return term(*x.lo) + ".." + (x.hi ? term(*x.hi) : "");
}

std::string Printer::term_of(const ast::Expr&, const ast::RangeExpr& x, int, bool) {
  return enclosed("{", range_text(x), "}");
}

std::string Printer::term_of(const ast::Expr&, const ast::TupleLit& x, int, bool) {
  return "(" + terms(x.items) + ")";
}

std::string Printer::term_of(const ast::Expr&, const ast::ComprehensionExpr& x, int, bool) {
  using enum ast::ComprehensionExpr::Kind;
  const bool list = x.kind == List;
  std::string text = list ? list_items(x.items) : terms(x.items);
  if (!x.qualifiers.empty()) text += std::string(" |") + kBreak + qualifiers(x.qualifiers, list);
  if (list) return enclosed("<", text, ">");
  return x.kind == Set ? enclosed("{", text, "}") : enclosed("{|", text, "|}");
}

std::string Printer::qualifiers(const std::vector<ast::Qualifier>& list, bool in_list) {
  std::string result;
  for (const ast::Qualifier& one : list) {
    const std::string of = in_list ? list_item(*one.of) : term(*one.of);
    result += (result.empty() ? "" : kComma) +
              (one.pattern ? term(*one.pattern) + (one.colon ? ": " : " <- ") : "") + of;
  }
  return result;
}

// ---- What extends as far right as possible

std::string Printer::term_of(const ast::Expr&, const ast::IfExpr& x, int, bool tail) {
  const char space = std::exchange(spine_, false) ? kStrong : kBreak;
  const std::string condition = term(*x.condition);
  const std::string then_value = term(*x.then_value);
  spine_ = space == kStrong && std::holds_alternative<ast::IfExpr>(x.else_value->node);
  const std::string else_value = term(*x.else_value);
  spine_ = false;
  return bracketed(fmt::format("if {}{}then {}{}else {}", condition, space, then_value, space, else_value),
                   !tail);
}

std::string Printer::term_of(const ast::Expr&, const ast::LambdaExpr& x, int, bool tail) {
  return bracketed("\\ " + terms(x.params) + " @" + kBreak + term(*x.body), !tail);
}

std::string Printer::term_of(const ast::Expr&, const ast::LetExpr& x, int, bool tail) {
  const std::string pad(static_cast<std::size_t>(depth_), ' ');
  Printer inner;
  inner.with_comments_ = with_comments_;
  inner.declarations(x.decls, depth_ + 4);
  return bracketed("let\n" + inner.out_ + pad + "within" + kBreak + term(*x.body), !tail);
}

std::string Printer::around_set(ast::ProcessOp op, const ast::Expr& set) {
  const std::string text = term(set);
  if (op == ast::ProcessOp::SyncExternal) return enclosed("[+", text, "+]");
  if (op == ast::ProcessOp::SyncInterrupt) return enclosed("/+", text, "+\\");
  return enclosed("[|", text, op == ast::ProcessOp::Exception ? "|>" : "|]");
}

std::string Printer::term_of(const ast::Expr&, const ast::ReplicatedExpr& x, int, bool tail) {
  using enum ast::ProcessOp;
  std::string head, set;
  switch (x.op) {
    case Sharing:
    case SyncExternal:
    case SyncInterrupt:
      head = around_set(x.op, *x.set);
      break;
    case Link:
      head = enclosed("[", links(x.links, x.link_qualifiers, " <-> "), "]");
      break;
    case Alphabetised:
      head = "||";
      set = enclosed("[", term(*x.set), "] ");
      break;
    case ExternalChoice:
    case InternalChoice:
    case Interleave:
    case Sequence:
    case Interrupt:
    case Sliding:
    case Exception:
      head = sign(x.op);
      break;
  }
  return bracketed(
      fmt::format("{} {} @{}{}{}", head, qualifiers(x.qualifiers, false), kBreak, set, term(*x.body)), !tail);
}

// ---- Processes

std::string Printer::term_of(const ast::Expr&, const ast::PrefixExpr& x, int level, bool tail) {
  std::string text = term(*x.channel, kDot, false);
  for (const ast::PrefixField& field : x.fields) {
    using enum ast::PrefixField::Kind;
    text += field.kind == Output ? "!" : field.kind == Input ? "?" : field.kind == Choice ? "$" : ".";
    text += term(*field.value, kDot, false);
    if (field.restriction) text += ":" + term(*field.restriction, kDot, false);
  }
  return bracketed(text + " ->" + kBreak + term(*x.then, kPrefix, tail || kPrefix < level), kPrefix < level);
}

std::string Printer::term_of(const ast::Expr&, const ast::GuardExpr& x, int level, bool tail) {
  const std::string condition = term(*x.condition, kDot, false);
  return bracketed(condition + " &" + kBreak + term(*x.process, kPrefix, tail || kPrefix < level),
                   kPrefix < level);
}

std::string Printer::term_of(const ast::Expr&, const ast::HideExpr& x, int level, bool tail) {
  const std::string process = term(*x.process, kHide, false);
  return bracketed(process + kBreak + "\\ " + term(*x.set, kHide + 1, tail || kHide < level), kHide < level);
}

std::string Printer::links(const std::vector<ast::Link>& list, const std::vector<ast::Qualifier>& conditions,
                           std::string_view between) {
  std::string result;
  for (const ast::Link& one : list) {
    result += (result.empty() ? "" : kComma) + term(*one.from) + std::string(between) + term(*one.to);
  }
  if (!conditions.empty()) result += std::string(" |") + kBreak + qualifiers(conditions, false);
  return result;
}

std::string Printer::term_of(const ast::Expr&, const ast::RenameExpr& x, int, bool) {
  return term(*x.process, kPostfix, false) + enclosed("[[", links(x.pairs, x.qualifiers, " <- "), "]]");
}

std::string Printer::term_of(const ast::Expr&, const ast::ProcessExpr& x, int level, bool tail) {
  using enum ast::ProcessOp;
  const bool spine = std::exchange(spine_, false);
  const int own = level_of(x.op);
  const bool brackets = own < level;
  std::string op;
  switch (x.op) {
    case Sharing:
    case Exception:
    case SyncExternal:
    case SyncInterrupt:
      op = around_set(x.op, *x.set);
      break;
    case Alphabetised:
      op = enclosed("[", term(*x.set) + " || " + term(*x.second_set), "]");
      break;
    case Link:
      op = enclosed("[", links(x.links, x.qualifiers, " <-> "), "]");
      break;
    case ExternalChoice:
    case InternalChoice:
    case Interleave:
    case Sequence:
    case Interrupt:
    case Sliding:
      op = sign(x.op);
      break;
  }
  const auto* chain = std::get_if<ast::ProcessExpr>(&x.left->node);
  spine_ = spine && chain != nullptr && level_of(chain->op) == own;
  const std::string left = term(*x.left, own, false);
  spine_ = false;
  const std::string gap(1, spine ? kStrong : kBreak);
  const std::string right = term(*x.right, own + 1, tail || brackets);
  // Comments before an operand stand before its operator, unless something stands inside the operator.
  std::string before;
  const bool sign_alone = !sign(x.op).empty();
  if (sign_alone && with_comments_ && x.right->comments) {
    for (const std::string& one : x.right->comments->before) before += kHard + gap + one;
    if (!before.empty()) before += kHard;
  }
  return bracketed(left + before + gap + op + " " +
                       right.substr(before.empty() ? 0 : lines_before(*x.right->comments).size()),
                   brackets);
}

}  // namespace csp
