// The definitions of the top level: constants and their overrides, types, channels, variables, the parameters
// of progs.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

void Checker::check_overrides() {
  std::vector<std::string> constants;
  for (const auto& [name, entry] : entries_) {
    const auto* value = std::get_if<ast::ValueDecl>(&entry.decl->node);
    const bool of_cspm = std::holds_alternative<CspmName>(entry.binding) && value && value->params.empty();
    if (of_cspm || std::holds_alternative<const Constant*>(entry.binding)) constants.push_back(name);
  }
  for (const auto& [name, value] : overrides_) {
    if (std::find(constants.begin(), constants.end(), name) != constants.end()) continue;
    const auto it = entries_.find(name);
    Diagnostic& d =
        error("E0312", value->name.span, fmt::format("there is no constant `{}` to override", name),
              it == entries_.end() ? "not found" : fmt::format("`{}` is not a constant", name));
    if (it != entries_.end()) note(d, fmt::format("`{}` is declared here", name), it->second.span);
    if (const auto near = suggest(name, constants)) d.help = fmt::format("did you mean `{}`?", *near);
  }
}

void Checker::define(const ast::Decl&, const ast::ValueDecl& value, Constant& constant) {
  const int before = diagnostics_.errors();
  constant.type = check(value.value);
  if (diagnostics_.errors() > before) constant.type = kNone;
  // A definition that failed is not judged again at its uses.
  if (constant.type == kNone) return;
  const auto it = overrides_.find(constant.name);
  const ast::ExprBox* source = &value.value;
  if (it != overrides_.end()) {
    const DiagnosticNote where{fmt::format("`{}` is defined here", constant.name), constant.span};
    if (!expect(it->second->value, constant.type, fmt::format("the value given for `{}`", constant.name),
                where)) {
      constant.type = kNone;
      return;
    }
    source = &it->second->value;
  }
  auto result = evaluate(model_, **source);
  if (const auto* why = std::get_if<NotConstant>(&result)) {
    error(why->failure ? "E0414" : "E0404", why->span,
          why->failure ? fmt::format("the value of `{}` cannot be worked out: {}", constant.name, why->reason)
                       : fmt::format("the value of `{}` must be a constant", constant.name),
          why->reason);
    constant.type = kNone;
    return;
  }
  constant.type = types_.base(constant.type);
  constant.value = std::get<Value>(std::move(result));
}

void Checker::define_nametype(Entry& entry, const ast::NametypeDecl& decl) {
  if (const auto* structure = std::get_if<ast::StructType>(&decl.type->node)) {
    const TypeId id = std::get<TypeName>(entry.binding).type;
    struct_type(*structure, id);
    model_.type_named[decl.type.get()] = id;
    if (types_.endless(id))
      error("E0415", decl.name.span, fmt::format("struct `{}` contains itself", decl.name.text),
            "has no finite value")
          .help = fmt::format("refer to it through a channel or a list: list of {}", decl.name.text);
    return;
  }
  const bool of_cspm = cspm_.needs(*decl.type);
  const TypeId id = of_cspm ? cspm_.set_type(*decl.type) : type(*decl.type);
  if (of_cspm && id == kNone)
    entry.binding = CspmName{};
  else
    entry.binding = TypeName{id};
}

void Checker::define_datatype(const ast::DatatypeDecl& decl) {
  const auto self = entries_.find(decl.name.text);
  const auto* named = self == entries_.end() ? nullptr : std::get_if<TypeName>(&self->second.binding);
  if (!named || named->type == kNone) return;
  const TypeId id = named->type;
  bool programs_have_it = true;
  for (std::size_t i = 0; i < decl.constructors.size(); ++i) {
    const ast::Constructor& c = decl.constructors[i];
    std::vector<TypeId> fields;
    for (const ast::TypeBox& field : c.fields) {
      const bool of_cspm = cspm_.needs(*field);
      fields.push_back(of_cspm ? cspm_.set_type(*field) : type(*field));
      programs_have_it = programs_have_it && !(of_cspm && fields.back() == kNone);
    }
    if (i >= types_[id].constructors.size()) break;  // a second datatype of this name, reported already
    types_.at(id).constructors[i].fields = fields;
    const auto it = entries_.find(c.name.text);
    auto* info = it == entries_.end() ? nullptr : std::get_if<ConstructorInfo>(&it->second.binding);
    if (info && info->type == id) info->fields = std::move(fields);
  }
  if (!programs_have_it) {
    self->second.binding = CspmName{};
    for (const ast::Constructor& c : decl.constructors)
      if (const auto it = entries_.find(c.name.text); it != entries_.end()) it->second.binding = CspmName{};
    return;
  }
  if (types_.endless(id)) {
    error("E0415", decl.name.span,
          fmt::format("datatype `{}` has no finite value to begin with", decl.name.text),
          "every constructor needs a value of the type")
        .help = "add a constructor without fields";
  }
}

void Checker::define_channel(const ast::Decl&, const ast::ChannelDecl& channel) {
  std::vector<TypeId> fields;
  bool good = true, of_cspm = false;
  for (const ast::TypeBox& field : channel.fields) {
    const bool here = cspm_.needs(*field);
    fields.push_back(here ? cspm_.set_type(*field) : type(*field));
    good = good && fields.back() != kNone;
    of_cspm = of_cspm || (here && fields.back() == kNone);
  }
  TypeId message = types_.simple(TypeKind::Unit);
  if (fields.size() == 1) message = fields[0];
  if (fields.size() > 1) message = types_.tuple(fields);
  for (const ast::Name& name : channel.names) {
    const auto it = entries_.find(name.text);
    if (it == entries_.end()) continue;
    const auto* global = std::get_if<const GlobalInfo*>(&it->second.binding);
    if (!global || !((*global)->span == name.span)) continue;
    const_cast<GlobalInfo*>(*global)->type = good ? types_.chan(message) : kNone;
    it->second.stage = Stage::Done;
    if (of_cspm) it->second.binding = CspmName{};
  }
}

void Checker::define_var(const ast::VarDecl& decl) {
  const auto it = entries_.find(decl.name.text);
  const auto* bound = it == entries_.end() ? nullptr : std::get_if<const GlobalInfo*>(&it->second.binding);
  if (!bound) return;
  GlobalInfo& global = *const_cast<GlobalInfo*>(*bound);
  const TypeId id = type(*decl.type);
  if (id == kNone) {
    if (decl.value) check_after_error(decl.value);
    return;
  }
  global.type = id;
  if (types_.endless(id)) return;  // reported at the definition of the type
  global.init = zero_value(model_.types, id);
  if (!decl.value) return;
  if (types_.lock(id)) {
    error("E0417", decl.value->span,
          fmt::format("a {} begins unlocked; it takes no initial value", types_.show(id)))
        .help = fmt::format("write var {}: {}", decl.name.text, types_.show(id));
    return;
  }
  if (!expect(decl.value, id, fmt::format("the initial value of `{}`", decl.name.text))) return;
  if (auto value = constant_value(*decl.value, fmt::format("the initial value of `{}`", decl.name.text)))
    global.init = std::move(*value);
}

void Checker::define_signature(const ast::ProgDecl& decl) {
  const auto it = model_.prog_of.find(&decl);
  if (it == model_.prog_of.end()) return;
  read_params(*it->second, decl.params);
  if (decl.result) it->second->result = type(*decl.result);
}

}  // namespace csp
