// The property of an assertion instance: its expressions over a whole state.
#pragma once

#include "checker/core/property.h"
#include "frontend/lower_unit.h"

namespace csp {

PropertyKind kind_of(ast::PropertyKind);

// Before the progs are lowered: notes in the unit which variables and labels the property names.
void note_names(const ast::PropertyExpr&, Unit&);

// After the progs are lowered (and unused nodes removed; `fresh` gives their new numbers): the property
// itself.
Property lower_property(const ast::PropertyExpr&, Unit&, const std::vector<NodeId>& fresh);

// The members of the root's parallel command in order, `phil[0]`, ...; empty if it has none or its size is
// not constant.
std::vector<std::string> root_members(const Program&);

}  // namespace csp
