// The file: declarations, the system, proctypes, properties.
#include "tests/fuzz/promela.h"

#include <type_traits>
#include <utility>

#include "frontend/ast_fields.h"
#include "tests/fuzz/promela_writer.h"

namespace csp::fuzz {

namespace {

constexpr int kPool = 6;    // channels of each capacity; a run that makes more is not judged
constexpr int kCells = 10;  // captured variables
constexpr int kProcesses = 12;

// All names below a node, or only those inside anonymous progs.
class Names {
 public:
  explicit Names(bool only_inside) : inside_(!only_inside) {}
  std::set<std::string> found;

  template <class T>
  void walk(const T& x) {
    if constexpr (std::is_same_v<T, ast::NameExpr>) {
      if (inside_) found.insert(x.name.text);
    } else if constexpr (std::is_same_v<T, ast::ProgExpr>) {
      const bool before = std::exchange(inside_, true);
      walk(*x.body);
      inside_ = before;
    } else if constexpr (ast::IsVector<T>::value) {
      for (const auto& one : x) walk(one);
    } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
      if (x) walk(*x);
    } else if constexpr (ast::IsVariant<T>::value) {
      std::visit([&](const auto& one) { walk(one); }, x);
    } else if constexpr (requires { ast::fields(x); }) {
      std::apply([&](const auto&... parts) { (walk(parts), ...); }, ast::fields(x));
    }
  }

 private:
  bool inside_;
};

std::string number(long n) { return std::to_string(n); }

}  // namespace

std::set<std::string> names_in_progs(const ast::Block& body) {
  Names names(true);
  names.walk(body);
  return std::move(names.found);
}

std::set<std::string> names_in(const ast::Block& body) {
  Names names(false);
  names.walk(body);
  return std::move(names.found);
}

long PromelaWriter::constant(const ast::Expr& e) {
  if (const auto* n = std::get_if<ast::IntLit>(&e.node)) return static_cast<long>(n->value);
  if (const auto* b = std::get_if<ast::BoolLit>(&e.node)) return b->value ? 1 : 0;
  outside("a constant that is no number");
}

Kinds PromelaWriter::type(const ast::Type& t) {
  Kinds kinds;
  if (const auto* range = std::get_if<ast::RangeType>(&t.node)) {
    kinds.range = true;
    kinds.lo = constant(*range->lo);
    kinds.hi = constant(*range->hi);
    return kinds;
  }
  if (const auto* chan = std::get_if<ast::ChanType>(&t.node)) {
    const Kinds element = type(*chan->element);
    if (element.sort != Sort::Int && element.sort != Sort::Bool && element.sort != Sort::Unit)
      outside("messages that are no numbers");
    kinds.sort = Sort::Chan;
    kinds.capacity = chan->capacity ? static_cast<int>(constant(*chan->capacity)) : 0;
    if (kinds.capacity < 0 || kinds.capacity > 3) outside("a large buffer");
    kinds.element = element.sort;
    kinds.element_range = element.range;
    kinds.element_lo = element.lo;
    kinds.element_hi = element.hi;
    return kinds;
  }
  const auto* name = std::get_if<ast::NamedType>(&t.node);
  if (!name) outside("a type other than numbers, bool and channels");
  static const std::map<std::string, Sort> kSorts = {
      {"int", Sort::Int},         {"bool", Sort::Bool}, {"unit", Sort::Unit},          {"mutex", Sort::Mutex},
      {"rwmutex", Sort::RwMutex}, {"once", Sort::Once}, {"waitgroup", Sort::WaitGroup}};
  const auto found = kSorts.find(name->name.text);
  if (found == kSorts.end()) outside("the type " + name->name.text);
  kinds.sort = found->second;
  return kinds;
}

void PromelaWriter::globals() {
  for (const ast::Decl& decl : file_.decls) {
    if (const auto* prog = std::get_if<ast::ProgDecl>(&decl.node)) progs_[prog->name.text] = prog;
    const auto* var = std::get_if<ast::VarDecl>(&decl.node);
    if (!var) continue;
    Symbol symbol;
    try {
      symbol.type = type(*var->type);
    } catch (const Outside&) {
      continue;  // who uses it is outside
    }
    symbol.where = Symbol::Global;
    symbol.text = "g_" + var->name.text;
    top_[var->name.text] = symbol;
    const std::string& g = symbol.text;
    const long zero = symbol.type.range && (symbol.type.lo > 0 || symbol.type.hi < 0) ? symbol.type.lo : 0;
    switch (symbol.type.sort) {
      case Sort::Int:
      case Sort::Bool:
        globals_ += "short " + g + " = " + number(var->value ? constant(*var->value) : zero) + ";\n";
        break;
      case Sort::Mutex:
      case Sort::Once:
        globals_ += "byte " + g + ";\n";
        break;
      case Sort::RwMutex:
        globals_ += "byte " + g + "_r, " + g + "_w;\n";
        break;
      case Sort::WaitGroup:
        globals_ += "short " + g + "_n; byte " + g + "_q, " + g + "_r, " + g + "_at;\n";
        break;
      case Sort::Unit:
      case Sort::Chan:
      case Sort::Cond:
        top_.erase(var->name.text);
        break;
    }
  }
}

PromelaWriter::Frame PromelaWriter::new_frame(bool service, std::set<std::string> captured) {
  Frame frame;
  frame.scopes.emplace_back();
  frame.service = service;
  frame.captured = std::move(captured);
  return frame;
}

std::string PromelaWriter::local(const std::string& kind, const std::string& stem) {
  const std::string name = fresh(stem);
  now_->locals += "  " + kind + " " + name + ";\n";
  return name;
}

std::string PromelaWriter::proctype(const std::string& name, const std::string& params, Frame frame) {
  proctypes_ += "proctype " + name + "(" + params + ") {\n" + frame.locals + frame.body + "done:\n" +
                (frame.member >= 0 ? "  ended[self] = 1;\n" : "") +
                "  goto fin;\ncrash:\n  atomic { assert(tag_error); crashed = 1 };\nidle:\n  do :: (crashed) "
                "od;\noverflow:\n  assert(tag_full);\n"
                "  goto idle;\nfin:\n  skip\n}\n\n";
  return name;
}

const Symbol* PromelaWriter::find(const std::string& name) const {
  for (auto scope = now_->scopes.rbegin(); scope != now_->scopes.rend(); ++scope)
    if (const auto found = scope->find(name); found != scope->end()) return &found->second;
  const auto found = top_.find(name);
  return found == top_.end() ? nullptr : &found->second;
}

const Symbol& PromelaWriter::symbol(const ast::Expr& e) {
  const auto* name = std::get_if<ast::NameExpr>(&e.node);
  const Symbol* found = name ? find(name->name.text) : nullptr;
  if (!found) outside(name ? "the name " + name->name.text : "a place that is no variable");
  return *found;
}

// A variable of the proctype, or a cell if anonymous progs see it.
Symbol PromelaWriter::declare(const std::string& name, const Kinds& type) {
  Symbol symbol;
  symbol.type = type;
  const bool number = type.sort == Sort::Int || type.sort == Sort::Bool || type.sort == Sort::Unit;
  if (!number && type.sort != Sort::Chan && type.sort != Sort::Cond)
    outside("a lock that is no top-level variable");
  if (number && now_->captured.count(name)) {
    symbol.where = Symbol::Cell;
    symbol.text = local("byte", "v_" + name);
    line("atomic { if :: (cells == " + std::to_string(kCells) + ") -> goto overflow :: else fi; " +
         symbol.text + " = cells; cells++ };");
  } else if (type.sort == Sort::Chan) {
    symbol.text = local("chan", "v_" + name);
    now_->locals += "  byte " + symbol.text + "_i;\n";
  } else {
    symbol.text = local(number ? "int" : "byte", "v_" + name);
  }
  now_->scopes.back()[name] = symbol;
  return symbol;
}

// A channel of which only the run tells what it is.
Symbol PromelaWriter::declare_given(const std::string& name, const Kinds& type) {
  Symbol symbol = declare(name, type);
  symbol.given = true;
  now_->locals += "  byte " + symbol.text + "_n;\n";
  now_->scopes.back()[name] = symbol;
  return symbol;
}

void PromelaWriter::members(const ast::ParallelStmt& command) {
  for (const ast::ParallelBranch& branch : command.branches) {
    Member member;
    member.label = branch.label.text;
    member.first = member_count_;
    if (branch.subscripts.size() > 1) outside("two subscripts");
    if (branch.subscripts.size() == 1) {
      const auto* set = std::get_if<ast::RangeExpr>(&branch.subscripts[0].set->node);
      if (!set || branch.subscripts[0].name.text.empty()) outside("a subscript that is no range");
      member.many = true;
      member.lo = constant(*set->lo);
      member.n = constant(*set->hi) - member.lo + 1;
      if (member.n < 0) member.n = 0;
    }
    for (const Member& other : members_)
      if (other.label == member.label) outside("branches that are parts of one array");
    member_count_ += static_cast<int>(member.n);
    members_.push_back(member);
  }
  std::string start;
  for (std::size_t i = 0; i < command.branches.size(); ++i) {
    const ast::ParallelBranch& branch = command.branches[i];
    Frame frame = new_frame(branch.service, names_in_progs(*branch.body));
    frame.member = members_[i].first;
    now_ = &frame;
    if (members_[i].many) {
      Symbol subscript;
      subscript.where = Symbol::Constant;
      subscript.text = "sub";
      frame.scopes.back()[branch.subscripts[0].name.text] = subscript;
    }
    statements(*branch.body);
    const std::string name = proctype("p_" + branch.label.text, "byte self; int sub", std::move(frame));
    for (long k = 0; k < members_[i].n; ++k)
      start += "    run " + name + "(" + number(members_[i].first + k) + ", " + number(members_[i].lo + k) +
               ");\n";
  }
  globals_ += "byte ended[" + number(member_count_ + 1) + "];\nchan peer[" +
              number(member_count_ * member_count_ + 1) +
              "] = [0] of { byte, short, short };\nchan nopeer = [0] of { byte, short, short };\n";
  proctypes_ += "init {\n  atomic {\n" + start + "  }\n}\n";
}

void PromelaWriter::system() {
  for (const ast::Decl& decl : file_.decls) {
    const ast::ProgDecl* prog = nullptr;
    bool service = false;
    if (const auto* system = std::get_if<ast::SystemDecl>(&decl.node);
        system && system->name.text == "SYSTEM") {
      if (!system->params.empty()) outside("a system with parameters");
      if (const auto* parallel = std::get_if<ast::ParallelSystem>(&system->system.node))
        return members(parallel->command);
      const auto& instance = std::get<ast::InstanceSystem>(system->system.node);
      const auto found = progs_.find(instance.name.text);
      if (found == progs_.end() || !instance.args.empty()) outside("a system with arguments");
      prog = found->second;
      service = instance.service;
    }
    if (const auto* value = std::get_if<ast::ValueDecl>(&decl.node); value && value->name.text == "SYSTEM") {
      const auto* call = std::get_if<ast::CallExpr>(&value->value->node);
      const auto* name =
          call && call->args.empty() ? std::get_if<ast::NameExpr>(&call->callee->node) : nullptr;
      const auto found = name ? progs_.find(name->name.text) : progs_.end();
      if (found == progs_.end()) outside("a system with arguments");
      prog = found->second;
    }
    if (!prog) continue;
    const std::string name = named(*prog, service);
    proctypes_ += "init {\n  run " + name + "()\n}\n";
    return;
  }
  outside("no system named SYSTEM");
}

// A property of top-level variables as one expression.
std::string PromelaWriter::property(const ast::Expr& e) {
  if (const auto* n = std::get_if<ast::IntLit>(&e.node)) return number(static_cast<long>(n->value));
  if (const auto* b = std::get_if<ast::BoolLit>(&e.node)) return b->value ? "1" : "0";
  if (const auto* name = std::get_if<ast::NameExpr>(&e.node)) {
    const auto found = top_.find(name->name.text);
    if (found == top_.end() ||
        (found->second.type.sort != Sort::Int && found->second.type.sort != Sort::Bool))
      outside("a property of anything but a top-level variable");
    return found->second.text;
  }
  if (const auto* unary = std::get_if<ast::UnaryExpr>(&e.node); unary && unary->op == ast::UnaryOp::Not)
    return "!(" + property(*unary->operand) + ")";
  if (const auto* binary = std::get_if<ast::BinaryExpr>(&e.node))
    if (const char* op = promela_operator(binary->op);
        op && binary->op != ast::BinaryOp::Div && binary->op != ast::BinaryOp::Mod)
      return "(" + property(*binary->left) + " " + op + " " + property(*binary->right) + ")";
  outside("a property of anything but top-level variables");
}

// A process that looks once, at any moment.
void PromelaWriter::monitor(Promela& out) {
  std::string looks;
  for (const ast::Decl& decl : file_.decls) {
    const auto* assertion = std::get_if<ast::AssertDecl>(&decl.node);
    if (!assertion) continue;
    const bool always = assertion->property.kind == ast::PropertyKind::Always;
    if (!always && assertion->property.kind != ast::PropertyKind::Reachable) continue;
    bool& said = always ? out.always : out.reachable;
    if (said) continue;
    try {
      const std::string e = property(*assertion->property.exprs[0]);
      looks += "  assert(crashed || " +
               (always ? "(" + e + ") || tag_always" : "!(" + e + ") || tag_reachable") + ");\n";
      said = true;
    } catch (const Outside&) {
    }
  }
  if (!looks.empty()) proctypes_ += "\nactive proctype monitor() {\n" + looks + "}\n";
}

Promela PromelaWriter::run() {
  try {
    globals();
    system();
    if (default_sends_ && default_receives_) outside("selects with default that could meet");
    monitor(out_);
  } catch (const Outside& reason) {
    out_ = Promela{};
    out_.outside = reason.what;
    return out_;
  }
  // Nobody sends on nochan, nobody receives from nosend.
  std::string pools = "chan nochan = [0] of { byte };\nchan nosend = [0] of { byte };\n";
  for (int capacity : capacities_)
    pools += "chan pool" + number(capacity) + "[" + number(kPool) + "] = [" + number(capacity) +
             "] of { byte };\nbyte used" + number(capacity) + ";\n";
  const int most = capacities_.empty() ? 0 : *capacities_.rbegin();
  out_.text = "#define POOL " + number(kPool) + "\n#define PROCESSES " + number(kProcesses) +
              "\nbit tag_error, tag_full, tag_always, tag_reachable, crashed;\nshort cell[" + number(kCells) +
              "];\nbyte cells;\nbyte asleep[PROCESSES];\nbyte conds;\nbit closed[" +
              number((most + 1) * kPool + 1) + "];\n#define NIL " + number((most + 1) * kPool) + "\n" +
              pools + globals_ + "\n" + proctypes_;
  return out_;
}

Promela to_promela(const ast::File& file) { return PromelaWriter(file).run(); }

}  // namespace csp::fuzz
