// The predeclared names of CSPM.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace csp::cspm {

enum class BuiltinKind : std::uint8_t {
  Stop,
  Skip,
  Div,
  True,
  False,
  Int,
  Bool,
  Char,
  Proc,
  Events,  // values
  Union,
  Inter,
  Diff,
  BigUnion,
  BigInter,
  Member,
  Card,
  Empty,
  SetOf,
  SeqOf,
  Powerset,
  Sequences,
  Head,
  Tail,
  Concat,
  Elem,
  Length,
  Null,
  Error,
  Show,
  Extensions,
  Productions,
  Chaos,
  Run,
  Wait,
  Prioritise,
  Compress,
  Transclose,
  Image,
  InverseImage,
  Transpose
};

struct BuiltinName {
  std::string_view name;
  BuiltinKind kind;
  std::string_view type;          // as in the manual of FDR, with the constraints on its variables in front
  bool must_be_declared = false;  // by `transparent` or `external`
};

// All of them; a name's place in the list is its number.
std::span<const BuiltinName> builtin_names();
int find_builtin(std::string_view name);  // -1: no such name

}  // namespace csp::cspm
