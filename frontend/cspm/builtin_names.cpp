// The table of predeclared names. Types are those of the manual of FDR (CSPM, built-in functions).
#include <array>

#include "frontend/cspm/builtin.h"

namespace csp::cspm {
namespace {

using K = BuiltinKind;

constexpr auto kNames = std::to_array<BuiltinName>({
    {"STOP", K::Stop, "Proc"},
    {"SKIP", K::Skip, "Proc"},
    {"DIV", K::Div, "Proc"},
    {"true", K::True, "Bool"},
    {"false", K::False, "Bool"},
    {"True", K::True, "Bool"},
    {"False", K::False, "Bool"},
    {"Int", K::Int, "{Int}"},
    {"Bool", K::Bool, "{Bool}"},
    {"Char", K::Char, "{Char}"},
    {"Proc", K::Proc, "{Proc}"},
    {"Events", K::Events, "{Event}"},
    {"union", K::Union, "Set a => ({a}, {a}) -> {a}"},
    {"inter", K::Inter, "Set a => ({a}, {a}) -> {a}"},
    {"diff", K::Diff, "Set a => ({a}, {a}) -> {a}"},
    {"Union", K::BigUnion, "Set a => ({{a}}) -> {a}"},
    {"Inter", K::BigInter, "Set a => ({{a}}) -> {a}"},
    {"member", K::Member, "Eq a => (a, {a}) -> Bool"},
    {"card", K::Card, "Eq a => ({a}) -> Int"},
    {"empty", K::Empty, "Eq a => ({a}) -> Bool"},
    {"set", K::SetOf, "Set a => (<a>) -> {a}"},
    {"seq", K::SeqOf, "Eq a => ({a}) -> <a>"},
    {"Set", K::Powerset, "Set a => ({a}) -> {{a}}"},
    {"Seq", K::Sequences, "Set a => ({a}) -> {<a>}"},
    {"head", K::Head, "(<a>) -> a"},
    {"tail", K::Tail, "(<a>) -> <a>"},
    {"concat", K::Concat, "(<<a>>) -> <a>"},
    {"elem", K::Elem, "Eq a => (a, <a>) -> Bool"},
    {"length", K::Length, "(<a>) -> Int"},
    {"null", K::Null, "(<a>) -> Bool"},
    {"error", K::Error, "(<Char>) -> a"},
    {"show", K::Show, "(a) -> <Char>"},
    {"extensions", K::Extensions, "Yieldable b => (a=>b) -> {a}"},
    {"productions", K::Productions, "Yieldable a => (a=>*) -> {a}"},
    {"CHAOS", K::Chaos, "({Event}) -> Proc"},
    {"RUN", K::Run, "({Event}) -> Proc"},
    {"WAIT", K::Wait, "(Int) -> Proc"},
    {"prioritise", K::Prioritise, "(Proc, <{Event}>) -> Proc", true},
    {"prioritise_nocache", K::Prioritise, "(Proc, <{Event}>) -> Proc", true},
    {"chase", K::Compress, "(Proc) -> Proc", true},
    {"chase_nocache", K::Compress, "(Proc) -> Proc", true},
    {"explicate", K::Compress, "(Proc) -> Proc", true},
    {"lazyenumerate", K::Compress, "(Proc) -> Proc", true},
    {"diamond", K::Compress, "(Proc) -> Proc", true},
    {"normal", K::Compress, "(Proc) -> Proc", true},
    {"lazynorm", K::Compress, "(Proc) -> Proc", true},
    {"sbisim", K::Compress, "(Proc) -> Proc", true},
    {"wbisim", K::Compress, "(Proc) -> Proc", true},
    {"dbisim", K::Compress, "(Proc) -> Proc", true},
    {"tau_loop_factor", K::Compress, "(Proc) -> Proc", true},
    {"model_compress", K::Compress, "(Proc) -> Proc", true},
    {"mtransclose", K::Transclose, "Eq a => ({(a, a)}, {a}) -> {(a, a)}", true},
    {"relational_image", K::Image, "Eq a, Set b => ({(a, b)}) -> (a) -> {b}", true},
    {"relational_inverse_image", K::InverseImage, "Set a, Eq b => ({(a, b)}) -> (b) -> {a}", true},
    {"transpose", K::Transpose, "Set a, Set b => ({(a, b)}) -> {(b, a)}", true},
});

}  // namespace

std::span<const BuiltinName> builtin_names() { return kNames; }

int find_builtin(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i].name == name) return static_cast<int>(i);
  return -1;
}

}  // namespace csp::cspm
