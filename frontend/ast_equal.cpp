// Equality of syntax trees, member by member.
#include "frontend/ast_equal.h"

#include <algorithm>

#include "frontend/ast_fields.h"

namespace csp::ast {
namespace {

// Lines of comments without the empty ones, which only say how the text was spaced.
std::vector<std::string> lines(const std::vector<std::string>& comments) {
  std::vector<std::string> result;
  std::copy_if(comments.begin(), comments.end(), std::back_inserter(result), [](const auto& one) { return !one.empty(); });
  return result;
}

template <class T>
bool same(const T& a, const T& b) {
  if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    return lines(a) == lines(b);
  } else if constexpr (IsVector<T>::value) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
  } else if constexpr (IsBox<T>::value) {
    return (a == nullptr) == (b == nullptr) && (a == nullptr || same(*a, *b));
  } else if constexpr (IsOptional<T>::value) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
  } else if constexpr (IsVariant<T>::value) {
    return a.index() == b.index() && std::visit(
        [&](const auto& x) { return same(x, std::get<std::decay_t<decltype(x)>>(b)); }, a);
  } else if constexpr (requires { fields(a); }) {
    const auto x = fields(a);
    const auto y = fields(b);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (same(std::get<I>(x), std::get<I>(y)) && ...);
    }(std::make_index_sequence<std::tuple_size_v<decltype(x)>>{});
  } else {
    return a == b;
  }
}

}  // namespace

bool equal(const File& a, const File& b) { return same(a, b); }
bool equal(const Decl& a, const Decl& b) { return same(a, b); }
bool equal(const Stmt& a, const Stmt& b) { return same(a, b); }
bool equal(const Expr& a, const Expr& b) { return same(a, b); }
bool equal(const Type& a, const Type& b) { return same(a, b); }

}  // namespace csp::ast
