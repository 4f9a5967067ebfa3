// Expressions to Terms.
#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>

#include "tests/laws/expression.h"

namespace csp::laws {

namespace {

class ListedSet : public EventSet {
 public:
  explicit ListedSet(std::set<EventId> events) : events_(std::move(events)) {}
  bool contains(EventId e) const override { return events_.count(e) > 0; }
  std::string text() const override { return "a set"; }

 private:
  std::set<EventId> events_;
};

class ListedRenaming : public Renaming {
 public:
  explicit ListedRenaming(std::map<EventId, std::vector<EventId>> images) : images_(std::move(images)) {}
  std::vector<EventId> images(EventId e) const override {
    const auto at = images_.find(e);
    return at == images_.end() ? std::vector<EventId>{e} : at->second;
  }
  std::string text() const override { return "a renaming"; }

 private:
  std::map<EventId, std::vector<EventId>> images_;
};

}  // namespace

Builder::Builder(const Script& script) : script_(script), terms_(std::make_shared<Events>()) {
  for (const std::string& channel : script.channels) event(channel);
  for (const auto& [name, expr] : script.definitions) {
    numbers_[name] = static_cast<int>(names_.size());
    names_.push_back(name);
  }
  terms_.on_delay([this](int payload) {
    const auto number = static_cast<std::size_t>(payload);
    if (number < names_.size()) return term(script_.definitions.at(names_[number]));
    const auto& [chaos, events] = constants_[number - names_.size()];
    Term menu;
    menu.kind = TermKind::Prefix;
    const TermId again = terms_.delay(payload, {}, chaos ? "CHAOS" : "RUN");
    for (const EventId e : events) menu.menu.push_back({e, again});
    if (!chaos) return terms_.make(std::move(menu));
    // TPC ch. 1: CHAOS(A) = STOP |~| (?x : A -> CHAOS(A)).
    return terms_.make(TermKind::InternalChoice, {terms_.make(TermKind::Stop), terms_.make(std::move(menu))});
  });
}

EventId Builder::event(const std::string& name) {
  if (std::find(script_.channels.begin(), script_.channels.end(), name) == script_.channels.end())
    throw std::runtime_error("no channel " + name);
  return terms_.events().intern(terms_.events().channel(name), {}, name);
}

TermId Builder::definition(const std::string& name) {
  const auto at = numbers_.find(name);
  if (at == numbers_.end()) throw std::runtime_error("no definition of " + name);
  return terms_.delay(at->second, {}, name);
}

std::vector<std::string> Builder::members(const std::vector<std::string>& names) const {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const auto set = script_.sets.find(name);
    if (set == script_.sets.end())
      out.push_back(name);
    else
      out.insert(out.end(), set->second.begin(), set->second.end());
  }
  return out;
}

SetId Builder::set(const std::vector<std::string>& names) {
  std::set<EventId> events;
  for (const std::string& name : members(names)) events.insert(event(name));
  const std::vector<EventId> key(events.begin(), events.end());
  const auto known = sets_.find(key);
  if (known != sets_.end()) return known->second;
  return sets_[key] = terms_.add(std::make_shared<ListedSet>(std::move(events)));
}

TermId Builder::term(const Expr& e) {
  const auto constant = [&](bool chaos) {
    std::vector<EventId> events;
    for (const std::string& name : members(e.events)) events.push_back(event(name));
    std::sort(events.begin(), events.end());
    const std::pair<bool, std::vector<EventId>> key{chaos, events};
    auto at = std::find(constants_.begin(), constants_.end(), key);
    const auto number = static_cast<int>(names_.size()) + static_cast<int>(at - constants_.begin());
    if (at == constants_.end()) constants_.push_back(key);
    return terms_.delay(number, {}, chaos ? "CHAOS" : "RUN");
  };
  const auto fold = [&](TermKind kind, SetId shared = kNone) {  // to the left
    TermId out = term(e.args[0]);
    for (std::size_t i = 1; i < e.args.size(); ++i) out = terms_.make(kind, {out, term(e.args[i])}, shared);
    return out;
  };
  const auto menu = [&](const std::vector<std::string>& events) {
    Term prefix;
    prefix.kind = TermKind::Prefix;
    const TermId next = term(e.args[0]);
    for (const std::string& name : events) prefix.menu.push_back({event(name), next});
    return terms_.make(std::move(prefix));
  };
  const auto all = [&](TermKind kind) {
    std::vector<TermId> args;
    for (const Expr& arg : e.args) args.push_back(term(arg));
    return terms_.make(kind, std::move(args));
  };
  switch (e.op) {
    case Op::Name:
      return definition(e.text);
    case Op::Stop:
      return terms_.make(TermKind::Stop);
    case Op::Skip:
      return terms_.make(TermKind::Skip);
    case Op::Div:
      return terms_.make(TermKind::Div);
    case Op::Run:
      return constant(false);
    case Op::Chaos:
      return constant(true);
    case Op::Prefix:
      return menu({e.text});
    case Op::Menu:
      return menu(members(e.events));
    case Op::External:
      return all(TermKind::ExternalChoice);
    case Op::Internal:
      return all(TermKind::InternalChoice);
    case Op::Sequence:
      return fold(TermKind::Sequence);
    case Op::Interrupt:
      return fold(TermKind::Interrupt);
    case Op::Sliding:
      return fold(TermKind::Sliding);
    case Op::Interleave:
      return fold(TermKind::Parallel, set({}));
    case Op::Parallel:
      return fold(TermKind::Parallel, set(e.events));
    case Op::Alphabetised:
      return terms_.make(TermKind::Alphabetised, {term(e.args[0]), term(e.args[1])}, set(e.events),
                         set(e.events2));
    case Op::Exception:
      return fold(TermKind::Exception, set(e.events));
    case Op::SyncExternal:
      return fold(TermKind::SyncExternal, set(e.events));
    case Op::SyncInterrupt:
      return fold(TermKind::SyncInterrupt, set(e.events));
    case Op::Hide:
      return terms_.make(TermKind::Hide, {term(e.args[0])}, set(e.events));
    case Op::Rename: {
      std::map<EventId, std::vector<EventId>> images;
      for (const auto& [from, to] : e.pairs) {
        auto& list = images[event(from)];
        if (std::find(list.begin(), list.end(), event(to)) == list.end()) list.push_back(event(to));
      }
      Term rename;
      rename.kind = TermKind::Rename;
      rename.args = {term(e.args[0])};
      rename.renaming = terms_.add(std::make_shared<ListedRenaming>(std::move(images)));
      return terms_.make(std::move(rename));
    }
    case Op::Normal: {
      Term compressed;
      compressed.kind = TermKind::Compressed;
      compressed.args = {term(e.args[0])};
      compressed.payload = terms_.add_name("normal");
      return terms_.make(std::move(compressed));
    }
  }
  throw std::runtime_error("an operator without a term");
}

}  // namespace csp::laws
