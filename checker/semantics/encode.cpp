// Local states to words and back. A word sequence is self-delimiting: counts come before what they count.
#include <algorithm>

#include "checker/semantics/fault.h"
#include "checker/semantics/process_state.h"

namespace csp {

namespace {

constexpr std::size_t kMostWords = 8'000'000;  // of one local state

class Writer {
 public:
  explicit Writer(std::int64_t globals) : globals_(globals) {}

  void word(std::int64_t w) { out_.words.push_back(w); }

  void value(const Value& v) {
    const auto kind = static_cast<std::int64_t>(v.kind());
    switch (v.kind()) {
      case ValueKind::Nil: return word(kind);
      case ValueKind::Int:
        word(kind);
        return word(v.number());
      case ValueKind::Ref:
        if (v.number() < globals_) {
          word(kind);
          word(v.number());
        } else {
          word(kCreatedRef);
          word(position(v.number()));
        }
        return word(v.sub());
      case ValueKind::Seq:
      case ValueKind::Data:
      case ValueKind::Closure:
        word(kind);
        word(v.tag());
        return values(v.items());
    }
  }

  void values(const std::vector<Value>& items) {
    // A value that holds itself twice in each step is small in memory but not here.
    if (out_.words.size() + items.size() > kMostWords) throw LimitReached{"the values of one process or object have grown too large"};
    word(static_cast<std::int64_t>(items.size()));
    for (const Value& v : items) value(v);
  }

  Encoded take() { return std::move(out_); }

  static constexpr std::int64_t kCreatedRef = 100;

 private:
  std::int64_t position(std::int64_t object) {
    const auto it = std::find(out_.refs.begin(), out_.refs.end(), object);
    if (it != out_.refs.end()) return it - out_.refs.begin();
    out_.refs.push_back(object);
    return static_cast<std::int64_t>(out_.refs.size()) - 1;
  }

  std::int64_t globals_;
  Encoded out_;
};

class Reader {
 public:
  Reader(const std::vector<std::int64_t>& words, const std::vector<std::int64_t>& refs) : words_(words), refs_(refs) {}

  std::int64_t word() { return words_[at_++]; }

  Value value() {
    const std::int64_t kind = word();
    if (kind == Writer::kCreatedRef) {
      const std::int64_t object = refs_[static_cast<std::size_t>(word())];
      return Value::ref(object, static_cast<int>(word()));
    }
    switch (static_cast<ValueKind>(kind)) {
      case ValueKind::Nil: return Value();
      case ValueKind::Int: return Value::integer(word());
      case ValueKind::Ref: {
        const std::int64_t object = word();
        return Value::ref(object, static_cast<int>(word()));
      }
      case ValueKind::Seq: word(); return Value::seq(values());
      case ValueKind::Data: {
        const int tag = static_cast<int>(word());
        return Value::data(tag, values());
      }
      case ValueKind::Closure: {
        const int proc = static_cast<int>(word());
        return Value::closure(proc, values());
      }
    }
    return Value();
  }

  std::vector<Value> values() {
    std::vector<Value> items(static_cast<std::size_t>(word()));
    for (Value& v : items) v = value();
    return items;
  }

 private:
  const std::vector<std::int64_t>& words_;
  const std::vector<std::int64_t>& refs_;
  std::size_t at_ = 0;
};

}  // namespace

Encoded encode(const ProcessState& p, std::int64_t globals) {
  Writer w(globals);
  w.word((p.service && !p.ended() ? 1 : 0) | (p.uncaught ? 2 : 0) | static_cast<std::int64_t>(p.ancestor) << 8);
  w.word(p.pending ? static_cast<std::int64_t>(*p.pending) : -1);
  // A terminated process keeps nothing but that: its group has been told.
  w.value(p.frames.empty() ? Value() : p.group);
  w.word(p.frames.empty() ? 0 : p.member);
  w.word(static_cast<std::int64_t>(p.frames.size()));
  for (const Frame& f : p.frames) {
    w.word(f.node);
    w.word(static_cast<std::int64_t>(f.mode) | (f.deferred ? 4 : 0) | (f.recovered ? 8 : 0));
    w.values(f.locals);
    w.value(f.result);
    w.word(static_cast<std::int64_t>(f.defers.size()));
    for (const DeferredCall& d : f.defers) {
      w.word(d.proc);
      w.values(d.args);
    }
  }
  return w.take();
}

ProcessState decode_process(const std::vector<std::int64_t>& words, const std::vector<std::int64_t>& refs) {
  Reader r(words, refs);
  ProcessState p;
  const std::int64_t flags = r.word();
  p.service = flags & 1;
  p.uncaught = flags & 2;
  p.ancestor = static_cast<int>(flags >> 8);
  if (const std::int64_t pending = r.word(); pending >= 0) p.pending = static_cast<ErrorKind>(pending);
  p.group = r.value();
  p.member = static_cast<int>(r.word());
  p.frames.resize(static_cast<std::size_t>(r.word()));
  for (Frame& f : p.frames) {
    f.node = static_cast<NodeId>(r.word());
    const std::int64_t bits = r.word();
    f.mode = static_cast<FrameMode>(bits & 3);
    f.deferred = bits & 4;
    f.recovered = bits & 8;
    f.locals = r.values();
    f.result = r.value();
    f.defers.resize(static_cast<std::size_t>(r.word()));
    for (DeferredCall& d : f.defers) {
      d.proc = static_cast<ProcId>(r.word());
      d.args = r.values();
    }
  }
  return p;
}

Encoded encode(const ObjectState& o, std::int64_t globals) {
  Writer w(globals);
  w.word(static_cast<std::int64_t>(o.kind));
  w.word(o.a);
  w.word(o.b);
  w.word(o.c);
  w.values(o.values);
  return w.take();
}

ObjectState decode_object(const std::vector<std::int64_t>& words, const std::vector<std::int64_t>& refs) {
  Reader r(words, refs);
  ObjectState o;
  o.kind = static_cast<ObjectKind>(r.word());
  o.a = r.word();
  o.b = r.word();
  o.c = r.word();
  o.values = r.values();
  return o;
}

}  // namespace csp
