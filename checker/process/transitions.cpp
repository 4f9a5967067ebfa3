// Keeping what a term can do, and what is the same for all operators.
#include "checker/process/transitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "checker/semantics/fault.h"

namespace csp {
namespace {

struct TransitionHash {
  std::size_t operator()(const Transition& t) const {
    std::size_t h = static_cast<std::size_t>(t.next) * 0x9e3779b97f4a7c15ULL;
    h ^= static_cast<std::size_t>(t.event) * 0xff51afd7ed558ccdULL + (h >> 29);
    return h ^ (static_cast<std::size_t>(t.hidden + 1) * 0xc4ceb9fe1a85ec53ULL);
  }
};

void drop_duplicates(std::vector<Transition>& list) {
  if (list.size() < 2) return;
  if (list.size() <= 8) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < list.size(); ++i)
      if (std::find(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept), list[i]) ==
          list.begin() + static_cast<std::ptrdiff_t>(kept))
        list[kept++] = list[i];
    list.resize(kept);
    return;
  }
  std::unordered_set<Transition, TransitionHash> seen;
  std::erase_if(list, [&](const Transition& t) { return !seen.insert(t).second; });
}

}  // namespace

Transitions::Transitions(Terms& terms, InstanceReader* instances)
    : terms_(terms), instances_(instances), omega_(terms.make(TermKind::Omega)) {}

namespace {

// How many of the operands, from the first, take part in the operator's first steps.
std::size_t active_operands(const Term& term) {
  switch (term.kind) {
    case TermKind::Stop:
    case TermKind::Skip:
    case TermKind::Omega:
    case TermKind::Div:
    case TermKind::Prefix:
    case TermKind::InternalChoice:
    case TermKind::Instance:
    case TermKind::Delay:
      return 0;
    case TermKind::Sequence:
    case TermKind::Sliding:
    case TermKind::Exception:
    case TermKind::Hide:
    case TermKind::Rename:
    case TermKind::Prioritise:
    case TermKind::Compressed:
      return 1;
    case TermKind::ExternalChoice:
    case TermKind::Interrupt:
    case TermKind::Parallel:
    case TermKind::Alphabetised:
    case TermKind::SyncExternal:
    case TermKind::SyncInterrupt:
      return term.args.size();
  }
  return 0;
}

}  // namespace

TermId Transitions::resolve(TermId t) {
  const auto at = static_cast<std::size_t>(t);
  if (at < resolved_.size() && resolved_[at] != kNone) return resolved_[at];
  TermId h = kNone;
  try {
    h = terms_.head(t);
  } catch (const EvaluationError&) {
    return t;
  }
  const auto grow = [&] {
    if (resolved_.size() < terms_.size()) {
      resolved_.resize(terms_.size(), kNone);
      named_.resize(terms_.size(), kNone);
    }
  };
  grow();
  TermId& name = named_[static_cast<std::size_t>(h)];
  if (h != t && name == kNone) name = t;
  if (resolved_[static_cast<std::size_t>(h)] == kNone) {
    // A term that needs itself, or seems to grow for ever, stays as it is: of() says what is wrong with it.
    if (resolving_.contains(h) || resolving_.size() >= kDeepest) return h;
    struct Mark {
      std::unordered_set<TermId>& set;
      TermId h;
      ~Mark() { set.erase(h); }
    } mark{resolving_, h};
    resolving_.insert(h);
    Term term = terms_[h];
    const std::size_t active = active_operands(term);
    bool changed = false;
    for (std::size_t i = 0; i < active; ++i) {
      const TermId operand = resolve(term.args[i]);
      changed = changed || operand != term.args[i];
      term.args[i] = operand;
    }
    TermId result = h;
    if (term.kind == TermKind::Compressed) {
      result = term.args[0];
    } else if (changed) {
      result = terms_.make(std::move(term));
    }
    grow();
    resolved_[static_cast<std::size_t>(h)] = result;
    resolved_[static_cast<std::size_t>(result)] = result;
    if (result != h && named_[static_cast<std::size_t>(result)] == kNone)
      named_[static_cast<std::size_t>(result)] = named_[static_cast<std::size_t>(h)];
  }
  return resolved_[at] = resolved_[static_cast<std::size_t>(h)];
}

TermId Transitions::name(TermId t) const {
  const auto at = static_cast<std::size_t>(t);
  return at < named_.size() && named_[at] != kNone ? named_[at] : t;
}

void Transitions::unguarded(TermId t) const {
  t = name(t);
  const std::string& text = terms_.text(t);
  throw EvaluationError{
      {"E0601", terms_.span(t),
       text.empty() ? std::string("unguarded recursion: a process reaches itself without an event")
                    : fmt::format("unguarded recursion: `{}` reaches itself without an event", text),
       "its first steps depend on its own first steps", "put an event before the recursive call: `a -> P`"}};
}

void Transitions::too_deep(TermId t, std::size_t depth) const {
  t = name(t);
  const std::string& text = terms_.text(t);
  throw EvaluationError{
      {"E0607", terms_.span(t),
       fmt::format("{} goes on and on without an event",
                   text.empty() ? std::string("a recursion") : fmt::format("the recursion of `{}`", text)),
       fmt::format("given up {} calls deep", depth),
       "unguarded recursion? put an event before the recursive call: `a -> P`"}};
}

const std::vector<Transition>& Transitions::of(TermId t) {
  const TermId h = terms_.head(resolve(t));
  const auto at = static_cast<std::size_t>(h);
  if (index_.size() <= at) index_.resize(std::max(at + 1, terms_.size()), kUnknown);
  if (index_[at] >= 0) return stored_[static_cast<std::size_t>(index_[at])];
  if (index_[at] == kInProgress) unguarded(t);
  const bool delay = name(h) != h;
  if (depth_ >= kDeepest) {
    if (delays_ >= kDeepest / 4) too_deep(t);
    throw LimitReached{
        fmt::format("a process whose operators nest more than {} deep: it grows without bound", kDeepest)};
  }
  ++depth_;
  delays_ += delay;
  index_[at] = kInProgress;
  List list;
  try {
    work_out(h, list);
  } catch (...) {
    index_[at] = kUnknown;
    --depth_;
    delays_ -= delay;
    throw;
  }
  --depth_;
  delays_ -= delay;
  drop_duplicates(list);
  list.shrink_to_fit();
  bytes_ += sizeof(List) + list.size() * sizeof(Transition) + 160;  // 160: a term with two operands
  index_[at] = static_cast<std::int32_t>(stored_.size());
  stored_.push_back(std::move(list));
  return stored_.back();
}

bool Transitions::contains(SetId set, EventId event) {
  if (event == kTau || event == kTick) return false;
  const auto s = static_cast<std::size_t>(set), e = static_cast<std::size_t>(event);
  if (members_.size() <= s) members_.resize(s + 1);
  std::vector<std::int8_t>& known = members_[s];
  if (known.size() <= e) known.resize(std::max(e + 1, terms_.events().size()), -1);
  if (known[e] < 0) known[e] = terms_.set(set).contains(event) ? 1 : 0;
  return known[e] == 1;
}

const std::vector<EventId>& Transitions::images(RenamingId renaming, EventId event) {
  const auto r = static_cast<std::size_t>(renaming);
  if (images_.size() <= r) images_.resize(r + 1);
  const auto known = images_[r].find(event);
  if (known != images_[r].end()) return known->second;
  std::vector<EventId> list =
      event == kTau || event == kTick ? std::vector<EventId>{event} : terms_.renaming(renaming).images(event);
  return images_[r].emplace(event, std::move(list)).first->second;
}

bool Transitions::failed(TermId t) const {
  const Term& term = terms_[t];
  return term.kind == TermKind::Instance && instances_ && instances_->failed(term.payload, term.state);
}

}  // namespace csp
