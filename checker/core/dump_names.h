// The names of kinds, for dumps and messages between ourselves.
#pragma once

#include <string>

#include "checker/core/program.h"
#include "checker/core/property.h"

namespace csp {

std::string kind_name(ExprKind);
std::string object_name(ObjectKind);
std::string sync_name(SyncOp);
std::string rmw_name(RmwOp);
std::string mode_name(CommMode);
std::string error_name(ErrorKind);
std::string property_name(PropertyKind);
std::string op_name(const Node&);  // `Assign`, `Comm`, ...

}  // namespace csp
