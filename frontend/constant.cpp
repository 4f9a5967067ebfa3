// Evaluation over checked syntax trees. The arithmetic is that of the language: `/` truncates toward zero,
// `%` has the sign of the dividend (docs/language.md section 5).
#include "frontend/constant.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace csp {

namespace {

constexpr std::int64_t kLargestSet = 1 << 20;  // members of a set that is listed

std::vector<Value> sorted(std::vector<Value> items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

// Throws NotConstant inside, so that each case stays one line; evaluate() catches it.
class Evaluator {
 public:
  Evaluator(const Model& model, const Valuation& valuation) : model_(model), valuation_(valuation) {}

  Value operator()(const ast::Expr& e) {
    if (const auto it = model_.constructor_of.find(&e); it != model_.constructor_of.end())
      return Value::data(it->second.constructor.tag, all(it->second.args));
    return std::visit([&](const auto& node) { return eval(e, node); }, e.node);
  }

  [[noreturn]] static void no(const ast::Expr& e, std::string reason) {
    throw NotConstant{e.span, std::move(reason), false};
  }
  [[noreturn]] static void fail(const ast::Expr& e, std::string reason) {
    throw NotConstant{e.span, std::move(reason), true};
  }

 private:
  std::vector<Value> all(const std::vector<ast::ExprBox>& items) {
    std::vector<Value> out;
    for (const ast::ExprBox& item : items) out.push_back((*this)(*item));
    return out;
  }

  Value eval(const ast::Expr&, const ast::IntLit& x) { return Value::integer(x.value); }
  Value eval(const ast::Expr&, const ast::BoolLit& x) { return Value::boolean(x.value); }
  Value eval(const ast::Expr&, const ast::CharLit& x) {
    return Value::integer(static_cast<std::int64_t>(x.value));
  }
  Value eval(const ast::Expr&, const ast::StringLit& x) { return string_value(x.value); }
  Value eval(const ast::Expr&, const ast::NilLit&) { return {}; }

  Value eval(const ast::Expr& e, const ast::NameExpr& x) {
    const auto it = model_.binding_of.find(&e);
    if (it == model_.binding_of.end()) no(e, fmt::format("`{}` has no value before a run", x.name.text));
    if (const auto* constant = std::get_if<const Constant*>(&it->second)) return (*constant)->value;
    if (const auto* variable = std::get_if<Variable*>(&it->second)) {
      if (const auto known = valuation_.find(*variable); known != valuation_.end()) return known->second;
      no(e, fmt::format("`{}` is a variable", x.name.text));
    }
    if (const auto* global = std::get_if<const GlobalInfo*>(&it->second)) {
      const TypeKind kind = (*global)->type == kNone ? TypeKind::Int : model_.types[(*global)->type].kind;
      const bool lock = kind == TypeKind::Mutex || kind == TypeKind::RwMutex || kind == TypeKind::Once ||
                        kind == TypeKind::WaitGroup;
      if ((*global)->channel || lock) return Value::ref((*global)->index);
      no(e, fmt::format("`{}` is a variable", x.name.text));
    }
    if (std::holds_alternative<TypeName>(it->second)) return Value::integer(0);  // unit
    no(e, fmt::format("`{}` has no value before a run", x.name.text));
  }

  Value eval(const ast::Expr& e, const ast::CallExpr& x) {
    const auto it = model_.binding_of.find(x.callee.get());
    if (it == model_.binding_of.end()) no(e, "a call has no value before a run");
    if (std::holds_alternative<StructName>(it->second)) return Value::seq(all(x.args));
    const auto* builtin = std::get_if<BuiltinName>(&it->second);
    if (!builtin) no(e, "a call has no value before a run");
    if (builtin->op == Builtin::Array) return Value::seq(all(x.args));
    if (builtin->op == Builtin::Elem) {
      const Value item = (*this)(*x.args[0]), items = (*this)(*x.args[1]);
      return Value::boolean(std::count(items.items().begin(), items.items().end(), item) > 0);
    }
    if (builtin->op != Builtin::Head && builtin->op != Builtin::Tail && builtin->op != Builtin::Null)
      no(e, "a call has no value before a run");
    const Value list = (*this)(*x.args[0]);
    if (builtin->op == Builtin::Null) return Value::boolean(list.items().empty());
    if (list.items().empty()) fail(e, "the list is empty");
    if (builtin->op == Builtin::Head) return list.items().front();
    return Value::seq({list.items().begin() + 1, list.items().end()});
  }

  Value eval(const ast::Expr& e, const ast::IndexExpr& x) {
    const Value base = (*this)(*x.base), index = (*this)(*x.indices[0]);
    if (index.number() < 0 || index.number() >= static_cast<std::int64_t>(base.items().size()))
      fail(e, fmt::format("index {} is out of bounds, the size is {}", index.number(), base.items().size()));
    return base.items()[static_cast<std::size_t>(index.number())];
  }

  Value eval(const ast::Expr& e, const ast::DotExpr& x) {
    const Value base = (*this)(*x.base);
    const auto type = model_.type_of.find(x.base.get());
    if (type == model_.type_of.end() || type->second == kNone) no(e, "this has no value before a run");
    const Type& t = model_.types[type->second];
    std::size_t at = 0;
    if (t.kind == TypeKind::Struct)
      at =
          static_cast<std::size_t>(std::find(t.names.begin(), t.names.end(), x.field.text) - t.names.begin());
    else
      at = static_cast<std::size_t>(std::stoll(x.field.text) - 1);
    if (at >= base.items().size()) fail(e, fmt::format("the value has no field {}", x.field.text));
    return base.items()[at];
  }

  Value eval(const ast::Expr& e, const ast::DotApply&) { no(e, "this has no value before a run"); }

  Value eval(const ast::Expr& e, const ast::UnaryExpr& x) {
    const Value v = (*this)(*x.operand);
    switch (x.op) {
      case ast::UnaryOp::Negate:
        if (v.number() == std::numeric_limits<std::int64_t>::min()) fail(e, "the result is too large");
        return Value::integer(-v.number());
      case ast::UnaryOp::Not:
        return Value::boolean(!v.truth());
      case ast::UnaryOp::Length:
        if (v.kind() != ValueKind::Seq) no(e, "the length of a channel is known during a run only");
        return Value::integer(static_cast<std::int64_t>(v.items().size()));
    }
    return {};
  }

  Value eval(const ast::Expr& e, const ast::BinaryExpr& x) {
    const Value a = (*this)(*x.left);
    if (x.op == ast::BinaryOp::And && !a.truth()) return a;
    if (x.op == ast::BinaryOp::Or && a.truth()) return a;
    const Value b = (*this)(*x.right);
    std::int64_t n = 0;
    bool overflow = false;
    switch (x.op) {
      case ast::BinaryOp::Add:
        overflow = __builtin_add_overflow(a.number(), b.number(), &n);
        break;
      case ast::BinaryOp::Sub:
        overflow = __builtin_sub_overflow(a.number(), b.number(), &n);
        break;
      case ast::BinaryOp::Mul:
        overflow = __builtin_mul_overflow(a.number(), b.number(), &n);
        break;
      case ast::BinaryOp::Div:
      case ast::BinaryOp::Mod:
        if (b.number() == 0) fail(e, "division by zero");
        if (b.number() == -1) {
          overflow = x.op == ast::BinaryOp::Div && __builtin_sub_overflow(std::int64_t{0}, a.number(), &n);
        } else {
          n = x.op == ast::BinaryOp::Div ? a.number() / b.number() : a.number() % b.number();
        }
        break;
      case ast::BinaryOp::Eq:
        return Value::boolean(a == b);
      case ast::BinaryOp::Ne:
        return Value::boolean(!(a == b));
      case ast::BinaryOp::Lt:
        return Value::boolean(a.number() < b.number());
      case ast::BinaryOp::Le:
        return Value::boolean(a.number() <= b.number());
      case ast::BinaryOp::Gt:
        return Value::boolean(a.number() > b.number());
      case ast::BinaryOp::Ge:
        return Value::boolean(a.number() >= b.number());
      case ast::BinaryOp::And:
      case ast::BinaryOp::Or:
        return b;
      case ast::BinaryOp::Concat: {
        std::vector<Value> items = a.items();
        items.insert(items.end(), b.items().begin(), b.items().end());
        return Value::seq(std::move(items));
      }
    }
    if (overflow) fail(e, "the result is too large");
    return Value::integer(n);
  }

  Value eval(const ast::Expr&, const ast::IfExpr& x) {
    return (*this)((*this)(*x.condition).truth() ? *x.then_value : *x.else_value);
  }

  Value eval(const ast::Expr& e, const ast::IsExpr& x) {
    const Value v = (*this)(*x.value);
    const auto it = model_.binding_of.find(&e);
    const auto* constructor =
        it == model_.binding_of.end() ? nullptr : std::get_if<ConstructorInfo>(&it->second);
    if (!constructor) no(e, "this has no value before a run");
    return Value::boolean(v.tag() == constructor->tag);
  }

  Value eval(const ast::Expr& e, const ast::ReceiveExpr&) { no(e, "a receive has no value before a run"); }
  Value eval(const ast::Expr& e, const ast::ProgExpr&) { no(e, "a prog has no value before a run"); }
  Value eval(const ast::Expr& e, const ast::MkExpr&) { no(e, "`mk` makes its object during a run"); }
  Value eval(const ast::Expr& e, const ast::AnyExpr&) { no(e, "`any` chooses its value during a run"); }
  Value eval(const ast::Expr&, const ast::ListLit& x) { return Value::seq(all(x.items)); }
  Value eval(const ast::Expr&, const ast::TupleLit& x) {
    return x.items.empty() ? Value::integer(0) : Value::seq(all(x.items));  // (): unit
  }

  Value eval(const ast::Expr&, const ast::SetLit& x) {
    std::vector<Value> out;
    for (const ast::ExprBox& item : x.items) {
      const Value v = (*this)(*item);
      if (std::holds_alternative<ast::RangeExpr>(item->node))
        out.insert(out.end(), v.items().begin(), v.items().end());
      else
        out.push_back(v);
    }
    return Value::seq(sorted(std::move(out)));
  }

  Value eval(const ast::Expr& e, const ast::RangeExpr& x) {
    const std::int64_t lo = (*this)(*x.lo).number(), hi = (*this)(*x.hi).number();
    std::int64_t width = 0;
    if (__builtin_sub_overflow(hi, lo, &width) || width >= kLargestSet)
      fail(e, fmt::format("a set of more than {} members", kLargestSet));
    std::vector<Value> out;
    for (std::int64_t n = lo; n <= hi; ++n) out.push_back(Value::integer(n));
    return Value::seq(std::move(out));
  }

  Value eval(const ast::Expr& e, const ast::CspmExpr auto&) { no(e, "processes have no value here"); }

  const Model& model_;
  const Valuation& valuation_;
};

}  // namespace

Value string_value(const std::string& text) {
  std::vector<Value> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::int64_t code = length == 1 ? lead : lead & (0xff >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      code = (code << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    out.push_back(Value::integer(code));
    i += length;
  }
  return Value::seq(std::move(out));
}

std::variant<Value, NotConstant> evaluate(const Model& model, const ast::Expr& expr,
                                          const Valuation& valuation) {
  try {
    return Evaluator(model, valuation)(expr);
  } catch (NotConstant& why) {
    return std::move(why);
  }
}

std::variant<std::vector<Value>, NotConstant> evaluate_set(const Model& model, const ast::Expr& set,
                                                           const Valuation& valuation) {
  if (const auto it = model.binding_of.find(&set); it != model.binding_of.end()) {
    if (const auto* type = std::get_if<TypeName>(&it->second)) {
      auto values = domain(model.types, type->type, kLargestSet);
      if (!values) return NotConstant{set.span, "the type has no finite set of values", true};
      return *values;
    }
  }
  auto value = evaluate(model, set, valuation);
  if (auto* why = std::get_if<NotConstant>(&value)) return std::move(*why);
  return sorted(std::get<Value>(value).items());
}

}  // namespace csp
