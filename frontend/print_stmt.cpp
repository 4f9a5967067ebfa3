// Statements as lines.
//
//   [ guard -> statement          *[ guard -> statement       select {
//  [] guard ->                    [] guard -> statement       case x := <-c: statement;
//         statement;               ]                          case <-d:
//         statement                                               statement;
//   ]                                                         }
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "frontend/print.h"
#include "frontend/printer.h"

namespace csp {
namespace {

std::string pad(int indent) { return std::string(static_cast<std::size_t>(std::max(indent, 0)), ' '); }

std::string behind(std::string_view comment) { return comment.empty() ? "" : fmt::format("  {}", comment); }

// The width of a text's last line; breaks count as spaces.
int last_width(std::string_view text) {
  const auto newline = text.rfind('\n');
  int width = 0;
  for (const char c : text.substr(newline == std::string_view::npos ? 0 : newline + 1)) width += (c & 0xC0) != 0x80 ? 1 : 0;
  return width;
}

bool fits(int indent, std::string_view text) {
  return text.find('\n') == std::string_view::npos && indent + last_width(text) <= kPrintWidth;
}

bool commented(const ast::Stmt& stmt) {
  return !stmt.comments_before.empty() || !stmt.comment_after.empty() || !stmt.comment_open.empty() ||
         !stmt.comments_below.empty();
}

// Ends in a bracket of its own, so that it takes no `;`.
bool ends_itself(const ast::Stmt& stmt) {
  if (const auto* label = std::get_if<ast::LabelStmt>(&stmt.node)) return ends_itself(*label->body);
  return std::holds_alternative<ast::IfStmt>(stmt.node) || std::holds_alternative<ast::WhileStmt>(stmt.node) ||
         std::holds_alternative<ast::ForStmt>(stmt.node) || std::holds_alternative<ast::RangeStmt>(stmt.node) ||
         std::holds_alternative<ast::SelectStmt>(stmt.node) || std::holds_alternative<ast::GuardedStmt>(stmt.node) ||
         std::holds_alternative<ast::ParallelStmt>(stmt.node) || std::holds_alternative<ast::BlockStmt>(stmt.node);
}

// `service P(e)`, `service { S; T }`, or the statements.
ast::Block behind_label(const ast::ParallelBranch& branch) {
  if (!branch.service || (branch.body->size() == 1 && std::holds_alternative<ast::CallStmt>(branch.body->front().node)))
    return *branch.body;
  ast::Stmt block;
  block.span = branch.span;
  block.node = ast::BlockStmt{branch.body};
  return {std::move(block)};
}

}  // namespace

void Printer::line(int indent, std::string_view text) {
  const bool apart = text.find(kHard) != std::string_view::npos || !fits(indent, text);
  std::size_t at = 0;
  for (bool first = true; at <= text.size(); first = false) {
    const std::size_t end = apart ? std::min(text.find(kStrong, at), text.size()) : text.size();
    const std::string_view part = text.substr(at, end - at);
    const bool whole = first && end == text.size();
    broken(first ? indent : indent + 4, whole || first ? 4 : 8, part);
    at = end + 1;
  }
}

// Fills lines, the first from `indent` on, the next ones `further` to the right.
void Printer::broken(int indent, int further, std::string_view text) {
  const auto space = [](char c) { return c == kBreak || c == kHard || c == kStrong; };
  std::string current = pad(indent);
  int width = indent;
  bool fresh = true, must = false;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = static_cast<std::size_t>(std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), space) - text.begin());
    const std::string_view word = text.substr(at, end - at);
    const auto newline = word.find('\n');
    const int first = last_width(word.substr(0, newline));
    if (!fresh && (must || width + 1 + first > kPrintWidth)) {
      out_ += current.substr(0, current.find_last_not_of(' ') + 1) + '\n';
      current = pad(indent + further);
      width = indent + further;
      fresh = true;
    }
    if (!word.empty()) must = false;
    // Nothing stands between two breaks.
    if (!word.empty()) {
      if (!fresh) current += ' ';
      current += word;
      width = newline == std::string_view::npos ? width + (fresh ? 0 : 1) + first : last_width(word);
      fresh = false;
    }
    must = must || (end < text.size() && text[end] == kHard);
    at = end + 1;
  }
  if (!fresh) out_ += current + '\n';
}

void Printer::definition(int indent, const std::string& head, const ast::Expr& value) {
  const bool lines = std::holds_alternative<ast::LetExpr>(value.node);
  const int before = std::exchange(depth_, lines ? indent + 4 : indent);
  spine_ = true;
  const std::string text = term(value);
  spine_ = false;
  depth_ = before;
  if (lines && !text.starts_with(kHard)) {
    line(indent, head + " =");
    line(indent + 4, text);
  } else {
    line(indent, head + " =" + kBreak + text);
  }
}

void Printer::comments(const std::vector<std::string>& list, int indent) {
  for (const std::string& one : list) out_ += one.empty() ? "\n" : pad(indent) + one + '\n';
}

std::optional<std::string> Printer::flat(const ast::Block& block) {
  std::string result;
  for (const ast::Stmt& one : block) {
    const auto text = flat(one);
    if (!text) return std::nullopt;
    result += (result.empty() ? "" : std::string(";") + kBreak) + *text;
  }
  return result;
}

std::optional<std::string> Printer::flat(const ast::Stmt& stmt) {
  if (commented(stmt)) return std::nullopt;
  using Text = std::optional<std::string>;
  const auto with_value = [&](std::string left, std::string_view sign, const ast::ExprBox& value) {
    return value ? fmt::format("{} {}{}{}", left, sign, kBreak, expr(*value)) : left;
  };
  if (std::holds_alternative<ast::SkipStmt>(stmt.node)) return "skip";
  if (std::holds_alternative<ast::BreakStmt>(stmt.node)) return "break";
  if (std::holds_alternative<ast::ContinueStmt>(stmt.node)) return "continue";
  Text result;
  if (const auto* decl = std::get_if<ast::DeclStmt>(&stmt.node)) {
    result = decl->type ? with_value(names(decl->names) + ": " + type(*decl->type), "=", decl->value)
                        : with_value(names(decl->names), ":=", decl->value);
  } else if (const auto* assign = std::get_if<ast::AssignStmt>(&stmt.node)) {
    result = with_value(exprs(assign->targets), !assign->op ? "=" : assign->op == ast::BinaryOp::Add ? "+=" : "-=",
                        assign->value);
  } else if (const auto* action = std::get_if<ast::CommStmt>(&stmt.node)) {
    result = comm(action->comm);
  } else if (const auto* call = std::get_if<ast::CallStmt>(&stmt.node)) {
    result = expr(*call->call);
  } else if (const auto* start = std::get_if<ast::BeginStmt>(&stmt.node)) {
    result = (start->service ? "begin service " : "begin ") + expr(*start->call);
  } else if (const auto* turn = std::get_if<ast::BecomeStmt>(&stmt.node)) {
    result = "become " + expr(*turn->call);
  } else if (const auto* leave = std::get_if<ast::ReturnStmt>(&stmt.node)) {
    result = leave->value ? "return " + expr(*leave->value) : "return";
  } else if (const auto* later = std::get_if<ast::DeferStmt>(&stmt.node)) {
    result = "defer " + expr(*later->call);
  } else if (const auto* check = std::get_if<ast::AssertStmt>(&stmt.node)) {
    result = "assert " + expr(*check->condition);
  } else if (const auto* named = std::get_if<ast::LabelStmt>(&stmt.node)) {
    result = flat(*named->body);
    if (result) result = named->label.text + ": " + *result;
  } else if (const auto* guarded = std::get_if<ast::GuardedStmt>(&stmt.node)) {
    std::string text;
    for (const ast::GuardedCommand& one : guarded->commands) {
      const Text inner = one.comments_before.empty() ? flat(*one.body) : std::nullopt;
      if (!inner) return std::nullopt;
      text += (text.empty() ? "" : std::string(" []") + kBreak) + guard(one) + kBreak + *inner;
    }
    result = (guarded->repeat ? "*[ " : "[ ") + text + " ]";
  } else if (const auto* parallel = std::get_if<ast::ParallelStmt>(&stmt.node)) {
    bool possible = true;
    result = parallel_flat(*parallel, possible);
    if (!possible) return std::nullopt;
  }
  return result;
}

void Printer::block(const ast::Block& block, int indent) {
  for (std::size_t i = 0; i < block.size(); ++i) stmt(block[i], indent, i == 0);
}

void Printer::stmt(const ast::Stmt& stmt, int indent, bool first) {
  if (stmt.blank_before && !first) blank();
  comments(stmt.comments_before, indent);
  const int outer = depth_;
  depth_ = indent;
  node(stmt, indent, "");
  depth_ = outer;
  mark(stmt.comment_after);
  comments(stmt.comments_below, indent);
}

// head {
//     block
// } tail
void Printer::body(std::string_view head, const ast::Block& inner, std::string_view tail, int indent, std::string_view open) {
  if (inner.empty() && open.empty()) {
    line(indent, fmt::format("{} {{ }}{}", head, tail));
    return;
  }
  line(indent, fmt::format("{} {{", head));
  mark(open);
  block(inner, indent + 4);
  line(indent, fmt::format("}}{}", tail));
}

void Printer::node(const ast::Stmt& stmt, int indent, const std::string& label) {
  const std::string& open = stmt.comment_open;
  ast::Stmt bare;  // the statement without its comments, which are printed around it
  bare.node = stmt.node;
  // Several alternatives get a line each.
  const auto* several = std::get_if<ast::GuardedStmt>(&stmt.node);
  const bool spread = several != nullptr && several->commands.size() > 1;
  const auto whole = open.empty() && !spread ? flat(bare) : std::nullopt;
  if (whole && (!ends_itself(stmt) || fits(indent, label + *whole))) {
    line(indent, label + *whole + (ends_itself(stmt) ? "" : ";"));
  } else if (const auto* named = std::get_if<ast::LabelStmt>(&stmt.node)) {
    ast::Stmt inner;
    inner.node = named->body->node;
    inner.comment_open = open;
    node(inner, indent, label + named->label.text + ": ");
  } else if (const auto* conditional = std::get_if<ast::IfStmt>(&stmt.node)) {
    if_statement(*conditional, label + "if", indent, open);
  } else if (const auto* loop = std::get_if<ast::WhileStmt>(&stmt.node)) {
    body(label + "while " + expr(*loop->condition), *loop->body, "", indent, open);
  } else if (const auto* over = std::get_if<ast::RangeStmt>(&stmt.node)) {
    const std::string head = fmt::format("{}for {} {} range {}", label, names(over->names), over->declares ? ":=" : "=", domain(*over->over));
    body(head, *over->body, "", indent, open);
  } else if (const auto* iteration = std::get_if<ast::ForStmt>(&stmt.node)) {
    std::string head = label + "for";
    if (iteration->init || iteration->condition || iteration->post) {
      head += iteration->init ? " " + flat(*iteration->init).value_or("") + ";" : " ;";
      head += iteration->condition ? " " + expr(*iteration->condition) + ";" : " ;";
      if (iteration->post) head += " " + flat(*iteration->post).value_or("");
    }
    body(head, *iteration->body, "", indent, open);
  } else if (const auto* choice = std::get_if<ast::SelectStmt>(&stmt.node)) {
    select(*choice, label, indent, open);
  } else if (const auto* guarded_stmt = std::get_if<ast::GuardedStmt>(&stmt.node)) {
    guarded(*guarded_stmt, label, indent, open);
  } else if (const auto* processes = std::get_if<ast::ParallelStmt>(&stmt.node)) {
    parallel(*processes, label, "", indent, open);
  } else if (const auto* inner = std::get_if<ast::BlockStmt>(&stmt.node)) {
    if (inner->body->empty() && open.empty()) {
      line(indent, label + "{ }");
    } else {
      line(indent, label + "{" + behind(open));
      block(*inner->body, indent + 4);
      line(indent, "}");
    }
  } else {
    // A prog inside an expression: the comment goes behind its `{`.
    std::string text = label + flat(bare).value_or("") + ";";
    const auto newline = text.find('\n');
    text.insert(std::min(newline, text.size()), behind(open));
    line(indent, text);
  }
}

void Printer::if_statement(const ast::IfStmt& stmt, std::string head, int indent, std::string_view open) {
  const std::string condition = head + " " + expr(*stmt.condition);
  if (!stmt.else_body) {
    body(condition, *stmt.then_body, "", indent, open);
    return;
  }
  line(indent, condition + " {" + behind(open));
  block(*stmt.then_body, indent + 4);
  const ast::Block& other = *stmt.else_body;
  const auto* chained = other.size() == 1 && !commented(other.front()) ? std::get_if<ast::IfStmt>(&other.front().node) : nullptr;
  if (chained != nullptr) {
    if_statement(*chained, "} else if", indent, {});
  } else if (other.empty()) {
    line(indent, "} else { }");
  } else {
    line(indent, "} else {");
    block(other, indent + 4);
    line(indent, "}");
  }
}

void Printer::headed(const std::string& head, const ast::Block& inner, int indent, int below, std::string_view end,
                     std::string_view open) {
  std::optional<std::string> text;
  std::string comment;
  if (open.empty() && !inner.empty()) {
    ast::Block quiet = inner;
    comment = std::move(quiet.back().comment_after);
    quiet.back().comment_after.clear();
    text = flat(quiet);
  }
  if (text && fits(indent, head + " " + *text)) {
    line(indent, head + " " + *text + std::string(ends_itself(inner.back()) ? "" : end));
    mark(comment);
    return;
  }
  line(indent, head);
  mark(open);
  block(inner, below);
}

// Puts a comment behind the line just written.
void Printer::mark(std::string_view comment) {
  if (comment.empty()) return;
  out_.pop_back();
  out_ += behind(comment) + '\n';
}

void Printer::select_branch(const std::string& head, const ast::Block& inner, int indent) {
  if (inner.size() == 1) {
    headed(head, inner, indent, indent + 4, ";", {});
  } else {
    line(indent, head);
    block(inner, indent + 4);
  }
}

void Printer::select(const ast::SelectStmt& stmt, const std::string& label, int indent, std::string_view open) {
  line(indent, label + (stmt.priority ? "pri select {" : "select {") + behind(open));
  for (const ast::SelectCase& one : stmt.cases) {
    comments(one.comments_before, indent);
    select_branch("case " + comm(one.comm) + ":", *one.body, indent);
  }
  if (stmt.default_span) select_branch("default:", *stmt.default_body, indent);
  line(indent, "}");
}

std::string Printer::guard(const ast::GuardedCommand& command) {
  std::string result;
  if (!command.replicators.empty()) result = "(" + replicators(command.replicators) + ") ";
  for (std::size_t i = 0; i < command.guard.size(); ++i) {
    if (i > 0) result += std::string(";") + kBreak;
    const auto* condition = std::get_if<ast::ExprBox>(&command.guard[i].node);
    const auto* declaration = std::get_if<ast::Box<ast::Stmt>>(&command.guard[i].node);
    result += condition != nullptr     ? expr(**condition)
              : declaration != nullptr ? flat(**declaration).value_or("")
                                       : comm(std::get<ast::Comm>(command.guard[i].node));
  }
  return result + " ->";
}

void Printer::guarded(const ast::GuardedStmt& stmt, const std::string& label, int indent, std::string_view open) {
  const int text = indent + static_cast<int>(label.size()) + (stmt.repeat ? 3 : 2);  // where guards start
  for (std::size_t i = 0; i < stmt.commands.size(); ++i) {
    const ast::GuardedCommand& one = stmt.commands[i];
    comments(one.comments_before, text);
    const std::string head = (i == 0 ? label + (stmt.repeat ? "*[ " : "[ ") : "[] ") + guard(one);
    const int at = i == 0 ? indent : text - 3;
    headed(head, *one.body, at, text + 4, {}, i == 0 ? open : std::string_view());
  }
  line(text - 2, "]");
}

std::string Printer::label(const ast::ParallelBranch& branch) {
  const std::string subscripts = branch.subscripts.empty() ? "" : "[" + replicators(branch.subscripts) + "]";
  return branch.label.text + subscripts + "::" + (branch.service ? " service" : "");
}

std::string Printer::parallel_flat(const ast::ParallelStmt& command, bool& possible) {
  std::string text;
  for (const ast::ParallelBranch& one : command.branches) {
    const auto inner = one.comments_before.empty() ? flat(behind_label(one)) : std::nullopt;
    if (!inner) {
      possible = false;
      return {};
    }
    text += (text.empty() ? "" : std::string(" ||") + kBreak) + label(one) + " " + *inner;
  }
  return "[ " + text + " ]";
}

void Printer::parallel(const ast::ParallelStmt& command, std::string_view head, std::string_view tail, int indent,
                       std::string_view open) {
  const int text = indent + last_width(head) + 2;  // where labels start
  const int outer = depth_;
  depth_ = text;
  for (std::size_t i = 0; i < command.branches.size(); ++i) {
    const ast::ParallelBranch& one = command.branches[i];
    comments(one.comments_before, text);
    const std::string start = (i == 0 ? std::string(head) + "[ " : "|| ") + label(one);
    const int at = i == 0 ? indent : std::max(text - 3, 0);
    headed(start, behind_label(one), at, text + 4, {}, i == 0 ? open : std::string_view());
  }
  depth_ = outer;
  line(text - 2, fmt::format("]{}", tail));
}

std::string print(const ast::Stmt& stmt) {
  Printer printer;
  printer.stmt(stmt, 0, true);
  return printer.take();
}

}  // namespace csp
