// Interning of events and terms.
#include "checker/core/process.h"

namespace csp {
namespace {

std::size_t mix(std::size_t seed, std::size_t x) { return (seed ^ x) * 0x9e3779b97f4a7c15ULL + (seed >> 29); }

std::size_t mix(std::size_t seed, int x) {
  return mix(seed, static_cast<std::size_t>(static_cast<unsigned>(x)));
}

}  // namespace

// ---- Events -------------------------------------------------------------------------------------

Events::Events() {
  all_.push_back({kNone, {}, "τ"});
  all_.push_back({kNone, {}, "✓"});
}

std::size_t Events::Hash::operator()(const Key& key) const {
  std::size_t h = mix(17, key.channel);
  for (const Value& v : key.fields) h = mix(h, v.hash());
  return h;
}

int Events::channel(const std::string& name) {
  const auto [at, fresh] = channel_numbers_.emplace(name, static_cast<int>(channels_.size()));
  if (fresh) channels_.push_back(name);
  return at->second;
}

EventId Events::intern(int channel, std::vector<Value> fields, const std::string& text) {
  const auto [at, fresh] = numbers_.emplace(Key{channel, fields}, static_cast<EventId>(all_.size()));
  if (fresh) all_.push_back({channel, std::move(fields), text});
  return at->second;
}

// ---- Terms --------------------------------------------------------------------------------------

std::size_t Terms::Hash::operator()(const Term& t) const {
  std::size_t h = mix(29, static_cast<int>(t.kind));
  for (const TermId a : t.args) h = mix(h, a);
  for (const MenuItem& m : t.menu) h = mix(mix(h, m.event), m.next);
  h = mix(mix(h, t.set), t.set2);
  return mix(mix(mix(h, t.renaming), t.payload), t.state);
}

TermId Terms::make(Term term, Span span, std::string text) {
  if (const auto known = numbers_.find(Refer{&term}); known != numbers_.end()) return known->second;
  const TermId id = static_cast<TermId>(all_.size());
  all_.push_back({std::make_unique<Term>(std::move(term)), span, std::move(text), kNone, false});
  numbers_.emplace(Refer{all_.back().term.get()}, id);
  return id;
}

TermId Terms::make(TermKind kind, std::vector<TermId> args, SetId set, SetId set2) {
  Term term;
  term.kind = kind;
  term.args = std::move(args);
  term.set = set;
  term.set2 = set2;
  return make(std::move(term));
}

TermId Terms::delay(int payload, Span span, std::string text) {
  Term term;
  term.kind = TermKind::Delay;
  term.payload = payload;
  return make(std::move(term), span, std::move(text));
}

SetId Terms::add(std::shared_ptr<const EventSet> set) {
  sets_.push_back(std::move(set));
  return static_cast<SetId>(sets_.size()) - 1;
}

RenamingId Terms::add(std::shared_ptr<const Renaming> renaming) {
  renamings_.push_back(std::move(renaming));
  return static_cast<RenamingId>(renamings_.size()) - 1;
}

int Terms::add(ProgramInstance instance) {
  instances_.push_back(std::move(instance));
  return static_cast<int>(instances_.size()) - 1;
}

int Terms::add_name(std::string name) {
  names_.push_back(std::move(name));
  return static_cast<int>(names_.size()) - 1;
}

int Terms::add_order(std::vector<SetId> order) {
  orders_.push_back(std::move(order));
  return static_cast<int>(orders_.size()) - 1;
}

TermId Terms::head(TermId t) {
  // A chain of Delays is walked without recursion; each link learns the result. A long one is perhaps a
  // recursion without an end whose arguments change (P(n) = P(n + 1)).
  constexpr std::size_t kLongestChain = 100000;
  std::vector<TermId> chain;
  const auto leave = [&] {
    for (const TermId c : chain) all_[static_cast<std::size_t>(c)].evaluating = false;
  };
  while ((*this)[t].kind == TermKind::Delay) {
    Kept& kept = all_[static_cast<std::size_t>(t)];
    if (kept.head != kNone) {
      t = kept.head;
      continue;
    }
    if (kept.evaluating || chain.size() >= kLongestChain) {
      const std::string name = "`" + kept.text + "`";
      const std::string help = "put an event before the recursive call: `a -> P`";
      const EvaluationFailure failure =
          kept.evaluating
              ? EvaluationFailure{"E0601", kept.span, "unguarded recursion: " + name + " is defined by itself",
                                  "it needs its own meaning to have one", help}
              : EvaluationFailure{"E0607", kept.span,
                                  "the recursion of " + name + " goes on and on without an event",
                                  "given up after " + std::to_string(kLongestChain) + " calls",
                                  "unguarded recursion? " + help};
      leave();
      throw EvaluationError{failure};
    }
    kept.evaluating = true;
    chain.push_back(t);
    try {
      t = evaluate_((*this)[t].payload);
    } catch (...) {
      leave();
      throw;
    }
  }
  for (const TermId c : chain) all_[static_cast<std::size_t>(c)].head = t;
  leave();
  return t;
}

}  // namespace csp
