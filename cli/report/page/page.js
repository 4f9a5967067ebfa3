"use strict";
// The page of csp trace --format html. All it shows is in #data; without scripts the text below the page remains.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const LANE = 170, ROW = 46, TOP = 34, LEFT = 40;
  let finding = 0, step = 0;

  function make(tag, attributes, text) {
    const svg = ["svg", "line", "path", "rect", "circle", "text", "g", "defs", "marker", "title"].includes(tag);
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  }
  const cut = (text, n) => (text.length > n ? text.slice(0, n - 1) + "…" : text);

  // ---- What holds after a step

  function stateAt(run, upTo) {
    const variables = new Map(), buffers = new Map(), places = new Map();
    let holds = [], changed = new Set();
    for (let i = 0; i < upTo; i++) {
      const one = run.steps[i];
      changed = new Set();
      for (const event of one.events) {
        if (event.action && !event.ends) places.set(event.process, event);
        if (event.ends) places.delete(event.process);
        for (const [name, value] of Object.entries(event.changes)) {
          const key = event.process + "\u0000" + name;
          variables.set(key, value);
          changed.add(key);
        }
      }
      for (const [name, value] of Object.entries(one.buffers)) {
        buffers.set(name, value);
        changed.add("\u0001" + name);
      }
      holds = one.holds;
    }
    if (upTo === run.steps.length && run.block)
      for (const wait of run.block.waits) places.set(wait.process, { process: wait.process, action: wait.action, line: wait.line, file: wait.file });
    if (upTo === run.steps.length && run.race)
      for (const access of run.race.accesses) places.set(access.process, { process: access.process, action: access.action, line: access.line, file: access.file });
    return { variables, buffers, places, holds, changed };
  }

  // ---- The chart

  function drawChart(run) {
    const lanes = run.processes.filter((p) => p.shown);
    const column = new Map(lanes.map((p, i) => [p.name, i]));
    const waits = run.block ? run.block.waits : [];
    const rows = run.steps.length + (waits.length ? 1 : 0);
    const width = LEFT + lanes.length * LANE, height = TOP + (rows + 1) * ROW;
    const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": run.summary });
    const x = (name) => LEFT + column.get(name) * LANE + LANE / 2;
    const y = (row) => TOP + row * ROW + ROW / 2;
    const defs = make("defs");
    const head = make("marker", { id: "head", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto" });
    head.append(make("path", { d: "M0,0 L10,5 L0,10 z", fill: "context-stroke" }));
    defs.append(head);
    svg.append(defs);

    const back = make("g"), front = make("g");
    svg.append(back, front);
    for (const p of lanes) {
      const from = p.created === undefined ? TOP - 8 : y(p.created);
      const to = p.ended === undefined ? (p.ended_at_start ? TOP : TOP + rows * ROW) : y(p.ended);
      const lane = make("line", { class: "lane", x1: x(p.name), y1: from, x2: x(p.name), y2: to });
      lane.dataset.process = p.name;
      back.append(lane);
      const name = p.created === undefined
        ? make("text", { class: "name", x: x(p.name), y: 16, "text-anchor": "middle" }, cut(p.name, 22))
        : make("text", { class: "name", x: x(p.name) + 8, y: from + 16 }, cut(p.name, 21));
      front.append(name);
      if (p.ended !== undefined) back.append(make("line", { class: "lane", x1: x(p.name) - 9, y1: to, x2: x(p.name) + 9, y2: to }));
    }
    for (let i = 0; i < run.steps.length; i++)
      for (const hold of run.steps[i].holds)
        if (column.has(hold.process)) {
          const bar = make("line", { class: "hold", x1: x(hold.process), y1: y(i), x2: x(hold.process), y2: y(i + 1) });
          bar.append(make("title", {}, `${hold.process} holds ${hold.lock}`));
          back.append(bar);
        }
    run.steps.forEach((one, i) => {
      const group = make("g", { class: "row", "data-step": i + 1 });
      group.append(make("rect", { class: "hit", x: 0, y: y(i) - ROW / 2, width, height: ROW }));
      group.append(make("text", { class: "number", x: 4, y: y(i) + 4 }, i + 1));
      const acting = one.events.filter((e) => e.action && !e.ends && column.has(e.process));
      const born = one.events.filter((e) => e.starts && column.has(e.process));
      if (acting.length >= 2) {
        // Sides of a process do an event together; nothing passes from one to the other.
        for (const other of acting.slice(1)) arrow(group, acting[0].process, other.process, y(i), run.together);
        if (run.together)
          for (const one of acting) group.append(make("circle", { class: "dot", cx: x(one.process), cy: y(i), r: 4 }));
      } else if (acting.length === 1) {
        for (const child of born) arrow(group, acting[0].process, child.process, y(i));
        if (Object.keys(one.buffers).length)
          group.append(make("rect", { class: "box", x: x(acting[0].process) - 5, y: y(i) - 5, width: 10, height: 10 }));
        else if (!born.length) group.append(make("circle", { class: acting[0].fails ? "fail" : "dot", cx: x(acting[0].process), cy: y(i), r: 4 }));
      }
      for (const event of acting)
        group.append(make("text", { x: x(event.process) + 8, y: y(i) - 7, class: event.fails ? "fail" : "" }, cut(event.action, 21)));
      for (const [name, value] of Object.entries(one.buffers))
        if (acting.length) group.append(make("text", { x: x(acting[0].process) + 8, y: y(i) + 15, class: "number" }, cut(`${name} = ${value}`, 22)));
      group.addEventListener("click", () => go(i + 1));
      front.append(group);
    });
    function arrow(group, from, to, at, plain) {
      const line = make("line", { class: plain ? "arrow together" : "arrow", x1: x(from), y1: at, x2: x(to), y2: at });
      if (!plain) line.setAttribute("marker-end", "url(#head)");
      group.append(line);
    }
    if (waits.length) {
      const at = run.steps.length;
      const group = make("g", { class: "row", "data-step": at });
      for (const wait of waits) {
        if (!column.has(wait.process)) continue;
        group.append(make("circle", { class: "stuck", cx: x(wait.process), cy: y(at), r: 6 }));
        group.append(make("text", { class: wait.standing === "stuck" ? "blame" : "number", x: x(wait.process) + 10, y: y(at) + 4 }, cut(wait.action, 20)));
      }
      const cycle = run.block.cycle;
      cycle.forEach((who, k) => {
        const next = cycle[(k + 1) % cycle.length];
        if (!column.has(who) || !column.has(next) || who === next) return;
        const depth = 26 + 10 * (k % 3);
        group.append(make("path", { class: "stuck cycle", "marker-end": "url(#head)", d: `M${x(who)},${y(at) + 7} C${x(who)},${y(at) + depth} ${x(next)},${y(at) + depth} ${x(next)},${y(at) + 8}` }));
      });
      front.append(group);
    }
    if (run.loop) {
      const from = y(run.loop - 1) - ROW / 2 + 4, to = y(run.steps.length - 1) + ROW / 2 - 4;
      front.append(make("path", { class: "loop", d: `M${LEFT - 6},${to} H${LEFT - 14} V${from} H${LEFT - 6}`, "marker-end": "url(#head)" }));
    }
    $("chart").replaceChildren(svg);
  }

  // ---- Beside it

  function drawState(run, now) {
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
    table("Variables", [...now.variables].map(([key, value]) => {
      const [process, name] = key.split("\u0000");
      return { changed: now.changed.has(key), cells: [process, name, value] };
    }));
    table("Channels", [...now.buffers].map(([name, value]) => ({ changed: now.changed.has("\u0001" + name), cells: [name, value] })));
    table("Locks", now.holds.map((hold) => ({ cells: [hold.lock, "held by " + hold.process] })));
  }

  function drawSource(now) {
    const section = $("source");
    section.replaceChildren();
    const files = new Map();
    for (const place of now.places.values()) {
      if (!place.line) continue;
      const file = place.file || 0;
      if (!files.has(file)) files.set(file, new Map());
      const lines = files.get(file);
      lines.set(place.line, [...(lines.get(place.line) || []), place.process]);
    }
    data.sources.forEach((source, index) => {
      if (index > 0 && !files.has(index)) return;
      section.append(make("h2", {}, source.path));
      const list = make("ol", { tabindex: "0", "aria-label": source.path });
      let first = null;
      source.text.split("\n").forEach((text, i) => {
        const who = (files.get(index) || new Map()).get(i + 1);
        const line = make("li", { "data-line": i + 1 }, text);
        if (who) {
          line.className = "at";
          line.prepend(make("span", { class: "who" }, who.join(", ")));
          first = first || line;
        }
        list.append(line);
      });
      section.append(list);
      if (first) list.scrollTop = Math.max(0, first.offsetTop - list.offsetTop - 60);
    });
  }

  function drawConclusion(run, atEnd) {
    const section = $("conclusion");
    section.replaceChildren();
    if (!atEnd) return;
    section.append(make("h2", {}, "At the end"));
    const say = (text) => section.append(make("p", {}, text));
    for (const sentence of run.sentences || []) say(sentence);
    if (run.block) {
      for (const wait of run.block.waits) say(`${wait.process} at ${wait.action} (line ${wait.line}): ${wait.reason}`);
      if (run.block.cycle.length) say("The cycle of waiting: " + [...run.block.cycle, run.block.cycle[0]].join(" waits for ") + ".");
      if (run.block.go_runtime) say(run.block.go_runtime + ".");
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
    if (run.values.length) say("Values: " + run.values.join(", "));
  }

  // ---- Going through it

  function show() {
    const run = data.findings[finding];
    step = Math.max(0, Math.min(step, run.steps.length));
    $("slider").value = step;
    document.querySelectorAll("svg .row").forEach((row) => {
      const at = Number(row.dataset.step);
      row.classList.toggle("now", at === step);
      row.classList.toggle("later", at > step);
    });
    const now = stateAt(run, step);
    drawState(run, now);
    drawSource(now);
    drawConclusion(run, step === run.steps.length);
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
  }
  function fromHash() {
    const run = /run=(\d+)/.exec(location.hash), at = /step=(\d+)/.exec(location.hash);
    open(run ? Math.min(Math.max(Number(run[1]), 1), data.findings.length) - 1 : 0);
    step = at ? Number(at[1]) : data.findings[finding].steps.length;
    show();
  }

  if (!data.findings.length) return;
  for (const id of ["controls", "main"]) $(id).hidden = false;
  $("text").hidden = true;
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
