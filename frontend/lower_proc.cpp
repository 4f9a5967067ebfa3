// The frame of a prog: captured values first, then hidden parameters for process names, then the parameters
// of the text.
#include "frontend/lower_proc.h"

namespace csp {

void ProcLowering::build(const Specialisation& s) {
  prog_ = s.prog;
  naming_ = s.around;
  instance_ = s.instance;
  const At at(*this, prog_->span, {});
  mark(fresh());
  proc().entry = next_node();
  parameters(s);
  block(*prog_->body);
  end_of_body(prog_->result);
  finish();
}

void ProcLowering::build(const std::function<void(ProcLowering&)>& body) {
  const At at(*this, proc().span, {});
  mark(fresh());
  proc().entry = next_node();
  body(*this);
  if (reached()) ret();
  finish();
}

void ProcLowering::parameters(const Specialisation& s) {
  for (const Variable* v : prog_->captures) locals_[v] = add_local(v->name, v->type, unit_.shared(*v));
  for (const ast::ParallelStmt* command : s.groups) {
    GroupParameters& g = groups_[command];
    g.group = add_local({}, kNone);
    g.self = add_local({}, kNone);
  }
  std::vector<std::pair<const Variable*, LocalId>> shared;
  for (const Variable* v : prog_->params) {
    const LocalId id = add_local(v->name, v->type);
    locals_[v] = id;
    if (unit_.shared(*v)) shared.emplace_back(v, id);
  }
  for (const auto& [v, id] : shared) declare_shared_parameter(*v, id);
}

// The argument moves into a Var object; the parameter itself is forgotten.
void ProcLowering::declare_shared_parameter(const Variable& v, LocalId parameter) {
  const At at(*this, v.span, {});
  locals_.erase(&v);
  const LocalId cell = declare(v);
  emit(NewObject{whole(cell), ObjectKind::Var, v.type, local(parameter), v.name, kNone});
  emit(Assign{whole(parameter), constant(Value()), kNone});
}

void ProcLowering::end_of_body(TypeId result) {
  if (!reached()) return;
  if (result == kNone || unit_.is(result, TypeKind::Unit)) return ret();
  fail(ErrorKind::NoReturn, "`" + prog_->name + "` ends without a result");
}

LocalId ProcLowering::declare(const Variable& v) {
  const auto it = locals_.find(&v);
  if (it != locals_.end()) return it->second;
  const LocalId id = add_local(v.name, v.type, unit_.shared(v));
  locals_[&v] = id;
  if (unit_.named_variables.contains(&v)) unit_.local_of[{ProcLowering::id(), &v}] = id;
  return id;
}

LocalId ProcLowering::variable(const Variable& v) { return declare(v); }

}  // namespace csp
