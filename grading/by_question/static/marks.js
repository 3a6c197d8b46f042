"use strict";
// The marks of a group of equal answers: what is saved, what is typed, and how one becomes the other.

const QUERY = document.body.dataset.query;
const XSRF = document.querySelector("meta[name=xsrf]").content;

const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const same = values => values.every(value => value === values[0]);

class Group {
  static #sending = Promise.resolve();  // one after the other: each begins with what the one before has saved

  constructor(article, changed) {
    this.article = article;
    this.changed = changed;  // called when something has been saved
    this.states = JSON.parse(article.dataset.states);
    this.score = article.querySelector("[name=score]");
    this.comment = article.querySelector("[name=comment]");
    this.parts = [...article.querySelectorAll("fieldset input")];
    this.problem = article.querySelector(".problem");
    for (const part of this.parts) part.addEventListener("change", () => this.#addUp());
    this.score.addEventListener("input", () => this.#clearParts());
    this.comment.addEventListener("input", () => this.fit());
    this.show();
  }

  get waiting() { return this.states.filter(state => state.score === null && state.auto === null).length; }
  get again() { return this.states.filter(state => state.again).length; }
  get id() { return this.states[0].id; }

  // What the fields held when they were last filled from what is saved.
  get #saved() {
    const scores = this.states.map(state => state.score ?? ""), comments = this.states.map(state => state.comment);
    return {score: same(scores) ? String(scores[0]) : "", comment: same(comments) ? comments[0] : ""};
  }
  get #scoreTyped() { return this.score.value.trim() !== this.filled.score; }
  get #commentTyped() { return this.comment.value.trim() !== this.filled.comment.trim(); }
  get dirty() { return this.#scoreTyped || this.#commentTyped; }

  show() {
    this.filled = this.#saved;
    this.score.value = this.filled.score;
    this.comment.value = this.filled.comment;
    this.fit();
    this.#clearParts();
    this.tell();
  }

  tell() {
    const scores = [...new Set(this.states.map(state => state.score ?? state.auto))];
    const label = this.article.querySelector(".state");
    const given = scores.map(score => score === null ? "none" : plural(score, "point")).join(" or ");
    label.textContent = this.waiting === this.states.length ? "waiting"
      : this.again ? `${given}, to be looked at again`
      : same(this.states.map(state => state.score)) && this.states[0].score === null ? `${given} by itself` : given;
    label.className = `state ${this.waiting || this.again ? "open" : "done"}`;
  }

  fit() {  // as high as what is written in it
    this.comment.rows = Math.min(8, Math.max(1, this.comment.value.split("\n").length));
  }

  toggle(number) {
    const part = this.parts[number - 1];
    if (!part) return;
    part.checked = !part.checked;
    this.#addUp();
  }

  insert(text) {
    this.comment.value = [this.comment.value.trim(), text].filter(Boolean).join("\n");
    this.fit();
  }

  #addUp() {
    const sum = this.parts.reduce((sum, part) => sum + (part.checked ? Number(part.value) : 0), 0);
    this.score.value = String(Number(sum.toFixed(4)));  // 0.1 + 0.2 is not quite 0.3
  }

  #clearParts() {
    for (const part of this.parts) part.checked = false;
  }

  // Save what was typed for all answers of the group. The states before, or null if there was nothing to save.
  async save() {
    if (!this.dirty && !(this.again && this.score.value.trim())) return null;
    const [score, comment] = [this.score.value.trim(), this.comment.value.trim()];
    const [scoreTyped, commentTyped] = [this.#scoreTyped, this.#commentTyped];
    return this.#send(state => ({
      score: scoreTyped ? score : String(state.score ?? ""),
      comment: commentTyped ? comment : state.comment,
    }));
  }

  // Bring back earlier marks.
  restore(states) {
    const before = Object.fromEntries(states.map(state => [state.id, state]));
    return this.#send(({id}) => ({
      score: String(before[id].score ?? ""), comment: before[id].comment, again: before[id].again,
    }));
  }

  #send(mark) {
    const done = Group.#sending.then(async () => {
      const before = this.states;
      const marks = before.map(state => ({id: state.id, seen: state.seen ?? "", ...mark(state)}));
      let answer;
      try {
        answer = await fetch(`/marks?${QUERY}`, {
          method: "POST",
          headers: {"Content-Type": "application/json", "X-XSRFToken": XSRF},
          body: JSON.stringify(marks),
        });
      } catch {
        throw this.#fail("Nothing was saved: the command that serves this page has ended. Start it again.");
      }
      if (!answer.ok && answer.status !== 409) throw this.#fail(await answer.text());
      const {states, message} = await answer.json();
      this.states = before.map(state => states[state.id] ?? state);
      if (message) {
        this.tell();
        this.changed();
        throw this.#fail(message);
      }
      this.problem.textContent = "";
      this.show();
      this.changed();
      return before;
    });
    Group.#sending = done.catch(() => {});
    return done;
  }

  #fail(message) {
    this.problem.textContent = message;
    return new Error(message);
  }
}
