// Expressions: the entry points check() and expect(), names, literals, and the forms with a hint
// (docs/language.md section 5).
#include <fmt/format.h>

#include <utility>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

TypeId Checker::check(const ast::ExprBox& e, TypeId hint) {
  TypeId id = kNone;
  ConstructorUse use;
  if (construction(*e, use))
    id = construct(*e, std::move(use));
  else
    id = std::visit([&](const auto& node) { return infer(*e, node, hint); }, e->node);
  model_.type_of[e.get()] = id;
  return id;
}

void Checker::check_after_error(const ast::ExprBox& e) {
  const bool before = std::exchange(after_error_, true);
  check(e);
  after_error_ = before;
}

bool Checker::expect(const ast::ExprBox& e, TypeId want, std::string_view what,
                     const DiagnosticNote& remark) {
  if (want == kNone) {
    check_after_error(e);
    return false;
  }
  return agrees(*e, check(e, want), want, what, remark);
}

bool Checker::agrees(const ast::Expr& e, TypeId actual, TypeId want, std::string_view what,
                     const DiagnosticNote& remark) {
  if (actual == kNone || want == kNone) return false;
  if (!types_.assignable(actual, want)) {
    Diagnostic& d =
        error("E0401", e.span,
              fmt::format("{} must be {}, but it is {}", what, types_.show(want), types_.show(actual)),
              fmt::format("this is {}", types_.show(actual)));
    if (!remark.message.empty()) d.notes.push_back(remark);
    if (types_.is(actual, TypeKind::Prog) && types_.assignable(types_[actual].parts.back(), want) &&
        types_[actual].parts.size() == 1 && !types_.is(types_[actual].parts.back(), TypeKind::Unit))
      d.help = "call it: put () behind it";
    if (types_.is(actual, TypeKind::Chan) && types_.assignable(types_.element(actual), want))
      d.help = "to receive a value from the channel, write <- before it";
    const bool set = std::holds_alternative<ast::SetLit>(e.node),
               list = std::holds_alternative<ast::ListLit>(e.node);
    if ((set || list) && types_.is(want, TypeKind::Array)) d.help = "an array is written array(a, b, c)";
    if (set && types_.is(want, TypeKind::List)) d.help = "a list is written <a, b, c>";
    return false;
  }
  const TypeKind kind = types_[want].kind;
  if (kind == TypeKind::Int || kind == TypeKind::Bool || kind == TypeKind::Chan) return true;
  const auto value = evaluate(model_, e);
  if (const auto* known = std::get_if<Value>(&value);
      known && !known->is_nil() && !fits(model_.types, want, *known)) {
    Diagnostic& d = error("E0403", e.span,
                          fmt::format("{} must be {}, but it is {}", what, types_.show(want),
                                      show(model_.types, actual, *known)),
                          "out of range");
    if (!remark.message.empty()) d.notes.push_back(remark);
    return false;
  }
  return true;
}

TypeId Checker::infer(const ast::Expr&, const ast::IntLit&, TypeId) { return types_.simple(TypeKind::Int); }
TypeId Checker::infer(const ast::Expr&, const ast::BoolLit&, TypeId) { return types_.simple(TypeKind::Bool); }
TypeId Checker::infer(const ast::Expr&, const ast::CharLit&, TypeId) { return types_.simple(TypeKind::Char); }
TypeId Checker::infer(const ast::Expr&, const ast::StringLit&, TypeId) {
  return types_.list(types_.simple(TypeKind::Char));
}

TypeId Checker::infer(const ast::Expr& e, const ast::NilLit&, TypeId hint) {
  if (types_.has_nil(hint)) return hint;
  if (hint != kNone) {
    error("E0401", e.span, fmt::format("`nil` is no value of type {}", types_.show(hint)),
          "not a channel, lock or prog");
    return kNone;
  }
  if (after_error_) return kNone;
  error("E0405", e.span, "the type of this `nil` is not known here", "nil of what?").help =
      "give the variable a type: x: chan of int = nil";
  return kNone;
}

TypeId Checker::infer(const ast::Expr& e, const ast::NameExpr& x, TypeId) {
  const std::optional<Binding> binding = look_up(x.name);
  if (!binding) {
    std::string local = in_property_ ? variable_of_process(x.name.text) : "";
    if (local.empty()) {
      std::vector<std::string> names = visible_names();
      names.insert(names.end(), {"true", "false"});
      unknown(x.name, label_exists(x.name.text) ? "variable" : "name", std::move(names));
    } else {
      unknown(x.name, "variable", {},
              fmt::format("a variable of a process stands behind its name: `{}`", local));
    }
    return kNone;
  }
  model_.binding_of[&e] = *binding;
  return value_of(e, *binding, x.name);
}

// The type of a name used as a value.
TypeId Checker::value_of(const ast::Expr& e, const Binding& binding, const ast::Name& name) {
  if (const auto* variable = std::get_if<Variable*>(&binding)) return (*variable)->type;
  if (const auto* constant = std::get_if<const Constant*>(&binding)) return (*constant)->type;
  if (const auto* global = std::get_if<const GlobalInfo*>(&binding)) return (*global)->type;
  if (const auto* prog = std::get_if<ProgInfo*>(&binding)) {
    if (in_property_ || !frame_) return no_communication(e, "the prog `" + name.text + "`");
    return prog_type(**prog);
  }
  if (const auto* named = std::get_if<TypeName>(&binding); named && types_.is(named->type, TypeKind::Unit))
    return named->type;
  if (binding.index() == 0) return kNone;  // its definition failed
  Diagnostic& d = error("E0304", name.span,
                        fmt::format("`{}` is {}, not a value", name.text, describe(binding)), "not a value");
  if (const auto where = declared_at(binding))
    note(d, fmt::format("`{}` is declared here", name.text), *where);
  if (std::holds_alternative<BuiltinName>(binding)) d.help = fmt::format("call it: {}(...)", name.text);
  return kNone;
}

TypeId Checker::infer(const ast::Expr& e, const ast::CallExpr& x, TypeId hint) {
  return call(e, x, hint, Use::Value);
}

TypeId Checker::infer(const ast::Expr& e, const ast::IndexExpr& x, TypeId) {
  const TypeId base = check(x.base);
  for (const ast::ExprBox& index : x.indices) expect(index, types_.simple(TypeKind::Int), "an index");
  if (base == kNone) return kNone;
  if ((!types_.is(base, TypeKind::Array) && !types_.is(base, TypeKind::List)) || types_.set_value(base)) {
    error("E0406", x.base->span, fmt::format("{} cannot be indexed", types_.show(base)),
          "not an array or list");
    return kNone;
  }
  if (x.indices.size() != 1) {
    error("E0402", e.span, fmt::format("an array takes one index, but there are {}", x.indices.size())).help =
        "for an array of arrays write a[i][j]";
    return kNone;
  }
  const Type& t = types_[base];
  const auto index = evaluate(model_, *x.indices[0]);
  if (const auto* known = std::get_if<Value>(&index); known && t.kind == TypeKind::Array && t.size != kNone &&
                                                      (known->number() < 0 || known->number() >= t.size)) {
    error("E0403", x.indices[0]->span, fmt::format("index {} is out of bounds", known->number()),
          fmt::format("the array has {} elements", t.size));
    return kNone;
  }
  return types_.element(base);
}

TypeId Checker::infer(const ast::Expr&, const ast::IfExpr& x, TypeId hint) {
  require_bool(x.condition, "the condition");
  const auto [a, b] = both(x.then_value, x.else_value, hint);
  if (a == kNone || b == kNone) return kNone;
  const TypeId joined = types_.join(a, b);
  if (joined == kNone) {
    Diagnostic& d = error(
        "E0401", x.else_value->span,
        fmt::format("`then` and `else` give different types: {} and {}", types_.show(a), types_.show(b)),
        fmt::format("this is {}", types_.show(b)));
    note(d, fmt::format("this is {}", types_.show(a)), x.then_value->span);
  }
  return joined;
}

TypeId Checker::infer(const ast::Expr& e, const ast::IsExpr& x, TypeId) {
  const TypeId value = types_.base(check(x.value));
  const TypeId boolean = types_.simple(TypeKind::Bool);
  if (value == kNone) return boolean;
  if (!types_.is(value, TypeKind::Data)) {
    error(
        "E0406", x.value->span,
        fmt::format("`is` asks for the constructor of a datatype value, but this is {}", types_.show(value)),
        "not a datatype");
    return boolean;
  }
  const Type& t = types_[value];
  std::vector<std::string> names;
  for (const Constructor& c : t.constructors) {
    names.push_back(model_.types.tags[static_cast<std::size_t>(c.tag)].name);
    if (names.back() == x.constructor.text) {
      model_.binding_of[&e] = ConstructorInfo{value, c.tag, c.fields};
      return boolean;
    }
  }
  Diagnostic& d =
      error("E0306", x.constructor.span,
            fmt::format("{} has no constructor `{}`", types_.show(value), x.constructor.text), "not found");
  if (const auto near = suggest(x.constructor.text, names)) d.help = fmt::format("did you mean `{}`?", *near);
  return boolean;
}

TypeId Checker::infer(const ast::Expr& e, const ast::ReceiveExpr& x, TypeId) {
  if (in_property_ || !frame_ || in_guard_) return no_communication(e, "a receive");
  if (process_name(x.channel)) {
    error("E0408", x.channel->span, "a receive from a process is a statement of its own",
          "a process, not a channel")
        .help = "write P?x;";
    return kNone;
  }
  const TypeId channel = check(x.channel);
  if (channel == kNone) return kNone;
  if (!types_.is(channel, TypeKind::Chan)) {
    error("E0408", x.channel->span, fmt::format("cannot receive from {}", types_.show(channel)),
          "not a channel");
    return kNone;
  }
  return types_.element(channel);
}

TypeId Checker::infer(const ast::Expr& e, const ast::ProgExpr& x, TypeId) {
  if (in_property_ || !frame_ || in_guard_) return no_communication(e, "an anonymous prog");
  ProgInfo* prog = new_prog(fmt::format("{}:{}", frame_->prog->name, e.span.line), e.span);
  prog->expr = &x;
  prog->parent = frame_->prog;
  prog->body = x.body.get();
  model_.prog_of[&x] = prog;
  read_params(*prog, x.params);
  if (x.result) prog->result = type(*x.result);
  prog_body(*prog);
  return prog_type(*prog);
}

TypeId Checker::infer(const ast::Expr& e, const ast::MkExpr& x, TypeId) {
  if (in_property_ || !frame_ || in_guard_) return no_communication(e, "`mk`");
  const TypeId id = type(*x.type, Sizes::Runtime);
  if (id == kNone) {
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return kNone;
  }
  const TypeKind kind = types_[id].kind;
  const std::size_t wanted = kind == TypeKind::Cond ? 1 : 0;
  if (x.args.size() != wanted) {
    Diagnostic& d = error("E0402", e.span,
                          wanted ? "a cond needs the mutex it belongs to"
                                 : fmt::format("mk({}) takes no further argument", types_.show(id)));
    if (wanted) d.help = "write mk(cond, m) with m a mutex";
    return id;
  }
  if (wanted) expect(x.args[0], types_.simple(TypeKind::Mutex), "the lock of a cond");
  if (kind != TypeKind::Chan && kind != TypeKind::Array && kind != TypeKind::Cond && !types_.lock(id)) {
    error("E0406", x.type->span, fmt::format("mk cannot make {}", types_.show(id)),
          "not a channel, array or lock")
        .help = fmt::format("declare a variable instead: x: {};", types_.show(id));
    return kNone;
  }
  return id;
}

TypeId Checker::infer(const ast::Expr& e, const ast::AnyExpr& x, TypeId) {
  if (in_property_ || !frame_ || in_guard_) return no_communication(e, "`any`");
  if (const auto* range = std::get_if<ast::RangeType>(&x.type->node)) {
    const TypeId integer = types_.simple(TypeKind::Int);
    const bool lower = expect(range->lo, integer, "the lower bound");
    const bool upper = expect(range->hi, integer, "the upper bound");
    if (!lower || !upper) return kNone;
    const auto lo = evaluate(model_, *range->lo);
    const auto hi = evaluate(model_, *range->hi);
    if (std::holds_alternative<NotConstant>(lo) || std::holds_alternative<NotConstant>(hi)) {
      model_.type_named[x.type.get()] = integer;
      return integer;
    }
  }
  const TypeId id = type(*x.type);
  if (id == kNone) return kNone;
  const TypeId base = types_.base(id);
  if (types_.is(base, TypeKind::Int) || types_.is(base, TypeKind::Char))
    return id;  // unbounded: for the solver
  if (types_.endless(id) || !domain(model_.types, id)) {
    error("E0406", x.type->span, fmt::format("any cannot choose a value of {}", types_.show(id)),
          "not a finite type");
    return kNone;
  }
  return id;
}

TypeId Checker::no_communication(const ast::Expr& e, std::string_view what) {
  const std::string_view where = in_guard_      ? "in a guard"
                                 : in_property_ ? "in a property"
                                                : "at the top level";
  error("E0410", e.span, fmt::format("{} cannot stand {}", what, where),
        in_guard_ ? "a guard is a condition without effects" : "only values known without running a process");
  return kNone;
}

}  // namespace csp
