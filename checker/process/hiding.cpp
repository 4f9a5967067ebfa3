// Hiding, moved inwards.
#include "checker/process/hiding.h"

#include <algorithm>

namespace csp {
namespace {

enum class How : std::uint8_t { Both, Either, Without };

class Combined : public EventSet {
 public:
  Combined(How how, const EventSet& a, const EventSet& b) : how_(how), a_(a), b_(b) {}
  bool contains(EventId e) const override {
    switch (how_) {
      case How::Both:
        return a_.contains(e) && b_.contains(e);
      case How::Either:
        return a_.contains(e) || b_.contains(e);
      case How::Without:
        return a_.contains(e) && !b_.contains(e);
    }
    return false;
  }
  std::string text() const override {
    switch (how_) {
      case How::Both:
        return "inter(" + a_.text() + ", " + b_.text() + ")";
      case How::Either:
        return "union(" + a_.text() + ", " + b_.text() + ")";
      case How::Without:
        return "diff(" + a_.text() + ", " + b_.text() + ")";
    }
    return {};
  }

 private:
  How how_;
  const EventSet &a_, &b_;
};

constexpr std::size_t kDeepest =
    1500;  // less than Structure allows: the failure is told of a term of the script

}  // namespace

SetId ComponentMaker::Hiding::combined(Operation operation, SetId a, SetId b) {
  if (operation != Operation::Without && a > b) std::swap(a, b);
  if (a == b && operation != Operation::Without) return a;
  const auto [at, fresh] = sets_.emplace(std::tuple(operation, a, b), kNone);
  if (fresh) {
    const How how = operation == Operation::Both     ? How::Both
                    : operation == Operation::Either ? How::Either
                                                     : How::Without;
    at->second = terms_.add(std::make_shared<Combined>(how, terms_.set(a), terms_.set(b)));
  }
  return at->second;
}

TermId ComponentMaker::Hiding::move(TermId t, SetId hidden) {
  const TermId h = terms_.head(t);
  const Term term = terms_[h];
  const auto hide = [&](TermId inner, SetId set) {
    return set == kNone ? inner : terms_.make(TermKind::Hide, {inner}, set);
  };
  // a network that is a part of itself, or without an end: Structure says so
  if (path_.size() > kDeepest || std::find(path_.begin(), path_.end(), h) != path_.end())
    return hide(t, hidden);
  path_.push_back(h);
  struct Leave {
    std::vector<TermId>& path;
    ~Leave() { path.pop_back(); }
  } leave{path_};
  if (term.kind == TermKind::Hide)
    return move(term.args[0], hidden == kNone ? term.set : combined(Operation::Either, hidden, term.set));
  if (term.kind == TermKind::Parallel && term.args.size() == 2) {
    const SetId own = hidden == kNone ? kNone : combined(Operation::Without, hidden, term.set);
    const SetId shared = hidden == kNone ? kNone : combined(Operation::Both, hidden, term.set);
    const TermId left = move(term.args[0], own), right = move(term.args[1], own);
    return hide(terms_.make(TermKind::Parallel, {left, right}, term.set), shared);
  }
  if (term.kind == TermKind::Alphabetised) {
    const auto part = [&](TermId p, SetId mine, SetId others) {
      if (hidden == kNone) return move(p, kNone);
      return move(p, combined(Operation::Without, combined(Operation::Both, hidden, mine), others));
    };
    const TermId left = part(term.args[0], term.set, term.set2),
                 right = part(term.args[1], term.set2, term.set);
    const SetId shared =
        hidden == kNone ? kNone
                        : combined(Operation::Both, hidden, combined(Operation::Both, term.set, term.set2));
    return hide(terms_.make(TermKind::Alphabetised, {left, right}, term.set, term.set2), shared);
  }
  return hide(t, hidden);
}

}  // namespace csp
