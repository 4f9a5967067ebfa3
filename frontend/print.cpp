// Declarations and files as text.
#include "frontend/print.h"

#include <fmt/format.h>

#include <utility>

#include "frontend/printer.h"

namespace csp {
namespace {

std::string system_text(Printer& printer, const ast::InstanceSystem& system) {
  return (system.service ? "service " : "") + system.name.text + (system.has_args ? "(" + printer.terms(system.args) + ")" : "");
}

std::string property_text(Printer& printer, const ast::PropertyExpr& property) {
  printer.terms_in_types(false);
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
  const int indent;

  void put(const std::string& text) { printer.line(indent, text); }

  // `head = value`, with the value below the head if it holds lines of its own.
  void define(const std::string& head, const ast::Expr& value) { printer.definition(indent, head, value); }

  static std::string arguments(const std::string& names) { return names.empty() ? "" : "(" + names + ")"; }

  void constructors(std::string text, const std::vector<ast::Constructor>& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) text += std::string(" |") + kBreak;
      text += list[i].name.text;
      for (const ast::TypeBox& field : list[i].fields) text += "." + printer.field(*field);
    }
    put(text);
  }

  static std::string model(ast::SemanticModel model) {
    switch (model) {
      case ast::SemanticModel::None: return "";
      case ast::SemanticModel::T: return "T";
      case ast::SemanticModel::F: return "F";
      case ast::SemanticModel::FD: return "FD";
    }
    return "";
  }

  static std::string_view property(ast::ProcessPropertyKind kind) {
    switch (kind) {
      case ast::ProcessPropertyKind::DeadlockFree: return "deadlock free";
      case ast::ProcessPropertyKind::DivergenceFree: return "divergence free";
      case ast::ProcessPropertyKind::Deterministic: return "deterministic";
      case ast::ProcessPropertyKind::LivelockFree: return "livelock free";
    }
    return "";
  }

  std::string priority(const ast::ExprBox& set) { return set ? std::string(1, kBreak) + ":[tau priority]: " + printer.term(*set) : ""; }

  void operator()(const ast::IncludeDecl& d) {
    ast::Expr path;
    path.node = ast::StringLit{d.path};
    put("include " + printer.expr(path));
  }
  void operator()(const ast::ValueDecl& d) {
    define(d.name.text + arguments(printer.names(d.params)), *d.value);
  }
  void operator()(const ast::EquationDecl& d) {
    std::string head = d.name.text;
    for (const auto& group : d.params) head += "(" + printer.terms(group) + ")";
    define(head, *d.value);
  }
  void operator()(const ast::PatternDecl& d) { define(printer.term(*d.pattern), *d.value); }
  void operator()(const ast::DatatypeDecl& d) { constructors("datatype " + d.name.text + " =" + kBreak, d.constructors); }
  void operator()(const ast::SubtypeDecl& d) { constructors("subtype " + d.name.text + " =" + kBreak, d.constructors); }
  void operator()(const ast::TransparentDecl& d) { put((d.external ? "external " : "transparent ") + printer.names(d.names)); }
  void operator()(const ast::PrintDecl& d) { put("print " + printer.term(*d.value)); }
  void operator()(const ast::TimedDecl& d) {
    put("Timed(" + printer.term(*d.duration) + ") {");
    printer.declarations(d.decls, indent + 4);
    put("}");
  }
  void operator()(const ast::RefinementDecl& d) {
    put((d.negated ? "assert not " : "assert ") + for_all(d.forall) + printer.term(*d.specification) + kBreak + "[" + model(d.model) + "= " +
        printer.term(*d.implementation) + priority(d.tau_priority));
  }
  void operator()(const ast::ProcessAssertDecl& d) {
    const std::string in = model(d.model);
    put((d.negated ? "assert not " : "assert ") + for_all(d.forall) + printer.term(*d.process) + kBreak + ":[" + std::string(property(d.property)) +
        (in.empty() ? "" : " [" + in + "]") + "]" + priority(d.tau_priority));
  }
  void operator()(const ast::NametypeDecl& d) { put("nametype " + d.name.text + " =" + kBreak + printer.type(*d.type)); }
  void operator()(const ast::ChannelDecl& d) {
    put("channel " + printer.names(d.names) + (d.fields.empty() ? "" : ": " + printer.fields(d.fields)));
  }
  void operator()(const ast::VarDecl& d) {
    printer.terms_in_types(false);
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
  void operator()(const ast::SystemDecl& d) {
    printer.terms_in_types(false);  // the bodies are statements
    const auto& command = std::get<ast::ParallelSystem>(d.system.node).command;
    parallel_lines(printer, d.name.text + arguments(printer.names(d.params)) + " = ", command, "", open);
  }
  std::string for_all(const std::vector<ast::Replicator>& list) const {
    return list.empty() ? "" : "forall " + printer.replicators(list) + " @ ";
  }
  void operator()(const ast::AssertDecl& d) {
    printer.terms_in_types(false);
    const std::string head = (d.negated ? "assert not " : "assert ") + for_all(d.forall);
    const std::string tail = " :[" + property_text(printer, d.property) + "]";
    if (const auto* instance = std::get_if<ast::InstanceSystem>(&d.system.node)) {
      put(head + system_text(printer, *instance) + tail);
    } else {
      parallel_lines(printer, head, std::get<ast::ParallelSystem>(d.system.node).command, tail, open);
    }
  }
};

bool is_prog(const ast::Decl& decl) { return std::holds_alternative<ast::ProgDecl>(decl.node); }

}  // namespace

void Printer::declaration(const ast::Decl& decl) {
  comments(decl.comments_before, depth_);
  terms_ = !is_prog(decl);
  std::visit(DeclPrinter{*this, decl.comment_open, depth_}, decl.node);
  terms_ = false;
  if (decl.comment_after.empty()) return;
  out_.pop_back();
  out_ += "  " + decl.comment_after + "\n";
}

void Printer::declarations(const std::vector<ast::Box<ast::Decl>>& list, int indent) {
  const int before = std::exchange(depth_, indent);
  for (const auto& decl : list) {
    if (decl->blank_before) out_ += '\n';
    declaration(*decl);
  }
  depth_ = before;
}

std::string print(const ast::Decl& decl) {
  Printer printer;
  printer.declaration(decl);
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
  printer.with_comments(false);
  if (const auto* instance = std::get_if<ast::InstanceSystem>(&system.node)) return joined(system_text(printer, *instance));
  bool possible = true;
  const std::string text = printer.parallel_flat(std::get<ast::ParallelSystem>(system.node).command, possible);
  return possible ? joined(text) : "[ ... ]";
}

std::string print_forall(const std::vector<ast::Replicator>& list) {
  std::string text;
  for (const ast::Replicator& r : list) {
    const auto* range = std::get_if<ast::RangeExpr>(&r.set->node);
    const std::string set = range && range->hi ? print(*range->lo) + ".." + print(*range->hi) : print(*r.set);
    text += (text.empty() ? "forall " : ", ") + r.name.text + ": " + set;
  }
  return text.empty() ? text : text + " @ ";
}

std::string print(const ast::PropertyExpr& property) {
  Printer printer;
  return joined(property_text(printer, property));
}

}  // namespace csp
