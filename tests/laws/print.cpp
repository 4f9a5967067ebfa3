// Expressions and scripts as text in CSPM.
#include "tests/laws/expression.h"

namespace csp::laws {

namespace {

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

bool is_set_name(const std::vector<std::string>& events) {
  return events.size() == 1 && !events[0].empty() && events[0][0] >= 'A' && events[0][0] <= 'Z';
}

std::string set_text(const std::vector<std::string>& events) {
  return is_set_name(events) ? events[0] : "{" + list(events) + "}";
}

bool closed(Op op) {  // needs no parentheses as an operand
  return op == Op::Name || op == Op::Stop || op == Op::Skip || op == Op::Div || op == Op::Run ||
         op == Op::Chaos || op == Op::Normal;
}

std::string operand(const Expr& e) { return closed(e.op) ? print(e) : "(" + print(e) + ")"; }

std::string chain(const Expr& e, const std::string& symbol) {
  std::string out;
  for (const Expr& arg : e.args) out += (out.empty() ? "" : " " + symbol + " ") + operand(arg);
  return out;
}

}  // namespace

std::string print(const Expr& e) {
  const auto after_arrow = [](const Expr& next) {
    return next.op == Op::Prefix || next.op == Op::Menu ? print(next) : operand(next);
  };
  switch (e.op) {
    case Op::Name:
      return e.text;
    case Op::Stop:
      return "STOP";
    case Op::Skip:
      return "SKIP";
    case Op::Div:
      return "DIV";
    case Op::Run:
      return "RUN(" + set_text(e.events) + ")";
    case Op::Chaos:
      return "CHAOS(" + set_text(e.events) + ")";
    case Op::Prefix:
      return e.text + " -> " + after_arrow(e.args[0]);
    case Op::Menu:
      return "[] " + e.text + " : " + set_text(e.events) + " @ " + e.text + " -> " + after_arrow(e.args[0]);
    case Op::External:
      return chain(e, "[]");
    case Op::Internal:
      return chain(e, "|~|");
    case Op::Sequence:
      return chain(e, ";");
    case Op::Interrupt:
      return chain(e, "/\\");
    case Op::Sliding:
      return chain(e, "[>");
    case Op::Interleave:
      return chain(e, "|||");
    case Op::Parallel:
      return chain(e, "[| " + set_text(e.events) + " |]");
    case Op::Alphabetised:
      return chain(e, "[ " + set_text(e.events) + " || " + set_text(e.events2) + " ]");
    case Op::Exception:
      return chain(e, "[| " + set_text(e.events) + " |>");
    case Op::SyncExternal:
      return chain(e, "[+ " + set_text(e.events) + " +]");
    case Op::SyncInterrupt:
      return chain(e, "/+ " + set_text(e.events) + " +\\");
    case Op::Hide:
      return operand(e.args[0]) + " \\ " + set_text(e.events);
    case Op::Rename: {
      std::string pairs;
      for (const auto& [from, to] : e.pairs) pairs += (pairs.empty() ? "" : ", ") + from + " <- " + to;
      return operand(e.args[0]) + "[[" + pairs + "]]";
    }
    case Op::Normal:
      return "normal(" + print(e.args[0]) + ")";
  }
  return "";
}

std::string print(const Script& script) {
  std::string out = "channel " + list(script.channels) + "\n\n";
  bool some = false;
  for (const auto& [name, events] : script.sets) out += name + " = {" + list(events) + "}\n", some = true;
  if (some) out += "\n";
  for (const auto& [name, expr] : script.definitions) out += name + " = " + print(expr) + "\n";
  out += "\n";
  for (const Statement& s : script.statements) {
    const std::string symbol = s.model == SemanticModel::T   ? " [T= "
                               : s.model == SemanticModel::F ? " [F= "
                                                             : " [FD= ";
    out += std::string("assert ") + (s.holds ? "" : "not ") + print(s.specification) + symbol +
           print(s.process) + "\n";
  }
  return out;
}

}  // namespace csp::laws
