// A table, in alphabetical order.
#include "frontend/foreign_names.h"

#include <algorithm>
#include <array>

namespace csp {
namespace {

struct Row {
  std::string_view name;
  std::string_view help;
};

constexpr std::string_view kInt = "write `int`, or a range such as `0..7` where the values are few";
constexpr std::string_view kOutput =
    "a model prints nothing: leave the line out, or state what it would show with `assert`";
constexpr std::string_view kYield = "leave the line out: every order of steps is tried anyway";
constexpr std::string_view kText =
    "a text is a `list of char`; where only a few texts matter, name them by a datatype";

constexpr std::array kRows = {
    Row{"append", "write `l ^ <x>`"},
    Row{"boolean", "write `bool`"},
    Row{"byte", kInt},
    Row{"channel", "write `chan of T`"},
    Row{"copy", "lists and arrays are values: assign them"},
    Row{"delete", "there are no maps: use `array[n] of T`, with the keys 0..n-1"},
    Row{"double", kInt},
    Row{"duration", kInt},
    Row{"error", "write `bool`, or a datatype that names the errors"},
    Row{"errors", "write `bool`, or a datatype that names the errors"},
    Row{"exit", "write `return` where the prog ends"},
    Row{"float", kInt},
    Row{"float32", kInt},
    Row{"float64", kInt},
    Row{"fmt", kOutput},
    Row{"int16", kInt},
    Row{"int32", kInt},
    Row{"int64", kInt},
    Row{"int8", kInt},
    Row{"integer", "write `int`"},
    Row{"len", "the length of a list is `#l`"},
    Row{"length", "the length of a list is `#l`"},
    Row{"log", kOutput},
    Row{"make", "write `mk(chan of T)`, or `mk(chan[n] of T)` for one with a buffer"},
    Row{"new", "write `mk(...)`, or the name of the struct with its fields"},
    Row{"os", "leave the line out, or end the prog with `return`"},
    Row{"print", kOutput},
    Row{"printf", kOutput},
    Row{"println", kOutput},
    Row{"runtime", kYield},
    Row{"rune", "write `char`"},
    Row{"spawn", "a process is started with `begin f()`"},
    Row{"string", kText},
    Row{"strings", kText},
    Row{"sync", "`mutex`, `rwmutex`, `cond`, `once` and `waitgroup` are predeclared: write them alone"},
    Row{"testing", "what a test asks is an `assert` at the top level"},
    Row{"time", "`sleep`, `timeout`, `timer` and `ticker` are predeclared: write them alone"},
    Row{"uint", kInt},
    Row{"uint32", kInt},
    Row{"uint64", kInt},
    Row{"yield", kYield},
};

}  // namespace

std::string_view foreign_name(std::string_view name) {
  const auto* row =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.name == name; });
  return row == kRows.end() ? std::string_view{} : row->help;
}

}  // namespace csp
