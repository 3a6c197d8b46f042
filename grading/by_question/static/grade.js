"use strict";
// The page of a question: drawing answers as they come into view, keys, progress, comments for reuse.

const message = document.getElementById("message");
const list = document.getElementById("comments");
const undoable = [];  // [group, the states before], the last one last
let current = null;
let inserting = false;

const groups = [...document.querySelectorAll("article")].map(article => new Group(article, tell));

// ------------------------------------------------------------------ progress and comments
function tell() {
  const count = what => groups.reduce((sum, group) => sum + group[what], 0);
  const all = groups.reduce((sum, group) => sum + group.states.length, 0);
  const left = count("waiting") + count("again");
  const progress = document.getElementById("progress");
  [progress.max, progress.value] = [all, all - left];
  const again = count("again") ? `, ${count("again")} to be looked at again` : "";
  document.getElementById("told").textContent =
    `${all - left} of ${plural(all, "answer")} graded, ${groups.length} different${again}`;
  document.title = document.title.replace(/^(\(\d+\) )?/, left ? `(${left}) ` : "");

  const counts = new Map();
  for (const {comment} of groups.flatMap(group => group.states)) {
    if (comment) counts.set(comment, (counts.get(comment) ?? 0) + 1);
  }
  const texts = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 50);
  list.replaceChildren(...texts.map(([text, number]) => {
    const button = Object.assign(document.createElement("button"), {type: "button", textContent: text});
    button.addEventListener("click", () => insert(text));
    const item = document.createElement("li");
    item.append(button, ` ${number}×`);
    return item;
  }));
  if (!texts.length) list.replaceChildren(Object.assign(document.createElement("li"), {textContent: "none yet"}));
}

function insert(text) {
  const group = current ?? groups[0];
  group.insert(text);
  group.score.focus();
}

// ------------------------------------------------------------------ drawing
const ready = new Promise(resolve => MathJax.Hub.Startup.signal.Interest(resolve));
MathJax.startup.typeset = false;
let drawing = Promise.resolve();

async function draw(element) {
  if (element.dataset.id) {
    const answer = await fetch(`/answer?${QUERY}&id=${element.dataset.id}`);
    const text = await answer.text();
    if (answer.ok) element.innerHTML = text;  // it passed grading.pages, and the page's policy allows no other scripts
    else element.textContent = text;
  }
  await ready;
  if (/[$\\]/.test(element.textContent) && MathJax.typesetPromise) {  // which isn't there if it can't be unpacked
    MathJax.config.startup.ready();  // anew: what one student defines must not change how others' formulas look
    await MathJax.typesetPromise([element]);
  }
  element.dataset.drawn = "";
}

const observer = new IntersectionObserver(entries => {
  for (const {target, isIntersecting} of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    drawing = drawing.then(() => draw(target)).catch(error => console.error(error));
  }
}, {rootMargin: "1000px"});
for (const element of document.querySelectorAll(".answer, .typeset")) observer.observe(element);

// ------------------------------------------------------------------ moving and saving
function go(group) {
  if (!group) {
    message.textContent = "This was the last answer.";
    return;
  }
  message.textContent = "";
  group.score.focus({preventScroll: true});
  group.score.select();
  group.article.scrollIntoView();
}

const step = (group, by) => groups[groups.indexOf(group) + by];

async function save(group, next) {
  const saving = group.save();
  if (next) go(step(group, 1));
  try {
    const before = await saving;
    if (before) undoable.push([group, before]);
  } catch {  // it stands beside the field
    go(group);
  }
}

async function undo() {
  const last = undoable.pop();
  if (!last) {
    message.textContent = "Nothing was saved since the page was loaded.";
    return;
  }
  const [group, before] = last;
  go(group);
  try {
    await group.restore(before);
    group.score.select();
    message.textContent = "The marks before are back.";
  } catch (error) {
    undoable.push(last);
    message.textContent = error.message;
  }
}

function nextWaiting(group) {
  const place = groups.indexOf(group);
  const found = [...groups.slice(place + 1), ...groups.slice(0, place)].find(each => each.waiting || each.again);
  if (found) go(found);
  else message.textContent = "No other answer waits.";
}

// ------------------------------------------------------------------ keys
const ACTIONS = {
  ArrowDown: group => go(step(group, 1)),
  ArrowUp: group => groups.indexOf(group) && go(step(group, -1)),
  n: nextWaiting,
  c: group => group.comment.focus(),
  i: () => setInserting(true),
  u: undo,
  o: group => group.article.querySelector("a.notebook")?.click(),
};

function setInserting(now) {
  inserting = now;
  list.classList.toggle("inserting", now);
  if (now) list.scrollIntoView({block: "nearest"});
  message.textContent = now ? "Which comment? Press its number." : "";
}

// A digit, wherever the keyboard has it: on a French one it needs Shift.
const digit = event => /^Digit\d$/.test(event.code) ? Number(event.code.slice(5)) : null;

function onScoreKey(event, group) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (inserting) {
    if (event.key === "Shift") return;
    event.preventDefault();
    setInserting(false);
    list.children[(digit(event) ?? (Number(event.key) || 0)) - 1]?.querySelector("button")?.click();
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    save(group, true);
  } else if (Object.hasOwn(ACTIONS, event.key)) {
    event.preventDefault();
    ACTIONS[event.key](group);
  } else if (digit(event) && !/^\d$/.test(event.key)) {
    event.preventDefault();
    group.toggle(digit(event));
  }
}

function onCommentKey(event, group) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save(group, true);
  } else if (event.key === "Escape") {
    go(group);
  }
}

for (const group of groups) {
  group.score.addEventListener("keydown", event => onScoreKey(event, group));
  group.score.addEventListener("blur", () => inserting && setInserting(false));
  group.comment.addEventListener("keydown", event => onCommentKey(event, group));
  group.article.addEventListener("focusin", () => {
    current?.article.classList.remove("current");
    current = group;
    group.article.classList.add("current");
  });
  group.article.querySelector("form").addEventListener("submit", event => {
    event.preventDefault();
    save(group, false);
  });
}
window.addEventListener("beforeunload", event => {
  if (groups.some(group => group.dirty)) event.preventDefault();
});
tell();
go(groups[0]);
