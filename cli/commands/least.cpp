// csp least NAME=LO..HI FILE: the least value of a constant, or of a forall variable of an assertion, for
// which the assertion's property fails. The word `not` of an assertion is left aside: it is the property that
// is asked about.
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <set>
#include <stdexcept>

#include "cli/commands/commands.h"
#include "cli/engines.h"
#include "cli/processes.h"
#include "cli/run.h"
#include "cli/signals.h"

namespace csp {
namespace {

struct Range {
  std::string name;
  std::int64_t low = 0, high = 0;
};

std::optional<std::int64_t> integer(const std::string& text) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return n;
}

// Throws std::invalid_argument with what is wrong.
Range range_of(const std::string& text) {
  const std::size_t equals = text.find('='), dots = text.find("..");
  if (equals == std::string::npos || dots == std::string::npos || dots < equals || equals == 0)
    throw std::invalid_argument("expected NAME=LO..HI, as in N=2..8");
  const std::string low_text = text.substr(equals + 1, dots - equals - 1), high_text = text.substr(dots + 2);
  const auto low = integer(low_text), high = integer(high_text);
  if (!low || !high)
    throw std::invalid_argument(fmt::format("{} is no whole number of 64 bits", low ? high_text : low_text));
  if (*low > *high) throw std::invalid_argument(fmt::format("{}..{} is empty", *low, *high));
  return {text.substr(0, equals), *low, *high};
}

class Least {
 public:
  Least(const Options& options, Range range) : options_(options), range_(std::move(range)) {}

  ExitCode run(const std::string& path) {
    const std::optional<Model> model = read(path, std::nullopt);
    if (!model) return ExitCode::BadInput;
    bool constant = false;
    for (const Constant& c : model->constants) constant = constant || c.name == range_.name;
    ExitCode status = ExitCode::AsStated;
    int chosen = 0, asked = 0;
    for (std::size_t a = 0; a < model->assertions.size(); ++a) {
      const AssertInfo& info = model->assertions[a];
      const Statement statement = statement_of(info);
      if (!picked(statement, options_.only)) continue;
      ++chosen;
      const auto variable = position(info);
      if (!variable && !constant) continue;
      ++asked;
      status = worse(status, least(path, *model, a, variable, statement));
      if (interrupted()) return status;
    }
    if (asked > 0) return status;
    if (chosen == 0 && !options_.only.empty())
      fmt::print(stderr, "csp: no assertion contains {}\n", options_.only);
    else
      fmt::print(stderr,
                 "csp: {}: there is no constant {}, and no assertion that is chosen has a forall variable of "
                 "this name\n",
                 path, range_.name);
    return ExitCode::BadInput;
  }

 private:
  std::optional<Model> read(const std::string& path, const std::optional<std::int64_t>& value) {
    SourceMap sources;
    Diagnostics diagnostics;
    std::vector<Override> overrides = overrides_of(options_);
    if (value) overrides.push_back({range_.name, std::to_string(*value)});
    auto model = load(sources, path, overrides, diagnostics,
                      {false, evaluation_limits(options_, budget_of(options_))});
    if (!model) fmt::print(stderr, "{}", render(sources, diagnostics));
    return model;
  }

  std::optional<std::size_t> position(const AssertInfo& info) const {
    for (std::size_t i = 0; info.forall && i < info.forall->size(); ++i)
      if ((*info.forall)[i].name.text == range_.name) return i;
    return std::nullopt;
  }

  // The verdict for one value: fails if some instance does.
  Verdict decide(const Model& model, const AssertInfo& info, const std::optional<std::size_t>& variable,
                 std::int64_t value, std::string& wrong) {
    Verdict all;
    all.answer = Answer::Holds;
    std::set<std::vector<Value>> choices;
    for (std::size_t i = 0; i < instances(info); ++i) {
      std::vector<Value> values = forall_values(info, i);
      if (variable) values[*variable] = Value::integer(value);
      choices.insert(std::move(values));
    }
    for (const std::vector<Value>& values : choices) {
      Diagnostics diagnostics;
      Instance instance;
      wrong = csp::decide(model, info, values, options_, budget_of(options_), instance, diagnostics);
      defect_ = !wrong.empty();
      if (diagnostics.has_errors()) wrong = diagnostics.list().front().message;
      if (!wrong.empty()) return {};
      if (instance.verdict.answer == Answer::Fails) return instance.verdict;
      if (instance.verdict.answer == Answer::Unknown) all = instance.verdict;
    }
    return all;
  }

  ExitCode least(const std::string& path, const Model& model, std::size_t number,
                 const std::optional<std::size_t>& variable, Statement statement) {
    statement.negated = false;
    if (variable && model.assertions[number].forall_sets.size() == 1) statement.forall.clear();
    const std::string words = statement.words();
    std::string open;  // values without an answer so far
    for (std::int64_t value = range_.low; value <= range_.high; ++value) {
      if (interrupted()) {
        fmt::print("interrupted at {} = {}; nothing found before: {}\n", range_.name, value, words);
        return ExitCode::Limit;
      }
      std::optional<Model> own;
      if (!variable) {
        own = read(path, value);
        if (!own) return ExitCode::BadInput;
      }
      const Model& m = own ? *own : model;
      std::string wrong;
      const Verdict verdict = decide(m, m.assertions[number], variable, value, wrong);
      if (!wrong.empty()) {
        fmt::print(stderr, "csp: {} = {}: {}\n", range_.name, value, wrong);
        return defect_ ? ExitCode::Internal : ExitCode::BadInput;
      }
      if (verdict.answer == Answer::Fails) {
        if (open.empty())
          fmt::print("{} = {}: the least for which it fails that {}\n", range_.name, value, words);
        else
          fmt::print("{} = {}: it fails that {}; unknown for {}\n", range_.name, value, words, open);
        return open.empty() ? ExitCode::AsStated : ExitCode::Limit;
      }
      if (verdict.answer == Answer::Unknown)
        open += fmt::format("{}{} ({})", open.empty() ? "" : ", ", value, verdict.reason);
    }
    if (open.empty())
      fmt::print("none of {} = {}..{}: {}\n", range_.name, range_.low, range_.high, words);
    else
      fmt::print("no value found for which it fails that {}; unknown for {}\n", words, open);
    return open.empty() ? ExitCode::AsStated : ExitCode::Limit;
  }

  const Options& options_;
  Range range_;
  bool defect_ = false;
};

}  // namespace

ExitCode least_command(const Options& options) {
  try {
    const Range range = range_of(options.paths[0]);
    for (const auto& [name, value] : options.defines)
      if (name == range.name)
        throw std::invalid_argument(
            fmt::format("{} gets its values from {}, not from -D", name, options.paths[0]));
    return Least(options, range).run(options.paths[1]);
  } catch (const std::invalid_argument& wrong) {
    fmt::print(stderr, "csp least: {}\n", wrong.what());
    return ExitCode::BadInput;
  }
}

}  // namespace csp
