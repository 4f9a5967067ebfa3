// Reading files and their includes, overrides, and the order of the phases.
#include "frontend/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "frontend/own_nil.h"
#include "frontend/parse.h"
#include "frontend/print.h"
#include "frontend/typecheck.h"

namespace csp {

namespace {

namespace fs = std::filesystem;

// The bytes of a file; nothing and a reason if it cannot be read.
std::optional<std::string> read_file(const std::string& path, std::string& why) {
  std::error_code status;
  if (fs::is_directory(path, status)) {
    why = "it is a directory";
    return std::nullopt;
  }
  if (!fs::exists(path, status)) {
    why = "there is no such file";
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || in.bad()) {
    why = "it cannot be read";
    return std::nullopt;
  }
  return std::move(text).str();
}

std::string canonical(const std::string& path) {
  std::error_code status;
  const fs::path known = fs::weakly_canonical(path, status);
  return status ? path : known.string();
}

class Loader {
 public:
  Loader(SourceMap& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

  void text(const std::string& path, std::string bytes) {
    const int file = sources_.add(path, std::move(bytes));
    const std::string key = canonical(path);
    open_.emplace(key, Span{});
    ast::File tree = parse(sources_, file, diagnostics_);
    const std::size_t place = files_.size();
    files_.push_back(std::move(tree));
    // Included files may be added while this one is walked, so look it up anew.
    for (std::size_t i = 0; i < files_[place].decls.size(); ++i) {
      const ast::Decl& decl = files_[place].decls[i];
      if (const auto* wanted = std::get_if<ast::IncludeDecl>(&decl.node))
        include(path, wanted->path, decl.span);
    }
    open_.erase(key);
    done_.emplace(key, true);
  }

  std::vector<ast::File> take() { return std::move(files_); }

 private:
  void include(const std::string& from, const std::string& wanted, Span where) {
    const fs::path target(wanted);
    const std::string path =
        target.is_absolute() ? wanted : (fs::path(from).parent_path() / target).lexically_normal().string();
    const std::string key = canonical(path);
    if (const auto it = open_.find(key); it != open_.end()) {
      Diagnostic& d = diagnostics_.error("E0309", where, fmt::format("`{}` includes itself", wanted),
                                         "the circle closes here");
      for (const Span& step : steps_) d.notes.push_back({"by way of this include", step});
      return;
    }
    if (done_.contains(key)) return;
    std::string why;
    std::optional<std::string> bytes = read_file(path, why);
    if (!bytes) {
      diagnostics_.error("E0308", where, fmt::format("cannot include `{}`: {}", wanted, why),
                         fmt::format("looked for {}", path));
      done_.emplace(key, true);
      return;
    }
    steps_.push_back(where);
    text(path, std::move(*bytes));
    steps_.pop_back();
  }

  SourceMap& sources_;
  Diagnostics& diagnostics_;
  std::vector<ast::File> files_;
  std::map<std::string, Span> open_;  // being read, by canonical path
  std::map<std::string, bool> done_;
  std::vector<Span> steps_;  // the includes that lead here
};

// `NAME = VALUE` as a file of its own. Null if it is not one definition.
const ast::ValueDecl* parse_override(SourceMap& sources, const Override& given, std::vector<ast::File>& keep,
                                     Diagnostics& diagnostics) {
  const std::string shown = fmt::format("-D {}={}", given.name, given.value);
  const int file = sources.add(shown, fmt::format("{} = {}\n", given.name, given.value));
  const int before = diagnostics.errors();
  keep.push_back(parse(sources, file, diagnostics));
  const ast::File& tree = keep.back();
  const auto* value = tree.decls.size() == 1 ? std::get_if<ast::ValueDecl>(&tree.decls[0].node) : nullptr;
  if (value && value->params.empty() && value->name.text == given.name) return value;
  if (diagnostics.errors() == before)
    diagnostics.error("E0311", Span{file, 1, 1, 1, 2}, fmt::format("`{}` gives no constant a value", shown))
        .help = "write -D NAME=VALUE, as in -D N=7";
  return nullptr;
}

// `assert not forall n: 0..3 @ P(n) :[leak free]` on one line, without `assert`.
std::string text_of(const ast::AssertDecl& assertion, const std::string& system) {
  return fmt::format("{}{}{} :[{}]", assertion.negated ? "not " : "", print_forall(assertion.forall), system,
                     print(assertion.property));
}

// Names that a declaration with an error would have declared are missing: the rest is not judged by that. An
// assertion of an unknown property declares none.
bool declarations_missing(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.list().begin(), diagnostics.list().end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error && d.code != "E0212"; });
}

std::optional<Model> finish(SourceMap& sources, std::vector<ast::File> files,
                            const std::vector<Override>& overrides, Diagnostics& diagnostics, const LoadOptions& options) {
  for (const auto& [name, system] : options.systems) {
    const int file = sources.add(name, fmt::format("{} =\n{}\n", name, system));
    files.push_back(parse(sources, file, diagnostics));
  }
  const int before = diagnostics.errors();
  Model model;
  model.processes = options.processes;
  std::vector<ast::File>& kept = model.override_files;
  kept.reserve(overrides.size());
  OverrideDecls given;
  for (const Override& one : overrides)
    if (const ast::ValueDecl* value = parse_override(sources, one, kept, diagnostics))
      given[one.name] = value;
  model.files = std::move(files);
  own_nil(model.files);
  if (diagnostics.errors() == before) {
    check(model, given, options.limits, diagnostics);
    for (AssertInfo& info : model.assertions)
      if (info.assertion)
        info.text = text_of(*info.assertion, info.process ? info.process->process_text : print(info.assertion->system));
  }
  diagnostics.sort();
  if (diagnostics.has_errors()) return std::nullopt;
  return model;
}

}  // namespace

std::optional<Model> load_text(SourceMap& sources, const std::string& name, std::string text,
                               const std::vector<Override>& overrides, Diagnostics& diagnostics,
                               const LoadOptions& options) {
  Loader loader(sources, diagnostics);
  loader.text(name, std::move(text));
  if (declarations_missing(diagnostics)) {
    diagnostics.sort();
    return std::nullopt;
  }
  return finish(sources, loader.take(), overrides, diagnostics, options);
}

std::optional<Model> load(SourceMap& sources, const std::string& path, const std::vector<Override>& overrides,
                          Diagnostics& diagnostics, const LoadOptions& options) {
  std::string why;
  std::optional<std::string> bytes = read_file(path, why);
  if (!bytes) {
    const int file = sources.add(path, "");
    diagnostics.error("E0308", Span{file, 0, 0, 0, 0}, fmt::format("cannot read {}: {}", path, why));
    return std::nullopt;
  }
  return load_text(sources, path, std::move(*bytes), overrides, diagnostics, options);
}

}  // namespace csp
