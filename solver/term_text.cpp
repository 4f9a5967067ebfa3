// Terms as SMT-LIB text.
#include "solver/term.h"

namespace csp::solver {

namespace {

std::string number_text(std::int64_t n) {
  if (n >= 0) return std::to_string(n);
  return "(- " + std::to_string(n).substr(1) + ")";
}

}  // namespace

std::string quoted_name(const std::string& name) {
  std::string out = "|";
  for (const char c : name) out += c == '|' || c == '\\' ? '_' : c;
  return out + "|";
}

std::string Terms::text(Term t) const {
  const TermNode& n = (*this)[t];
  const auto apply = [&](const char* head) {
    std::string out = std::string("(") + head;
    for (const Term arg : n.args) out += " " + text(arg);
    return out + ")";
  };
  const auto linear = [&](bool with_constant) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < n.args.size(); ++i)
      parts.push_back(n.coefficients[i] == 1
                          ? text(n.args[i])
                          : "(* " + number_text(n.coefficients[i]) + " " + text(n.args[i]) + ")");
    if (with_constant && n.number != 0) parts.push_back(number_text(n.number));
    if (parts.size() == 1) return parts[0];
    std::string out = "(+";
    for (const std::string& part : parts) out += " " + part;
    return out + ")";
  };
  switch (n.op) {
    case TermOp::True:
      return "true";
    case TermOp::False:
      return "false";
    case TermOp::BoolVar:
    case TermOp::IntVar:
      return quoted_name(name(t));
    case TermOp::Number:
      return number_text(n.number);
    case TermOp::Not:
      return apply("not");
    case TermOp::And:
      return apply("and");
    case TermOp::Or:
      return apply("or");
    case TermOp::Iff:
      return apply("=");
    case TermOp::Ite:
      return apply("ite");
    case TermOp::Sum:
      return linear(true);
    case TermOp::Mul:
      return apply("*");
    case TermOp::Div:
      return apply("div");
    case TermOp::Mod:
      return apply("mod");
    case TermOp::Eq:
      return "(= " + linear(false) + " " + number_text(n.number) + ")";
    case TermOp::Le:
      return "(<= " + linear(false) + " " + number_text(n.number) + ")";
  }
  return "";
}

}  // namespace csp::solver
