// How operators are written and how tightly they bind: the one table, for the builder of the tree and for the printer
// (docs/language.md, sections 5 and 11). From loose to tight, as Scattergood and the FDR manual have it; all
// lean to the left but `->`, `&` and the prefix forms.
#pragma once

#include <string_view>

#include "frontend/ast.h"

namespace csp {

enum Level {
  kLoosest,     // if, let, lambdas, replicated operators: they extend as far right as possible
  kAs,          // @@
  kHide,        // P \ A
  kInterleave,  // |||
  kParallel,    // [|A|] [A||B] [|A|> [c<->d]
  kInternal,    // |~|
  kExternal,    // [] [+A+]
  kInterrupt,   // /\ /+A+\ .
  kSliding,     // [>
  kSequence,    // ;
  kPrefix,      // -> &
  kFields,      // ! ? $
  kDot,         // . in CSPM; in programs it binds as kPostfix
  kOr,
  kAnd,
  kNot,
  kCompare,
  kAdd,
  kMul,
  kUnary,    // - #
  kConcat,   // ^
  kReceive,  // <- of programs
  kPostfix   // f(x) a[i] P[[a <- b]]
};

constexpr Level level_of(ast::BinaryOp op) {
  using enum ast::BinaryOp;
  switch (op) {
    case Or:
      return kOr;
    case And:
      return kAnd;
    case Eq:
    case Ne:
    case Lt:
    case Le:
    case Gt:
    case Ge:
      return kCompare;
    case Add:
    case Sub:
      return kAdd;
    case Mul:
    case Div:
    case Mod:
      return kMul;
    case Concat:
      return kConcat;
  }
  return kLoosest;
}

constexpr std::string_view sign_of(ast::BinaryOp op) {
  using enum ast::BinaryOp;
  switch (op) {
    case Add: return "+";
    case Sub: return "-";
    case Mul: return "*";
    case Div: return "/";
    case Mod: return "%";
    case Eq: return "==";
    case Ne: return "!=";
    case Lt: return "<";
    case Le: return "<=";
    case Gt: return ">";
    case Ge: return ">=";
    case And: return "and";
    case Or: return "or";
    case Concat: return "^";
  }
  return "?";
}

constexpr Level level_of(ast::ProcessOp op) {
  using enum ast::ProcessOp;
  switch (op) {
    case ExternalChoice:
    case SyncExternal:
      return kExternal;
    case InternalChoice:
      return kInternal;
    case Interleave:
      return kInterleave;
    case Sequence:
      return kSequence;
    case Interrupt:
    case SyncInterrupt:
      return kInterrupt;
    case Sliding:
      return kSliding;
    case Sharing:
    case Alphabetised:
    case Exception:
    case Link:
      return kParallel;
  }
  return kLoosest;
}

}  // namespace csp
