// Short texts of statements and expressions for traces, as the author wrote them.
#pragma once

#include <string>

#include "checker/core/type.h"
#include "frontend/ast.h"

namespace csp {

std::string short_text(const ast::Expr&);  // at most 60 characters
std::string short_text(const ast::Comm&);  // `phil[i]?pickup()`
std::string short_text(
    const ast::Stmt&);  // `begin worker(1)`, `m.lock()`; of a compound statement its head: `select`
int field_index(const Type&, const std::string& field);  // of a struct or tuple; -1: none

}  // namespace csp
