// Declarations and files as text.
#include "frontend/print.h"

#include <fmt/format.h>

#include "frontend/printer.h"

namespace csp {
namespace {

std::string system_text(Printer& printer, const ast::InstanceSystem& system) {
  return (system.service ? "service " : "") + system.name.text + (system.has_args ? "(" + printer.exprs(system.args) + ")" : "");
}

std::string property_text(Printer& printer, const ast::PropertyExpr& property) {
  using enum ast::PropertyKind;
  switch (property.kind) {
    case DeadlockFree: return "deadlock free";
    case LeakFree: return "leak free";
    case RaceFree: return "race free";
    case ErrorFree: return "error free";
    case Terminates: return "terminates";
    case CanTerminate: return "can terminate";
    case LivelockFree: return "livelock free";
    case DivergenceFree: return "divergence free";
    case Always: return "always " + printer.expr(*property.exprs.front());
    case Reachable: return "reachable " + printer.expr(*property.exprs.front());
    case Outcomes: return "outcomes (" + printer.exprs(property.exprs) + ") = " + printer.expr(*property.set);
  }
  return "?";
}

// `head [ a:: S || ... ] tail` on one line, or with a line for each branch.
void parallel_lines(Printer& printer, const std::string& head, const ast::ParallelStmt& command, const std::string& tail,
                    const std::string& open) {
  bool possible = open.empty();
  const std::string text = possible ? printer.parallel_flat(command, possible) : "";
  const std::string whole = head + text + tail;
  if (possible && whole.find('\n') == std::string::npos && whole.size() <= kPrintWidth) {
    printer.line(0, whole);
  } else {
    printer.parallel(command, head, tail, 0, open);
  }
}

struct DeclPrinter {
  Printer& printer;
  const std::string& open;

  void put(const std::string& text) { printer.line(0, text); }

  static std::string arguments(const std::string& names) { return names.empty() ? "" : "(" + names + ")"; }

  void operator()(const ast::IncludeDecl& d) {
    ast::Expr path;
    path.node = ast::StringLit{d.path};
    put("include " + printer.expr(path));
  }
  void operator()(const ast::ValueDecl& d) {
    put(d.name.text + arguments(printer.names(d.params)) + " =" + kBreak + printer.expr(*d.value));
  }
  void operator()(const ast::DatatypeDecl& d) {
    std::string text = "datatype " + d.name.text + " =" + kBreak;
    for (std::size_t i = 0; i < d.constructors.size(); ++i) {
      if (i > 0) text += std::string(" |") + kBreak;
      text += d.constructors[i].name.text;
      for (const ast::TypeBox& field : d.constructors[i].fields) text += "." + printer.field(*field);
    }
    put(text);
  }
  void operator()(const ast::NametypeDecl& d) { put("nametype " + d.name.text + " =" + kBreak + printer.type(*d.type)); }
  void operator()(const ast::ChannelDecl& d) {
    put("channel " + printer.names(d.names) + (d.fields.empty() ? "" : ": " + printer.fields(d.fields)));
  }
  void operator()(const ast::VarDecl& d) {
    put("var " + d.name.text + ": " + printer.type(*d.type) +
        (d.value ? std::string(" =") + kBreak + printer.expr(*d.value) : ""));
  }
  void operator()(const ast::ProgDecl& d) {
    std::string head = fmt::format("{}prog {}({})", d.service ? "service " : "", d.name.text, printer.params(d.params));
    if (d.result) head += ": " + printer.type(*d.result);
    if (d.body.empty() && open.empty()) {
      put(head + " { }");
      return;
    }
    put(head + " {" + (open.empty() ? "" : "  " + open));
    printer.block(d.body, 4);
    put("}");
  }
  void operator()(const ast::CspmDecl auto&) { put("(process)"); }
  void operator()(const ast::SystemDecl& d) {
    const auto& command = std::get<ast::ParallelSystem>(d.system.node).command;
    parallel_lines(printer, d.name.text + arguments(printer.names(d.params)) + " = ", command, "", open);
  }
  void operator()(const ast::AssertDecl& d) {
    std::string head = d.negated ? "assert not " : "assert ";
    if (!d.forall.empty()) head += "forall " + printer.replicators(d.forall) + " @ ";
    const std::string tail = " :[" + property_text(printer, d.property) + "]";
    if (const auto* instance = std::get_if<ast::InstanceSystem>(&d.system.node)) {
      put(head + system_text(printer, *instance) + tail);
    } else {
      parallel_lines(printer, head, std::get<ast::ParallelSystem>(d.system.node).command, tail, open);
    }
  }
};

bool is_prog(const ast::Decl& decl) { return std::holds_alternative<ast::ProgDecl>(decl.node); }

void put(Printer& printer, const ast::Decl& decl) {
  printer.comments(decl.comments_before, 0);
  std::visit(DeclPrinter{printer, decl.comment_open}, decl.node);
  if (decl.comment_after.empty()) return;
  std::string text = printer.take();
  text.pop_back();
  printer.append(text + "  " + decl.comment_after + "\n");
}

}  // namespace

std::string print(const ast::Decl& decl) {
  Printer printer;
  put(printer, decl);
  return printer.take();
}

std::string print(const ast::File& file) {
  std::string result;
  for (std::size_t i = 0; i < file.decls.size(); ++i) {
    const ast::Decl& decl = file.decls[i];
    // A prog stands apart from what is around it.
    if (i > 0 && (decl.blank_before || is_prog(decl) || is_prog(file.decls[i - 1]))) result += '\n';
    result += print(decl);
  }
  for (const std::string& one : file.comments_at_end) {
    if (!one.empty() || !result.empty()) result += one + '\n';
  }
  return result;
}

std::string print(const ast::System& system) {
  Printer printer;
  if (const auto* instance = std::get_if<ast::InstanceSystem>(&system.node)) return joined(system_text(printer, *instance));
  bool possible = true;
  const std::string text = printer.parallel_flat(std::get<ast::ParallelSystem>(system.node).command, possible);
  return possible ? joined(text) : "[ ... ]";
}

std::string print(const ast::PropertyExpr& property) {
  Printer printer;
  return joined(property_text(printer, property));
}

}  // namespace csp
