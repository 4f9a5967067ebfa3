// A process on symbolic values, and its local computation up to the next interaction
// (docs/semantics.md 1.2, 1.6, 1.7).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "solver/encode/context.h"
#include "solver/encode/evaluate.h"
#include "solver/encode/path.h"

namespace csp::solver {

struct SymDeferred {
  ProcId proc = kNone;
  std::vector<Sym> args;
};

enum class Leaving : std::uint8_t { No, Return, Panic };

struct SymFrame {
  ProcId proc = kNone;
  NodeId node = kNone;  // of a frame that waits for a call: its Call
  std::vector<Sym> locals;
  std::vector<SymDeferred> deferred;  // run last first
  Leaving leaving = Leaving::No;
  std::optional<Sym> result;  // leaving by Return
};

struct SymProcess {
  std::vector<SymFrame> frames;  // the last one runs
  bool service = false;
  bool terminated = false;
  bool uncaught = false;
  std::optional<ErrorKind> pending;
  ObjectId group = kNone;
  int member = kNone;
  std::map<NodeId, int> made;  // how often it has made something, by node
  std::string beyond;          // not empty: the encoding does not say what happens here, and why

  SymFrame& top() { return frames.back(); }
  const SymFrame& top() const { return frames.back(); }
};

// An object that was made with a content (Var).
struct MadeObject {
  ObjectId object = kNone;
  Sym content;
};

struct SymOffer {  // an enabled alternative of a Comm
  int index = 0;
  const Alt* alt = nullptr;
  std::vector<std::pair<LocalId, Sym>> bound;
  Sym channel;
  Sym value;
};

class LocalRun {
 public:
  LocalRun(Context& context, Path& path, SlotId slot)
      : eval(context, path), context_(context), t_(context.terms), path_(path), slot_(slot) {}

  Evaluator eval;
  std::vector<MadeObject> made;

  // Runs on to the next interaction. What is not encoded, or too long, ends in a process that is `beyond`.
  void run(SymProcess&);

  // A local node as a step: carries it out and runs on. Throws SymFailure if its next step is the failure.
  void local_step(SymProcess&);

  // Is the process at a node that it carries out by itself? (Its offers, at a Guarded Comm, must not fail.)
  bool acts_locally(const SymProcess&);
  std::vector<SymOffer> offers(const SymProcess&);  // throws SymFailure

  // The process fails: true if the system ends, else it has begun to panic and must run on.
  bool panic(SymProcess&, ErrorKind);

  std::pair<ProcId, std::vector<Sym>> resolve(const std::vector<Sym>& locals, const Callee&);
  SymFrame frame(ProcId, std::vector<Sym> args);
  static void go(SymProcess& p, NodeId next) { p.top().node = next; }
  int count(SymProcess& p, NodeId node) { return p.made[node]++; }

 private:
  struct Passed;
  void run_on(SymProcess&, Passed&);
  void carry_out(SymProcess&);
  void choose(SymProcess&, const Choose&);
  void any_value(SymProcess&, const AnyValue&);
  void new_object(SymProcess&, const NewObject&);
  void make_zero(SymProcess&, const MakeZero&);
  Sym fill(SymProcess&, NodeId, int occurrence, int& position, TypeId, const Value& zero,
           const std::vector<std::int64_t>& sizes, std::size_t depth);
  void do_return(SymProcess&, const Return&);
  void recover(SymProcess&, const Recover&);
  void tau(SymProcess&, const Comm&);
  void unwind(SymProcess&);

  Context& context_;
  Terms& t_;
  Path& path_;
  SlotId slot_;
};

// The live part of a process: what can still be read (docs/semantics.md 1.2, cycles of local nodes), and what
// a property looks at in a first frame (`kept`).
using KeptLocals = std::set<std::pair<ProcId, LocalId>>;
SymProcess live_part(Context&, SymProcess, const KeptLocals& kept = {});
// Calls f(Sym&, type) for each value that the process holds, in a fixed order.
void for_each_value(const Program&, SymProcess&, const std::function<void(Sym&, TypeId)>& f);
// Are the two alike but for terms?
bool same_control(const SymProcess&, const SymProcess&);

}  // namespace csp::solver
