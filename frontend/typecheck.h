// From syntax trees to a Model: binds every name and types every expression.
#pragma once

#include <map>
#include <string>

#include "frontend/diagnostic.h"
#include "frontend/evaluation_limits.h"
#include "frontend/model.h"

namespace csp {

// Values given by -D: the definition `NAME = VALUE`, parsed as a file of its own.
using OverrideDecls = std::map<std::string, const ast::ValueDecl*>;

// Fills everything of `model` but `files`, which must hold the parsed main file and its includes. Errors go
// to `diagnostics`; if there are any, the model must not be used. Time is about linear in the size of the
// text, and what the evaluation of constants takes, which `limits` bounds.
void check(Model& model, const OverrideDecls& overrides, const EvaluationLimits& limits, Diagnostics& diagnostics);

}  // namespace csp
