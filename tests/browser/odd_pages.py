"""Pages that are hard to get right: long runs, many lanes, shared variables, texts that mean something in HTML."""
import subprocess

RIGHT, END, HOME = "\ue014", "\ue010", "\ue011"
# Two processes write n in turn; c holds what is sent until it is read.
SHARED = """var n: 0..9 = 4
prog W(go: chan of int, back: chan of int) {
  x := <-go;
  n = 5;
  back <-= 1
}
prog MAIN() {
  go := mk(chan of int);
  back := mk(chan of int);
  c := mk(chan[2] of int);
  begin W(go, back);
  n = 1;
  c <-= 7;
  go <-= 1;
  y := <-back;
  n = 6
}
assert MAIN() :[reachable n == 6]
"""
# What the page must show after each step, worked out by hand: n, c, and the lines at which MAIN and W stand.
SHARED_STATES = [("4", None, {11}), ("4", None, {3, 12}), ("1", None, {3, 13}), ("1", "<7>", {3, 14}), ("1", "<7>", {4, 15}), ("5", "<7>", {5, 15}), ("5", "<7>", {16}),
                 ("6", "<7>", set())]
LONG = """var n: 0..100 = 0
prog W() {
  for i := 0; i < 60; i = i + 1 {
    n = i
  }
}
prog ONE(c: chan of int) { c <-= 1 }
prog MANY() { c := mk(chan of int); for i := 0; i < 30; i = i + 1 { begin ONE(c) } }
assert W() :[reachable n == 59]
assert not MANY() :[deadlock free]
"""
EVIL = """-- </script><script>alert(1)</script> ]]> & " ' @DATA@ @SCRIPT@ ü ☃
prog Q() { c := mk(chan of list of char); c <-= "</script><script>alert(1)</script>@DATA@@TITLE@ & ü" }
assert Q() :[deadlock free]
"""
TABLE = """const title = [...document.querySelectorAll('#state h2')].find(h => h.textContent === '%s');
return title ? [...title.nextElementSibling.rows].map(r => [...r.cells].map(c => c.textContent)) : []"""
INSIDE = """const row = document.querySelector('svg .row.now .hit').getBoundingClientRect(), box = document.getElementById('chart').getBoundingClientRect();
return row.top >= box.top - 1 && row.bottom <= box.bottom + 1"""


def page_of(csp, folder, name, text, *more):
    model, page = folder / (name + ".csp"), folder / (name + ".html")
    model.write_text(text)
    subprocess.run([csp, "trace", str(model), *more, "--format", "html", "-o", str(page)], check=False, timeout=100)
    return page.as_uri()


def try_shared(browser, csp, folder, check):
    browser.open(page_of(csp, folder, "shared", SHARED) + "#step=0")
    for step, (n, c, lines) in enumerate(SHARED_STATES):
        name = f"shared, step {step}"
        rows = browser.run(TABLE % "Variables")
        check(name + ": n is there once, with its value", [row[2] for row in rows if row[1] == "n"] == [n], rows)
        check(name + ": the buffer", [row[1] for row in browser.run(TABLE % "Channels") if row[0] == "c"] == ([c] if c else []))
        marked = browser.run("return [...document.querySelectorAll('#source li.at')].map(l => Number(l.dataset.line))")
        check(name + ": where the processes stand", set(marked) == lines, marked)
        browser.key(RIGHT)
    check("shared: variables of a process that has ended are gone", not [r for r in browser.run(TABLE % "Variables") if r[0] == "W"])


def try_long(browser, csp, folder, check):
    browser.resize(1200, 700)
    page = page_of(csp, folder, "long", LONG)
    browser.open(page + "#run=1&step=0")
    steps = int(browser.run("return document.getElementById('slider').max"))
    check("long: at least sixty steps", steps >= 60, steps)
    for step in range(1, steps + 1):
        browser.key(RIGHT)
        if step % 7 == 0 or step == steps:
            check(f"long: the row of step {step} is in view", browser.run(INSIDE))
            check(f"long: the source is in view at step {step}", browser.run("return document.getElementById('source').getBoundingClientRect().top < innerHeight"))
    browser.open(page + "#run=2")
    heads = browser.run("return [...document.querySelectorAll('svg.head .name')].map(t => Math.round(t.getBoundingClientRect().left + t.getBoundingClientRect().width / 2))")
    lanes = browser.run("return [...document.querySelectorAll('svg .lane[data-process]')].map(l => Math.round(l.getBoundingClientRect().left))")
    check("long: each name stands above its lane", len(heads) == len(lanes) == 31 and all(abs(a - b) <= 3 for a, b in zip(heads, lanes)), (heads[:3], lanes[:3]))
    check("long: the last row is in view", browser.run(INSIDE))
    who = browser.run("return document.querySelector('#source .who').textContent")
    check("long: thirty processes at one line do not hide it", who == "ONE 1 and 29 more", who)
    browser.resize(1200, 900)


def try_evil(browser, csp, folder, check):
    browser.open(page_of(csp, folder, "evil", EVIL))
    check("evil: the run is shown", browser.run("return document.querySelectorAll('svg .lane').length") == 1)
    check("evil: the source is as it is", browser.run("return [...document.querySelectorAll('#source li')].map(l => l.lastChild.textContent).join('\\n') + '\\n'") == EVIL)
    check("evil: the page has the two scripts that it shall have", browser.run("return document.scripts.length") == 2)
    check("evil: no script error", not browser.errors())
    browser.open(page_of(csp, folder, "none", "channel a\nP = a -> P\nassert P :[deadlock free]\n"))
    check("a page without a run says so", "There is no run to show" in browser.text_of("#text"), browser.text_of("#text"))


def try_dark(browser, csp, folder, check):
    page = page_of(csp, folder, "dark", EVIL)
    grounds = []
    for scheme in ("light", "dark"):
        browser.prefer(scheme)
        browser.open(page)
        grounds.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
        check(f"{scheme}: the controls follow", browser.run("return getComputedStyle(document.documentElement).colorScheme") == "light dark")
    browser.prefer("light")
    check("dark and light differ", grounds[0] == "rgb(255, 255, 255)" and grounds[1] != grounds[0], grounds)


def try_all(browser, csp, folder, check):
    for one in (try_shared, try_long, try_evil, try_dark):
        one(browser, csp, folder, check)
