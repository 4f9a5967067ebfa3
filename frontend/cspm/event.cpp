// Events and core values: what the process engine and programs see of a script's values.
#include <fmt/format.h>

#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// A set of values as a set of events.
class ValueSet final : public EventSet {
 public:
  ValueSet(Evaluator& evaluator, Val set) : evaluator_(evaluator), set_(std::move(set)) {}

  bool contains(EventId e) const override {
    if (at(e) >= known_.size()) known_.resize(evaluator_.terms().events().size(), kUnknown);
    std::uint8_t& known = known_[at(e)];
    if (known != kUnknown) return known == kYes;
    bool in = false;
    try {
      const Val* v = evaluator_.event_value(e);
      in = v && member(*v, set_);
    } catch (const Fault& fault) {
      throw EvaluationError{{fault.code, Span{}, fault.message, fault.label, fault.help}};
    }
    known_[at(e)] = in ? kYes : kNo;
    return in;
  }
  std::string text() const override { return show(set_, evaluator_); }

 private:
  static constexpr std::uint8_t kUnknown = 0, kNo = 1, kYes = 2;
  Evaluator& evaluator_;
  Val set_;
  mutable std::vector<std::uint8_t> known_;
};

}  // namespace

SetId Evaluator::set_id(const Val& set) {
  const auto [kept, fresh] = set_ids_.emplace(set, kNone);
  if (fresh) kept->second = terms_.add(std::make_shared<ValueSet>(*this, set));
  return kept->second;
}

EventId Evaluator::event(const Val& v) {
  if (const auto known = events_.find(v); known != events_.end()) return known->second;
  if (!headed(v) || !script_.atoms[at(head_atom(v))].channel)
    throw Fault{"E0613", fmt::format("{} is no event", show(v, *this)), "no channel in front", ""};
  const Atom& channel = script_.atoms[at(head_atom(v))];
  if (!complete(v, *this))
    throw Fault{
        "E0613", fmt::format("{} is not a whole event", show(v, *this)), "fields are missing",
        fmt::format("`{}` has {} field{}", channel.name, channel.arity, channel.arity == 1 ? "" : "s")};
  std::vector<Value> fields;
  for (std::size_t i = 0; i < field_count(v); ++i) fields.push_back(core_value(field(v, i)));
  const int number = atom_channels_[at(head_atom(v))];
  const EventId e = terms_.events().intern(number, std::move(fields), show(v, *this, kLargestSet));
  events_.emplace(v, e);
  if (at(e) >= event_known_.size()) {
    event_known_.resize(at(e) + 1, 0);
    event_values_.resize(at(e) + 1);
  }
  event_known_[at(e)] = 1;
  event_values_[at(e)] = v;
  return e;
}

const Val* Evaluator::event_value(EventId e) {
  if (e == kTau || e == kTick) return nullptr;
  if (at(e) >= event_known_.size()) {
    event_known_.resize(at(e) + 1, 0);
    event_values_.resize(at(e) + 1);
  }
  std::uint8_t& known = event_known_[at(e)];
  if (known == 0) {
    known = 2;
    const Event& event = terms_.events()[e];
    for (std::size_t atom = 0; atom < atom_channels_.size(); ++atom) {
      if (event.channel == kNone || atom_channels_[atom] != event.channel) continue;
      const std::vector<Shape>& shapes = script_.field_shapes[atom];
      if (shapes.size() != event.fields.size()) break;
      std::vector<Val> items{Val::atom(static_cast<int>(atom))};
      for (std::size_t i = 0; i < shapes.size(); ++i) items.push_back(value(event.fields[i], shapes[i]));
      Val v = items.size() == 1 ? items[0] : dotted(std::move(items), false, true);
      event_values_[at(e)] = v;
      events_.emplace(std::move(v), e);
      known = 1;
    }
  }
  return known == 1 ? &event_values_[at(e)] : nullptr;
}

Value Evaluator::core_value(const Val& v) const {
  const auto all = [&](const Val* items, std::size_t n) {
    std::vector<Value> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(core_value(items[i]));
    return out;
  };
  switch (v.kind()) {
    case ValKind::Int:
    case ValKind::Bool:
    case ValKind::Char:
      return Value::integer(v.number());
    case ValKind::Atom:
    case ValKind::Dot: {
      if (!headed(v)) return Value::seq(all(v.items().data(), v.items().size()));
      const Atom& atom = script_.atoms[at(head_atom(v))];
      const std::size_t n = field_count(v);
      std::vector<Value> fields = n == 0 ? std::vector<Value>{} : all(v.items().data() + 1, n);
      if (atom.tag >= 0) return Value::data(atom.tag, std::move(fields));
      fields.insert(fields.begin(), Value::integer(head_atom(v)));  // an event as data
      return Value::seq(std::move(fields));
    }
    case ValKind::Tuple:
      return Value::seq(all(v.items().data(), v.items().size()));
    case ValKind::Seq:
      return Value::seq(all(SeqView(v).begin(), SeqView(v).size()));
    case ValKind::Set: {
      const std::vector<Val>& list = members(v);
      return Value::seq(all(list.data(), list.size()));
    }
    case ValKind::Process:
    case ValKind::Function:
    case ValKind::Scope:
    case ValKind::Thunk:
      break;
  }
  throw Fault{"E0613", "a process or a function in an event", "cannot be a field", ""};
}

Val Evaluator::value(const Value& v, const Shape& shape) const {
  const auto all = [&](const std::vector<Value>& items, std::size_t from) {
    std::vector<Val> out;
    for (std::size_t i = from; i < items.size(); ++i)
      out.push_back(value(items[i], shape.parts.size() == 1 ? shape.parts[0] : shape.parts[i - from]));
    return out;
  };
  switch (shape.kind) {
    case Shape::Kind::Int:
      return Val::integer(v.number());
    case Shape::Kind::Bool:
      return Val::boolean(v.truth());
    case Shape::Kind::Char:
      return Val::character(static_cast<char32_t>(v.number()));
    case Shape::Kind::Tuple:
      return tuple(all(v.items(), 0));
    case Shape::Kind::Dot:
      return dotted(all(v.items(), 0), true, true);
    case Shape::Kind::Seq:
      return sequence(all(v.items(), 0));
    case Shape::Kind::Set:
      return listed_set(all(v.items(), 0));
    case Shape::Kind::Data:
    case Shape::Kind::Other:
      break;
  }
  for (std::size_t i = 0; i < script_.atoms.size(); ++i) {
    const bool event = shape.kind == Shape::Kind::Other;
    if (event ? static_cast<std::int64_t>(i) != (v.items().empty() ? -1 : v.items()[0].number())
              : script_.atoms[i].tag != v.tag() || script_.atoms[i].channel)
      continue;
    const std::vector<Shape>& shapes = script_.field_shapes[i];
    std::vector<Val> items{Val::atom(static_cast<int>(i))};
    for (std::size_t k = 0; k < shapes.size(); ++k)
      items.push_back(value(v.items()[k + (event ? 1 : 0)], shapes[k]));
    return items.size() == 1 ? items[0] : dotted(std::move(items), false, true);
  }
  return {};
}

Val Evaluator::value_of_type(const csp::Types& types, TypeId id, const Value& v) const {
  const Type& type = types[id];
  const auto all = [&] {
    std::vector<Val> out;
    for (std::size_t i = 0; i < v.items().size(); ++i)
      out.push_back(
          value_of_type(types, type.kind == TypeKind::Tuple ? type.parts[i] : type.parts[0], v.items()[i]));
    return out;
  };
  switch (type.kind) {
    case TypeKind::Bool:
      return Val::boolean(v.truth());
    case TypeKind::Char:
      return Val::character(static_cast<char32_t>(v.number()));
    case TypeKind::Set:
      return value_of_type(types, type.parts[0], v);
    case TypeKind::Tuple:
      return tuple(all());
    case TypeKind::List:
      return type.name == "{}" ? listed_set(all()) : sequence(all());
    case TypeKind::Data: {
      Shape shape;
      shape.kind = Shape::Kind::Data;
      return value(v, shape);
    }
    case TypeKind::Int:
    case TypeKind::Range:
    case TypeKind::Unit:
    case TypeKind::Struct:
    case TypeKind::Array:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      break;
  }
  return Val::integer(v.number());
}

const std::vector<Val>& Evaluator::fields(int number) {
  KeptFields& kept = fields_[at(number)];
  if (kept.state == State::Done) return kept.sets;
  const Atom& atom = script_.atoms[at(number)];
  if (kept.state == State::Busy)
    throw EvaluationError{{"E0603", atom.span, fmt::format("the fields of `{}` need themselves", atom.name),
                           "needed again while they are worked out", ""}};
  kept.state = State::Busy;
  try {
    std::vector<Val> sets;
    for (const FieldSet& from : script_.atom_fields[at(number)]) {
      if (!from.unit)
        throw EvaluationError{{"E0615", atom.span,
                               fmt::format("`{}` carries values that only programs have", atom.name),
                               "cannot be used in processes", ""}};
      const Val set = evaluate(*from.unit);
      if (from.fields == 1) {
        sets.push_back(set);
        continue;
      }
      const SetNode& node = set.as<SetNode>();
      if (node.rule == SetKind::DotProduct && static_cast<int>(node.parts.size()) == from.fields) {
        sets.insert(sets.end(), node.parts.begin(), node.parts.end());
        continue;
      }
      // A listed set of dotted values: it must be a product.
      std::size_t product = 1;
      for (int i = 0; i < from.fields; ++i) {
        std::vector<Val> column;
        for (const Val& v : members(set)) column.push_back(v.items()[at(i)]);
        sets.push_back(listed_set(std::move(column)));
        product *= members(sets.back()).size();
      }
      if (product != members(set).size())
        throw EvaluationError{
            {"E0605", from.unit->span,
             fmt::format("the values of `{}` are not all combinations of their parts", atom.name),
             "not a product of sets", "declare it with one set for each field"}};
    }
    kept.sets = std::move(sets);
  } catch (...) {
    kept.state = State::New;
    throw;
  }
  kept.state = State::Done;
  return kept.sets;
}

}  // namespace csp::cspm
