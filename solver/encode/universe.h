// The names of what may exist: process slots and objects. A process or object that is made at run time is
// named by its maker, the node and the how-many-th time that the maker comes there, so that the name does not
// depend on what the others do in between. References are numbered, so that they can be terms.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "checker/core/program.h"

namespace csp::solver {

using SlotId = int;
using ObjectId = int;

struct Slot {
  SlotId maker = kNone;
  NodeId node = kNone;  // Begin or ParallelStart
  int occurrence = 0;
  int member = kNone;  // of a parallel command
};

struct ObjectName {
  ObjectKind kind = ObjectKind::Chan;
  TypeId type = kNone;        // Chan: of the messages; Var: of the content
  std::int64_t capacity = 0;  // Chan
  ObjectId mutex = kNone;     // Cond; kNone: nil
  SlotId maker = kNone;       // kNone: a global
  NodeId node = kNone;
  int occurrence = 0;
  int position = 0;             // among the objects that one node makes
  std::vector<SlotId> members;  // Group
};

class Universe {
 public:
  explicit Universe(const Program&);

  const Program& program() const { return *program_; }

  SlotId slot(SlotId maker, NodeId node, int occurrence, int member);
  const Slot& slot(SlotId s) const { return slots_[static_cast<std::size_t>(s)]; }
  int slots() const { return static_cast<int>(slots_.size()); }

  ObjectId object(const ObjectName&);
  const ObjectName& object(ObjectId o) const { return objects_[static_cast<std::size_t>(o)]; }
  int objects() const { return static_cast<int>(objects_.size()); }

  // References: a whole object, or (sub) a rendezvous channel inside a group.
  std::int64_t ref(ObjectId object, int sub = 0);
  ObjectId object_of(std::int64_t ref) const { return refs_[static_cast<std::size_t>(ref)].first; }
  int sub_of(std::int64_t ref) const { return refs_[static_cast<std::size_t>(ref)].second; }
  std::int64_t refs() const { return static_cast<std::int64_t>(refs_.size()); }

  // The name of a member of a parallel command, where its label and subscripts are known.
  void name_slot(SlotId s, const std::string& name) { names_.emplace(s, name); }

  // In words, for invariants and reports: `phil[2]`, `ch of worker`.
  std::string slot_name(SlotId) const;
  std::string object_name(ObjectId) const;

 private:
  const Program* program_;
  std::map<SlotId, std::string> names_;
  std::vector<Slot> slots_;
  std::map<std::tuple<SlotId, NodeId, int, int>, SlotId> slot_index_;
  std::vector<ObjectName> objects_;
  using ObjectKey =
      std::tuple<ObjectKind, TypeId, std::int64_t, ObjectId, SlotId, NodeId, int, int, std::size_t>;
  std::map<ObjectKey, ObjectId> object_index_;
  std::vector<std::pair<ObjectId, int>> refs_;
  std::map<std::pair<ObjectId, int>, std::int64_t> ref_index_;
};

}  // namespace csp::solver
