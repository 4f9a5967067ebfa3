// Obligations by Z3: one solver writes them, another reads them.
#include "solver/obligation.h"
#include "solver/z3_terms.h"
#include "solver/z3_words.h"

namespace csp::solver {

std::optional<Obligation> read_again(const std::string& name, z3::solver& told, const Budget& budget,
                                     unsigned effort) {
  const std::string text = "(set-logic ALL)\n" + told.to_smt2();
  z3::context fresh;
  z3::solver reader(fresh);
  reader.set("ctrl_c", false);
  if (effort > 0) reader.set("rlimit", effort);
  reader.from_string(text.c_str());
  Watch watch(fresh, budget);
  if (reader.check() != z3::unsat) return std::nullopt;
  return Obligation{name, text};
}

std::optional<Obligation> shown(Terms& terms, const std::string& name, const std::vector<Term>& list,
                                const Budget& budget, unsigned effort) {
  z3::context context;
  Z3Terms as_z3(terms, context);
  z3::solver writer(context);
  for (const Term t : list) writer.add(as_z3(t));
  Budget quiet = budget;
  quiet.report = nullptr;
  quiet.max_states = quiet.max_depth = 0;
  return read_again(name, writer, quiet, effort);
}

std::string in_words(Terms& terms, const std::vector<Term>& list) {
  z3::context context;
  Z3Terms as_z3(terms, context);
  Words words;
  std::string out;
  for (const Term t : list) out += words(as_z3(t)) + "\n";
  return out;
}

}  // namespace csp::solver
