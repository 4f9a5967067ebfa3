// Matching values with patterns.
#include <algorithm>

#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

bool Evaluator::match(const Pattern& p, const Val& v, Frame& frame) {
  if (p.kind == Pattern::Kind::Any) return true;
  if (p.kind == Pattern::Kind::Variable) {
    frame.slots[at(p.slot)] = v;
    return true;
  }
  if (v.is(ValKind::Thunk)) return match(p, force(v), frame);
  switch (p.kind) {
    case Pattern::Kind::Any:
    case Pattern::Kind::Variable:
      return true;
    case Pattern::Kind::Literal:
      return v == p.value;
    case Pattern::Kind::Tuple: {
      const std::vector<Val>& items = v.items();
      for (std::size_t i = 0; i < p.parts.size(); ++i)
        if (!match(p.parts[i], items[i], frame)) return false;
      return true;
    }
    case Pattern::Kind::Sequence:
      return match_sequence(p, v, frame);
    case Pattern::Kind::EmptySet:
      return empty_set(v);
    case Pattern::Kind::OneSet:
      return finite(v) && members(v).size() == 1 && match(p.parts[0], members(v)[0], frame);
    case Pattern::Kind::Dot:
      return match_dot(p.parts, v, frame);
    case Pattern::Kind::Both:
      return match(p.parts[0], v, frame) && match(p.parts[1], v, frame);
  }
  return false;
}

bool Evaluator::match_sequence(const Pattern& p, const Val& v, Frame& frame) {
  const SeqView items(v);
  const std::size_t fixed = p.parts.size() - (p.has_rest ? 1 : 0);
  if (p.has_rest ? items.size() < fixed : items.size() != fixed) return false;
  for (std::size_t i = 0; i < p.before; ++i)
    if (!match(p.parts[i], items[i], frame)) return false;
  if (!p.has_rest) return true;
  const std::size_t rest = items.size() - fixed;
  for (std::size_t i = p.before + 1; i < p.parts.size(); ++i)
    if (!match(p.parts[i], items[i - 1 + rest], frame)) return false;
  return match(p.parts[p.before], slice(v, p.before, rest), frame);
}

// The parts are matched from the left against the fields of the value, however they are nested; the last part
// takes all that is left.
bool Evaluator::match_dot(const std::vector<Pattern>& parts, const Val& v, Frame& frame) {
  std::vector<Val> left{v};  // reversed
  const auto open = [&] {
    std::vector<Val> items = left.back().items();
    left.pop_back();
    for (std::size_t i = items.size(); i-- > 0;) left.push_back(std::move(items[i]));
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Pattern& p = parts[i];
    if (left.empty()) return false;
    while (left.back().is(ValKind::Dot) && left.back().node()->loose) open();
    if (p.kind == Pattern::Kind::Literal && p.value.is(ValKind::Atom)) {
      if (left.back().is(ValKind::Dot)) open();
      if (!(left.back() == p.value)) return false;
      left.pop_back();
      continue;
    }
    if (i + 1 < parts.size()) {
      if (!match(p, left.back(), frame)) return false;
      left.pop_back();
      continue;
    }
    std::reverse(left.begin(), left.end());
    return match(p, join(left), frame);
  }
  return left.empty();
}

}  // namespace csp::cspm
