"use strict";

// Reading the page's data and making elements. Text from the lists only ever becomes a text node.

const DATA = readBlock("analysis-data");
const PICTURE = readBlock("picture-data");

function readBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null));
  return element;
}

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A text from the lists, kept from changing the direction of what stands around it.
function typed(text) {
  return el("bdi", { class: LONG_TOKEN.test(text) ? "long" : null }, String(text));
}

// A sentence that the analysis wrote: it stays in the language in which it was written.
function told(text) {
  const element = typed(text);
  if (LANGUAGE !== WRITTEN_IN) element.lang = WRITTEN_IN;
  return element;
}

// Only what no column could hold may break inside a word.
const LONG_TOKEN = /[^\s\-\u2010]{26}/u;

// The same inside plain strings (labels for screen readers): first strong isolate ... pop isolate.
function isolated(text) {
  return `\u2068${text}\u2069`;
}

function present(items) {
  return items.filter((item) => item !== null);
}

function listed(items, separator = ", ") {
  return items.flatMap((item, i) => (i ? [separator, item] : [item]));
}

function byId(rows) {
  return new Map(rows.map((row, i) => [row.id, { row, index: i }]));
}
