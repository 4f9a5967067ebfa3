// The declared names of the top level, and a walk over all trees but those of progs.
#include "frontend/own_nil.h"

#include <algorithm>

#include "frontend/ast_fields.h"

namespace csp {
namespace {

constexpr const char* kNil = "nil";

bool is_nil(const ast::Name& name) { return name.text == kNil; }

bool declares(const ast::Decl& decl) {
  if (const auto* channel = std::get_if<ast::ChannelDecl>(&decl.node))
    return std::any_of(channel->names.begin(), channel->names.end(), is_nil);
  if (const auto* data = std::get_if<ast::DatatypeDecl>(&decl.node))
    return is_nil(data->name) || std::any_of(data->constructors.begin(), data->constructors.end(),
                                             [](const ast::Constructor& c) { return is_nil(c.name); });
  if (const auto* value = std::get_if<ast::ValueDecl>(&decl.node)) return is_nil(value->name);
  if (const auto* equation = std::get_if<ast::EquationDecl>(&decl.node)) return is_nil(equation->name);
  if (const auto* nametype = std::get_if<ast::NametypeDecl>(&decl.node)) return is_nil(nametype->name);
  return false;
}

template <class T>
void replace(T& x) {
  if constexpr (std::is_same_v<T, ast::ProgDecl> || std::is_same_v<T, ast::ProgExpr>) {
    return;
  } else if constexpr (std::is_same_v<T, ast::Expr>) {
    if (std::holds_alternative<ast::NilLit>(x.node)) {
      x.node = ast::NameExpr{ast::Name{kNil, x.span}};
      return;
    }
    std::visit([](auto& y) { replace(y); }, x.node);
  } else if constexpr (ast::IsVector<T>::value) {
    for (auto& item : x) replace(item);
  } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
    if (x) replace(*x);
  } else if constexpr (ast::IsVariant<T>::value) {
    std::visit([](auto& y) { replace(y); }, x);
  } else if constexpr (requires { ast::fields(x); }) {
    std::apply([](auto&... m) { (replace(m), ...); }, ast::fields(x));
  }
}

}  // namespace

void own_nil(std::vector<ast::File>& files) {
  const bool own = std::any_of(files.begin(), files.end(), [](const ast::File& file) {
    return std::any_of(file.decls.begin(), file.decls.end(), declares);
  });
  if (!own) return;
  for (ast::File& file : files)
    for (ast::Decl& decl : file.decls) replace(decl.node);
}

}  // namespace csp
