// Short texts: the canonical text on one line, bodies left out, cut when long.
#include "frontend/lower_text.h"

#include <type_traits>
#include <variant>

#include "frontend/print.h"

namespace csp {

namespace {

constexpr std::size_t kLongest = 60;

// One line, without the last `;`.
std::string tidy(std::string text) {
  std::string out;
  for (char c : text) {
    const bool space = c == '\n' || c == ' ' || c == '\t';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == ';')) out.pop_back();
  if (out.size() <= kLongest) return out;
  std::size_t cut = kLongest - 3;
  while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xc0) == 0x80) --cut;  // not inside a character
  return out.substr(0, cut) + "...";
}

bool anonymous(const ast::ExprBox& callee) { return std::holds_alternative<ast::ProgExpr>(callee->node); }

// A call of an anonymous prog: without its body.
std::string call_text(const ast::ExprBox& call) {
  const auto* c = std::get_if<ast::CallExpr>(&call->node);
  if (!c) return short_text(*call);
  std::string out = anonymous(c->callee) ? "prog" : short_text(*c->callee);
  std::string args;
  for (const ast::ExprBox& a : c->args) args += (args.empty() ? "" : ", ") + short_text(*a);
  return tidy(out + "(" + args + ")");
}

}  // namespace

std::string short_text(const ast::Expr& e) {
  if (std::holds_alternative<ast::ProgExpr>(e.node)) return "prog";
  if (const auto* call = std::get_if<ast::CallExpr>(&e.node)) {
    std::string args;
    for (const ast::ExprBox& a : call->args) args += (args.empty() ? "" : ", ") + short_text(*a);
    return tidy(short_text(*call->callee) + "(" + args + ")");
  }
  return tidy(print(e));
}

std::string short_text(const ast::Comm& c) { return tidy(print(c)); }

std::string short_text(const ast::Stmt& s) {
  return std::visit(
      [&](const auto& n) -> std::string {
        using T = std::decay_t<decltype(n)>;
        if constexpr (std::is_same_v<T, ast::CommStmt>) {
          return short_text(n.comm);
        } else if constexpr (std::is_same_v<T, ast::CallStmt>) {
          return call_text(n.call);
        } else if constexpr (std::is_same_v<T, ast::BeginStmt>) {
          return (n.service ? "begin service " : "begin ") + call_text(n.call);
        } else if constexpr (std::is_same_v<T, ast::BecomeStmt>) {
          return "become " + call_text(n.call);
        } else if constexpr (std::is_same_v<T, ast::DeferStmt>) {
          return "defer " + call_text(n.call);
        } else if constexpr (std::is_same_v<T, ast::SelectStmt>) {
          return n.priority ? "pri select" : "select";
        } else if constexpr (std::is_same_v<T, ast::GuardedStmt>) {
          return n.repeat ? "*[ ]" : "[ ]";
        } else if constexpr (std::is_same_v<T, ast::ParallelStmt>) {
          std::string out;
          for (const ast::ParallelBranch& b : n.branches) out += (out.empty() ? "[ " : " || ") + b.label.text;
          return tidy(out + " ]");
        } else if constexpr (std::is_same_v<T, ast::IfStmt>) {
          return "if " + short_text(*n.condition);
        } else if constexpr (std::is_same_v<T, ast::WhileStmt>) {
          return "while " + short_text(*n.condition);
        } else if constexpr (std::is_same_v<T, ast::ForStmt>) {
          return n.condition ? "for " + short_text(*n.condition) : "for";
        } else if constexpr (std::is_same_v<T, ast::RangeStmt>) {
          std::string names;
          for (const ast::Name& name : n.names) names += (names.empty() ? "" : ", ") + name.text;
          return "for " + names + (n.declares ? " := range " : " = range ") + short_text(*n.over);
        } else if constexpr (std::is_same_v<T, ast::LabelStmt>) {
          return n.body ? short_text(*n.body) : n.label.text;
        } else if constexpr (std::is_same_v<T, ast::BlockStmt>) {
          return "{ }";
        } else if constexpr (std::is_same_v<T, ast::AssertStmt>) {
          return "assert " + short_text(*n.condition);
        } else {
          ast::Stmt bare;
          bare.span = s.span;
          bare.node = n;
          return tidy(print(bare));
        }
      },
      s.node);
}

int field_index(const Type& type, const std::string& field) {
  if (type.kind == TypeKind::Tuple) return std::stoi(field) - 1;
  for (std::size_t i = 0; i < type.names.size(); ++i)
    if (type.names[i] == field) return static_cast<int>(i);
  return -1;
}

}  // namespace csp
