// Prefix: from c.1!x?y:A$z -> P to the events it offers, each with the Delay of what follows.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool choice_behind(const Code& code, std::size_t from) {
  return std::any_of(code.fields.begin() + static_cast<std::ptrdiff_t>(from), code.fields.end(),
                     [](const Field& f) { return f.kind == ast::PrefixField::Kind::Choice; });
}

}  // namespace

TermId Evaluator::prefix(const Code& code, Frame& frame) {
  return prefix_from(code, frame, 0, eval(*code.kids[0], frame));
}

// The part of the prefix from one field on, behind `base`. As long as a `$` is to come, each choice is a term
// of its own.
TermId Evaluator::prefix_from(const Code& code, Frame& frame, std::size_t field, const Val& base) {
  if (!choice_behind(code, field)) {
    Term term;
    term.kind = TermKind::Prefix;
    menu(code, frame, field, base, term.menu);
    if (term.menu.empty()) return terms_.make(TermKind::Stop);
    return terms_.make(std::move(term), code.span);
  }
  std::vector<TermId> parts;
  candidates(code, frame, field, base,
             [&](const Val& longer) { parts.push_back(prefix_from(code, frame, field + 1, longer)); });
  const bool internal = code.fields[field].kind == ast::PrefixField::Kind::Choice;
  if (parts.empty() && internal)
    throw EvaluationError{
        {"E0611", code.fields[field].span, "`$` over an empty set", "there is nothing to choose from", ""}};
  if (parts.empty()) return terms_.make(TermKind::Stop);
  if (parts.size() == 1) return parts.front();
  return terms_.make(internal ? TermKind::InternalChoice : TermKind::ExternalChoice, std::move(parts));
}

void Evaluator::menu(const Code& code, Frame& frame, std::size_t field, const Val& base,
                     std::vector<MenuItem>& out) {
  if (field == code.fields.size()) {
    step(code.span);
    const EventId e = event(base);
    out.push_back({e, continuation(code, frame)});
    return;
  }
  candidates(code, frame, field, base, [&](const Val& longer) { menu(code, frame, field + 1, longer, out); });
}

TermId Evaluator::continuation(const Code& code, Frame& frame) {
  if (code.kids.size() > 1) {
    try {
      return term(*code.kids[1], frame);
    } catch (const EvaluationError&) {
      // It fails if it is needed.
    }
  }
  return delay({code.unit, -1, load_all(code.unit->captures, frame), {}}, code.unit->span);
}

// Calls `found` with base.v for each value v of the field, its variables bound.
void Evaluator::candidates(const Code& code, Frame& frame, std::size_t number, const Val& base,
                           const std::function<void(const Val&)>& found) {
  const Field& f = code.fields[number];
  const bool last = number + 1 == code.fields.size();
  try {
    if (f.value) {
      found(dot(base, eval(*f.value, frame), *this));
      return;
    }
    if (f.restriction) {
      const Val set = eval(*f.restriction, frame);
      // Of an infinite set what the channel takes is meant.
      const Val from = finite(set) || !headed(base)
                           ? set
                           : intersect({set, last ? all_that_completes(base) : next_field(base, *this)});
      const std::vector<Val> list = members(from);
      for (const Val& v : list) {
        if (!match(f.pattern, v, frame)) continue;
        found(dot(base, v, *this));
      }
      return;
    }
    if (!headed(base))
      throw Fault{"E0613", fmt::format("{} is no channel", show(base, *this)),
                  "an event begins with a channel", ""};
    std::vector<const Pattern*> parts;
    if (f.pattern.kind == Pattern::Kind::Dot)
      for (const Pattern& p : f.pattern.parts) parts.push_back(&p);
    else
      parts.push_back(&f.pattern);
    input(code, parts, 0, last, frame, base, found);
  } catch (const Fault& fault) {
    throw EvaluationError{{fault.code, f.span, fault.message, fault.label, fault.help}};
  }
}

// The sets of a channel do not change, so what completes it depends on how many fields it has, unless the
// last of them is a value that is open inside.
const Val& Evaluator::all_that_completes(const Val& base) {
  const std::size_t have = headed(base) ? field_count(base) : 0;
  if (!headed(base) || have > 255 ||
      (have > 0 && headed(field(base, have - 1)) && !complete(field(base, have - 1), *this)))
    return unheaded_extensions_ = extensions(base, *this);
  const auto key = static_cast<std::uint32_t>(head_atom(base)) << 8 | static_cast<std::uint32_t>(have);
  const auto known = extensions_.find(key);
  if (known != extensions_.end()) return known->second;
  return extensions_.emplace(key, extensions(base, *this)).first->second;
}

// The last part of the last field stands for all that is missing of the event, every other for one field.
void Evaluator::input(const Code& code, const std::vector<const Pattern*>& parts, std::size_t part,
                      bool last_field, Frame& frame, const Val& base,
                      const std::function<void(const Val&)>& found) {
  if (part == parts.size()) {
    found(base);
    return;
  }
  const Pattern& p = *parts[part];
  if (p.kind == Pattern::Kind::Literal) {
    const Val set = next_field(base, *this);
    const bool partial = p.value.is(ValKind::Atom) && !complete(p.value, *this);
    if (partial || member(p.value, set))
      input(code, parts, part + 1, last_field, frame, dot(base, p.value, *this), found);
    return;
  }
  const bool all = last_field && part + 1 == parts.size();
  const Val set = all ? all_that_completes(base) : next_field(base, *this);
  if (!finite(set)) {
    const std::string channel = headed(base) ? script_.atoms[at(head_atom(base))].name : std::string("it");
    throw Fault{"E0604",
                fmt::format("an input from infinitely many values: `{}` takes {}", channel, show(set, *this)),
                "any value may come here", "restrict it to a finite set: ?x:{0..7}"};
  }
  const std::vector<Val> list = members(set);
  for (const Val& v : list) {
    if (!match(p, v, frame)) continue;
    input(code, parts, part + 1, last_field, frame, dot(base, v, *this), found);
  }
}

}  // namespace csp::cspm
