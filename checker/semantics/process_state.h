// The local state of a process: a stack of frames. Decoded form, used only while a table entry is worked out; the tables keep the
// encoded form (see encode.cpp).
#pragma once

#include <optional>
#include <vector>

#include "checker/core/program.h"

namespace csp {

struct DeferredCall {
  ProcId proc = kNone;
  std::vector<Value> args;  // captured values first
};

enum class FrameMode : std::uint8_t { Running, Returning, Panicking };

struct Frame {
  NodeId node = kNone;
  FrameMode mode = FrameMode::Running;
  bool deferred = false;    // a deferred call of the frame below
  bool recovered = false;   // Panicking: a Recover has stopped the panic
  std::vector<Value> locals;
  std::vector<DeferredCall> defers;
  Value result;             // Returning: what it gives to its caller
};

struct ProcessState {
  std::vector<Frame> frames;                // empty: terminated, or uncaught
  bool service = false;
  bool uncaught = false;                    // a panic has left the last frame: the next step ends the system
  std::optional<ErrorKind> pending;         // the node has acted, but what it stores does not fit: the next step is this failure
  Value group;                              // Ref of the group it is a member of, or Nil
  int member = 0;
  int ancestor = 0;                         // the fixed process (see network.h) that created it, directly or not; itself if fixed

  bool ended() const { return frames.empty() && !uncaught; }
  Frame& top() { return frames.back(); }
  const Frame& top() const { return frames.back(); }
};

// The content of an object (docs/semantics.md 1.1).
struct ObjectState {
  ObjectKind kind = ObjectKind::Chan;
  std::int64_t a = 0;          // Chan: capacity. Mutex: locked. RwMutex: readers. Once, Timer: phase. WaitGroup: counter
  std::int64_t b = 0;          // Chan: closed. RwMutex: writer. WaitGroup: queued
  std::int64_t c = 0;          // WaitGroup: released. Chan: Environment
  std::vector<Value> values;   // Chan: buffer. Var: one value. Cond: its mutex. Group: 0 or 1 per member
};

enum : std::int64_t { kOnceFresh = 0, kOnceRunning = 1, kOnceDone = 2 };
enum : std::int64_t { kTimerIdle = 0, kTimerRunning = 1, kTimerExpired = 2 };
enum : std::int64_t { kWriterNone = 0, kWriterAnnounced = 1, kWriterActive = 2 };

// Object numbers from here on belong to objects that the step at hand makes; they get their place in network_state.cpp.
inline constexpr std::int64_t kNewObject = std::int64_t{1} << 40;

// Encoded form: words in which references to created objects are replaced by positions in a reference vector, so that renumbering
// makes no new words (design.md, "references are kept apart from the interned local state").
struct Encoded {
  std::vector<std::int64_t> words;
  std::vector<std::int64_t> refs;  // numbers of created objects, in order of first occurrence

  friend bool operator==(const Encoded&, const Encoded&) = default;
};

// `globals` is the number of globals: references below it stay in the words.
Encoded encode(const ProcessState&, std::int64_t globals);
inline int encoded_ancestor(const Encoded& process) { return static_cast<int>(process.words[0] >> 8); }
Encoded encode(const ObjectState&, std::int64_t globals);
ProcessState decode_process(const std::vector<std::int64_t>& words, const std::vector<std::int64_t>& refs);
ObjectState decode_object(const std::vector<std::int64_t>& words, const std::vector<std::int64_t>& refs);

}  // namespace csp
