// A walk over the syntax tree with the names bound so far.
#include "frontend/cspm/free_names.h"

#include "frontend/ast_fields.h"
#include "frontend/cspm/compile.h"

namespace csp::cspm {
namespace {

class Walk {
 public:
  Walk(const Names& atoms, Names& out) : atoms_(atoms), out_(out) {}

  void node(const ast::Expr& e) {
    std::visit([&](const auto& x) { expr(x); }, e.node);
  }
  void node(const ast::Type& t) {
    if (const auto* named = std::get_if<ast::NamedType>(&t.node)) {
      use(named->name.text);
      return;
    }
    std::visit([&](const auto& x) { members(x); }, t.node);
  }
  void definition(const Definition& d) {
    for (const Clause& c : d.clauses) {
      const Scope inner(*this);
      for (const auto& group : c.groups)
        for (const ast::ExprBox& p : group) pattern(p);
      members(c.value);
    }
    if (!d.pattern) return;
    const Scope inner(*this);
    pattern(d.pattern);  // its channels and constructors
  }

 private:
  class Scope {  // names bound in it are forgotten at its end
   public:
    explicit Scope(Walk& walk) : walk_(walk), bound_(walk.bound_) {}
    ~Scope() { walk_.bound_ = std::move(bound_); }

   private:
    Walk& walk_;
    Names bound_;
  };

  void use(const std::string& name) {
    if (!bound_.contains(name)) out_.insert(name);
  }
  // In a pattern only channels and constructors are uses; the names it binds are removed.
  void pattern(const ast::ExprBox& p) {
    std::vector<ast::Name> names;
    bound_names(
        *p, [&](const std::string& n) { return atoms_.contains(n); }, names);
    for (const ast::Name& n : names) bound_.insert(n.text);
    members(p);
  }
  void qualifiers(const std::vector<ast::Qualifier>& list) {
    for (const ast::Qualifier& q : list) {
      members(q.of);
      if (q.pattern) pattern(q.pattern);
    }
  }

  // ---- What binds ----
  void expr(const ast::NameExpr& x) { use(x.name.text); }
  void expr(const ast::DotExpr& x) {
    members(x.base);
    use(x.field.text);
  }
  void expr(const ast::LetExpr& x) {
    const Scope scope(*this);
    std::vector<const ast::Decl*> decls;
    for (const auto& d : x.decls) decls.push_back(d.get());
    const std::vector<Definition> list = definitions(decls);
    for (const Definition& d : list) {
      if (d.pattern)
        pattern(d.pattern);
      else
        bound_.insert(d.name.text);
    }
    for (const Definition& d : list) definition(d);
    members(x.body);
  }
  void expr(const ast::LambdaExpr& x) {
    const Scope scope(*this);
    for (const ast::ExprBox& p : x.params) pattern(p);
    members(x.body);
  }
  void expr(const ast::ComprehensionExpr& x) {
    const Scope scope(*this);
    qualifiers(x.qualifiers);
    members(x.items);
  }
  void expr(const ast::PrefixExpr& x) {
    const Scope scope(*this);
    members(x.channel);
    bool input = false;
    for (const ast::PrefixField& f : x.fields) {
      if (f.kind != ast::PrefixField::Kind::Dot)
        input = f.kind == ast::PrefixField::Kind::Input || f.kind == ast::PrefixField::Kind::Choice;
      members(f.restriction);
      if (input)
        pattern(f.value);
      else
        members(f.value);
    }
    members(x.then);
  }
  void expr(const ast::ProcessExpr& x) {
    members(x.left);
    members(x.right);
    members(x.set);
    members(x.second_set);
    const Scope scope(*this);
    qualifiers(x.qualifiers);
    members(x.links);
  }
  void expr(const ast::RenameExpr& x) {
    members(x.process);
    const Scope scope(*this);
    qualifiers(x.qualifiers);
    members(x.pairs);
  }
  void expr(const ast::ReplicatedExpr& x) {
    if (x.op != ast::ProcessOp::Alphabetised) members(x.set);
    {
      const Scope scope(*this);
      qualifiers(x.qualifiers);
      if (x.op == ast::ProcessOp::Alphabetised) members(x.set);
      members(x.body);
    }
    const Scope scope(*this);
    qualifiers(x.link_qualifiers);
    members(x.links);
  }
  void expr(const ast::ProgExpr&) {}  // a form of programs
  template <class Other>
  void expr(const Other& x) {
    members(x);
  }

  // ---- All else: the members of the node ----
  void members(const ast::Expr& e) { node(e); }
  void members(const ast::Type& t) { node(t); }
  template <class T>
  void members(const T& x) {
    if constexpr (ast::IsVector<T>::value) {
      for (const auto& item : x) members(item);
    } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
      if (x) members(*x);
    } else if constexpr (ast::IsVariant<T>::value) {
      std::visit([&](const auto& y) { members(y); }, x);
    } else if constexpr (requires { ast::fields(x); }) {
      if constexpr (!std::is_same_v<T, ast::Stmt> && !std::is_same_v<T, ast::Decl>)
        std::apply([&](const auto&... m) { (members(m), ...); }, ast::fields(x));
    }
  }

  const Names& atoms_;
  Names& out_;
  Names bound_;
};

}  // namespace

void free_names(const ast::Expr& e, const Names& atoms, Names& out) { Walk(atoms, out).node(e); }
void free_names(const ast::Type& t, const Names& atoms, Names& out) { Walk(atoms, out).node(t); }

void free_names(const Definition& d, const Names& atoms, Names& out) { Walk(atoms, out).definition(d); }

}  // namespace csp::cspm
