"use strict";

// Reading the page's data, making elements, and writing numbers. Text from the lists only ever becomes a text node.

const TEXT = readBlock("text-data");
const DATA = readBlock("analysis-data");
const PICTURE = readBlock("picture-data");

function readBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function say(key, values = {}) {
  return TEXT[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name]));
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

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

function number(value, digits = 2, fewest = 0) {
  if (!isNumber(value)) return TEXT.unknown;
  const format = { maximumFractionDigits: digits, minimumFractionDigits: fewest };
  const shown = vanishes(value, digits) ? { maximumSignificantDigits: 2 } : format;
  return new Intl.NumberFormat(TEXT.language, shown).format(value).replace("-", "\u2212");
}

function vanishes(value, digits) {
  return value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits;
}

// With so many decimals and no more: what they cannot show is less than the last of them.
function fixed(value, digits = 2) {
  if (!isNumber(value) || !vanishes(value, digits)) return number(value, digits, digits);
  const least = 10 ** -digits;
  return value > 0 ? `<${number(least, digits)}` : `>${number(-least, digits)}`;
}

// A share of less than half a per cent gets one decimal.
function percent(value, digits = 1) {
  if (!isNumber(value)) return TEXT.unknown;
  return `${fixed(100 * value, vanishes(100 * value, digits) ? 1 : digits)}\u00a0%`;
}

function points(value) {
  if (!isNumber(value)) return TEXT.unknown;
  const shown = fixed(100 * value);
  return value > 0 && !shown.startsWith("<") ? `+${shown}` : shown;
}

function money(value) {
  if (!isNumber(value)) return TEXT.unknown;
  return DATA.study.currency ? `${DATA.study.currency}\u00a0${number(value)}` : number(value);
}

function months(value) {
  return isNumber(value) ? say("months", { n: number(value, 1) }) : TEXT.unknown;
}

function anything(value) {
  if (value === true) return TEXT.yes;
  if (value === false) return TEXT.no;
  return isNumber(value) ? number(value, 4) : TEXT.unknown;
}

function byId(rows) {
  return new Map(rows.map((row, i) => [row.id, { row, index: i }]));
}
