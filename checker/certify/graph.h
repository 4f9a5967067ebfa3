// All states of a program and the edges between them, as the reference interpreter finds them: built once, asked about any
// number of properties (explore.h). Breadth first; numbers are in order of creation, garbage is kept. In normal form (normal.h)
// instead, what can never matter again is dropped and the rest numbered anew, so that a loop that makes processes and objects has
// finitely many states; edges then say who is who.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/certify/interpreter.h"
#include "checker/certify/normal.h"

namespace csp::reference {

class StateGraph {
 public:
  using Index = std::size_t;
  struct Edge {
    Step step;
    Index to;
    bool progress = false, observable = false;  // rule 23
    std::vector<Pid> was;                       // in normal form: by number in `to`, the number in the state before
  };

  // The program must outlive the graph. Explores until max_states states are found, or the interpreter reaches a limit.
  StateGraph(const Program&, const Options& steps, std::uint64_t max_states, bool normal = false);

  const Interpreter& interpreter() const { return interpreter_; }
  std::size_t size() const { return states_.size(); }
  const State& state(Index i) const { return *states_[i]; }

  std::size_t expanded() const { return edges_.size(); }  // the first ones: those whose edges are known
  const std::vector<Edge>& edges(Index i) const { return edges_[i]; }
  std::uint64_t transitions() const { return transitions_; }
  bool complete() const { return reason_.empty(); }
  const std::string& reason() const { return reason_; }  // why it is not complete

  Trace trace_to(Index) const;  // a shortest one; in normal form its process numbers are those of each state

 private:
  struct Origin {  // how a state was first reached
    bool initial = true;
    std::size_t start = 0;  // initial: which way to start
    Index from = 0;
    std::size_t edge = 0;
  };

  Index add(State, const Origin&);
  void build(std::uint64_t max_states, bool normal);

  Interpreter interpreter_;
  Normalizer normalizer_;
  std::vector<Start> starts_;
  std::unordered_map<State, Index, Hash> index_;  // keys stay where they are
  std::vector<const State*> states_;
  std::vector<Origin> origins_;
  std::vector<std::vector<Edge>> edges_;
  std::uint64_t transitions_ = 0;
  std::string reason_;
};

}  // namespace csp::reference
