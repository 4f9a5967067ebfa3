// Findings about processes as JSON.
#include "cli/report/story_json.h"

namespace csp {
namespace {

Json steps_of(const std::vector<ToldStep>& steps) {
  Json list = Json::array();
  for (const ToldStep& s : steps) {
    Json one = {{"event", s.event}, {"visible", s.visible}};
    if (!s.by.empty()) one["by"] = s.by;
    for (const ProgramDeed& deed : s.deeds) {
      Json did = {{"program", deed.program}, {"action", deed.action}, {"line", deed.span.line}};
      if (!deed.process.empty()) did["process"] = deed.process;
      one["did"].push_back(std::move(did));
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

const char* name_of(ProcessFindingKind kind) {
  switch (kind) {
    case ProcessFindingKind::Trace:
      return "trace";
    case ProcessFindingKind::Refusal:
      return "refusal";
    case ProcessFindingKind::Divergence:
      return "divergence";
    case ProcessFindingKind::Deadlock:
      return "deadlock";
    case ProcessFindingKind::Nondeterminism:
      return "nondeterminism";
    case ProcessFindingKind::Error:
      return "error";
  }
  return "";
}

Json process_json(const ToldProcess& told) {
  Json object;
  if (!told.specification.empty()) object["specification"] = told.specification;
  object["process"] = told.process;
  object["trace"] = told.trace();
  object["run"] = steps_of(told.run);
  if (!told.other.empty()) object["other"] = steps_of(told.other);
  if (told.kind == ProcessFindingKind::Divergence) object["loop"] = told.loop + 1;
  if (!told.event.empty()) object["event"] = told.event;
  if (told.failure) {
    object["failure"] = {{"program", told.failure->program},
                         {"action", told.failure->error.operation},
                         {"line", told.failure->error.span.line},
                         {"message", told.failure->error.message},
                         {"values", values_of(told.failure->error.values)}};
    if (!told.failure->process.empty()) object["failure"]["process"] = told.failure->process;
    object["failure"]["rule"] = told.kind == ProcessFindingKind::Divergence
                                    ? "in FD a run-time error is a divergence"
                                    : "in T and F a run-time error that can be reached fails the check";
  }
  if (told.kind == ProcessFindingKind::Trace) object["allowed"] = told.allowed;
  if (told.kind == ProcessFindingKind::Refusal || told.kind == ProcessFindingKind::Nondeterminism)
    object["offers"] = told.offers;
  if (told.kind == ProcessFindingKind::Refusal) object["needs"] = told.needs;
  for (const ToldPart& part : told.parts)
    object["parts"].push_back(
        {{"name", part.name}, {"offers", part.offers}, {"terminated", part.terminated}});
  return object;
}

}  // namespace csp
