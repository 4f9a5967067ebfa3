// The work list of progs, the globals, and questions about types and expressions.
#include "frontend/lower_unit.h"

#include <fmt/format.h>

#include <algorithm>

#include "frontend/lower_proc.h"
#include "frontend/suggest.h"

namespace csp {

Unit::Unit(const Model& m, Diagnostics& d, Valuation v)
    : model(m), diagnostics(d), valuation(std::move(v)), free_names(m) {
  program.types = m.types;
  globals();
}

// ---- Globals ----

// The initial value of a top-level variable with its locks, each a global of its own: locks[2], state.mu.
Value Unit::with_locks(const GlobalInfo& g, TypeId id, const Value& value, const std::string& name) {
  if (id == kNone || !needs_zero(id)) return value;
  const Type t = type(id);
  if (lock(id)) {
    Global global;
    global.name = name;
    global.span = g.span;
    global.kind = object_kind(id);
    global.type = id;
    program.globals.push_back(std::move(global));
    return Value::ref(static_cast<std::int64_t>(program.globals.size()) - 1);
  }
  if (value.kind() != ValueKind::Seq) return value;
  std::vector<Value> items = value.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (t.kind == TypeKind::Array)
      items[i] = with_locks(g, t.parts[0], items[i], fmt::format("{}[{}]", name, i));
    else if (t.kind == TypeKind::Struct || t.kind == TypeKind::Tuple)
      items[i] = with_locks(
          g, t.parts[i], items[i],
          fmt::format("{}.{}", name, t.kind == TypeKind::Struct ? t.names[i] : std::to_string(i + 1)));
  }
  return Value::seq(std::move(items));
}

void Unit::globals() {
  std::vector<const GlobalInfo*> order(model.globals.size());
  for (const GlobalInfo& g : model.globals) order[static_cast<std::size_t>(g.index)] = &g;
  program.globals.resize(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const GlobalInfo& g = *order[i];
    Global out;
    out.name = g.name;
    out.span = g.span;
    out.type = g.type;
    if (g.channel && g.type == kNone) {
      out.type = unit_type();  // of CSPM alone: no program knows it
    } else if (g.channel) {
      out.type = type(g.type).parts[0];
      out.declared = true;
    } else if (lock(g.type)) {
      out.kind = object_kind(g.type);
    } else {
      out.kind = ObjectKind::Var;
      out.init = with_locks(g, g.type, g.init, g.name);
    }
    program.globals[i] = std::move(out);
  }
}

// ---- Progs ----

ProcId Unit::proc(const ProgInfo& prog, const Naming& around, const Span& instance) {
  Specialisation s;
  s.prog = &prog;
  s.around = around;
  s.instance = instance;
  for (const std::string& name : free_names.of(prog)) {
    const auto it = around.find(name);
    const ast::ParallelStmt* command = it == around.end() ? nullptr : it->second;
    s.naming[name] = command;
    if (command && std::find(s.groups.begin(), s.groups.end(), command) == s.groups.end())
      s.groups.push_back(command);
  }
  const auto [it, is_new] = made_.try_emplace({&prog, s.naming}, static_cast<ProcId>(program.procs.size()));
  if (!is_new) return it->second;
  Proc out;
  out.name = prog.name;
  out.span = prog.span;
  out.result = prog.result;
  out.service = prog.service;
  out.params = static_cast<int>(prog.captures.size() + 2 * s.groups.size() + prog.params.size());
  program.procs.push_back(std::move(out));
  specialisations_[it->second] = std::move(s);
  wanted_.push_back(Task{it->second, {}});
  return it->second;
}

const Specialisation* Unit::specialisation(ProcId id) const {
  const auto it = specialisations_.find(id);
  return it == specialisations_.end() ? nullptr : &it->second;
}

ProcId Unit::hidden(std::string name, const Span& span, int params, std::function<void(ProcLowering&)> body) {
  Proc out;
  out.name = std::move(name);
  out.span = span;
  out.params = params;
  for (int i = 0; i < params; ++i) out.locals.push_back(Local{});
  program.procs.push_back(std::move(out));
  const ProcId id = static_cast<ProcId>(program.procs.size()) - 1;
  wanted_.push_back(Task{id, std::move(body)});
  return id;
}

void Unit::unknown_process(const Span& use, const std::string& label, const Naming& around,
                           const Span& instance) {
  if (std::find(reported_.begin(), reported_.end(), use) != reported_.end()) return;
  reported_.push_back(use);
  std::vector<std::string> known;
  for (const auto& [name, command] : around)
    if (command)
      for (const ast::ParallelBranch& branch : command->branches) known.push_back(branch.label.text);
  Diagnostic& d = diagnostics.error(
      "E0501", use, fmt::format("no process named `{}` around this prog", label), "unknown process");
  if (instance.known()) d.notes.push_back({"in this instance", instance});
  if (const auto near = suggest(label, known)) d.help = fmt::format("did you mean `{}`?", *near);
}

void Unit::run() {
  while (!wanted_.empty()) {
    const Task task = std::move(wanted_.front());
    wanted_.pop_front();
    ProcLowering lowering(*this, task.proc);
    if (task.body)
      lowering.build(task.body);
    else
      lowering.build(specialisations_[task.proc]);
  }
}

// ---- Types ----

TypeId Unit::type_of(const ast::Expr& e) const {
  const auto it = model.type_of.find(&e);
  return it == model.type_of.end() ? kNone : it->second;
}

TypeId Unit::unit_type() const {
  for (std::size_t i = 0; i < program.types.all.size(); ++i)
    if (program.types.all[i].kind == TypeKind::Unit) return static_cast<TypeId>(i);
  return kNone;
}

TypeId Unit::type_named(const ast::Type& t) const {
  const auto it = model.type_named.find(&t);
  return it == model.type_named.end() ? kNone : it->second;
}

const ConstructorUse* Unit::constructor(const ast::Expr& e) const {
  const auto it = model.constructor_of.find(&e);
  return it == model.constructor_of.end() ? nullptr : &it->second;
}

bool Unit::lock(TypeId id) const {
  return is(id, TypeKind::Mutex) || is(id, TypeKind::RwMutex) || is(id, TypeKind::Once) ||
         is(id, TypeKind::WaitGroup);
}

ObjectKind Unit::object_kind(TypeId id) const {
  if (is(id, TypeKind::RwMutex)) return ObjectKind::RwMutex;
  if (is(id, TypeKind::Once)) return ObjectKind::Once;
  if (is(id, TypeKind::WaitGroup)) return ObjectKind::WaitGroup;
  if (is(id, TypeKind::Cond)) return ObjectKind::Cond;
  return ObjectKind::Mutex;
}

// Is the question answered with yes by the type or a part that its values contain?
bool Unit::deep(TypeId id, const std::function<bool(const Type&)>& question, std::set<TypeId>& seen) const {
  if (id == kNone || !seen.insert(id).second) return false;
  const Type& t = type(id);
  if (question(t)) return true;
  if (t.kind == TypeKind::Chan || t.kind == TypeKind::Prog) return false;
  for (TypeId part : t.parts)
    if (deep(part, question, seen)) return true;
  for (const Constructor& c : t.constructors)
    for (TypeId field : c.fields)
      if (deep(field, question, seen)) return true;
  return false;
}

bool Unit::needs_zero(TypeId id) const {
  if (id == kNone) return false;
  if (lock(id)) return true;
  const Type& t = type(id);
  if (t.kind == TypeKind::Array) return t.size == kNone || needs_zero(t.parts[0]);
  if (t.kind == TypeKind::Struct || t.kind == TypeKind::Tuple)
    return std::any_of(t.parts.begin(), t.parts.end(), [&](TypeId part) { return needs_zero(part); });
  return false;
}

bool Unit::restricted(TypeId id) const {
  std::set<TypeId> seen;
  return deep(
      id, [](const Type& t) { return t.kind == TypeKind::Range || t.kind == TypeKind::Set; }, seen);
}

// ---- Expressions ----

const ast::Expr* Unit::process_name(const ast::Expr& e) const {
  if (binding<ProcessLabel>(e)) return &e;
  if (const auto* index = std::get_if<ast::IndexExpr>(&e.node)) return process_name(*index->base);
  return nullptr;
}

bool Unit::interacts(const ast::Expr& e) const {
  if (hoisted.contains(&e)) return false;
  if (const ConstructorUse* use = constructor(e))
    return std::any_of(use->args.begin(), use->args.end(),
                       [&](const ast::ExprBox& a) { return interacts(*a); });
  auto any = [&](const std::vector<ast::ExprBox>& list) {
    return std::any_of(list.begin(), list.end(), [&](const ast::ExprBox& a) { return interacts(*a); });
  };
  return std::visit(
      [&](const auto& n) -> bool {
        using T = std::decay_t<decltype(n)>;
        if constexpr (std::is_same_v<T, ast::NameExpr>) {
          if (const auto* v = binding<Variable*>(e)) return shared(**v);
          if (const auto* g = binding<const GlobalInfo*>(e)) return !(*g)->channel && !lock((*g)->type);
          return false;
        } else if constexpr (std::is_same_v<T, ast::CallExpr>) {
          if (const auto* builtin = binding<BuiltinName>(*n.callee)) switch (builtin->op) {
              case Builtin::Background:
                return false;
              case Builtin::Head:
              case Builtin::Tail:
              case Builtin::Null:
              case Builtin::Elem:
              case Builtin::Array:
                return any(n.args);
              case Builtin::CtxDone:
                return interacts(*std::get<ast::DotExpr>(n.callee->node).base);
              case Builtin::Timeout:
              case Builtin::Timer:
              case Builtin::Ticker:
              case Builtin::Sleep:
              case Builtin::Stop:
              case Builtin::Reset:
              case Builtin::Close:
              case Builtin::Cap:
              case Builtin::Panic:
              case Builtin::Recover:
              case Builtin::WithCancel:
              case Builtin::WithTimeout:
              case Builtin::AtomicLoad:
              case Builtin::AtomicStore:
              case Builtin::AtomicAdd:
              case Builtin::AtomicSwap:
              case Builtin::AtomicCas:
              case Builtin::Lock:
              case Builtin::Unlock:
              case Builtin::TryLock:
              case Builtin::RLock:
              case Builtin::RUnlock:
              case Builtin::CondWait:
              case Builtin::CondSignal:
              case Builtin::CondBroadcast:
              case Builtin::OnceDo:
              case Builtin::WgAdd:
              case Builtin::WgDone:
              case Builtin::WgWait:
              case Builtin::CtxErr:
              case Builtin::Closed:
              case Builtin::Ended:
              case Builtin::At:
                return true;
            }
          return !binding<StructName>(*n.callee) || any(n.args);
        } else if constexpr (std::is_same_v<T, ast::IndexExpr>) {
          return interacts(*n.base) || any(n.indices);
        } else if constexpr (std::is_same_v<T, ast::DotExpr>) {
          return interacts(*n.base);
        } else if constexpr (std::is_same_v<T, ast::DotApply>) {
          return interacts(*n.base) || interacts(*n.arg);
        } else if constexpr (std::is_same_v<T, ast::UnaryExpr>) {
          return interacts(*n.operand) ||
                 (n.op == ast::UnaryOp::Length && is(type_of(*n.operand), TypeKind::Chan));
        } else if constexpr (std::is_same_v<T, ast::BinaryExpr>) {
          return interacts(*n.left) || interacts(*n.right);
        } else if constexpr (std::is_same_v<T, ast::IfExpr>) {
          return interacts(*n.condition) || interacts(*n.then_value) || interacts(*n.else_value);
        } else if constexpr (std::is_same_v<T, ast::IsExpr>) {
          return interacts(*n.value);
        } else if constexpr (std::is_same_v<T, ast::ReceiveExpr> || std::is_same_v<T, ast::MkExpr> ||
                             std::is_same_v<T, ast::AnyExpr>) {
          return true;
        } else if constexpr (std::is_same_v<T, ast::ListLit> || std::is_same_v<T, ast::SetLit> ||
                             std::is_same_v<T, ast::TupleLit>) {
          return any(n.items);
        } else if constexpr (std::is_same_v<T, ast::RangeExpr>) {
          return interacts(*n.lo) || interacts(*n.hi);
        } else {
          return false;  // literals, anonymous progs
        }
      },
      e.node);
}

}  // namespace csp
