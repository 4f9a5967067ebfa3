// Calls of predeclared functions, methods and atomic operations (docs/language.md section 6).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

bool Checker::arguments(const ast::Expr& e, const ast::CallExpr& x, std::size_t least, std::size_t most,
                        std::string_view name) {
  if (least <= x.args.size() && x.args.size() <= most) return true;
  const std::string wanted = least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
  error("E0402", e.span,
        fmt::format("`{}` takes {} argument{}, but {} {} given", name, wanted, most == 1 ? "" : "s",
                    x.args.size(), x.args.size() == 1 ? "is" : "are"),
        fmt::format("expected {} argument{}", wanted, most == 1 ? "" : "s"));
  for (const ast::ExprBox& arg : x.args) check_after_error(arg);
  return false;
}

TypeId Checker::call_list(const ast::CallExpr& x, Builtin op, TypeId hint) {
  if (op == Builtin::Elem) {
    const TypeId set = check(x.args[1]);
    if (set == kNone) {
      check_after_error(x.args[0]);
    } else if (!types_.is(set, TypeKind::List) && !types_.is(set, TypeKind::Array)) {
      error("E0401", x.args[1]->span,
            fmt::format("`elem` looks in a list, set or array, but this is {}", types_.show(set)),
            fmt::format("this is {}", types_.show(set)));
      check_after_error(x.args[0]);
    } else {
      expect(x.args[0], types_.base(types_.element(set)), "what `elem` looks for");
    }
    return types_.simple(TypeKind::Bool);
  }
  const TypeId list = check(x.args[0], op == Builtin::Tail ? hint : kNone);
  const TypeId none = op == Builtin::Null ? types_.simple(TypeKind::Bool) : kNone;
  if (list == kNone) return none;
  if (!types_.is(list, TypeKind::List) || types_.set_value(list)) {
    const std::string_view name = op == Builtin::Head ? "head" : op == Builtin::Tail ? "tail" : "null";
    error("E0401", x.args[0]->span,
          fmt::format("`{}` works on a list, but this is {}", name, types_.show(list)),
          fmt::format("this is {}", types_.show(list)));
    return none;
  }
  if (op == Builtin::Head) return types_.element(list);
  return op == Builtin::Tail ? list : types_.simple(TypeKind::Bool);
}

TypeId Checker::call_builtin(const ast::Expr& e, const ast::CallExpr& x, Builtin op, TypeId hint, Use use) {
  const std::string name = std::get<ast::NameExpr>(x.callee->node).name.text;
  const TypeId boolean = types_.simple(TypeKind::Bool), integer = types_.simple(TypeKind::Int),
               unit = types_.simple(TypeKind::Unit);
  const TypeId tick = types_.chan(unit), action = types_.prog({}, kNone);
  const bool pure = op == Builtin::Head || op == Builtin::Tail || op == Builtin::Null ||
                    op == Builtin::Elem || op == Builtin::Array;
  const bool only_value = pure || op == Builtin::Cap || op == Builtin::Background ||
                          op == Builtin::WithCancel || op == Builtin::WithTimeout || op == Builtin::Ticker ||
                          op == Builtin::Timeout;
  const auto check_args = [&] {
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return kNone;
  };
  if ((use != Use::Value && only_value) || use == Use::Become || use == Use::Begin) {
    Diagnostic& d = error("E0407", e.span,
                          only_value ? fmt::format("`{}` gives a value; nothing is done with it", name)
                                     : fmt::format("`{}` is an operation, not a process", name),
                          only_value ? "not an action" : "not a prog");
    if (!only_value) d.help = fmt::format("put it into one: begin prog() {{ {}(...) }}()", name);
    return check_args();
  }
  if (op == Builtin::Closed || op == Builtin::Ended || op == Builtin::At) return property_call(e, x, op);
  if (!pure && (in_property_ || !frame_ || (in_guard_ && op != Builtin::Cap))) {
    check_args();
    return no_communication(e, fmt::format("`{}`", name));
  }
  const auto one = [&](TypeId type, std::string_view what) {
    return arguments(e, x, 1, 1, name) && expect(x.args[0], type, what);
  };
  const std::string first = fmt::format("the argument of `{}`", name);
  switch (op) {
    case Builtin::Timeout:
    case Builtin::Ticker:
      arguments(e, x, 0, 0, name);
      return tick;
    case Builtin::Timer:
      if (arguments(e, x, 0, 1, name) && !x.args.empty()) expect(x.args[0], action, first);
      return tick;
    case Builtin::Sleep:
      if (arguments(e, x, 0, 1, name) && !x.args.empty()) expect(x.args[0], integer, first);
      return result_of(e, kNone, use, "`sleep`");
    case Builtin::Stop:
    case Builtin::Reset:
      one(tick, first);
      return boolean;
    case Builtin::Close:
    case Builtin::Cap: {
      if (arguments(e, x, 1, 1, name)) {
        const TypeId channel = check(x.args[0]);
        if (channel != kNone && !types_.is(channel, TypeKind::Chan))
          error("E0408", x.args[0]->span,
                fmt::format("`{}` works on a channel, but this is {}", name, types_.show(channel)),
                "not a channel");
      }
      return op == Builtin::Cap ? integer : result_of(e, kNone, use, "`close`");
    }
    case Builtin::Panic:
      frame_->returns = true;
      if (one(types_.list(types_.simple(TypeKind::Char)), first))
        constant_value(*x.args[0], "the text of a panic");
      return result_of(e, kNone, use, "`panic`");
    case Builtin::Recover:
      arguments(e, x, 0, 0, name);
      recovers_.emplace_back(frame_->prog, e.span);
      return boolean;
    case Builtin::Background:
      arguments(e, x, 0, 0, name);
      return types_.context();
    case Builtin::WithCancel:
    case Builtin::WithTimeout: {
      const std::size_t wanted = op == Builtin::WithTimeout ? 2 : 1;
      if (arguments(e, x, wanted, wanted, name)) {
        expect(x.args[0], types_.context(), fmt::format("the parent given to `{}`", name));
        if (wanted == 2) expect(x.args[1], integer, "the time of `withTimeout`");
      }
      return types_.tuple({types_.context(), action});
    }
    case Builtin::Head:
    case Builtin::Tail:
    case Builtin::Null:
      if (!arguments(e, x, 1, 1, name)) return kNone;
      return call_list(x, op, hint);
    case Builtin::Elem:
      if (!arguments(e, x, 2, 2, name)) return boolean;
      return call_list(x, op, hint);
    case Builtin::Array: {
      const TypeId element =
          items(e, x.args, types_.is(hint, TypeKind::Array) ? types_.element(hint) : kNone, "array");
      return element == kNone ? kNone : types_.array(static_cast<std::int64_t>(x.args.size()), element);
    }
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
    case Builtin::CtxDone:
    case Builtin::CtxErr:
    case Builtin::Closed:
    case Builtin::Ended:
    case Builtin::At:
      return kNone;  // not called by name
  }
  return kNone;
}

std::optional<TypeId> Checker::call_atomic(const ast::Expr& e, const ast::CallExpr& x,
                                           const ast::DotExpr& dot) {
  const auto* base = std::get_if<ast::NameExpr>(&dot.base->node);
  if (!base || base->name.text != "atomic" || scopes_.find("atomic") || entries_.contains("atomic"))
    return std::nullopt;
  const auto op = atomic_operation(dot.field.text);
  if (!op) {
    const std::vector<std::string> known = {"load", "store", "add", "swap", "cas"};
    Diagnostic& d = error("E0306", dot.field.span,
                          fmt::format("there is no operation atomic.{}", dot.field.text), "not found");
    const auto near = suggest(dot.field.text, known);
    d.help = near ? fmt::format("did you mean `atomic.{}`?", *near)
                  : "the operations are load, store, add, swap, cas";
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return kNone;
  }
  model_.binding_of[x.callee.get()] = BuiltinName{*op};
  const std::string name = "atomic." + dot.field.text;
  const std::size_t wanted = *op == Builtin::AtomicLoad ? 1 : *op == Builtin::AtomicCas ? 3 : 2;
  if (in_property_ || !frame_ || (in_guard_ && *op != Builtin::AtomicLoad))
    return no_communication(e, fmt::format("`{}`", name));
  const TypeId boolean = types_.simple(TypeKind::Bool);
  if (!arguments(e, x, wanted, wanted, name)) return *op == Builtin::AtomicCas ? boolean : kNone;
  const TypeId type = place(x.args[0]);
  if (*op == Builtin::AtomicAdd && type != kNone && !types_.numeric(type)) {
    error("E0401", x.args[0]->span,
          fmt::format("`atomic.add` adds to an integer variable, but this is {}", types_.show(type)),
          fmt::format("this is {}", types_.show(type)));
    check_after_error(x.args[1]);
    return kNone;
  }
  for (std::size_t i = 1; i < wanted; ++i) {
    const std::string what = fmt::format("argument {} of `{}`", i + 1, name);
    expect(x.args[i], *op == Builtin::AtomicAdd || *op == Builtin::AtomicCas ? types_.base(type) : type,
           what);
  }
  if (*op != Builtin::AtomicLoad) mark_assigned(x.args[0]);
  return *op == Builtin::AtomicCas ? boolean : type;
}

std::optional<TypeId> Checker::call_method(const ast::Expr& e, const ast::CallExpr& x,
                                           const ast::DotExpr& dot, Use use) {
  if (in_property_) return std::nullopt;
  const TypeId type = check(dot.base);
  if (type == kNone) {
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return kNone;
  }
  const bool is_struct = types_.is(type, TypeKind::Struct);
  if (is_struct && type != types_.context()) return std::nullopt;  // perhaps a field that holds a prog
  std::vector<std::string> known;
  for (const Method& method : methods(types_[type].kind)) {
    known.emplace_back(method.name);
    if (method.name != dot.field.text) continue;
    model_.binding_of[x.callee.get()] = BuiltinName{method.op};
    const std::string name = fmt::format("{}", method.name);
    if (use == Use::Begin || use == Use::Become) {
      error("E0407", e.span, fmt::format("`{}` is an operation, not a process", name), "not a prog").help =
          fmt::format("put it into one: begin prog() {{ ....{}(...) }}()", name);
      return kNone;
    }
    if (!frame_ || (in_guard_ && method.op != Builtin::CtxErr))
      return no_communication(e, fmt::format("`{}`", name));
    const std::size_t wanted = method.argument == Method::Argument::None ? 0 : 1;
    if (arguments(e, x, wanted, wanted, name) && wanted) {
      const TypeId want =
          method.argument == Method::Argument::Int ? types_.simple(TypeKind::Int) : types_.prog({}, kNone);
      expect(x.args[0], want, fmt::format("the argument of `{}`", name));
    }
    if (method.result == Method::Result::Bool) return types_.simple(TypeKind::Bool);
    if (method.result == Method::Result::Done) return types_.chan(types_.simple(TypeKind::Unit));
    return result_of(e, kNone, use, fmt::format("`{}`", name));
  }
  Diagnostic& d =
      error("E0306", dot.field.span,
            fmt::format("{} has no operation `{}`", types_.show(type), dot.field.text), "not found");
  if (const auto near = suggest(dot.field.text, known))
    d.help = fmt::format("did you mean `{}`?", *near);
  else if (!known.empty())
    d.help = fmt::format("its operations are {}", fmt::join(known, ", "));
  for (const ast::ExprBox& arg : x.args) check_after_error(arg);
  return kNone;
}

}  // namespace csp
