// The index is made of what the pages are about; every page stands alone.
#include "cli/report/folder.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "cli/output.h"
#include "cli/report/page_assets.h"
#include "cli/report/trace_page.h"
#include "cli/report/words.h"

namespace csp {
namespace {

namespace fs = std::filesystem;

constexpr const char* kList = "csp-report.txt";  // the names of the files of a report

// A name for files: letters, digits, `_`, `-`.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool good =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    out += good ? c : '-';
  }
  return out.empty() ? "model" : out;
}

const char* mark(ExitCode status) {
  switch (status) {
    case ExitCode::AsStated:
      return "as stated";
    case ExitCode::NotAsStated:
      return "not as stated";
    case ExitCode::Limit:
      return "unknown";
    case ExitCode::BadInput:
      return "wrong";
    case ExitCode::Internal:
      return "a defect in csp";
  }
  return "";
}

class FolderReport : public Report {
 public:
  FolderReport(std::string folder, std::function<std::vector<Drawing>(const std::string&)> draw)
      : folder_(std::move(folder)), draw_(std::move(draw)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error || !fs::is_directory(folder_, error))
      throw CannotWrite(
          fmt::format("cannot write {}: {}", folder_, error ? error.message() : "it is no folder"));
    clear();
    put(kList, "");
  }

  void loaded(const FileResult& file, const std::vector<Statement>&) override {
    print_problems(file);
    stem_ = unique(plain(fs::path(file.path).stem().string()));
    rows_.clear();
    number_ = 0;
  }

  void checked(const FileResult& file, const AssertionResult& result) override {
    print_problems(file, result);
    ++number_;
    ++counts_[result.status()];
    TracePage page;
    page.add(file, result);
    std::string link;
    if (!page.empty()) {
      link = fmt::format("{}-{}.html", stem_, number_);
      put(link, page.page(file.sources, "index.html"));
      ++pages_;
    }
    rows_ += row(file, result, link);
  }

  void file(const FileResult& file) override {
    body_ += fmt::format("<section>\n<h2>{}</h2>\n", escaped(file.path));
    if (!file.unreadable.empty()) body_ += fmt::format("<p class=\"bad\">{}</p>\n", escaped(file.unreadable));
    if (!file.diagnostics.list().empty()) {
      RenderOptions plain_text;
      body_ += fmt::format("<pre class=\"bad\">{}</pre>\n",
                           escaped(render(file.sources, file.diagnostics, plain_text)));
    }
    for (const Printed& line : file.prints)
      body_ += line.limit.empty() ? fmt::format("<p><code>{}</code> = <code>{}</code></p>\n",
                                                escaped(line.expression), escaped(line.value))
                                  : fmt::format("<p><code>{}</code>: unknown: {}</p>\n",
                                                escaped(line.expression), escaped(line.limit));
    if (!rows_.empty())
      body_ +=
          "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">line</th><th "
          "scope=\"col\">assertion</th>"
          "<th scope=\"col\">result</th><th scope=\"col\">states</th><th scope=\"col\">transitions</th>"
          "<th scope=\"col\">time</th><th scope=\"col\">engine</th><th "
          "scope=\"col\">run</th></tr></thead>\n<tbody>\n" +
          rows_ + "</tbody>\n</table></div>\n";
    else if (file.loaded)
      body_ += "<p>no assertions</p>\n";
    bad_files_ += !file.loaded;
    if (file.loaded) pictures(file.path);
    body_ += "</section>\n";
    rows_.clear();
  }

  void end() override {
    std::size_t all = 0;
    for (const auto& [status, n] : counts_) all += n;
    std::string summary = count(all, "assertion");
    for (const auto& [status, n] : counts_) summary += fmt::format(", {} {}", n, mark(status));
    if (bad_files_) summary += fmt::format("; {} could not be checked", count(bad_files_, "file"));
    const std::string page =
        filled(page_asset("index.html"),
               {{"STYLE", page_asset("index.css")}, {"SUMMARY", escaped(summary)}, {"BODY", body_}});
    put("index.html", page);
    fmt::print("{}\n{} with a run, {}\n", summary, count(pages_, "page"),
               (fs::path(folder_) / "index.html").string());
  }

 private:
  static std::string row(const FileResult& file, const AssertionResult& result, const std::string& link) {
    std::string more;
    if (!result.defect.empty())
      more = result.defect;
    else if (result.answer == Answer::Unknown)
      more = result.reason;
    else if (result.status() == ExitCode::NotAsStated)
      for (const Instance& i : result.instances)
        if (more.empty() && !i.findings.empty())
          more = (i.values.empty() ? "" : i.values + ": ") + summary(i.findings.front(), file.sources);
    std::string notes_text;
    for (const std::string& line : instances_that_differ(result)) notes_text += "<br>" + escaped(line);
    for (const std::string& line : notes(result)) notes_text += "<br>" + escaped(line);
    return fmt::format(
        "<tr "
        "class=\"{}\"><td>{}</td><td>{}<br><code>{}</code>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</"
        "td>"
        "<td>{}</td><td>{}</td></tr>\n",
        result.status() == ExitCode::AsStated ? "good"
        : result.status() == ExitCode::Limit  ? "open"
                                              : "bad",
        result.line, escaped(result.statement.words()), escaped(result.statement.text),
        more.empty() ? "" : "<br>" + escaped(more), notes_text, mark(result.status()), result.states(),
        result.transitions(), duration(result.seconds), escaped(result.engine()),
        link.empty() ? ""
                     : fmt::format("<a href=\"{}\">{}</a>", link,
                                   result.answer == Answer::Holds ? "witness" : "counterexample"));
  }

  void pictures(const std::string& path) {
    std::size_t n = 0;
    for (const Drawing& drawing : draw_(path)) {
      const std::string caption = escaped(drawing.system + ": " + drawing.what);
      if (drawing.svg.empty()) {
        body_ += fmt::format("<p>{}; no picture, {}</p>\n", caption, escaped(drawing.reason));
        continue;
      }
      const std::string name = fmt::format("{}-system-{}.svg", stem_, ++n);
      put(name, drawing.svg);
      body_ += fmt::format(
          "<figure><figcaption>{}</figcaption><a href=\"{}\"><img src=\"{}\" loading=\"lazy\" "
          "alt=\"{}\"></a></figure>\n",
          caption, name, name, caption);
    }
  }

  std::string unique(const std::string& stem) {
    std::string name = stem;
    for (int n = 2; !stems_.insert(name).second; ++n) name = fmt::format("{}-{}", stem, n);
    return name;
  }

  void put(const std::string& name, const std::string& text) {
    write_file((fs::path(folder_) / name).string(), text);
    if (name == kList) return;
    names_ += name + "\n";
    write_file((fs::path(folder_) / kList).string(), names_);
  }

  // Removes the files that a report before this one has listed.
  void clear() const {
    std::ifstream list(fs::path(folder_) / kList);
    std::error_code ignored;
    for (std::string name; std::getline(list, name);)
      if (name.find('/') == std::string::npos && (name.ends_with(".html") || name.ends_with(".svg")))
        fs::remove(fs::path(folder_) / name, ignored);
  }

  std::string folder_, stem_, rows_, body_, names_;
  std::function<std::vector<Drawing>(const std::string&)> draw_;
  std::set<std::string> stems_;
  std::map<ExitCode, std::size_t> counts_;
  std::size_t number_ = 0, pages_ = 0, bad_files_ = 0;
};

}  // namespace

std::unique_ptr<Report> folder_report(const Options& options,
                                      std::function<std::vector<Drawing>(const std::string&)> draw) {
  return std::make_unique<FolderReport>(options.output, std::move(draw));
}

}  // namespace csp
