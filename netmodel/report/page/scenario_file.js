// A scenario as text: in the hash of the page's address, and as a file that `netmodel analyse --scenario` reads. What
// is read comes from strangers: anything that is not as it should be is left out and told.

const scenarioText = (() => {
  const EMPTY = Object.freeze({ opened: [], removed: [], date: null, budget: null, maxRisk: null });
  const KEYS = { open: "opened", without: "removed", at: "date", budget: "budget", risk: "maxRisk" };
  const LONGEST = 100_000;
  const LARGEST_FILE = 1_000_000;
  const SHOWN = 5;

  function isLimit(value, most) {
    return typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= most;
  }

  function short(text) {
    const plain = Array.from(String(text));
    return plain.length > 60 ? `${plain.slice(0, 59).join("")}…` : plain.join("");
  }

  // --- what may be said, and what is told of the rest

  // A state as it may be, from values of any kind, and in words what was left out of it.
  function settled(plan, values) {
    const notices = [];
    const isDate = (date) => typeof date === "string" && kernelDates.isDate(date);
    const state = {
      opened: known(values.opened, plan.channel, plan.opened, "whatif_unknown_channel", notices),
      removed: known(values.removed, plan.at, plan.removed, "whatif_unknown_stakeholder", notices),
      date: allowed(values.date, isDate, "whatif_bad_date", notices),
      budget: allowed(values.budget, (value) => isLimit(value, Infinity), "whatif_bad_budget", notices),
      maxRisk: allowed(values.maxRisk, (value) => isLimit(value, 1), "whatif_bad_risk", notices),
    };
    return { state: Object.freeze(state), notices };
  }

  // Ids that are there, each once and in order; those that the analysis itself opened or took away say nothing new.
  function known(ids, there, given, word, notices) {
    const list = Array.isArray(ids) ? ids : [];
    const strange = [...new Set(list.filter((id) => !there.has(id) && !given.has(id)))];
    strange.slice(0, SHOWN).forEach((id) => notices.push(say(word, { id: isolated(short(id)) })));
    if (strange.length > SHOWN) notices.push(say("whatif_more_unknown", { n: number(strange.length - SHOWN, 0) }));
    const kept = list.filter((id) => there.has(id) && !given.has(id));
    return [...new Set(kept)].sort(kernelLayers.byCodePoint);
  }

  function allowed(value, test, word, notices) {
    if (value === null || value === undefined) return null;
    if (test(value)) return value;
    notices.push(say(word, { value: isolated(short(value)) }));
    return null;
  }

  // --- the hash: #open=a,b&without=c&at=2015&budget=1000&risk=0.3, every id and value percent-encoded

  function partsOf(hash) {
    const text = hash.replace(/^#/, "");
    return text.length > LONGEST ? [] : text.split("&").filter((part) => part !== "");
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return null;
    }
  }

  function encoded(value) {
    return encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, "\ufffd"));
  }

  function nameOfPart(part) {
    const name = part.slice(0, Math.max(0, part.indexOf("=")));
    return Object.hasOwn(KEYS, name) ? name : null;
  }

  // The values that a hash gives; null where it says nothing of a scenario.
  function ofHash(hash) {
    const values = {};
    for (const part of partsOf(hash)) {
      const name = nameOfPart(part);
      if (name === null) continue;
      const text = part.slice(name.length + 1);
      if (name === "open" || name === "without") {
        values[KEYS[name]] = text.split(",").filter((id) => id !== "").map((id) => decoded(id) ?? id);
      } else {
        const value = decoded(text) ?? text;
        values[KEYS[name]] = name === "at" ? value : numberOf(value);
      }
    }
    return Object.keys(values).length ? values : null;
  }

  function numberOf(text) {
    return /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  }

  // The hash with a state in it; what other parts of the page keep there stays.
  function toHash(state, hash) {
    const others = partsOf(hash).filter((part) => part.includes("=") && nameOfPart(part) === null);
    const own = Object.entries(KEYS).flatMap(([name, key]) => {
      const value = state[key];
      if (value === null || value.length === 0) return [];
      return [`${name}=${[value].flat().map(encoded).join(",")}`];
    });
    return [...own, ...others].join("&");
  }

  // --- the file

  function inputsOf(plan) {
    return Object.fromEntries(plan.analysis.inputs.map(({ table, sha256 }) => [table, sha256]));
  }

  // Together with what the analysis itself opened, took away or dated, so that it stands by itself.
  function toFile(plan, state) {
    const { study, options } = plan.analysis;
    const all = (one, other) => [...new Set([...one, ...other])].sort(kernelLayers.byCodePoint);
    return {
      netmodel_scenario: 1,
      study: inputsOf(plan),
      opened: all(plan.opened, state.opened),
      removed: all(plan.removed, state.removed),
      date: state.date ?? plan.date,
      before: options.before ?? null,
      between: study.between.length === 2 ? study.between : null,
      budget: state.budget,
      max_risk: state.maxRisk,
    };
  }

  // The values of a file and what is odd about it; null values where it is no scenario.
  function ofFile(plan, text) {
    const read = parsed(text);
    if (read === null) return { values: null, notices: [TEXT.whatif_bad_file] };
    const strings = (value) => (Array.isArray(value) ? value.map(String) : []);
    const values = {
      opened: strings(read.opened),
      removed: strings(read.removed).filter((id) => !plan.channel.has(id) || plan.at.has(id)),
      date: read.date === plan.date ? null : read.date,
      budget: read.budget,
      maxRisk: read.max_risk,
    };
    return { values, notices: oddities(plan, read) };
  }

  function parsed(text) {
    if (text.length > LARGEST_FILE) return null;
    try {
      const read = JSON.parse(text);
      const isObject = typeof read === "object" && read !== null && !Array.isArray(read);
      return isObject && read.netmodel_scenario === 1 ? { ...read } : null;
    } catch {
      return null;
    }
  }

  function oddities(plan, { study, before, between, removed }) {
    const inputs = inputsOf(plan);
    const other = Object.keys(inputs).filter((table) => !study || study[table] !== inputs[table]);
    const sides = plan.analysis.study.between;
    const shut = Array.isArray(removed) ? removed.filter((id) => plan.channel.has(id) && !plan.at.has(id)) : [];
    return [
      ...(other.length ? [say("whatif_other_study", { tables: other.join(", ") })] : []),
      ...(Array.isArray(between) && between.join("\n") !== sides.join("\n") ? [TEXT.whatif_other_sides] : []),
      ...(before && before !== plan.analysis.options.before ? [TEXT.whatif_other_before] : []),
      ...(shut.length ? [TEXT.whatif_removed_channels] : []),
    ];
  }

  return Object.freeze({ EMPTY, settled, ofHash, toHash, toFile, ofFile });
})();
