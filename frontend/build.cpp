// Places, names and errors for the builder.
#include "frontend/build.h"

namespace csp {

Span Builder::span(const Ctx* context) const {
  const auto first = const_cast<Ctx*>(context)->getStart()->getTokenIndex();
  const auto last = const_cast<Ctx*>(context)->getStop()->getTokenIndex();
  return span_of(file_, tokens_[first], tokens_[std::max(first, last)]);
}

Span Builder::span(Node* node) const { return span_of(file_, tokens_[node->getSymbol()->getTokenIndex()]); }

Span Builder::span(Node* from, Node* to) const {
  return span_of(file_, tokens_[from->getSymbol()->getTokenIndex()], tokens_[to->getSymbol()->getTokenIndex()]);
}

std::string_view Builder::text(Node* node) const { return tokens_[node->getSymbol()->getTokenIndex()].text(source_); }

ast::Name Builder::name(Node* node) const { return {std::string(text(node)), span(node)}; }

std::vector<ast::Name> Builder::names(P::NamesContext* context) const {
  std::vector<ast::Name> result;
  if (context == nullptr) return result;
  for (Node* node : context->NAME()) result.push_back(name(node));
  return result;
}

void Builder::fail(std::string code, const Span& where, std::string message, std::string label,
                   std::string help) const {
  throw SyntaxError{
      Diagnostic{Severity::Error, std::move(code), where, std::move(message), std::move(label), {}, std::move(help)}};
}

}  // namespace csp
