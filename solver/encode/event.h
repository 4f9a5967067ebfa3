// What can happen in a frame: one event for each step that docs/semantics.md knows, up to the ways in which
// the processes that take part run on.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "checker/core/trace.h"
#include "solver/encode/frame.h"

namespace csp::solver {

// A way that a process goes on, with the frame's terms.
struct GoneOn {
  Term condition;
  StateId target = kNone;
  std::vector<Term> ints, bools;
  std::vector<Term> choices;
  std::vector<MadeObject> made;  // objects that get a content
};

struct Mover {
  SlotId slot = kNone;
  StateId from = kNone;  // kNone: created by the event
  NodeId node = kNone;
  int alt = kNone;
  Term takes_part;           // beside the event itself (a broadcast wakes those who sleep); usually true
  std::vector<GoneOn> ways;  // at least one is possible whenever the event is
  bool chosen = false;       // several may be
};

// An access to a part of a variable: what independence can look at instead of the whole variable.
struct PartAccess {
  enum class How { Read, Write, Add };  // Add: by a number, without a check and without looking at the sum
  ObjectId object = kNone;
  How how = How::Read;
  std::vector<std::optional<std::int64_t>> path;  // indices and fields; nothing: not known
};

struct Event {
  Term guard;  // it can happen in the frame
  StepKind kind = StepKind::Act;
  std::vector<Mover> movers;  // in the order of Step::parts
  std::vector<std::pair<ObjectId, Effect>> effects;
  bool crash = false;                         // the system ends
  Term outcome;                               // Step::outcome, an integer
  bool progress = false, observable = false;  // rule 23; termination aside
  // For independence (independence.h): what it reads or changes beside the states of its movers.
  std::vector<SlotId> looks_at;
  std::vector<ObjectId> reads, writes;
  std::vector<std::pair<ObjectId, int>>
      shifts;                      // writes that commute with those of the same kind (kUp, kDown): counters
  std::optional<PartAccess> part;  // the only access to this object, which is among `reads` or `writes`
  bool global = false;             // depends on everything (priority)
};

enum Shift : int { kUp, kDown };

// Where a process may stand, what it may do there.
struct Standing {
  SlotId slot = kNone;
  StateId state = kNone;
  std::size_t number = 0;  // of the case among those of the state
  const StepCase* what = nullptr;
  Term here;  // the process is there, the case holds, and the system has not crashed
};

struct Steps {
  std::vector<Standing> standing;
  std::vector<Event> events;
  Term beyond;  // some process is where the encoding does not say what happens
  std::vector<std::string> why_beyond;
};

// Everything that can happen in the frame.
Steps steps_of(Automaton&, const Frame&);

// The events by which a system starts, from a frame in which nothing exists: one of them happens. `before` is
// that frame.
Steps start_of(Automaton&, Frame& before);

// The frame after one of the events. fired[i]: event i happens; ways[i][m][w]: mover m of event i goes on by
// way w.
using Ways3 = std::vector<std::vector<std::vector<Term>>>;
Frame frame_after(Automaton&, const Frame&, const std::vector<Event>&, const std::vector<Term>& fired,
                  const Ways3& ways);

}  // namespace csp::solver
