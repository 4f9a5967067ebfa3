// Parallel commands: a group, a member for each value of the subscripts, and the wait for all of them.
#include <fmt/format.h>

#include <algorithm>

#include "checker/core/limits.h"
#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

void ProcLowering::stmt(const ast::Stmt&, const ast::ParallelStmt& s) { parallel(s); }

// The first and the last number of a subscript, if they are constants of the instance. Empty ranges: 1 and 0.
std::optional<std::pair<std::int64_t, std::int64_t>> ProcLowering::subscript_bounds(
    const ast::Replicator& r) const {
  const auto known = evaluate_set(unit_.model, *r.set, unit_.valuation);
  const auto* members = std::get_if<std::vector<Value>>(&known);
  if (!members) return std::nullopt;
  if (members->empty()) return std::pair<std::int64_t, std::int64_t>{1, 0};
  return std::pair{members->front().number(), members->back().number()};
}

// Branches with the same label are parts of one array of processes: bounds that are known, and no member in
// common.
void ProcLowering::check_parts(const ast::ParallelStmt& s) {
  for (std::size_t i = 0; i < s.branches.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const ast::ParallelBranch &one = s.branches[j], &other = s.branches[i];
      if (one.label.text != other.label.text) continue;
      bool common = true;
      for (std::size_t k = 0; k < one.subscripts.size(); ++k) {
        const auto a = subscript_bounds(one.subscripts[k]), b = subscript_bounds(other.subscripts[k]);
        if (!a || !b) {
          unit_.diagnostics.error(
              "E0505", (a ? other : one).subscripts[k].set->span,
              fmt::format(
                  "the subscripts of `{}`, which stands in several branches, must be known before the run",
                  one.label.text));
          return;
        }
        common = common && std::max(a->first, b->first) <= std::min(a->second, b->second);
      }
      if (!common) continue;
      Diagnostic& d = unit_.diagnostics.error(
          "E0505", other.label.span,
          fmt::format("two branches have a process `{}` with the same subscripts", one.label.text),
          "declared again");
      d.notes.push_back({"the other is here", one.label.span});
      return;
    }
}

void ProcLowering::parallel(const ast::ParallelStmt& s) {
  check_parts(s);
  const LocalId group = temp(kNone), member = temp(kNone);
  ParallelStart start;
  start.group = group;
  start.member = member;
  for (const ast::ParallelBranch& b : s.branches) start.branches.push_back(branch(s, b, group, member));
  emit(std::move(start));
  emit(Join{local(group), kNone});
}

Naming ProcLowering::inside(const ast::ParallelStmt& s) const {
  Naming out = naming_;
  for (const ast::ParallelBranch& b : s.branches) out[b.label.text] = &s;
  return out;
}

// The subscripts of process arrays are consecutive numbers.
Replicator ProcLowering::subscript(const ast::Replicator& r) {
  Replicator out;
  const auto known = evaluate_set(unit_.model, *r.set, unit_.valuation);
  if (const auto* members = std::get_if<std::vector<Value>>(&known)) {
    const std::int64_t lo = members->empty() ? 1 : members->front().number();
    const std::int64_t hi = members->empty() ? 0 : members->back().number();
    if (hi - lo + 1 != static_cast<std::int64_t>(members->size()))
      unit_.diagnostics.error("E0505", r.set->span, "the subscripts of processes are a range lo..hi",
                              "numbers are missing in between");
    out.set = op(ExprKind::RangeSeq, {integer(lo), integer(hi)});
  } else {
    out.set = value(*r.set);
  }
  // In this frame the subscript is a scratch variable, also where the property names it in the branch.
  const Variable& v = *unit_.model.replicator_variable.at(&r);
  out.local = add_local(v.name, v.type);
  locals_[&v] = out.local;
  return out;
}

// A branch that is one call of a prog runs that prog itself, not a prog of the branch that calls it.
const ast::CallExpr* ProcLowering::simple_branch(const ast::ParallelBranch& b) const {
  if (b.body->size() != 1) return nullptr;
  const auto* statement_of = std::get_if<ast::CallStmt>(&b.body->front().node);
  if (!statement_of) return nullptr;
  const auto& call = std::get<ast::CallExpr>(statement_of->call->node);
  if (!unit_.binding<ProgInfo*>(*call.callee)) return nullptr;
  for (const auto& a : call.args)
    if (unit_.interacts(*a)) return nullptr;
  return &call;
}

// More processes than any engine takes on, where the number is known before a run.
void ProcLowering::check_number(const ast::ParallelBranch& b, const std::vector<Replicator>& subscripts) {
  std::int64_t count = 1;
  for (std::size_t i = 0; i < subscripts.size(); ++i) {
    const auto bound = [&](std::size_t k) {
      return unit_.program.exprs[static_cast<std::size_t>(subscripts[i].set)].args[k];
    };
    const Expr &lo = unit_.program.exprs[static_cast<std::size_t>(bound(0))],
               &hi = unit_.program.exprs[static_cast<std::size_t>(bound(1))];
    if (lo.kind != ExprKind::Const || hi.kind != ExprKind::Const) return;
    const std::int64_t first = lo.value.number(), last = hi.value.number();
    if (last < first) return;
    if (static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) < kMostMembers)
      count *= last - first + 1;
    else
      count = kMostMembers + 1;
    if (count <= kMostMembers) continue;
    unit_.diagnostics.error("E0509", b.subscripts[i].set->span,
                            fmt::format("`{}` has too many processes", b.label.text),
                            fmt::format("at most {} in one parallel command", kMostMembers));
    return;
  }
}

ParBranch ProcLowering::branch(const ast::ParallelStmt& s, const ast::ParallelBranch& b, LocalId group,
                               LocalId member) {
  ParBranch out;
  out.label = b.label.text;
  out.service = b.service;
  for (const ast::Replicator& r : b.subscripts) out.subscripts.push_back(subscript(r));
  check_number(b, out.subscripts);
  if (const ast::CallExpr* call = simple_branch(b)) {
    const ProgInfo& prog = **unit_.binding<ProgInfo*>(*call->callee);
    out.callee.proc = unit_.proc(prog, inside(s), b.span);
    out.callee.args = surroundings(out.callee.proc, &s, group, member);
    for (ExprId e : values(call->args)) out.callee.args.push_back(e);
    return out;
  }
  const ProgInfo& prog = *unit_.model.prog_of.at(&b);
  out.callee.proc = unit_.proc(prog, inside(s), b.span);
  out.callee.args = surroundings(out.callee.proc, &s, group, member);
  for (const Replicator& r : out.subscripts) out.callee.args.push_back(local(r.local));
  return out;
}

}  // namespace csp
