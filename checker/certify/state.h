// The literal state of docs/semantics.md 1.1: processes with their frames, objects, or the crash. Plain
// values, compared and hashed as a whole; numbers are in order of creation and are never reused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "checker/core/program.h"
#include "checker/core/trace.h"

namespace csp::reference {

struct Deferred {  // a call that waits for the end of its frame
  ProcId proc = kNone;
  std::vector<Value> args;
  friend bool operator==(const Deferred&, const Deferred&) = default;
};

enum class Leaving : std::uint8_t { No, Return, Panic };

struct Frame {
  ProcId proc = kNone;
  NodeId node = kNone;             // control point; of a frame that waits for a call: its Call
  std::vector<Value> locals;       // Nil: nothing assigned yet
  std::vector<Deferred> deferred;  // run last first
  Leaving leaving = Leaving::No;   // while its deferred calls run on top of it
  Value result;                    // leaving by Return: what it gives to its caller
  friend bool operator==(const Frame&, const Frame&) = default;
};

struct Process {
  std::vector<Frame> frames;  // the last one runs; empty: terminated, or uncaught
  bool service = false;       // by its creation (Begin, ParBranch, root_service)
  bool terminated = false;
  bool uncaught = false;             // a panic left its last frame
  bool arrived = false;              // only with explicit arrival
  std::optional<ErrorKind> pending;  // failure of what a receive or a call gave
  std::int64_t group = kNone;        // the object it is a member of, or kNone
  int member = kNone;
  friend bool operator==(const Process&, const Process&);  // of a terminated process nothing else counts
};

enum class Ticking : std::uint8_t { Running, Expired, Idle };
enum class Writing : std::uint8_t { None, Announced, Active };
enum class Done : std::uint8_t { Fresh, Running, Done };

struct Object {
  ObjectKind kind = ObjectKind::Chan;
  std::int64_t capacity = 0;        // Chan
  std::vector<Value> buffer;        // Chan: first in front
  bool closed = false;              // Chan
  Ticking ticking = Ticking::Idle;  // Timer, Ticker
  bool locked = false;              // Mutex
  std::int64_t readers = 0;         // RwMutex
  Writing writer = Writing::None;   // RwMutex
  Value mutex;                      // Cond
  Done once = Done::Fresh;          // Once
  std::int64_t counter = 0;         // WaitGroup
  std::int64_t queued = 0;          // WaitGroup
  std::int64_t released = 0;        // WaitGroup
  Value content;                    // Var
  std::vector<bool> ended;          // Group: per member
  NodeId made_at = kNone;           // for reports only; no part of the state

  friend bool operator==(const Object& a, const Object& b);
};

struct State {
  bool crashed = false;  // the one crash state: all else is empty
  std::vector<Process> processes;
  std::vector<Object> objects;
  std::int64_t root_group = kNone;  // the first group that process 0 made

  Process& process(Pid pid) { return processes[static_cast<std::size_t>(pid)]; }
  const Process& process(Pid pid) const { return processes[static_cast<std::size_t>(pid)]; }
  Frame& top(Pid pid) { return process(pid).frames.back(); }
  const Frame& top(Pid pid) const { return process(pid).frames.back(); }
  Object& object(std::int64_t id) { return objects[static_cast<std::size_t>(id)]; }
  const Object& object(std::int64_t id) const { return objects[static_cast<std::size_t>(id)]; }
  friend bool operator==(const State&, const State&) = default;
};

std::size_t hash(const Process&);
std::size_t hash(const State&);

struct Hash {
  std::size_t operator()(const Process& p) const { return hash(p); }
  std::size_t operator()(const State& s) const { return hash(s); }
};

}  // namespace csp::reference
