// Finds the variables that can be taken apart, and rewrites what names them.
#include "checker/semantics/split.h"

#include "checker/core/walk.h"

namespace csp {

namespace {

constexpr std::size_t kMostParts = 64;  // of a variable: a state has a field for each

std::size_t at(int i) { return static_cast<std::size_t>(i); }

class Splitter {
 public:
  explicit Splitter(const Program& program) : p_(program) {}

  // Takes apart what can be, one level deep. False: there is nothing.
  bool once() {
    add_parts(mentions());
    if (p_.globals.size() == parts_.size()) return false;
    const std::size_t exprs = p_.exprs.size();
    // Properties: first those that read `a[2]`, then those that read `a`.
    for (std::size_t e = 0; e < exprs; ++e) read_part(e);
    for (std::size_t e = 0; e < exprs; ++e) read_whole(e);
    for (Node& node : p_.nodes) {
      if (auto* read = std::get_if<Read>(&node.op)) access(*read);
      if (auto* write = std::get_if<Write>(&node.op)) access(*write);
      if (auto* rmw = std::get_if<Rmw>(&node.op)) access(*rmw);
    }
    return true;
  }

  Program take() { return std::move(p_); }

 private:
  struct Parts {
    int first = kNone, count = 0;  // numbers of globals
  };

  int global(ExprId e) const {  // that the expression is, or kNone
    return p_.exprs[at(e)].kind == ExprKind::Global ? static_cast<int>(p_.exprs[at(e)].number) : kNone;
  }

  // By global: how often a process names it other than to reach a part of it.
  std::vector<int> mentions() const {
    std::vector<int> count(p_.globals.size(), 0);
    const auto add = [&](ExprId e, int n) {
      if (const int g = global(e); g != kNone) count[at(g)] += n;
    };
    const auto reaches = [&](const auto* op) {
      if (op && !op->path.empty()) add(op->object, -1);
    };
    for (const Node& node : p_.nodes) {
      for_each_expr(node, [&](ExprId e) { add(e, 1); });
      reaches(std::get_if<Read>(&node.op));
      reaches(std::get_if<Write>(&node.op));
      reaches(std::get_if<Rmw>(&node.op));
    }
    for (const Expr& e : p_.exprs) {
      if (e.kind == ExprKind::Const) count_refs(e.value, count);
      if (e.kind != ExprKind::StateVar)
        for (ExprId arg : e.args) add(arg, 1);
    }
    return count;
  }

  // What was taken apart is reached through constants.
  static void count_refs(const Value& v, std::vector<int>& count) {
    if (v.kind() == ValueKind::Ref) ++count[static_cast<std::size_t>(v.number())];
    if (v.kind() == ValueKind::Seq)
      for (const Value& item : v.items()) count_refs(item, count);
  }

  void add_parts(const std::vector<int>& mentions) {
    parts_.assign(p_.globals.size(), {});
    for (std::size_t g = 0; g < parts_.size(); ++g) {
      const Global whole = p_.globals[g];
      if (whole.kind != ObjectKind::Var || mentions[g] != 0 || whole.init.kind() != ValueKind::Seq) continue;
      const Type& type = p_.types[whole.type];
      const bool array = type.kind == TypeKind::Array;
      const std::vector<Value>& values = whole.init.items();
      if (values.size() < 2 || values.size() > kMostParts) continue;
      if (!array && type.kind != TypeKind::Struct && type.kind != TypeKind::Tuple) continue;
      parts_[g] = {static_cast<int>(p_.globals.size()), static_cast<int>(values.size())};
      for (std::size_t i = 0; i < values.size(); ++i) {
        Global part = whole;
        part.type = type.parts[array ? 0 : i];
        part.init = values[i];
        p_.globals.push_back(std::move(part));
      }
      p_.globals[g].init = Value::integer(0);
    }
  }

  ExprId add(Expr e) {
    p_.exprs.push_back(std::move(e));
    return static_cast<ExprId>(p_.exprs.size()) - 1;
  }

  // The object that is part `index` of the variable; kNone: none.
  ExprId part(const Parts& parts, std::int64_t index) {
    if (index < 0 || index >= parts.count) return kNone;
    Expr e;
    e.kind = ExprKind::Global;
    e.number = parts.first + index;
    return add(std::move(e));
  }

  // The variable taken apart whose content the expression is, or nullptr.
  const Parts* read_by(const Expr& e) const {
    if (e.kind != ExprKind::StateVar) return nullptr;
    const int g = global(e.args[0]);
    return g != kNone && at(g) < parts_.size() && parts_[at(g)].count > 0 ? &parts_[at(g)] : nullptr;
  }

  void read_part(std::size_t id) {
    const Expr& e = p_.exprs[id];
    if (e.kind != ExprKind::Index && e.kind != ExprKind::Field) return;
    const Parts* parts = read_by(p_.exprs[at(e.args[0])]);
    if (!parts) return;
    std::int64_t index = e.number;
    if (e.kind == ExprKind::Index) {
      const Expr& constant = p_.exprs[at(e.args[1])];
      if (constant.kind != ExprKind::Const) return;
      index = constant.value.number();
    }
    const ExprId object = part(*parts, index);
    if (object == kNone) return;
    p_.exprs[id].kind = ExprKind::StateVar;
    p_.exprs[id].args = {object};
  }

  void read_whole(std::size_t id) {
    const Parts* parts = read_by(p_.exprs[id]);
    if (!parts) return;
    std::vector<ExprId> values;
    for (int i = 0; i < parts->count; ++i) {
      Expr value;
      value.kind = ExprKind::StateVar;
      value.args = {part(*parts, i)};
      values.push_back(add(std::move(value)));
    }
    p_.exprs[id].kind = ExprKind::MakeSeq;
    p_.exprs[id].args = std::move(values);
  }

  // Reaches the part by the first step of the path, which is evaluated where the object was. Pre: the path of
  // an access to a variable taken apart is not empty.
  template <class Op>
  void access(Op& op) {
    const int g = global(op.object);
    if (g == kNone || at(g) >= parts_.size() || parts_[at(g)].count == 0) return;
    const Parts& parts = parts_[at(g)];
    const PathStep step = op.path.front();
    op.path.erase(op.path.begin());
    if (step.index == kNone) {
      op.object = part(parts, step.field);
      return;
    }
    std::vector<Value> objects;
    for (int i = 0; i < parts.count; ++i) objects.push_back(Value::ref(parts.first + i));
    Expr all, one;
    all.kind = ExprKind::Const;
    all.value = Value::seq(std::move(objects));
    one.kind = ExprKind::Index;
    one.args = {add(std::move(all)), step.index};
    op.object = add(std::move(one));
  }

  Program p_;
  std::vector<Parts> parts_;  // by global that there was
};

}  // namespace

std::optional<Program> split_variables(const Program& program) {
  Splitter splitter(program);
  bool any = false;
  while (splitter.once()) any = true;
  return any ? std::optional<Program>(splitter.take()) : std::nullopt;
}

}  // namespace csp
