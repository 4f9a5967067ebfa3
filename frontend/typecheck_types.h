// The types of a model while it is checked: made once each, compared by number, shown as they are written.
// Data and (named) struct types are known by their name; all others by their structure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checker/core/type.h"

namespace csp {

// Works on the Types of a model. kNone stands for "already reported": it agrees with everything.
class TypeTable {
 public:
  explicit TypeTable(Types& types);

  // ---- Making types ----
  TypeId simple(TypeKind kind);  // Unit, Bool, Int, Char, the locks
  TypeId range(std::int64_t lo, std::int64_t hi);
  TypeId set_type(std::vector<Value> members,
                  TypeId base);  // members need not be sorted; {2,3,4} is the range 2..4
  TypeId tuple(std::vector<TypeId> parts);
  TypeId array(std::int64_t size, TypeId element);  // size kNone: known at run time only
  TypeId list(TypeId element);
  TypeId set_of(TypeId element);  // of a set as a value: a List named "{}"
  TypeId chan(TypeId message);
  TypeId prog(std::vector<TypeId> params, TypeId result);                       // result kNone: unit
  TypeId structure(std::vector<std::string> names, std::vector<TypeId> parts);  // without a name
  TypeId reserve(TypeKind kind, std::string name);  // a Data or Struct type to be filled in later
  Type& at(TypeId id) { return types_.all[static_cast<std::size_t>(id)]; }
  TypeId context();                              // struct context { done: chan of unit }
  int tag(const std::string& name, bool shape);  // a new constructor tag, or the tag of a shape

  // ---- Asking ----
  const Type& operator[](TypeId id) const { return types_[id]; }
  bool is(TypeId id, TypeKind kind) const { return id != kNone && types_[id].kind == kind; }
  bool numeric(TypeId id) const;    // int, ranges, sets of integers
  bool set_value(TypeId id) const;  // made by set_of
  bool has_nil(TypeId id) const;    // channels, progs, locks
  bool lock(TypeId id) const;       // mutex, rwmutex, once, waitgroup: made by their declaration
  TypeId base(TypeId id);           // without the bounds of a range or set
  TypeId element(TypeId id) const { return types_[id].parts[0]; }

  // May a value of type `from` be stored in a place of type `to`? Bounds are checked at run time.
  bool assignable(TypeId from, TypeId to) const;
  // The type that holds values of both, or kNone.
  TypeId join(TypeId a, TypeId b);
  // Does every value of the type contain another value of it (a struct in itself)? Such a type has no value.
  bool endless(TypeId id) const;

  std::string show(TypeId id) const;

 private:
  TypeId make(const std::string& key, Type type);
  bool endless(TypeId id, std::vector<TypeId>& path) const;

  Types& types_;
  std::map<std::string, TypeId> made_;  // structural key -> type
  std::map<std::string, int> shapes_;   // shape -> tag
  TypeId context_ = kNone;
};

}  // namespace csp
