// The members of every node of the syntax tree as a tuple of references, for code that treats all nodes alike
// (equality, walks). A member that is missing here is not compared and not walked, so a new member is added here too.
#pragma once

#include <tuple>

#include "frontend/ast.h"

namespace csp::ast {

// fields(x) for a node x: its members in order of the text, without spans.
#define CSP_FIELDS(T, ...)                                       \
  inline auto fields([[maybe_unused]] T& x) { return std::tie(__VA_ARGS__); } \
  inline auto fields([[maybe_unused]] const T& x) { return std::tie(__VA_ARGS__); }

CSP_FIELDS(Name, x.text)

CSP_FIELDS(NamedType, x.name)
CSP_FIELDS(RangeType, x.lo, x.hi)
CSP_FIELDS(SetType, x.set)
CSP_FIELDS(TupleType, x.parts)
CSP_FIELDS(ArrayType, x.size, x.element)
CSP_FIELDS(ListType, x.element)
CSP_FIELDS(ChanType, x.capacity, x.element)
CSP_FIELDS(Field, x.name, x.type)
CSP_FIELDS(StructType, x.fields)
CSP_FIELDS(ProgType, x.params, x.result)
CSP_FIELDS(Type, x.node)

CSP_FIELDS(Param, x.name, x.type)
CSP_FIELDS(IntLit, x.value)
CSP_FIELDS(BoolLit, x.value)
CSP_FIELDS(CharLit, x.value)
CSP_FIELDS(StringLit, x.value)
CSP_FIELDS(NilLit, )
CSP_FIELDS(NameExpr, x.name)
CSP_FIELDS(CallExpr, x.callee, x.args)
CSP_FIELDS(IndexExpr, x.base, x.indices)
CSP_FIELDS(DotExpr, x.base, x.field)
CSP_FIELDS(DotApply, x.base, x.arg)
CSP_FIELDS(UnaryExpr, x.op, x.operand)
CSP_FIELDS(BinaryExpr, x.op, x.left, x.right)
CSP_FIELDS(IfExpr, x.condition, x.then_value, x.else_value)
CSP_FIELDS(IsExpr, x.value, x.constructor)
CSP_FIELDS(ReceiveExpr, x.channel)
CSP_FIELDS(ProgExpr, x.params, x.result, x.body)
CSP_FIELDS(MkExpr, x.type, x.args)
CSP_FIELDS(AnyExpr, x.type)
CSP_FIELDS(ListLit, x.items)
CSP_FIELDS(SetLit, x.items)
CSP_FIELDS(RangeExpr, x.lo, x.hi)
CSP_FIELDS(TupleLit, x.items)
CSP_FIELDS(Qualifier, x.pattern, x.of, x.colon)
CSP_FIELDS(LetExpr, x.decls, x.body)
CSP_FIELDS(LambdaExpr, x.params, x.body)
CSP_FIELDS(AsPattern, x.left, x.right)
CSP_FIELDS(ComprehensionExpr, x.kind, x.items, x.qualifiers)
CSP_FIELDS(ListRangeExpr, x.lo, x.hi)
CSP_FIELDS(PrefixField, x.kind, x.value, x.restriction)
CSP_FIELDS(PrefixExpr, x.channel, x.fields, x.then)
CSP_FIELDS(GuardExpr, x.condition, x.process)
CSP_FIELDS(Link, x.from, x.to)
CSP_FIELDS(ProcessExpr, x.op, x.left, x.set, x.second_set, x.links, x.qualifiers, x.right)
CSP_FIELDS(HideExpr, x.process, x.set)
CSP_FIELDS(RenameExpr, x.process, x.pairs, x.qualifiers)
CSP_FIELDS(ReplicatedExpr, x.op, x.qualifiers, x.set, x.links, x.link_qualifiers, x.body)
CSP_FIELDS(ExprComments, x.before, x.after)
CSP_FIELDS(Expr, x.comments, x.node)

CSP_FIELDS(SendComm, x.channel, x.shape, x.values, x.newsqueak)
CSP_FIELDS(ReceiveComm, x.channel, x.shape, x.targets, x.newsqueak, x.declares, x.has_ok)
CSP_FIELDS(Comm, x.node)

CSP_FIELDS(Replicator, x.name, x.set)
CSP_FIELDS(SkipStmt, )
CSP_FIELDS(DeclStmt, x.names, x.type, x.value)
CSP_FIELDS(AssignStmt, x.targets, x.value, x.op)
CSP_FIELDS(CommStmt, x.comm)
CSP_FIELDS(CallStmt, x.call)
CSP_FIELDS(BeginStmt, x.call, x.service)
CSP_FIELDS(BecomeStmt, x.call)
CSP_FIELDS(SelectCase, x.comments_before, x.comm, x.body)
CSP_FIELDS(SelectStmt, x.priority, x.cases, x.default_body)
CSP_FIELDS(GuardItem, x.node)
CSP_FIELDS(GuardedCommand, x.comments_before, x.replicators, x.guard, x.body)
CSP_FIELDS(GuardedStmt, x.repeat, x.commands)
CSP_FIELDS(ParallelBranch, x.comments_before, x.label, x.subscripts, x.service, x.body)
CSP_FIELDS(ParallelStmt, x.branches)
CSP_FIELDS(IfStmt, x.condition, x.then_body, x.else_body)
CSP_FIELDS(WhileStmt, x.condition, x.body)
CSP_FIELDS(ForStmt, x.init, x.condition, x.post, x.body)
CSP_FIELDS(RangeStmt, x.names, x.declares, x.over, x.body)
CSP_FIELDS(BreakStmt, )
CSP_FIELDS(ContinueStmt, )
CSP_FIELDS(ReturnStmt, x.value)
CSP_FIELDS(DeferStmt, x.call)
CSP_FIELDS(AssertStmt, x.condition)
CSP_FIELDS(LabelStmt, x.label, x.body)
CSP_FIELDS(BlockStmt, x.body)
CSP_FIELDS(Stmt, x.comments_before, x.comment_open, x.node, x.comment_after, x.comments_below)

CSP_FIELDS(IncludeDecl, x.path)
CSP_FIELDS(ValueDecl, x.name, x.params, x.value)
CSP_FIELDS(Constructor, x.name, x.fields)
CSP_FIELDS(DatatypeDecl, x.name, x.constructors)
CSP_FIELDS(NametypeDecl, x.name, x.type)
CSP_FIELDS(ChannelDecl, x.names, x.fields)
CSP_FIELDS(VarDecl, x.name, x.type, x.value)
CSP_FIELDS(ProgDecl, x.service, x.name, x.params, x.result, x.body)
CSP_FIELDS(InstanceSystem, x.service, x.name, x.args, x.has_args)
CSP_FIELDS(ParallelSystem, x.command)
CSP_FIELDS(System, x.node)
CSP_FIELDS(SystemDecl, x.name, x.params, x.system)
CSP_FIELDS(PropertyExpr, x.kind, x.exprs, x.set)
CSP_FIELDS(AssertDecl, x.negated, x.forall, x.system, x.property)
CSP_FIELDS(EquationDecl, x.name, x.params, x.value)
CSP_FIELDS(PatternDecl, x.pattern, x.value)
CSP_FIELDS(SubtypeDecl, x.name, x.constructors)
CSP_FIELDS(TransparentDecl, x.external, x.names)
CSP_FIELDS(PrintDecl, x.value)
CSP_FIELDS(TimedDecl, x.duration, x.decls)
CSP_FIELDS(RefinementDecl, x.negated, x.forall, x.specification, x.model, x.implementation, x.tau_priority)
CSP_FIELDS(ProcessAssertDecl, x.negated, x.forall, x.process, x.property, x.model, x.tau_priority)
CSP_FIELDS(Decl, x.comments_before, x.comment_open, x.node, x.comment_after)
CSP_FIELDS(File, x.decls, x.comments_at_end)

#undef CSP_FIELDS

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsBox : std::false_type {};
template <class T>
struct IsBox<std::shared_ptr<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

}  // namespace csp::ast
