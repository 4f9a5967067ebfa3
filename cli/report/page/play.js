"use strict";
// The page of csp play. All states are in #data; a run is a list of choices, and is in the address: #2.1.1
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  let run = [], undone = [];

  function make(tag, text, attributes) {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    return node;
  }

  // The state after the choices; a run that the page does not have is cut off.
  function follow(choices) {
    let at = 0;
    const taken = [];
    for (const choice of choices) {
      const one = data.states[at].choices[choice];
      if (!one || one.to === undefined) break;
      taken.push(choice);
      at = one.to;
    }
    return { at, taken };
  }
  function labels() {
    let at = 0;
    return run.map((choice) => {
      const one = data.states[at].choices[choice];
      at = one.to;
      return one.label;
    });
  }
  const guided = () => (run.every((choice, i) => choice === data.guide[i]) ? data.guide[run.length] : undefined);

  function show() {
    const { at, taken } = follow(run);
    run = taken;
    const state = data.states[at], next = guided();
    $("choices").replaceChildren(...state.choices.map((choice, i) => {
      const button = make("button", choice.label + (choice.where ? "   " + choice.where : ""), { "data-choice": i });
      if (i === next) button.className = "guided", button.append(" *");
      if (choice.inner) button.classList.add("inner");
      if (choice.to === undefined) button.disabled = true, button.title = "not in this page";
      button.addEventListener("click", () => take(i));
      const item = make("li");
      item.append(button);
      return item;
    }));
    const end = data.guide.length > 0 && run.length === data.guide.length && run.every((c, i) => c === data.guide[i]);
    $("remark").textContent = [state.remark, end ? "The counterexample ends here: " + data.guideText : ""].filter((t) => t).join(". ");
    const rows = state.places.map((p) => [p.who, p.at, p.where, Object.entries(p.values).map(([n, v]) => n + " = " + v).join(", "), p.waits]);
    for (const [name, value] of Object.entries(state.shared)) rows.push([name, value, "", "", ""]);
    $("places").replaceChildren(...rows.map((cells) => {
      const row = make("tr");
      row.append(...cells.map((cell) => make("td", cell)));
      return row;
    }));
    const names = labels();
    $("run").replaceChildren(...names.map((name, i) => {
      const item = make("li"), link = make("a", name, { href: "#" + run.slice(0, i + 1).map((c) => c + 1).join(".") });
      item.append(link);
      return item;
    }));
    $("where").textContent = `Step ${run.length}` + (names.length ? `: ${names[names.length - 1]}` : ": the start");
    $("undo").disabled = run.length === 0;
    $("redo").disabled = undone.length === 0;
    const hash = "#" + run.map((c) => c + 1).join(".");
    if ((location.hash || "#") !== hash) history.replaceState(null, "", hash);
  }
  function take(choice) {
    run.push(choice);
    undone = [];
    show();
  }
  function undo() {
    if (run.length) undone.push(run.pop());
    show();
  }
  function redo() {
    if (undone.length) run.push(undone.pop());
    show();
  }
  function restart() {
    run = [];
    undone = [];
    show();
  }
  function fromHash() {
    run = location.hash.slice(1).split(".").filter((t) => t).map((t) => Number(t) - 1);
    undone = [];
    show();
  }

  for (const id of ["controls", "main"]) $(id).hidden = false;
  $("text").hidden = true;
  if (data.guide.length) {
    $("guide").hidden = false;
    $("guide").textContent = "A counterexample to follow (*): " + data.guideText;
  }
  if (data.cut) $("where").after(make("p", "Only a part of the states is in this page."));
  $("undo").addEventListener("click", undo);
  $("redo").addEventListener("click", redo);
  $("restart").addEventListener("click", restart);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const number = Number(event.key);
    const moves = { ArrowLeft: undo, ArrowRight: redo, Home: restart };
    if (event.key in moves) moves[event.key]();
    else if (number >= 1 && number <= data.states[follow(run).at].choices.length && data.states[follow(run).at].choices[number - 1].to !== undefined) take(number - 1);
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", fromHash);
  fromHash();
})();
