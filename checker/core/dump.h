// A Program as readable text, one line for each node, for tests and debugging. Not an input format.
#pragma once

#include <string>

#include "checker/core/program.h"
#include "checker/core/property.h"

namespace csp {

std::string dump(const Program&);               // everything
std::string dump_proc(const Program&, ProcId);  // one prog
std::string dump_expr(const Program&, const Proc*,
                      ExprId);                  // `(count + 1)`; locals by name if the prog is given
std::string dump_node(const Program&, NodeId);  // `Write count := (%1 + 1) -> 7`; hidden locals are %number
std::string dump(const Program&, const Property&);

}  // namespace csp
