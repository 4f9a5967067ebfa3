// Short texts.
#include "frontend/lower_text.h"

namespace csp {

std::string short_text(const ast::Expr&) { return {}; }
std::string short_text(const ast::Comm&) { return {}; }
std::string short_text(const ast::Stmt&) { return {}; }

int field_index(const Type& type, const std::string& field) {
  if (type.kind == TypeKind::Tuple) return std::stoi(field) - 1;
  for (std::size_t i = 0; i < type.names.size(); ++i)
    if (type.names[i] == field) return static_cast<int>(i);
  return -1;
}

}  // namespace csp
