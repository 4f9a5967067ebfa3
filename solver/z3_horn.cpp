// Spacer, its answer in words, and the obligations as text.
#include <algorithm>
#include <unordered_set>

#include "solver/horn.h"
#include "solver/z3_terms.h"
#include "solver/z3_words.h"

namespace csp::solver {

namespace {

class Spacer {
 public:
  Spacer(Terms& terms, const Horn& horn, const Budget& budget)
      : t_(terms), horn_(horn), budget_(budget), as_z3_(terms, context_) {
    budget_.report = nullptr;
    budget_.max_states = budget_.max_depth = 0;
  }

  Invariant run(unsigned effort) {
    Invariant out;
    if (effort > 0) context_.set("rlimit", std::to_string(effort).c_str());
    z3::fixedpoint spacer(context_);
    z3::params p(context_);
    p.set("engine", context_.str_symbol("spacer"));
    p.set("ctrl_c", false);
    for (const char* off : {"fp.xform.slice", "fp.xform.inline_linear", "fp.xform.inline_eager"})
      p.set(off, false);
    spacer.set(p);
    z3::sort_vector sorts(context_);
    for (const Term v : horn_.state)
      sorts.push_back(t_.is_bool(v) ? context_.bool_sort() : context_.int_sort());
    z3::func_decl inv = context_.function("Inv", sorts, context_.bool_sort());
    z3::func_decl found = context_.function("Found", z3::sort_vector(context_), context_.bool_sort());
    spacer.register_relation(inv);
    spacer.register_relation(found);
    const auto of = [&](const std::vector<Term>& values) {
      z3::expr_vector list(context_);
      for (const Term v : values) list.push_back(as_z3_(v));
      return inv(list);
    };
    rule(spacer, horn_.start_facts, {}, of(horn_.start_values), "start");
    const z3::expr here = of(horn_.state);
    rule(spacer, joined(horn_.step_facts, horn_.known), here, of(horn_.step_values), "step");
    rule(spacer, joined(horn_.bad, horn_.known), here, found(), "goal");
    z3::check_result answer = z3::unknown;
    try {
      Watch watch(context_, budget_);
      z3::expr question = found();
      answer = spacer.query(question);
      out.reason = watch.reason();
    } catch (const z3::exception& error) {
      out.reason = error.msg();
    }
    if (answer != z3::unsat) {
      if (out.reason.empty()) out.reason = answer == z3::sat ? "it is reachable" : "no invariant was found";
      return out;
    }
    try {
      z3::expr cover = spacer.get_cover_delta(-1, inv);
      z3::expr_vector variables(context_);
      for (const Term v : horn_.state) variables.push_back(as_z3_(v));
      conclude(cover.substitute(variables), out);
    } catch (const z3::exception& error) {
      out.reason = error.msg();
    }
    return out;
  }

 private:
  static std::vector<Term> joined(std::vector<Term> a, const std::vector<Term>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  }

  void variables_of(Term t, std::unordered_set<int>& seen, z3::expr_vector& out) {
    if (!seen.insert(t.id).second) return;
    const TermOp op = t_[t].op;
    if (op == TermOp::BoolVar || op == TermOp::IntVar) out.push_back(as_z3_(t));
    const std::vector<Term> args = t_[t].args;
    for (const Term arg : args) variables_of(arg, seen, out);
  }

  void rule(z3::fixedpoint& spacer, const std::vector<Term>& facts, const std::optional<z3::expr>& before,
            const z3::expr& head, const char* name) {
    z3::expr_vector body(context_), variables(context_);
    std::unordered_set<int> seen;
    for (const Term fact : facts) {
      body.push_back(as_z3_(fact));
      variables_of(fact, seen, variables);
    }
    if (before) body.push_back(*before);
    for (const auto* list : {&horn_.state, &horn_.start_values, &horn_.step_values})
      for (const Term t : *list) variables_of(t, seen, variables);
    z3::expr clause = z3::implies(z3::mk_and(body), head);
    if (!variables.empty()) clause = z3::forall(variables, clause);
    spacer.add_rule(clause, context_.str_symbol(name));
  }

  z3::expr at(const z3::expr& formula, const std::vector<Term>& values) {
    z3::expr_vector from(context_), to(context_);
    for (std::size_t i = 0; i < horn_.state.size(); ++i) {
      from.push_back(as_z3_(horn_.state[i]));
      to.push_back(as_z3_(values[i]));
    }
    z3::expr copy = formula;
    return copy.substitute(from, to);
  }

  bool holds(const std::string& name, const std::vector<Term>& facts, const z3::expr& rest, Invariant& out) {
    z3::solver writer(context_);
    for (const Term fact : facts) writer.add(as_z3_(fact));
    writer.add(rest);
    auto obligation = read_again(name, writer, budget_, 0);
    if (obligation) out.obligations.push_back(std::move(*obligation));
    return obligation.has_value();
  }

  void conclude(const z3::expr& cover, Invariant& out) {
    z3::expr_vector parts(context_);
    parts.push_back(cover);
    for (const Term fact : horn_.known) parts.push_back(as_z3_(fact));
    const z3::expr inv = z3::mk_and(parts);
    if (!holds("start", horn_.start_facts, !at(inv, horn_.start_values), out) ||
        !holds("step", horn_.step_facts, inv && !at(inv, horn_.step_values), out) ||
        !holds("goal", horn_.bad, inv, out)) {
      out.reason = "the invariant of the solver did not pass its check";
      return;
    }
    out.found = true;
    Words words;
    const z3::expr plain = cover.simplify();
    if (plain.is_and())
      for (unsigned i = 0; i < plain.num_args(); ++i) out.words += words(plain.arg(i)) + "\n";
    else
      out.words = words(plain) + "\n";
  }

  Terms& t_;
  const Horn& horn_;
  Budget budget_;
  z3::context context_;
  Z3Terms as_z3_;
};

}  // namespace

Invariant find_invariant(Terms& terms, const Horn& horn, const Budget& budget, unsigned effort) {
  return Spacer(terms, horn, budget).run(effort);
}

}  // namespace csp::solver
