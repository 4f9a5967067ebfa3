// Top-level declarations of the parse tree -> syntax tree: docs/language.md, section 2. Definitions are in
// build_define.cpp, assertions in build_assert.cpp.
#include "frontend/build.h"

namespace csp {

ast::Decl Builder::declaration(P::DeclarationContext* context) {
  ast::Decl result;
  result.span = span(context);
  if (auto* include_decl = dynamic_cast<P::IncludeDeclContext*>(context)) {
    result.node = ast::IncludeDecl{string_value(include_decl->STRING())};
  } else if (auto* datatype_decl = dynamic_cast<P::DatatypeDeclContext*>(context)) {
    constructors(datatype_decl, result);
  } else if (auto* nametype_decl = dynamic_cast<P::NametypeDeclContext*>(context)) {
    result.node = ast::NametypeDecl{name(nametype_decl->NAME()), product(nametype_decl->fields())};
  } else if (auto* channel_decl = dynamic_cast<P::ChannelDeclContext*>(context)) {
    ast::ChannelDecl decl{names(channel_decl->names()), {}};
    if (channel_decl->fields() != nullptr) decl.fields = fields(channel_decl->fields());
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
    assertion(assert_decl, result);
  } else if (auto* print_decl = dynamic_cast<P::PrintDeclContext*>(context)) {
    result.node = ast::PrintDecl{term(print_decl->term())};
  } else if (auto* timed_decl = dynamic_cast<P::TimedDeclContext*>(context)) {
    ast::TimedDecl decl{term(timed_decl->term()), {}};
    for (P::DeclarationContext* one : timed_decl->declaration()) decl.decls.push_back(std::make_shared<ast::Decl>(declaration(one)));
    result.node = std::move(decl);
  } else {
    definition(static_cast<P::DefinitionDeclContext*>(context)->definition(), result);
  }
  return result;
}

void Builder::constructors(P::DatatypeDeclContext* context, ast::Decl& decl) {
  std::vector<ast::Constructor> result;
  for (P::ConstructorContext* one : context->constructor()) {
    ast::Constructor constructor{name(one->NAME()), {}};
    for (P::FieldContext* part : one->field()) constructor.fields.push_back(field(part));
    result.push_back(std::move(constructor));
  }
  if (context->SUBTYPE() != nullptr) {
    decl.node = ast::SubtypeDecl{name(context->NAME()), std::move(result)};
  } else {
    decl.node = ast::DatatypeDecl{name(context->NAME()), std::move(result)};
  }
}

}  // namespace csp
