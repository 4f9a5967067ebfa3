// Processes: the terms of CSP that a script denotes. The frontend makes them, on demand; the process engine
// (checker/process), the reference interpreter and the denotational evaluator (checker/certify) read them.
// Names are Roscoe's (The Theory and Practice of Concurrency, 1997; Understanding Concurrent Systems, 2010:
// "UCS").
//
// A term is an operator and its operands, interned: equal terms have equal numbers, so a state of a process
// is a number. A Delay stands for an expression of the script that has not been evaluated yet (a call `P(3)`,
// the continuation of a prefix). Terms::head evaluates it; the same call with the same arguments is the same
// Delay, so recursion closes.
//
// Termination is Roscoe's: ✓ is a signal to the environment, that it cannot refuse (UCS 6.2, 7.2). In a
// parallel combination the ✓ of one side is a τ after which that side is Omega; when both sides are Omega the
// whole does ✓.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/core/program.h"
#include "checker/core/span.h"
#include "checker/core/value.h"

namespace csp {

// ---- Events -------------------------------------------------------------------------------------

using EventId = int;  // index into Events; -1 where none is meant
inline constexpr EventId kTau = 0;
inline constexpr EventId kTick = 1;

struct Event {
  int channel = kNone;        // index into Events::channels; kNone for τ and ✓
  std::vector<Value> fields;  // core values, for matching with the channels of programs
  std::string text;           // as a person writes it: `c.1.true`, `τ`, `✓`
};

class Events {
 public:
  Events();                              // τ and ✓
  int channel(const std::string& name);  // the number of the channel of this name, made if it is new
  // The event, interned. `text` is used only if it is new.
  EventId intern(int channel, std::vector<Value> fields, const std::string& text);
  const Event& operator[](EventId e) const { return all_[static_cast<std::size_t>(e)]; }
  std::size_t size() const { return all_.size(); }

 private:
  struct Key {
    int channel;
    std::vector<Value> fields;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key&) const;
  };
  std::vector<Event> all_;
  std::vector<std::string> channels_;
  std::unordered_map<std::string, int> channel_numbers_;
  std::unordered_map<Key, EventId, Hash> numbers_;
};

// A set of events. It may be infinite (`Events`, {| c |} with a field of type Int), so it is only asked about
// members. Never contains τ or ✓. Engines memoise what they ask.
class EventSet {
 public:
  virtual ~EventSet() = default;
  virtual bool contains(EventId) const = 0;
  virtual std::string text() const = 0;  // as in the script, for reports
};
using SetId = int;  // index into Terms' table of sets; equal sets may have different numbers

// A renaming relation: an event that is not renamed stays as it is.
class Renaming {
 public:
  virtual ~Renaming() = default;
  virtual std::vector<EventId> images(EventId) const = 0;  // not empty; without duplicates
  virtual std::string text() const = 0;
};
using RenamingId = int;

// ---- Terms --------------------------------------------------------------------------------------

using TermId = int;

enum class TermKind : std::uint8_t {
  Stop,            // STOP: no transitions
  Skip,            // SKIP: ✓ to Omega
  Omega,           // Ω, after ✓: no transitions
  Div,             // DIV: τ to itself
  Prefix,          // a menu: for each item its event to its continuation: a -> P, c?x -> P(x), RUN(A)
  ExternalChoice,  // any number of operands: P [] Q, [] x: S @ P(x); τ does not resolve it, ✓ and events do
  InternalChoice,  // any number (at least one) of operands: τ to each. $x of a prefix is one of these over
                   // Prefixes
  Sequence,        // P ; Q: the ✓ of P is a τ to Q
  Interrupt,       // P /\ Q: τ of Q does not resolve, an event or ✓ of Q does; ✓ of P ends the whole
  Sliding,         // P [> Q: τ to Q; an event or ✓ of P resolves, τ of P does not
  Exception,       // P [| A |> Q: an event of P in `set` leads to Q
  Parallel,        // P [| A |] Q, both sides must join in the events of `set`; ||| is the empty set
  Alphabetised,    // P [ A || B ] Q: `set` is A, `set2` is B; P can do only A, Q only B, both join in the
                   // intersection
  Hide,            // P \ A: events of `set` become τ
  Rename,          // P [[ R ]]
  SyncExternal,   // P [+ A +] Q: external choice whose operands join in the events of `set` without resolving
                  // it
  SyncInterrupt,  // P /+ A +\ Q
  Prioritise,     // prioritise(P, <A1, ..., An>): see Terms::priority
  Compressed,     // a transparent function applied to an operand: `name`; the same meaning
  Instance,       // a program as a process (semantics.md rule 25): `program`
  Delay           // not evaluated yet: evaluated by head()
};

struct MenuItem {
  EventId event = kTau;
  TermId next = kNone;
  friend bool operator==(const MenuItem&, const MenuItem&) = default;
};

struct Term {
  TermKind kind = TermKind::Stop;
  std::vector<TermId> args;  // operands in order
  std::vector<MenuItem>
      menu;  // Prefix, in order of the script; the same event may occur twice (internal choice)
  SetId set = kNone, set2 = kNone;
  RenamingId renaming = kNone;
  int payload = kNone;  // Instance: index of the program; Delay: what the frontend knows it by; Compressed,
                        // Prioritise: index into Terms::names, resp. the order
  int state = kNone;    // Instance: where it is, a number that only its reader understands; kNone: at the
                        // start
  friend bool operator==(const Term&, const Term&) = default;
};

// What cannot be evaluated: a run-time error of the script (undefined value, unguarded recursion, a pattern
// that matches nothing).
struct EvaluationFailure {
  std::string code;  // of the diagnostic
  Span span;
  std::string message, label, help;
};

// Thrown by Terms::head and whatever calls it; engines let it pass.
struct EvaluationError {
  EvaluationFailure failure;
};

// A prog, or a parallel command of programs, as a process.
struct ProgramInstance {
  std::shared_ptr<const Program> program;
  std::string text;  // `COPY(left, mid)`
};

class Terms {
 public:
  // Gives the operator term of a Delay's payload, which may again be a Delay. Throws EvaluationError.
  using Evaluate = std::function<TermId(int payload)>;

  explicit Terms(std::shared_ptr<Events> events) : events_(std::move(events)) {}
  void on_delay(Evaluate f) { evaluate_ = std::move(f); }

  // The number of the term; the same for equal terms. `span` and `text` are kept from the first.
  TermId make(Term, Span span = {}, std::string text = {});
  TermId make(TermKind kind, std::vector<TermId> args = {}, SetId set = kNone, SetId set2 = kNone);
  TermId delay(int payload, Span span, std::string text);
  SetId add(std::shared_ptr<const EventSet>);
  RenamingId add(std::shared_ptr<const Renaming>);
  int add(ProgramInstance);
  int add_name(std::string name);           // of a compression
  int add_order(std::vector<SetId> order);  // of prioritise: most urgent first

  // The term itself; it may be a Delay. References stay valid.
  const Term& operator[](TermId t) const { return *all_[static_cast<std::size_t>(t)].term; }
  // The number of the operator term that t stands for: t itself unless it is a Delay. Evaluates at most once
  // per Delay. Throws EvaluationError, also if a Delay evaluates to itself (P = P).
  TermId head(TermId t);

  const EventSet& set(SetId s) const { return *sets_[static_cast<std::size_t>(s)]; }
  const Renaming& renaming(RenamingId r) const { return *renamings_[static_cast<std::size_t>(r)]; }
  const ProgramInstance& instance(int i) const { return instances_[static_cast<std::size_t>(i)]; }
  bool has_instances() const { return !instances_.empty(); }
  const std::string& name(int i) const { return names_[static_cast<std::size_t>(i)]; }
  const std::vector<SetId>& order(int i) const { return orders_[static_cast<std::size_t>(i)]; }
  Events& events() const { return *events_; }
  Span span(TermId t) const { return all_[static_cast<std::size_t>(t)].span; }
  const std::string& text(TermId t) const {
    return all_[static_cast<std::size_t>(t)].text;
  }  // `P(3)`; may be empty
  std::size_t size() const { return all_.size(); }

 private:
  struct Kept {
    std::unique_ptr<Term> term;
    Span span;
    std::string text;
    TermId head = kNone;
    bool evaluating = false;
  };
  struct Hash {
    std::size_t operator()(const Term&) const;
  };
  struct Refer {  // keys of numbers_ point into all_
    const Term* term;
    friend bool operator==(const Refer& a, const Refer& b) { return *a.term == *b.term; }
  };
  struct ReferHash {
    std::size_t operator()(const Refer& r) const { return Hash{}(*r.term); }
  };

  std::shared_ptr<Events> events_;
  Evaluate evaluate_;
  std::vector<Kept> all_;
  std::unordered_map<Refer, TermId, ReferHash> numbers_;
  std::vector<std::shared_ptr<const EventSet>> sets_;
  std::vector<std::shared_ptr<const Renaming>> renamings_;
  std::vector<ProgramInstance> instances_;
  std::vector<std::string> names_;
  std::vector<std::vector<SetId>> orders_;
};

}  // namespace csp
