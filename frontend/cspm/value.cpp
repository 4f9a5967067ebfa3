// Storage of values, their order and their hashes.
#include "frontend/cspm/value.h"

#include <algorithm>

#include "frontend/constant.h"
#include "frontend/cspm/code.h"
#include "frontend/cspm/set.h"

namespace csp::cspm {
namespace {

constexpr std::uint32_t kDeepest = 5000;  // nesting of a value; so that walks over values may recurse

std::uint32_t depth_of(const std::vector<Val>& items) {
  std::uint32_t depth = 1;
  for (const Val& v : items)
    if (v.node()) depth = std::max(depth, v.node()->depth + 1);
  if (depth > kDeepest)
    throw Fault{"E0612", "a value that is nested more than 5000 levels deep", "made here",
                "is a recursion without an end building it?"};
  return depth;
}

int sign(std::int64_t a, std::int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

int compare_lists(const Val* a, std::size_t n, const Val* b, std::size_t m) {
  for (std::size_t i = 0; i < n && i < m; ++i)
    if (const int c = compare(a[i], b[i]); c != 0) return c;
  return sign(static_cast<std::int64_t>(n), static_cast<std::int64_t>(m));
}
int compare_lists(const std::vector<Val>& a, const std::vector<Val>& b) {
  return compare_lists(a.data(), a.size(), b.data(), b.size());
}

std::size_t hash_list(std::size_t seed, const std::vector<Val>& items) {
  for (const Val& v : items) seed = mix(seed, hash(v));
  return seed;
}

int compare_functions(const FunctionNode& a, const FunctionNode& b) {
  const int ia = a.unit ? a.unit->id : -1 - a.builtin, ib = b.unit ? b.unit->id : -1 - b.builtin;
  if (ia != ib) return sign(ia, ib);
  if (const int c = compare_lists(a.captured, b.captured); c != 0) return c;
  return compare_lists(a.given, b.given);
}

int compare_scopes(const ScopeNode& a, const ScopeNode& b) {
  if (a.group != b.group) return sign(a.group->id, b.group->id);
  return compare_lists(a.captured, b.captured);
}

}  // namespace

std::size_t mix(std::size_t seed, std::size_t x) {
  return (seed ^ (x + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2))) * 0xff51afd7ed558ccdULL;
}

// ---- Storage

void Val::drop(Node* node) {
  std::vector<Val> held;
  node->give_up(held);
  delete node;
  while (!held.empty()) {
    Val v = std::move(held.back());
    held.pop_back();
    if (v.node_ && v.node_->refs == 1) v.node_->give_up(held);
  }
}

const std::vector<Val>& Val::items() const { return as<ItemsNode>().items; }

namespace {
void move_all(std::vector<Val>& from, std::vector<Val>& out) {
  for (Val& v : from)
    if (v.node()) out.push_back(std::move(v));
  from.clear();
}
}  // namespace

void ItemsNode::give_up(std::vector<Val>& out) { move_all(items, out); }
void SeqNode::give_up(std::vector<Val>& out) {
  if (buffer && buffer.use_count() == 1) move_all(*buffer, out);
  buffer.reset();
}
void FunctionNode::give_up(std::vector<Val>& out) {
  move_all(captured, out);
  move_all(given, out);
}
void ThunkNode::give_up(std::vector<Val>& out) {
  move_all(captured, out);
  out.push_back(std::move(value));
  value = Val();
}
void ScopeNode::give_up(std::vector<Val>& out) {
  move_all(captured, out);
  move_all(values, out);
}
ScopeNode::~ScopeNode() {
  if (previous) *previous = next;
  if (next) next->previous = previous;
}

Val tuple(std::vector<Val> items) {
  const std::uint32_t depth = depth_of(items);
  auto* node = new ItemsNode(ValKind::Tuple, std::move(items));
  node->depth = depth;
  return Val(node);
}

Val dotted(std::vector<Val> items, bool loose, bool complete) {
  const std::uint32_t depth = depth_of(items);
  auto* node = new ItemsNode(ValKind::Dot, std::move(items));
  node->depth = depth;
  node->loose = loose;
  node->complete = complete;
  return Val(node);
}

void check_length(std::size_t members) {
  if (members > kLongestSequence)
    throw Fault{"E0612", "a sequence of more than a million members", "made here",
                "is a recursion without an end building it?"};
}

Val sequence(std::vector<Val> items) {
  check_length(items.size());
  const std::uint32_t depth = depth_of(items);
  auto* node = new SeqNode;
  node->count = items.size();
  node->depth = depth;
  node->buffer = std::make_shared<std::vector<Val>>(std::move(items));
  return Val(node);
}

Val slice(const Val& seq, std::size_t from, std::size_t count) {
  const SeqNode& whole = seq.as<SeqNode>();
  if (from == 0 && count == whole.count) return seq;
  auto* node = new SeqNode;
  node->buffer = whole.buffer;
  node->from = whole.from + from;
  node->count = count;
  node->depth = whole.depth;
  return Val(node);
}

Val string_sequence(const std::string& utf8) {
  std::vector<Val> out;
  const Value codes = string_value(utf8);
  for (const Value& v : codes.items()) out.push_back(Val::character(static_cast<char32_t>(v.number())));
  return sequence(std::move(out));
}

std::string utf8_of(const Val& seq) {
  std::string out;
  for (const Val& v : SeqView(seq)) {
    const auto c = static_cast<std::uint32_t>(v.number());
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xc0 | (c >> 6));
      put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      put(0xe0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3f));
      put(0x80 | (c & 0x3f));
    } else {
      put(0xf0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3f));
      put(0x80 | ((c >> 6) & 0x3f));
      put(0x80 | (c & 0x3f));
    }
  }
  return out;
}

// ---- Order

int compare(const Val& a, const Val& b) {
  if (a.kind() != b.kind()) return sign(static_cast<int>(a.kind()), static_cast<int>(b.kind()));
  if (a.node() == b.node() && a.node()) return 0;
  switch (a.kind()) {
    case ValKind::Int:
    case ValKind::Bool:
    case ValKind::Char:
    case ValKind::Atom:
    case ValKind::Process:
      return sign(a.number(), b.number());
    case ValKind::Tuple:
      return compare_lists(a.items(), b.items());
    case ValKind::Dot:
      if (a.node()->loose != b.node()->loose) return a.node()->loose ? 1 : -1;
      return compare_lists(a.items(), b.items());
    case ValKind::Seq: {
      const SeqView x(a), y(b);
      return compare_lists(x.begin(), x.size(), y.begin(), y.size());
    }
    case ValKind::Set:
      return compare_sets(a, b);
    case ValKind::Function:
      return compare_functions(a.as<FunctionNode>(), b.as<FunctionNode>());
    case ValKind::Scope:
      return compare_scopes(a.as<ScopeNode>(), b.as<ScopeNode>());
    case ValKind::Thunk: {
      const ThunkNode &x = a.as<ThunkNode>(), &y = b.as<ThunkNode>();
      if (x.state == ThunkNode::State::Done && y.state == ThunkNode::State::Done)
        return compare(x.value, y.value);
      return a.node() < b.node() ? -1 : 1;
    }
  }
  return 0;
}

std::size_t hash(const Val& v) {
  const std::size_t seed = static_cast<std::size_t>(v.kind()) + 1;
  if (!v.node()) return mix(seed, static_cast<std::size_t>(v.number()));
  Node& node = *v.node();
  if (node.hash != 0) return node.hash;
  std::size_t h = seed;
  switch (v.kind()) {
    case ValKind::Int:
    case ValKind::Bool:
    case ValKind::Char:
    case ValKind::Atom:
    case ValKind::Process:
      break;
    case ValKind::Tuple:
    case ValKind::Dot:
      h = hash_list(h, v.items());
      break;
    case ValKind::Seq:
      for (const Val& item : SeqView(v)) h = mix(h, hash(item));
      break;
    case ValKind::Set:
      h = hash_set(v);
      break;
    case ValKind::Function: {
      const FunctionNode& f = v.as<FunctionNode>();
      h = mix(h, static_cast<std::size_t>(f.unit ? f.unit->id : -1 - f.builtin));
      h = hash_list(hash_list(h, f.captured), f.given);
      break;
    }
    case ValKind::Scope:
      h = hash_list(mix(h, static_cast<std::size_t>(v.as<ScopeNode>().group->id)),
                    v.as<ScopeNode>().captured);
      break;
    case ValKind::Thunk:  // only settled values are hashed
      return v.as<ThunkNode>().state == ThunkNode::State::Done ? hash(v.as<ThunkNode>().value) : seed;
  }
  if (h == 0) h = 1;
  node.hash = h;
  return h;
}

}  // namespace csp::cspm
