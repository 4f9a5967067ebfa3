// Makes terms in C++, for tests of the process engine without the frontend:
//
//   TermsBuilder b;
//   const TermId p = b.rec("P", [&] { return b.prefix("a", b.rec("P")); });
//   const TermId both = b.parallel(p, {"a"}, b.prefix("a", b.stop()));
//
// rec(name, f) defines a Delay; rec(name) refers to it. A name with arguments ("COUNT(3)") is a name like any
// other.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/process.h"

namespace csp::test {

class NamedEvents : public EventSet {
 public:
  NamedEvents(const Events& events, std::set<std::string> names)
      : events_(events), names_(std::move(names)) {}
  bool contains(EventId e) const override { return names_.contains(events_[e].text); }
  std::string text() const override {
    std::string out;
    for (const std::string& n : names_) out += (out.empty() ? "" : ", ") + n;
    return "{" + out + "}";
  }

 private:
  const Events& events_;
  std::set<std::string> names_;
};

class NamedRenaming : public Renaming {
 public:
  using Pairs = std::vector<std::pair<EventId, EventId>>;
  explicit NamedRenaming(Pairs pairs) : pairs_(std::move(pairs)) {}
  std::vector<EventId> images(EventId e) const override {
    std::vector<EventId> out;
    for (const auto& [from, to] : pairs_)
      if (from == e) out.push_back(to);
    if (out.empty()) out.push_back(e);
    return out;
  }
  std::string text() const override { return "[[...]]"; }

 private:
  Pairs pairs_;
};

class TermsBuilder {
 public:
  using Names = std::set<std::string>;
  using Define = std::function<TermId()>;

  TermsBuilder() : terms(std::make_shared<Events>()) {
    terms.on_delay([this](int payload) { return definitions_[static_cast<std::size_t>(payload)](); });
  }
  TermsBuilder(const TermsBuilder&) = delete;

  Terms terms;

  EventId event(const std::string& name) {
    return terms.events().intern(terms.events().channel(name), {}, name);
  }
  std::vector<EventId> events(const std::vector<std::string>& names) {
    std::vector<EventId> list;
    for (const std::string& n : names) list.push_back(n == "✓" ? kTick : event(n));
    return list;
  }
  SetId set(const Names& names) {
    const auto [at, fresh] = sets_.emplace(names, kNone);
    if (fresh) at->second = terms.add(std::make_shared<NamedEvents>(terms.events(), names));
    return at->second;
  }

  TermId stop() { return terms.make(TermKind::Stop); }
  TermId skip() { return terms.make(TermKind::Skip); }
  TermId div() { return terms.make(TermKind::Div); }
  TermId prefix(const std::string& e, TermId next) { return menu({{e, next}}); }
  TermId menu(const std::vector<std::pair<std::string, TermId>>& items) {
    Term t;
    t.kind = TermKind::Prefix;
    for (const auto& [e, next] : items) t.menu.push_back({event(e), next});
    return terms.make(std::move(t));
  }
  TermId external(std::vector<TermId> list) { return terms.make(TermKind::ExternalChoice, std::move(list)); }
  TermId internal(std::vector<TermId> list) { return terms.make(TermKind::InternalChoice, std::move(list)); }
  TermId sequence(TermId p, TermId q) { return terms.make(TermKind::Sequence, {p, q}); }
  TermId interrupt(TermId p, TermId q) { return terms.make(TermKind::Interrupt, {p, q}); }
  TermId sliding(TermId p, TermId q) { return terms.make(TermKind::Sliding, {p, q}); }
  TermId exception(TermId p, const Names& a, TermId q) {
    return terms.make(TermKind::Exception, {p, q}, set(a));
  }
  TermId parallel(TermId p, const Names& a, TermId q) {
    return terms.make(TermKind::Parallel, {p, q}, set(a));
  }
  TermId interleave(TermId p, TermId q) { return parallel(p, {}, q); }
  TermId alphabetised(TermId p, const Names& a, const Names& b, TermId q) {
    return terms.make(TermKind::Alphabetised, {p, q}, set(a), set(b));
  }
  TermId hide(TermId p, const Names& a) { return terms.make(TermKind::Hide, {p}, set(a)); }
  TermId rename(TermId p, const std::vector<std::pair<std::string, std::string>>& pairs) {
    NamedRenaming::Pairs list;
    for (const auto& [from, to] : pairs) list.emplace_back(event(from), event(to));
    Term t;
    t.kind = TermKind::Rename;
    t.args = {p};
    const auto [at, fresh] = renamings_.emplace(list, kNone);
    if (fresh) at->second = terms.add(std::make_shared<NamedRenaming>(list));
    t.renaming = at->second;
    return terms.make(std::move(t));
  }
  TermId sync_external(TermId p, const Names& a, TermId q) {
    return terms.make(TermKind::SyncExternal, {p, q}, set(a));
  }
  TermId sync_interrupt(TermId p, const Names& a, TermId q) {
    return terms.make(TermKind::SyncInterrupt, {p, q}, set(a));
  }
  TermId prioritise(TermId p, const std::vector<Names>& order) {
    std::vector<SetId> sets;
    for (const Names& n : order) sets.push_back(set(n));
    Term t;
    t.kind = TermKind::Prioritise;
    t.args = {p};
    t.payload = terms.add_order(std::move(sets));
    return terms.make(std::move(t));
  }
  TermId compressed(const std::string& name, TermId p) {
    Term t;
    t.kind = TermKind::Compressed;
    t.args = {p};
    t.payload = terms.add_name(name);
    return terms.make(std::move(t));
  }

  TermId rec(const std::string& name, Define define = {}) {
    const auto [at, fresh] = names_.emplace(name, static_cast<int>(definitions_.size()));
    if (fresh) definitions_.emplace_back();
    const auto i = static_cast<std::size_t>(at->second);
    if (define) definitions_[i] = std::move(define);
    Span span;
    span.line = at->second + 1;
    return terms.delay(at->second, span, name);
  }
  // RUN(A): all events of A for ever.
  TermId run(const Names& a) {
    std::string name = "RUN(";
    for (const std::string& e : a) name += e + " ";
    name += ")";
    return rec(name, [this, a, name] {
      std::vector<std::pair<std::string, TermId>> items;
      for (const std::string& e : a) items.emplace_back(e, rec(name));
      return menu(items);
    });
  }
  // CHAOS(A) as Roscoe's F and FD models have it: STOP |~| (?x:A -> CHAOS(A)).
  TermId chaos(const Names& a) {
    std::string name = "CHAOS(";
    for (const std::string& e : a) name += e + " ";
    name += ")";
    return rec(name, [this, a, name] {
      std::vector<std::pair<std::string, TermId>> items;
      for (const std::string& e : a) items.emplace_back(e, rec(name));
      return internal({stop(), menu(items)});
    });
  }

  std::string text(const std::vector<EventId>& list) const {
    std::string out;
    for (const EventId e : list) out += (out.empty() ? "" : " ") + terms.events()[e].text;
    return out;
  }

 private:
  std::vector<Define> definitions_;
  std::map<std::string, int> names_;
  std::map<Names, SetId> sets_;
  std::map<NamedRenaming::Pairs, RenamingId> renamings_;
};

}  // namespace csp::test
