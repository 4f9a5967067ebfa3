// Process expressions -> terms. Operands that are calls are Delays already, so nothing here runs into a
// recursion.
#include <algorithm>
#include <iterator>
#include <utility>

#include "frontend/cspm/builtin.h"
#include "frontend/cspm/evaluator.h"

namespace csp::cspm {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// Of the operators with two operands.
TermKind kind_of(Op op) {
  static constexpr std::pair<Op, TermKind> kKinds[] = {{Op::ExternalChoice, TermKind::ExternalChoice},
                                                       {Op::InternalChoice, TermKind::InternalChoice},
                                                       {Op::Sequence, TermKind::Sequence},
                                                       {Op::Interrupt, TermKind::Interrupt},
                                                       {Op::Sliding, TermKind::Sliding},
                                                       {Op::Exception, TermKind::Exception},
                                                       {Op::SyncExternal, TermKind::SyncExternal},
                                                       {Op::SyncInterrupt, TermKind::SyncInterrupt},
                                                       {Op::Interleave, TermKind::Parallel},
                                                       {Op::Sharing, TermKind::Parallel}};
  return std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.first == op; })
      ->second;
}

}  // namespace

TermId Evaluator::term(const Code& code, Frame& frame) {
  return static_cast<TermId>(eval(code, frame).number());
}

TermId Evaluator::binary(TermKind kind, TermId left, TermId right, SetId set, SetId set2) {
  return terms_.make(kind, {left, right}, set, set2);
}

TermId Evaluator::alphabetised(TermId left, TermId right, const Val& a, const Val& b) {
  return binary(TermKind::Alphabetised, left, right, set_id(a), set_id(b));
}

Val Evaluator::eval_process(const Code& code, Frame& frame) {
  const auto kid = [&](std::size_t i) { return term(*code.kids[i], frame); };
  const auto set = [&](std::size_t i) { return set_id(eval(*code.kids[i], frame)); };
  switch (code.op) {
    case Op::Prefix:
      return Val::process(prefix(code, frame));
    case Op::Guard:
      if (!eval(*code.kids[0], frame).truth()) return Val::process(terms_.make(TermKind::Stop));
      return eval(*code.kids[1], frame);
    case Op::ExternalChoice:
    case Op::InternalChoice:
    case Op::Sequence:
    case Op::Interrupt:
    case Op::Sliding: {
      const TermId left = kid(0);
      return Val::process(binary(kind_of(code.op), left, kid(1)));
    }
    case Op::Interleave: {
      const TermId left = kid(0), right = kid(1);
      return Val::process(binary(TermKind::Parallel, left, right, set_id(listed_set({}))));
    }
    case Op::Sharing:
    case Op::Exception:
    case Op::SyncExternal:
    case Op::SyncInterrupt: {
      const TermId left = kid(0), right = kid(1);
      return Val::process(binary(kind_of(code.op), left, right, set(2)));
    }
    case Op::Alphabetised: {
      const TermId left = kid(0), right = kid(1);
      const Val a = eval(*code.kids[2], frame);
      return Val::process(alphabetised(left, right, a, eval(*code.kids[3], frame)));
    }
    case Op::Hide: {
      const TermId process = kid(0);
      return Val::process(terms_.make(TermKind::Hide, {process}, set(1)));
    }
    case Op::Rename: {
      const TermId process = kid(0);
      return Val::process(renamed(process, link_pairs(code.qualifiers, code.pairs, frame)));
    }
    case Op::Link: {
      const TermId left = kid(0), right = kid(1);
      return Val::process(linked(left, right, link_pairs(code.qualifiers, code.pairs, frame)));
    }
    case Op::Replicated:
      return replicated(code, frame);
    case Op::Instance: {
      std::vector<Val> args;
      for (const Code* k : code.kids) args.push_back(eval(*k, frame));
      Term term;
      term.kind = TermKind::Instance;
      term.payload = host_ ? host_->instance(code.number, args, code.span) : kNone;
      return Val::process(terms_.make(std::move(term), code.span));
    }
    case Op::Const:
    case Op::Variable:
    case Op::Global:
    case Op::Datatype:
    case Op::Builtin:
    case Op::Call:
    case Op::CallBuiltin:
    case Op::Tuple:
    case Op::Seq:
    case Op::Set:
    case Op::Dot:
    case Op::TupleProduct:
    case Op::DotProduct:
    case Op::SubtypeOf:
    case Op::HeadedSet:
    case Op::Component:
    case Op::Range:
    case Op::RangeFrom:
    case Op::SeqRange:
    case Op::Negate:
    case Op::Not:
    case Op::Length:
    case Op::Add:
    case Op::Sub:
    case Op::Mul:
    case Op::Div:
    case Op::Mod:
    case Op::Eq:
    case Op::Ne:
    case Op::Lt:
    case Op::Le:
    case Op::Gt:
    case Op::Ge:
    case Op::And:
    case Op::Or:
    case Op::Concat:
    case Op::If:
    case Op::Lambda:
    case Op::Let:
    case Op::SetComprehension:
    case Op::SeqComprehension:
    case Op::EventsOf:
      break;  // no processes
  }
  return {};
}

Val Evaluator::replicated(const Code& code, Frame& frame) {
  const auto op = static_cast<ast::ProcessOp>(code.number);
  SetId shared = kNone;
  if (code.kids.size() > 1 && op != ast::ProcessOp::Alphabetised) shared = set_id(eval(*code.kids[1], frame));
  std::vector<TermId> parts;
  std::vector<Val> alphabets;
  generate(code.qualifiers, 0, frame, [&] {
    parts.push_back(term(*code.kids[0], frame));
    if (op == ast::ProcessOp::Alphabetised) alphabets.push_back(eval(*code.kids[1], frame));
  });
  const auto fold = [&](TermKind kind, SetId set) {
    if (parts.empty()) return terms_.make(TermKind::Skip);
    TermId all = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) all = binary(kind, all, parts[i], set);
    return all;
  };
  const auto unique = [&] {  // P [] P = P and P |~| P = P; a Delay may not be evaluated for it
    std::vector<TermId> out;
    for (const TermId p : parts)
      if (std::find(out.begin(), out.end(), p) == out.end()) out.push_back(p);
    parts = std::move(out);
  };
  switch (op) {
    case ast::ProcessOp::ExternalChoice:
      if (parts.empty()) return Val::process(terms_.make(TermKind::Stop));
      if (parts.size() == 1) return Val::process(parts.front());
      return Val::process(terms_.make(TermKind::ExternalChoice, std::move(parts)));
    case ast::ProcessOp::InternalChoice:
      unique();
      if (parts.empty())
        throw Fault{"E0611", "`|~|` over an empty set", "there is nothing to choose from",
                    "a choice over nothing is no process; did you mean `[]`, which gives STOP?"};
      if (parts.size() == 1) return Val::process(parts.front());
      return Val::process(terms_.make(TermKind::InternalChoice, std::move(parts)));
    case ast::ProcessOp::Interleave:
      return Val::process(fold(TermKind::Parallel, set_id(listed_set({}))));
    case ast::ProcessOp::Sharing:
      return Val::process(fold(TermKind::Parallel, shared));
    case ast::ProcessOp::Sequence:
      return Val::process(fold(TermKind::Sequence, kNone));
    case ast::ProcessOp::SyncExternal:
      if (parts.empty()) return Val::process(terms_.make(TermKind::Stop));
      return Val::process(fold(TermKind::SyncExternal, shared));
    case ast::ProcessOp::SyncInterrupt:
      return Val::process(fold(TermKind::SyncInterrupt, shared));
    case ast::ProcessOp::Alphabetised: {
      if (parts.empty()) return Val::process(terms_.make(TermKind::Skip));
      if (parts.size() == 1)
        return Val::process(
            alphabetised(parts[0], terms_.make(TermKind::Skip), alphabets[0], listed_set({})));
      TermId all = parts[0];
      Val alphabet = alphabets[0];
      for (std::size_t i = 1; i < parts.size(); ++i) {
        all = alphabetised(all, parts[i], alphabet, alphabets[i]);
        if (i + 1 < parts.size()) alphabet = unite({alphabet, alphabets[i]});
      }
      return Val::process(all);
    }
    case ast::ProcessOp::Link: {
      if (parts.empty())
        throw Fault{"E0611", "a link parallel over an empty sequence", "there is nothing to link", ""};
      const auto pairs = link_pairs(code.link_qualifiers, code.pairs, frame);
      TermId all = parts.front();
      for (std::size_t i = 1; i < parts.size(); ++i) all = linked(all, parts[i], pairs);
      return Val::process(all);
    }
    case ast::ProcessOp::Interrupt:
    case ast::ProcessOp::Sliding:
    case ast::ProcessOp::Exception:
      break;  // not replicated
  }
  return {};
}

// CHAOS(A) = STOP |~| (x: A -> CHAOS(A)), RUN(A) = x: A -> RUN(A).
TermId Evaluator::chaos(int builtin, const Val& set, const Span& place) {
  const TermId self = delay({nullptr, builtin, {}, {set}}, place);
  Term menu;
  menu.kind = TermKind::Prefix;
  for (const Val& v : members(set)) menu.menu.push_back({event(v), self});
  const TermId run = menu.menu.empty() ? terms_.make(TermKind::Stop) : terms_.make(std::move(menu), place);
  if (builtin_names()[at(builtin)].kind == BuiltinKind::Run) return run;
  return terms_.make(TermKind::InternalChoice, {terms_.make(TermKind::Stop), run});
}

}  // namespace csp::cspm
