// Visits the parts of a node: successors, expressions, places, callees, locals that it binds. For code that
// treats all nodes alike (checks, dumps, analyses); one place to extend when a kind of node is added.
#pragma once

#include <type_traits>
#include <variant>

#include "checker/core/program.h"

namespace csp {

// Calls f(NodeId&) for each successor field of the node's operation, kNone ones included. Works on const
// nodes with a const reference.
template <class NodeT, class F>
void for_each_successor(NodeT& node, F f) {
  std::visit(
      [&](auto& op) {
        using T = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<T, Branch>) {
          f(op.then_next);
          f(op.else_next);
        } else if constexpr (std::is_same_v<T, Choose>) {
          for (auto& option : op.options) f(option.next);
          f(op.otherwise);
        } else if constexpr (std::is_same_v<T, Comm>) {
          for (auto& alt : op.alts) f(alt.next);
          f(op.otherwise);
        } else if constexpr (std::is_same_v<T, Sync>) {
          f(op.next);
          f(op.other);
        } else if constexpr (std::is_same_v<T, Become> || std::is_same_v<T, Return> ||
                             std::is_same_v<T, Fail>) {
        } else {
          f(op.next);
        }
      },
      node.op);
}

// Calls f(Callee&) for each callee.
template <class NodeT, class F>
void for_each_callee(NodeT& node, F f) {
  std::visit(
      [&](auto& op) {
        using T = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<T, Call> || std::is_same_v<T, Become> || std::is_same_v<T, Defer> ||
                      std::is_same_v<T, Begin>)
          f(op.callee);
        else if constexpr (std::is_same_v<T, ParallelStart>)
          for (auto& branch : op.branches) f(branch.callee);
      },
      node.op);
}

// Calls f(Place&) for each part of a local that the node stores into.
template <class NodeT, class F>
void for_each_place(NodeT& node, F f) {
  std::visit(
      [&](auto& op) {
        using T = std::decay_t<decltype(op)>;
        if constexpr (requires { op.target; }) f(op.target);
        if constexpr (std::is_same_v<T, Recover>) f(op.result);
        if constexpr (std::is_same_v<T, Call> || std::is_same_v<T, Rmw> || std::is_same_v<T, Sync>)
          if (op.result) f(*op.result);
        if constexpr (std::is_same_v<T, Comm>)
          for (auto& alt : op.alts) {
            for (auto& target : alt.pattern.targets)
              if (target) f(*target);
            if (alt.ok) f(*alt.ok);
          }
      },
      node.op);
}

// Calls f(Replicator&) for each replicator, and for the subscripts of parallel branches.
template <class NodeT, class F>
void for_each_replicator(NodeT& node, F f) {
  std::visit(
      [&](auto& op) {
        using T = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<T, Choose>)
          for (auto& option : op.options)
            for (auto& r : option.replicators) f(r);
        if constexpr (std::is_same_v<T, Comm>)
          for (auto& alt : op.alts)
            for (auto& r : alt.replicators) f(r);
        if constexpr (std::is_same_v<T, ParallelStart>)
          for (auto& branch : op.branches)
            for (auto& r : branch.subscripts) f(r);
      },
      node.op);
}

// Calls f(ExprId) for each expression that the node mentions directly (those in places, paths and callees
// too), kNone ones left out.
template <class F>
void for_each_expr(const Node& node, F f) {
  auto one = [&](ExprId e) {
    if (e != kNone) f(e);
  };
  auto path = [&](const std::vector<PathStep>& steps) {
    for (const PathStep& step : steps) one(step.index);
  };
  for_each_callee(node, [&](const Callee& callee) {
    one(callee.closure);
    for (ExprId arg : callee.args) one(arg);
  });
  for_each_place(node, [&](const Place& place) { path(place.path); });
  for_each_replicator(node, [&](const Replicator& r) { one(r.set); });
  std::visit(
      [&](const auto& op) {
        using T = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<T, Assign> || std::is_same_v<T, Return>) one(op.value);
        if constexpr (std::is_same_v<T, Branch>) one(op.condition);
        if constexpr (std::is_same_v<T, Choose>)
          for (const Option& option : op.options) one(option.enabled);
        if constexpr (std::is_same_v<T, AnyValue>) one(op.set);
        if constexpr (std::is_same_v<T, NewObject>) one(op.arg);
        if constexpr (std::is_same_v<T, MakeZero>)
          for (ExprId size : op.sizes) one(size);
        if constexpr (std::is_same_v<T, Comm>)
          for (const Alt& alt : op.alts) {
            one(alt.enabled);
            one(alt.channel);
            one(alt.value);
          }
        if constexpr (std::is_same_v<T, Read>) {
          one(op.object);
          path(op.path);
        }
        if constexpr (std::is_same_v<T, Write>) {
          one(op.object);
          path(op.path);
          one(op.value);
        }
        if constexpr (std::is_same_v<T, Rmw>) {
          one(op.object);
          path(op.path);
          for (ExprId arg : op.args) one(arg);
        }
        if constexpr (std::is_same_v<T, Sync>) {
          one(op.object);
          one(op.arg);
        }
        if constexpr (std::is_same_v<T, Join>) one(op.group);
      },
      node.op);
}

}  // namespace csp
