// Values as text.
#include <algorithm>

#include "frontend/cspm/code.h"
#include "frontend/cspm/set.h"
#include "frontend/cspm/universe.h"

namespace csp::cspm {
namespace {

class Show {
 public:
  Show(const Universe& universe, std::size_t limit) : universe_(universe), limit_(limit) {}

  std::string operator()(const Val& v) const {
    switch (v.kind()) {
      case ValKind::Int:
        return std::to_string(v.number());
      case ValKind::Bool:
        return v.truth() ? "true" : "false";
      case ValKind::Char:
        return "'" + escaped(sequence({v}), '\'') + "'";
      case ValKind::Atom:
        return universe_.atom(v).name;
      case ValKind::Process:
        return "a process";
      case ValKind::Tuple:
        return "(" + list(v.items().data(), v.items().size(), ", ") + ")";
      case ValKind::Dot:
        return list(v.items().data(), v.items().size(), ".");
      case ValKind::Seq: {
        const SeqView items(v);
        if (!items.empty() && items[0].is(ValKind::Char)) return "\"" + escaped(v, '"') + "\"";
        return "<" + list(items.begin(), items.size(), ", ") + ">";
      }
      case ValKind::Set:
        return set(v);
      case ValKind::Function: {
        const FunctionNode& f = v.as<FunctionNode>();
        return f.unit && !f.unit->name.empty() ? f.unit->name : "a function";
      }
      case ValKind::Scope:
        return "definitions";
      case ValKind::Thunk:
        return v.as<ThunkNode>().state == ThunkNode::State::Done ? (*this)(v.as<ThunkNode>().value) : "...";
    }
    return "";
  }

 private:
  static std::string escaped(const Val& seq, char quote) {
    std::string out;
    for (const char c : utf8_of(seq)) {
      if (c == '\n') {
        out += "\\n";
        continue;
      }
      if (c == '\t') {
        out += "\\t";
        continue;
      }
      if (c == quote || c == '\\') out += '\\';
      out += c;
    }
    return out;
  }

  std::string list(const Val* items, std::size_t n, const char* between) const {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) {
      if (i) out += between;
      if (i == limit_ && n > limit_ + 1) return out + "...";
      out += (*this)(items[i]);
    }
    return out;
  }

  std::string all(const std::vector<Val>& parts, const char* between) const {
    return list(parts.data(), parts.size(), between);
  }

  // {|c.1|}: the leading fields that are single values.
  std::string headed(const SetNode& s) const {
    std::string out = universe_.atoms()[static_cast<std::size_t>(s.number)].name;
    for (const Val& p : s.parts) {
      const SetNode& part = p.as<SetNode>();
      if (part.rule == SetKind::Range && part.lo == part.hi) {
        out += "." + std::to_string(part.lo);
      } else if (part.rule == SetKind::Listed && part.members.size() == 1) {
        out += "." + (*this)(part.members[0]);
      } else {
        break;
      }
    }
    return "{|" + out + "|}";
  }

  std::string set(const Val& v) const {
    const SetNode& s = v.as<SetNode>();
    const bool made = s.rule == SetKind::Powerset || s.rule == SetKind::Union || s.rule == SetKind::Inter ||
                      s.rule == SetKind::Diff;
    if (made && size_bound(v) <= 16) return "{" + all(members(v), ", ") + "}";
    switch (s.rule) {
      case SetKind::Listed:
        return "{" + all(s.members, ", ") + "}";
      case SetKind::Range:
        if (s.hi - s.lo < 8) return "{" + all(members(v), ", ") + "}";
        return "{" + std::to_string(s.lo) + ".." + std::to_string(s.hi) + "}";
      case SetKind::From:
        return "{" + std::to_string(s.lo) + "..}";
      case SetKind::Int:
        return "Int";
      case SetKind::Char:
        return "Char";
      case SetKind::Events:
        return "Events";
      case SetKind::Proc:
        return "Proc";
      case SetKind::Datatype:
        return universe_.datatypes()[static_cast<std::size_t>(s.number)].name;
      case SetKind::Headed:
        return headed(s);
      case SetKind::DotProduct:
        return all(s.parts, ".");
      case SetKind::TupleProduct:
        return "(" + all(s.parts, ", ") + ")";
      case SetKind::Powerset:
        return "Set(" + (*this)(s.parts[0]) + ")";
      case SetKind::Sequences:
        return "Seq(" + (*this)(s.parts[0]) + ")";
      case SetKind::Union:
        return "Union({" + all(s.parts, ", ") + "})";
      case SetKind::Inter:
        return "Inter({" + all(s.parts, ", ") + "})";
      case SetKind::Diff:
        return "diff(" + all(s.parts, ", ") + ")";
    }
    return "";
  }

  const Universe& universe_;
  std::size_t limit_;
};

}  // namespace

std::string show(const Val& v, const Universe& universe, std::size_t limit) {
  return Show(universe, limit)(v);
}

}  // namespace csp::cspm
