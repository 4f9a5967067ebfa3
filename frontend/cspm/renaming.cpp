// Renaming and link parallel. A pair c <- d renames every event that begins with c; what follows c is kept.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// What stands in `whole` behind its first part `start`; nothing if it does not begin with it.
std::optional<std::vector<Val>> behind(const Val& start, const Val& whole, const Universe& u) {
  if (complete(start, u)) {
    if (start == whole) return std::vector<Val>{};
    return std::nullopt;
  }
  if (!headed(whole) || head_atom(start) != head_atom(whole)) return std::nullopt;
  const std::size_t n = field_count(start);
  if (field_count(whole) < n) return std::nullopt;
  std::vector<Val> rest;
  for (std::size_t i = 0; i < n; ++i) {
    if (i + 1 < n || complete(field(start, i), u)) {
      if (!(field(start, i) == field(whole, i))) return std::nullopt;
      continue;
    }
    auto inner = behind(field(start, i), field(whole, i), u);
    if (!inner) return std::nullopt;
    rest = std::move(*inner);
  }
  for (std::size_t i = n; i < field_count(whole); ++i) rest.push_back(field(whole, i));
  return rest;
}

using Pairs = std::vector<std::pair<Val, Val>>;

// Calls `with` for each pair that the event begins with.
template <class F>
void matching(const Pairs& pairs, EventId e, Evaluator& evaluator, F with) {
  const Val* v = evaluator.event_value(e);
  if (!v) return;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (auto rest = behind(pairs[i].first, *v, evaluator)) with(i, std::move(*rest));
}

std::string text_of(const Pairs& pairs, const char* arrow, const Universe& u) {
  std::string out;
  for (const auto& [from, to] : pairs) {
    if (!out.empty()) out += ", ";
    out += show(from, u, 12) + arrow + show(to, u, 12);
  }
  return out;
}

template <class F>
auto with_place(F f) {
  try {
    return f();
  } catch (const Fault& fault) {
    throw EvaluationError{{fault.code, Span{}, fault.message, fault.label, fault.help}};
  }
}

class PairRenaming final : public Renaming {
 public:
  PairRenaming(Evaluator& evaluator, Pairs pairs) : evaluator_(evaluator), pairs_(std::move(pairs)) {}

  std::vector<EventId> images(EventId e) const override {
    if (const auto known = known_.find(e); known != known_.end()) return known->second;
    return known_[e] = with_place([&] {
             std::vector<EventId> out;
             matching(pairs_, e, evaluator_, [&](std::size_t i, std::vector<Val> rest) {
               Val to = pairs_[i].second;
               for (const Val& part : rest) to = dot(to, part, evaluator_);
               const EventId image = evaluator_.event(to);
               if (std::find(out.begin(), out.end(), image) == out.end()) out.push_back(image);
             });
             if (out.empty()) out.push_back(e);
             return out;
           });
  }
  std::string text() const override { return "[[" + text_of(pairs_, " <- ", evaluator_) + "]]"; }

 private:
  Evaluator& evaluator_;
  Pairs pairs_;
  mutable std::unordered_map<EventId, std::vector<EventId>> known_;
};

// One side of a link: its events become events of a channel that nobody else knows, with the number of the
// pair.
class LinkRenaming final : public Renaming {
 public:
  LinkRenaming(Evaluator& evaluator, Pairs pairs, int channel)
      : evaluator_(evaluator), pairs_(std::move(pairs)), channel_(channel) {}

  std::vector<EventId> images(EventId e) const override {
    if (const auto known = known_.find(e); known != known_.end()) return known->second;
    return known_[e] = with_place([&] {
             std::vector<EventId> out;
             matching(pairs_, e, evaluator_, [&](std::size_t i, std::vector<Val> rest) {
               std::vector<Value> fields{Value::integer(static_cast<std::int64_t>(i))};
               for (const Val& part : rest) fields.push_back(evaluator_.core_value(part));
               const std::string text = fmt::format("{} (linked)", evaluator_.terms().events()[e].text);
               out.push_back(evaluator_.terms().events().intern(channel_, std::move(fields), text));
             });
             if (out.empty()) out.push_back(e);
             return out;
           });
  }
  std::string text() const override { return "[[" + text_of(pairs_, " <- ", evaluator_) + "]]"; }

 private:
  Evaluator& evaluator_;
  Pairs pairs_;
  int channel_;
  mutable std::unordered_map<EventId, std::vector<EventId>> known_;
};

// The events of the channel of links.
class LinkSet final : public EventSet {
 public:
  LinkSet(const Events& events, int channel) : events_(events), channel_(channel) {}
  bool contains(EventId e) const override { return events_[e].channel == channel_; }
  std::string text() const override { return "{| linked |}"; }

 private:
  const Events& events_;
  int channel_;
};

// A key that is equal for equal relations.
Val key_of(Pairs& pairs, bool link, bool left) {
  std::vector<Val> items;
  for (const auto& [from, to] : pairs) items.push_back(tuple({from, to}));
  if (!link) {
    const Val set = listed_set(std::move(items));
    pairs.clear();
    for (const Val& v : members(set)) pairs.emplace_back(v.items()[0], v.items()[1]);
    return set;
  }
  items.push_back(Val::boolean(left));
  return sequence(std::move(items));
}

}  // namespace

std::vector<std::pair<Val, Val>> Evaluator::link_pairs(const std::vector<Qualifier>& qualifiers,
                                                       const std::vector<Pair>& pairs, Frame& frame) {
  Pairs out;
  generate(qualifiers, 0, frame, [&] {
    for (const Pair& p : pairs) {
      const Val from = eval(*p.from, frame);
      out.emplace_back(from, eval(*p.to, frame));
      for (const Val* v : {&out.back().first, &out.back().second}) {
        if (headed(*v) && script_.atoms[at(head_atom(*v))].channel) continue;
        const Code& code = v == &out.back().first ? *p.from : *p.to;
        throw EvaluationError{{"E0613", code.span, fmt::format("{} is no event or channel", show(*v, *this)),
                               "no channel in front", ""}};
      }
    }
  });
  return out;
}

TermId Evaluator::renamed(TermId process, std::vector<std::pair<Val, Val>> pairs) {
  if (pairs.empty()) return process;
  const Val key = key_of(pairs, false, false);
  const auto [kept, fresh] = renamings_.emplace(key, kNone);
  if (fresh) kept->second = terms_.add(std::make_shared<PairRenaming>(*this, std::move(pairs)));
  Term term;
  term.kind = TermKind::Rename;
  term.args = {process};
  term.renaming = kept->second;
  return terms_.make(std::move(term));
}

// P [c <-> d] Q = (P[[c <- l]] [| {|l|} |] Q[[d <- l]]) \ {|l|} for a channel l that occurs nowhere else.
// Links inside of P and Q are hidden there already, so that all links may share one channel.
TermId Evaluator::linked(TermId left, TermId right, const std::vector<std::pair<Val, Val>>& pairs) {
  const int channel = terms_.events().channel("<->");
  Pairs there = pairs, back;
  for (const auto& [from, to] : pairs) back.emplace_back(to, from);
  const auto side = [&](TermId process, Pairs p, bool is_left) {
    const Val key = key_of(p, true, is_left);
    const auto [kept, fresh] = renamings_.emplace(key, kNone);
    if (fresh) kept->second = terms_.add(std::make_shared<LinkRenaming>(*this, std::move(p), channel));
    Term term;
    term.kind = TermKind::Rename;
    term.args = {process};
    term.renaming = kept->second;
    return terms_.make(std::move(term));
  };
  const TermId l = side(left, std::move(there), true), r = side(right, std::move(back), false);
  if (link_set_ == kNone) link_set_ = terms_.add(std::make_shared<LinkSet>(terms_.events(), channel));
  const TermId both = terms_.make(TermKind::Parallel, {l, r}, link_set_);
  return terms_.make(TermKind::Hide, {both}, link_set_);
}

}  // namespace csp::cspm
