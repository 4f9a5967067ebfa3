// Top-level declarations of the parse tree -> syntax tree: docs/language.md, section 2.
#include <fmt/format.h>

#include <array>

#include "frontend/build.h"
#include "frontend/suggest.h"

namespace csp {

ast::Decl Builder::declaration(P::DeclarationContext* context) {
  ast::Decl result;
  result.span = span(context);
  if (auto* include_decl = dynamic_cast<P::IncludeDeclContext*>(context)) {
    result.node = ast::IncludeDecl{string_value(include_decl->STRING())};
  } else if (auto* datatype_decl = dynamic_cast<P::DatatypeDeclContext*>(context)) {
    ast::DatatypeDecl decl{name(datatype_decl->NAME()), {}};
    for (P::ConstructorContext* one : datatype_decl->constructor()) {
      ast::Constructor constructor{name(one->NAME()), {}};
      for (P::FieldContext* part : one->field()) constructor.fields.push_back(field(part));
      decl.constructors.push_back(std::move(constructor));
    }
    result.node = std::move(decl);
  } else if (auto* nametype_decl = dynamic_cast<P::NametypeDeclContext*>(context)) {
    result.node = ast::NametypeDecl{name(nametype_decl->NAME()), type(nametype_decl->item())};
  } else if (auto* channel_decl = dynamic_cast<P::ChannelDeclContext*>(context)) {
    ast::ChannelDecl decl{names(channel_decl->names()), {}};
    if (channel_decl->item() != nullptr) decl.fields = fields(channel_decl->item());
    result.node = std::move(decl);
  } else if (auto* var_decl = dynamic_cast<P::VarDeclContext*>(context)) {
    ast::TypeBox of = type(var_decl->item());
    result.node = ast::VarDecl{name(var_decl->NAME()), std::move(of), var_decl->expr() != nullptr ? expr(var_decl->expr()) : nullptr};
  } else if (auto* prog_decl = dynamic_cast<P::ProgDeclContext*>(context)) {
    ast::ProgDecl decl;
    decl.service = prog_decl->SERVICE() != nullptr;
    decl.name = name(prog_decl->NAME());
    decl.params = params(prog_decl->params());
    if (prog_decl->item() != nullptr) decl.result = type(prog_decl->item());
    decl.body = std::move(*block(prog_decl->block()));
    result.node = std::move(decl);
  } else if (auto* assert_decl = dynamic_cast<P::AssertDeclContext*>(context)) {
    ast::AssertDecl decl;
    decl.negated = assert_decl->NOT() != nullptr;
    decl.forall = replicators(assert_decl->replicators());
    decl.system = system(assert_decl->system());
    decl.property = property(assert_decl->property());
    result.node = std::move(decl);
  } else {
    auto* v = static_cast<P::ValueDeclContext*>(context);
    if (v->parallel() != nullptr) {
      ast::System body{span(v->parallel()), ast::ParallelSystem{parallel(v->parallel())}};
      result.node = ast::SystemDecl{name(v->NAME()), names(v->names()), std::move(body)};
    } else {
      result.node = ast::ValueDecl{name(v->NAME()), names(v->names()), expr(v->expr())};
    }
  }
  return result;
}

ast::System Builder::system(P::SystemContext* context) {
  ast::System result;
  result.span = span(context);
  if (context->parallel() != nullptr) {
    result.node = ast::ParallelSystem{parallel(context->parallel())};
    return result;
  }
  ast::InstanceSystem instance;
  instance.service = context->SERVICE() != nullptr;
  instance.name = name(context->NAME());
  instance.args = values(context->items());
  instance.has_args = context->LPAREN() != nullptr;
  result.node = std::move(instance);
  return result;
}

ast::PropertyExpr Builder::property(P::PropertyContext* context) {
  using Kind = ast::PropertyKind;
  static const std::array<std::pair<std::string_view, Kind>, 8> kKinds = {{
      {"deadlock free", Kind::DeadlockFree},
      {"leak free", Kind::LeakFree},
      {"race free", Kind::RaceFree},
      {"error free", Kind::ErrorFree},
      {"terminates", Kind::Terminates},
      {"can terminate", Kind::CanTerminate},
      {"livelock free", Kind::LivelockFree},
      {"divergence free", Kind::DivergenceFree},
  }};
  ast::PropertyExpr result;
  result.span = span(context);
  if (context->ALWAYS() != nullptr || context->REACHABLE() != nullptr) {
    result.kind = context->ALWAYS() != nullptr ? Kind::Always : Kind::Reachable;
    result.exprs.push_back(expr(context->expr()));
    return result;
  }
  if (context->OUTCOMES() != nullptr) {
    result.kind = Kind::Outcomes;
    result.exprs = values(context->items());
    result.set = expr(context->expr());
    return result;
  }
  std::string words(text(context->PROPWORD()));
  if (context->NAME() != nullptr) words += fmt::format(" {}", text(context->NAME()));
  std::vector<std::string> known;
  for (const auto& [spelling, kind] : kKinds) {
    if (words == spelling) {
      result.kind = kind;
      return result;
    }
    known.emplace_back(spelling);
  }
  known.insert(known.end(), {"always", "reachable", "outcomes"});
  auto near = suggest(words, known);
  for (const std::string& one : known) {
    if (!near && one.starts_with(words)) near = one;
  }
  fail("E0212", result.span, fmt::format("there is no property `{}`", words), "unknown property",
       near ? fmt::format("did you mean `{}`?", *near)
            : "the properties are deadlock free, leak free, race free, error free, terminates, can terminate, "
              "livelock free, divergence free, always e, reachable e, outcomes (e) = S");
}

}  // namespace csp
