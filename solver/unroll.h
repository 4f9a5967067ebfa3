// Runs of growing length as formulas: frame i is what a run of i steps can have reached, and variables say
// which step was taken. Runs that differ only in the order of independent neighbouring steps are represented
// by one of them (independence.h).
#pragma once

#include <string>
#include <vector>

#include "checker/core/verdict.h"
#include "solver/encode/property.h"
#include "solver/general.h"
#include "solver/smt.h"

namespace csp::solver {

// Two frames are the same state. What does not matter in them is left aside.
Term same_state(Automaton&, const Frame&, const Frame&);

class Unrolling {
 public:
  // Adds what describes the initial states to the solver. The arguments must outlive this.
  Unrolling(Automaton&, Smt&, bool reorder = true);

  // A run that begins in any state of the general frame.
  Unrolling(Automaton&, Smt&, const General&);

  // A run that begins in this state, given by constants. It has no trace.
  Unrolling(Automaton&, Smt&, const Frame& start);

  int length() const { return static_cast<int>(layers_.size()) - 1; }  // steps so far
  const Frame& frame(int i) const { return layers_[static_cast<std::size_t>(i)].frame; }
  const Steps& steps(int i) const {
    return layers_[static_cast<std::size_t>(i)].steps;
  }  // what can happen in frame i
  const Frame& last() const { return layers_.back().frame; }
  const Steps& possible() const { return layers_.back().steps; }

  // One step more: exactly one of the events of the last frame happens. False if there is no event at all.
  bool extend();

  // The run of the solver's model up to frame n, and the process number of each slot in it.
  struct Run {
    Trace trace;
    std::vector<Pid> pids;      // by slot; kNone if it does not exist
    std::vector<SlotId> slots;  // by pid
  };
  Run run(int n);

  // The run of the solver's model up to frame n as a condition: no other trace satisfies it. What the
  // condition is made of must be asked for before anything is added to the solver.
  Term this_run(int n);

  // The states of frames i and j are the same.
  Term same_state(int i, int j) { return solver::same_state(automaton_, frame(i), frame(j)); }

  const std::vector<Term>& fired(int i) const {
    return layers_[static_cast<std::size_t>(i)].fired;
  }  // by event of frame i
  std::uint64_t events() const { return events_; }

 private:
  struct Layer {
    Frame frame;
    Steps steps;              // possible in it
    std::vector<Term> fired;  // which of them happens
    Ways3 ways;
  };
  void add_taken(const Layer&, std::vector<Term>& parts);
  Term define(Term, const std::string& name);
  void fire(Layer&, const std::string& suffix);
  void name_frame(Frame&, int n);
  void forbid_detours(const Layer& before, const Layer& now);
  void exactly_one(const std::vector<Term>&, Term when);

  Automaton& automaton_;
  Terms& t_;
  Smt& smt_;
  bool reorder_;
  Layer start_;
  std::vector<Layer> layers_;
  std::uint64_t events_ = 0;
};

}  // namespace csp::solver
