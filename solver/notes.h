// A solver that only writes down what it is told: for formulas that go elsewhere.
#pragma once

#include <string>
#include <vector>

#include "solver/smt.h"

namespace csp::solver {

class Notes final : public Smt {
 public:
  std::vector<Term> list;

  void add(Term t) override { list.push_back(t); }
  void push() override {}
  void pop() override {}
  Sat check(const std::vector<Term>&, unsigned) override { return Sat::Unknown; }
  std::string reason() const override { return "no solver"; }
  std::vector<Term> core() override { return {}; }
  bool truth(Term) override { return false; }
  std::int64_t value(Term) override { return 0; }
};

}  // namespace csp::solver
