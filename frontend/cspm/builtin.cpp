// Predeclared values and functions.
#include "frontend/cspm/builtin.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

Fault empty_sequence(const char* what) {
  return {"E0610", fmt::format("`{}` of an empty sequence", what), "this is <>", ""};
}

}  // namespace

Val Evaluator::builtin(int number) {
  if (builtins_.empty()) builtins_.resize(builtin_names().size());
  Kept& kept = builtins_[at(number)];
  if (kept.state == State::Done) return kept.value;
  const auto constant = [&]() -> Val {
    switch (builtin_names()[at(number)].kind) {
      case BuiltinKind::Stop:
        return Val::process(terms_.make(TermKind::Stop));
      case BuiltinKind::Skip:
        return Val::process(terms_.make(TermKind::Skip));
      case BuiltinKind::Div:
        return Val::process(terms_.make(TermKind::Div));
      case BuiltinKind::True:
        return Val::boolean(true);
      case BuiltinKind::False:
        return Val::boolean(false);
      case BuiltinKind::Int:
        return rule_set(SetKind::Int);
      case BuiltinKind::Bool:
        return bool_set();
      case BuiltinKind::Char:
        return rule_set(SetKind::Char);
      case BuiltinKind::Proc:
        return rule_set(SetKind::Proc);
      case BuiltinKind::Events:
        return rule_set(SetKind::Events, {}, 0, this);
      case BuiltinKind::Union:
      case BuiltinKind::Inter:
      case BuiltinKind::Diff:
      case BuiltinKind::BigUnion:
      case BuiltinKind::BigInter:
      case BuiltinKind::Member:
      case BuiltinKind::Card:
      case BuiltinKind::Empty:
      case BuiltinKind::SetOf:
      case BuiltinKind::SeqOf:
      case BuiltinKind::Powerset:
      case BuiltinKind::Sequences:
      case BuiltinKind::Head:
      case BuiltinKind::Tail:
      case BuiltinKind::Concat:
      case BuiltinKind::Elem:
      case BuiltinKind::Length:
      case BuiltinKind::Null:
      case BuiltinKind::Error:
      case BuiltinKind::Show:
      case BuiltinKind::Extensions:
      case BuiltinKind::Productions:
      case BuiltinKind::Chaos:
      case BuiltinKind::Run:
      case BuiltinKind::Wait:
      case BuiltinKind::Prioritise:
      case BuiltinKind::Compress:
      case BuiltinKind::Transclose:
      case BuiltinKind::Image:
      case BuiltinKind::InverseImage:
      case BuiltinKind::Transpose:
        break;  // functions
    }
    auto* f = new FunctionNode;
    f->builtin = number;
    f->settled = true;
    return Val(f);
  };
  kept.value = constant();
  kept.state = State::Done;
  return kept.value;
}

Val Evaluator::call_builtin(int number, std::vector<Val> args, const Span& place, bool now) {
  const BuiltinName& name = builtin_names()[at(number)];
  for (Val& v : args) v = force(v);
  const auto integer = [](std::size_t n) { return Val::integer(static_cast<std::int64_t>(n)); };
  switch (name.kind) {
    case BuiltinKind::Union:
      return unite({args[0], args[1]});
    case BuiltinKind::Inter:
      return intersect({args[0], args[1]});
    case BuiltinKind::Diff:
      return subtract(args[0], args[1]);
    case BuiltinKind::BigUnion:
      return unite(members(args[0]));
    case BuiltinKind::BigInter:
      if (empty_set(args[0]))
        throw Fault{"E0604", "`Inter` of no sets", "this set is empty",
                    "the intersection of no sets would be everything"};
      return intersect(members(args[0]));
    case BuiltinKind::Member:
      return Val::boolean(member(args[0], args[1]));
    case BuiltinKind::Card:
      return integer(members(args[0]).size());
    case BuiltinKind::Empty:
      return Val::boolean(empty_set(args[0]));
    case BuiltinKind::SetOf: {
      const SeqView items(args[0]);
      return listed_set({items.begin(), items.end()});
    }
    case BuiltinKind::SeqOf:
      return sequence(members(args[0]));
    case BuiltinKind::Powerset:
      return rule_set(SetKind::Powerset, {args[0]});
    case BuiltinKind::Sequences:
      return rule_set(SetKind::Sequences, {args[0]});
    case BuiltinKind::Head:
      if (SeqView(args[0]).empty()) throw empty_sequence("head");
      return SeqView(args[0])[0];
    case BuiltinKind::Tail:
      if (SeqView(args[0]).empty()) throw empty_sequence("tail");
      return slice(args[0], 1, SeqView(args[0]).size() - 1);
    case BuiltinKind::Concat: {
      std::vector<Val> out;
      for (const Val& part : SeqView(args[0])) {
        const SeqView items(part);
        check_length(out.size() + items.size());
        out.insert(out.end(), items.begin(), items.end());
      }
      return sequence(std::move(out));
    }
    case BuiltinKind::Elem: {
      const SeqView items(args[1]);
      return Val::boolean(std::find(items.begin(), items.end(), args[0]) != items.end());
    }
    case BuiltinKind::Length:
      return integer(SeqView(args[0]).size());
    case BuiltinKind::Null:
      return Val::boolean(SeqView(args[0]).empty());
    case BuiltinKind::Error:
      throw Fault{"E0608", fmt::format("the script says: {}", utf8_of(args[0])), "`error` is called here",
                  ""};
    case BuiltinKind::Show:
      return string_sequence(args[0].is(ValKind::Process) ? terms_.text(static_cast<TermId>(args[0].number()))
                                                          : show(args[0], *this, kLargestSet));
    case BuiltinKind::Extensions:
    case BuiltinKind::Productions:
      if (!headed(args[0]))
        throw Fault{"E0613", fmt::format("{} has no channel or constructor in front", show(args[0], *this)),
                    "", ""};
      return name.kind == BuiltinKind::Extensions ? extensions(args[0], *this) : productions(args[0], *this);
    case BuiltinKind::Chaos:
    case BuiltinKind::Run:
      if (!now) return Val::process(delay({nullptr, number, {}, std::move(args)}, place));
      return Val::process(chaos(number, args[0], place));
    case BuiltinKind::Wait:
      throw Fault{"E0615", "`WAIT` stands outside of a Timed section", "time passes in Timed sections only",
                  ""};
    case BuiltinKind::Prioritise: {
      if (SeqView(args[1]).empty())
        throw Fault{"E0610", "`prioritise` with an empty list", "no set of events is given", ""};
      std::vector<SetId> order;
      for (const Val& set : SeqView(args[1])) order.push_back(set_id(set));
      const auto [kept, fresh] = orders_.emplace(args[1], 0);
      if (fresh) kept->second = terms_.add_order(std::move(order));
      Term term;
      term.kind = TermKind::Prioritise;
      term.args = {static_cast<TermId>(args[0].number())};
      term.payload = kept->second;
      return Val::process(terms_.make(std::move(term), place));
    }
    case BuiltinKind::Compress: {
      const auto [kept, fresh] = compressions_.emplace(std::string(name.name), 0);
      if (fresh) kept->second = terms_.add_name(std::string(name.name));
      Term term;
      term.kind = TermKind::Compressed;
      term.args = {static_cast<TermId>(args[0].number())};
      term.payload = kept->second;
      return Val::process(terms_.make(std::move(term), place));
    }
    case BuiltinKind::Transclose:
    case BuiltinKind::Image:
    case BuiltinKind::InverseImage:
    case BuiltinKind::Transpose:
      return relation(number, args);
    case BuiltinKind::Stop:
    case BuiltinKind::Skip:
    case BuiltinKind::Div:
    case BuiltinKind::True:
    case BuiltinKind::False:
    case BuiltinKind::Int:
    case BuiltinKind::Bool:
    case BuiltinKind::Char:
    case BuiltinKind::Proc:
    case BuiltinKind::Events:
      break;  // no functions
  }
  return {};
}

// Functions on relations, that is, sets of pairs.
Val Evaluator::relation(int number, const std::vector<Val>& args) {
  std::vector<Val> out;
  const std::vector<Val>& pairs = members(args[0]);
  switch (builtin_names()[at(number)].kind) {
    case BuiltinKind::Image:
      for (const Val& p : pairs)
        if (p.items()[0] == args[1]) out.push_back(p.items()[1]);
      break;
    case BuiltinKind::InverseImage:
      for (const Val& p : pairs)
        if (p.items()[1] == args[1]) out.push_back(p.items()[0]);
      break;
    case BuiltinKind::Transpose:
      for (const Val& p : pairs) out.push_back(tuple({p.items()[1], p.items()[0]}));
      break;
    case BuiltinKind::Transclose: {
      // mtransclose(R, S): in the symmetric, transitive closure of R each member of S, but for the least of
      // its class, with that least one in front.
      std::map<Val, Val, ValLess> parent;
      const auto root = [&](const Val& v) {
        Val r = v;
        for (auto it = parent.find(r); it != parent.end(); it = parent.find(r)) r = it->second;
        return r;
      };
      for (const Val& p : pairs) {
        const Val a = root(p.items()[0]), b = root(p.items()[1]);
        if (!(a == b)) parent.emplace(b, a);
      }
      std::map<Val, Val, ValLess> least;
      for (const Val& v : members(args[1])) {
        const auto [first, fresh] = least.emplace(root(v), v);
        if (!fresh) out.push_back(tuple({first->second, v}));
      }
      break;
    }
    case BuiltinKind::Union:
    case BuiltinKind::Inter:
    case BuiltinKind::Diff:
    case BuiltinKind::BigUnion:
    case BuiltinKind::BigInter:
    case BuiltinKind::Member:
    case BuiltinKind::Card:
    case BuiltinKind::Empty:
    case BuiltinKind::SetOf:
    case BuiltinKind::SeqOf:
    case BuiltinKind::Powerset:
    case BuiltinKind::Sequences:
    case BuiltinKind::Head:
    case BuiltinKind::Tail:
    case BuiltinKind::Concat:
    case BuiltinKind::Elem:
    case BuiltinKind::Length:
    case BuiltinKind::Null:
    case BuiltinKind::Error:
    case BuiltinKind::Show:
    case BuiltinKind::Extensions:
    case BuiltinKind::Productions:
    case BuiltinKind::Chaos:
    case BuiltinKind::Run:
    case BuiltinKind::Wait:
    case BuiltinKind::Prioritise:
    case BuiltinKind::Compress:
    case BuiltinKind::Stop:
    case BuiltinKind::Skip:
    case BuiltinKind::Div:
    case BuiltinKind::True:
    case BuiltinKind::False:
    case BuiltinKind::Int:
    case BuiltinKind::Bool:
    case BuiltinKind::Char:
    case BuiltinKind::Proc:
    case BuiltinKind::Events:
      break;  // not about relations
  }
  return listed_set(std::move(out));
}

}  // namespace csp::cspm
