// Equality and hashes of the literal state.
#include "checker/certify/state.h"

#include <tuple>

namespace csp::reference {

bool operator==(const Object& a, const Object& b) {
  const auto all = [](const Object& o) {
    return std::tie(o.kind, o.capacity, o.buffer, o.closed, o.ticking, o.locked, o.readers, o.writer, o.mutex,
                    o.once, o.counter, o.queued, o.released, o.content, o.ended);
  };
  return all(a) == all(b);
}

namespace {

class Mixer {
 public:
  void add(std::uint64_t x) { h_ = (h_ ^ x) * 0x9e3779b97f4a7c15ULL, h_ ^= h_ >> 29; }
  void add(const Value& v) { add(static_cast<std::uint64_t>(v.hash())); }
  void add(const std::vector<Value>& values) {
    add(values.size());
    for (const Value& v : values) add(v);
  }
  std::size_t result() const { return static_cast<std::size_t>(h_); }

 private:
  std::uint64_t h_ = 0x243f6a8885a308d3ULL;
};

template <class T>
std::uint64_t code(T x) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(x));
}

}  // namespace

// A terminated process is only that (docs/semantics.md 1.1). What it was a member of stays at hand for reports.
// tests/regress/terminated-service.csp, terminated-member.csp
bool operator==(const Process& a, const Process& b) {
  if (a.terminated || b.terminated) return a.terminated == b.terminated;
  return a.frames == b.frames && a.service == b.service && a.uncaught == b.uncaught && a.arrived == b.arrived &&
         a.pending == b.pending && a.group == b.group && a.member == b.member;
}

std::size_t hash(const Process& p) {
  Mixer mix;
  if (p.terminated) return mix.result();
  mix.add(code(p.service) | code(p.terminated) << 1 | code(p.uncaught) << 2 | code(p.arrived) << 3);
  mix.add(p.pending ? code(*p.pending) + 1 : 0);
  mix.add(code(p.group));
  mix.add(code(p.member));
  for (const Frame& f : p.frames) {
    mix.add(code(f.proc));
    mix.add(code(f.node));
    mix.add(f.locals);
    mix.add(code(f.leaving));
    mix.add(f.result);
    for (const Deferred& d : f.deferred) {
      mix.add(code(d.proc));
      mix.add(d.args);
    }
  }
  return mix.result();
}

std::size_t hash(const State& s) {
  Mixer mix;
  mix.add(code(s.crashed));
  for (const Process& p : s.processes) mix.add(hash(p));
  for (const Object& o : s.objects) {
    mix.add(code(o.kind) | code(o.closed) << 8 | code(o.ticking) << 9 | code(o.locked) << 11 |
            code(o.writer) << 12 | code(o.once) << 14);
    mix.add(o.buffer);
    mix.add(o.content);
    mix.add(code(o.readers) + (code(o.counter) << 16) + (code(o.queued) << 32) + (code(o.released) << 48));
    for (const bool ended : o.ended) mix.add(code(ended));
  }
  return mix.result();
}

}  // namespace csp::reference
