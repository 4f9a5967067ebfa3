// Names to numbers.
#include "solver/encode/universe.h"

#include <algorithm>

namespace csp::solver {

Universe::Universe(const Program& program) : program_(&program) {
  for (const Global& global : program.globals) {
    ObjectName name;
    name.kind = global.kind;
    name.type = global.type;
    name.capacity = global.capacity;
    if (global.kind == ObjectKind::Cond && global.init.kind() == ValueKind::Ref)
      name.mutex = static_cast<ObjectId>(global.init.number());
    name.position = objects();  // globals are all different
    objects_.push_back(std::move(name));
  }
  slot(kNone, kNone, 0, kNone);  // the root
}

SlotId Universe::slot(SlotId maker, NodeId node, int occurrence, int member) {
  const auto [at, fresh] = slot_index_.try_emplace({maker, node, occurrence, member}, slots());
  if (fresh) slots_.push_back({maker, node, occurrence, member});
  return at->second;
}

ObjectId Universe::object(const ObjectName& name) {
  const ObjectKey key{name.kind, name.type,       name.capacity, name.mutex,         name.maker,
                      name.node, name.occurrence, name.position, name.members.size()};
  const auto [at, fresh] = object_index_.try_emplace(key, objects());
  if (fresh) objects_.push_back(name);
  return at->second;
}

std::int64_t Universe::ref(ObjectId object, int sub) {
  const auto [at, fresh] = ref_index_.try_emplace({object, sub}, refs());
  if (fresh) refs_.emplace_back(object, sub);
  return at->second;
}

std::string Universe::slot_name(SlotId s) const {
  const Slot& slot = slots_[static_cast<std::size_t>(s)];
  if (const auto known = names_.find(s); known != names_.end() && slot.occurrence == 0) return known->second;
  if (slot.maker == kNone) return program_->procs[static_cast<std::size_t>(program_->root)].name;
  const Node& node = program_->nodes[static_cast<std::size_t>(slot.node)];
  std::string out;
  if (slot.member != kNone) {
    const auto& branches = std::get<ParallelStart>(node.op).branches;
    const auto member = static_cast<std::size_t>(slot.member);
    const bool one_each = std::all_of(branches.begin(), branches.end(),
                                      [](const ParBranch& b) { return b.subscripts.empty(); });
    if (one_each && member < branches.size() && !branches[member].label.empty())
      out = branches[member].label;
    else if (branches.size() == 1 && !branches[0].label.empty())
      out = branches[0].label + "[" + std::to_string(slot.member) + "]";
    else
      out = "member " + std::to_string(slot.member);
  } else {
    const auto& begin = std::get<Begin>(node.op);
    out = begin.callee.proc == kNone ? "process"
                                     : program_->procs[static_cast<std::size_t>(begin.callee.proc)].name;
    out += " of line " + std::to_string(node.span.line);
  }
  if (slot.occurrence > 0) out += " #" + std::to_string(slot.occurrence + 1);
  return out;
}

std::string Universe::object_name(ObjectId o) const {
  if (o < static_cast<int>(program_->globals.size()))
    return program_->globals[static_cast<std::size_t>(o)].name;
  const ObjectName& object = objects_[static_cast<std::size_t>(o)];
  const Node& node = program_->nodes[static_cast<std::size_t>(object.node)];
  std::string out;
  if (const auto* made = std::get_if<NewObject>(&node.op)) out = made->name;
  if (out.empty()) out = "object of line " + std::to_string(node.span.line);
  if (object.occurrence > 0) out += " #" + std::to_string(object.occurrence + 1);
  return out;
}

}  // namespace csp::solver
