// Z3's formulas for people, and as text that is read again. Included by z3_*.cpp only.
#pragma once

#include <z3++.h>

#include <optional>
#include <string>

#include "solver/obligation.h"
#include "solver/z3_terms.h"

namespace csp::solver {

// A formula as people write it.
class Words {
 public:
  std::string operator()(const z3::expr& e) { return of(e, 0); }

 private:
  // Binding strength: 0 or, 1 and, 2 comparison, 3 sum, 4 product, 5 atom.
  std::string of(const z3::expr& e, int inside) {
    if (e.is_numeral()) return number(e);
    if (!e.is_app()) return e.to_string();
    switch (e.decl().decl_kind()) {
      case Z3_OP_OR:
        return implication(e, inside);
      case Z3_OP_AND:
        return joined(e, " and ", 1, inside);
      case Z3_OP_NOT:
        return negated(e.arg(0), inside);
      case Z3_OP_IMPLIES:
        return wrapped("not " + of(e.arg(0), 5) + " or " + of(e.arg(1), 0), 0, inside);
      case Z3_OP_EQ:
      case Z3_OP_IFF:
        return wrapped(of(e.arg(0), 3) + " == " + of(e.arg(1), 3), 2, inside);
      case Z3_OP_LE:
        if (const auto x = negative(e.arg(0)); x && e.arg(1).is_numeral())
          return wrapped(of(*x, 3) + " >= " + number((-e.arg(1)).simplify()), 2, inside);
        return wrapped(of(e.arg(0), 3) + " <= " + of(e.arg(1), 3), 2, inside);
      case Z3_OP_GE:
        return wrapped(of(e.arg(0), 3) + " >= " + of(e.arg(1), 3), 2, inside);
      case Z3_OP_LT:
        return wrapped(of(e.arg(0), 3) + " < " + of(e.arg(1), 3), 2, inside);
      case Z3_OP_GT:
        return wrapped(of(e.arg(0), 3) + " > " + of(e.arg(1), 3), 2, inside);
      case Z3_OP_ADD:
        return joined(e, " + ", 3, inside);
      case Z3_OP_MUL:
        return joined(e, " * ", 4, inside);
      case Z3_OP_UMINUS:
        return "-" + of(e.arg(0), 5);
      case Z3_OP_ITE:
        return "(if " + of(e.arg(0), 0) + " then " + of(e.arg(1), 0) + " else " + of(e.arg(2), 0) + ")";
      case Z3_OP_UNINTERPRETED:
        if (e.num_args() == 0) return e.decl().name().str();
        break;
      default:
        break;
    }
    return e.to_string();
  }
  static std::string number(const z3::expr& e) { return e.get_decimal_string(0); }
  std::string negated(const z3::expr& e, int inside) {
    if (e.is_app()) switch (e.decl().decl_kind()) {
        case Z3_OP_LE:
          return wrapped(of(e.arg(0), 3) + " > " + of(e.arg(1), 3), 2, inside);
        case Z3_OP_GE:
          return wrapped(of(e.arg(0), 3) + " < " + of(e.arg(1), 3), 2, inside);
        case Z3_OP_EQ:
          if (e.arg(0).is_int()) return wrapped(of(e.arg(0), 3) + " != " + of(e.arg(1), 3), 2, inside);
          break;
        default:
          break;
      }
    return "not " + of(e, 5);
  }
  // x, if the expression is -1 * x.
  static std::optional<z3::expr> negative(const z3::expr& e) {
    if (!e.is_app() || e.decl().decl_kind() != Z3_OP_MUL || e.num_args() != 2) return std::nullopt;
    const z3::expr factor = e.arg(0).simplify();
    if (!factor.is_numeral() || number(factor) != "-1") return std::nullopt;
    return e.arg(1);
  }
  // `not A or B`, where A is a variable, as `A => B`.
  std::string implication(const z3::expr& e, int inside) {
    std::string from, to;
    for (unsigned i = 0; i < e.num_args(); ++i) {
      const z3::expr arg = e.arg(i);
      if (arg.is_not() && arg.arg(0).is_const())
        from += (from.empty() ? "" : " and ") + of(arg.arg(0), 2);
      else
        to += (to.empty() ? "" : " or ") + of(arg, 1);
    }
    if (from.empty() || to.empty()) return joined(e, " or ", 0, inside);
    return wrapped(from + " => " + to, 0, inside == 0 ? 0 : 1);
  }
  static std::string wrapped(std::string text, int strength, int inside) {
    return strength < inside ? "(" + text + ")" : text;
  }
  std::string joined(const z3::expr& e, const char* sign, int strength, int inside) {
    std::string text;
    for (unsigned i = 0; i < e.num_args(); ++i) text += (i ? sign : "") + of(e.arg(i), strength + 1);
    return wrapped(std::move(text), strength, inside);
  }
};

// Writes what the solver has been told, and has a fresh one read it: nothing if that does not find it
// unsatisfiable.
std::optional<Obligation> read_again(const std::string& name, z3::solver& told, const Budget&,
                                     unsigned effort);

}  // namespace csp::solver
