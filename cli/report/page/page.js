"use strict";
// The page of csp trace --format html. All it shows is in #data; without scripts the text below the page remains.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const LANE = 180, ROW = 46, TOP = 10, HEAD = 26, LEFT = 40, RIGHT = 30, TEXT = 22;
  let finding = 0, step = 0;
  let chart = null;   // of the run that is shown: its nodes, and where things are
  let source = null;  // the lines of each file, and which of them are marked

  function make(tag, attributes, text) {
    const svg = ["svg", "line", "path", "rect", "circle", "text", "g", "defs", "marker", "title"].includes(tag);
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  }
  const cut = (text, n) => (text.length > n ? text.slice(0, n - 1) + "…" : text);
  // A text of the chart; the whole of it shows under the pointer.
  function label(attributes, text, most) {
    const node = make("text", attributes, cut(text, most));
    if (text.length > most) node.append(make("title", {}, text));
    return node;
  }

  // ---- What holds after a step

  function stateAt(run, upTo) {
    const variables = new Map(), channels = new Map(), places = new Map(), did = [];
    let holds = [], changed = new Set();
    const variable = (who, change) => {
      const shared = change.object !== undefined;
      const key = shared ? "o" + change.object : who + "\u0000" + change.name;
      variables.set(key, { who: shared ? "(shared)" : who, name: change.name, value: change.value });
      changed.add(key);
    };
    const channel = (change) => {
      channels.set("o" + change.object, change);
      changed.add("o" + change.object);
    };
    const stand = (place) => places.set(place.process, place);
    for (const change of run.start.shared) variable("", change);
    for (const change of run.start.locals) variable(change.process, change);
    run.start.buffers.forEach(channel);
    run.start.places.forEach(stand);
    changed = new Set();
    for (let i = 0; i < upTo; i++) {
      const one = run.steps[i];
      changed = new Set();
      for (const event of one.events) {
        for (const change of event.changes) variable(event.process, change);
        if (event.ends) {
          places.delete(event.process);
          for (const key of variables.keys()) if (key.startsWith(event.process + "\u0000")) variables.delete(key);
        } else if (event.action && i === upTo - 1) {
          did.push(event);
        }
      }
      one.buffers.forEach(channel);
      one.places.forEach(stand);
      holds = one.holds;
    }
    return { variables, channels, places, did, holds, changed };
  }

  // ---- The chart

  function drawChart(run) {
    const lanes = run.processes.filter((p) => p.shown);
    const column = new Map(lanes.map((p, i) => [p.name, i]));
    const ends = run.block ? run.block.waits : run.race ? run.race.accesses : [];
    const rows = run.steps.length + (ends.length ? 1 : 0);
    const width = LEFT + lanes.length * LANE + RIGHT, height = TOP + (rows + 1) * ROW;
    const x = (name) => LEFT + column.get(name) * LANE + LANE / 2 - 40;
    const y = (row) => TOP + row * ROW + ROW / 2;
    const head = make("svg", { class: "head", width, height: HEAD, "aria-hidden": "true" });
    const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": run.summary });
    const defs = make("defs");
    const tip = make("marker", { id: "tip", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto" });
    tip.append(make("path", { d: "M0,0 L10,5 L0,10 z", fill: "context-stroke" }));
    defs.append(tip);
    const back = make("g"), front = make("g");
    svg.append(defs, back, front);
    const groups = [];  // the rows, by step
    const begin = (at) => {
      const group = make("g", { class: "row", "data-step": at });
      group.addEventListener("click", () => go(at));
      (groups[at] = groups[at] || []).push(group);
      front.append(group);
      return group;
    };

    for (const p of lanes) {
      const from = p.created === undefined ? 0 : y(p.created);
      const to = p.ended === undefined ? (p.ended_at_start ? TOP : TOP + rows * ROW) : y(p.ended);
      const lane = make("line", { class: "lane", x1: x(p.name), y1: from, x2: x(p.name), y2: to });
      lane.dataset.process = p.name;
      back.append(lane);
      head.append(label({ class: p.created === undefined ? "name" : "name later", x: x(p.name), y: 17, "text-anchor": "middle" }, p.name, TEXT));
      if (p.created !== undefined) front.append(label({ class: "name", x: x(p.name) + 8, y: from + 17 }, p.name, TEXT));
      if (p.ended !== undefined) back.append(make("line", { class: "lane", x1: x(p.name) - 9, y1: to, x2: x(p.name) + 9, y2: to }));
    }
    run.steps.forEach((one, i) => {
      const mine = new Map();  // how many locks a process holds
      for (const hold of one.holds) {
        if (!column.has(hold.process)) continue;
        const n = mine.get(hold.process) || 0;
        mine.set(hold.process, n + 1);
        const at = x(hold.process) - 4 * n;
        const bar = make("line", { class: "hold", x1: at, y1: y(i), x2: at, y2: y(i + 1) });
        bar.append(make("title", {}, `${hold.process} holds ${hold.lock}`));
        back.append(bar);
      }
    });

    const arrow = (group, from, to, at, plain) => {
      const line = make("line", { class: plain ? "arrow together" : "arrow", x1: x(from), y1: at, x2: x(to), y2: at });
      if (!plain) line.setAttribute("marker-end", "url(#tip)");
      group.append(line);
    };
    run.steps.forEach((one, i) => {
      const group = begin(i + 1);
      group.append(make("rect", { class: "hit", x: 0, y: y(i) - ROW / 2, width, height: ROW }));
      group.append(make("text", { class: "number", x: 4, y: y(i) + 4 }, i + 1));
      const acting = one.events.filter((e) => e.action && !e.ends && column.has(e.process));
      const born = one.events.filter((e) => e.starts && column.has(e.process));
      if (acting.length >= 2) {
        // Sides of a process do an event together; nothing passes from one to the other.
        for (const other of acting.slice(1)) arrow(group, acting[0].process, other.process, y(i), run.together);
        if (run.together)
          for (const side of acting) group.append(make("circle", { class: "dot", cx: x(side.process), cy: y(i), r: 4 }));
      } else if (acting.length === 1) {
        for (const child of born) arrow(group, acting[0].process, child.process, y(i));
        if (one.buffers.length)
          group.append(make("rect", { class: "box", x: x(acting[0].process) - 5, y: y(i) - 5, width: 10, height: 10 }));
        else if (!born.length) group.append(make("circle", { class: acting[0].fails ? "fail" : "dot", cx: x(acting[0].process), cy: y(i), r: 4 }));
      }
      for (const event of acting) group.append(label({ x: x(event.process) + 8, y: y(i) - 7, class: event.fails ? "fail" : "" }, event.action, TEXT));
      for (const change of one.buffers)
        if (acting.length) group.append(label({ x: x(acting[0].process) + 8, y: y(i) + 15, class: "number" }, `${change.name} = ${change.value}`, TEXT));
    });
    if (ends.length) {
      const group = begin(run.steps.length), at = y(run.steps.length);
      for (const end of ends) {
        if (!column.has(end.process)) continue;
        const blame = run.race || end.standing === "stuck";
        group.append(make("circle", { class: blame ? "stuck" : "resting", cx: x(end.process), cy: at, r: 6 }));
        group.append(label({ class: blame ? "blame" : "number", x: x(end.process) + 10, y: at + 4 }, end.action, TEXT));
      }
      const cycle = run.block ? run.block.cycle : [];
      cycle.forEach((who, k) => {
        const next = cycle[(k + 1) % cycle.length];
        if (!column.has(who) || !column.has(next) || who === next) return;
        const depth = 26 + 10 * (k % 3);
        group.append(make("path", { class: "stuck cycle", "marker-end": "url(#tip)", d: `M${x(who)},${at + 7} C${x(who)},${at + depth} ${x(next)},${at + depth} ${x(next)},${at + 8}` }));
      });
    }
    if (run.loop) {
      const from = y(run.loop - 1) - ROW / 2 + 4, to = y(run.steps.length - 1) + ROW / 2 - 4;
      front.append(make("path", { class: "loop", d: `M${LEFT - 6},${to} H${LEFT - 14} V${from} H${LEFT - 6}`, "marker-end": "url(#tip)" }));
    }
    $("chart").replaceChildren(head, svg);
    chart = { groups, x, y, column, end: ends.map((e) => e.process), from: -1 };
    for (const list of groups) for (const group of list || []) group.classList.add("later");
  }

  // Marks the row of the step, and brings it into view with the processes that act in it.
  function showRow(run) {
    for (let at = Math.min(chart.from, step); at <= Math.max(chart.from, step); at++)
      for (const group of chart.groups[at] || []) {
        group.classList.toggle("now", at === step);
        group.classList.toggle("later", at > step);
      }
    chart.from = step;
    const box = $("chart"), atEnd = step === run.steps.length && chart.end.length > 0;
    const top = step === 0 ? 0 : chart.y(step - 1) - ROW / 2, bottom = chart.y(atEnd ? step : step - 1) + ROW / 2 + HEAD + 16;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    const acting = step === 0 ? [] : run.steps[step - 1].events.filter((e) => e.action && chart.column.has(e.process)).map((e) => chart.x(e.process));
    if (!acting.length) return;
    const left = Math.min(...acting) - LANE / 2, right = Math.max(...acting) + LANE;
    if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
    if (left < box.scrollLeft) box.scrollLeft = Math.max(0, left);
  }

  // ---- Beside it

  function drawState(now) {
    const section = $("state");
    section.replaceChildren();
    const table = (title, rows) => {
      if (!rows.length) return;
      section.append(make("h2", {}, title));
      const body = make("table");
      for (const row of rows) {
        const line = make("tr", row.changed ? { class: "changed" } : {});
        for (const cell of row.cells) line.append(make("td", {}, cell));
        body.append(line);
      }
      section.append(body);
    };
    table("Variables", [...now.variables].map(([key, v]) => ({ changed: now.changed.has(key), cells: [v.who, v.name, v.value] })));
    table("Channels", [...now.channels].map(([key, c]) => ({ changed: now.changed.has(key), cells: [c.name, c.value] })));
    table("Locks", now.holds.map((hold) => ({ cells: [hold.lock, "held by " + hold.process] })));
  }

  function drawSource(run) {
    const section = $("source");
    section.replaceChildren();
    source = { files: [], marked: [] };
    data.sources.forEach((file, index) => {
      const title = make("h2", {}, file.path), list = make("ol", { tabindex: "0", "aria-label": file.path });
      const lines = file.text.replace(/\n$/, "").split("\n").map((text, i) => make("li", { "data-line": i + 1 }, text));
      list.append(...lines);
      section.append(title, list);
      source.files.push({ title, list, lines });
    });
    const stated = source.files[0] && source.files[0].lines[run.line - 1];
    if (stated) stated.classList.add("stated");
  }

  // Where each process stands now, and what has just been done.
  function showSource(run, now) {
    for (const line of source.marked) {
      line.classList.remove("at", "did");
      line.querySelectorAll(".who").forEach((who) => who.remove());
    }
    source.marked = [];
    const first = [];
    const mark = (place, kind) => {
      const index = place.file || 0, file = source.files[index], line = file && file.lines[place.line - 1];
      if (!line) return null;
      line.classList.add(kind);
      source.marked.push(line);
      first[index] = first[index] && first[index].offsetTop < line.offsetTop && kind === "did" ? first[index] : line;
      return line;
    };
    const standing = new Map();
    for (const place of now.places.values()) {
      const line = mark(place, "at");
      if (line) standing.set(line, [...(standing.get(line) || []), place.process]);
    }
    for (const [line, who] of standing) {
      const short = who.length > 2 ? `${who[0]} and ${who.length - 1} more` : who.join(", ");
      line.prepend(make("span", { class: "who", title: who.join(", ") }, cut(short, 40)));
    }
    for (const event of now.did) mark(event, "did");
    source.files.forEach((file, index) => {
      file.title.hidden = file.list.hidden = index > 0 && !first[index];
      const line = first[index] || (index === 0 && file.lines[run.line - 1]);
      if (!line || file.list.hidden) return;
      const top = line.offsetTop - file.list.offsetTop;
      const seen = top - file.list.scrollTop;
      if (seen < 0 || seen + 2 * line.offsetHeight > file.list.clientHeight) file.list.scrollTop = Math.max(0, top - file.list.clientHeight / 3);
    });
  }

  function drawConclusion(run, atEnd) {
    const section = $("conclusion");
    section.replaceChildren();
    if (!atEnd) return;
    section.append(make("h2", {}, "At the end"));
    const sentence = (text) => (/[.!]$/.test(text) ? text : text + ".");
    const say = (text) => section.append(make("p", {}, text));
    for (const text of run.sentences) say(text);
    if (run.block) {
      for (const wait of run.block.waits) say(`${wait.process} at ${wait.action} (line ${wait.line}): ${wait.reason}`);
      if (run.block.cycle.length) say("The cycle of waiting: " + [...run.block.cycle, run.block.cycle[0]].join(" waits for ") + ".");
      if (run.block.go_runtime) say(sentence(run.block.go_runtime));
    }
    if (run.race) {
      const both = make("div", { class: "race" });
      for (const access of run.race.accesses) {
        const one = make("div");
        one.append(make("strong", {}, access.process), make("br"), `${access.write ? "writes" : "reads"} ${run.race.variable}: ${access.action} (line ${access.line})`,
          make("br"), access.locks.length ? "holds " + access.locks.join(", ") : "holds no lock");
        both.append(one);
      }
      section.append(both);
    }
    if (run.error) {
      say(`${run.error.process} at ${run.error.action} (line ${run.error.line}): ${run.error.message}`);
      if (run.error.cause) say(run.error.cause.text + ` (line ${run.error.cause.line})`);
    }
    if (run.loop) say(`The run goes on for ever: after the last step it is again where it was before step ${run.loop}.`);
  }

  // ---- Going through it

  function show() {
    const run = data.findings[finding];
    step = Math.max(0, Math.min(step, run.steps.length));
    $("slider").value = step;
    const now = stateAt(run, step);
    showRow(run);
    drawState(now);
    drawConclusion(run, step === run.steps.length);
    showSource(run, now);
    const told = step === 0 ? "the start" : run.steps[step - 1].events.filter((e) => e.action).map((e) => `${e.process}: ${e.action}`).join("; ");
    $("where").textContent = `Step ${step} of ${run.steps.length}: ${told}`;
    const hash = data.findings.length > 1 ? `#run=${finding + 1}&step=${step}` : `#step=${step}`;
    if (location.hash !== hash) history.replaceState(null, "", hash);
  }
  function go(to) {
    step = to;
    show();
  }
  function open(index) {
    finding = index;
    const run = data.findings[finding];
    $("title").textContent = run.title;
    $("summary").textContent = run.summary;
    $("finding").value = index;
    $("slider").max = run.steps.length;
    drawChart(run);
    drawSource(run);
  }
  function fromHash() {
    const run = /run=(\d+)/.exec(location.hash), at = /step=(\d+)/.exec(location.hash);
    open(run ? Math.min(Math.max(Number(run[1]), 1), data.findings.length) - 1 : 0);
    step = at ? Number(at[1]) : data.findings[finding].steps.length;
    show();
  }

  if (!data.findings.length) return;
  for (const id of ["controls", "main"]) $(id).hidden = false;
  $("as-text").open = false;
  data.findings.forEach((run, i) => $("finding").append(make("option", { value: i }, `${i + 1}: ${cut(run.title, 80)}`)));
  $("choose").hidden = data.findings.length < 2;
  $("finding").addEventListener("change", () => { open(Number($("finding").value)); go(data.findings[finding].steps.length); });
  $("slider").addEventListener("input", () => go(Number($("slider").value)));
  $("first").addEventListener("click", () => go(0));
  $("back").addEventListener("click", () => go(step - 1));
  $("forward").addEventListener("click", () => go(step + 1));
  $("last").addEventListener("click", () => go(data.findings[finding].steps.length));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.tagName === "SELECT" || event.target.tagName === "INPUT") return;
    const moves = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 0, End: data.findings[finding].steps.length };
    if (!(event.key in moves)) return;
    event.preventDefault();
    go(moves[event.key]);
  });
  window.addEventListener("hashchange", fromHash);
  fromHash();
})();
