// The predeclared names of docs/language.md, sections 1 and 6.
#include <array>

#include "frontend/resolve.h"

namespace csp {

namespace {

struct Function {
  std::string_view name;
  Builtin op;
};

constexpr std::array kFunctions = {Function{"timeout", Builtin::Timeout},
                                   Function{"timer", Builtin::Timer},
                                   Function{"ticker", Builtin::Ticker},
                                   Function{"sleep", Builtin::Sleep},
                                   Function{"stop", Builtin::Stop},
                                   Function{"reset", Builtin::Reset},
                                   Function{"close", Builtin::Close},
                                   Function{"cap", Builtin::Cap},
                                   Function{"panic", Builtin::Panic},
                                   Function{"recover", Builtin::Recover},
                                   Function{"background", Builtin::Background},
                                   Function{"withCancel", Builtin::WithCancel},
                                   Function{"withTimeout", Builtin::WithTimeout},
                                   Function{"head", Builtin::Head},
                                   Function{"tail", Builtin::Tail},
                                   Function{"null", Builtin::Null},
                                   Function{"elem", Builtin::Elem},
                                   Function{"array", Builtin::Array}};

constexpr std::array kPropertyFunctions = {Function{"closed", Builtin::Closed},
                                           Function{"ended", Builtin::Ended}, Function{"at", Builtin::At}};

constexpr std::array kAtomics = {Function{"load", Builtin::AtomicLoad},
                                 Function{"store", Builtin::AtomicStore}, Function{"add", Builtin::AtomicAdd},
                                 Function{"swap", Builtin::AtomicSwap}, Function{"cas", Builtin::AtomicCas}};

struct Named {
  std::string_view name;
  TypeKind kind;
};

constexpr std::array kTypes = {
    Named{"int", TypeKind::Int},   Named{"bool", TypeKind::Bool},   Named{"unit", TypeKind::Unit},
    Named{"char", TypeKind::Char}, Named{"mutex", TypeKind::Mutex}, Named{"rwmutex", TypeKind::RwMutex},
    Named{"cond", TypeKind::Cond}, Named{"once", TypeKind::Once},   Named{"waitgroup", TypeKind::WaitGroup},
    Named{"Int", TypeKind::Int},   Named{"Bool", TypeKind::Bool},   Named{"Char", TypeKind::Char}};

template <class Table>
auto look_up(const Table& table, std::string_view name) {
  for (const auto& entry : table)
    if (entry.name == name) return &entry;
  return static_cast<decltype(&table[0])>(nullptr);
}

}  // namespace

std::optional<Builtin> predeclared_function(std::string_view name, bool in_property) {
  if (const auto* entry = look_up(kFunctions, name)) return entry->op;
  if (!in_property) return std::nullopt;
  if (const auto* entry = look_up(kPropertyFunctions, name)) return entry->op;
  return std::nullopt;
}

std::optional<TypeKind> predeclared_type(std::string_view name) {
  if (const auto* entry = look_up(kTypes, name)) return entry->kind;
  return std::nullopt;
}

std::optional<Builtin> atomic_operation(std::string_view name) {
  if (const auto* entry = look_up(kAtomics, name)) return entry->op;
  return std::nullopt;
}

std::vector<std::string> predeclared_functions(bool in_property) {
  std::vector<std::string> out;
  for (const Function& f : kFunctions) out.emplace_back(f.name);
  if (in_property)
    for (const Function& f : kPropertyFunctions) out.emplace_back(f.name);
  return out;
}

std::vector<std::string> predeclared_types() {
  std::vector<std::string> out;
  for (const Named& t : kTypes) out.emplace_back(t.name);
  out.emplace_back("context");
  return out;
}

std::vector<Method> methods(TypeKind kind) {
  using A = Method::Argument;
  using R = Method::Result;
  switch (kind) {
    case TypeKind::Mutex:
      return {{"lock", Builtin::Lock},
              {"unlock", Builtin::Unlock},
              {"trylock", Builtin::TryLock, A::None, R::Bool}};
    case TypeKind::RwMutex:
      return {{"lock", Builtin::Lock},
              {"unlock", Builtin::Unlock},
              {"rlock", Builtin::RLock},
              {"runlock", Builtin::RUnlock}};
    case TypeKind::Cond:
      return {{"wait", Builtin::CondWait},
              {"signal", Builtin::CondSignal},
              {"broadcast", Builtin::CondBroadcast}};
    case TypeKind::Once:
      return {{"do", Builtin::OnceDo, A::Prog}};
    case TypeKind::WaitGroup:
      return {{"add", Builtin::WgAdd, A::Int}, {"done", Builtin::WgDone}, {"wait", Builtin::WgWait}};
    case TypeKind::Struct:
      return {{"done", Builtin::CtxDone, A::None, R::Done}, {"err", Builtin::CtxErr, A::None, R::Bool}};
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Range:
    case TypeKind::Set:
    case TypeKind::Data:
    case TypeKind::Tuple:
    case TypeKind::Array:
    case TypeKind::List:
    case TypeKind::Chan:
    case TypeKind::Prog:
      return {};
  }
  return {};
}

}  // namespace csp
