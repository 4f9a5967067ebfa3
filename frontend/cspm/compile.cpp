// Names and units: what is captured on the way to where a name is bound; let and lambda. A name is looked for
// from the inside out; each unit on the way captures what lies outside of it.
#include "frontend/cspm/compile.h"

#include <algorithm>

namespace csp::cspm {

// ---- Names

int Compiler::capture(std::vector<Access>& captures, const Access& a) {
  const auto it = std::find(captures.begin(), captures.end(), a);
  if (it != captures.end()) return static_cast<int>(it - captures.begin());
  captures.push_back(a);
  return static_cast<int>(captures.size()) - 1;
}

bool Compiler::find(Level* level, std::string_view name, Access& out) {
  if (!level) return false;
  for (std::size_t s = level->scopes.size(); s-- > 0;)
    for (std::size_t i = level->scopes[s].size(); i-- > 0;) {
      const auto& [known, binding] = level->scopes[s][i];
      if (known != name) continue;
      out = Access{};
      out.index = binding.slot;
      if (binding.member >= 0) {
        out.kind = Access::Kind::ScopeName;
        out.scope_is_local = true;
        out.member = binding.member;
      }
      return true;
    }
  Access outer;
  if (level->group) {
    if (const auto it = level->members->find(std::string(name)); it != level->members->end()) {
      out = {Access::Kind::ScopeName, false, 0, it->second};
      return true;
    }
    if (!find(level->around, name, outer)) return false;
    // The scope captures the scope of an outer definition as a whole.
    Access wanted = outer;
    if (outer.kind == Access::Kind::ScopeName) {
      wanted =
          Access{outer.scope_is_local ? Access::Kind::Local : Access::Kind::Captured, false, outer.index, 0};
    }
    const int at = capture(level->group->captures, wanted);
    out = {Access::Kind::ScopeCaptured, false, 0, at};
    if (outer.kind != Access::Kind::ScopeName) return true;
    // As a value of its own the outer scope is one of ours.
    const int own = capture(level->unit->captures, out);
    out = {Access::Kind::ScopeName, false, own + 1, outer.member};
    return true;
  }
  if (!find(level->around, name, outer)) return false;
  if (outer.kind == Access::Kind::ScopeName) {
    const Access scope{outer.scope_is_local ? Access::Kind::Local : Access::Kind::Captured, false,
                       outer.index, 0};
    out = {Access::Kind::ScopeName, false, capture(level->unit->captures, scope), outer.member};
    return true;
  }
  out = {Access::Kind::Captured, false, capture(level->unit->captures, outer), 0};
  return true;
}

// ---- Units

Unit* Compiler::new_unit(std::string name, Span span) {
  Unit& unit = script_.units.emplace_back();
  unit.id = static_cast<int>(script_.units.size());
  unit.name = std::move(name);
  unit.span = span;
  return &unit;
}

void Compiler::body(Unit* unit, const Definition& d) {
  const Clause& first = d.clauses.front();
  for (const auto& group : first.groups) unit->groups.push_back(group.size());
  for (const Clause& clause : d.clauses) {
    Equation equation;
    push();
    for (const auto& group : clause.groups)
      for (const ast::ExprBox& p : group) equation.params.push_back(pattern(*p));
    if (d.pattern) {
      // The value is matched, then the names bound are the result.
      Code* match = make(Op::Call, *clause.value);
      Unit* matcher = new_unit("", d.pattern->span);
      Level inner{matcher, level_, nullptr, nullptr, {}};
      level_ = &inner;
      push();
      Equation one;
      one.params.push_back(pattern(*d.pattern));
      std::vector<Code*> parts;
      for (const ast::Name& n : d.bound) {
        Code* part = make(Op::Variable, *d.pattern);
        find(level_, n.text, part->access);
        parts.push_back(part);
      }
      one.body = make(Op::Tuple, *d.pattern, parts);
      level_ = inner.around;
      matcher->groups = {1};
      matcher->equations.push_back(std::move(one));
      Code* callee = make(Op::Lambda, *d.pattern);
      callee->unit = matcher;
      match->kids = {callee, expr(clause.value)};
      match->lazy = {nullptr};
      equation.body = match;
    } else {
      equation.body = expr(clause.value);
    }
    pop();
    unit->equations.push_back(std::move(equation));
  }
  unit->process = unit->equations.front().body->process;
}

Unit* Compiler::definition(const Definition& d) {
  Unit* unit = new_unit(d.name.text, d.pattern ? d.pattern->span : d.name.span);
  Level level{unit, nullptr, nullptr, nullptr, {}};
  level_ = &level;
  body(unit, d);
  level_ = nullptr;
  return unit;
}

Unit* Compiler::set_unit(Span span, const std::function<Code*(const ast::Expr&)>& make_body) {
  Unit* unit = new_unit("", span);
  Level level{unit, nullptr, nullptr, nullptr, {}};
  level_ = &level;
  push();
  const ast::Expr place{span, ast::NilLit{}};
  Equation equation;
  equation.body = make_body(place);
  for (Code& code : script_.codes)
    if (code.source == &place) code.source = nullptr;
  unit->equations.push_back(std::move(equation));
  level_ = nullptr;
  return unit;
}

Unit* Compiler::set_of_type(const ast::Type& t) {
  return set_unit(t.span, [&](const ast::Expr& place) { return type(t, place); });
}

// The union of what its constructors make of their fields.
Unit* Compiler::subtype(const ast::SubtypeDecl& decl) {
  return set_unit(decl.name.span, [&](const ast::Expr& place) {
    Code* all = make(Op::SubtypeOf, place);
    for (const ast::Constructor& c : decl.constructors) {
      Code* one = make(Op::HeadedSet, place);
      one->number = script_.names.at(c.name.text).number;
      for (const ast::TypeBox& field : c.fields) one->kids.push_back(type(*field, place));
      all->kids.push_back(one);
    }
    return all;
  });
}

Unit* Compiler::expression(const ast::Expr& e, const std::vector<ast::Name>& variables) {
  Unit* unit = new_unit("", e.span);
  Level level{unit, nullptr, nullptr, nullptr, {}};
  level_ = &level;
  push();
  Equation equation;
  for (const ast::Name& v : variables) {
    Pattern p;
    p.kind = Pattern::Kind::Variable;
    p.slot = new_slot();
    p.span = v.span;
    bind(v.text, {p.slot, -1});
    equation.params.push_back(std::move(p));
  }
  if (!variables.empty()) unit->groups.push_back(variables.size());
  equation.body = expr(e);
  unit->process = equation.body->process;
  unit->equations.push_back(std::move(equation));
  level_ = nullptr;
  return unit;
}

Unit* Compiler::nested(const ast::Expr& e, bool process) {
  Unit* unit = new_unit("", e.span);
  unit->process = process;
  Level level{unit, level_, nullptr, nullptr, {}};
  level_ = &level;
  push();
  Equation equation;
  equation.body = expr(e);
  unit->equations.push_back(std::move(equation));
  level_ = level.around;
  return unit;
}

// ---- Functions and definitions inside of expressions

Code* Compiler::lambda(const ast::Expr& e, const ast::LambdaExpr& x) {
  Unit* unit = new_unit("", e.span);
  Level level{unit, level_, nullptr, nullptr, {}};
  level_ = &level;
  push();
  Equation equation;
  for (const ast::ExprBox& p : x.params) equation.params.push_back(pattern(*p));
  unit->groups = {x.params.size()};
  equation.body = expr(x.body);
  unit->process = equation.body->process;
  unit->equations.push_back(std::move(equation));
  level_ = level.around;
  Code* code = make(Op::Lambda, e);
  code->unit = unit;
  return code;
}

Code* Compiler::let(const ast::Expr& e, const ast::LetExpr& x) {
  std::vector<const ast::Decl*> decls;
  for (const auto& d : x.decls) decls.push_back(d.get());
  const std::vector<Definition> list = definitions(decls);
  LetGroup& group = script_.groups.emplace_back();
  group.id = static_cast<int>(script_.groups.size());
  std::map<std::string, int> members;
  const auto is_atom = [&](const std::string& n) {
    const auto it = script_.names.find(n);
    return it != script_.names.end() && it->second.kind == Meaning::Kind::Atom;
  };
  int next = 0;
  std::vector<std::vector<ast::Name>> bound(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].pattern) {
      members[list[i].name.text] = next++;
      continue;
    }
    bound_names(*list[i].pattern, is_atom, bound[i]);
    for (const ast::Name& n : bound[i]) members[n.text] = next++;
    ++next;  // the tuple of all of them
  }
  group.units.resize(static_cast<std::size_t>(next));
  next = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    Definition d = list[i];
    const int whole = next + static_cast<int>(bound[i].size());
    for (std::size_t part = 0; part < bound[i].size(); ++part) {
      // name = part of the tuple
      Unit* unit = new_unit(bound[i][part].text, bound[i][part].span);
      Code* tuple = make(Op::Variable, *d.pattern);
      tuple->access = {Access::Kind::ScopeName, false, 0, whole};
      Code* pick = make(Op::Component, *d.pattern, {tuple});
      pick->number = static_cast<int>(part);
      Equation equation;
      equation.body = pick;
      unit->equations.push_back(std::move(equation));
      group.units[static_cast<std::size_t>(next++)] = unit;
    }
    d.bound = bound[i];
    Unit* unit = new_unit(d.name.text, d.pattern ? d.pattern->span : d.name.span);
    group.units[static_cast<std::size_t>(next++)] = unit;
    Level level{unit, level_, &group, &members, {}};
    level_ = &level;
    body(unit, d);
    level_ = level.around;
  }
  Code* code = make(Op::Let, e);
  code->group = &group;
  code->number = new_slot();
  push();
  for (const auto& [n, member] : members) bind(n, {code->number, member});
  code->kids = {expr(x.body)};
  pop();
  code->process = code->kids[0]->process;
  return code;
}

}  // namespace csp::cspm
