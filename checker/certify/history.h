// What a replay remembers for its explanations: who holds which lock since when, who closed, who unlocked
// last, who panics.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/certify/interpreter.h"

namespace csp::reference {

struct Deed {  // something that a process did
  std::size_t step = 0;
  Pid pid = 0;
  Span span;
  std::string action;
};

enum class Holding : std::uint8_t { Lock, Reading, Announced, Running };  // Running: inside a once

struct Hold {
  Holding how = Holding::Lock;
  Deed since;
};

struct Panic {
  ErrorKind kind = ErrorKind::Panic;
  std::string message;
  Deed deed;
};

class History {
 public:
  void step(const Interpreter&, const State& before, const Step&, const State& after, std::size_t number);

  const std::vector<Hold>& holders(std::int64_t object) const;
  std::vector<std::pair<std::int64_t, Holding>> held_by(Pid) const;
  std::optional<Deed> closed(std::int64_t channel) const { return find(closed_, channel); }
  std::optional<Deed> unlocked(std::int64_t lock) const { return find(unlocked_, lock); }
  std::optional<Deed> counted(std::int64_t group) const {
    return find(counted_, group);
  }  // the last Add or Done
  std::optional<Deed> ended(Pid pid) const { return find(ended_, pid); }
  std::optional<Panic> panic(Pid pid) const {
    const auto at = panics_.find(pid);
    if (at == panics_.end()) return std::nullopt;
    return at->second;
  }

 private:
  static std::optional<Deed> find(const std::map<std::int64_t, Deed>& map, std::int64_t key) {
    const auto at = map.find(key);
    if (at == map.end()) return std::nullopt;
    return at->second;
  }
  void release(std::int64_t object, Holding how, Pid pid);

  std::map<std::int64_t, std::vector<Hold>> holders_;
  std::map<std::int64_t, Deed> closed_, unlocked_, counted_, ended_;
  std::map<Pid, Panic> panics_;
};

// Why the step, which is a failure of parts[0], is one: the kind and words for it.
Failure why_fails(const Interpreter&, const State& before, const Step&);

}  // namespace csp::reference
