// What a tie or a channel was at a date, as netmodel/network/status.py has it. Dates are 2014, 2014-03 or 2014-03-18.

const kernelDates = (() => {
  const SILENT = new Set(["dormant", "severed"]);

  function lastDay(year, month) {
    if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
    return [4, 6, 9, 11].includes(month) ? 30 : 31;
  }

  function isDate(text) {
    const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
    if (!match) return false;
    const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
    return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay(year, month);
  }

  function periodStart(text) {
    return text + ["-01-01", "-01", ""][text.split("-").length - 1];
  }

  function periodEnd(text) {
    const [year, month, day] = text.split("-");
    if (day !== undefined) return text;
    const last = lastDay(Number(year), Number(month ?? 12));
    return `${year}-${month ?? "12"}-${String(last).padStart(2, "0")}`;
  }

  // Dated evidence: the day, how much it counts among that of the same day, and the word.
  function evidenceOf({ since, until, word, dated }, now) {
    const words = dated.map(([when, said]) => [periodEnd(when), said]);
    const found = words.map(([when, said]) => [when, 2, said]);
    if (now && word) found.push([periodEnd(now), 3, word]);
    if (until) {
      const end = periodEnd(until);
      found.push([end, 1, (words.find(([when]) => when >= end) ?? [end, "severed"])[1]]);
    }
    const start = since ? periodStart(since) : "";
    const endedBefore = words.some(([when, said]) => SILENT.has(said) && when < start);
    if (start && !endedBefore) found.push([start, 0, "active"]);
    return found;
  }

  function laterOf(one, other) {
    for (const i of [0, 1, 2]) {
      if (one[i] !== other[i]) return one[i] > other[i] ? one : other;
    }
    return one;
  }

  function statusNow({ word, dated, until }) {
    if (word) return word;
    if (dated.length) return dated[dated.length - 1][1];
    return until ? "severed" : "active";
  }

  // tie: {since, until, word: the undated status, dated: [[date, word], ...] earliest first}
  function statusAt(tie, date, now, latest) {
    if (date === null && (tie.word || latest === null)) return statusNow(tie);
    const day = periodEnd(date || latest || "");
    const past = evidenceOf(tie, now).filter(([when]) => when <= day);
    if (past.length) return past.reduce(laterOf)[2];
    if (tie.since && periodStart(tie.since) > day) return "none";
    if (tie.until) return "active";
    return tie.word || (tie.dated.length ? tie.dated[0][1] : "active");
  }

  function isOpen({ status, since, until }, date) {
    if (status === "candidate") return false;
    if (date === null) return status === "open";
    const day = periodEnd(date);
    if (since && periodStart(since) > day) return false;
    return until ? periodEnd(until) > day : status === "open";
  }

  return Object.freeze({ SILENT, isDate, periodStart, periodEnd, statusAt, isOpen });
})();
