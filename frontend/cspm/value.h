// Values of CSPM while a script is evaluated: numbers, sets, sequences, dotted values, functions, processes.
// Immutable but for thunks and what a scope has worked out; counted by reference, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace csp::cspm {

enum class ValKind : std::uint8_t {
  Int,
  Bool,
  Char,
  Atom,      // number(): a channel or a constructor, see universe.h; complete if it has no fields
  Process,   // number(): a TermId
  Tuple,     // items()
  Dot,       // items(): an atom and its first fields, or (loose) values joined by dots: 1.2
  Seq,       // seq()
  Set,       // see set.h
  Function,  // see code.h; as the three below
  Scope,     // the definitions of a let; never seen by the script
  Thunk      // an argument that has not been needed yet; never seen by the script
};

class Val;

// What values on the heap have in common.
struct Node {
  explicit Node(ValKind k) : kind(k) {}
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  virtual ~Node() = default;
  // Moves all values it holds to `out`, so that it can be deleted without recursion.
  virtual void give_up(std::vector<Val>& out) = 0;

  std::uint32_t refs = 0;
  ValKind kind;
  bool loose = false;            // Dot: has no atom in front
  bool complete = true;          // Dot: nothing can be added inside
  std::uint32_t depth = 1;       // of nesting
  mutable std::size_t hash = 0;  // 0: not known yet
};

class Val {
 public:
  Val() = default;  // 0
  static Val integer(std::int64_t n) { return Val(ValKind::Int, n); }
  static Val boolean(bool b) { return Val(ValKind::Bool, b ? 1 : 0); }
  static Val character(char32_t c) { return Val(ValKind::Char, static_cast<std::int64_t>(c)); }
  static Val atom(int id) { return Val(ValKind::Atom, id); }
  static Val process(int term) { return Val(ValKind::Process, term); }
  explicit Val(Node* node) : node_(node), kind_(node->kind) { ++node->refs; }
  Val(const Val& o) : number_(o.number_), node_(o.node_), kind_(o.kind_) {
    if (node_) ++node_->refs;
  }
  Val(Val&& o) noexcept : number_(o.number_), node_(o.node_), kind_(o.kind_) { o.node_ = nullptr; }
  Val& operator=(Val o) noexcept {
    std::swap(number_, o.number_);
    std::swap(node_, o.node_);
    std::swap(kind_, o.kind_);
    return *this;
  }
  ~Val() {
    if (node_ && --node_->refs == 0) drop(node_);
  }

  ValKind kind() const { return kind_; }
  bool is(ValKind k) const { return kind_ == k; }
  std::int64_t number() const { return number_; }
  bool truth() const { return number_ != 0; }
  Node* node() const { return node_; }
  template <class T>
  T& as() const {
    return static_cast<T&>(*node_);
  }
  const std::vector<Val>& items() const;  // of a Tuple or Dot

 private:
  Val(ValKind k, std::int64_t n) : number_(n), kind_(k) {}
  static void drop(Node* node);

  std::int64_t number_ = 0;
  Node* node_ = nullptr;
  ValKind kind_ = ValKind::Int;
};

// What went wrong, before it is known where: the evaluator adds the place.
struct Fault {
  std::string code, message, label, help;
};

// ---- Tuples and dotted values

struct ItemsNode : Node {
  ItemsNode(ValKind k, std::vector<Val> v) : Node(k), items(std::move(v)) {}
  void give_up(std::vector<Val>& out) override;
  std::vector<Val> items;
};
Val tuple(std::vector<Val> items);
// `complete` is for the caller to know (dot.h). Fault if the value is nested too deeply.
Val dotted(std::vector<Val> items, bool loose, bool complete);

// ---- Sequences

struct SeqNode : Node {  // a part of a buffer that several may share
  SeqNode() : Node(ValKind::Seq) {}
  void give_up(std::vector<Val>& out) override;
  std::shared_ptr<std::vector<Val>> buffer;
  std::size_t from = 0, count = 0;
};
class SeqView {  // valid while the value lives
 public:
  explicit SeqView(const Val& v) : node_(&v.as<SeqNode>()) {}
  std::size_t size() const { return node_->count; }
  bool empty() const { return node_->count == 0; }
  const Val& operator[](std::size_t i) const { return (*node_->buffer)[node_->from + i]; }
  const Val* begin() const { return node_->buffer->data() + node_->from; }
  const Val* end() const { return begin() + node_->count; }

 private:
  const SeqNode* node_;
};
inline constexpr std::size_t kLongestSequence = 1 << 20;
void check_length(std::size_t members);  // of a sequence to be made: throws Fault E0612 if it is too long
Val sequence(std::vector<Val> items);    // the same
Val slice(const Val& seq, std::size_t from, std::size_t count);  // O(1)
Val string_sequence(const std::string& utf8);
std::string utf8_of(const Val& seq);  // of a sequence of characters

// ---- Order

// A total order on all values without thunks: -1, 0 or 1. Sets are compared by their members when both are
// finite (they are listed for it); functions by their text and what they have captured.
int compare(const Val& a, const Val& b);
std::size_t hash(const Val& v);
inline bool operator==(const Val& a, const Val& b) { return compare(a, b) == 0; }
struct ValHash {
  std::size_t operator()(const Val& v) const { return hash(v); }
};
struct ValLess {
  bool operator()(const Val& a, const Val& b) const { return compare(a, b) < 0; }
};
std::size_t mix(std::size_t seed, std::size_t x);

}  // namespace csp::cspm
